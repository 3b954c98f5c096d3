"""Names and sizes that are part of the sealed format, frozen for ever.

Registry of kinds, see docs/adr. A value is written into every sealed blob; it is never the name
of a table or a column, because renaming those must not orphan what was sealed before.
Add values, never change or remove one.
"""

from enum import StrEnum

KIB = 1024
MIB = 1024 * KIB

# Powers of two from 1 KiB to 1 MiB. Smaller steps would tell a text message from a web report.
GENERAL = tuple(KIB << step for step in range(11))


class Kind(StrEnum):
    """What a sealed blob belongs to."""

    REPORT = "report"
    THREAD = "thread"
    CASE = "case"
    MEMBER = "member"
    SESSION = "session"
    BEARER = "bearer"
    DRAFT = "draft"
    OUTBOX = "outbox"
    ALERT = "alert"
    ROSTER = "roster"
    GROUP = "group"
    LOG = "log"
    FIGURES = "figures"
    VISIT = "visit"
    IDEMPOTENCY = "idempotency"
    QUEUE = "queue"
    STOP = "stop"
    PHONE = "phone"
    RECEIPT = "receipt"
    SPOOL = "spool"
    FORUM = "forum"


class Part(StrEnum):
    """Which compartment of it. KEYSET is whatever opens more than one object."""

    STORY = "story"
    IDENTITY = "identity"
    FACETS = "facets"
    CARD = "card"
    MESSAGE = "message"
    CONSENT = "consent"
    CONTACT = "contact"
    KEYSET = "keyset"
    STATE = "state"
    ANSWERS = "answers"
    TARGET = "target"
    DETAIL = "detail"
    OPENING = "opening"
    KEY = "key"
    BODY = "body"
    FILE = "file"
    NOTE = "note"
    SETTINGS = "settings"
    SOURCE = "source"
    NUMBER = "number"
    RECORD = "record"
    LAWYERS = "lawyers"
    CALENDAR = "calendar"


class Group(StrEnum):
    """Who shares one reading key. The team's is symmetric, the others are X25519."""

    INTAKE = "intake"
    TEAM = "team"
    DISPATCH = "dispatch"
    FIGURES = "figures"
    LOG = "log"
    OUTSIDE = "outside"


class TooLong(ValueError):
    """The plaintext does not fit the fixed size of its kind."""


def ladder(kind: Kind, part: Part) -> tuple[int, ...]:
    """Return the sizes that a padded plaintext may have, in bytes, with its 4-byte length.

    A ladder that ends at 1 MiB goes on in whole MiB; any other ladder ends where it ends.
    """
    if part == Part.FACETS:
        # A step below would tell reports with many clocks from those with few.
        return (512, *GENERAL)
    if (kind, part) == (Kind.ALERT, Part.TARGET):
        return (128, *GENERAL)
    if (kind, part) == (Kind.ALERT, Part.CONTACT):
        # Holders of a case and who covers for one of them; a larger one would slow every list.
        return (256, *GENERAL)
    if (kind, part) == (Kind.THREAD, Part.OPENING):
        return (64,)
    if (kind, part) == (Kind.THREAD, Part.CARD):
        return GENERAL[1:]
    return GENERAL


def fit(kind: Kind, part: Part, needed: int) -> int:
    """Return the least allowed size of at least `needed` bytes; raise TooLong if none is."""
    sizes = ladder(kind, part)
    for size in sizes:
        if size >= needed:
            return size
    if sizes[-1] != MIB:
        raise TooLong(f"{part} of a {kind} has at most {sizes[-1]} bytes")
    return -(-needed // MIB) * MIB


def is_on_ladder(kind: Kind, part: Part, size: int) -> bool:
    """Tell whether a padded plaintext of this kind can have this size."""
    sizes = ladder(kind, part)
    return size in sizes or (sizes[-1] == MIB and size > MIB and size % MIB == 0)
