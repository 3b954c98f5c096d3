"""Twenty-four hours after an arrest, around weekends and Kenyan holidays."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tetea.kernel.clocks.court import (
    CourtHours,
    court_due,
    is_court_day,
    is_estimated_holiday,
    next_court_day,
)
from tetea.kernel.clocks.moments import NAIROBI, Window

COURT = CourtHours(time(8), time(17), (0, 1, 2, 3, 4), "KE")
DAY = timedelta(hours=24)

START = datetime(2025, 1, 1, tzinfo=UTC)
arrests = st.integers(0, 4 * 365 * 24 * 60).map(lambda n: START + timedelta(minutes=n))


def local(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=NAIROBI)


def due(arrest: datetime, until: datetime | None = None) -> datetime:
    return court_due(Window(arrest, until or arrest), DAY, COURT).at


def test_arrested_on_monday_noon_is_in_court_by_tuesday_noon():
    assert due(local(11, 23, 12)) == local(11, 24, 12)


def test_arrested_in_the_evening_is_in_court_by_the_close_of_the_next_court_day():
    assert due(local(11, 23, 21)) == local(11, 25, 17)


def test_arrested_before_dawn_is_in_court_by_the_close_of_the_day_on_which_the_day_ends():
    assert due(local(11, 23, 3)) == local(11, 24, 17)


def test_arrested_on_friday_is_in_court_by_monday_evening():
    assert due(local(11, 20, 22)) == local(11, 23, 17)


def test_arrested_before_christmas_waits_for_boxing_day_and_the_weekend_to_pass():
    # 25 December 2026 is a Friday, the 26th a Saturday.
    assert due(local(12, 24, 12)) == local(12, 28, 17)


def test_jamhuri_day_on_a_sunday_is_kept_on_monday():
    friday = datetime(2027, 12, 10, 18, tzinfo=NAIROBI)

    assert due(friday) == datetime(2027, 12, 14, 17, tzinfo=NAIROBI)


def test_mashujaa_day_is_no_court_day_and_the_day_after_is():
    assert not is_court_day(date(2026, 10, 20), COURT)
    assert next_court_day(date(2026, 10, 19), COURT) == date(2026, 10, 21)


def test_a_feast_whose_date_is_only_estimated_makes_no_clock_later_but_is_said():
    feast = date(2027, 3, 9)
    arrest = datetime(2027, 3, 8, 12, tzinfo=NAIROBI)

    answer = court_due(Window(arrest, arrest), DAY, COURT)

    assert is_estimated_holiday(feast, "KE")
    assert answer.estimated
    assert answer.at == datetime(2027, 3, 9, 12, tzinfo=NAIROBI)


def test_an_uncertain_hour_takes_the_earliest_deadline_that_any_hour_would_give():
    # Arrested at 03:00 she would have until 17:00, arrested at 08:00 only until 08:00.
    assert due(local(11, 23, 0), local(11, 24, 0)) == local(11, 24, 8)


@settings(max_examples=50, deadline=None)
@given(arrests, st.integers(0, 48 * 4), st.integers(0, 100))
def test_no_deadline_is_later_than_that_of_any_moment_in_the_window(arrest, quarters, share):
    end = arrest + timedelta(minutes=15) * quarters
    inside = arrest + (end - arrest) * share / 100

    assert due(arrest, end) <= due(inside)


@settings(max_examples=50, deadline=None)
@given(arrests)
def test_the_deadline_never_comes_before_the_day_is_over_and_falls_into_court_hours(arrest):
    answer = due(arrest).astimezone(NAIROBI)

    assert answer >= arrest + DAY
    assert is_court_day(answer.date(), COURT)
    assert COURT.opens <= answer.time().replace(microsecond=0) <= COURT.closes
