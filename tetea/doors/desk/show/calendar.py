"""What is due as days: a strip of two weeks to look at, and each day's things in words."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from tetea.domain.reports.facets import from_minutes
from tetea.domain.reports.work.absence import Absent
from tetea.domain.reports.work.calendar import Due
from tetea.doors.desk.show import due, rows
from tetea.doors.desk.show.rows import Reader
from tetea.kernel.clocks.moments import NAIROBI

STRIP = 14


@dataclass(frozen=True)
class Thing:
    """One thing that is due."""

    report_id: str
    at: dt.datetime
    label: str = field(repr=False)
    about: str = field(repr=False)
    left: str
    level: str


@dataclass(frozen=True)
class Day:
    """A day and what is due on it; `anchor` is its name on the page."""

    date: dt.date
    things: tuple[Thing, ...] = ()

    @property
    def anchor(self) -> str:
        """The day as the page names it."""
        return f"day-{self.date.isoformat()}"


@dataclass(frozen=True)
class Away:
    """Somebody who is away, in words."""

    member_id: str
    name: str
    cover: str
    since: dt.datetime
    until: dt.datetime
    is_now: bool
    may_end: bool


def days(found: Iterable[Due], reader: Reader) -> list[Day]:
    """Return the days on which something is due, the earliest first."""
    things = [_thing(one, reader) for one in found]
    return [Day(date, tuple(group)) for date, group in groupby(things, key=_date)]


def strip(found: Sequence[Day], reader: Reader) -> list[Day]:
    """Return the next two weeks, also the days on which nothing is due."""
    today = reader.now.astimezone(NAIROBI).date()
    known = {one.date: one for one in found}
    dates = (today + dt.timedelta(days=count) for count in range(STRIP))
    return [known.get(date, Day(date)) for date in dates]


def absences(found: Iterable[Absent], reader: Reader, who: tuple[str, bool]) -> list[Away]:
    """Return who is away; `who` is the member who looks, and whether she may end everybody's."""
    own, may_all = who
    return [
        Away(
            member_id=one.member_id,
            name=reader.names.get(one.member_id, ""),
            cover=reader.names.get(one.cover, ""),
            since=one.since,
            until=one.until,
            is_now=one.since <= reader.now,
            may_end=may_all or one.member_id == own,
        )
        for one in found
    ]


def _thing(one: Due, reader: Reader) -> Thing:
    at = from_minutes(one.at)
    line = rows.line(one.row, reader) if one.row else None
    label = (
        due.of_step("", at, reader.now).label if not one.kind else due.label(one.kind, reader.lang)
    )
    return Thing(
        report_id=one.report_id,
        at=at,
        label=label,
        about=line.title if line else "",
        left=due.left(at, reader.now),
        level=due.level(at, reader.now),
    )


def _date(one: Thing) -> dt.date:
    return one.at.astimezone(NAIROBI).date()
