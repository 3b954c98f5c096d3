"""A child's case: the lead receives it, keeps its keys, and nothing is settled or done alone."""

import datetime as dt

import pytest

from tetea.domain import moment
from tetea.domain.cases import work
from tetea.domain.cases.errors import Refused
from tetea.domain.cases.work import Step
from tetea.domain.log import read as log
from tetea.domain.people.models import Member
from tetea.domain.reports.errors import ForTheLead, NotForDuty
from tetea.domain.reports.models import Duty, Report, State
from tetea.domain.reports.work import duties, opening, queue, triage

CHILD = {"age_band": "under_18"}
UNDER_18 = Step("age_known", "", {"age": "under_18"})
ADULT = Step("age_known", "", {"age": "adult"})


@pytest.fixture
def received(report, report_id):
    """Return a function that takes in a report and returns its id."""

    def receive(**answers):
        return report_id(report(**answers))

    return receive


def _id(username):
    return Member.objects.get(username=username).id


def _led_by(sign_in, username):
    duties.name_lead(sign_in("amina"), _id(username))


def _case(holder, wanted):
    opening.open_report(holder, wanted)
    work.open_case(holder, wanted, "Begin", moment.now() + dt.timedelta(days=1))


def _leads(holder):
    return [(one.username, one.is_named) for one in duties.leads(holder)]


def test_without_a_named_lead_the_coordinators_stand_in(sign_in):
    assert _leads(sign_in("rose")) == [("amina", False)]


def test_a_coordinator_names_the_lead_and_the_log_says_so(sign_in):
    amina = sign_in("amina")
    duties.name_lead(amina, _id("atieno"))

    for username in ("amina", "halima", "rose", "atieno"):
        assert _leads(sign_in(username)) == [("atieno", True)]
    assert "safeguarding.lead" in [one.verb for one in log.latest(amina, 9)]
    duties.name_lead(amina, "")
    assert _leads(amina) == [("amina", False)]
    assert Duty.objects.count() == 1


@pytest.mark.parametrize("username", ["rose", "halima", "kamau", "wanjiru", "njeri", "grace"])
def test_nobody_else_can_be_the_lead_or_name_one(sign_in, username):
    with pytest.raises(NotForDuty):
        duties.name_lead(sign_in("amina"), _id(username))
    with pytest.raises(NotForDuty):
        duties.name_lead(sign_in(username), _id("amina"))
    assert not Duty.objects.exists()


def test_who_leads_is_not_readable_at_rest_and_not_by_an_administrator(sign_in):
    _led_by(sign_in, "atieno")

    assert _id("atieno").encode() not in Duty.objects.get().blob
    for username in ("kamau", "wanjiru", "njeri", "grace"):
        assert duties.leads(sign_in(username)) == ()


def test_a_lead_who_has_left_leads_no_more(sign_in):
    _led_by(sign_in, "atieno")
    Member.objects.filter(username="atieno").update(has_left=True)

    assert _leads(sign_in("rose")) == [("amina", False)]


@pytest.mark.parametrize("username", ["rose", "joy", "halima", "amina"])
def test_a_childs_report_is_given_to_nobody_but_the_lead(sign_in, received, username):
    _led_by(sign_in, "atieno")
    wanted, halima = received(**CHILD), sign_in("halima")

    with pytest.raises(ForTheLead):
        triage.assign(halima, wanted, _id(username))

    assert Report.objects.get().state == State.NEW
    assert not opening.may_open(sign_in("rose"), wanted)
    triage.assign(halima, wanted, _id("atieno"))
    assert opening.may_open(sign_in("atieno"), wanted)


def test_who_is_not_the_lead_makes_no_case_of_it_either(sign_in, received):
    wanted, halima = received(**CHILD), sign_in("halima")
    opening.open_report(halima, wanted)

    with pytest.raises(ForTheLead):
        work.open_case(halima, wanted, "Call", moment.now() + dt.timedelta(days=1))

    _case(sign_in("amina"), wanted)


def test_an_adults_report_opens_no_such_branch(sign_in, received):
    wanted, halima = received(age_band="18_19", acts=["SEX-01"]), sign_in("halima")
    triage.assign(halima, wanted, _id("rose"))
    rose = sign_in("rose")
    _case(rose, wanted)

    [row] = queue.queue(rose, "mine").rows
    assert not row.facets.child
    assert "safeguarding" not in {one.kind for one in row.facets.clocks}
    work.record_step(rose, wanted, Step("visit", "At the stage."))


def test_the_lead_hands_on_the_work_and_keeps_the_keys(sign_in, received):
    _led_by(sign_in, "atieno")
    wanted, atieno, rose = received(**CHILD), sign_in("atieno"), sign_in("rose")
    triage.assign(sign_in("halima"), wanted, _id("atieno"))

    triage.assign(atieno, wanted, _id("rose"))
    assert opening.may_open(atieno, wanted)
    assert opening.may_open(rose, wanted)

    triage.assign(rose, wanted, _id("joy"))
    assert opening.may_open(atieno, wanted)
    assert not opening.may_open(rose, wanted)


