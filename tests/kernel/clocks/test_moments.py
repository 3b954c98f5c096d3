"""What an answer about time allows, and what it does not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tetea.kernel.clocks.moments import NAIROBI, Window, arrest_window, incident_window

# Sunday 22 November 2026, 17:30 in Nairobi.
AFTERNOON = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)
# The same night, 02:10 on Monday in Nairobi.
NIGHT = datetime(2026, 11, 22, 23, 10, tzinfo=UTC)

START = datetime(2025, 1, 1, tzinfo=UTC)
moments = st.integers(0, 4 * 365 * 24 * 60).map(lambda n: START + timedelta(minutes=n))
hours = st.one_of(
    st.none(), st.just("not_sure"), st.integers(0, 23).map(lambda hour: f"{hour:02}")
)  # fmt: skip


def local(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=NAIROBI)


def test_today_at_an_hour_is_that_hour():
    window = incident_window({"when_known": "today", "when_hour": "15"}, AFTERNOON)

    assert window == Window(local(22, 15), local(22, 16))


def test_today_without_an_hour_begins_at_midnight_and_ends_now():
    window = incident_window({"when_known": "today", "when_hour": "not_sure"}, AFTERNOON)

    assert window == Window(local(22, 0), AFTERNOON)


def test_yesterday_without_an_hour_is_the_whole_day():
    window = incident_window({"when_known": "yesterday"}, AFTERNOON)

    assert window == Window(local(21, 0), local(22, 0))


def test_a_date_with_an_hour_is_kept_to_the_hour():
    answers = {"when_known": "date", "when_date": "2026-11-19", "when_hour": "23"}

    assert incident_window(answers, AFTERNOON) == Window(local(19, 23), local(20, 0))


def test_who_works_at_night_may_call_the_evening_before_today():
    window = incident_window({"when_known": "today"}, NIGHT)

    assert window is not None
    assert window.earliest == local(22, 6)


def test_eleven_at_night_said_at_two_in_the_morning_was_last_night():
    window = incident_window({"when_known": "today", "when_hour": "23"}, NIGHT)

    assert window == Window(local(22, 23), local(23, 0))


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"when_known": "not_sure"},
        {"when_known": "longer"},
        {"when_known": "longer", "when_date": "2026-11-01"},
        {"when_known": None},
        {"when_known": "date", "when_date": "soon"},
        {"when_known": "date", "when_date": "2026-12-24"},
        {"when_known": "date", "when_date": "not_asked"},
    ],
)
def test_an_answer_that_bounds_nothing_gives_no_window(answers):
    assert incident_window(answers, AFTERNOON) is None


def test_an_arrest_is_read_from_its_own_answers():
    answers = {"arrest_date": "2026-11-21", "arrest_hour": "22", "when_known": "today"}

    assert arrest_window(answers, AFTERNOON) == Window(local(21, 22), local(21, 23))
    assert arrest_window({"when_known": "today"}, AFTERNOON) is None


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        incident_window({"when_known": "today"}, datetime(2026, 11, 22, 14))  # noqa: DTZ001 - the fault


@settings(max_examples=50, deadline=None)
@given(moments, st.sampled_from(["today", "yesterday"]), hours)
def test_no_window_reaches_into_the_future(received_at, known, hour):
    window = incident_window({"when_known": known, "when_hour": hour}, received_at)

    assert window is not None
    assert window.earliest <= window.latest <= received_at
    assert received_at - window.earliest <= timedelta(hours=48)


@settings(max_examples=50, deadline=None)
@given(moments, st.sampled_from(["today", "yesterday"]), st.integers(0, 23))
def test_not_knowing_the_hour_never_starts_later_than_knowing_it(received_at, known, hour):
    local_hour = received_at.astimezone(NAIROBI).hour
    # An hour still to come today was yesterday's; only by day does that reach further back.
    hour = min(hour, local_hour) if known == "today" else hour
    sure = incident_window({"when_known": known, "when_hour": f"{hour:02}"}, received_at)
    unsure = incident_window({"when_known": known, "when_hour": "not_sure"}, received_at)

    assert sure is not None
    assert unsure is not None
    assert unsure.earliest <= sure.earliest
