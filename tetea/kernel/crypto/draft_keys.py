"""Keys that the page itself brings: drafts without a cookie, and repeated API posts.

Draft key v1 and idempotency key v1, see docs/adr. The server keeps no key to a draft: the page
holds it in a hidden field and nothing on the disk opens the row once the page is closed.
"""

import hashlib
import secrets

from tetea.kernel.crypto.kdf import KEY_BYTES, hkdf

ID_BYTES = 16


def new_draft_id() -> bytes:
    """Return the random id of a draft, 128 bits."""
    return secrets.token_bytes(ID_BYTES)


def new_page_key() -> bytes:
    """Return the 256-bit key that stands in the page's hidden field."""
    return secrets.token_bytes(KEY_BYTES)


def draft_key(page_key: bytes) -> bytes:
    """Derive the sealing key of a draft's row from the key that the page brought."""
    if len(page_key) != KEY_BYTES:
        raise ValueError("a page key has 32 bytes")
    return hkdf(page_key, salt=None, info=b"tetea/draft/v1")


def idempotency_key(k_rt: bytes, key_text: str) -> bytes:
    """Derive the sealing key of a remembered answer from the runtime key and the client's text.

    The client's text may be short, so it is only the salt; the secret is the runtime key.
    """
    if len(k_rt) != KEY_BYTES:
        raise ValueError("a runtime key has 32 bytes")
    salt = hashlib.sha256(key_text.encode()).digest()
    return hkdf(k_rt, salt=salt, info=b"tetea/idempotency/v1")
