"""Every page there is, and how a browser comes to it."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser.colleague import Colleague
from tests.browser.reporter import CHECK, ENOUGH, OUTSIDE, Reporter

LANGUAGES = ("en", "sw")
GUIDES = (
    "help-now", "rights", "library", "what-is-kept", "channels", "under-18", "about-us", "way-out",
)  # fmt: skip
WITHOUT_TOKEN = ("", "report/", "token/", "services/", "what-changed/")
ADDRESSES = (*WITHOUT_TOKEN, *(f"{guide}/" for guide in GUIDES))
# Of each kind of question one; the longest list; one with a slip in it.
STOPS = ("acts", "county", "want_first", OUTSIDE, ENOUGH, "story", "red_flags")
DESK = {
    "amina": (
        "", "queue/now/", "queue/mine/", "queue/waiting/", "queue/all/", "queue/closed/",
        "queue/quarantine/", "board/", "calendar/", "messages/", "log/", "people/", "keys/",
        "told/", "care/", "figures/", "figures/definitions/", "figures/corrections/",
        "figures/agreements/", "figures/stations/", "figures/forms/", "forum/",
        "forum/stories/", "forum/roster/", "forum/roster/add/",
        "forum/plan/", "forum/changed/", "lock-all/", "nowhere/",
    ),
    "kamau": ("", "people/"),
    "njeri": ("", "figures/", "figures/definitions/", "figures/stations/", "figures/forms/"),
    "grace": ("",),
    "wanjiru": ("",),
}  # fmt: skip


def public(page: Page, url: str, lang: str) -> Iterator[str]:
    """Go to every public page that has an address, and say which one is shown."""
    for address in ("/", "/leave", "/nowhere", *(f"/{lang}/{one}" for one in ADDRESSES)):
        page.goto(f"{url}{address}")
        yield address


def of_the_report(page: Page, url: str, lang: str) -> Iterator[str]:
    """Walk through a report about somebody who works here, stopping at what looks different."""
    her = Reporter(page, url, lang)
    her.begin()
    her.tell({"danger": "yes"})
    yield "urgent"
    her.press("help")
    yield "help in the report"
    her.press("stay")
    her.tell({"about_us": "yes"})
    while her.step != CHECK:
        if her.step in STOPS:
            yield her.step
        if her.step == "red_flags":
            yield from _a_slip(her)
        her.press({ENOUGH: "more", "red_flags": "send"}.get(her.step, "next"))
    yield CHECK
    # The last question of all, without walking through forty others.
    change = page.locator("button[name=to]").first
    change.evaluate("button => { button.value = 'age_band'; }")
    with page.expect_navigation():
        change.click()
    yield "age_band"
    her.press("back")
    her.press("send")
    yield "sent"
    page.fill("#f-token", "1234")
    her.press("typed")
    yield "typed wrong"


def _a_slip(her: Reporter) -> Iterator[str]:
    her.choose(["weapon", "none"])
    her.press("next")
    yield "slip"
    her.page.uncheck("input[value=none]")


def of_a_thread(page: Page, url: str, lang: str, token: str) -> Iterator[str]:
    """Come back with a token and look at every page behind it."""
    page.goto(f"{url}/{lang}/token/")
    page.fill("#f-token", "1234")
    with page.expect_navigation():
        page.locator("main form button").click()
    yield "wrong token"
    her = Reporter(page, url, lang)
    her.come_back(token)
    yield "thread"
    her.write("I am at the gate.")
    yield "sent a message"
    for address in ("consents/", "contact/"):
        page.goto(f"{url}/{lang}/thread/{address}")
        yield address


def of_the_desk(page: Page, url: str, name: str, reports: dict[str, str]) -> Iterator[str]:
    """Go to every page of the desk that this member has."""
    for address in DESK.get(name, ()):
        page.goto(f"{url}/desk/{address}")
        yield address or "desk"
    for state, report_id in reports.items():
        page.goto(f"{url}/desk/reports/{report_id}/")
        if page.locator("#seal-title").count():
            yield f"{state}, sealed"
            Colleague(page, url, name).do("form[action$='/open/'] button")
        page.eval_on_selector_all("details", "all => all.forEach((one) => { one.open = true; })")
        yield f"{state}, open"
        more = page.locator("a[href*='/path/'], a[href$='/write/mediation/']").all()
        for place in [str(one.get_attribute("href")) for one in more][:2]:
            page.goto(f"{url}{place}")
            yield f"{state}, {place.split('/')[-3]}"
