"""What is sealed in a row of the outbox: under the runtime key, and for some also to dispatch."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from tetea.domain.keyring import recipients, runtime
from tetea.domain.keyring.holder import Holder
from tetea.domain.outbox import generations
from tetea.domain.outbox.kinds import Kind
from tetea.domain.outbox.models import Outgoing
from tetea.domain.people.models import Organisation
from tetea.domain.rows import raw_id
from tetea.kernel.crypto import registry
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.hpke import seal_to
from tetea.kernel.crypto.registry import Group, Part
from tetea.kernel.crypto.runtime import runtime_seal, runtime_unseal
from tetea.kernel.crypto.seal import new_key, seal


@dataclass(frozen=True)
class Content:
    """One message. `to` is an address or an E.164 number; `windows` only bind texts."""

    kind: Kind
    to: str = field(repr=False)
    text: str = field(repr=False)
    subject: str = field(default="", repr=False)
    """Of a letter its first line; of a token the opaque id of that for which it is made."""
    windows: tuple[str, ...] = ()
    is_second: bool = False
    """One may already have arrived, so that this is the last."""


def put_in(organisation: Organisation, row_id: str, content: Content) -> dict[str, object]:
    """Return the columns of a row that hold this content under today's runtime key."""
    generation = runtime.current()
    place = _place(organisation, row_id, Part.MESSAGE)
    is_text = content.kind is not Kind.LETTER
    return {
        "generation": generation.number,
        "key_mark": generations.mark(generation),
        "blob": runtime_seal(generation.key, place, _dump(content)),
        "to_id": generations.name(generation, generations.TO, content.to) if is_text else "",
    }


def put_source(organisation: Organisation, row_id: str, content: Content) -> dict[str, object]:
    """Return the columns that let a member on dispatch make the row again after a power cut.

    Raises DirectoryAlarm when nobody can be sealed to.
    """
    to = recipients.group(organisation, Group.DISPATCH)
    place = _place(organisation, row_id, Part.SOURCE)
    return {"epoch": to.epoch, "source": seal_to(to.pk, place, _dump(content), to.epoch)}


def take_out(organisation: Organisation, row: Outgoing) -> Content:
    """Open a row; raise RuntimeLost or Unsealable when its runtime key is gone."""
    place = _place(organisation, row.id, Part.MESSAGE)
    return _load(runtime_unseal(runtime.key_of(row.generation), place, row.blob))


def take_source(holder: Holder, row: Outgoing) -> Content:
    """Open the source of a row that has one; raise NoSuchKey or Unsealable."""
    place = _place(holder.organisation, row.id, Part.SOURCE)
    reader = holder.group(Group.DISPATCH, row.epoch)
    return _load(reader.unseal_from(place, row.source or b"", row.epoch))


def wiped() -> dict[str, object]:
    """Return the columns of a row that is over: nobody can open what is left, not even we."""
    nobody = Context(registry.Kind.OUTBOX, bytes(16), bytes(16), Part.MESSAGE)
    return {"blob": seal(new_key(), nobody, b""), "source": None, "epoch": 0, "to_id": ""}


def _place(organisation: Organisation, row_id: str, part: Part) -> Context:
    return Context(registry.Kind.OUTBOX, raw_id(organisation.id), raw_id(row_id), part)


def _dump(content: Content) -> bytes:
    fields: dict[str, object] = {
        "kind": content.kind.value,
        "address": content.to,
        "subject": content.subject,
        "text": content.text,
        "windows": content.windows,
        "is_second": content.is_second,
    }
    return json.dumps(fields).encode()


def _load(plain: bytes) -> Content:
    fields: Mapping[str, object] = json.loads(plain)
    windows = fields.get("windows", ())
    return Content(
        # Rows of the release before this one were all letters.
        kind=Kind(str(fields.get("kind", Kind.LETTER.value))),
        to=str(fields["address"]),
        text=str(fields["text"]),
        subject=str(fields["subject"]),
        windows=tuple(map(str, windows)) if isinstance(windows, list) else (),
        is_second=fields.get("is_second") is True,
    )
