"""Unambiguous joining of byte strings, and the context that is bound into every sealed blob.

Framing, see docs/adr. There is no separator that data could imitate: each part is preceded by
its length, so no two different lists of parts give the same bytes.
"""

import struct
from dataclasses import dataclass

from tetea.kernel.crypto.registry import Kind, Part


def lp(*parts: bytes) -> bytes:
    """Join parts, each behind its length as four big-endian bytes."""
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


def unlp(data: bytes) -> tuple[bytes, ...]:
    """Take apart what `lp` joined; raise ValueError if it is not exactly that."""
    parts = []
    at = 0
    while at < len(data):
        if len(data) - at < 4:  # noqa: PLR2004 - the length of a length
            raise ValueError("cut inside a length")
        (length,) = struct.unpack_from(">I", data, at)
        at += 4
        if length > len(data) - at:
            raise ValueError("cut inside a part")
        parts.append(data[at : at + length])
        at += length
    return tuple(parts)


def u64(number: int) -> bytes:
    """Write a whole number as eight big-endian bytes; raise ValueError outside 0..2^64-1."""
    if not 0 <= number < 1 << 64:
        raise ValueError("number out of range")
    return struct.pack(">Q", number)


@dataclass(frozen=True, slots=True)
class Context:
    """Where a sealed blob belongs: moved anywhere else, it does not open."""

    kind: Kind
    org: bytes
    object: bytes
    part: Part
    version: int = 1

    def __post_init__(self) -> None:
        """Refuse a kind or part outside the frozen registry (ValueError)."""
        object.__setattr__(self, "kind", Kind(self.kind))
        object.__setattr__(self, "part", Part(self.part))

    def encode(self) -> bytes:
        """Return the exact bytes that are authenticated with the blob."""
        return lp(
            b"tetea",
            self.kind.encode(),
            self.org,
            self.object,
            self.part.encode(),
            u64(self.version),
        )
