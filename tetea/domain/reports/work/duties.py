"""Who has which duty: the safeguarding lead, else every coordinator is; and who covers for whom."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from tetea.domain.keyring import recipients
from tetea.domain.keyring.errors import NoSuchKey
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.outbox.calling import Away
from tetea.domain.people.models import Member
from tetea.domain.reports import places
from tetea.domain.reports.errors import NotForDuty
from tetea.domain.reports.models import Duty
from tetea.domain.rows import text_id
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.registry import Group
from tetea.kernel.crypto.seal import seal, unseal

SAFEGUARDING: Final = "safeguarding"
AWAY: Final = "away"
MAY_LEAD: Final = ("coordinator", "legal")
COORDINATOR: Final = "coordinator"


@dataclass(frozen=True)
class Lead:
    """A safeguarding lead. `is_named` when a coordinator chose her; else she stands in for one."""

    member_id: str
    username: str
    is_named: bool


def leads(holder: Holder) -> tuple[Lead, ...]:
    """Return the safeguarding lead, or all coordinators where none is named or she has left.

    Empty for whoever does not share the team's key: a report about the organisation itself stays
    with the outside officer.
    """
    if not holder.holds(Group.TEAM):
        return ()
    named = str(read(holder).get(SAFEGUARDING, ""))
    present = {member_id: role for member_id, _, role in able(holder)}
    names = {member_id: username for member_id, username, _ in able(holder)}
    if named in present:
        return (Lead(named, names[named], is_named=True),)
    return tuple(
        Lead(one, names[one], is_named=False) for one in names if present[one] == COORDINATOR
    )


def able(holder: Holder) -> list[tuple[str, str, str]]:
    """Return (id, username, role) of everyone who can be the safeguarding lead."""
    directory = recipients.directory(holder.organisation)
    active = {text_id(record.id): record.role for record in directory.active(*MAY_LEAD)}
    rows = Member.objects.filter(id__in=active, has_left=False).order_by("username")
    return [(row.id, row.username, active[row.id]) for row in rows]


def name_lead(holder: Holder, member_id: str) -> None:
    """Make somebody the safeguarding lead, or nobody with ""; it is logged.

    Raises NotForDuty unless a coordinator does it, and for whoever is neither coordinator nor
    legal officer of the signed directory.
    """
    if holder.role != COORDINATOR:
        raise NotForDuty
    if member_id and member_id not in {one for one, _, _ in able(holder)}:
        raise NotForDuty
    with transaction.atomic():
        given = for_change(holder)
        write(holder, {**given, SAFEGUARDING: member_id})
        action = log.Action(
            "safeguarding.lead",
            member_id or holder.organisation.id,
            holder.member_id,
            holder.role,
            {"to": member_id},
        )
        log.append(holder.organisation, action)


def away(holder: Holder) -> dict[str, Away]:
    """Return who is away or will be, by member. Empty for whoever does not share the team's key."""
    found = read(holder).get(AWAY, {}) if holder.holds(Group.TEAM) else {}
    if not isinstance(found, dict):
        return {}
    return {
        member: Away(int(one["since"]), int(one["until"]), str(one["cover"]))
        for member, one in found.items()
    }


def read(holder: Holder) -> dict[str, object]:
    """Return the duties as they were given; empty when none were or they cannot be read."""
    row = Duty.objects.filter(organisation=holder.organisation).first()
    return _opened(holder, row)


def for_change(holder: Holder) -> dict[str, object]:
    """Return the same with its row locked until the transaction ends."""
    row = Duty.objects.select_for_update().filter(organisation=holder.organisation).first()
    return _opened(holder, row)


def write(holder: Holder, given: Mapping[str, object]) -> None:
    """Seal the duties under the team's newest key. Inside a transaction, after `for_change`."""
    row = Duty.objects.filter(organisation=holder.organisation).first()
    row = row or Duty(organisation=holder.organisation)
    row.generation = recipients.group(holder.organisation, Group.TEAM).epoch
    place = places.duties(holder.organisation, row.id)
    row.blob = seal(holder.team(row.generation), place, json.dumps(given).encode())
    row.save()


def _opened(holder: Holder, row: Duty | None) -> dict[str, object]:
    if row is None:
        return {}
    try:
        key = holder.team(row.generation)
        return dict(json.loads(unseal(key, places.duties(holder.organisation, row.id), row.blob)))
    except (NoSuchKey, Unsealable, LookupError):
        # Not readable is not named: the coordinators stand in.
        return {}
