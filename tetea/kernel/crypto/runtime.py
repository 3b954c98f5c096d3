"""What the running server may read alone: sealed under the runtime key, gone at power-off.

Runtime key v1, see docs/adr. Each use has a key of its own, derived under a label, so that the
runtime key itself never touches a cipher.
"""

import hashlib
import hmac

from tetea.kernel.crypto.frame import Context, lp
from tetea.kernel.crypto.kdf import KEY_BYTES, hkdf
from tetea.kernel.crypto.seal import seal, unseal

KEYED_ID_BYTES = 16


def runtime_seal(k_rt: bytes, context: Context, plain: bytes) -> bytes:
    """Seal what the server itself must read again within 72 hours."""
    return seal(_branch(k_rt, b"tetea/runtime/v1/seal"), context, plain)


def runtime_unseal(k_rt: bytes, context: Context, blob: bytes) -> bytes:
    """Open it under the row's generation of the runtime key; raise Unsealable."""
    return unseal(_branch(k_rt, b"tetea/runtime/v1/seal"), context, blob)


def keyed_id(k_rt: bytes, label: str, data: bytes) -> bytes:
    """Return 16 bytes that find a row by a phone number or an address without storing either.

    A number alone is too easy to guess for any hash; only who holds the runtime key can compare.
    """
    key = _branch(k_rt, b"tetea/runtime/v1/id")
    return hmac.digest(key, lp(label.encode(), data), hashlib.sha256)[:KEYED_ID_BYTES]


def _branch(k_rt: bytes, label: bytes) -> bytes:
    if len(k_rt) != KEY_BYTES:
        raise ValueError("a runtime key has 32 bytes")
    return hkdf(k_rt, salt=None, info=label)
