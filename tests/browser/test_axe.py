"""axe finds nothing: every page, both languages, light and dark, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser import pages

pytestmark = pytest.mark.browser

AXE = Axe()
ALL = {"resultTypes": ["violations"]}
# Only colours differ between light and dark.
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
NARROW, WIDE = (390, 844), (1280, 800)


def faults(page: Page, where: str) -> list[str]:
    """Return what axe finds on the page that is shown, in light and in dark."""
    found = []
    for scheme, rules in (("light", ALL), ("dark", COLOURS)):
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
@pytest.mark.parametrize("name", ["amina", "rose", "kamau", "njeri", "grace", "wanjiru"])
def test_axe_finds_nothing_on_the_desk(scene, seat, name, size):
    page = seat(name, size=size)
    found = []
    reports = {
        "amina": scene.reports,
        "rose": {one: scene.reports[one] for one in ("case", "closed")},
    }.get(name, {})
    for at in pages.of_the_desk(page, scene.live.url, name, reports):
        found += faults(page, at)
    assert found == []


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
