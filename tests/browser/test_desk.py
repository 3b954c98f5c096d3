"""The desk by keyboard, without JavaScript, and after the lock (T-29)."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.colleague import Colleague
from tests.browser.conftest import send

pytestmark = pytest.mark.browser

STORY = "Zebaki wrote this."


def member_of(live, page: Page, name: str) -> Colleague:
    """Sign somebody in who will lock herself out again."""
    found = Colleague(page, live.url, name)
    found.sign_in()
    return found


def test_lines_are_walked_and_opened_by_keys(scene, seat):
    page = seat("amina")
    page.goto(f"{scene.live.url}/desk/queue/all/")
    links = page.locator("[data-row] a")
    assert links.count() >= 2
    keys = page.keyboard
    keys.press("j")
    expect(links.nth(0)).to_be_focused()
    keys.press("j")
    expect(links.nth(1)).to_be_focused()
    keys.press("k")
    expect(links.nth(0)).to_be_focused()
    with page.expect_navigation():
        keys.press("Enter")
    assert "/desk/reports/" in page.url


def test_keys_list_themselves_search_and_go(scene, seat):
    page = seat("amina")
    page.goto(f"{scene.live.url}/desk/")
    with page.expect_navigation():
        page.keyboard.press("?")
    assert page.url.endswith("/desk/keys/")
    listed = page.inner_text("dl.keys")
    for key, address in {"n": "now", "m": "mine", "w": "waiting", "a": "all"}.items():
        assert key in listed
        page.keyboard.press("g")
        with page.expect_navigation():
            page.keyboard.press(key)
        assert page.url.endswith(f"/desk/queue/{address}/")
    page.keyboard.press("/")
    expect(page.locator("#county")).to_be_focused()


def test_l_locks_but_not_while_somebody_writes(live, seat):
    page = seat()
    member_of(live, page, "halima")
    page.keyboard.press("/")
    page.keyboard.press("l")
    assert page.locator(".top-who").count(), "she chose in a list, she did not lock"
    page.goto(f"{live.url}/desk/")
    with page.expect_navigation():
        page.keyboard.press("l")
    expect(page.locator("#passphrase")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_after_the_lock_back_shows_nothing(scene, seat, scripts):
    """T-29."""
    page = seat(scripts=scripts)
    amina = member_of(scene.live, page, "amina")
    amina.open(scene.reports["waiting"])
    assert STORY in page.inner_text("main")
    with page.expect_navigation():
        page.click("button.lock")
    for _ in range(4):
        page.go_back()
        page.wait_for_load_state()
        assert STORY not in page.content()
        assert not page.locator(".top-who").count()
    page.goto(f"{scene.live.url}/desk/reports/{scene.reports['waiting']}/")
    expect(page.locator("#passphrase")).to_be_visible()


def test_after_a_lock_elsewhere_back_shows_nothing(scene, seat):
    """T-29: the page was left behind by a link, the lock came in another tab."""
    page = seat()
    amina = member_of(scene.live, page, "amina")
    amina.open(scene.reports["waiting"])
    page.goto(f"{scene.live.url}/en/")
    other = page.context.new_page()
    other.goto(f"{scene.live.url}/desk/")
    with other.expect_navigation():
        other.click("button.lock")
    page.go_back()
    page.wait_for_load_state()
    assert STORY not in page.content()


def test_nothing_stays_in_the_browser_after_the_lock(scene, seat):
    page = seat()
    amina = member_of(scene.live, page, "amina")
    amina.open(scene.reports["waiting"])
    page.click("summary:text('Who opened it')")
    with page.expect_navigation():
        page.click("button.lock")
    left = page.evaluate(
        """async () => [localStorage.length, sessionStorage.length,
            (await indexedDB.databases()).length, (await caches.keys()).length,
            (await navigator.serviceWorker.getRegistrations()).length]"""
    )
    assert left == [0, 0, 0, 0, 0]
    assert {one["name"] for one in page.context.cookies()} <= {"tetea-device", "tetea-csrf"}


def test_a_printed_report_after_the_lock_is_the_door(scene, seat):
    """T-29: the tab was left open on the report."""
    page = seat()
    amina = member_of(scene.live, page, "amina")
    amina.open(scene.reports["waiting"])
    other = page.context.new_page()
    other.goto(f"{scene.live.url}/desk/")
    with other.expect_navigation():
        other.click("button.lock")
    page.reload()
    assert STORY not in page.content()


def test_triage_is_done_without_javascript(scene, seat):
    amina = member_of(scene.live, seat(scripts=False), "amina")
    before = set(amina.queue("waiting"))
    send(scene.live.url)
    (report_id,) = set(amina.queue("waiting")) - before
    amina.page.click("summary:text('Filter')")
    amina.page.select_option("#county", "040")
    with amina.page.expect_navigation():
        amina.page.click("form[action$='/filter/'] button >> nth=0")
    expect(amina.row(report_id)).to_be_visible()
    amina.open(report_id)
    with amina.page.expect_navigation():
        amina.page.click("button[name=insert][value=safe]")
    assert "Are you safe" in amina.page.input_value("#reply")
    amina.do("form[action$='/reply/'] button.primary")
    amina.give_to("joy")
    assert report_id not in amina.queue("waiting")


def test_a_case_is_worked_on_without_javascript(scene, seat):
    rose = member_of(scene.live, seat(scripts=False), "rose")
    rose.open(scene.reports["case"])
    rose.page.fill("#note", "Spoke with her.")
    rose.do("form[action$='/note/'] button[value=spoke]")
    rose.do(".clock form button >> nth=0")
    rose.page.click("summary:text('Set another next step')")
    rose.page.fill("#step", "Meet at the clinic")
    rose.page.check("input[name=quick][value=week]")
    rose.do("form[action$='/step/'] button")
    expect(rose.page.locator(".next-step")).to_have_text("Meet at the clinic")
    rose.page.click("summary:text('Close it with its outcome')")
    rose.page.check("input[name=outcome][value=resolved]")
    rose.do("form[action$='/close/'] button")
    rose.do("form[action$='/reopen/'] button")
    rose.do("form[action$='/seal/'] button")
    assert STORY not in rose.page.content()
    with rose.page.expect_navigation():
        rose.page.click("button.lock")
    expect(rose.page.locator("#passphrase")).to_be_visible()
