"""The court clock: 24 hours after an arrest, or the end of the next court day.

Constitution of Kenya, art. 49(1)(f): brought before a court not later than 24 hours after being
arrested, or, if these end outside ordinary court hours or on a day that is not an ordinary court
day, by the end of the next court day.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import holidays

from tetea.kernel.clocks.moments import NAIROBI, Window

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class CourtHours:
    """Ordinary court hours, local time; weekdays count from Monday = 0; country is ISO 3166."""

    opens: time
    closes: time
    weekdays: tuple[int, ...]
    country: str


@dataclass(frozen=True)
class CourtDue:
    """The latest lawful moment, and whether a holiday that is only estimated could move it."""

    at: datetime
    estimated: bool


def court_due(window: Window, limit: timedelta, court: CourtHours) -> CourtDue:
    """Return by when the arrested person must be in court, in UTC.

    When the hour of arrest is uncertain, the earliest deadline of all allowed hours is given. A
    holiday whose date is only estimated counts as a court day, because a clock may be early but
    never late; the result says so.
    """
    first = (window.earliest + limit).astimezone(NAIROBI)
    last = (window.latest + limit).astimezone(NAIROBI)
    day = first.date()
    if first.time() > court.closes or not is_court_day(day, court):
        day = next_court_day(day, court)
    opens = datetime.combine(day, court.opens, NAIROBI)
    if first >= opens:
        at = first
    elif last >= opens:
        # An arrest somewhat later in the window would have ended within that day's court hours.
        at = opens
    else:
        at = datetime.combine(day, court.closes, NAIROBI)
    return CourtDue(at.astimezone(UTC), is_estimated_holiday(day, court.country))


def next_court_day(day: date, court: CourtHours) -> date:
    """Return the first court day after this day."""
    day += _DAY
    while not is_court_day(day, court):
        day += _DAY
    return day


def is_court_day(day: date, court: CourtHours) -> bool:
    """Say whether courts sit: a working weekday that is no settled public holiday."""
    settled, _ = _public_holidays(court.country, day.year)
    return day.weekday() in court.weekdays and day not in settled


def is_estimated_holiday(day: date, country: str) -> bool:
    """Say whether this may be a holiday once the moon is seen and the Gazette has said so."""
    _, estimated = _public_holidays(country, day.year)
    return day in estimated


@cache
def _public_holidays(country: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    calendar = holidays.country_holidays(country, years=year, language="en_US")
    estimated = frozenset(day for day, name in calendar.items() if "estimated" in name)
    return frozenset(calendar) - estimated, estimated
