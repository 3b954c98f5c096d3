"""Fit words and choices on a phone's screen: the GSM alphabet, 160 characters with the prefix.

Limits: Safaricom shows 160 characters of a menu, Airtel 184 (help.africastalking.com 1284096); we
aim at 140, so that a word about a slip still fits. Keys: 1 to 7 choose, 8 leaves out or goes on, 9
shows more, 0 goes back one step, 00 to the first menu.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tetea.kernel.dialogue.gsm7 import gsm7_length
from tetea.kernel.phone.segments import readable

LIMIT: Final = 160
AIM: Final = 140
PREFIX: Final = len("CON ")
MOST_OPTIONS: Final = 7


@dataclass(frozen=True, slots=True)
class Screen:
    """What a phone shows. `is_end`: the session ends with it."""

    text: str
    is_end: bool = False

    def reply(self) -> str:
        """Return it as the gateway wants it: at most 160 characters that every phone can show."""
        prefix = "END " if self.is_end else "CON "
        return prefix + clip(readable(self.text), LIMIT - PREFIX)


@dataclass(frozen=True, slots=True)
class Options:
    """One page of numbered choices: which of the list stand here, and whether more follow."""

    first: int
    labels: tuple[str, ...]
    has_more: bool


def width(text: str) -> int:
    """Return how many characters of a screen a text takes; what is not GSM-7 counts as shown."""
    length = gsm7_length(text)
    return length if length is not None else width(readable(text))


def clip(text: str, room: int) -> str:
    """Return the text, cut at a word if it is too long; nothing of ours ever is, by test."""
    if width(text) <= room:
        return text
    kept = text
    while kept and width(kept) > room - 1:
        kept = kept[:-1]
    head, _, _ = kept.rpartition(" ")
    return f"{head or kept}."


def options(labels: Sequence[str], page: int, room: int) -> Options:
    """Return page number `page` (from 0) of a list, as many numbered lines as fit into `room`.

    A page beyond the end is the last one. Raises ValueError when not even one line fits.
    """
    starts, at = [0], 0
    while True:
        taken = _fitting(labels[at:], room)
        if len(starts) > page or at + taken >= len(labels):
            shown = tuple(labels[at : at + taken])
            return Options(at, shown, at + taken < len(labels))
        at += taken
        starts.append(at)


def numbered(labels: Sequence[str]) -> str:
    """Return choices as lines that begin with their key."""
    return "\n".join(f"{key} {label}" for key, label in enumerate(labels, 1))


def chosen(typed: str, count: int) -> tuple[int, ...] | None:
    """Return which of `count` numbered choices were typed, from 0; None when one is not there.

    "13", "1 3" and "1,3" all choose the first and the third.
    """
    digits = [one for one in typed if one not in " ,."]
    if not digits or not all(one.isascii() and one.isdigit() for one in digits):
        return None
    found = tuple(dict.fromkeys(int(one) - 1 for one in digits))
    return found if all(0 <= one < count for one in found) else None


def pages(text: str, room: int) -> tuple[str, ...]:
    """Return a text in pieces of at most `room` characters, cut between words where possible."""
    words = readable(" ".join(text.split())).split(" ")
    found: list[str] = []
    line = ""
    for word in words:
        for piece in _pieces(word, room):
            joined = f"{line} {piece}" if line else piece
            if width(joined) <= room:
                line = joined
            else:
                found.append(line)
                line = piece
    return (*found, line)


def _pieces(word: str, room: int) -> list[str]:
    found, line = [], ""
    for letter in word:
        if width(line + letter) > room:
            found.append(line)
            line = ""
        line += letter
    return [*found, line]


def _fitting(labels: Sequence[str], room: int) -> int:
    taken = used = 0
    for label in labels[:MOST_OPTIONS]:
        used += width(label) + len("1 ") + (1 if taken else 0)
        if used > room:
            break
        taken += 1
    if not taken and labels:
        raise ValueError("a choice is too long for any screen")
    return taken
