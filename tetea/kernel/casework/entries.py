"""One line of a case, as it was written: never changed, at most struck out by a later line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

# What the system writes itself; every other kind is a step of steps.toml or of an earlier release.
OPENED: Final = "opened"
NEXT: Final = "next"
CLOSED: Final = "closed"
REOPENED: Final = "reopened"
STRUCK: Final = "struck"
CLOCK: Final = "clock"
LINKED: Final = "linked"
CODED: Final = "coded"
# Closing takes two people: one asks, another approves (then it is closed) or sends it back.
ASKED: Final = "closing_asked"
SENT_BACK: Final = "closing_sent_back"
TAKEN_BACK: Final = "closing_taken_back"
CLOSING: Final = frozenset({ASKED, SENT_BACK, TAKEN_BACK, CLOSED, REOPENED})
SYSTEM: Final = frozenset({OPENED, NEXT, STRUCK, CLOCK, LINKED, CODED}) | CLOSING


@dataclass(frozen=True)
class Entry:
    """A line: what was done, by whom it was written and when, and when it happened.

    `fields` holds what was written beside the line (station, OB number, ...), `about` the entry or
    the clock that a line of the system speaks of.
    """

    id: str
    kind: str
    at: datetime
    by: str
    text: str = field(default="", repr=False)
    fields: Mapping[str, str | list[str]] = field(default_factory=dict, repr=False)
    happened: datetime | None = None
    about: str = ""
    verb: str = ""
    """What was done to that clock: met, missed, waived, paused, resumed. Of a link, how the other
    report belongs to this one; of a struck line, "moved" when it went into a case of its own."""
    is_hers: bool = False
    """The person did it herself, so that it needed nobody's consent."""
    for_lawyers: Mapping[str, str | list[str]] = field(default_factory=dict, repr=False)
    """What only the legal officers read, where this reader is one of them."""
    is_withheld: bool = False
    """There is something for the legal officers on it, which this reader does not see."""
    key: bytes = field(default=b"", repr=False)
    """Of a link to a joined report: the key under which that report stands."""
    origin: str = ""
    """The joined report that this line was written in; "" for a line of this case itself."""

    @property
    def when(self) -> datetime:
        """When it happened; when it was written, if nobody said otherwise."""
        return self.happened or self.at
