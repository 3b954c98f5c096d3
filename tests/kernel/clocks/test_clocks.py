"""Which clocks a report starts, until when, and whom they wake."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tetea
from tetea.kernel.clocks.clocks import Clock, clocks_for, hours_left, next_alert
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.clocks.rules import parse_rules

RULES = parse_rules((Path(tetea.__file__).parent / "data" / "clocks.toml").read_text("utf-8"))
HOURS = {rule.kind: rule.hours for rule in RULES}

# Sunday 22 November 2026, 17:30 in Nairobi.
NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)

START = datetime(2025, 1, 1, tzinfo=UTC)
moments = st.integers(0, 4 * 365 * 24 * 60).map(lambda n: START + timedelta(minutes=n))


def clocks(answers, received_at=NOW) -> dict[str, Clock]:
    return {clock.kind: clock for clock in clocks_for(RULES, answers, received_at)}


def test_every_report_is_owed_a_first_answer_within_a_day():
    running = clocks({})

    assert set(running) == {"first_support"}
    assert running["first_support"].due_at == NOW + 24 * HOUR


def test_the_woman_in_busia_has_72_hours_for_pep_from_the_hour_she_named():
    answers = {
        "acts": ["SEX-03", "ECO-01", "EMO-02"],
        "condom": "no",
        "when_known": "yesterday",
        "when_hour": "23",
    }

    pep = clocks(answers)["pep"]

    assert pep.due_at == datetime(2026, 11, 24, 23, tzinfo=NAIROBI)
    assert hours_left(pep, NOW) == 53
    assert pep.alert_at == NOW
    assert pep.public


def test_an_hour_that_is_not_sure_counts_from_the_beginning_of_the_day():
    pep = clocks({"acts": ["SEX-01"], "when_known": "yesterday", "when_hour": "not_sure"})["pep"]

    assert pep.due_at == datetime(2026, 11, 24, 0, tzinfo=NAIROBI)


def test_a_time_she_does_not_know_makes_the_clock_due_at_once_and_says_so():
    pep = clocks({"acts": ["SEX-01"], "when_known": "not_sure"})["pep"]

    assert pep.due_at == pep.alert_at == NOW
    assert not pep.start_known


@pytest.mark.parametrize("condom", ["no", "broke_removed", "not_sure", None, "not_asked"])
def test_pep_runs_unless_she_says_that_a_condom_was_used(condom):
    answers = {"acts": ["SEX-01"], "condom": condom, "when_known": "today"}

    assert "pep" in clocks(answers)
    assert "pep" not in clocks(answers | {"condom": "yes"})


def test_a_condom_taken_off_starts_pep_whatever_else_was_answered():
    assert "pep" in clocks({"acts": ["SEX-03"], "condom": "yes", "when_known": "today"})


def test_the_same_choices_start_the_same_clocks_however_a_channel_writes_them():
    as_list = clocks({"acts": ["SEX-01", "PHY-03"], "when_known": "today", "danger": True})
    as_text = clocks({"acts": "sex_01 phy_03", "when_known": "today", "danger": "yes"})

    assert as_list == as_text


def test_a_coarse_answer_from_a_phone_starts_the_clocks_of_all_it_may_mean():
    assert {"pep", "forensic"} <= set(clocks({"acts": "SEX", "when_known": "today"}))


def test_who_asks_for_pep_gets_its_clock_without_saying_what_happened():
    assert "pep" in clocks({"want_first": ["pep"], "when_known": "today"})


def test_what_went_on_over_a_longer_time_is_seen_to_at_once():
    assert clocks({"acts": ["SEX-01"], "when_known": "longer"})["pep"].due_at == NOW


def test_emergency_contraception_is_not_named_where_no_pregnancy_is_possible():
    answers = {"acts": ["SEX-01"], "when_known": "today"}

    assert "emergency_contraception" in clocks(answers)
    assert "emergency_contraception" not in clocks(answers | {"pregnancy_possible": "no"})


def test_danger_and_red_flags_wake_somebody_at_once():
    running = clocks({"danger": "yes", "red_flags": ["strangled"]})

    running |= clocks({"red_flags": ["weapon"], "injury": "serious"})

    for kind in ("danger", "medical", "safety"):
        assert running[kind].alert_at == NOW
        assert running[kind].alert_class == "A"


@pytest.mark.parametrize("flags", [[], ["none"], ["no"], None, "not_sure"])
def test_no_red_flag_starts_no_alarm(flags):
    assert set(clocks({"danger": "no", "red_flags": flags})) == {"first_support"}


def test_a_window_that_closed_long_ago_gives_no_clock():
    answers = {"acts": ["SEX-01"], "when_known": "date", "when_date": "2026-10-01"}

    assert set(clocks(answers)) == {"first_support"}


def test_a_window_that_may_still_be_open_stays_even_when_its_safe_end_has_passed():
    # Thursday at an hour she does not know: the safe end is midnight today, the real one may be
    # this evening.
    answers = {"acts": ["SEX-01"], "when_known": "date", "when_date": "2026-11-19"}

    assert hours_left(clocks(answers)["pep"], NOW) == -18


def test_held_too_long_stays_on_the_board_after_the_court_clock_has_run_out():
    answers = {"still_held": "yes", "arrest_date": "2026-11-16", "arrest_hour": "10"}

    court = clocks(answers)["court"]

    assert court.due_at == datetime(2026, 11, 17, 10, tzinfo=NAIROBI)
    assert hours_left(court, NOW) < -100


def test_three_women_arrested_on_saturday_night_must_be_in_court_by_monday_evening():
    answers = {"acts": ["POL-01", "HLT-01"], "when_known": "yesterday", "when_hour": "22"}

    assert clocks(answers)["court"].due_at == datetime(2026, 11, 23, 17, tzinfo=NAIROBI)


def test_who_has_been_released_has_no_court_clock():
    assert "court" not in clocks({"acts": ["POL-01"], "still_held": "no", "when_known": "today"})


def test_held_for_more_than_a_day_is_due_at_once_unless_the_arrest_is_dated():
    answers = {"acts": ["POL-01", "POL-03"], "when_known": "today", "when_hour": "10"}

    assert clocks(answers)["court"].due_at == NOW


def test_hours_left_are_rounded_down_before_and_after():
    clock = clocks({})["first_support"]

    assert hours_left(clock, clock.due_at - HOUR / 2) == 0
    assert hours_left(clock, clock.due_at + HOUR / 2) == -1


def test_the_next_alert_is_the_soonest_and_one_due_at_receipt_is_not_lost():
    running = clocks({"danger": "yes"})

    first = next_alert(running.values(), NOW + timedelta(seconds=2))
    later = next_alert(running.values(), NOW + HOUR)

    assert first is not None
    assert later is not None
    assert (first.kind, later.kind) == ("danger", "first_support")
    assert next_alert(running.values(), NOW + 48 * HOUR) is None


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        clocks({}, NOW.replace(tzinfo=None))


@settings(max_examples=50, deadline=None)
@given(moments, st.integers(0, 10 * 24 * 60), st.booleans(), st.booleans())
def test_no_clock_is_later_than_the_rule_counted_from_what_truly_happened(
    received_at, minutes_ago, hour_known, said_as_day
):
    happened = (received_at - timedelta(minutes=minutes_ago)).astimezone(NAIROBI)
    days = (received_at.astimezone(NAIROBI).date() - happened.date()).days
    spoken = {0: "today", 1: "yesterday"}.get(days, "date") if said_as_day else "date"
    answers = {
        "acts": ["SEX-01"],
        "when_known": spoken,
        "when_date": happened.date().isoformat(),
        "when_hour": f"{happened.hour:02}" if hour_known else "not_sure",
    }

    for clock in clocks_for(RULES, answers, received_at):
        start = received_at if clock.kind == "first_support" else happened
        assert clock.due_at <= start + HOURS[clock.kind] * HOUR
        assert clock.alert_at >= received_at


@settings(max_examples=50, deadline=None)
@given(moments, st.integers(0, 23), st.integers(0, 23))
def test_a_later_hour_never_brings_an_earlier_end(received_at, one, other):
    earlier, later = sorted((one, other))
    day = (received_at.astimezone(NAIROBI) - timedelta(days=1)).date().isoformat()
    answers = {"acts": ["SEX-01"], "when_known": "date", "when_date": day}

    first = clocks(answers | {"when_hour": f"{earlier:02}"}, received_at)["pep"]
    second = clocks(answers | {"when_hour": f"{later:02}"}, received_at)["pep"]
    unsure = clocks(answers | {"when_hour": "not_sure"}, received_at)["pep"]

    assert unsure.due_at <= first.due_at <= second.due_at


@settings(max_examples=50, deadline=None)
@given(moments)
def test_clocks_come_soonest_first(received_at):
    answers = {"acts": ["SEX-01", "POL-01"], "danger": "yes", "when_known": "today"}
    running = clocks_for(RULES, answers, received_at)

    assert [clock.due_at for clock in running] == sorted(clock.due_at for clock in running)
