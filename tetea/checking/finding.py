"""What one look has shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One line: fine or not, grave or a warning. What is not fine says what to do."""

    text: str
    is_fine: bool
    is_grave: bool = True


def fine(text: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(text, is_fine=True)


def warn(text: str) -> Finding:
    """Return that something needs a look, though Tetea works without it."""
    return Finding(text, is_fine=False, is_grave=False)


def grave(text: str) -> Finding:
    """Return that something must be mended first."""
    return Finding(text, is_fine=False)
