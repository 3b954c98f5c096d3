"""What can go wrong with figures.

FiguresError
├── NotForFigures   this member's role has no figures key: answered like "not found"
├── Damaged         a segment of the register does not open: no figure is made of the rest
├── NothingToSay    no table of these months is safe and says something
├── TooSoon         corrections come a quarter apart
├── Unfinished      something that comes before is not finished, or was never begun
└── Wrong           a field is missing or cannot be what it says; names it
"""


class FiguresError(Exception):
    """Something about figures went wrong; never carries a code or a count."""


class NotForFigures(FiguresError):
    """This member does not hold the figures key."""


class Damaged(FiguresError):
    """A part of the register does not open."""


class NothingToSay(FiguresError):
    """No table of these months is safe and says something."""


class TooSoon(FiguresError):
    """Corrections come a quarter apart."""


class Unfinished(FiguresError):
    """Something that comes before is not finished, or was never begun."""


class Wrong(FiguresError):
    """A field is missing or cannot be what it says."""

    def __init__(self, field: str) -> None:
        """Name the field."""
        super().__init__(field)
        self.field = field
