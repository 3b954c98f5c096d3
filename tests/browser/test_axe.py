"""axe finds nothing: every page, both languages, light and dark, wide and narrow."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser import pages

pytestmark = pytest.mark.browser

AXE = Axe()
ALL = {"resultTypes": ["violations"]}
# Only colours differ between light and dark.
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
SCHEMES: tuple[tuple[Literal["light", "dark"], dict], ...] = (("light", ALL), ("dark", COLOURS))
NARROW, WIDE = (390, 844), (1280, 800)


def faults(page: Page, where: str) -> list[str]:
    """Return what axe finds on the page that is shown, in light and in dark."""
    found = []
    for scheme, rules in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for violation in AXE.run(page, options=rules).response["violations"]:
            places = [node["html"][:160] for node in violation["nodes"]]
            found.append(f"{where} ({scheme}): {violation['id']} {places[:3]}")
    page.emulate_media(color_scheme="light")
    return found


@pytest.mark.parametrize("lang", pages.LANGUAGES)
def test_axe_finds_nothing_on_the_public_pages(live, seat, lang):
    page = seat(size=NARROW)
    assert [fault for at in pages.public(page, live.url, lang) for fault in faults(page, at)] == []


@pytest.mark.parametrize("lang", pages.LANGUAGES)
def test_axe_finds_nothing_in_the_report(live, seat, lang):
    page = seat(size=NARROW)
    found = [
        fault for at in pages.of_the_report(page, live.url, lang) for fault in faults(page, at)
    ]
    assert found == []


@pytest.mark.parametrize("lang", pages.LANGUAGES)
def test_axe_finds_nothing_behind_a_token(scene, seat, lang):
    page = seat(size=NARROW)
    token = scene.tokens["case"]
    shown = pages.of_a_thread(page, scene.live.url, lang, token)
    assert [fault for at in shown for fault in faults(page, at)] == []


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_axe_finds_nothing_on_the_desk(scene, seat, size):
    page = seat("amina", size=size)
    shown = pages.of_the_desk(page, scene.live.url, "amina", scene.reports)
    assert [fault for at in shown for fault in faults(page, at)] == []


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_axe_finds_nothing_in_a_case_of_ones_own(scene, seat, size):
    page = seat("rose", size=size)
    own = {one: scene.reports[one] for one in ("case", "closed")}
    shown = pages.of_the_desk(page, scene.live.url, "rose", own)
    assert [fault for at in shown for fault in faults(page, at)] == []


@pytest.mark.parametrize("name", ["kamau", "njeri", "grace", "wanjiru"])
def test_axe_finds_nothing_where_no_report_is_read(scene, seat, name):
    page = seat(name, size=NARROW)
    shown = pages.of_the_desk(page, scene.live.url, name, {})
    assert [fault for at in shown for fault in faults(page, at)] == []


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_axe_finds_nothing_at_the_door(live, seat, size):
    page = seat(size=size)
    page.goto(f"{live.url}/desk/")
    assert faults(page, "door") == []
    page.fill("#username", "nobody")
    page.fill("#passphrase", "nothing")
    with page.expect_navigation():
        page.locator("button.primary").click()
    assert faults(page, "door refused") == []
