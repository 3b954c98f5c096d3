"""One person told it twice: two reports become one case and lose nothing of their history."""

import pytest

from tetea.domain import moment
from tetea.domain.cases import board, handing, merging, work
from tetea.domain.cases.errors import NoSuchLine
from tetea.domain.cases.work import Step
from tetea.domain.keyring.models import Wrap
from tetea.domain.outbox.models import Alert
from tetea.domain.reports import thread
from tetea.domain.reports.errors import NotFound, NotOpened, WrongState
from tetea.domain.reports.models import Report, State
from tetea.domain.reports.work import opening, queue, triage
from tetea.kernel.casework.entries import LINKED

BY_SMS = {"acts": ["SEX-01"], "condom": "no", "when_known": "today", "aggressors": ["client"]}
BY_WEB = {"acts": ["ECO-01"], "aggressors": ["client"]}


@pytest.fixture
def twice(given):
    """Rose holds both reports as cases, opened: (rose, the case, the other, the other's token)."""
    rose, first, _ = given(**BY_WEB)
    rose, other, token = given(**BY_SMS)
    return rose, first, other, token


def _steps(holder, wanted):
    return [one.text for one in work.read_case(holder, wanted).file.steps]


def test_what_was_written_in_both_is_read_in_one(twice):
    rose, first, other, _ = twice
    work.record(rose, first, "In the first.")
    work.record(rose, other, "In the other.")

    merging.join(rose, first, other)

    assert sorted(_steps(rose, first)) == ["In the first.", "In the other."]
    [row] = queue.queue(rose, "mine").rows
    assert row.id == first
    assert Report.objects.get(id=other).state == State.CLOSED


def test_the_sooner_clock_of_both_runs_on_and_its_alert_is_the_cases_own(twice):
    rose, first, other, _ = twice
    assert "pep" not in {one.kind for one in work.read_case(rose, first).file.clocks}

    merging.join(rose, first, other)
    work.record_step(
        rose, first, Step("clinic_visit", "PEP given", {"given": ["pep"]}, is_hers=True)
    )

    clocks = {one.kind: one.state for one in work.read_case(rose, first).file.clocks}
    assert clocks["pep"] == "met"
    assert Alert.objects.filter(listed_from=None).count() == 1


def test_both_tokens_tell_what_was_done_and_each_keeps_its_own_consents(twice, organisation):
    rose, first, other, token = twice
    visitor = thread.open_token(organisation, token)
    thread.change_consents(visitor, {"police": True})

    merging.join(rose, first, other)
    work.record_step(rose, first, Step("first_support", "Listened."))

    card = thread.view(thread.open_token(organisation, token)).card
    assert "first_support" in dict(card.done)
    assert not card.closed
    assert card.consents["police"]
    assert not opening.read_report(rose, first).consents.answers["police"]


def test_the_board_counts_one_case(twice, sign_in):
    rose, first, other, _ = twice

    merging.join(rose, first, other)

    since = board.start_of("month", moment.now())
    found = board.facts(sign_in("amina"), since)
    assert [one.id for one in found.facts] == [first]


def test_parting_them_again_gives_each_its_own_lines(twice):
    rose, first, other, _ = twice
    work.record(rose, other, "In the other.")
    merging.join(rose, first, other)
    work.record(rose, first, "Written when joined.")
    [link] = [one for one in work.read_case(rose, first).file.lines if one.kind == LINKED]

    merging.part(rose, first, link.id)

    assert _steps(rose, first) == ["Written when joined."]
    assert _steps(rose, other) == ["In the other."]
    assert Report.objects.get(id=other).state == State.OPEN
    with pytest.raises(NoSuchLine):
        merging.part(rose, first, link.id)


def test_the_owner_of_the_case_is_given_the_key_of_what_was_joined(
    given, sign_in, report, report_id
):
    rose, first, _ = given(**BY_WEB)
    amina = sign_in("amina")
    other = report_id(report(**BY_SMS))
    opening.open_report(amina, first)
    opening.open_report(amina, other)
    triage.assign(amina, other, amina.member_id)
    opening.open_report(amina, other)

    merging.join(amina, first, other)

    assert opening.may_open(rose, other)
    assert not opening.may_open(sign_in("joy"), other)


def test_only_what_she_has_opened_and_holds_is_joined_and_nothing_to_itself(twice, sign_in):
    rose, first, other, _ = twice
    rose.mark_closed(other)
    wraps = Wrap.objects.count()

    with pytest.raises(NotOpened):
        merging.join(rose, first, other)
    with pytest.raises(WrongState):
        merging.join(rose, first, first)
    with pytest.raises(NotFound):
        merging.join(sign_in("joy"), first, other)

    assert (Report.objects.filter(state=State.OPEN).count(), Wrap.objects.count()) == (2, wraps)


def test_two_cases_are_not_joined_into_each_other(twice):
    rose, first, other, _ = twice
    merging.join(rose, first, other)

    with pytest.raises(WrongState):
        merging.join(rose, first, other)
    with pytest.raises(WrongState):
        merging.join(rose, other, first)


def test_joining_what_a_child_reported_opens_the_branch_and_lets_the_lead_in(
    given, sign_in, report, report_id
):
    rose, first, _ = given(**BY_WEB)
    amina = sign_in("amina")
    other = report_id(report(**BY_WEB, age_band="under_18"))
    triage.assign(amina, other, amina.member_id)
    opening.open_report(amina, first)
    opening.open_report(amina, other)

    merging.join(amina, first, other)

    [row] = [one for one in queue.queue(rose, "all").rows if one.id == first]
    assert row.facets.child
    assert opening.may_open(amina, first)


def test_when_the_case_changes_hands_the_joined_report_goes_along(twice, sign_in, organisation):
    rose, first, other = twice[:3]
    merging.join(rose, first, other)
    joy = sign_in("joy")
    handing.assign(rose, first, joy.member_id)

    assert opening.may_open(joy, other)
    assert not opening.may_open(rose, first)
    assert not opening.may_open(rose, other)
