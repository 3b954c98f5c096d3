"""The demo's forums: three of them, what was promised, and what became of it."""

import datetime as dt
import tomllib
from typing import Any

from tetea.domain import moment
from tetea.domain.cases import stories
from tetea.domain.directory.sources import data_text
from tetea.domain.figures import publish
from tetea.domain.forum import changes, commitments, meetings, roster
from tetea.domain.forum.changes import Line
from tetea.domain.forum.meetings import Came, Meeting
from tetea.domain.forum.roster import Entry, Person
from tetea.domain.keyring.holder import Holder

FILE = "forums.toml"
SHOWN = " +"
HELD_AT = dt.time(9, tzinfo=dt.UTC)


def play(holder: Holder, reader: Holder) -> None:
    """Let the forums be held, the promises be made and followed, each at its own day.

    And let one story be made of those that were lent, and read by a second person.
    """
    script = tomllib.loads(data_text("demo", FILE))
    ids = {one["ago"]: _hold(holder, one) for one in script["forum"]}
    days = {one["ago"]: _day(one["ago"], one["day"]) for one in script["forum"]}
    for one in script["promise"]:
        _promise(holder, one, ids, days)
    for one in script["change"]:
        month = publish.last_month() + 1 - one["ago"]
        with moment.at(dt.datetime.combine(days[one["ago"]], HELD_AT)):
            changes.say(holder, Line(month, one["en"], one["sw"]))
    for one in script["roster"]:
        code, kind, county, training, way, windows, first, never = one["entry"]
        entry = Entry("", code, kind, county, way, tuple(windows), training, first, never)
        roster.add(holder, entry, Person(*one["person"]))
    parts = tuple(one.id for one in stories.lent_now(holder))
    stories.approve(reader, stories.compose(holder, script["story"], parts))


def _hold(holder: Holder, one: dict[str, Any]) -> str:
    day = _day(one["ago"], one["day"])
    with moment.at(dt.datetime.combine(day, HELD_AT)):
        planned = Meeting("", day, one["place"], one["issues"], tuple(one["topics"]))
        forum_id = meetings.plan(holder, planned)
        held = Meeting(
            id=forum_id,
            day=day,
            place=one["place"],
            issues=one["issues"],
            topics=tuple(one["topics"]),
            discussion=one["discussion"],
            decisions=one["decisions"],
            seats=one["seats"],
        )
        came = tuple(
            Came(sign.removesuffix(SHOWN), may_be_shown=sign.endswith(SHOWN))
            for sign in one["came"]
        )
        meetings.hold(holder, held, came)
    return forum_id


def _promise(
    holder: Holder, one: dict[str, Any], ids: dict[int, str], days: dict[int, dt.date]
) -> None:
    made = days[one["forum"]]
    due = _day(one["forum"] - one["due"], made.day)
    with moment.at(dt.datetime.combine(made, HELD_AT)):
        promise = commitments.make(holder, ids[one["forum"]], one["who"], one["what"], due)
    for ago, state, evidence in one["said"]:
        with moment.at(dt.datetime.combine(days[ago], HELD_AT)):
            commitments.say(holder, promise, state, evidence)


def _day(ago: int, day: int) -> dt.date:
    """Return a day of the month that lies so many months before the present one."""
    return publish.name_of(publish.last_month() + 1 - ago).replace(day=day)
