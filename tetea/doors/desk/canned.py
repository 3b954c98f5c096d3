"""Replies that members send often, in the reporter's language. They promise nothing."""

import tomllib
from dataclasses import dataclass, field
from functools import cache

from tetea.domain.directory.sources import LANGUAGES, data_text


@dataclass(frozen=True)
class Canned:
    """A ready reply: its name for the member who reads, its words for her."""

    code: str
    label: str
    text: str = field(repr=False)


def replies(reader: str, hers: str) -> tuple[Canned, ...]:
    """Return the ready replies: labels in the reader's language, words in hers."""
    labels = {row["code"]: row["label"] for row in _rows(reader)}
    return tuple(Canned(row["code"], labels[row["code"]], row["text"]) for row in _rows(hers))


def text_of(code: str, hers: str) -> str:
    """Return the words of one reply; empty for an unknown code."""
    return next((row["text"] for row in _rows(hers) if row["code"] == code), "")


@cache
def _rows(lang: str) -> tuple[dict[str, str], ...]:
    known = lang if lang in LANGUAGES else LANGUAGES[0]
    return tuple(tomllib.loads(data_text("replies", f"{known}.toml"))["reply"])
