"""Argon2id and HKDF-SHA256, and the bounds within which stored parameters are believed.

Key derivation, see docs/adr. `argon2id` is the only place where memory-hard work happens, so
tests count it there and callers can put it behind their slots.
"""

from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand
from nacl import pwhash

from tetea.kernel.crypto.errors import KdfRefused

KEY_BYTES = 32
SALT_BYTES = 16

# A record in a seized or hostile database may ask for any amount of work. Above the roof it
# would stop the server, below the floor it would make guessing cheap.
FLOOR_KIB = 64 * 1024
ROOF_KIB = 1024 * 1024
MAX_PASSES = 10


def argon2id(secret: bytes, salt: bytes, memory_kib: int, passes: int, length: int) -> bytes:
    """Return `length` bytes of Argon2id v1.3 with one lane (RFC 9106). Takes the memory at once."""
    return pwhash.argon2id.kdf(length, secret, salt, opslimit=passes, memlimit=memory_kib * 1024)


def hkdf(key: bytes, *, salt: bytes | None, info: bytes, length: int = KEY_BYTES) -> bytes:
    """Return HKDF-SHA256 (RFC 5869), extract and expand, of a key that nobody can guess."""
    return HKDF(SHA256(), length, salt, info).derive(key)


def hkdf_expand(key: bytes, *, info: bytes, length: int = KEY_BYTES) -> bytes:
    """Return the expand half of HKDF-SHA256, for a key that is already uniform."""
    return HKDFExpand(SHA256(), length, info).derive(key)


@dataclass(frozen=True, slots=True)
class Kdf:
    """Parameters of a passphrase's derivation as stored beside the member's key set."""

    memory_kib: int
    passes: int
    salt: bytes

    def check(self, *, floor: int = FLOOR_KIB) -> None:
        """Raise KdfRefused unless all is within bounds; `floor` in KiB is lowered by tests only."""
        if not floor <= self.memory_kib <= ROOF_KIB:
            raise KdfRefused("memory outside its bounds")
        if not 1 <= self.passes <= MAX_PASSES:
            raise KdfRefused("passes outside their bounds")
        if len(self.salt) != SALT_BYTES:
            raise KdfRefused("salt of a wrong length")

    def derive(self, secret: bytes, length: int, *, floor: int = FLOOR_KIB) -> bytes:
        """Return `length` bytes from a passphrase; raise KdfRefused before any allocation."""
        self.check(floor=floor)
        return argon2id(secret, self.salt, self.memory_kib, self.passes, length)


def strong(salt: bytes) -> Kdf:
    """Return today's parameters for members: 256 MiB, four passes (about 0.6 s)."""
    return Kdf(256 * 1024, 4, salt)


def demo(salt: bytes) -> Kdf:
    """Return the least that is ever accepted, for a demo whose passphrases are public anyway."""
    return Kdf(FLOOR_KIB, 1, salt)
