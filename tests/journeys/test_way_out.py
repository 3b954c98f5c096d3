"""The way out, what it leaves behind (T-61), and what the browser remembers afterwards (T-62)."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.browser import chrome
from tests.browser.reporter import Reporter, Told

pytestmark = pytest.mark.browser

STORY = "Mwembetayari ukuta wa bluu"
TYPED = "Nyumba ya Zebedayo"
BEGINNING: dict[str, Told] = {"danger": "no", "about_us": "no", "acts": ["EMO-02"], "story": STORY}
NEUTRAL = {"Form", "Notes"}


def half_way(her: Reporter) -> dict[str, str]:
    """Write half a report, leave something typed on the page; return the page's hidden fields."""
    her.begin()
    her.tell(BEGINNING)
    her.tell({"injury": "some"})
    while her.step != "place_exact":
        her.press("next")
    her.choose(TYPED)
    return {name: her.page.locator(f"main form input[name={name}]").input_value() for name in "dk"}


def by_one_tap(page: Page) -> None:
    page.locator("form[action='/leave'] button").tap()


def by_tab_and_enter(page: Page) -> None:
    page.keyboard.press("Tab")
    if not page.evaluate("document.activeElement.matches('form[action=\"/leave\"] button')"):
        page.keyboard.press("Tab")  # Help may stand before it, nothing else.
    assert page.evaluate("document.activeElement.matches('form[action=\"/leave\"] button')")
    page.keyboard.press("Enter")


def by_its_own_key(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    pressed = {"modifiers": 1, "key": "x", "code": "KeyX", "text": "x", "unmodifiedText": "x"}
    devtools.send("Input.dispatchKeyEvent", {"type": "keyDown", **pressed})
    devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **pressed})


@pytest.mark.parametrize("go_out", [by_one_tap, by_tab_and_enter, by_its_own_key])
def test_the_way_out_ends_the_draft_and_back_shows_nothing_of_hers(
    reporter, go_out: Callable[[Page], None]
):
    """T-61."""
    her = reporter()
    hidden = half_way(her)
    if go_out is by_tab_and_enter:
        her.page.reload()  # A fresh page: the first Tab leads to the way out.
    with her.page.expect_navigation():
        go_out(her.page)
    assert her.page.url == f"{her.url}/leave"
    assert her.page.title() == "Notes"

    again = her.page.request.post(f"{her.url}/en/", form=hidden | {"q": "injury", "go": "next"})
    assert again.status == 410, "the draft is dead"
    assert STORY not in again.text()
    for _ in range(4):
        try:
            her.page.go_back()
        except Error:
            her.page.wait_for_timeout(200)  # The browser's own page: this one was not kept.
        seen = her.page.content()
        assert STORY not in seen
        assert TYPED not in seen


def test_the_way_out_of_a_thread_ends_the_visit(reporter):
    her = reporter()
    token = her.report({"danger": "no"})
    her.come_back(token)
    her.write(STORY)
    with her.page.expect_navigation():
        by_one_tap(her.page)
    assert her.page.context.cookies() == []
    her.page.go_back()
    assert STORY not in her.page.content()
    her.page.goto(f"{her.url}/en/thread/")
    assert her.page.url.endswith("/en/token/")


def test_no_cookie_and_nothing_stored_before_a_token_is_entered(live, browser):
    """T-62."""
    with chrome.computer(browser) as page:
        her = Reporter(page, live.url)
        token = her.report({"danger": "no", "about_us": "no", "acts": ["EMO-02"]})
        assert page.context.cookies() == []
        assert stored(page) == [0, 0, 0, 0]
        her.come_back(token)
        (cookie,) = page.context.cookies()
        assert cookie["httpOnly"]
        assert cookie["sameSite"] == "Strict"
        assert cookie["expires"] == -1, "it goes with the browser"
        assert stored(page) == [0, 0, 0, 0]


def stored(page: Page) -> list[int]:
    return list(
        page.evaluate(
            """async () => [localStorage.length, sessionStorage.length,
                (await indexedDB.databases()).length, (await caches.keys()).length]"""
        )
    )


def test_the_history_holds_neutral_titles_and_no_word_of_hers(
    live, browser: Browser, tmp_path: Path
):
    """T-62. Everything that the browser wrote is searched, not only its list of pages."""
    profile = tmp_path / "profile"
    context = browser.browser_type.launch_persistent_context(
        profile,
        executable_path=chrome.program(),
        args=chrome.ARGUMENTS,
        ignore_default_args=chrome.AS_PEOPLE_HAVE_IT,
    )
    her = Reporter(context.new_page(), live.url)
    token = her.report(BEGINNING)
    her.come_back(token)
    her.write(TYPED)
    with her.page.expect_navigation():
        her.page.locator("form[action='/leave'] button").click()
    expect(her.page.locator("h1")).to_have_text("Notes")
    context.close()

    pages = history(profile)
    assert {title for _url, title in pages} <= NEUTRAL
    begun_at_home = {url for url, title in pages if title == "Form"} | {
        url for url, _title in pages if "/report" in url
    }
    assert begun_at_home == {f"{live.url}/en/"}, "one page, whatever she answered"
    assert not [url for url, _title in pages if any(digit in url for digit in token.split())]
    assert files_with(profile, f"{live.url}/en/token/"), "the search finds what is there"
    for secret in (STORY, TYPED, token, token.replace(" ", "")):
        assert files_with(profile, secret) == set()


def history(profile: Path) -> list[tuple[str, str]]:
    copy = profile.parent / "history.db"
    shutil.copy(profile / "Default" / "History", copy)
    with sqlite3.connect(copy) as database:
        return list(database.execute("SELECT url, title FROM urls ORDER BY url"))


def files_with(profile: Path, words: str) -> set[str]:
    """Return the files of a profile in which the browser wrote these words."""
    spellings = (words.encode(), words.encode("utf-16-le"))
    return {
        str(path.relative_to(profile))
        for path in profile.rglob("*")
        if path.is_file() and any(one in path.read_bytes() for one in spellings)
    }
