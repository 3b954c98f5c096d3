"""Six-word passphrases from the EFF large word list (7,776 words, 77.5 bits for six)."""

import functools
import secrets
import unicodedata
from importlib import resources

WORDS = 6


@functools.cache
def words() -> tuple[str, ...]:
    """Return the word list; its source and licence stand beside it in SOURCES.md."""
    source = resources.files("tetea") / "data" / "wordlists" / "eff_large.txt"
    return tuple(source.read_text("ascii").split())


def generate() -> str:
    """Return six words chosen evenly, with spaces between them, as they are shown once."""
    return " ".join(secrets.choice(words()) for _ in range(WORDS))


def normalise(text: str) -> bytes:
    """Return what is derived from: small letters, without spaces and hyphens.

    People write the same words with capitals, hyphens or run together. No word of the list is
    the beginning of another, so dropping the spaces loses nothing but the difference between
    "yo-yo" and "yoyo", which both stand in the list.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = (letter for letter in plain if not letter.isspace())
    return "".join(letter for letter in kept if unicodedata.category(letter) != "Pd").encode()
