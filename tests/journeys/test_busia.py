"""The officer who does not pay: her report, the triage, the paralegal's answer, her way back."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.reporter import Reporter
from tetea.domain.directory.clock_rules import clock_label
from tetea.domain.directory.services import services_for

pytestmark = pytest.mark.browser

STORY = {
    "sw": "Alinichukua kutoka kituo chetu kwa elfu moja mia tatu. Alinitisha na nyaunyo.",
    "en": "He took me from our place and we agreed on 1,300. He sent me out with a nyaunyo.",
}
KNOWN = {"sw": "Anaendesha gari la pili la doria", "en": "He drives the second patrol car"}
PLACE = {"sw": "Chumba chake nyuma ya kituo", "en": "His room behind the station"}
WANTS = ["pep", "get_paid"]


def told(lang: str) -> dict[str, str | list[str]]:
    """What happened to her yesterday at this hour, in her words."""
    hour = dt.datetime.now(ZoneInfo("Africa/Nairobi")).strftime("%H")
    return {
        "danger": "no",
        "about_us": "no",
        "for_whom": "self",
        "acts": ["SEX-01", "SEX-03", "EMO-02", "ECO-01"],
        "aggressors": ["police"],
        "when_known": "yesterday",
        "when_hour": hour,
        "county": "040",
        "sub_county": "228",
        "want_first": WANTS,
        "story": STORY[lang],
        "red_flags": ["weapon"],
        "injury": "some",
        "condom": "no",
        "pregnancy_possible": "no",
        "place_kind": "police_line",
        "place_exact": PLACE[lang],
        "aggressor_known": KNOWN[lang],
        "name_used": "Nekesa",
        "consent_store": "yes",
        "consent_police": "yes",
        "consent_contact": "no",
    }


def hours_of_pep(page_text: str, lang: str) -> int:
    """Return the hours that the page says are left for PEP."""
    found = re.search(rf"{re.escape(clock_label('pep', lang))}\D*(\d+)", page_text)
    assert found, page_text
    return int(found.group(1))


def assert_nothing_of_her_story(her: Reporter) -> None:
    for address in ("thread/", "thread/consents/", "thread/contact/"):
        her.page.goto(f"{her.url}/{her.lang}/{address}")
        seen = her.page.content()
        for secret in (STORY[her.lang], KNOWN[her.lang], PLACE[her.lang], "Nekesa"):
            assert secret not in seen, address


def test_in_english_she_learns_what_cannot_wait_and_comes_back_for_it(reporter):
    her = reporter("en")
    token = her.report(told("en"))
    assert_she_is_told_what_cannot_wait(her)
    type_it_back(her, token)

    another_day = reporter("en")
    another_day.come_back(token)
    assert hours_of_pep(another_day.page.inner_text("main"), "en") in {46, 47}
    expect(another_day.page.locator("main")).to_contain_text("Nobody yet.")
    assert_nothing_of_her_story(another_day)


def test_in_kiswahili_she_is_answered_by_keyboard_and_decides_anew(reporter, colleague, new_at):
    amina = colleague("amina")
    rose = colleague("rose")
    new = new_at(amina)
    her = reporter("sw")
    token = her.report(told("sw"))
    assert_she_is_told_what_cannot_wait(her)
    type_it_back(her, token)
    report_id = new()

    assert report_id not in rose.queue("all"), "nobody but triage sees it before triage"
    assert rose.look_at(report_id) == 404
    amina.open(report_id)
    assert STORY["sw"] in amina.page.inner_text("main")
    amina.give_to("rose")

    answer = "Twende hospitali leo, PEP ni bure. Nitakungoja mlangoni."
    rose_answers_by_keyboard(rose, report_id, answer)

    her.come_back(token)
    seen = her.page.inner_text("main")
    assert answer in seen
    assert clock_label("pep", "sw") in seen
    once_each = her.openings()  # The coordinator and the paralegal.
    assert len(once_each) == 2
    assert all("1" in line for line in once_each)
    assert_nothing_of_her_story(her)

    she_takes_back_what_police_may_know(her)
    her.page.goto(f"{her.url}/sw/thread/")
    her.write("Ndiyo, nakuja saa nne.")
    expect(her.page.locator(".talk .you")).to_have_text(re.compile("nakuja saa nne"))

    rose.queue("mine")
    expect(rose.row(report_id)).to_contain_text("New message")
    rose.look_at(report_id)
    assert "nakuja saa nne" in rose.page.inner_text("main")
    expect(rose.page.locator(".consents .refused", has_text="police")).to_be_visible()


def she_takes_back_what_police_may_know(her: Reporter) -> None:
    consents = f"{her.url}/sw/thread/consents/"
    her.page.goto(consents)
    assert her.page.is_checked("input[name=consent_police][value=yes]")
    her.page.check("input[name=consent_police][value=no]")
    her.turn("main form button.main")
    her.page.goto(consents)
    assert her.page.is_checked("input[name=consent_police][value=no]")
    assert her.page.is_checked("input[name=consent_store][value=yes]")


def assert_she_is_told_what_cannot_wait(her: Reporter) -> None:
    seen = her.page.inner_text("main")
    assert hours_of_pep(seen, her.lang) in {46, 47}
    for service in services_for("040", WANTS, lang=her.lang):
        assert service.name in seen
    assert clock_label("emergency_contraception", her.lang) not in seen, "no pregnancy, she said"


def type_it_back(her: Reporter, token: str) -> None:
    her.page.fill("#f-token", token.replace(" ", "-"))
    her.press("typed")
    expect(her.page.locator(".box.good[role=status]")).to_be_visible()
    expect(her.page.locator("#token")).to_have_text(token)


def rose_answers_by_keyboard(rose, report_id: str, answer: str) -> None:
    """From the desk's first page to the answer without touching a mouse."""
    keys = rose.page.keyboard
    rose.page.goto(f"{rose.url}/desk/")
    keys.press("g")
    with rose.page.expect_navigation():
        keys.press("m")
    keys.press("j")
    while report_id not in focused(rose, "href"):
        keys.press("j")
    with rose.page.expect_navigation():
        keys.press("Enter")

    tab_to(rose, "form[action$='/open/'] button")
    keys.press("Enter")
    expect(rose.page.locator("#story-title")).to_be_visible()
    assert STORY["sw"] in rose.page.inner_text("main")

    tab_to(rose, "#reply")
    keys.type(answer)
    tab_to(rose, "form[action$='/reply/'] button.primary")
    keys.press("Enter")
    expect(rose.page.locator(".messages .from-us")).to_contain_text(answer)


def focused(member, attribute: str) -> str:
    return str(member.page.evaluate("name => document.activeElement.getAttribute(name)", attribute))


def tab_to(member, selector: str) -> None:
    for _ in range(120):
        if member.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        member.page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {selector}")