def test_a_new_lead_is_let_in_when_the_work_is_handed_on(sign_in, received):
    wanted = received(**CHILD)
    amina = sign_in("amina")
    triage.assign(amina, wanted, _id("amina"))
    _led_by(sign_in, "atieno")
    assert not opening.may_open(sign_in("atieno"), wanted)

    triage.assign(amina, wanted, _id("rose"))

    assert opening.may_open(sign_in("atieno"), wanted)


def test_the_list_marks_it_for_the_team_and_not_in_a_case_against_an_official(sign_in, received):
    amina = sign_in("amina")
    plain = received(**CHILD)
    official = received(**CHILD, aggressors=["police"])
    for wanted in (plain, official):
        triage.assign(amina, wanted, _id("amina"))

    marks = {row.id: row.facets.child for row in queue.queue(amina, "all").rows}
    assert marks == {plain: True, official: False}
    _case(amina, official)
    with pytest.raises(Refused):
        work.record_step(amina, official, Step("visit", "Alone."))


def test_the_clock_runs_from_the_report_and_a_referral_stops_it(sign_in, received):
    wanted, amina = received(**CHILD), sign_in("amina")
    _case(amina, wanted)
    clock = work.read_case(amina, wanted).file.clock("safeguarding")
    assert (clock.state, clock.alert_class) == ("running", "A")

    fields = {"to": "children_officer", "told_first": "no"}
    with pytest.raises(Refused) as refused:
        work.record_step(amina, wanted, Step("safeguarding_referral", "", fields))
    assert (refused.value.code, refused.value.field) == ("tell_first", "why_not")
    told = {"to": "children_officer", "told_first": "yes"}
    work.record_step(amina, wanted, Step("safeguarding_referral", "", told))

    assert work.read_case(amina, wanted).file.clock("safeguarding").state == "met"


def test_an_age_that_becomes_known_later_opens_the_branch_and_lets_the_lead_in(sign_in, received):
    _led_by(sign_in, "atieno")
    wanted, rose = received(acts=["ECO-01"]), sign_in("rose")
    triage.assign(sign_in("amina"), wanted, _id("rose"))
    _case(rose, wanted)
    work.record_step(rose, wanted, Step("mediation", "", {"voluntary": "yes"}))
    assert not opening.may_open(sign_in("atieno"), wanted)

    line = work.record_step(rose, wanted, UNDER_18)

    assert opening.may_open(sign_in("atieno"), wanted)
    [row] = queue.queue(rose, "mine").rows
    assert row.facets.child
    kinds = {one.kind for one in work.read_case(rose, wanted).file.clocks}
    assert "safeguarding_later" in kinds
    with pytest.raises(Refused) as refused:
        work.record_step(rose, wanted, Step("mediation", "", {"voluntary": "yes"}))
    assert refused.value.code == "no_child"

    work.strike(rose, wanted, line)
    [row] = queue.queue(rose, "mine").rows
    assert not row.facets.child


def test_only_the_lead_ends_the_branch(sign_in, received):
    _led_by(sign_in, "atieno")
    wanted, atieno, rose = received(**CHILD), sign_in("atieno"), sign_in("rose")
    triage.assign(sign_in("halima"), wanted, _id("atieno"))
    triage.assign(atieno, wanted, _id("rose"))
    _case(rose, wanted)

    with pytest.raises(Refused) as refused:
        work.record_step(rose, wanted, ADULT)
    assert refused.value.code == "lead_only"

    opening.open_report(atieno, wanted)
    work.record_step(atieno, wanted, ADULT)
    work.record_step(rose, wanted, Step("visit", "At the stage."))


def test_only_the_lead_or_who_made_the_slip_strikes_the_line_that_opened_the_branch(
    sign_in, received
):
    _led_by(sign_in, "atieno")
    wanted, amina, rose = received(), sign_in("amina"), sign_in("rose")
    triage.assign(amina, wanted, _id("rose"))
    _case(rose, wanted)
    line = work.record_step(rose, wanted, UNDER_18)
    opening.open_report(amina, wanted)

    with pytest.raises(Refused):
        work.strike(amina, wanted, line)
    assert line in {one.id for one in work.read_case(rose, wanted).file.lines}

    work.strike(rose, wanted, line)
    assert line not in {one.id for one in work.read_case(rose, wanted).file.lines}


def test_in_a_case_against_an_official_too_the_lead_keeps_the_keys_after_a_later_age(
    sign_in, received
):
    _led_by(sign_in, "atieno")
    wanted, atieno = received(aggressors=["police"]), sign_in("atieno")
    triage.assign(sign_in("amina"), wanted, _id("atieno"))
    _case(atieno, wanted)
    work.record_step(atieno, wanted, UNDER_18)

    triage.assign(atieno, wanted, _id("rose"))

    assert opening.may_open(atieno, wanted)
    assert opening.may_open(sign_in("rose"), wanted)


def test_a_childs_report_about_the_organisation_stays_with_the_outside_officer(sign_in, received):
    wanted, wanjiru = received(**CHILD, about_us="yes"), sign_in("wanjiru")
    _case(wanjiru, wanted)
    work.record_step(wanjiru, wanted, UNDER_18)

    for username in ("amina", "halima", "atieno", "rose"):
        assert not opening.may_open(sign_in(username), wanted)
