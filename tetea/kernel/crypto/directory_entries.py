"""The entries of the signed directory: their exact bytes, and how they are made and read.

Directory v1, see docs/adr. An entry is canonical JSON (UTF-8, sorted keys, no spaces, whole
numbers only, binary as base64url without padding) of {seq, prev_hash, type, body, signer}. The
bytes that were signed are the bytes that are stored; nothing is ever serialised a second time.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Protocol

from tetea.kernel.crypto.errors import DirectoryForged
from tetea.kernel.crypto.frame import lp
from tetea.kernel.crypto.registry import Group

LABEL = b"tetea/directory/v1"
RECOVERY = "recovery"
NO_HASH = bytes(32)
ID_BYTES = 16
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Genesis:
    """The root, whose hash is printed on paper: recovery keys and the first coordinator."""

    organisation: bytes
    recovery_enc_pk: bytes
    recovery_sig_pk: bytes
    member: bytes
    enc_pk: bytes
    sig_pk: bytes


@dataclass(frozen=True, slots=True)
class AddMember:
    """Somebody joins. No name stands here: only a random id, a role and public keys."""

    member: bytes
    role: str
    enc_pk: bytes
    sig_pk: bytes


@dataclass(frozen=True, slots=True)
class ChangeRole:
    """A member has another role from now on."""

    member: bytes
    role: str


@dataclass(frozen=True, slots=True)
class Rekey:
    """A member replaces her keys, signed with the old one."""

    member: bytes
    enc_pk: bytes
    sig_pk: bytes


@dataclass(frozen=True, slots=True)
class Leave:
    """A member leaves; her id is never used again."""

    member: bytes


@dataclass(frozen=True, slots=True)
class OpenEpoch:
    """A group reads with a new key from now on. For the team, `pk` is the key's commitment."""

    group: Group
    number: int
    pk: bytes


@dataclass(frozen=True, slots=True)
class SetRecovery:
    """The recovery keys are replaced."""

    recovery_enc_pk: bytes
    recovery_sig_pk: bytes


Change = Genesis | AddMember | ChangeRole | Rekey | Leave | OpenEpoch | SetRecovery

TYPES: dict[str, type[Change]] = {
    "genesis": Genesis,
    "member.add": AddMember,
    "member.role": ChangeRole,
    "member.rekey": Rekey,
    "member.leave": Leave,
    "epoch.open": OpenEpoch,
    "recovery.set": SetRecovery,
}
NAMES = {change: name for name, change in TYPES.items()}


@dataclass(frozen=True, slots=True)
class Head:
    """How far the directory reaches: pin it, and an older copy is refused."""

    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Signed:
    """An entry as stored: its bytes, and one signature for each name in its `signer`."""

    entry: bytes
    signatures: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry taken apart. Its signatures are not checked yet."""

    seq: int
    prev_hash: bytes
    change: Change
    signers: tuple[str, ...]


class Signer(Protocol):
    """Whoever can sign: member keys or recovery keys."""

    def sign(self, message: bytes) -> bytes:
        """Sign a labelled message."""


def signer_name(member: bytes) -> str:
    """Return how a member is named in `signer`."""
    return _text(member)


def entry_hash(entry: bytes) -> bytes:
    """Return the hash by which the next entry, the log and the printed sheet name this one."""
    return hashlib.sha256(signed_message(entry)).digest()


def signed_message(entry: bytes) -> bytes:
    """Return the bytes that a signer signs for an entry."""
    return lp(LABEL, entry)


def build(change: Change, head: Head | None, signers: Sequence[tuple[str, Signer]]) -> Signed:
    """Make and sign the entry that follows `head` (None for genesis).

    Building checks nothing about who may: verify the new chain before storing it.
    """
    document = {
        "seq": head.seq + 1 if head else 0,
        "prev_hash": _text(head.hash if head else NO_HASH),
        "type": NAMES[type(change)],
        "body": _body(change),
        "signer": [name for name, _ in signers],
    }
    entry = _canonical(document)
    message = signed_message(entry)
    return Signed(entry, tuple(signer.sign(message) for _, signer in signers))


def parse_entry(data: bytes) -> Entry:
    """Take an entry apart; raise DirectoryForged unless it is exactly in the format."""
    try:
        document = json.loads(data)
        if _canonical(document) != data:
            raise DirectoryForged("not canonical")
        return _entry(document)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise DirectoryForged("not an entry of a known format") from None


def _entry(document: dict[str, object]) -> Entry:
    if set(document) != {"seq", "prev_hash", "type", "body", "signer"}:
        raise ValueError("other members than the format has")
    signers = document["signer"]
    if not isinstance(signers, list) or not all(isinstance(name, str) for name in signers):
        raise TypeError("signer is a list of names")
    return Entry(
        seq=_number(document["seq"]),
        prev_hash=_bytes(document["prev_hash"], 32),
        change=_change(TYPES[str(document["type"])], document["body"]),
        signers=tuple(signers),
    )


def _body(change: Change) -> dict[str, str | int]:
    body: dict[str, str | int] = {}
    for field in fields(change):
        value = getattr(change, field.name)
        body[field.name] = _text(value) if isinstance(value, bytes) else value
    return body


def _change(kind: type[Change], body: object) -> Change:
    names = [field.name for field in fields(kind)]
    if not isinstance(body, dict) or set(body) != set(names):
        raise ValueError("other members than this type has")
    return kind(**{name: _READERS.get(name, _key)(body[name]) for name in names})


def _id(value: object) -> bytes:
    return _bytes(value, ID_BYTES)


def _key(value: object) -> bytes:
    return _bytes(value, KEY_BYTES)


def _role(value: object) -> str:
    if not isinstance(value, str) or not value.replace("_", "").isalpha() or not value.isascii():
        raise ValueError("not a role")
    return value


def _group(value: object) -> Group:
    return Group(str(value))


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 53:
        raise ValueError("not a whole number")
    return value


# Every field that is not listed is a public key or a commitment of 32 bytes. Each reader checks
# the type of what it returns, so `Any` ends here, at the border where JSON comes in.
_READERS: dict[str, Callable[[object], Any]] = {
    "organisation": _id,
    "member": _id,
    "role": _role,
    "group": _group,
    "number": _number,
}


def _canonical(document: object) -> bytes:
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(value: object, length: int) -> bytes:
    if not isinstance(value, str):
        raise TypeError("binary is written as text")
    try:
        data = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    except binascii.Error:
        raise ValueError("not base64url") from None
    if len(data) != length or _text(data) != value:
        raise ValueError("not base64url of the right length")
    return data
