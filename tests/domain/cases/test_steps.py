"""What is done in a case reaches the list, the alert and the person, each as far as it may."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.ending import closed_by_two
from tetea.domain import moment
from tetea.domain.cases import clocks, closing, lines, opened, work
from tetea.domain.cases.clocks import ClockChange
from tetea.domain.cases.errors import ConsentMissing, ReasonMissing
from tetea.domain.cases.models import CaseNote
from tetea.domain.cases.work import Step
from tetea.domain.outbox.models import Alert
from tetea.domain.reports import thread
from tetea.domain.reports.work import opening, queue

RAPE = {"acts": ["SEX-01"], "condom": "no", "when_known": "today", "aggressors": ["client"]}
BY_POLICE = {**RAPE, "aggressors": ["police"]}


@pytest.fixture
def case(sign_in, report, report_id):
    """Return a function that makes Amina's case of these answers: (amina, report id, token)."""

    def make(**answers):
        received, amina = report(**answers), sign_in("amina")
        wanted = report_id(received)
        opening.open_report(amina, wanted)
        work.open_case(amina, wanted, "Begin", moment.now() + dt.timedelta(days=1))
        return amina, wanted, received.token.digits

    return make


def _row(holder):
    [row] = queue.queue(holder, "all").rows
    return row


def _states(holder, wanted):
    file = work.read_case(holder, wanted).file
    return {one.kind: one.state for one in file.clocks}


def test_a_visit_to_the_clinic_stops_the_clock_of_what_was_given_and_no_other(case):
    amina, wanted, _ = case(**RAPE)

    work.record_step(amina, wanted, Step("clinic_visit", "Busia hospital", {"given": ["pep"]}))

    states = _states(amina, wanted)
    assert states["pep"] == "met"
    assert states["emergency_contraception"] == "running"
    assert {one.kind for one in _row(amina).facets.clocks if one.done} == {"pep"}


def test_two_colleagues_who_write_at_once_both_keep_their_line(case):
    amina, wanted, _ = case(**RAPE)
    before = opened.open_now(amina, wanted)

    work.record(amina, wanted, "First.")
    before.write(lines.draft("note", "Second."))

    told = [one.text for one in work.read_case(amina, wanted).file.steps]
    assert sorted(told) == ["First.", "Second."]


def test_her_token_shows_what_was_done_and_never_the_words(case, organisation):
    amina, wanted, token = case(**RAPE)
    work.record_step(amina, wanted, Step("first_support", "She cried for an hour."))

    card = thread.view(thread.open_token(organisation, token)).card

    assert [kind for kind, _ in card.done] == ["first_support"]
    assert b"cried" not in card.dump()


def test_what_was_done_is_still_told_after_the_case_is_closed(case, organisation, sign_in):
    amina, wanted, token = case(**RAPE)
    work.record_step(amina, wanted, Step("first_support", "Listened."))
    closed_by_two(amina, sign_in("atieno"), wanted, "resolved")

    closed = thread.view(thread.open_token(organisation, token)).card
    closing.reopen(amina, wanted)
    again = thread.view(thread.open_token(organisation, token)).card

    assert ([kind for kind, _ in closed.done], closed.clocks) == (["first_support"], ())
    assert closed.closed
    assert not again.closed
    assert "pep" in dict(again.clocks)


def test_a_colleague_on_the_team_sees_times_of_a_case_against_an_official_and_not_what(case):
    amina, wanted, _ = case(**BY_POLICE, consent_police="yes")
    work.record_step(amina, wanted, Step("complaint", "IPOA", {"body": "ipoa"}))

    facets = _row(amina).facets

    assert {one.kind for one in facets.clocks} == {"deadline", "first_support"}
    assert facets.acts == ()
    assert facets.milestones == ()
    assert "reprisal_1" in _states(amina, wanted)


def test_the_next_deadline_of_a_step_rests_as_the_alert_row_alone(case):
    amina, wanted, _ = case()
    for key in list(_states(amina, wanted)):
        clocks.change_clock(amina, wanted, ClockChange(key, "waived", "not for this test"))
    soon = timezone.localtime() + dt.timedelta(hours=5)

    fields = {"with": "the OCS", "at": soon.strftime("%Y-%m-%dT%H:%M")}
    work.record_step(amina, wanted, Step("appointment", "Come at ten", fields))

    alert = Alert.objects.get()
    assert timezone.now() < alert.next_alert_at + dt.timedelta(minutes=15)
    assert alert.next_alert_at <= soon - dt.timedelta(hours=3)
    assert alert.alert_class == "A"


def test_consent_counts_as_it_stands_when_the_step_is_written_down(case, organisation):
    """T-107: she agreed when it was planned, and took it back before it was done."""
    amina, wanted, token = case(**RAPE, consent_police="yes")
    statement = Step("statement", "We gave it for her.")
    work.record_step(amina, wanted, statement)
    hers = thread.open_token(organisation, token)

    thread.change_consents(hers, {"police": False})
    before = CaseNote.objects.count()

    with pytest.raises(ConsentMissing):
        work.record_step(amina, wanted, statement)
    assert CaseNote.objects.count() == before


def test_a_clock_is_not_let_go_without_a_reason(case):
    amina, wanted, _ = case(**RAPE)

    with pytest.raises(ReasonMissing):
        clocks.change_clock(amina, wanted, ClockChange("pep", "waived", "  "))
    with pytest.raises(ValueError, match="isoformat"):
        clocks.change_clock(amina, wanted, ClockChange("pep", "paused", "waits"))
    assert _states(amina, wanted)["pep"] == "running"


def test_what_was_stopped_before_it_became_a_case_stays_stopped(sign_in, report, report_id):
    amina, wanted = sign_in("amina"), report_id(report(**RAPE))
    opening.open_report(amina, wanted)
    clocks.settle_clock(amina, wanted, "first_support")
    work.open_case(amina, wanted, "Begin", moment.now() + dt.timedelta(days=1))

    assert _states(amina, wanted)["first_support"] == "met"
    work.record(amina, wanted, "Another line.")
    assert _states(amina, wanted)["first_support"] == "met"


def test_no_word_of_a_step_stands_readable_in_the_database(case):
    amina, wanted, _ = case(**RAPE)
    work.record_step(
        amina, wanted, Step("ob_entry", "zebra words", {"station": "zebra station"}, is_hers=True)
    )

    rows = [bytes(one.blob) for one in CaseNote.objects.all()]
    assert rows
    assert not any(b"zebra" in row or b"ob_entry" in row for row in rows)
