"""Wrap a key, or seal a small note, to somebody's public key. Anyone may; nothing here opens.

Wrap v1 and sealed-to v1, see docs/adr: 0x01 || HPKE base mode (RFC 9180) with X25519,
HKDF-SHA256 and ChaCha20-Poly1305. The library offers `info` and no associated data, so `info`
carries the whole place. Base mode does not say who sent it: that is what grants are for.
"""

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context, lp, u64
from tetea.kernel.crypto.registry import Part
from tetea.kernel.crypto.seal import pad

WRAP_SUITE = b"\x01"
HPKE_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True, slots=True)
class Address:
    """For whom a key is wrapped, and which key of which object it is."""

    org: bytes
    object: bytes
    part: Part
    recipient: bytes
    recipient_pk: bytes
    epoch: int

    def info(self) -> bytes:
        """Return the bytes bound into the wrap."""
        return wrap_info(
            self.org, self.object, self.part, self.recipient, self.recipient_pk, self.epoch
        )


def wrap_info(
    org: bytes,
    object: bytes,  # noqa: A002 - the word of the specification
    part: Part,
    recipient: bytes,
    recipient_pk: bytes,
    epoch: int,
) -> bytes:
    """Return the place of a wrap: moved to another object, part, reader or epoch it stays shut."""
    return lp(
        b"tetea/wrap/v1",
        org,
        object,
        part.encode(),
        recipient,
        hashlib.sha256(recipient_pk).digest(),
        u64(epoch),
    )


def wrap(plain: bytes, recipient_pk: bytes, info: bytes) -> bytes:
    """Wrap a key to a public key; raise Unsealable if that key is no usable X25519 point."""
    try:
        public = X25519PublicKey.from_public_bytes(recipient_pk)
        return WRAP_SUITE + HPKE_SUITE.encrypt(plain, public, info=info)
    except ValueError:
        # A low-order point would give everybody the same shared secret.
        raise Unsealable from None


def seal_info(context: Context, recipient_pk: bytes, epoch: int) -> bytes:
    """Return the place of a note that is sealed straight to a public key."""
    return lp(
        b"tetea/sealed-to/v1",
        context.encode(),
        hashlib.sha256(recipient_pk).digest(),
        u64(epoch),
    )


def seal_to(recipient_pk: bytes, context: Context, plain: bytes, epoch: int) -> bytes:
    """Seal a small thing (alert target, opening note, log detail) straight to a public key.

    Padded like a sealed blob. Not for stories: those have a data key of their own, which can be
    handed on and erased. Raises TooLong and Unsealable as `seal` and `wrap` do.
    """
    return wrap(pad(context, plain), recipient_pk, seal_info(context, recipient_pk, epoch))
