"""One installation and one Chromium for all stories; everybody has a browser of her own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests.browser import chrome
from tests.browser.colleague import Colleague
from tests.browser.reporter import Reporter
from tests.live.server import Live

Meet = Callable[..., Reporter]
Call = Callable[..., Colleague]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chrome.chromium() as running:
        yield running


@pytest.fixture(scope="package")
def live(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Live]:
    """Survivors of Busia, nine members, no reports yet."""
    installation = Live(tmp_path_factory.mktemp("journeys"))
    installation.script("found")
    installation.start()
    yield installation
    installation.remove()


@pytest.fixture
def reporter(live: Live, browser: Browser) -> Iterator[Meet]:
    """Return a function that gives somebody a phone: small, no JavaScript, nothing on it."""
    with ExitStack() as phones:

        def meet(lang: str = "en") -> Reporter:
            page = phones.enter_context(chrome.phone(browser, lang=lang))
            return Reporter(page, live.url, lang)

        yield meet


@pytest.fixture
def colleague(live: Live, browser: Browser) -> Iterator[Call]:
    """Return a function that signs a member in at a computer."""
    with ExitStack() as computers:

        def call(name: str, *, scripts: bool = True) -> Colleague:
            page = computers.enter_context(chrome.computer(browser, scripts=scripts))
            called = Colleague(page, live.url, name)
            called.sign_in()
            return called

        yield call


@pytest.fixture
def new_at(colleague: Call) -> Callable[[Colleague], Callable[[], str]]:
    """Return a function that remembers a queue and later tells which report is new in it."""

    def watch(member: Colleague, which: str = "waiting") -> Callable[[], str]:
        before = set(member.queue(which))

        def new() -> str:
            (found,) = set(member.queue(which)) - before
            return found

        return new

    return watch
