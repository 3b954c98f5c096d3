"""Reading the data files that ship with Tetea, and the faults they may have."""

from collections.abc import Mapping
from datetime import date
from importlib import resources
from typing import Final, TypeVar

LANGUAGES: Final = ("en", "sw")

T = TypeVar("T")


class DirectoryDataError(ValueError):
    """A data file cannot be read. The message names the file's row and field, for its author."""


def data_text(*path: str) -> str:
    """Return the text of a file below tetea/data. Raises FileNotFoundError when there is none."""
    return resources.files("tetea").joinpath("data", *path).read_text("utf-8")


def field(row: Mapping[str, object], name: str, wanted: type[T], where: str) -> T:
    """Return one field of a row. Raises DirectoryDataError naming where it is wrong."""
    value = row.get(name)
    if not isinstance(value, wanted):
        raise DirectoryDataError(f"{where}: {name} is missing or not of type {wanted.__name__}")
    return value


def words(row: Mapping[str, object], name: str, where: str) -> tuple[str, ...]:
    """Return a list of words of a row. Raises DirectoryDataError naming where it is wrong."""
    value = field(row, name, list, where)
    if not all(isinstance(word, str) for word in value):
        raise DirectoryDataError(f"{where}: {name} is not a list of words")
    return tuple(value)


def in_language(row: Mapping[str, object], name: str, lang: str, where: str) -> str:
    """Return a text in one language. Raises DirectoryDataError when a language is missing."""
    texts = field(row, name, dict, where)
    missing = [known for known in LANGUAGES if known not in texts]
    if missing or lang not in texts:
        raise DirectoryDataError(f"{where}: {name} lacks {', '.join(missing) or lang}")
    return str(texts[lang])


def is_stale(reviewed: date, today: date, months: int = 12) -> bool:
    """Say whether a fact was last looked at more than so many months (of 30 days) ago."""
    return (today - reviewed).days > months * 30
