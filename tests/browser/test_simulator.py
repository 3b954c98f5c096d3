"""The demo's phone in a real browser: it dials, drops, goes on, and writes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import chrome, pages
from tests.browser.test_axe import faults
from tests.browser.test_layout import NARROWEST, too_wide
from tests.browser.test_policies import complaints_of
from tests.live.server import Live

pytestmark = pytest.mark.browser

# The answer to a text goes by the worker, which looks every five seconds.
UNTIL_ANSWERED_MS = 20_000


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, browser) -> Iterator[Live]:
    """Survivors, in a folder that is marked as a demo."""
    installation = Live(tmp_path_factory.mktemp("demo"))
    installation.home.mkdir()
    (installation.home / "demo").touch()
    installation.script("found")
    installation.start()
    yield installation
    installation.remove()


@pytest.fixture
def zebaki(demo, seat) -> Page:
    """The page with her phone."""
    page: Page = seat()
    page.goto(f"{demo.url}/en/phone/")
    return page


def dial(page: Page, *keys: str) -> None:
    """Call, and answer with each of these keys."""
    page.click("#call")
    expect(page.locator("#status")).to_contain_text("CON")
    for key in keys:
        press(page, key)


def press(page: Page, key: str) -> None:
    """Press a key of the keypad and send it; wait for the next screen."""
    with page.expect_response(lambda answer: answer.url.endswith("/ussd")):
        page.click(f"[data-key='{key}']")
        page.click("#call")
    expect(page.locator(".handset:not([aria-busy])")).to_be_visible()


def screen(page: Page) -> str:
    return page.locator("#screen").inner_text()


def test_a_dropped_report_can_be_gone_on_with(zebaki):
    dial(zebaki, "2", "2")
    asked = screen(zebaki)
    zebaki.click("#drop")
    expect(zebaki.locator("#status")).to_contain_text("The line dropped")
    dial(zebaki, "2")
    offered = screen(zebaki)
    press(zebaki, "1")

    assert offered != asked, "she is asked whether to go on or to start again"
    assert screen(zebaki) == asked


def test_a_step_sent_again_gives_the_same_screen(zebaki):
    dial(zebaki, "5")
    zebaki.click("#again")

    expect(zebaki.locator("#status")).to_contain_text("the same screen")


def test_the_keyboard_is_enough(zebaki):
    zebaki.keyboard.press("Enter")
    expect(zebaki.locator("#status")).to_contain_text("CON")
    root = screen(zebaki)
    zebaki.keyboard.press("5")
    zebaki.keyboard.press("Enter")
    expect(zebaki.locator("#screen")).not_to_have_text(root)
    zebaki.keyboard.press("Escape")

    expect(zebaki.locator("#status")).to_have_text("You hung up.")


def test_a_text_is_answered_on_the_same_phone_and_on_no_other(zebaki, demo, seat):
    zebaki.click("#tab-messages")
    zebaki.fill("#text", "Nimepigwa jana usiku")
    expect(zebaki.locator("#parts")).to_contain_text("20 characters, 1 SMS")
    zebaki.click("#call")
    zebaki.wait_for_selector("#thread .them", timeout=UNTIL_ANSWERED_MS)
    zebaki.fill("#number", "+254700000009")
    zebaki.press("#number", "Tab")

    expect(zebaki.locator("#thread li")).to_have_count(0)


@pytest.mark.parametrize("lang", pages.LANGUAGES)
def test_axe_finds_nothing_on_the_phone(demo, seat, lang):
    page = seat(size=chrome.PHONE)
    complaints = complaints_of(page)
    page.goto(f"{demo.url}/{lang}/phone/")
    found = faults(page, "idle")
    dial(page)
    found += faults(page, "talking")
    page.click("summary")
    found += faults(page, "wire")
    page.click("#tab-messages")
    found += faults(page, "messages")

    assert found == []
    assert complaints == []


@pytest.mark.parametrize("lang", pages.LANGUAGES)
def test_the_phone_fits_a_narrow_screen(demo, seat, lang):
    page = seat(size=NARROWEST)
    page.goto(f"{demo.url}/{lang}/phone/")
    dial(page)

    assert too_wide(page) == ""


def test_the_first_page_leads_to_the_phone_in_a_demo(demo, seat):
    page = seat(scripts=False)
    page.goto(f"{demo.url}/en/")
    with page.expect_navigation():
        page.click("a[href='/en/phone/']")

    expect(page.locator("h1")).to_have_text("A phone to try it with")
    expect(page.locator(".bench")).to_be_hidden()
