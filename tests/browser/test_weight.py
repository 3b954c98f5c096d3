"""What a report costs on a prepaid phone: bytes over the wire, headers included."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page

from tests.browser import pages
from tests.browser.reporter import Reporter

pytestmark = pytest.mark.browser

MOST_OF_A_PAGE = 14_000
MOST_OF_A_REPORT = 60_000
TOLD = {
    "danger": "no",
    "about_us": "no",
    "for_whom": "self",
    "acts": ["SEX-01", "ECO-01"],
    "aggressors": ["client"],
    "when_known": "yesterday",
    "when_hour": "20",
    "county": "040",
    "want_first": ["pep"],
}


class Meter:
    """Counts what comes over the wire, as the browser's own tools show it."""

    def __init__(self, page: Page) -> None:
        self.total = 0
        self._devtools = page.context.new_cdp_session(page)
        self._devtools.send("Network.enable")
        self._devtools.on("Network.loadingFinished", self._add)

    def _add(self, finished: dict) -> None:
        self.total += int(finished["encodedDataLength"])

    @contextmanager
    def without_cache(self) -> Iterator[None]:
        """Fetch the style sheet with every page, as a phone with a full memory does."""
        self._devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
        yield
        self._devtools.send("Network.setCacheDisabled", {"cacheDisabled": False})


@pytest.mark.parametrize("lang", pages.LANGUAGES)
def test_every_public_page_weighs_at_most_14_kilobytes_with_its_style(scene, seat, lang):
    page = seat(scripts=False)
    meter = Meter(page)
    weights = {}
    url, token = scene.live.url, scene.tokens["case"]
    with meter.without_cache():
        for shown in (
            pages.public(page, url, lang),
            pages.of_the_report(page, url, lang),
            pages.of_a_thread(page, url, lang, token),
        ):
            meter.total = 0
            for at in shown:
                page.wait_for_load_state("networkidle")
                weights[at], meter.total = meter.total, 0
    assert {at: weight for at, weight in weights.items() if weight > MOST_OF_A_PAGE} == {}
    assert min(weights.values()) > 500, "the meter counts"


@pytest.mark.parametrize("lang", pages.LANGUAGES)
def test_a_whole_report_weighs_at_most_60_kilobytes(live, seat, lang):
    page = seat(scripts=False)
    meter = Meter(page)
    her = Reporter(page, live.url, lang)
    her.report(TOLD)
    page.wait_for_load_state("networkidle")
    assert 5_000 < meter.total <= MOST_OF_A_REPORT
