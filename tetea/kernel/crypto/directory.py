"""Whose public key may be believed: the append-only directory, verified from a printed root.

Directory v1, see docs/adr. Whoever writes in the database can change any row; without this, one
changed public key would send him a copy of every report. Each process that wraps a key verifies
the chain first and refuses one that ends before the head it has seen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from tetea.kernel.crypto import directory_rules
from tetea.kernel.crypto.directory_entries import (
    AddMember,
    ChangeRole,
    Genesis,
    Head,
    Leave,
    OpenEpoch,
    Rekey,
    SetRecovery,
    Signed,
    build,
    entry_hash,
    parse_entry,
    signer_name,
)
from tetea.kernel.crypto.directory_rules import COORDINATOR, Epoch, MemberRecord, State
from tetea.kernel.crypto.errors import DirectoryForged, DirectoryRolledBack
from tetea.kernel.crypto.registry import Group

__all__ = [
    "COORDINATOR",
    "AddMember",
    "ChangeRole",
    "Directory",
    "DirectoryForged",
    "DirectoryRolledBack",
    "Epoch",
    "Genesis",
    "Group",
    "Head",
    "Leave",
    "MemberRecord",
    "OpenEpoch",
    "Prefix",
    "Rekey",
    "SetRecovery",
    "Signed",
    "build",
    "entry_hash",
    "parse_entry",
    "signer_name",
    "verify",
    "verify_prefix",
]


Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Directory:
    """A verified directory: everything in it was signed by who may sign it."""

    organisation: bytes
    genesis_hash: bytes
    head: Head
    recovery_enc_pk: bytes
    recovery_sig_pk: bytes
    members: Mapping[bytes, MemberRecord]
    epochs: tuple[Epoch, ...]
    history: Mapping[bytes, tuple[MemberRecord, ...]]

    def epoch(self, group: Group) -> Epoch:
        """Return the epoch that is current for a group; raise LookupError if none was opened."""
        for epoch in reversed(self.epochs):
            if epoch.group == group:
                return epoch
        raise LookupError(f"no epoch of {group}")

    def epoch_numbered(self, group: Group, number: int) -> Epoch:
        """Return one epoch of a group, current or past; raise LookupError if there is none."""
        for epoch in self.epochs:
            if (epoch.group, epoch.number) == (group, number):
                return epoch
        raise LookupError(f"no epoch {number} of {group}")

    def active(self, *roles: str) -> tuple[MemberRecord, ...]:
        """Return the members who have not left, of these roles or of any."""
        present = (member for member in self.members.values() if not member.left)
        return tuple(member for member in present if not roles or member.role in roles)

    def member_at(self, member: bytes, seq: int) -> MemberRecord | None:
        """Return a member as the directory had her after entry `seq`; None if it had not."""
        found = None
        for record in self.history.get(member, ()):
            if record.since_seq <= seq:
                found = record
        return found


@dataclass(frozen=True, slots=True)
class Prefix:
    """The verified beginning of a directory. `ignored` entries after it wait for an alarm."""

    directory: Directory
    ignored: int
    reason: str


def verify(
    entries: Sequence[Signed], genesis_hash: bytes, pinned_head: Head | None = None
) -> Directory:
    """Verify the whole chain from the printed root, or raise.

    Raises DirectoryForged at the first entry that is not right, DirectoryRolledBack if the chain
    ends before `pinned_head`.
    """
    state = _begin(entries, genesis_hash)
    for signed in entries[1:]:
        directory_rules.apply(state, signed)
    return _finish(state, entries, pinned_head)


def verify_prefix(
    entries: Sequence[Signed], genesis_hash: bytes, pinned_head: Head | None = None
) -> Prefix:
    """Verify as far as the chain is right, so that intake goes on with the last good epoch.

    Raises as `verify` does if the root itself is wrong or the good part ends before the pinned
    head: then no key can be trusted to be the current one.
    """
    state = _begin(entries, genesis_hash)
    reason = ""
    for signed in entries[1:]:
        try:
            directory_rules.apply(state, signed)
        except DirectoryForged as forged:
            reason = str(forged)
            break
    good = state.head.seq + 1
    return Prefix(_finish(state, entries[:good], pinned_head), len(entries) - good, reason)


def _begin(entries: Sequence[Signed], genesis_hash: bytes) -> State:
    if not entries:
        raise DirectoryRolledBack("the directory is empty")
    if entry_hash(entries[0].entry) != genesis_hash:
        raise DirectoryForged("another root than the printed one")
    return directory_rules.begin(entries[0])


def _finish(state: State, entries: Sequence[Signed], pinned_head: Head | None) -> Directory:
    if pinned_head is not None:
        _check_pinned(entries, pinned_head)
    return Directory(
        organisation=state.organisation,
        genesis_hash=state.genesis_hash,
        head=state.head,
        recovery_enc_pk=state.recovery_enc_pk,
        recovery_sig_pk=state.recovery_sig_pk,
        members=_frozen((member, records[-1]) for member, records in state.history.items()),
        epochs=tuple(state.epochs),
        history=_frozen((member, tuple(records)) for member, records in state.history.items()),
    )


def _check_pinned(entries: Sequence[Signed], pinned_head: Head) -> None:
    if len(entries) <= pinned_head.seq:
        raise DirectoryRolledBack("the directory ends before the head seen last")
    if entry_hash(entries[pinned_head.seq].entry) != pinned_head.hash:
        raise DirectoryForged("another entry stands where the head was seen last")


def _frozen(pairs: Iterable[tuple[bytes, Value]]) -> Mapping[bytes, Value]:
    return MappingProxyType(dict(pairs))
