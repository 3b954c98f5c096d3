"""A case is closed by two people: nobody approves her own, and nothing is lost on the way."""

import datetime as dt

import pytest

from tetea.domain import moment
from tetea.domain.cases import clocks, closing, review, work
from tetea.domain.cases.closing import Ending
from tetea.domain.cases.errors import NeedsReview, NotYours, ReasonMissing
from tetea.domain.outbox.models import Alert
from tetea.domain.reports import thread
from tetea.domain.reports.errors import NotFound, WrongState
from tetea.domain.reports.models import Report, State
from tetea.domain.reports.work import opening, queue, triage

PAID = Ending("agreement_kept", "Paid in full.")


def _state(wanted):
    return Report.objects.get(id=wanted).state


@pytest.fixture
def asked(given, sign_in):
    """Rose has asked Amina to close: (rose, amina, report id, her token)."""
    rose, wanted, token = given(acts=["ECO-01"])
    amina = sign_in("amina")
    review.ask(rose, wanted, PAID, amina.member_id)
    return rose, amina, wanted, token


def test_a_case_is_not_closed_by_one_person_alone(given):
    rose, wanted, _ = given(acts=["ECO-01"])

    with pytest.raises(NeedsReview):
        closing.close(rose, wanted, PAID)

    assert _state(wanted) == State.OPEN


def test_the_reviewer_finds_it_in_her_own_list_and_approves_what_was_asked(asked, organisation):
    rose, amina, wanted, token = asked

    [row] = queue.queue(amina, "mine").rows
    opening.open_report(amina, wanted)
    review.approve(amina, wanted)

    assert row.is_review
    assert _state(wanted) == State.CLOSED
    case = work.read_case(rose, wanted)
    assert case.outcome == "agreement_kept"
    last = case.file.lines[-1]
    assert (last.kind, last.by, last.text) == ("closed", "amina", "Paid in full.")
    assert thread.view(thread.open_token(organisation, token)).card.closed
    assert queue.queue(amina, "mine").rows == ()
    assert not Alert.objects.exists()


def test_nobody_approves_a_closing_of_her_own(asked, sign_in):
    rose, _, wanted, _ = asked

    with pytest.raises(NotYours):
        review.approve(rose, wanted)

    assert _state(wanted) == State.OPEN


def test_a_coordinator_who_owns_the_case_needs_another_one(given, sign_in):
    _rose, wanted, _ = given(acts=["ECO-01"])
    amina, atieno = sign_in("amina"), sign_in("atieno")
    triage.assign(amina, wanted, amina.member_id)
    opening.open_report(amina, wanted)
    assert amina.member_id not in {one for one, _name, _role in review.reviewers(amina)}

    with pytest.raises(NotFound):
        review.ask(amina, wanted, PAID, amina.member_id)
    review.ask(amina, wanted, PAID, atieno.member_id)
    with pytest.raises(NotYours):
        review.approve(amina, wanted)
    opening.open_report(atieno, wanted)
    review.approve(atieno, wanted)

    assert _state(wanted) == State.CLOSED


def test_a_paralegal_reviews_nothing_and_is_not_asked(given, sign_in):
    rose, wanted, _ = given(acts=["ECO-01"])

    with pytest.raises(NotFound):
        review.ask(rose, wanted, PAID, sign_in("joy").member_id)
    with pytest.raises(NotFound):
        review.ask(rose, wanted, PAID, sign_in("wanjiru").member_id)

    assert not opening.may_open(sign_in("joy"), wanted)


def test_it_is_sent_back_with_words_and_the_case_goes_on(asked):
    rose, amina, wanted, _ = asked
    opening.open_report(amina, wanted)

    with pytest.raises(ReasonMissing):
        review.send_back(amina, wanted, "  ")
    review.send_back(amina, wanted, "The room bill is not cleared yet.")

    file = work.read_case(rose, wanted).file
    assert file.closing is None
    assert file.sent_back is not None
    assert file.sent_back.text == "The room bill is not cleared yet."
    assert queue.queue(amina, "mine").rows == ()
    work.record(rose, wanted, "Bill cleared.")
    review.ask(rose, wanted, PAID, amina.member_id)
    assert work.read_case(rose, wanted).file.sent_back is None


