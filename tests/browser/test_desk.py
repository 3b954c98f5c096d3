"""The desk by keyboard, without JavaScript, and after the lock (T-29)."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import chrome
from tests.browser.colleague import Colleague
from tests.browser.conftest import send
from tests.browser.test_axe import NARROW, WIDE, faults
from tests.browser.test_layout import NARROWEST, too_wide
from tests.live.phone import Handset

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
    rose.write("note", "Spoke with her.")
    rose.do(".clock form button >> nth=0")
    rose.page.click("summary:text('Set another next step')")
    rose.page.fill("#step", "Meet at the clinic")
    rose.page.check("input[name=quick][value=week]")
    rose.do("form[action$='/step/'] button")
    expect(rose.page.locator(".next-step")).to_have_text("Meet at the clinic")
    rose.ask_to_close("resolved", "", "atieno")
    rose.do("form[action$='/review/'] button[value=take-back]")
    rose.do("form[action$='/seal/'] button")
    assert STORY not in rose.page.content()
    with rose.page.expect_navigation():
        rose.page.click("button.lock")
    expect(rose.page.locator("#passphrase")).to_be_visible()


JUNK = "Win a big prize today, write to this number now"
# Long words, doubled letters, line breaks: whatever might be cut at another place.
ANSWERS = (
    "Karibu.",
    "Kesho saa nne asubuhi tunakutana nawe karibu na stendi.\n\n" * 5,
    "neno " * 24 + "n",
    "x" * 250 + " na zaidi",
    "[saa] {nne} ~ | " * 20,
)


@pytest.fixture(scope="module")
def otieno(scene, signed_in, browser):
    """The report of a man who wrote by SMS and may be told in the morning."""
    with chrome.computer(browser) as page:
        page.context.add_cookies(signed_in("amina")["cookies"])
        amina = Colleague(page, scene.live.url, "amina")
        before = set(amina.queue("waiting"))
        phone = Handset(scene.live, "+254711000222")
        for text in ("Mteja hakulipa, akanipiga.", "2", "1", "2"):
            phone.text(text)
        (report_id,) = set(amina.queue("waiting")) - before
    return report_id


@pytest.fixture(scope="module")
def held(scene, signed_in, browser):
    """The report of a text that came from six phones within minutes."""
    for number in range(6):
        Handset(scene.live, f"+2547{number}0000001").text(JUNK)
    with chrome.computer(browser) as page:
        page.context.add_cookies(signed_in("amina")["cookies"])
        return Colleague(page, scene.live.url, "amina").queue("quarantine")[0]


def test_pages_on_a_phone_are_counted_while_she_writes_as_they_are_after_sending(
    scene, seat, otieno
):
    page = seat("amina")
    amina = Colleague(page, scene.live.url, "amina")
    for words in ANSWERS:
        amina.open(otieno)
        page.fill("#reply", words)
        counted = page.inner_text("#reply-count").rsplit(" ", 1)[1].rstrip(".")
        amina.answer(words)
        said = page.locator(".from-us .message-head").last.inner_text()
        assert f"{counted} page" in said, words


def test_letters_that_no_phone_shows_are_sent_on_purpose_only(scene, seat, otieno):
    page = seat(scripts=False)
    halima = member_of(scene.live, page, "halima")
    halima.open(otieno)
    sent = page.locator(".from-us").count()
    page.fill("#reply", "Karibu \U0001f600")
    with page.expect_navigation():
        page.click("form[action$='/reply/'] button.primary")
    expect(page.locator(".odd")).to_contain_text("A phone shows ? in place of: \U0001f600")
    assert page.locator(".from-us").count() == sent
    page.check("input[name=anyway]")
    halima.do("form[action$='/reply/'] button.primary")
    assert page.locator(".from-us").count() == sent + 1


def test_a_held_report_is_let_through_without_javascript(scene, seat, held):
    page = seat(scripts=False)
    halima = member_of(scene.live, page, "halima")
    halima.look_at(held)
    halima.do("form[action$='/release/'] button")
    assert held in halima.queue("waiting")
    assert held not in halima.queue("quarantine")


@pytest.mark.parametrize("lang", ["en", "sw"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_axe_finds_nothing_where_phones_are_spoken_of(scene, seat, otieno, lang, size):
    page = seat("amina", size=size)
    amina = Colleague(page, scene.live.url, "amina")
    found = []
    in_language(amina, lang)
    for address in ("messages/", "queue/quarantine/"):
        page.goto(f"{scene.live.url}/desk/{address}")
        found += faults(page, address)
    amina.open(otieno)
    page.fill("#reply", "Karibu \U0001f600")
    page.click("form[action$='/reply/'] button.primary")
    expect(page.locator(".odd")).to_be_visible()
    found += faults(page, "report by SMS")
    in_language(amina, "en")
    assert found == []


def test_nothing_about_phones_scrolls_sideways(scene, seat, otieno):
    page = seat("amina", size=NARROWEST)
    amina = Colleague(page, scene.live.url, "amina")
    page.goto(f"{scene.live.url}/desk/messages/")
    assert too_wide(page) == ""
    amina.open(otieno)
    assert too_wide(page) == ""


def in_language(member: Colleague, lang: str) -> None:
    """Read the desk in this language from now on."""
    member.page.goto(f"{member.url}/desk/keys/")
    button = member.page.locator(f".top-tools button[value={lang}]")
    if button.count():
        with member.page.expect_navigation():
            button.click()
