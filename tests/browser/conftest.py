"""One installation with a report in every state, one Chromium, members signed in once."""

import json
import os
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import chrome
from tests.browser.colleague import Colleague
from tests.live.fetch import fetch
from tests.live.server import Live

# How pages look, weigh and fit has nothing to do with the database: seen once, on SQLite.
# What people do in a browser (test_desk, the journeys) runs on both.
if "TETEA_DATABASE_URL" in os.environ:
    collect_ignore = ["test_axe.py", "test_layout.py", "test_weight.py"]

ANSWERS: dict[str, object] = {
    "danger": "no",
    "about_us": "no",
    "for_whom": "self",
    "acts": ["SEX-01", "ECO-01"],
    "aggressors": ["client"],
    "when_known": "yesterday",
    "when_hour": "20",
    "county": "040",
    "want_first": ["pep"],
    "story": "Zebaki wrote this.",
    "red_flags": ["weapon"],
    "condom": "no",
    "name_used": "Nekesa",
    "consent_contact": "yes",
    "contact_way": "sms",
    "contact_number": "0700 000 001",
}


@dataclass(frozen=True)
class Scene:
    """What stands in the installation: reports by state, their tokens."""

    live: Live = field(repr=False)
    tokens: dict[str, str] = field(repr=False)
    reports: dict[str, str]


def send(url: str, **answers: object) -> str:
    """Send a report as an app would; return its token."""
    body = json.dumps({"lang": "en", "answers": ANSWERS | answers}).encode()
    request = urllib.request.Request(
        f"{url}/api/v1/reports", body, {"Content-Type": "application/json"}
    )
    return str(json.loads(fetch(request, seconds=20))["token"])


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chrome.chromium() as running:
        yield running


@pytest.fixture(scope="package")
def live(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Live]:
    installation = Live(tmp_path_factory.mktemp("browser"))
    installation.script("found")
    installation.start()
    yield installation
    installation.remove()


@pytest.fixture(scope="package")
def signed_in(live: Live, browser: Browser) -> Callable[[str], dict]:
    """Return a function that gives the cookies of a member who has signed in."""
    states: dict[str, dict] = {}

    def cookies_of(name: str) -> dict:
        if name not in states:
            with chrome.computer(browser) as page:
                Colleague(page, live.url, name).sign_in()
                states[name] = dict(page.context.storage_state())
        return states[name]

    return cookies_of


@pytest.fixture(scope="package")
def scene(live: Live, browser: Browser, signed_in: Callable[[str], dict]) -> Scene:
    """One report waits, one is a case of Rose's, one is closed."""
    tokens, reports = {}, {}
    with chrome.computer(browser) as page:
        page.context.add_cookies(signed_in("amina")["cookies"])
        amina = Colleague(page, live.url, "amina")
        for state in ("closed", "case", "waiting"):
            before = set(amina.queue("waiting"))
            tokens[state] = send(live.url)
            (reports[state],) = set(amina.queue("waiting")) - before
            amina.open(reports[state])
            if state != "waiting":
                amina.answer("We have read it.")
                amina.give_to("rose")
    with chrome.computer(browser) as page:
        page.context.add_cookies(signed_in("rose")["cookies"])
        rose = Colleague(page, live.url, "rose")
        for state in ("closed", "case"):
            rose.open(reports[state])
            page.fill("#first-step", "Go with her to the clinic")
            rose.do("form[action$='/case/'] button.primary")
        rose.open(reports["closed"])
        rose.ask_to_close("resolved", "", "amina")
    with chrome.computer(browser) as page:
        page.context.add_cookies(signed_in("amina")["cookies"])
        Colleague(page, live.url, "amina").approve(reports["closed"])
    return Scene(live, tokens, reports)


@pytest.fixture
def seat(browser: Browser, signed_in: Callable[[str], dict]) -> Iterator[Callable[..., Page]]:
    """Return a function that seats somebody at a screen; with a name, signed in as that member."""
    with ExitStack() as screens:

        def sit(
            name: str = "", *, scripts: bool = True, size: tuple[int, int] = chrome.SCREEN
        ) -> Page:
            page = screens.enter_context(chrome.computer(browser, scripts=scripts, size=size))
            if name:
                page.context.add_cookies(signed_in(name)["cookies"])
            return page

        yield sit