def test_whoever_asked_may_take_the_question_back_and_a_stranger_to_it_may_not(asked):
    rose, amina, wanted, _ = asked
    opening.open_report(amina, wanted)

    with pytest.raises(NotYours):
        review.take_back(amina, wanted)
    review.take_back(rose, wanted)
    with pytest.raises(NotYours):
        review.approve(amina, wanted)

    assert _state(wanted) == State.OPEN


def test_the_reviewer_is_reminded_within_a_day(given, sign_in):
    rose, wanted, _ = given(acts=["ECO-01"])
    for clock in work.read_case(rose, wanted).file.clocks:
        change = clocks.ClockChange(clock.key, "waived", "not for this test")
        clocks.change_clock(rose, wanted, change)
    work.set_next_step(rose, wanted, "Later", moment.now() + dt.timedelta(days=5))
    assert Alert.objects.get().next_alert_at > moment.now() + dt.timedelta(days=4)

    review.ask(rose, wanted, PAID, sign_in("amina").member_id)

    assert Alert.objects.get().next_alert_at <= moment.now() + dt.timedelta(hours=25)


def test_it_stays_with_the_reviewer_when_the_case_changes_hands(asked, sign_in):
    rose, amina, wanted, _ = asked

    triage.assign(rose, wanted, sign_in("joy").member_id)

    assert [row.id for row in queue.queue(amina, "mine").rows] == [wanted]


def test_who_left_is_asked_why_in_code(given, sign_in):
    rose, wanted, _ = given(acts=["ECO-01"])
    amina = sign_in("amina")

    with pytest.raises(ReasonMissing):
        review.ask(rose, wanted, Ending("lost_contact", ""), amina.member_id)
    with pytest.raises(KeyError):
        review.ask(rose, wanted, Ending("lost_contact", "", "because"), amina.member_id)
    review.ask(rose, wanted, Ending("lost_contact", "", "moved"), amina.member_id)
    opening.open_report(amina, wanted)
    review.approve(amina, wanted)

    assert work.read_case(rose, wanted).file.lines[-1].fields["reason"] == "moved"


def test_a_report_that_never_became_a_case_is_closed_by_one(report, report_id, sign_in):
    amina, wanted = sign_in("amina"), report_id(report())
    triage.assign(amina, wanted, amina.member_id)
    opening.open_report(amina, wanted)

    closing.close(amina, wanted, Ending("other"))
    with pytest.raises(WrongState):
        closing.close(amina, wanted, Ending("other"))

    assert _state(wanted) == State.CLOSED


def test_the_outside_officer_closes_alone_because_nobody_else_may_see_it(
    report, report_id, sign_in
):
    wanjiru, wanted = sign_in("wanjiru"), report_id(report(about_us="yes"))
    opening.open_report(wanjiru, wanted)
    work.open_case(wanjiru, wanted, "Ask the board", moment.now() + dt.timedelta(days=1))

    closing.close(wanjiru, wanted, Ending("complaint_upheld"))

    assert _state(wanted) == State.CLOSED


def test_in_a_small_organisation_two_people_are_still_two_people(given, sign_in, monkeypatch):
    rose, wanted, _ = given(acts=["ECO-01"])
    only = [one for one in triage.assignable(rose) if one[1] in {"rose", "joy"}]
    monkeypatch.setattr(triage, "assignable", lambda _holder: only)
    joy = sign_in("joy")

    review.ask(rose, wanted, PAID, joy.member_id)
    opening.open_report(joy, wanted)
    review.approve(joy, wanted)

    assert _state(wanted) == State.CLOSED
