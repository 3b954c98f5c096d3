"""Many openings within minutes need a second person: a stolen session reads no whole archive.

Source: docs/threat-model.md, T-110: fifty openings within ten minutes. Counted over all sessions of
a member, under the runtime key. Who is in danger is never kept waiting, and the outside officer is
not counted: nobody inside may learn how much she reads.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from django.db import transaction

from tetea.domain import moment
from tetea.domain.keyring import runtime
from tetea.domain.keyring.errors import RuntimeLost
from tetea.domain.keyring.holder import Holder
from tetea.domain.keyring.models import Session
from tetea.domain.log import append as log
from tetea.domain.people.models import Member
from tetea.domain.reports import places
from tetea.domain.reports.errors import NotForDuty, TooFast
from tetea.domain.reports.models import Pace
from tetea.domain.reports.work import telling
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.registry import Group
from tetea.kernel.crypto.runtime import runtime_seal, runtime_unseal

MOST: Final = 50
WINDOW: Final = timedelta(minutes=10)
APPROVES: Final = frozenset({"coordinator", "hotline", "legal"})


@dataclass(frozen=True)
class Stopped:
    """A member who has opened so much that somebody else has to look."""

    member_id: str
    username: str


@dataclass(frozen=True)
class _Count:
    opened: Mapping[str, int]
    """Which reports within the last minutes, each with the second of its last opening."""
    more: int = 0
    """How many more were approved."""


def check(holder: Holder, report_id: str, *, is_danger: bool) -> None:
    """Raise TooFast for the fifty-first report within ten minutes; the same one again is no other.

    Whoever may approve is told, content-free, when it begins.
    """
    if holder.holds(Group.OUTSIDE) or is_danger:
        return
    with transaction.atomic():
        row = _row(holder)
        known = _recent(holder, row)
        if report_id in known.opened or len(known.opened) < MOST + known.more:
            return
        is_news = not row.is_stopped
        _write(holder, row, known, is_stopped=True)
        if is_news:
            _log(holder, "opening.stopped", holder.member_id)
    if is_news:
        telling.tell(holder, APPROVES)
    raise TooFast


def count(holder: Holder, report_id: str) -> None:
    """Count an opening. Inside the transaction that logs it: what is not opened is not counted."""
    if holder.holds(Group.OUTSIDE):
        return
    row = _row(holder)
    known = _recent(holder, row)
    opened = {**known.opened, report_id: int(moment.now().timestamp())}
    still = row.is_stopped and len(known.opened) >= MOST + known.more
    _write(holder, row, replace(known, opened=opened), is_stopped=still)


def stopped(holder: Holder) -> tuple[Stopped, ...]:
    """Return who waits for a second person, of those whom this member may let go on."""
    if holder.role not in APPROVES:
        return ()
    rows = Pace.objects.filter(is_stopped=True, member__organisation=holder.organisation)
    others = rows.exclude(member_id=holder.member_id).select_related("member")
    return tuple(Stopped(one.member_id, one.member.username) for one in others)


def approve(holder: Holder, member_id: str) -> None:
    """Let a member open fifty more; it is logged. Raises NotForDuty for herself and other roles."""
    with transaction.atomic():
        row = _of(holder, member_id)
        known = _read(holder, row)
        _write(holder, row, replace(known, more=known.more + MOST))
        _log(holder, "opening.approved", member_id)


def lock_out(holder: Holder, member_id: str) -> None:
    """End every session of that member: somebody else may be using it. Raises NotForDuty."""
    with transaction.atomic():
        row = _of(holder, member_id)
        Session.objects.filter(member_id=member_id).delete()
        _write(holder, row, _read(holder, row))
        _log(holder, "opening.locked-out", member_id)


def _of(holder: Holder, member_id: str) -> Pace:
    if member_id not in {one.member_id for one in stopped(holder)}:
        raise NotForDuty
    return Pace.objects.select_for_update().get(member_id=member_id)


def _row(holder: Holder) -> Pace:
    # Locked by the member: of two first openings at once each would begin a count of its own.
    Member.objects.select_for_update().get(pk=holder.member_id)
    row = Pace.objects.select_for_update().filter(member_id=holder.member_id).first()
    return row or Pace(member_id=holder.member_id)


def _read(holder: Holder, row: Pace) -> _Count:
    if not row.blob:
        return _Count({})
    try:
        key = runtime.key_of(row.generation)
        place = places.pace(holder.organisation, row.id)
        content = json.loads(runtime_unseal(key, place, row.blob))
    except (RuntimeLost, Unsealable):
        return _Count({})
    return _Count(dict(content["opened"]), int(content["more"]))


def _recent(holder: Holder, row: Pace) -> _Count:
    """What was opened within the last minutes; what was approved counts as long as that lasts."""
    known, now = _read(holder, row), moment.now().timestamp()
    recent = {one: at for one, at in known.opened.items() if at > now - WINDOW.total_seconds()}
    return _Count(recent, known.more if recent else 0)


def _write(holder: Holder, row: Pace, known: _Count, *, is_stopped: bool = False) -> None:
    generation = runtime.current()
    content = json.dumps({"opened": dict(known.opened), "more": known.more}).encode()
    row.blob = runtime_seal(generation.key, places.pace(holder.organisation, row.id), content)
    row.generation, row.is_stopped = generation.number, is_stopped
    row.save()


def _log(holder: Holder, verb: str, member_id: str) -> None:
    extra: dict[str, str | int] = {"to": member_id}
    action = log.Action(verb, member_id, holder.member_id, holder.role, extra)
    log.append(holder.organisation, action)
