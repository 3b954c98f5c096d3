"""Makes the README's pictures from a demo of its own: a phone for her, a screen for the desk."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "screenshots"
PHONE, SCREEN = (390, 844), (1280, 800)
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
LONGEST_START = 420.0
MOST_BYTES = 200_000
# One open question after the other, until the end of what a phone asks.
TOLD = {
    "danger": "no",
    "about_us": "no",
    "acts": "SEX-03",
    "aggressors": "police",
    "when_known": "yesterday",
    "when_hour": "23",
    "county": "040",
    "want_first": "pep",
}


def main() -> int:
    """Make every picture anew; say which is too large."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.stderr.write("Chromium is missing: apt-get install chromium\n")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with demo() as (url, people), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        hers(browser, url)
        the_desks(browser, url, people)
        browser.close()
    large = [one.name for one in PICTURES.glob("*.png") if one.stat().st_size > MOST_BYTES]
    if large:
        sys.stderr.write(f"Too large: {', '.join(large)}\n")
    return 1 if large else 0


@contextmanager
def demo() -> Iterator[tuple[str, dict[str, str]]]:
    """Serve a fresh demo; give its address and the passphrases by username."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        env = {name: text for name, text in os.environ.items() if not name.startswith("TETEA_")}
        env |= {"TETEA_HOME": f"{folder}/demo", "PORT": str(port)}
        tetea = [sys.executable, "-m", "tetea.cli"]
        served = subprocess.Popen(
            [*tetea, "serve", "--demo"], env=env, cwd=ROOT, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        url = f"http://127.0.0.1:{port}"
        try:
            wait_for(f"{url}/healthz")
            told = subprocess.run(
                [*tetea, "demo", "--json"], env=env, cwd=ROOT, capture_output=True, check=True
            )
            members = json.loads(told.stdout)["members"]
            yield url, {one["username"]: one["passphrase"] for one in members}
        finally:
            os.killpg(served.pid, signal.SIGTERM)
            served.wait(timeout=20)


def wait_for(address: str) -> None:
    """Wait until the server answers; loading a demo takes a while."""
    give_up = time.monotonic() + LONGEST_START
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310  # our own address
                return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > give_up:
                raise
            time.sleep(0.2)


def hers(browser: Browser, url: str) -> None:
    """Picture how a report begins and how it ends."""
    page = new_page(browser, PHONE)
    page.goto(f"{url}/en/report/")
    take(page, "report-start")
    while not page.locator("#token").count():
        step = page.locator("input[name=q]").input_value()
        if step in TOLD:
            choose(page, step, TOLD[step])
        stop = page.locator("button[name=go][value=send]")
        with page.expect_navigation():
            (stop if stop.count() else page.locator("button[name=go][value=next]")).first.click()
    take(page, "report-token")


def the_desks(browser: Browser, url: str, people: dict[str, str]) -> None:
    """Picture the queue, a case with its path, and the board, as those who work there see them."""
    page = at_the_desk(browser, SCREEN, url, ("rose", people["rose"]))
    page.goto(f"{url}/desk/queue/all/")
    take(page, "desk-queue")
    page.goto(f"{url}/desk/queue/mine/")
    with page.expect_navigation():
        page.locator(".row-title a").first.click()
    page.locator("form[action$='/open/'] button").click()
    page.wait_for_selector("#story-title")
    page.evaluate("document.activeElement.blur()")
    take(page, "desk-report")
    case, path = page.url, page.locator("a[href*='/path/']").first.get_attribute("href")
    page.locator("#steps-title").scroll_into_view_if_needed()
    take(page, "desk-case")
    page.locator("#touch-title").scroll_into_view_if_needed()
    take(page, "desk-touch")
    page.goto(f"{url}/desk/calendar/")
    take(page, "desk-calendar")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(f"{url}{path}")
    take(page, "desk-path")
    page.goto(f"{case.partition('?')[0]}write/ob_entry/")
    take(page, "desk-step")
    the_board(browser, url, people)


def the_board(browser: Browser, url: str, people: dict[str, str]) -> None:
    """Picture the board, the forum and figures, as a coordinator sees them."""
    board = at_the_desk(browser, SCREEN, url, ("amina", people["amina"]))
    board.goto(f"{url}/desk/board/")
    take(board, "desk-board")
    board.goto(f"{url}/desk/forum/")
    take(board, "desk-forum")
    board.goto(f"{url}/desk/figures/")
    with board.expect_navigation():
        board.locator("a[href$='/inside/']").first.click()
    board.locator("#trend-title").scroll_into_view_if_needed()
    take(board, "desk-figures")


def at_the_desk(browser: Browser, size: tuple[int, int], url: str, who: tuple[str, str]) -> Page:
    """Sign somebody in."""
    page = new_page(browser, size)
    page.goto(f"{url}/desk/")
    page.fill("#username", who[0])
    page.fill("#passphrase", who[1])
    with page.expect_navigation():
        page.locator("button.primary").click()
    return page


def new_page(browser: Browser, size: tuple[int, int]) -> Page:
    """Open a light screen of this size."""
    return browser.new_page(
        viewport={"width": size[0], "height": size[1]}, color_scheme="light", locale="en-KE"
    )


def choose(page: Page, name: str, value: str) -> None:
    """Answer the question on the page."""
    chosen = page.locator(f"main input[name={name}][value='{value}']")
    if chosen.count():
        chosen.check()
    else:
        page.select_option(f"main select[name={name}]", value)


def take(page: Page, name: str) -> None:
    """Write one picture."""
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    raise SystemExit(main())
