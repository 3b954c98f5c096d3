"""Who may read what, and how exactly a small count may become known to them.

Sources: Washington State Department of Health, small numbers standards (10, with complementary
suppression); Hundepohl et al., Handbook on Statistical Disclosure Control (intervals of suppressed
cells, audited by linear programming). Both only as far as the design repeats them.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final


@dataclass(frozen=True)
class Rule:
    """Below `threshold` people nothing is said; what is not said stays open by `width` people.

    None is few as well: if only counts from one up were suppressed, the mark itself would say that
    somebody has reported there.
    """

    threshold: int
    width: int


class Audience(Enum):
    """For whom a release is made."""

    OUTSIDE = "outside"
    INSIDE = "inside"
    AGREED = "agreed"

    @property
    def rule(self) -> Rule:
        """What holds for these readers. The width is that of test T-100."""
        return Rule(5, 5) if self is Audience.INSIDE else Rule(10, 5)

    @property
    def sees(self) -> frozenset["Audience"]:
        """Whose releases they can lay side by side."""
        return frozenset({Audience.OUTSIDE, self})

    @property
    def readers(self) -> tuple["Audience", ...]:
        """Everybody who will see what is released for this audience, itself first."""
        others = tuple(one for one in Audience if self in one.sees and one is not self)
        return (self, *others)


# Whoever works here sees fewer than five as "suppressed", everybody else fewer than ten.
OUTSIDE: Final = Audience.OUTSIDE.rule
INSIDE: Final = Audience.INSIDE.rule
