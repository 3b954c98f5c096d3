"""Open a wrap or a sealed note with a secret X25519 key.

Wrap v1, see docs/adr. Only the modules that hold secrets (token, member_keys, recovery) use
this; nothing else in Tetea handles a raw secret key.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.hpke import HPKE_SUITE, WRAP_SUITE, seal_info
from tetea.kernel.crypto.registry import is_on_ladder
from tetea.kernel.crypto.seal import unpad


def unwrap(secret: bytes, info: bytes, blob: bytes) -> bytes:
    """Open a wrap in its place; raise Unsealable, always the same, if anything is not right."""
    if blob[:1] != WRAP_SUITE:
        raise Unsealable
    try:
        private = X25519PrivateKey.from_private_bytes(secret)
        return HPKE_SUITE.decrypt(blob[1:], private, info=info)
    except (InvalidTag, ValueError):
        raise Unsealable from None


def unseal_from(secret: bytes, context: Context, blob: bytes, epoch: int) -> bytes:
    """Open what `hpke.seal_to` sealed; raise Unsealable if anything is not right."""
    padded = unwrap(secret, seal_info(context, public_half(secret), epoch), blob)
    if not is_on_ladder(context.kind, context.part, len(padded)):
        raise Unsealable
    return unpad(padded)


def public_half(secret: bytes) -> bytes:
    """Return the X25519 public key of a secret one."""
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
