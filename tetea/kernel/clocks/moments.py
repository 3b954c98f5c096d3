"""When did it happen: from "yesterday, not sure of the hour" to the moments that it allows."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from tetea.kernel.clocks.answers import Answers, date_of, hour_of, words

# East Africa Time has had no summer time since 1960 (IANA tz database, Africa/Nairobi).
NAIROBI: Final = timezone(timedelta(hours=3), "Africa/Nairobi")

# Who works at night says "today" until she has slept. Before this hour, a day without an hour
# may therefore mean the day that is still going on for her.
WAKING_HOUR: Final = time(6)

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """The moments that an answer allows, in UTC. Clocks are counted from the earliest."""

    earliest: datetime
    latest: datetime


def incident_window(answers: Answers, received_at: datetime) -> Window | None:
    """Return when the incident may have happened, or None when her answers do not bound it.

    Reads when_known, when_date and when_hour as local time in Nairobi. "Over a longer time" and
    "not sure" give None: what went on for long has no one beginning, and may have gone on until
    now. Raises ValueError when received_at has no time zone.
    """
    now = _local(received_at)
    known = words(answers, "when_known")
    hour = hour_of(answers, "when_hour")
    if "today" in known:
        return _spoken_day(now.date(), hour, now)
    if "yesterday" in known:
        return _spoken_day(now.date() - _DAY, hour, now)
    if "longer" in known:
        return None
    return _calendar_day(date_of(answers, "when_date"), hour, now)


def arrest_window(answers: Answers, received_at: datetime) -> Window | None:
    """Return when the arrest may have happened, from arrest_date and arrest_hour, or None.

    Raises ValueError when received_at has no time zone.
    """
    now = _local(received_at)
    return _calendar_day(date_of(answers, "arrest_date"), hour_of(answers, "arrest_hour"), now)


def _local(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a moment without a time zone starts no clock")
    return moment.astimezone(NAIROBI)


def _spoken_day(day: date, hour: time | None, now: datetime) -> Window:
    if hour is None and now.time() < WAKING_HOUR:
        end = _at(day + _DAY, time())
        return _window(_at(day - _DAY, WAKING_HOUR), end, now)
    return _span(day, hour, now)


def _calendar_day(day: date | None, hour: time | None, now: datetime) -> Window | None:
    if day is None or day > now.date():
        return None
    return _span(day, hour, now)


def _span(day: date, hour: time | None, now: datetime) -> Window:
    if hour is None:
        return _window(_at(day, time()), _at(day + _DAY, time()), now)
    start = _at(day, hour)
    if start > now:
        # "Today at eleven at night", said at one in the morning, was last night.
        start -= _DAY
    return _window(start, start + _HOUR, now)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, NAIROBI)


def _window(start: datetime, end: datetime, now: datetime) -> Window:
    return Window(start.astimezone(UTC), min(end, now).astimezone(UTC))
