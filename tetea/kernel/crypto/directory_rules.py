"""Who may sign which change of the directory.

Directory v1, see docs/adr. Roles and epochs count only if a coordinator who was active at that
entry signed them; an administrator's signature is worth nothing here. A member's new keys need
her old one. The recovery key may let somebody join, for the day when no coordinator is left.
"""

from dataclasses import dataclass, field, replace

from tetea.kernel.crypto.directory_entries import (
    NO_HASH,
    RECOVERY,
    AddMember,
    Change,
    ChangeRole,
    Entry,
    Genesis,
    Head,
    Leave,
    OpenEpoch,
    Rekey,
    SetRecovery,
    Signed,
    entry_hash,
    parse_entry,
    signed_message,
    signer_name,
)
from tetea.kernel.crypto.errors import DirectoryForged
from tetea.kernel.crypto.registry import Group
from tetea.kernel.crypto.signing import is_signed

COORDINATOR = "coordinator"
OUTSIDE = "outside"

# One coordinator alone must not replace the key that can open everything.
COORDINATORS_FOR_RECOVERY = 2


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """A member from entry `since_seq` on: no name, only a random id, a role and public keys."""

    id: bytes
    role: str
    enc_pk: bytes
    sig_pk: bytes
    left: bool
    since_seq: int


@dataclass(frozen=True, slots=True)
class Epoch:
    """A group's public key (for the team: its key's commitment) from entry `seq` on."""

    group: Group
    number: int
    pk: bytes
    seq: int


@dataclass(slots=True)
class State:
    """The directory while it is being verified."""

    organisation: bytes
    genesis_hash: bytes
    recovery_enc_pk: bytes
    recovery_sig_pk: bytes
    head: Head
    history: dict[bytes, list[MemberRecord]] = field(default_factory=dict)
    epochs: list[Epoch] = field(default_factory=list)

    def current(self, member: bytes) -> MemberRecord:
        """Return a member who has not left; raise DirectoryForged otherwise."""
        record = self.history[member][-1] if member in self.history else None
        if record is None or record.left:
            raise DirectoryForged("no such member at that entry")
        return record

    def record(self, record: MemberRecord) -> None:
        """Write down what is true of a member from now on."""
        self.history.setdefault(record.id, []).append(record)


def begin(signed: Signed) -> State:
    """Check the root: signed by the recovery key and by the first coordinator."""
    entry = parse_entry(signed.entry)
    root = entry.change
    if not isinstance(root, Genesis) or (entry.seq, entry.prev_hash) != (0, NO_HASH):
        raise DirectoryForged("the first entry is no root")
    if entry.signers != (RECOVERY, signer_name(root.member)):
        raise DirectoryForged("the root is not signed by both")
    _check_signatures(signed, (root.recovery_sig_pk, root.sig_pk))
    digest = entry_hash(signed.entry)
    state = State(
        root.organisation, digest, root.recovery_enc_pk, root.recovery_sig_pk, Head(0, digest)
    )
    state.record(
        MemberRecord(root.member, COORDINATOR, root.enc_pk, root.sig_pk, left=False, since_seq=0)
    )
    return state


def apply(state: State, signed: Signed) -> None:
    """Check one entry against all before it and take it over; raise DirectoryForged."""
    entry = parse_entry(signed.entry)
    if (entry.seq, entry.prev_hash) != (state.head.seq + 1, state.head.hash):
        raise DirectoryForged("it does not follow the entry before it")
    _check_signatures(signed, _signing_keys(state, entry))
    _check_authority(state, entry)
    _take_over(state, entry.change, entry.seq)
    state.head = Head(entry.seq, entry_hash(signed.entry))


def _signing_keys(state: State, entry: Entry) -> tuple[bytes, ...]:
    names = {signer_name(member): member for member in state.history}
    keys = []
    for name in entry.signers:
        if name == RECOVERY:
            keys.append(state.recovery_sig_pk)
        elif name in names:
            keys.append(state.current(names[name]).sig_pk)
        else:
            raise DirectoryForged("signed by a stranger")
    return tuple(keys)


def _check_signatures(signed: Signed, keys: tuple[bytes, ...]) -> None:
    if not keys or len(keys) != len(signed.signatures):
        raise DirectoryForged("signatures are missing")
    message = signed_message(signed.entry)
    pairs = zip(keys, signed.signatures, strict=True)
    if not all(is_signed(key, message, signature) for key, signature in pairs):
        raise DirectoryForged("a signature is wrong")


def _check_authority(state: State, entry: Entry) -> None:
    coordinators = _signer_names(state, COORDINATOR)
    signers = set(entry.signers)
    match entry.change:
        case Rekey(member=member):
            allowed = entry.signers == (signer_name(member),)
        case AddMember():
            allowed = bool(signers & (coordinators | {RECOVERY}))
        case OpenEpoch(group=Group.OUTSIDE, number=number) if number > 1:
            # A coordinator must not redirect the reports about her own organisation.
            allowed = bool(signers & _signer_names(state, OUTSIDE))
        case SetRecovery():
            enough = len(signers & coordinators) >= COORDINATORS_FOR_RECOVERY
            allowed = RECOVERY in signers or enough
        case _:
            allowed = bool(signers & coordinators)
    if not allowed:
        raise DirectoryForged("signed by somebody who may not")


def _signer_names(state: State, role: str) -> set[str]:
    return {
        signer_name(member)
        for member, records in state.history.items()
        if records[-1].role == role and not records[-1].left
    }


def _take_over(state: State, change: Change, seq: int) -> None:
    match change:
        case AddMember():
            _add(state, change, seq)
        case ChangeRole(member, role):
            state.record(replace(state.current(member), role=role, since_seq=seq))
        case Rekey(member, enc_pk, sig_pk):
            old = state.current(member)
            state.record(replace(old, enc_pk=enc_pk, sig_pk=sig_pk, since_seq=seq))
        case Leave(member):
            state.record(replace(state.current(member), left=True, since_seq=seq))
        case OpenEpoch():
            _open_epoch(state, change, seq)
        case SetRecovery(enc_pk, sig_pk):
            state.recovery_enc_pk, state.recovery_sig_pk = enc_pk, sig_pk
        case Genesis():
            raise DirectoryForged("a second root")


def _add(state: State, change: AddMember, seq: int) -> None:
    # A reused id would let a newcomer inherit what was granted to the one who left.
    if change.member in state.history:
        raise DirectoryForged("this member was there before")
    state.record(
        MemberRecord(
            change.member, change.role, change.enc_pk, change.sig_pk, left=False, since_seq=seq
        )
    )


def _open_epoch(state: State, change: OpenEpoch, seq: int) -> None:
    before = [epoch.number for epoch in state.epochs if epoch.group == change.group]
    if change.number != max(before, default=0) + 1:
        raise DirectoryForged("an epoch out of order")
    state.epochs.append(Epoch(change.group, change.number, change.pk, seq))
