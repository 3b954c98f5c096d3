"""Nothing runs out of a narrow screen, also with large letters."""

import pytest
from playwright.sync_api import Page

from tests.browser import pages

pytestmark = pytest.mark.browser

NARROWEST = (320, 568)
# A screen of 1280 x 800 at 200 % zoom.
ZOOMED = (640, 400)
LARGE_LETTERS = 32


def too_wide(page: Page) -> str:
    """Return what sticks out to the right, or nothing."""
    return str(
        page.evaluate(
            """() => {
              const room = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= room) return "";
              const out = [...document.querySelectorAll("body *")]
                .filter((one) => one.getBoundingClientRect().right > room + 1 &&
                                 !one.closest(".scroll"));
              return document.documentElement.scrollWidth + ": " +
                     out.slice(-3).map((one) => one.outerHTML.slice(0, 120)).join(" | ");
            }"""
        )
    )


def everything(page: Page, scene, lang: str):
    """Go through every public page; Kiswahili has the longer words."""
    yield from pages.public(page, scene.live.url, lang)
    yield from pages.of_the_report(page, scene.live.url, lang)
    yield from pages.of_a_thread(page, scene.live.url, lang, scene.tokens["case"])


def with_large_letters(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    sizes = {"standard": LARGE_LETTERS, "fixed": LARGE_LETTERS}
    devtools.send("Page.setFontSizes", {"fontSizes": sizes})


def too_small(page: Page) -> str:
    """Return what a thumb would miss: WCAG 2.2 (2.5.8) asks for 24 px, these pages for 44."""
    return " | ".join(
        page.eval_on_selector_all(
            "button, .button, select, textarea, input:not([type=hidden]):not([type=radio])"
            ":not([type=checkbox]), .pick label, main ul.links a, footer a",
            "all => all.filter((one) => one.getBoundingClientRect().height < 44)"
            ".map((one) => one.outerHTML.slice(0, 80))",
        )
    )


def test_the_narrowest_phone_shows_every_public_page_whole_and_large_enough_to_tap(scene, seat):
    page = seat(size=NARROWEST, scripts=False)
    wide, small = {}, {}
    for at in everything(page, scene, "sw"):
        wide[at], small[at] = too_wide(page), too_small(page)
    assert {at: what for at, what in wide.items() if what} == {}
    assert {at: what for at, what in small.items() if what} == {}


def test_letters_of_twice_the_size_stay_on_the_page(scene, seat):
    page = seat(size=ZOOMED, scripts=False)
    with_large_letters(page)
    found = {at: too_wide(page) for at in everything(page, scene, "sw")}
    assert {at: what for at, what in found.items() if what} == {}


@pytest.mark.parametrize("size", [NARROWEST, ZOOMED])
def test_no_page_of_the_desk_scrolls_sideways(scene, seat, size):
    page = seat("amina", size=size)
    shown = pages.of_the_desk(page, scene.live.url, "amina", scene.reports)
    found = {at: too_wide(page) for at in shown}
    assert {at: what for at, what in found.items() if what} == {}
