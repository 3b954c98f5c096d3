"""A commitment and what became of it: lines that are only added to; the newest says how it stands.

States are those of a promise: open, kept, partly, broken, dropped. Undo is one more line.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

OPEN: Final = "open"
STATES: Final = (OPEN, "kept", "partly", "broken", "dropped")
# Whoever says that it was kept, partly or not says by what one sees it.
NEEDS_EVIDENCE: Final = frozenset({"kept", "partly", "broken", "dropped"})
SOON: Final = timedelta(days=7)


@dataclass(frozen=True)
class Word:
    """What somebody wrote down of a commitment: its state from then on, and by what one sees it."""

    state: str
    day: date
    by: str
    evidence: str = field(default="", repr=False)


@dataclass(frozen=True)
class Promise:
    """A commitment: who (a post, never a name), what, until when, and all that was said of it."""

    id: str
    forum: str
    owner: str
    what: str = field(repr=False)
    due: date
    words: tuple[Word, ...] = field(default=(), repr=False)

    @property
    def state(self) -> str:
        """How it stands now."""
        return self.words[-1].state if self.words else OPEN

    def is_overdue(self, today: date) -> bool:
        """Whether it is open and its day has passed."""
        return self.state == OPEN and self.due < today

    def is_due_soon(self, today: date) -> bool:
        """Whether it is open and due within a week."""
        return self.state == OPEN and today <= self.due <= today + SOON


def agenda(promises: Iterable[Promise], since: date | None) -> tuple[Promise, ...]:
    """Return what the next forum opens with: all that is open, and what was settled since the last.

    The longest overdue first, then by day; what is settled comes after what is open.
    """
    wanted = [
        one for one in promises if one.state == OPEN or since is None or one.words[-1].day >= since
    ]
    return tuple(sorted(wanted, key=lambda one: (one.state != OPEN, one.due, one.id)))


def counted(promises: Iterable[Promise]) -> dict[str, int]:
    """Return how many stand in each state; states in which none stands are 0."""
    found = dict.fromkeys(STATES, 0)
    for one in promises:
        found[one.state] += 1
    return found
