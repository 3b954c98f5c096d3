"""Forums: planned with an agenda, held with minutes. Posts and counts stand there, never a name."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db import transaction

from tetea.domain.directory import vocabularies
from tetea.domain.forum import vault
from tetea.domain.forum.errors import NotFound, Wrong
from tetea.domain.forum.models import Forum
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.rows import new_id
from tetea.kernel.crypto.registry import Group

LONGEST = 2_000
MOST_TOPICS = 8
# Who sits there, as counts.
SEATS = ("police", "mediators", "peer_educators", "members", "county", "health", "others")


@dataclass(frozen=True)
class Meeting:
    """A forum as the team reads it. `seats` are counts; `came` says how many stand on the list."""

    id: str
    day: dt.date
    place: str = ""
    issues: str = field(default="", repr=False)
    topics: tuple[str, ...] = field(default=(), repr=False)
    """Issues by their codes in the list of acts: what the pack for police leads with."""
    discussion: str = field(default="", repr=False)
    decisions: str = field(default="", repr=False)
    seats: Mapping[str, int] = field(default_factory=dict)
    came: int = 0
    is_held: bool = False

    @property
    def people(self) -> int:
        """How many sat there."""
        return sum(self.seats.values())


@dataclass(frozen=True)
class Came:
    """Somebody on the list: initials or a code, and whether a photograph may show them."""

    sign: str = field(repr=False)
    may_be_shown: bool = False


def plan(holder: Holder, meeting: Meeting) -> str:
    """Write a forum down before it is held; return its id. Raises Wrong, NotForDuty, NotFound."""
    vault.may_write(holder)
    _check(meeting)
    row = Forum(id=new_id(), organisation=holder.organisation)
    with transaction.atomic():
        vault.put(holder, row, _dump(replace(meeting, id=row.id, is_held=False)))
        row.save(force_insert=True)
        _log(holder, "forum.planned", row.id)
    return row.id


def hold(holder: Holder, meeting: Meeting, came: tuple[Came, ...]) -> None:
    """Write down what was said and decided, and who came; a second time puts it right.

    The list is sealed to the coordinators of today. Raises Wrong, NotForDuty, NotFound.
    """
    vault.may_write(holder)
    _check(meeting)
    with transaction.atomic():
        row = _row(holder, meeting.id, to_change=True)
        vault.put(holder, row, _dump(replace(meeting, came=len(came), is_held=True)))
        row.attendance = vault.put_apart(
            holder, row.id, [[one.sign, one.may_be_shown] for one in came]
        )
        row.save()
        _log(holder, "forum.held", row.id)


def read(holder: Holder, forum_id: str) -> Meeting:
    """Return a forum; raise NotFound."""
    return _load(vault.take(holder, _row(holder, forum_id)), forum_id)


def every(holder: Holder) -> tuple[Meeting, ...]:
    """Return all forums, the newest day first; empty for whoever does not share the team's key."""
    if not holder.holds(Group.TEAM):
        return ()
    rows = Forum.objects.filter(organisation=holder.organisation)
    found = [_load(vault.take(holder, row), row.id) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.day, one.id), reverse=True))


def topics(holder: Holder) -> tuple[str, ...]:
    """Return the coded issues of the next forum, or of the newest; empty without the team's key."""
    found = every(holder)
    planned = [one for one in found if not one.is_held]
    newest = min(planned, key=lambda one: one.day) if planned else next(iter(found), None)
    return newest.topics if newest else ()


def who_came(holder: Holder, forum_id: str) -> tuple[Came, ...]:
    """Return the list of who came, for coordinators who held the role when it was written.

    Raises NotFound for everybody else, as for a forum that is not there.
    """
    row = _row(holder, forum_id)
    if row.attendance is None:
        return ()
    found = _list(vault.take_apart(holder, row.id, row.attendance))
    rows = (one for one in found if isinstance(one, list))
    return tuple(Came(str(sign), bool(shown)) for sign, shown in rows)


def take_along(holder: Holder, forum_id: str) -> None:
    """Log that the minutes of a forum leave the house, before they do. Raises NotFound."""
    read(holder, forum_id)
    with transaction.atomic():
        _log(holder, "minutes.made", forum_id)


def _row(holder: Holder, forum_id: str, *, to_change: bool = False) -> Forum:
    rows = Forum.objects.select_for_update() if to_change else Forum.objects
    row = rows.filter(organisation=holder.organisation, id=forum_id).first()
    if row is None:
        raise NotFound
    return row


def _check(meeting: Meeting) -> None:
    for name in ("place", "issues", "discussion", "decisions"):
        if len(getattr(meeting, name)) > LONGEST:
            raise Wrong(name, "long")
    known = {one.name for one in vocabularies.words("acts")}
    if len(meeting.topics) > MOST_TOPICS or not known >= set(meeting.topics):
        raise Wrong("topics", "code")
    for name, count in meeting.seats.items():
        if name not in SEATS or not 0 <= count <= LONGEST:
            raise Wrong(name, "count")


def _dump(meeting: Meeting) -> dict[str, object]:
    return {
        "day": meeting.day.isoformat(),
        "place": meeting.place,
        "issues": meeting.issues,
        "topics": list(meeting.topics),
        "discussion": meeting.discussion,
        "decisions": meeting.decisions,
        "seats": dict(meeting.seats),
        "came": meeting.came,
        "held": meeting.is_held,
    }


def _load(content: Mapping[str, object], forum_id: str) -> Meeting:
    seats = content["seats"]
    return Meeting(
        id=forum_id,
        day=dt.date.fromisoformat(str(content["day"])),
        place=str(content["place"]),
        issues=str(content["issues"]),
        topics=tuple(map(str, _list(content.get("topics")))),
        discussion=str(content["discussion"]),
        decisions=str(content["decisions"]),
        seats={str(k): int(v) for k, v in seats.items()} if isinstance(seats, dict) else {},
        came=int(str(content["came"])),
        is_held=bool(content["held"]),
    )


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _log(holder: Holder, verb: str, object_id: str) -> None:
    log.append(holder.organisation, log.Action(verb, object_id, holder.member_id, holder.role))
