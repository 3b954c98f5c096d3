"""What a session or an API bearer needs to open its row: the browser's secret AND the runtime key.

Session key v1, see docs/adr. A raid takes the server and the laptops: the cookie alone plus the
database would open everything, so the runtime key, which dies with the power, is mixed in.
"""

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass

from tetea.kernel.crypto.errors import BearerMalformed
from tetea.kernel.crypto.frame import lp, u64
from tetea.kernel.crypto.hidden import Hidden
from tetea.kernel.crypto.kdf import KEY_BYTES, hkdf
from tetea.kernel.crypto.registry import Kind

PREFIX = "tt1_"
ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Session:
    """What is bound into a session's key: changing any of it in the row makes the row useless."""

    kind: Kind
    member: bytes
    id: bytes
    expires: int


def new_secret() -> bytes:
    """Return the 32 random bytes that only the browser or the API client keeps."""
    return secrets.token_bytes(KEY_BYTES)


def secret_hash(secret: bytes) -> bytes:
    """Return what the row stores to recognise the secret (which has 256 bits: no salt needed)."""
    return hashlib.sha256(secret).digest()


def session_key(secret: bytes, k_rt: bytes, session: Session) -> bytes:
    """Derive the key under which the row's key set is sealed. `k_rt` is of the row's generation."""
    if len(secret) != KEY_BYTES or len(k_rt) != KEY_BYTES:
        raise ValueError("secret and runtime key have 32 bytes")
    info = lp(
        b"tetea/session/v1",
        session.kind.encode(),
        session.member,
        session.id,
        u64(session.expires),
    )
    return hkdf(secret, salt=k_rt, info=info)


@dataclass(frozen=True, slots=True, repr=False)
class Bearer(Hidden):
    """A bearer taken apart: which row, and the secret that opens it."""

    id: bytes
    secret: bytes


def bearer_text(bearer: Bearer) -> str:
    """Write a bearer as it is handed out once."""
    return PREFIX + base64.urlsafe_b64encode(bearer.id + bearer.secret).decode()


def parse_bearer(text: str) -> Bearer:
    """Read a bearer; raise BearerMalformed for anything else."""
    try:
        raw = base64.b64decode(text.removeprefix(PREFIX), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BearerMalformed from None
    bearer = Bearer(raw[:ID_BYTES], raw[ID_BYTES:])
    # One spelling only: the decoder also takes the signs of ordinary base64.
    if len(bearer.secret) != KEY_BYTES or bearer_text(bearer) != text:
        raise BearerMalformed
    return bearer
