"""What was done, in two taps and a line: kept, dated, struck out again, and sometimes refused."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.doors.desk.test_casework import soon
from tetea.domain.cases.models import CaseNote
from tetea.domain.outbox.models import Alert


@pytest.fixture
def case_of(desk, given):
    """Return a function that gives a member with an opened case of these answers."""

    def make(username="rose", **answers):
        wanted, member = given(username, **answers), desk(username)
        member.post("open", wanted)
        member.post("case", wanted, step="Begin", **soon())
        return member, wanted

    return make


OB = {
    "line": "They wrote it down at once.",
    "station": "Busia",
    "number": "17/03/2026",
    "hers": "1",
}


def test_a_step_is_two_taps_and_a_line(case_of):
    rose, wanted = case_of()
    page = rose.text("report", wanted)
    assert f"/desk/reports/{wanted}/write/ob_entry/" in page
    form = rose.text("write", wanted, "ob_entry")
    assert 'name="station"' in form

    response = rose.post("write", wanted, "ob_entry", **OB)
    page = rose.text("report", wanted)

    assert response["Location"].endswith("?done=noted")
    assert "They wrote it down at once." in page
    assert "17/03/2026" in page
    assert "done by themselves" in page


def test_what_happened_yesterday_stands_under_yesterday(case_of):
    rose, wanted = case_of()
    day = timezone.localdate() - dt.timedelta(days=1)

    rose.post("write", wanted, "note", line="Said at night.", day=day.isoformat(), hour="21:30")

    assert f"{day.day} {day:%b}, 21:30" in rose.text("report", wanted)


def test_nothing_is_written_down_before_it_has_happened(case_of):
    rose, wanted = case_of()
    day = timezone.localdate() + dt.timedelta(days=2)

    response = rose.post("write", wanted, "note", line="Will go.", day=day.isoformat())

    assert response.status_code == 409
    assert "That is in the future" in response.content.decode()
    assert 'value="Will go."' in response.content.decode()


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("note", {"line": "  "}, "Please write something first."),
        ("note", {"line": "x" * 2001}, "That is too long"),
        ("appointment", {"line": "The OCS"}, "This cannot be left out."),
        ("hearing", {"line": "Court", "result": "made_up"}, "Please choose one of those"),
        ("payment", {"line": "Paid", "amount": "1,000/="}, "whole shillings in digits"),
    ],
)
def test_what_cannot_be_taken_says_why_and_loses_nothing(case_of, kind, typed, words):
    rose, wanted = case_of(acts=["ECO-01"], aggressors=["client"])
    before = CaseNote.objects.count()

    response = rose.post("write", wanted, kind, **typed)
    page = response.content.decode()

    assert response.status_code == 409
    assert words in page
    assert all(
        f'value="{one}"' in page for name, one in typed.items() if name in {"line", "amount"}
    )
    assert CaseNote.objects.count() == before


def test_an_unknown_kind_of_step_is_not_there(case_of):
    rose, wanted = case_of()

    assert rose.get("write", wanted, "bribe").status_code == 404


def test_t107_consent_withdrawn_between_planning_and_doing_means_not_done(case_of, organisation):
    """She agreed when the step was planned; what counts is her word when it is written down."""
    rose, wanted = case_of(consent_police="no")
    before = CaseNote.objects.count()

    response = rose.post("write", wanted, "statement", line="We gave it for her.")

    assert response.status_code == 409
    assert "They have not agreed to this" in response.content.decode()
    assert CaseNote.objects.count() == before
    assert rose.post("write", wanted, "statement", line="She went.", hers="1").status_code == 303


def test_a_struck_line_is_undone_and_stays_readable(case_of):
    rose, wanted = case_of()
    rose.post("write", wanted, "first_support", line="We sat together.")
    page = rose.text("report", wanted)
    assert "We sat together." in page[: page.index("struck out")] if "struck out" in page else True
    line = page.split('name="line" value="')[1].split('"')[0]

    response = rose.post("strike", wanted, line=line)
    page = rose.text("report", wanted)

    assert response["Location"].endswith("?done=struck")
    assert "1 line struck out" in page
    assert "<s>" in page
    assert rose.post("strike", wanted, line=line).status_code == 409


def test_an_appointment_rings_before_its_hour_with_nobody_signed_in(case_of):
    rose, wanted = case_of()
    for kind in ("first_support", "pep", "emergency_contraception", "forensic", "hepatitis_b"):
        rose.post("clock", wanted, kind=kind)
    at = timezone.localtime() + dt.timedelta(hours=2)

    rose.post(
        "write", wanted, "appointment", line="Come at ten.", **{"with": "OCS"},
        **{"at-day": at.date().isoformat(), "at-hour": at.strftime("%H:%M")},
    )  # fmt: skip

    page = rose.text("report", wanted)
    assert "Appointment" in page[page.index("Clocks") :]
    assert Alert.objects.get().next_alert_at <= timezone.now() + dt.timedelta(hours=2)


@pytest.mark.parametrize("verb", ["waived", "missed"])
def test_a_clock_is_let_go_only_with_a_reason(case_of, verb):
    rose, wanted = case_of(acts=["SEX-01"], when_known="today", condom="no")

    refused = rose.post("clock", wanted, kind="pep", verb=verb, reason=" ")
    taken = rose.post("clock", wanted, kind="pep", verb=verb, reason="Took it at the camp.")
    page = rose.text("report", wanted)

    assert refused.status_code == 409
    assert "Please say why" in refused.content.decode()
    assert taken["Location"].endswith("?done=clock")
    assert "Took it at the camp." in page


def test_a_settlement_of_a_rape_is_refused_to_a_paralegal_and_said_in_plain_words(case_of):
    rose, wanted = case_of(acts=["SEX-01", "ECO-01"], aggressors=["police"])
    form = rose.text("write", wanted, "mediation")

    response = rose.post(
        "write", wanted, "mediation", line="1,000 of 1,300.", voluntary="yes", her_decision="yes"
    )

    assert "This is more than a debt" in form
    assert response.status_code == 409
    assert "only the legal officer may settle this" in response.content.decode()


def test_a_friendly_officer_of_the_accused_unit_is_refused(case_of):
    rose, wanted = case_of(aggressors=["police"], consent_police="yes")
    typed = {"line": "Asked where he is.", "post": "OB desk"}

    assert (
        rose.post("write", wanted, "friendly_contact", other_unit="no", **typed).status_code == 409
    )
    assert (
        rose.post("write", wanted, "friendly_contact", other_unit="yes", **typed).status_code == 303
    )


def test_the_path_shows_what_is_done_and_what_comes_next(case_of):
    rose, wanted = case_of(acts=["SEX-01"])
    rose.post("write", wanted, "first_support", line="Listened.")
    page = rose.text("report", wanted)

    guide = rose.text("path", wanted, "sexual_violence")

    assert f"/desk/reports/{wanted}/path/sexual_violence/" in page
    assert guide.count("path-step is-done") == 1
    assert guide.count("path-step is-next") == 1
    assert "only if they want it" in guide
    assert "Not confirmed yet" in guide


def test_a_path_of_a_sealed_case_leads_back_to_the_seal(case_of):
    rose, wanted = case_of()
    rose.post("seal", wanted)

    response = rose.get("path", wanted, "sexual_violence")

    assert response.status_code == 303
    assert rose.get("path", wanted, "no_such_path").status_code == 404
