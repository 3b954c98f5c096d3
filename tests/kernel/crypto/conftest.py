"""People of the crypto tests: Asha coordinates, Paul is a paralegal, Stella a stranger."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tetea.kernel.crypto import directory as d
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.member_keys import MemberKeys
from tetea.kernel.crypto.recovery import RecoveryKeys
from tetea.kernel.crypto.registry import Kind, Part

VECTORS = Path(__file__).parents[2] / "vectors"
ORG = b"o" * 16


@dataclass
class Chain:
    """A directory that grows by signed entries, honest or not."""

    recovery: RecoveryKeys
    entries: list[d.Signed] = field(default_factory=list)

    def add(self, change: Any, *signers: tuple[str, Any]) -> "Chain":
        """Append what `signers` signed, without asking whether they may."""
        head = d.Head(len(self.entries) - 1, self.last_hash) if self.entries else None
        self.entries.append(d.build(change, head, signers))
        return self

    @property
    def last_hash(self) -> bytes:
        """The hash of the last entry."""
        return d.entry_hash(self.entries[-1].entry)

    @property
    def root(self) -> bytes:
        """The hash that is printed on paper."""
        return d.entry_hash(self.entries[0].entry)

    def verify(self, pinned: d.Head | None = None) -> d.Directory:
        """Verify the whole chain."""
        return d.verify(self.entries, self.root, pinned)


def by(keys: MemberKeys) -> tuple[str, MemberKeys]:
    """Name a member as a signer."""
    return d.signer_name(keys.member), keys


def joining(keys: MemberKeys, role: str) -> d.AddMember:
    """Return the change by which somebody joins."""
    return d.AddMember(keys.member, role, keys.enc_pk, keys.sig_pk)


@pytest.fixture
def vectors() -> Callable[[str], Any]:
    """Read a file of frozen vectors."""
    return lambda name: json.loads((VECTORS / name).read_text())


@pytest.fixture
def read_context() -> Callable[[dict[str, Any]], Context]:
    """Turn a vector's context into ours."""
    return lambda c: Context(
        Kind(c["kind"]),
        bytes.fromhex(c["org"]),
        bytes.fromhex(c["object"]),
        Part(c["part"]),
        c["version"],
    )


@pytest.fixture
def story() -> Context:
    """The place of one report's story."""
    return Context(Kind.REPORT, ORG, b"r" * 16, Part.STORY)


@pytest.fixture
def asha() -> MemberKeys:
    """The first coordinator."""
    return MemberKeys.generate(ORG, b"A" * 16)


@pytest.fixture
def paul() -> MemberKeys:
    """A paralegal."""
    return MemberKeys.generate(ORG, b"P" * 16)


@pytest.fixture
def stella() -> MemberKeys:
    """A stranger who can write in the database."""
    return MemberKeys.generate(ORG, b"S" * 16)


@pytest.fixture
def chain(asha: MemberKeys, paul: MemberKeys) -> Chain:
    """Asha's organisation: Paul joined, the first intake epoch is open."""
    recovery = RecoveryKeys.from_seed(b"\x07" * 32)
    root = d.Genesis(ORG, recovery.enc_pk, recovery.sig_pk, asha.member, asha.enc_pk, asha.sig_pk)
    built = Chain(recovery).add(root, ("recovery", recovery), by(asha))
    built.add(joining(paul, "paralegal"), by(asha))
    return built.add(d.OpenEpoch(d.Group.INTAKE, 1, b"\x01" * 32), by(asha))


@pytest.fixture
def signed_by() -> Callable[[MemberKeys], tuple[str, MemberKeys]]:
    """Name a member as a signer."""
    return by


@pytest.fixture
def joins() -> Callable[[MemberKeys, str], d.AddMember]:
    """Make the change by which somebody joins."""
    return joining
