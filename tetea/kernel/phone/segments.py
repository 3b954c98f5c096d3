"""What one SMS costs: its alphabet, its length, and how many parts it is sent in.

Sources: 3GPP TS 23.038 (alphabets), 3GPP TS 23.040 section 9.2.3.24.1 (the header of a part).
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from tetea.kernel.dialogue.gsm7 import fits_a_phone, gsm7_length

# A message carries 140 bytes. Each part of a long one spends 6 of them on its header.
ONE_GSM7: Final = 160
PART_GSM7: Final = 153
ONE_UCS2: Final = 70
PART_UCS2: Final = 67

_LAST_OF_ONE_UNIT: Final = 0xFFFF

# What word processors, phones and web pages put in place of plain characters, and letters that
# have no accent to take off. The rest is found by Unicode's own decomposition.
_PLAIN: Final = {
    **dict.fromkeys("‘’‚‛‹›′`´ʼʻʹˈ", "'"),  # noqa: RUF001 - looking alike is the point
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−•⁃", "-"),  # noqa: RUF001 - the same
    **dict.fromkeys("\t\v", " "),
    **dict.fromkeys("\x85\u2028\u2029", "\n"),
    "⁄": "/",  # noqa: RUF001 - the same
    "×": "x",  # noqa: RUF001 - the same
    "→": "->",
    "…": "...",
    # The sound of ng'ombe, as some write Dholuo and Luhya.
    "ŋ": "ng'",
    "Ŋ": "Ng'",
}


@dataclass(frozen=True)
class Segments:
    """How a text is sent: septets (gsm7) or 16-bit units (ucs2), and the parts that are paid for.

    An empty text is one part: the network sends it all the same.
    """

    encoding: Literal["gsm7", "ucs2"]
    units: int
    parts: int


def count(text: str) -> Segments:
    """Return the alphabet that the text needs, its units and its parts. Never raises.

    A character of two units is never cut by the end of a part, so parts may be a unit short.
    """
    if (septets := gsm7_length(text)) is not None:
        widths = (_septets(character) or 0 for character in text)
        return Segments("gsm7", septets, _parts(widths, septets, ONE_GSM7, PART_GSM7))
    lengths = [1 + (ord(character) > _LAST_OF_ONE_UNIT) for character in text]
    return Segments("ucs2", sum(lengths), _parts(lengths, sum(lengths), ONE_UCS2, PART_UCS2))


def fits_one(text: str) -> bool:
    """Say whether the text is one message in the cheap alphabet: at most 160 septets of GSM-7."""
    return fits_a_phone(text, ONE_GSM7)


def plain(text: str) -> str:
    """Return the text with what people paste made GSM-7: quotes, dashes, spaces, accents.

    Letters of other scripts and emoji stay: a dear message is better than a wrong one. Characters
    that show nothing are dropped.
    """
    if gsm7_length(text) is not None:
        return text  # Nearly always: nothing in it has to change.
    written: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        follows_plain = bool(written) and _is_gsm7(written[-1][-1])
        if plainer := _plain_character(character, follows_plain=follows_plain):
            written.append(plainer)
    # What was dropped may have kept two characters apart that are one when they meet.
    return unicodedata.normalize("NFC", "".join(written))


def readable(text: str) -> str:
    """Return the text as plain() does, with "?" for all that a phone menu could not show."""
    text = plain(text)
    if _is_gsm7(text):
        return text
    return "".join(character if _is_gsm7(character) else "?" for character in text)


def _plain_character(character: str, *, follows_plain: bool) -> str:
    if _is_gsm7(character):
        return character
    if character in _PLAIN:
        return _PLAIN[character]
    category = unicodedata.category(character)
    if category in {"Cc", "Cf"} or (category == "Mn" and follows_plain):
        return ""
    pieces = (_PLAIN.get(piece, piece) for piece in unicodedata.normalize("NFKD", character))
    taken_apart = "".join(piece for piece in pieces if not unicodedata.combining(piece))
    return taken_apart if taken_apart and _is_gsm7(taken_apart) else character


def _is_gsm7(text: str) -> bool:
    return gsm7_length(text) is not None


@lru_cache(maxsize=1024)
def _septets(character: str) -> int | None:
    return gsm7_length(character)


def _parts(widths: Iterable[int], units: int, one: int, part: int) -> int:
    if units <= one:
        return 1
    parts, room = 1, part
    for width in widths:
        if width > room:
            parts, room = parts + 1, part
        room -= width
    return parts
