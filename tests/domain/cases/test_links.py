"""Several people, one incident: each has a case, a token and consents of her own."""

import datetime as dt

import pytest

from tetea.domain import moment
from tetea.domain.cases import links, work
from tetea.domain.cases.errors import ConsentMissing, NoSuchLine
from tetea.domain.cases.links import Person
from tetea.domain.cases.models import CaseNote
from tetea.domain.cases.work import Step
from tetea.domain.reports import thread
from tetea.domain.reports.models import Report, State
from tetea.domain.reports.work import opening, queue, triage

ARREST = {
    "acts": ["POL-01", "HLT-01"],
    "aggressors": ["police"],
    "when_known": "today",
    "still_held": "yes",
    "county": "042",
    "story": "They took the three of us at the hotel.",
    "name_used": "Achieng",
    "age_band": "25_34",
    "consent_police": "yes",
    "consent_contact": "yes",
}


@pytest.fixture
def arrested(given, sign_in):
    """The arrest as Amina the coordinator holds it, opened: (amina, report id, token)."""
    _rose, wanted, token = given(**ARREST)
    amina = sign_in("amina")
    opening.open_report(amina, wanted)
    return amina, wanted, token


def _links(holder, wanted):
    return links.of(holder, work.read_case(holder, wanted).file.lines)


def _tomorrow():
    return moment.now() + dt.timedelta(days=1)


def _to_the_police(holder, wanted):
    """Make a case of it and try to go to the police in her name."""
    work.open_case(holder, wanted, "Find her", moment.now() + dt.timedelta(hours=3))
    work.record_step(holder, wanted, Step("ob_entry", "OB 7"))


def test_each_of_those_arrested_has_a_case_and_consents_of_her_own(arrested, sign_in, organisation):
    amina, wanted, _ = arrested

    added = links.add_person(amina, wanted, Person("Adhiambo"))
    opened = opening.open_report(sign_in("rose"), added.report_id)

    assert opened.story.answers["acts"] == ARREST["acts"]
    assert opened.contact["name_used"] == "Adhiambo"
    assert not any(opened.consents.answers.values())
    assert {"story", "age_band", "consent_police"} & set(opened.story.answers) == set()
    assert opened.facets.owner == sign_in("rose").member_id
    assert thread.open_token(organisation, added.token.digits).thread.report_id == added.report_id


def test_the_court_clock_runs_for_each_of_them(arrested, sign_in):
    amina, wanted, _ = arrested

    added = links.add_person(amina, wanted, Person("Adhiambo"))

    first = {one.kind for one in work.read_case(amina, wanted).file.clocks}
    other = {
        one.kind for one in opening.open_report(sign_in("rose"), added.report_id).facets.clocks
    }
    assert "court" in first & other


def test_an_absent_person_has_no_name_and_nothing_is_done_in_her_name(arrested):
    amina, wanted, _ = arrested

    added = links.add_person(amina, wanted, Person("Must not be kept", is_absent=True))
    opened = opening.open_report(amina, added.report_id)
    with pytest.raises(ConsentMissing):
        _to_the_police(amina, added.report_id)

    assert opened.story.answers["for_whom"] == "absent"
    assert "name_used" not in opened.contact


def test_both_cases_say_that_they_belong_together(arrested, sign_in):
    amina, wanted, _ = arrested
    added = links.add_person(amina, wanted, Person("Adhiambo"))
    rose = sign_in("rose")
    opening.open_report(rose, added.report_id)
    work.open_case(rose, added.report_id, "See her", _tomorrow())

    [here] = _links(amina, wanted)
    [there] = _links(rose, added.report_id)

    assert (here.how, here.report_id) == ("group", added.report_id)
    assert (there.how, there.report_id) == ("head", wanted)
    assert there.row.facets.acts == ()  # Against an official the team's row has only times.


