"""Somebody is away: a colleague gets the keys of her open cases, and alerts call the colleague.

Who is away and who covers for whom stands in the duties, under the team's key. When it is over the
keys that were given for it are taken back.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from tetea.domain import moment
from tetea.domain.keyring import grants
from tetea.domain.keyring.holder import Holder
from tetea.domain.keyring.models import Wrap
from tetea.domain.log import append as log
from tetea.domain.outbox.calling import Away
from tetea.domain.reports import facets as coded
from tetea.domain.reports.errors import CannotCover, NotForDuty, NotFound
from tetea.domain.reports.models import Report, State
from tetea.domain.reports.work import alerts, calendar, duties, items, reach, triage
from tetea.kernel.crypto.registry import Group, Part

COORDINATOR = "coordinator"
# Whoever is away for longer hands her cases on.
LONGEST = dt.timedelta(days=60)


@dataclass(frozen=True)
class Handed:
    """How many open cases the colleague got the keys of, and how many she did not.

    A coordinator who says it for somebody else can only give the keys that she holds herself.
    """

    given: int
    missing: int


@dataclass(frozen=True)
class Absent:
    """Who is away, from when to when, and who covers for her: members by id."""

    member_id: str
    since: dt.datetime
    until: dt.datetime
    cover: str


def known(holder: Holder) -> tuple[Absent, ...]:
    """Return who is away now or will be, soonest back first."""
    now = moment.now()
    found = (
        Absent(member, coded.from_minutes(one.since), coded.from_minutes(one.until), one.cover)
        for member, one in duties.away(holder).items()
    )
    return tuple(sorted((one for one in found if one.until > now), key=lambda one: one.until))


def go(holder: Holder, member_id: str, days: tuple[dt.datetime, dt.datetime], to: str) -> Handed:
    """Say that a member is away between two moments and that `to` covers for her.

    Her open cases' keys are given at once, so that nothing waits for a day on which she is gone.
    She says it herself, or a coordinator for her: NotForDuty for anybody else. CannotCover, with
    the field's name, for somebody without cases, herself, or who is away too; for an end that is
    past, before its beginning or more than sixty days after it.
    """
    _may_say(holder, member_id)
    _check(holder, member_id, days, to)
    since, until = (coded.minutes(one) for one in days)
    with transaction.atomic():
        before = duties.for_change(holder)
        _take_back(before, member_id)
        given, missing = _hand(holder, member_id, to)
        entry = {"since": since, "until": until, "cover": to, "given": given}
        duties.write(holder, {**before, duties.AWAY: {**_entries(before), member_id: entry}})
        _log(holder, "member.away", member_id, to)
    alerts.top_up(holder, all_anew=True)
    calendar.refresh(holder, to)
    return Handed(len(given), missing)


def back(holder: Holder, member_id: str) -> None:
    """Say that somebody is back; the keys that were given for her absence are taken back.

    Does nothing when she was not away. Raises NotForDuty for anybody but herself or a coordinator.
    """
    _may_say(holder, member_id)
    if _end(holder, [member_id]):
        alerts.top_up(holder, all_anew=True)


def tidy(holder: Holder) -> None:
    """End the absences whose time is over. For whoever signs in with the team's key."""
    now = coded.minutes(moment.now())
    over = [member for member, one in duties.away(holder).items() if one.until <= now]
    if over:
        _end(holder, over)


def _may_say(holder: Holder, member_id: str) -> None:
    if holder.member_id != member_id and holder.role != COORDINATOR:
        raise NotForDuty


def _end(holder: Holder, members: list[str]) -> bool:
    with transaction.atomic():
        before = duties.for_change(holder)
        entries = _entries(before)
        ended = [one for one in members if one in entries]
        covered = [str(entries[one]["cover"]) for one in ended]
        for one in ended:
            _take_back(before, one)
            _log(holder, "member.back", one, one)
        if ended:
            left = {member: one for member, one in entries.items() if member not in ended}
            duties.write(holder, {**before, duties.AWAY: left})
            calendar.refresh(holder, *covered)
    return bool(ended)


def _check(holder: Holder, member_id: str, days: tuple[dt.datetime, dt.datetime], to: str) -> None:
    since, until = days
    if until <= max(since, moment.now()) or until - since > LONGEST:
        raise CannotCover("until")
    able = {one for one, _, _ in triage.assignable(holder)}
    if member_id not in able:
        raise NotForDuty
    if to not in able - {member_id}:
        raise CannotCover("to")
    other = duties.away(holder).get(to)
    if other is not None and _meet(other, since, until):
        raise CannotCover("to", "away")
    if any(one.cover == member_id and _meet(one, since, until) for one in _others(holder, to)):
        # She covers for somebody herself: that one's cases would be with nobody.
        raise CannotCover("until", "covers")


def _others(holder: Holder, to: str) -> list[Away]:
    return [one for member, one in duties.away(holder).items() if member != to]


def _meet(one: Away, since: dt.datetime, until: dt.datetime) -> bool:
    return one.since < coded.minutes(until) and coded.minutes(since) < one.until


def _hand(holder: Holder, member_id: str, to: str) -> tuple[list[str], int]:
    """Give the keys of her open cases that are in reach; return their ids, and how many are not."""
    own = Wrap.objects.filter(recipient=member_id, part=Part.BODY, owns=True).values("object")
    given, missing = [], 0
    for report in Report.objects.filter(
        organisation=holder.organisation, state=State.OPEN, id__in=own
    ).exclude(thread__group=Group.OUTSIDE.value):
        if Wrap.objects.filter(object=report.id, part=Part.BODY, recipient=to).exists():
            continue
        try:
            key = reach.body_key(holder, report)
        except NotFound:
            missing += 1
            continue
        items.hand_on(holder, report, key, to)
        triage.give_key(holder, report, key, to)
        _log(holder, "report.shared", report.id, to)
        given.append(report.id)
    return given, missing


def _take_back(before: Mapping[str, object], member_id: str) -> None:
    """Take back what was given for an absence, unless the case has become the colleague's own."""
    entry = _entries(before).get(member_id)
    if entry is None:
        return
    to = str(entry["cover"])
    given = entry["given"]
    lent = [str(one) for one in given] if isinstance(given, list) else []
    own = set(
        Wrap.objects.filter(object__in=lent, part=Part.BODY, recipient=to, owns=True).values_list(
            "object", flat=True
        )
    )
    for report_id in lent:
        if report_id not in own:
            grants.take_back(report_id, Part.BODY, to)
            items.take_back(report_id, to, member_id)


def _entries(given: Mapping[str, object]) -> dict[str, Mapping[str, object]]:
    found = given.get(duties.AWAY, {})
    return dict(found) if isinstance(found, dict) else {}


def _log(holder: Holder, verb: str, object_id: str, to: str) -> None:
    action = log.Action(verb, object_id, holder.member_id, holder.role, {"to": to})
    log.append(holder.organisation, action)
