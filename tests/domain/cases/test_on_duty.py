"""Whoever is on duty writes a step into a case whose keys she does not hold."""

import pytest

from tetea.domain.cases import on_duty, work
from tetea.domain.cases.errors import Refused
from tetea.domain.cases.work import Step
from tetea.domain.outbox.models import Alert
from tetea.domain.reports import thread
from tetea.domain.reports.errors import NotFound, WrongState
from tetea.domain.reports.models import ItemKind, ThreadItem
from tetea.domain.reports.work import opening, queue, triage

RAPE = {"acts": ["SEX-01"], "condom": "no", "when_known": "today", "aggressors": ["client"]}
TAKEN = Step("clinic_visit", "Went with her at night.", {"given": ["pep"]}, is_hers=True)


def _states(holder, wanted):
    return {one.kind: one.state for one in work.read_case(holder, wanted).file.clocks}


def test_a_colleague_on_duty_leaves_a_step_and_the_owner_finds_it_in_her_case(given, sign_in):
    rose, wanted, _ = given(**RAPE)
    joy = sign_in("joy")

    on_duty.leave_step(joy, wanted, TAKEN)

    [line] = work.read_case(rose, wanted).file.steps
    assert (line.by, line.text, line.kind) == ("joy", "Went with her at night.", "clinic_visit")
    assert _states(rose, wanted)["pep"] == "met"


def test_whoever_left_it_reads_nothing_of_the_case_afterwards(given, sign_in):
    _, wanted, _ = given(**RAPE)
    joy = sign_in("joy")

    on_duty.leave_step(joy, wanted, TAKEN)

    assert not opening.may_open(joy, wanted)
    assert b"at night" not in bytes(ThreadItem.objects.get(kind=ItemKind.STEP).blob)


def test_a_step_that_was_left_wakes_somebody_and_shows_the_team_when_the_owner_has_looked(
    given, sign_in, organisation
):
    rose, wanted, token = given(**RAPE)
    before = Alert.objects.count()

    on_duty.leave_step(sign_in("joy"), wanted, TAKEN)
    assert Alert.objects.count() == before + 1
    work.read_case(rose, wanted)

    [row] = queue.queue(rose, "all").rows
    assert {one.kind for one in row.facets.clocks if one.done} == {"pep"}
    card = thread.view(thread.open_token(organisation, token)).card
    assert "clinic_visit" in dict(card.done)


def test_reading_a_case_again_writes_nothing_again(given, sign_in):
    rose, wanted, _ = given(**RAPE)
    on_duty.leave_step(sign_in("joy"), wanted, TAKEN)
    work.read_case(rose, wanted)
    facets = bytes(queue.listed(rose).get(id=wanted).facets)

    work.read_case(rose, wanted)

    assert bytes(queue.listed(rose).get(id=wanted).facets) == facets


def test_what_needs_her_consent_is_not_left_by_somebody_who_cannot_see_it(given, sign_in):
    _, wanted, _ = given(**RAPE, consent_police="yes")

    with pytest.raises(Refused) as refused:
        on_duty.leave_step(sign_in("joy"), wanted, Step("ob_entry", "OB 12"))
    with pytest.raises(Refused):
        on_duty.leave_step(sign_in("joy"), wanted, Step("payment", "1,000", is_hers=True))

    assert refused.value.code == "unseen"
    assert not ThreadItem.objects.filter(kind=ItemKind.STEP).exists()


def test_nothing_is_left_in_a_report_about_us_or_before_triage(report, report_id, sign_in):
    joy = sign_in("joy")
    for answers in ({"about_us": "yes"}, {}):
        wanted = report_id(report(**answers))
        with pytest.raises(NotFound):
            on_duty.leave_step(joy, wanted, TAKEN)
    assert not ThreadItem.objects.filter(kind=ItemKind.STEP).exists()


def test_whoever_holds_the_case_writes_into_it_herself(given):
    rose, wanted, _ = given(**RAPE)

    with pytest.raises(WrongState):
        on_duty.leave_step(rose, wanted, TAKEN)


def test_a_step_that_nobody_of_us_signed_is_not_believed(given, sign_in, monkeypatch):
    rose, wanted, _ = given(**RAPE)
    joy = sign_in("joy")
    # A database writer knows every public key, and signs with one of her own.
    monkeypatch.setattr(type(joy.keys), "sign", lambda _keys, _message: bytes(64))

    on_duty.leave_step(joy, wanted, TAKEN)

    assert work.read_case(rose, wanted).file.steps == ()


def test_a_step_left_before_the_case_changes_hands_is_there_for_the_next_owner(given, sign_in):
    rose, wanted, _ = given(**RAPE)
    on_duty.leave_step(sign_in("halima"), wanted, TAKEN)
    joy = sign_in("joy")

    triage.assign(rose, wanted, joy.member_id)
    opening.open_report(joy, wanted)

    assert [one.by for one in work.read_case(joy, wanted).file.steps] == ["halima"]
    assert not opening.may_open(rose, wanted)


def test_a_step_that_was_left_can_be_struck_out_by_the_owner(given, sign_in):
    rose, wanted, _ = given(**RAPE)
    left = on_duty.leave_step(sign_in("joy"), wanted, TAKEN)

    work.strike(rose, wanted, left)

    assert _states(rose, wanted)["pep"] == "running"
    assert [one.text for one in work.read_case(rose, wanted).file.struck] == [TAKEN.text]
