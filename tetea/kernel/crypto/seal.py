"""Seal bytes so that only the right key, in the right place, opens them.

Sealed blob v1, see docs/adr:

    blob = 0x01 || nonce(24) || com(32) || XChaCha20-Poly1305(K_enc, nonce, aad=ctx, pad(plain))
    K_enc || com = HKDF-SHA256(ikm=key, salt=nonce, info="tetea/seal/v1" || 0x01 || SHA-256(ctx))

The commitment `com` is compared before anything is decrypted: a plain AEAD ciphertext can be made
to open under two keys, so that two readers see two stories; this one cannot.
"""

import hashlib
import hmac
import secrets
import struct

import nacl.bindings
import nacl.exceptions

from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context, lp
from tetea.kernel.crypto.kdf import KEY_BYTES, hkdf
from tetea.kernel.crypto.registry import fit, is_on_ladder

__all__ = [
    "HEADER_BYTES",
    "SUITE",
    "Unsealable",
    "commitment",
    "key_commitment",
    "new_key",
    "pad",
    "seal",
    "unpad",
    "unseal",
]

SUITE = b"\x01"
NONCE_BYTES = nacl.bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
TAG_BYTES = nacl.bindings.crypto_aead_xchacha20poly1305_ietf_ABYTES
COMMITMENT_BYTES = 32
LENGTH_BYTES = 4
HEADER_BYTES = len(SUITE) + NONCE_BYTES + COMMITMENT_BYTES


def new_key() -> bytes:
    """Return a fresh data key of 256 bits, to be used for nothing but `seal`."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, context: Context, plain: bytes) -> bytes:
    """Seal `plain` for its place; the blob's size is one of the registry's ladder.

    Raises TooLong if the place has a fixed size that `plain` exceeds.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a data key has 32 bytes")
    bound = context.encode()
    # 192 random bits never repeat in practice, so no counter has to survive a restore.
    nonce = secrets.token_bytes(NONCE_BYTES)
    encryption_key, com = _derive(key, nonce, bound)
    sealed = nacl.bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(
        pad(context, plain), bound, nonce, encryption_key
    )
    return SUITE + nonce + com + sealed


def unseal(key: bytes, context: Context, blob: bytes) -> bytes:
    """Open a blob in its place; raise Unsealable, always the same, if anything is not right."""
    if blob[:1] != SUITE or len(key) != KEY_BYTES:
        raise Unsealable
    if not is_on_ladder(context.kind, context.part, len(blob) - HEADER_BYTES - TAG_BYTES):
        raise Unsealable
    bound = context.encode()
    nonce = blob[1 : 1 + NONCE_BYTES]
    encryption_key, com = _derive(key, nonce, bound)
    if not hmac.compare_digest(com, commitment(blob)):
        raise Unsealable
    try:
        padded = nacl.bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            blob[HEADER_BYTES:], bound, nonce, encryption_key
        )
    except nacl.exceptions.CryptoError:
        raise Unsealable from None
    return unpad(padded)


def commitment(blob: bytes) -> bytes:
    """Return the 32 bytes that bind a blob to its key, nonce and place."""
    return blob[1 + NONCE_BYTES : HEADER_BYTES]


def key_commitment(key: bytes) -> bytes:
    """Return a public name for a random key: binding, and hiding as long as the key is secret."""
    return hashlib.sha256(lp(b"tetea/key-commitment/v1", key)).digest()


def pad(context: Context, plain: bytes) -> bytes:
    """Put the length before and zeros behind, up to the next size of the ladder."""
    size = fit(context.kind, context.part, LENGTH_BYTES + len(plain))
    return struct.pack(">I", len(plain)) + plain + bytes(size - LENGTH_BYTES - len(plain))


def unpad(padded: bytes) -> bytes:
    """Take off what `pad` added; raise Unsealable if the length lies or the rest is not zero."""
    if len(padded) < LENGTH_BYTES:
        raise Unsealable
    (length,) = struct.unpack_from(">I", padded)
    end = LENGTH_BYTES + length
    # Hidden bytes behind the text would survive every review of the text.
    if end > len(padded) or any(padded[end:]):
        raise Unsealable
    return padded[LENGTH_BYTES:end]


def _derive(key: bytes, nonce: bytes, bound: bytes) -> tuple[bytes, bytes]:
    info = b"tetea/seal/v1" + SUITE + hashlib.sha256(bound).digest()
    both = hkdf(key, salt=nonce, info=info, length=2 * KEY_BYTES)
    return both[:KEY_BYTES], both[KEY_BYTES:]
