"""Reporting, one question a page, without losing an answer."""

from collections.abc import Callable
from typing import Any

from tests.doors.web.phone import Phone

BUSIA = {
    "danger": "no",
    "about_us": "no",
    "for_whom": "self",
    "acts": ["SEX-03", "ECO-01"],
    "aggressors": ["client"],
    "when_known": "today",
    "when_hour": "02",
    "county": "040",
    "want_first": ["pep", "get_paid"],
}


def test_the_woman_in_busia_reports_and_gets_a_token(phone: Phone) -> None:
    phone.start().answer(**BUSIA)
    phone.press("more").press(story="He took off the condom and did not pay.").press("send")

    phone.send()

    assert len(phone.token.replace(" ", "")) == 20
    assert phone.token.count(" ") == 4
    assert "PEP" in phone.page.text
    assert "hours left" in phone.page.text


def test_amina_reads_what_the_reporter_wrote(
    phone: Phone, organisation: Any, sign_in: Callable[[str], Any]
) -> None:
    from tetea.domain.reports.work import opening, queue

    phone.start().answer(**BUSIA)
    phone.press("more").press(story="He did not pay.").press("send").send()

    amina = sign_in("amina")
    [row] = queue.queue(amina, "all").rows
    opened = opening.open_report(amina, row.id)
    assert opened.answers["acts"] == ["SEX-03", "ECO-01"]
    assert opened.answers["story"] == "He did not pay."
    assert opened.answers["gender"] == "not_asked"
    assert opened.answers["for_whom"] == "self"


def test_a_report_of_nothing_but_skipped_questions_is_taken(phone: Phone) -> None:
    phone.start().answer().press("more").answer().send()

    assert phone.token


def test_every_question_is_asked_and_every_one_may_be_left_out(phone: Phone) -> None:
    phone.start()
    seen = set()
    while phone.step != "_check":
        assert phone.step not in seen
        seen.add(phone.step)
        phone.press("next" if phone.step != "_enough" else "more")

    assert {"danger", "story", "consent_store", "consent_media", "age_band"} <= seen
