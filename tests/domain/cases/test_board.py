"""The board reads the team's facets: who carries what, what was in time, and what stays sealed."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.ending import closed_by_two
from tetea.domain import moment
from tetea.domain.cases import board, clocks, work
from tetea.domain.cases.board import Fact
from tetea.domain.cases.work import Step
from tetea.domain.log.models import LogHead
from tetea.domain.reports import facets as coded
from tetea.domain.reports.work import opening, triage

NAIROBI = dt.timezone(dt.timedelta(hours=3))
# A Wednesday; the Friday before it was the 20th.
NOW = dt.datetime(2026, 11, 25, 9, 0, tzinfo=NAIROBI)
AGO = NOW - dt.timedelta(days=30)
HOUR, DAY = 60, 24 * 60


@pytest.fixture
def case_of(sign_in, report, report_id):
    """Return a function that gives a case, opened before its owner, of a report that came then."""

    def make(username, came=NOW - dt.timedelta(hours=5), **answers):
        with moment.at(came):
            wanted, amina = report_id(report(**answers)), sign_in("amina")
            people = {name: one for one, name, _role in triage.assignable(amina)}
            triage.assign(amina, wanted, people[username])
        owner = sign_in(username)
        opening.open_report(owner, wanted)
        with moment.at(came):
            work.open_case(owner, wanted, "Call", came + dt.timedelta(hours=3))
        return owner, wanted

    return make


def seen(holder, since=AGO):
    """What the board shows a member at NOW: facts and figures."""
    with moment.at(NOW):
        found = board.facts(holder, since)
    return found, board.figures(found.facts, since, NOW)


def fact(number=0, **more):
    """A case of Rose's that came ten days ago, with nothing done yet."""
    came = coded.minutes(NOW) - 10 * DAY
    plain = Fact(
        id=f"case{number}",
        owner="rose",
        received=came,
        closed=0,
        supported=0,
        support_due=came + DAY,
        step_due=0,
        next_due=0,
        is_danger=False,
        is_official=False,
    )
    return replace(plain, **more)


@pytest.mark.parametrize(
    ("day", "hour", "friday"),
    [
        (25, "09:00", 20),
        (27, "16:59", 20),
        (27, "17:00", 27),
        (29, "23:00", 27),
        # In Nairobi it is Saturday already, in UTC still Friday.
        (28, "00:30", 27),
    ],
)
def test_since_friday_is_the_last_evening_on_which_the_office_closed(day, hour, friday):
    found = board.start_of("friday", dt.datetime.fromisoformat(f"2026-11-{day}T{hour}+03:00"))

    assert found == dt.datetime(2026, 11, friday, 17, 0, tzinfo=NAIROBI)
    assert found.tzinfo is dt.UTC


def test_a_window_that_nobody_offers_is_refused():
    assert board.start_of("quarter", NOW) == NOW - dt.timedelta(days=90)
    with pytest.raises(KeyError):
        board.start_of("ever", NOW)


def test_rose_and_joy_are_seen_with_what_they_carry(case_of, sign_in):
    case_of("joy", came=NOW - dt.timedelta(hours=2))
    rose, first = case_of("rose", came=NOW - dt.timedelta(hours=20))
    case_of("rose", came=NOW - dt.timedelta(hours=4))
    with moment.at(NOW):
        clocks.settle_clock(rose, first, "first_support")

    found, _figures = seen(sign_in("amina"))
    hers, joys = board.load(found.facts, NOW)

    assert (hers.owner, hers.open, hers.overdue) == (rose.member_id, 2, 2)
    assert hers.unsupported == NOW - dt.timedelta(hours=4)
    assert (joys.open, joys.overdue) == (1, 0)


