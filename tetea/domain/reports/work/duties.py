"""Who is the safeguarding lead: named by a coordinator, else every coordinator is."""

import json
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from tetea.domain.keyring import recipients
from tetea.domain.keyring.errors import NoSuchKey
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.people.models import Member
from tetea.domain.reports import places
from tetea.domain.reports.errors import NotForDuty
from tetea.domain.reports.models import Duty
from tetea.domain.rows import text_id
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.registry import Group
from tetea.kernel.crypto.seal import seal, unseal

SAFEGUARDING: Final = "safeguarding"
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
    named = _read(holder).get(SAFEGUARDING, "")
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
    generation = recipients.group(holder.organisation, Group.TEAM).epoch
    with transaction.atomic():
        row = Duty.objects.select_for_update().filter(organisation=holder.organisation).first()
        given = _read(holder)
        row = row or Duty(organisation=holder.organisation)
        row.generation = generation
        content = json.dumps({**given, SAFEGUARDING: member_id}).encode()
        place = places.duties(holder.organisation, row.id)
        row.blob = seal(holder.team(generation), place, content)
        row.save()
        action = log.Action(
            "safeguarding.lead",
            member_id or holder.organisation.id,
            holder.member_id,
            holder.role,
            {"to": member_id},
        )
        log.append(holder.organisation, action)


def _read(holder: Holder) -> dict[str, str]:
    row = Duty.objects.filter(organisation=holder.organisation).first()
    if row is None:
        return {}
    try:
        key = holder.team(row.generation)
        return dict(json.loads(unseal(key, places.duties(holder.organisation, row.id), row.blob)))
    except (NoSuchKey, Unsealable, LookupError):
        # Not readable is not named: the coordinators stand in.
        return {}
