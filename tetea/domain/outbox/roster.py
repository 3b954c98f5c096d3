"""Where members can be told that something waits: from the roster, which opens while it is on."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field

from tetea.domain.keyring import runtime
from tetea.domain.keyring.errors import RuntimeLost
from tetea.domain.keyring.models import Roster
from tetea.domain.people.models import Organisation
from tetea.domain.rows import raw_id
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.registry import Kind, Part
from tetea.kernel.crypto.runtime import runtime_unseal


@dataclass(frozen=True)
class Entry:
    """A member who signed in within three days, and where she can be told."""

    member_id: str
    role: str
    address: str = field(repr=False)


def entries(organisation: Organisation) -> list[Entry]:
    """Return who can be told; empty after a power cut, until members sign in again."""
    found = []
    for row in Roster.objects.all():
        place = Context(Kind.ROSTER, raw_id(organisation.id), raw_id(row.member_id), Part.CONTACT)
        try:
            plain = runtime_unseal(runtime.key_of(row.generation), place, row.blob)
        except (RuntimeLost, Unsealable):
            continue
        content = json.loads(plain)
        found.append(Entry(row.member_id, str(content["role"]), str(content["address"])))
    return found


def addresses(
    organisation: Organisation, roles: Collection[str], *, with_duty: bool = False
) -> list[str]:
    """Return where members of these roles can be told, and on wish the duty addresses too."""
    found = [one.address for one in entries(organisation) if one.role in roles]
    return list(dict.fromkeys(found + (duty(organisation) if with_duty else [])))


def duty(organisation: Organisation) -> list[str]:
    """Return the organisation's own addresses: the floor under everything."""
    return organisation.duty_addresses.split()