def test_support_is_counted_in_time_by_the_case_s_own_clock(case_of, sign_in):
    rose, on_time = case_of("rose", came=NOW - dt.timedelta(hours=40))
    _rose, late = case_of("rose", came=NOW - dt.timedelta(hours=40))
    case_of("joy", came=NOW - dt.timedelta(hours=30))
    case_of("joy", came=NOW - dt.timedelta(hours=3))
    opening.open_report(rose, on_time)
    opening.open_report(_rose, late)
    with moment.at(NOW):
        for holder, wanted, hours in ((rose, on_time, 23), (_rose, late, 25)):
            happened = NOW - dt.timedelta(hours=40 - hours)
            work.record_step(holder, wanted, Step("first_support", "Sat.", happened=happened))

    _found, figures = seen(sign_in("atieno"))

    support = figures.support
    assert (support.kept, support.counted, support.running) == (1, 3, 1)
    assert dict(figures.milestones)["first_support"].median == 24 * HOUR


def test_pep_is_in_time_when_a_clinic_was_reached_before_the_window_closed(case_of, sign_in):
    violence = {"acts": ["SEX-01"], "when_known": "today", "condom": "no"}
    rose, wanted = case_of("rose", came=NOW - dt.timedelta(days=4), **violence)
    joy, by_hand = case_of("joy", came=NOW - dt.timedelta(days=4), **violence)
    case_of("joy", came=NOW - dt.timedelta(days=4), **violence)
    visit = Step(
        "clinic_visit", "Went.", {"given": ["pep"]}, NOW - dt.timedelta(days=3), is_hers=True
    )
    with moment.at(NOW):
        work.record_step(rose, wanted, visit)
        clocks.settle_clock(joy, by_hand, "pep")

    pep = seen(sign_in("amina"))[1].pep

    assert (pep.in_time.kept, pep.in_time.counted, pep.unknown) == (1, 2, 1)


def test_a_case_against_an_official_counts_in_support_and_closing_and_nowhere_else(
    case_of, sign_in
):
    rose, wanted = case_of(
        "rose", acts=["SEX-01", "ECO-01"], aggressors=["police"], when_known="today", condom="no"
    )
    with moment.at(NOW):
        work.record_step(rose, wanted, Step("first_support", "Sat."))
        work.record_step(rose, wanted, Step("clinic_visit", "Went.", {"given": ["pep"]}))
        closed_by_two(rose, sign_in("amina"), wanted, "withdrawn_by_reporter", "fear_reprisal")

    found, figures = seen(sign_in("amina"))
    [one] = found.facts

    assert (one.is_official, one.outcome, one.reached, one.pep_due) == (True, "", (), 0)
    assert (figures.officials, figures.support.kept, figures.closed) == (1, 1, 1)
    assert set(dict(figures.milestones)) == {"first_support", "closed"}
    assert (figures.followed, figures.lost, figures.curve, figures.pep.in_time.counted) == (
        0, 0, (), 0,
    )  # fmt: skip


def test_who_stopped_or_was_lost_counts_as_dropped_out_and_a_result_does_not(case_of, sign_in):
    for outcome in ("withdrawn_by_reporter", "lost_contact", "resolved"):
        rose, wanted = case_of("rose", came=NOW - dt.timedelta(days=3))
        with moment.at(NOW - dt.timedelta(days=1)):
            reason = "moved" if outcome != "resolved" else ""
            closed_by_two(rose, sign_in("amina"), wanted, outcome, reason)
    case_of("rose", came=NOW - dt.timedelta(days=3))

    _found, figures = seen(sign_in("amina"))

    assert (figures.followed, figures.lost, figures.closed) == (4, 2, 3)
    assert [(one.day, one.share) for one in figures.curve] == [(0, 1.0), (2, 0.5), (3, 0.5)]


def test_neither_untriaged_reports_nor_those_about_the_organisation_are_counted(
    report, case_of, sign_in
):
    with moment.at(NOW):
        report()
        report(about_us="yes")
    case_of("rose")

    found, figures = seen(sign_in("amina"))

    assert (found.looked, found.total, figures.came) == (1, 1, 1)


