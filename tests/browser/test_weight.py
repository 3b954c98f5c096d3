"""What a report costs on a prepaid phone: bytes over the wire, headers included."""

import pytest
from playwright.sync_api import Page

from tests.browser import pages
from tests.browser.reporter import Reporter, Told

pytestmark = pytest.mark.browser

MOST_OF_A_PAGE = 14_000
MOST_OF_A_REPORT = 60_000
TOLD: dict[str, Told] = {
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
        self.page_of: dict[str, str] = {}
        self.weight_of: dict[str, int] = {}
        self._devtools = page.context.new_cdp_session(page)
        self._devtools.send("Network.enable")
        self._devtools.on("Network.requestWillBeSent", self._asks)
        self._devtools.on("Network.loadingFinished", self._add)

    def _asks(self, asked: dict) -> None:
        self.page_of[asked["requestId"]] = asked["loaderId"]
        self.weight_of.setdefault(asked["loaderId"], 0)

    def _add(self, finished: dict) -> None:
        weight = int(finished["encodedDataLength"])
        self.total += weight
        self.weight_of[self.page_of[finished["requestId"]]] += weight

    @property
    def of_this_page(self) -> int:
        """Return what the page that is shown has cost, with everything it asked for."""
        return list(self.weight_of.values())[-1]

    def forget_files(self) -> None:
        """Fetch the style sheet with every page, as a phone with a full memory does."""
        self._devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})


@pytest.mark.parametrize("lang", pages.LANGUAGES)
def test_every_public_page_weighs_at_most_14_kilobytes_with_its_style(scene, seat, lang):
    page = seat(scripts=False)
    meter = Meter(page)
    weights = {}
    url, token = scene.live.url, scene.tokens["case"]
    meter.forget_files()
    for shown in (
        pages.public(page, url, lang),
        pages.of_the_report(page, url, lang),
        pages.of_a_thread(page, url, lang, token),
    ):
        for at in shown:
            weights[at] = meter.of_this_page
    assert {at: weight for at, weight in weights.items() if weight > MOST_OF_A_PAGE} == {}
    assert min(weights.values()) > 2_000, "the meter counts page and style sheet"


@pytest.mark.parametrize("lang", pages.LANGUAGES)
def test_a_whole_report_weighs_at_most_60_kilobytes(live, seat, lang):
    page = seat(scripts=False)
    meter = Meter(page)
    her = Reporter(page, live.url, lang)
    her.report(TOLD)
    assert 5_000 < meter.total <= MOST_OF_A_REPORT
