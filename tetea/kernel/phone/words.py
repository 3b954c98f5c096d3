"""Words that must not stand in anything pushed to a phone: somebody else may read it first.

The Kiswahili words are a draft that no native speaker from the community has reviewed yet.
"""

import re
from collections.abc import Collection
from typing import Final

from tetea.kernel.phone.segments import plain

# What happened, what it makes of her, and who was told, with the forms in which the words come.
# Whole words only: "suitcase" and "Essex" are nobody's secret.
DENIED: Final = frozenset(
    {
        "sex", "sexual", "sexually", "report", "reports", "reported", "reporting",
        "violence", "violent", "rape", "raped", "case", "cases", "police", "policeman",
        "policewoman", "hiv",
        "ngono", "kingono", "ripoti", "ukatili", "ubakaji", "kesi", "polisi", "mapolisi",
        "ukimwi", "vvu",
    }
)  # fmt: skip

# A scheme, "www.", or letters after a dot without a space, which phones turn into a link as well.
_LINK: Final = re.compile(r"\w://|\bwww\.|\w\.[a-z]{2,}", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+")


def is_neutral(text: str, names: Collection[str] = ()) -> bool:
    """Say whether a text tells a stranger nothing: no word of DENIED, no link, none of the names.

    `names` are those of the organisation (and of people, where they are known); case and accents
    do not matter. The length is not looked at: segments.fits_one does that.
    """
    if _LINK.search(text):
        return False
    words = _words(text)
    if not DENIED.isdisjoint(words):
        return False
    return not any(_stands_in(_words(name), words) for name in names)


def _words(text: str) -> list[str]:
    return _WORD.findall(plain(text).casefold())


def _stands_in(name: list[str], words: list[str]) -> bool:
    length = len(name)
    starts = range(len(words) - length + 1)
    return length > 0 and any(words[start : start + length] == name for start in starts)
