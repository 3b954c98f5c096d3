"""What is sealed of forums: under the team's key, and the list of who came for coordinators."""

import json
from collections.abc import Mapping

from tetea.domain.forum.errors import NotForDuty, NotFound
from tetea.domain.forum.models import Commitment, Forum, RosterEntry
from tetea.domain.keyring import grants, recipients
from tetea.domain.keyring.errors import NoSuchKey
from tetea.domain.keyring.holder import Holder
from tetea.domain.rows import raw_id, text_id
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.registry import Group, Kind, Part
from tetea.kernel.crypto.seal import new_key, seal, unseal

WRITER = "coordinator"
BODY = {Forum: Part.BODY, Commitment: Part.NOTE, RosterEntry: Part.CARD}
Sealed = Forum | Commitment | RosterEntry


def may_write(holder: Holder) -> None:
    """Raise NotForDuty for whoever only reads, NotFound for whoever does not even read."""
    if not holder.holds(Group.TEAM):
        raise NotFound
    if holder.role != WRITER:
        raise NotForDuty


def put(holder: Holder, row: Sealed, content: Mapping[str, object]) -> None:
    """Seal a body under the team's newest key."""
    row.generation = recipients.group(holder.organisation, Group.TEAM).epoch
    plain = json.dumps(content, ensure_ascii=False).encode()
    row.body = seal(holder.team(row.generation), place(holder, row.id, BODY[type(row)]), plain)


def take(holder: Holder, row: Sealed) -> dict[str, object]:
    """Open a body; raise NotFound for whoever has no key and for what does not open."""
    if not holder.holds(Group.TEAM):
        raise NotFound
    try:
        key = holder.team(row.generation)
        return dict(json.loads(unseal(key, place(holder, row.id, BODY[type(row)]), row.body)))
    except (NoSuchKey, Unsealable, LookupError):
        raise NotFound from None


def put_apart(holder: Holder, object_id: str, content: object) -> bytes:
    """Seal something to the coordinators of today alone; return the blob. In a transaction."""
    key = new_key()
    for record in recipients.directory(holder.organisation).active(WRITER):
        to = recipients.member(holder.organisation, text_id(record.id))
        grants.give(holder.organisation, holder.keys, to, key, (object_id, Part.IDENTITY))
    plain = json.dumps(content, ensure_ascii=False).encode()
    return seal(key, place(holder, object_id, Part.IDENTITY), plain)


def take_apart(holder: Holder, object_id: str, blob: bytes) -> object:
    """Open it, for coordinators who held the role when it was written; raise NotFound."""
    try:
        key = grants.open_granted(holder, object_id, Part.IDENTITY)
        found: object = json.loads(unseal(key, place(holder, object_id, Part.IDENTITY), blob))
    except (NoSuchKey, Unsealable):
        raise NotFound from None
    return found


def place(holder: Holder, object_id: str, part: Part) -> Context:
    """Return the place of a part of a forum."""
    return Context(Kind.FORUM, raw_id(holder.organisation.id), raw_id(object_id), part)