def test_what_is_older_than_the_window_counts_in_the_load_alone(case_of, sign_in):
    case_of("rose", came=NOW - dt.timedelta(days=40))

    found, figures = seen(sign_in("amina"))

    assert [one.open for one in board.load(found.facts, NOW)] == [1]
    assert (figures.came, figures.support.counted, figures.followed) == (0, 0, 0)


def test_what_is_closed_and_old_is_not_kept(case_of, sign_in):
    rose, wanted = case_of("rose", came=NOW - dt.timedelta(days=40))
    with moment.at(NOW - dt.timedelta(days=35)):
        closed_by_two(rose, sign_in("amina"), wanted, "resolved")

    found, _figures = seen(sign_in("amina"))

    assert (found.facts, found.looked, found.total) == ((), 1, 1)


def test_only_so_many_of_the_newest_months_are_looked_at_and_it_says_so(
    case_of, sign_in, monkeypatch
):
    monkeypatch.setattr(board, "MOST", 2)
    case_of("joy", came=NOW - dt.timedelta(days=70))
    _rose, newer = case_of("rose")
    _rose, newest = case_of("rose")

    found, _figures = seen(sign_in("amina"), NOW - dt.timedelta(days=365))

    assert {one.id for one in found.facts} == {newer, newest}
    assert (found.looked, found.total) == (2, 3)


def test_who_holds_no_key_of_the_team_sees_nothing(case_of, sign_in):
    case_of("rose")

    found, _figures = seen(sign_in("njeri"))

    assert (found.facts, found.looked) == ((), 0)


def test_looking_at_the_board_opens_no_case(case_of, sign_in):
    case_of("rose")
    amina = sign_in("amina")
    before = LogHead.objects.get().size

    found, _figures = seen(amina)
    [row] = board.soonest(amina, found.facts, 8)

    assert LogHead.objects.get().size == before
    assert not amina.has_opened(row.id)


def test_danger_comes_first_then_what_runs_out_first_and_only_so_many(case_of, sign_in):
    hours = dt.timedelta(hours=1)
    _rose, later = case_of("rose", came=NOW - 2 * hours)
    _rose, sooner = case_of("rose", came=NOW - 3 * hours)
    _joy, danger = case_of("joy", came=NOW - 1 * hours, danger="yes")
    amina = sign_in("amina")
    found, _figures = seen(amina)

    rows = board.soonest(amina, found.facts, 2)

    assert [row.id for row in rows] == [danger, sooner]
    assert later not in {row.id for row in rows}


def test_what_came_too_late_for_pep_is_said_apart_and_blames_nobody():
    came = fact().received
    gone = fact(pep_due=came - HOUR)

    pep = board.figures([gone], AGO, NOW).pep

    assert (pep.too_late, pep.in_time.counted) == (1, 0)


def test_a_stopped_clock_with_a_late_visit_was_not_in_time():
    came = fact().received
    late = fact(pep_due=came + HOUR, is_pep_done=True, reached=(("clinic_visit", 2 * HOUR),))

    assert board.figures([late], AGO, NOW).pep.in_time.kept == 0


def test_cases_in_court_are_counted_with_the_hearings_that_were_put_off(case_of, sign_in):
    rose, wanted = case_of("rose")
    fields = {"result": "adjourned", "next_at": "2026-12-03T09:00"}
    with moment.at(NOW):
        slip = work.record_step(rose, wanted, Step("hearing", "Slip.", fields, is_hers=True))
        work.strike(rose, wanted, slip)
        work.record_step(rose, wanted, Step("hearing", "No witness.", fields, is_hers=True))
        heard = {"result": "went_on", "next_at": "2026-12-04T09:00"}
        work.record_step(rose, wanted, Step("hearing", "Her word.", heard, is_hers=True))

    _found, figures = seen(sign_in("atieno"))

    assert (figures.in_court, figures.adjourned) == (1, 1)
