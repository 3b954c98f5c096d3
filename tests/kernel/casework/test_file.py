"""A case is what its lines make of it, in whichever order they come."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tetea.kernel.casework.entries import CLOCK, CLOSED, STRUCK, Entry
from tetea.kernel.casework.file import CaseClock, CaseFile, Facts, fold, moment_of
from tetea.kernel.casework.steps import StepBook, parse_steps

START = dt.datetime(2026, 3, 2, 6, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
BOOK_TEXT = """
version = 1
source = "made up for these tests"
[[group]]
code = "police"
label.en = "Police"
label.sw = "Polisi"
[[step]]
kind = "ob_entry"
group = "police"
milestone = "ob"
meets = ["ob"]
{rest}
[[step]]
kind = "appointment"
group = "police"
milestone = ""
meets = []
{rest}
[[step.field]]
name = "at"
type = "moment"
required = true
list = ""
options = []
tier = "case"
label.en = "When"
label.sw = "Lini"
[[step]]
kind = "visit"
group = "police"
milestone = ""
meets = ["appointment"]
{rest}
[[clock]]
kind = "appointment"
from = "appointment.at"
hours = 0
alert_class = "A"
alert_hours_before = 3
public = true
{facts}
[[clock]]
kind = "limit"
from = "incident"
only_official = true
hours = 8760
alert_class = "B"
alert_hours_before = 720
public = false
{facts}
"""
FACTS = """
source = "x"
reviewer = ""
review_date = 2026-11-26
confirmed = false
label.en = "x"
label.sw = "x"
"""
REST = f"""
consent = ""
protected = false
public = true
huri = ""
told.en = "x"
told.sw = "x"
hint.en = "x"
hint.sw = "x"
{FACTS}
"""
PEP = CaseClock("pep", "pep", START + 72 * HOUR, START, "A", public=True)
OB = CaseClock("ob", "ob", START + 24 * HOUR, START + 12 * HOUR, "B", public=False)


@pytest.fixture(scope="module")
def book() -> StepBook:
    facts = FACTS + 'advice.en = "x"\nadvice.sw = "x"\n'
    return parse_steps(BOOK_TEXT.format(rest=REST, facts=facts), {"ob", "pep"})


def line(number: int, kind: str, hours: float = 0, **more: object) -> Entry:
    entry = Entry(f"line{number:02}", kind, START + dt.timedelta(hours=hours), "zawadi")
    return replace(entry, **more)  # type: ignore[arg-type]  # fields of Entry


def folded(book: StepBook, *entries: Entry, official: bool = False) -> CaseFile:
    facts = Facts(START, incident=START - HOUR, is_official=official)
    return fold(entries, [PEP, OB], book, facts)


def test_a_step_stops_the_clock_that_it_meets_and_no_other(book: StepBook) -> None:
    file = folded(book, line(1, "ob_entry", 2))

    assert file.clock("ob").state == "met"
    assert file.clock("pep").state == "running"
    assert file.milestones == {"ob": START + 2 * HOUR}


def test_a_struck_line_counts_for_nothing_and_stays_readable(book: StepBook) -> None:
    file = folded(book, line(1, "ob_entry", 2), line(2, STRUCK, 3, about="line01"))

    assert file.clock("ob").state == "running"
    assert file.milestones == {}
    assert file.steps == ()
    assert [one.id for one in file.struck] == ["line01"]


def test_what_happened_earlier_stands_earlier_whenever_it_was_written(book: StepBook) -> None:
    late = line(1, "ob_entry", 30, happened=START + HOUR, text="booked on the way home")
    file = folded(book, line(0, "note", 5), late)

    assert [one.id for one in file.lines] == ["line01", "line00"]
    assert file.milestones["ob"] == START + HOUR


def test_an_appointment_rings_three_hours_before_in_nairobi_time(book: StepBook) -> None:
    file = folded(book, line(1, "appointment", 1, fields={"at": "2026-03-03T10:00"}))
    [clock] = [one for one in file.clocks if one.kind == "appointment"]

    assert clock.due_at == dt.datetime(2026, 3, 3, 7, 0, tzinfo=dt.UTC)
    assert clock.due_at - clock.alert_at == 3 * HOUR


def test_each_appointment_has_a_clock_of_its_own_and_a_visit_stops_those_before_it(
    book: StepBook,
) -> None:
    file = folded(
        book,
        line(1, "appointment", 1, fields={"at": "2026-03-03T10:00"}),
        line(2, "visit", 30),
        line(3, "appointment", 31, fields={"at": "2026-03-05T10:00"}),
    )

    states = {one.step: one.state for one in file.clocks if one.kind == "appointment"}
    assert states == {"line01": "met", "line03": "running"}


def test_the_limit_against_government_runs_only_against_an_official(book: StepBook) -> None:
    assert "limit" not in {one.kind for one in folded(book).clocks}
    assert folded(book, official=True).clock("limit").due_at == START - HOUR + 8760 * HOUR


@pytest.mark.parametrize("verb", ["met", "missed", "waived"])
def test_a_clock_that_is_over_can_be_taken_up_again(book: StepBook, verb: str) -> None:
    over = line(1, CLOCK, 1, about="pep", verb=verb, text="she had it before")
    again = line(2, CLOCK, 2, about="pep", verb="resumed")

    assert folded(book, over).clock("pep").state == verb
    assert folded(book, over).clock("pep").reason == "she had it before"
    assert folded(book, over, again).clock("pep").is_open


def test_a_pause_never_reaches_beyond_the_deadline(book: StepBook) -> None:
    pause = line(1, CLOCK, 1, about="pep", verb="paused", fields={"until": "2027-01-01T09:00"})
    clock = folded(book, pause).clock("pep")

    assert clock.state == "paused"
    assert clock.alert_at == clock.due_at == PEP.due_at


def test_a_clock_nobody_knows_is_changed_by_nothing(book: StepBook) -> None:
    assert folded(book, line(1, CLOCK, 1, about="gone", verb="met")).clocks == folded(book).clocks


def test_closing_is_a_milestone(book: StepBook) -> None:
    assert folded(book, line(1, CLOSED, 9)).milestones == {"closed": START + 9 * HOUR}


def test_a_day_without_an_hour_begins_in_nairobi() -> None:
    assert moment_of("2026-03-03") == dt.datetime(2026, 3, 2, 21, 0, tzinfo=dt.UTC)


KINDS = st.sampled_from(["ob_entry", "appointment", "visit", "note", STRUCK, CLOCK])


@st.composite
def lines(draw: st.DrawFn) -> list[Entry]:
    made: list[Entry] = []
    for number in range(draw(st.integers(0, 9))):
        kind = draw(KINDS)
        more: dict[str, object] = {}
        if kind == "appointment":
            more["fields"] = {"at": "2026-03-04T10:00"}
        if kind == STRUCK:
            more["about"] = f"line{draw(st.integers(0, 9)):02}"
        if kind == CLOCK:
            more |= {"about": draw(st.sampled_from(["pep", "ob", "none"]))}
            more["verb"] = draw(st.sampled_from(["met", "missed", "waived", "resumed"]))
        made.append(line(number, kind, number + draw(st.floats(0, 0.5)), **more))
    return made


@given(lines(), st.randoms(use_true_random=False))
def test_the_order_in_which_the_database_brings_lines_does_not_matter(
    book: StepBook, made: list[Entry], chance
) -> None:
    mixed = list(made)
    chance.shuffle(mixed)

    assert folded(book, *mixed) == folded(book, *made)


@given(lines())
def test_striking_the_last_line_leads_back_to_the_case_before_it(
    book: StepBook, made: list[Entry]
) -> None:
    """Undo is whole: whatever the line had done, nothing of it is left."""
    if not made or made[-1].kind == STRUCK:
        return
    undo = line(50, STRUCK, 100, about=made[-1].id)
    before, after = folded(book, *made[:-1]), folded(book, *made, undo)
    if any(one.about == made[-1].id for one in made if one.kind == STRUCK):
        return

    assert after.clocks == before.clocks
    assert after.milestones == before.milestones
    assert after.lines == before.lines


@given(lines())
def test_no_line_is_ever_lost(book: StepBook, made: list[Entry]) -> None:
    file = folded(book, *made)
    shown = itertools.chain(file.lines, file.struck)

    assert {one.id for one in made if one.kind != STRUCK} <= {one.id for one in shown}


@given(lines())
def test_no_deadline_is_ever_later_than_its_rule(book: StepBook, made: list[Entry]) -> None:
    for clock in folded(book, *made).clocks:
        limit = {"pep": PEP.due_at, "ob": OB.due_at}.get(clock.kind)
        assert limit is None or clock.due_at <= limit
        assert clock.alert_at <= clock.due_at
