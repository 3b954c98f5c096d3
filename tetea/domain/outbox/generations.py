"""The runtime keys that still live: a number or a provider's id is compared under each of them."""

from tetea.domain.keyring import runtime
from tetea.domain.keyring.runtime import Generation
from tetea.domain.rows import text_id
from tetea.kernel.crypto.frame import lp
from tetea.kernel.crypto.runtime import keyed_id

TO = "sms-to"
PROVIDER = "sms-id"
REFERENCE = "sms-reference"
_MARK = "mark"


def living() -> list[Generation]:
    """Return the generations whose key is still there, newest first; raise RuntimeRefused."""
    return list(runtime.recent(runtime.LIFE))


def name(generation: Generation, label: str, *parts: str) -> str:
    """Return the id under which rows find these words; it leads nowhere without the key."""
    data = lp(*(part.encode() for part in parts))
    return text_id(keyed_id(generation.key, label, data))


def names(label: str, *parts: str) -> list[str]:
    """Return the ids of these words under every living generation, the newest first."""
    return [name(generation, label, *parts) for generation in living()]


def mark(generation: Generation) -> str:
    """Return what tells whether a key is still the same.

    The number of a generation does not: after a power cut the same day has another key.
    """
    return name(generation, _MARK)
