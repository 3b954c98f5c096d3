"""Read the log: its details with the log key, its root with no key at all."""

import datetime as dt
import hmac
import json
from dataclasses import dataclass

from tetea.domain.keyring import recipients
from tetea.domain.keyring.errors import NoSuchKey
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import triggers
from tetea.domain.log.models import LogDetail, LogEntry, LogHead
from tetea.domain.people.models import Member, Organisation
from tetea.domain.rows import raw_id
from tetea.kernel.crypto import log as format_v1
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.registry import Group, Kind, Part

SALT_BYTES = 32


@dataclass(frozen=True)
class Line:
    """One entry as the coordinator reads it. `genuine` says that entry and detail fit."""

    index: int
    at: dt.datetime
    verb: str
    actor: str
    role: str
    object: str
    genuine: bool
    reason: str = ""
    """The code of why, where a reason is owed: who somebody is was opened."""


@dataclass(frozen=True)
class Proof:
    """The state of a log: its size and root, and what is wrong with it."""

    size: int
    root: bytes
    checkpoint: str
    problems: tuple[str, ...]


def latest(holder: Holder, limit: int = 100) -> tuple[Line, ...]:
    """Open the newest entries, newest first; raise NoSuchKey without the log key.

    An entry whose detail was erased is left out: nothing is known of it but that it was.
    """
    if not holder.holds(Group.LOG):
        raise NoSuchKey
    organisation = holder.organisation
    details = LogDetail.objects.filter(organisation=organisation).order_by("-index")[:limit]
    entries = {
        row.index: row.entry
        for row in LogEntry.objects.filter(
            organisation=organisation, index__in=[detail.index for detail in details]
        )
    }
    names = dict(Member.objects.values_list("id", "username"))
    found = (_line(holder, detail, entries.get(detail.index, b""), names) for detail in details)
    return tuple(line for line in found if line is not None)


def prove(organisation: Organisation) -> Proof:
    """Walk the whole log without any key: dense, untouched, its triggers in place; and its root."""
    log_id = format_v1.log_id(recipients.genesis_hash(organisation))
    frontier, problems = format_v1.Frontier(), []
    rows = LogEntry.objects.filter(organisation=organisation).order_by("index")
    for row in rows.iterator(chunk_size=2000):
        if row.index != frontier.size:
            problems.append(f"entry {frontier.size} is missing")
            break
        if format_v1.leaf(row.entry) != row.leaf or row.entry[1:17] != log_id:
            problems.append(f"entry {row.index} was changed")
        frontier.add(format_v1.leaf(row.entry))
    head = LogHead.objects.filter(organisation=organisation).first()
    if (head.size if head else 0) != frontier.size:
        problems.append("the head does not fit the entries")
    problems += [f"the trigger {name} is missing" for name in sorted(triggers.missing())]
    root = frontier.root()
    text = format_v1.checkpoint(log_id, frontier.size, root)
    return Proof(frontier.size, root, text, tuple(problems))


def _line(holder: Holder, detail: LogDetail, entry: bytes, names: dict[str, str]) -> Line | None:
    organisation = holder.organisation
    log_id = format_v1.log_id(recipients.genesis_hash(organisation))
    place = Context(Kind.LOG, raw_id(organisation.id), log_id, Part.DETAIL, detail.index)
    try:
        reader = holder.group(Group.LOG, detail.epoch)
        plain = reader.unseal_from(place, detail.blob, detail.epoch)
    except (NoSuchKey, Unsealable, LookupError):
        return None
    salt, text = plain[:SALT_BYTES], plain[SALT_BYTES:]
    wanted = format_v1.entry(log_id, detail.index, format_v1.commit(salt, text))
    content = json.loads(text)
    return Line(
        index=detail.index,
        at=dt.datetime.fromtimestamp(content["at"], dt.UTC),
        verb=content["action"],
        actor=names.get(content["actor"], content["actor"]),
        role=content["role"],
        object=content["object"],
        genuine=hmac.compare_digest(wanted, entry),
        reason=str(content.get("reason", "")),
    )
