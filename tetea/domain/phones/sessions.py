"""Phone sessions: found by provider's session and number, sealed under the runtime key.

Whoever has the disk without the runtime folder opens none. After a power-off they are gone; what
was told until then stands in the report, and a provider that sends the whole transcript replays it.
"""

import datetime as dt
import json
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from tetea.database import statements
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

# Each hop of a menu runs the first and the second of these.
FIND = "SELECT id, generation, blob FROM phones_phonesession WHERE id = %s AND drop_after > %s"
REPLACE = """
    UPDATE phones_phonesession SET drop_after = %s, blob = %s WHERE id = %s AND blob = %s
"""
OF_CALLER = """
    SELECT id, generation, blob FROM phones_phonesession WHERE caller = %s AND drop_after > %s
"""


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
    generation: Generation
    content: dict[str, object] = field(repr=False)


def find(organisation: Organisation, address: Address) -> Found | None:
    """Open the session at an address; None when there is none, or it went with the runtime key."""
    for generation in runtime.recent(min(address.life, runtime.LIFE)):
        row_id = _id(generation, address)
        for row in statements.rows(FIND, (row_id, moment.now())):
            if (found := _open(organisation, _of_row(row), generation)) is not None:
                return found
    return None


def of_caller(organisation: Organisation, address: Address) -> list[Found]:
    """Open the other sessions of the same number that are not over yet."""
    opened = []
    for generation in runtime.recent(address.life):
        caller = _caller_id(generation, address.caller)
        rows = [_of_row(row) for row in statements.rows(OF_CALLER, (caller, moment.now()))]
        opened += [found for row in rows if (found := _open(organisation, row)) is not None]
    return opened


@dataclass(frozen=True)
class Ready:
    """A session sealed to be written: under today's key, in the place of what was found."""

    row: PhoneSession
    old: Found | None


def ready(
    organisation: Organisation, address: Address, old: Found | None, content: dict[str, object]
) -> Ready:
    """Seal a session, to be written by `put`. Before the transaction: others wait for that.

    A busy session moves on to the newest runtime key, so that it never outlives the day that it is
    used on by more than 72 hours.
    """
    stays = old is not None and old.generation.number == runtime.number_of_today()
    generation = old.generation if old is not None and stays else runtime.current()
    row_id = old.row.pk if old is not None and stays else _id(generation, address)
    row = PhoneSession(
        id=row_id,
        caller=_caller_id(generation, address.caller) if address.caller else "",
        drop_after=moment.coarse(moment.now() + address.life),
        generation=generation.number,
        blob=_sealed(organisation, generation, row_id, content),
    )
    return Ready(row, old)


def put(it: Ready) -> bool:
    """Write a session; False when somebody else has written it since the old one was read.

    Inside a transaction.
    """
    row, old = it.row, it.old
    if old is not None and row.pk == old.row.pk:
        values = (row.drop_after, row.blob, row.pk, old.row.blob)
        return statements.change(REPLACE, values) == 1
    # Found under yesterday's key: it goes on under today's, at another id.
    if old is not None and _same(old).delete()[0] != 1:
        return False
    try:
        with transaction.atomic():
            PhoneSession.objects.filter(pk=row.pk, drop_after__lte=moment.now()).delete()
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def mark(organisation: Organisation, found: Found, content: dict[str, object]) -> bool:
    """Change a session in place; False when somebody else was first. Inside a transaction."""
    blob = _sealed(organisation, found.generation, found.row.pk, content)
    return _same(found).update(blob=blob) == 1


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
    moved = ready(organisation, address, old, content)
    moved.row.drop_after = old.row.drop_after
    return put(moved)


def drop_old() -> int:
    """Delete sessions whose time is over; return how many."""
    return PhoneSession.objects.filter(drop_after__lte=moment.now()).delete()[0]


def _same(found: Found) -> QuerySet[PhoneSession]:
    return PhoneSession.objects.filter(pk=found.row.pk, blob=found.row.blob)


def _of_row(row: tuple[str, int, bytes]) -> PhoneSession:
    row_id, generation, blob = row
    return PhoneSession(id=row_id, generation=generation, blob=bytes(blob))


def _sealed(
    organisation: Organisation, generation: Generation, row_id: str, content: dict[str, object]
) -> bytes:
    plain = json.dumps(content, separators=(",", ":")).encode()
    return runtime_seal(generation.key, _place(organisation, row_id), plain)


def _open(
    organisation: Organisation, row: PhoneSession, known: Generation | None = None
) -> Found | None:
    try:
        if known is None or known.number != row.generation:
            known = Generation(row.generation, runtime.key_of(row.generation))
        plain = runtime_unseal(known.key, _place(organisation, row.pk), row.blob)
    except (RuntimeLost, Unsealable):
        return None
    return Found(row, known, json.loads(plain))


def _id(generation: Generation, address: Address) -> str:
    data = lp(*(part.encode() for part in address.parts))
    return text_id(keyed_id(generation.key, f"phone-session/{address.label}", data))


def _caller_id(generation: Generation, number: str) -> str:
    return text_id(keyed_id(generation.key, "phone-caller", number.encode()))


def _place(organisation: Organisation, row_id: str) -> Context:
    return Context(Kind.PHONE, raw_id(organisation.id), raw_id(row_id), Part.STATE)
