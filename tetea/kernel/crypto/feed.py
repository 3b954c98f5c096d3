"""The secret in a calendar's address: what may be stored of it, and what opens its content.

Calendar feed v1, see docs/adr. 256 random bits, from which one HKDF branch finds the row and
another one opens it. Anybody may seal to the public half, so whoever changes a case brings the
calendar of its owner up to date; a copy of the database opens nothing without the address.
"""

import base64
import secrets
from dataclasses import dataclass

from tetea.kernel.crypto import kdf
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.hidden import Hidden
from tetea.kernel.crypto.unwrap import public_half, unseal_from

SECRET_BYTES = 32
LOOKUP_BYTES = 16
LABEL = b"tetea/calendar/v1/"


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class FeedKeys(Hidden):
    """What an address opens. Only `lookup` and `enc_pk` may be stored."""

    lookup: bytes
    enc_pk: bytes
    _secret: bytes

    def unseal_from(self, context: Context, blob: bytes) -> bytes:
        """Open what was sealed for this address; raise Unsealable."""
        return unseal_from(self._secret, context, blob, 0)


def new_secret() -> str:
    """Return a fresh secret as 52 letters and digits (base32, lower case)."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode().rstrip("=").lower()


def feed_keys(secret: str) -> FeedKeys:
    """Derive the keys of a secret; raise Unsealable for what cannot be one."""
    try:
        root = base64.b32decode(secret.upper() + "====")
    except ValueError:
        raise Unsealable from None
    if len(root) != SECRET_BYTES:
        raise Unsealable
    opens = kdf.hkdf(root, salt=None, info=LABEL + b"x25519")
    return FeedKeys(
        lookup=kdf.hkdf(root, salt=None, info=LABEL + b"lookup")[:LOOKUP_BYTES],
        enc_pk=public_half(opens),
        _secret=opens,
    )
