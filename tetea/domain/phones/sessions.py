"""Phone sessions: found by provider's session and number, sealed under the runtime key.

Whoever has the disk without the runtime folder opens none. After a power-off they are gone; what
was told until then stands in the report, and a provider that sends the whole transcript replays it.
"""

import datetime as dt
import json
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from tetea.domain import moment
from tetea.domain.keyring import runtime
from tetea.domain.keyring.errors import RuntimeLost
from tetea.domain.keyring.runtime import Generation
from tetea.domain.people.models import Organisation
from tetea.domain.phones.models import PhoneSession
from tetea.domain.rows import raw_id, text_id
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context, lp
from tetea.kernel.crypto.registry import Kind, Part
from tetea.kernel.crypto.runtime import keyed_id, runtime_seal, runtime_unseal


@dataclass(frozen=True)
class Address:
    """What finds a session: a label and what only the provider's post brings."""

    label: str
    parts: tuple[str, ...] = field(repr=False)
    caller: str = field(default="", repr=False)
    """The number under which a dropped session can be taken up again; "" for none."""
    life: dt.timedelta = dt.timedelta(minutes=30)
    """How long the row stands; within three days it is keyed anew by the worker, or lost."""


@dataclass(frozen=True)
class Found:
    """An opened session: its row as it was read, so that a change by somebody else is noticed."""

    row: PhoneSession
    content: dict[str, object] = field(repr=False)


def find(organisation: Organisation, address: Address) -> Found | None:
    """Open the session at an address; None when there is none, or it went with the runtime key."""
    for generation in runtime.recent(min(address.life, runtime.LIFE)):
        row_id = _row_id(generation, address.label, address.parts)
        # At most one: `first` would sort by the id that is asked for.
        for row in PhoneSession.objects.filter(pk=row_id, drop_after__gt=moment.now()):
            if (found := _open(organisation, row, generation)) is not None:
                return found
    return None


def of_caller(organisation: Organisation, address: Address) -> list[Found]:
    """Open the other sessions of the same number that are not over yet."""
    opened = []
    for generation in runtime.recent(address.life):
        rows = PhoneSession.objects.filter(
            caller=_caller_id(generation, address.caller), drop_after__gt=moment.now()
        )
        opened += [found for row in rows if (found := _open(organisation, row)) is not None]
    return opened


def put(
    organisation: Organisation, address: Address, old: Found | None, content: dict[str, object]
) -> bool:
    """Write a session; False when somebody else has written it since `old` was read.

    Inside a transaction. A busy session moves on to the newest runtime key, so that it never
    outlives the day that it is used on by more than 72 hours.
    """
    generation = runtime.current()
    if old is not None and old.row.generation != generation.number:
        # Found under yesterday's key: it goes on under today's, at another id.
        if PhoneSession.objects.filter(pk=old.row.pk, blob=old.row.blob).delete()[0] != 1:
            return False
        old = None
    row_id = old.row.pk if old else _row_id(generation, address.label, address.parts)
    values = {
        "drop_after": moment.coarse(moment.now() + address.life),
        "generation": generation.number,
        "blob": runtime_seal(
            generation.key, _place(organisation, row_id), json.dumps(content).encode()
        ),
    }
    if old is not None:
        rows = PhoneSession.objects.filter(pk=row_id, blob=old.row.blob)
        return rows.update(**values) == 1
    caller = _caller_id(generation, address.caller) if address.caller else ""
    try:
        with transaction.atomic():
            PhoneSession.objects.filter(pk=row_id, drop_after__lte=moment.now()).delete()
            PhoneSession(id=row_id, caller=caller, **values).save(force_insert=True)
    except IntegrityError:
        return False
    return True


def mark(organisation: Organisation, found: Found, content: dict[str, object]) -> bool:
    """Change a session in place; False when somebody else was first. Inside a transaction."""
    try:
        key = runtime.key_of(found.row.generation)
    except RuntimeLost:
        return False
    blob = runtime_seal(key, _place(organisation, found.row.pk), json.dumps(content).encode())
    rows = PhoneSession.objects.filter(pk=found.row.pk, blob=found.row.blob)
    return rows.update(blob=blob) == 1


def of_other_days(organisation: Organisation) -> list[Found]:
    """Open the sessions that stand under the runtime key of an earlier day.

    Those that do not open went with a power cut, and are deleted.
    """
    opened = []
    rows = PhoneSession.objects.filter(generation__lt=runtime.current().number)
    for row in rows.filter(drop_after__gt=moment.now()):
        found = _open(organisation, row)
        if found is None:
            row.delete()
        else:
            opened.append(found)
    return opened


def move(
    organisation: Organisation, address: Address, old: Found, content: dict[str, object]
) -> bool:
    """Write an old session under today's key, for as long as it had left; False when it changed.

    Inside a transaction.
    """
    left = old.row.drop_after
    if not put(organisation, address, old, content):
        return False
    PhoneSession.objects.filter(pk=_row_id(runtime.current(), address.label, address.parts)).update(
        drop_after=left
    )
    return True


def drop_old() -> int:
    """Delete sessions whose time is over; return how many."""
    return PhoneSession.objects.filter(drop_after__lte=moment.now()).delete()[0]


def _open(
    organisation: Organisation, row: PhoneSession, known: Generation | None = None
) -> Found | None:
    try:
        is_same = known is not None and known.number == row.generation
        key = known.key if known and is_same else runtime.key_of(row.generation)
        plain = runtime_unseal(key, _place(organisation, row.pk), row.blob)
    except (RuntimeLost, Unsealable):
        return None
    return Found(row, json.loads(plain))


def _row_id(generation: Generation, label: str, parts: tuple[str, ...]) -> str:
    data = lp(*(part.encode() for part in parts))
    return text_id(keyed_id(generation.key, f"phone-session/{label}", data))


def _caller_id(generation: Generation, number: str) -> str:
    return text_id(keyed_id(generation.key, "phone-caller", number.encode()))


def _place(organisation: Organisation, row_id: str) -> Context:
    return Context(Kind.PHONE, raw_id(organisation.id), raw_id(row_id), Part.STATE)
