"""Whom an alert calls: whose work it is first, then the coordinators; in danger everybody.

Whose work it is stands in the alert's row under the runtime key, so that the worker knows it with
nobody signed in, and a switched-off disk does not. Who signs in with the team's key seals it again
for another three days; without it everybody of the group is called, as before triage.
"""

import datetime as dt
import json
from dataclasses import dataclass, field

from tetea.domain import moment
from tetea.domain.keyring import runtime
from tetea.domain.keyring.errors import RuntimeLost, RuntimeRefused
from tetea.domain.keyring.holder import GROUP_HOLDERS
from tetea.domain.outbox import roster
from tetea.domain.outbox.models import Alert
from tetea.domain.outbox.roster import Entry
from tetea.domain.people.models import Organisation
from tetea.domain.rows import raw_id
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.registry import Group, Kind, Part
from tetea.kernel.crypto.runtime import runtime_seal, runtime_unseal

COORDINATOR = "coordinator"
# The third time an alert of danger rings, it calls everybody.
ALL = 2
# Hardly any case has more holders, and so the sealed call always fits the smallest size.
MOST = 8


@dataclass(frozen=True)
class Away:
    """From when to when somebody is away, in minutes since 1970, and who covers for her."""

    since: int
    until: int
    cover: str = field(repr=False)

    def covers(self, now: dt.datetime) -> bool:
        """Whether she is away at this moment."""
        return self.since <= int(now.timestamp()) // 60 < self.until


@dataclass(frozen=True)
class Call:
    """Whose work an alert is: members by id, and for whom among them somebody covers."""

    members: tuple[str, ...] = field(repr=False)
    away: tuple[tuple[str, Away], ...] = field(default=(), repr=False)
    about: str = field(default="", repr=False)
    """The report whose thread has something new: the alert is over when somebody has read it."""

    def at(self, now: dt.datetime) -> tuple[str, ...]:
        """Return who is called now: instead of whoever is away, the one who covers for her."""
        absent = {member: one.cover for member, one in self.away if one.covers(now)}
        return tuple(dict.fromkeys(absent.get(one, one) for one in self.members))


def columns(organisation: Organisation, alert_id: str, call: Call) -> dict[str, object]:
    """Return the columns of an alert's row that hold this call under today's runtime key.

    Without a runtime key they are empty: an alert is never refused for want of whom to call.
    """
    try:
        generation = runtime.current()
    except RuntimeRefused:
        return {"call": None, "call_generation": 0}
    content = {
        "members": call.members[:MOST],
        "away": {member: [one.since, one.until, one.cover] for member, one in call.away[:MOST]},
        "about": call.about,
    }
    place = _place(organisation, alert_id)
    plain = json.dumps(content, separators=(",", ":")).encode()
    blob = runtime_seal(generation.key, place, plain)
    return {"call": blob, "call_generation": generation.number}


def read(organisation: Organisation, alert: Alert) -> Call | None:
    """Return whose work an alert is; None when it was never said or the runtime key is gone."""
    if alert.call is None:
        return None
    try:
        key = runtime.key_of(alert.call_generation)
        content = json.loads(runtime_unseal(key, _place(organisation, alert.id), alert.call))
    except (RuntimeLost, RuntimeRefused, Unsealable):
        return None
    away = tuple((member, Away(*given)) for member, given in content["away"].items())
    return Call(tuple(content["members"]), away, str(content["about"]))


def whom(
    organisation: Organisation, alert: Alert, call: Call | None, on_roster: list[Entry]
) -> list[str]:
    """Return the addresses that this ringing of an alert goes to; empty when nobody can be told.

    The first time whose work it is, from the second on the coordinators too; where somebody may be
    in danger, from the third on everybody who holds the group's key, and the duty addresses. Where
    nobody of one step can be told, the next one is taken at once; the duty addresses are the last.
    """
    group = Group(alert.group)
    holders = [one for one in on_roster if one.role in GROUP_HOLDERS[group]]
    is_danger = alert.alert_class == "A"
    first = min(alert.tries, ALL if is_danger else ALL - 1)
    found: list[str] = []
    for step in range(first, ALL + 1):
        found = (
            _step(step, call, on_roster, moment.now()) if call and step < ALL else _told(holders)
        )
        if found:
            break
    floor = roster.duty(organisation) if group is not Group.OUTSIDE else []
    is_urgent = call is not None and is_danger and alert.tries >= ALL
    return list(dict.fromkeys(found + floor if is_urgent or not found else found))


def _step(step: int, call: Call, on_roster: list[Entry], now: dt.datetime) -> list[str]:
    own = set(call.at(now))
    found = [one for one in on_roster if one.member_id in own]
    if call.members and step == 1:
        found += [one for one in on_roster if one.role == COORDINATOR]
    return _told(found)


def _told(found: list[Entry]) -> list[str]:
    return [one.address for one in found]


def _place(organisation: Organisation, alert_id: str) -> Context:
    return Context(Kind.ALERT, raw_id(organisation.id), raw_id(alert_id), Part.CONTACT)
