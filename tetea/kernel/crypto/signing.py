"""Ed25519 (RFC 8032) with raw keys: make, sign, check.

Every message that Tetea signs begins with a length-prefixed label, so that a signature for one
purpose can never pass for another.
"""

import secrets

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def new_signing_secret() -> bytes:
    """Return a fresh Ed25519 secret of 32 bytes."""
    return secrets.token_bytes(32)


def signing_public(secret: bytes) -> bytes:
    """Return the public half of an Ed25519 secret."""
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def sign_with(secret: bytes, message: bytes) -> bytes:
    """Sign a message: 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(secret).sign(message)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the holder of `public` signed exactly this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