def test_what_a_paralegal_adds_waits_for_triage_and_says_for_whom_it_is_meant(given, sign_in):
    rose, wanted, _ = given(**ARREST)

    added = links.add_person(rose, wanted, Person("Adhiambo"))

    assert added.is_waiting
    assert not opening.may_open(rose, added.report_id)
    [row] = queue.queue(sign_in("amina"), "waiting").rows
    assert (row.id, row.facets.meant_for) == (added.report_id, rose.member_id)
    triage.assign(sign_in("amina"), added.report_id, rose.member_id)
    assert opening.open_report(rose, added.report_id).facets.meant_for == ""


def test_one_step_is_written_into_all_their_cases_and_one_refusal_stops_no_other(arrested, sign_in):
    amina, wanted, _ = arrested
    ids = [links.add_person(amina, wanted, Person(name)).report_id for name in ("B", "C")]
    for one in ids:
        opening.open_report(amina, one)
        work.open_case(amina, one, "Court", _tomorrow())
    free = Step("note", "All three are in the cell at Central.")
    police = Step("ob_entry", "OB 31", {"station": "Central"})

    said = links.record_also(amina, [wanted, *ids], free)
    asked = links.record_also(amina, [wanted, *ids], police)

    assert set(said.values()) == {None}
    assert asked[wanted] is None
    assert [type(asked[one]) for one in ids] == [ConsentMissing, ConsentMissing]
    assert [one.kind for one in work.read_case(amina, ids[0]).file.steps] == ["note"]


def test_lines_that_were_another_persons_move_with_their_writer_and_day(given, sign_in):
    rose, wanted, _ = given(acts=["ECO-01"])
    mine = work.record_step(rose, wanted, Step("note", "She came to the office."))
    other = work.record_step(
        rose, wanted, Step("clinic_visit", "Her sister went for PEP.", is_hers=True)
    )
    amina = sign_in("amina")
    opening.open_report(amina, wanted)

    added = links.split(amina, wanted, [other], Person("The sister"))
    opening.open_report(amina, added.report_id)
    work.open_case(amina, added.report_id, "See the sister", _tomorrow())

    here, there = (work.read_case(amina, one).file for one in (wanted, added.report_id))
    assert [one.id for one in here.steps] == [mine]
    assert [(one.id, one.text) for one in here.struck] == [(other, "Her sister went for PEP.")]
    [moved] = there.steps
    assert (moved.by, moved.text, moved.is_hers) == ("rose", "Her sister went for PEP.", True)
    assert moved.at == here.struck[0].at


def test_what_only_lawyers_read_moves_sealed_and_only_they_read_it_there(given, sign_in):
    rose, wanted, _ = given(acts=["ECO-01"])
    own = {"by": "him", "claim": "Theft", "own_acts": "Kept the DVD player"}
    line = work.record_step(rose, wanted, Step("counter_claim", "The other one", own))
    amina = sign_in("amina")
    opening.open_report(amina, wanted)

    added = links.split(amina, wanted, [line], Person())
    atieno = sign_in("atieno")
    triage.assign(amina, added.report_id, atieno.member_id)
    opening.open_report(atieno, added.report_id)
    work.open_case(atieno, added.report_id, "Advise", _tomorrow())
    opening.open_report(amina, added.report_id)

    [hers] = work.read_case(atieno, added.report_id).file.steps
    [amina_sees] = work.read_case(amina, added.report_id).file.steps
    assert hers.for_lawyers == {"own_acts": "Kept the DVD player"}
    assert (amina_sees.for_lawyers, amina_sees.is_withheld) == ({}, True)


def test_a_split_that_names_a_line_that_is_not_there_leaves_nothing_behind(given):
    rose, wanted, _ = given(acts=["ECO-01"])
    line = work.record_step(rose, wanted, Step("note", "Stays."))
    reports, notes = Report.objects.count(), CaseNote.objects.count()

    for wrong in ([], [line, "nothing"]):
        with pytest.raises(NoSuchLine):
            links.split(rose, wanted, wrong, Person())

    assert (Report.objects.count(), CaseNote.objects.count()) == (reports, notes)
    assert Report.objects.filter(state=State.NEW).count() == 0
