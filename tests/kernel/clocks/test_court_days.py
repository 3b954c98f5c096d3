"""Court days over five years against a table made another way than the library's."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tetea.kernel.clocks.court import CourtHours, court_due, is_court_day, next_court_day
from tetea.kernel.clocks.moments import NAIROBI, Window

COURT = CourtHours(dt.time(8), dt.time(17), (0, 1, 2, 3, 4), "KE")
YEARS = range(2023, 2028)
SUNDAY = 6
DAY = dt.timedelta(days=1)
# Public Holidays Act (Cap. 110), first schedule: New Year, Labour, Madaraka, Mazingira (earlier
# Utamaduni), Mashujaa, Jamhuri, Christmas, Boxing Day; section 3: a Sunday's moves to the next day
# that is not a public holiday itself. Good Friday and Easter Monday with Easter.
FIXED = ((1, 1), (5, 1), (6, 1), (10, 10), (10, 20), (12, 12), (12, 25), (12, 26))
# Declared for one day by notice in the Kenya Gazette: Idd-ul-Fitr when the moon was seen, tree
# growing days, the inauguration of a deputy president, a state funeral.
DECLARED = frozenset(
    map(
        dt.date.fromisoformat,
        (
            "2023-04-21", "2023-11-13", "2024-04-10", "2024-05-10", "2024-11-01", "2025-03-31",
            "2025-10-17", "2026-03-20",
        ),
    )
)  # fmt: skip
# Declared too (Idd-ul-Azha), and unknown to the library: our clock rings a day early, never late.
UNKNOWN = frozenset(map(dt.date.fromisoformat, ("2023-06-28", "2024-06-17", "2025-06-06")))


def easter(year: int) -> dt.date:
    """Western Easter by Gauss's rule with Lilius' and Clavius' corrections (Gregorian computus)."""
    golden, century = year % 19, year // 100
    skipped, moon = century - century // 4, (8 * century + 13) // 25
    epact = (19 * golden + skipped - moon + 15) % 30
    epact -= (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - skipped) % 7
    away = epact - weekday
    month = 3 + (away + 40) // 44
    return dt.date(year, month, away + 28 - 31 * (month // 4))


def holidays_of(year: int) -> set[dt.date]:
    sunday = easter(year)
    found = {dt.date(year, month, day) for month, day in FIXED}
    found |= {sunday - 2 * DAY, sunday + DAY}
    for day in sorted(one for one in found if one.weekday() == SUNDAY):
        moved = day + DAY
        while moved in found:
            moved += DAY
        found.add(moved)
    return found | {one for one in DECLARED | UNKNOWN if one.year == year}


def sits(day: dt.date) -> bool:
    """By the table alone: Monday to Friday, and no holiday."""
    return day.weekday() < 5 and day not in holidays_of(day.year)


@pytest.mark.parametrize(
    ("year", "month", "day"), [(2023, 4, 9), (2024, 3, 31), (2025, 4, 20), (2026, 4, 5)]
)
def test_the_tables_own_easter_is_the_almanacs(year, month, day):
    assert easter(year) == dt.date(year, month, day)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_year_is_a_court_day_here_as_in_the_table(year):
    days = [dt.date(year, 1, 1) + n * DAY for n in range(366)]
    ours = {one for one in days if one.year == year and is_court_day(one, COURT)}
    theirs = {one for one in days if one.year == year and sits(one)}

    assert theirs - ours == set()
    assert ours - theirs == {one for one in UNKNOWN if one.year == year}


@pytest.mark.parametrize("year", YEARS)
def test_after_an_arrest_at_any_hour_of_the_year_the_clock_is_never_later_than_the_law(year):
    limit, rules = DAY, COURT
    at = dt.datetime(year, 1, 1, tzinfo=NAIROBI)
    while at.year == year:
        due = court_due(Window(at, at), limit, rules).at.astimezone(NAIROBI)
        end = at + limit
        if sits(end.date()) and rules.opens <= end.time() <= rules.closes:
            latest = end
        else:
            day = end.date()
            if not (sits(day) and end.time() < rules.opens):
                day += DAY
                while not sits(day):
                    day += DAY
            latest = dt.datetime.combine(day, rules.closes, NAIROBI)
        assert end <= due <= latest
        at += dt.timedelta(hours=1)


@given(st.dates(dt.date(2023, 1, 1), dt.date(2027, 12, 20)))
def test_the_next_court_day_is_the_first_that_follows(day):
    found = next_court_day(day, COURT)

    between = [day + n * DAY for n in range(1, (found - day).days)]
    assert found > day
    assert is_court_day(found, COURT)
    assert not any(is_court_day(one, COURT) for one in between)
