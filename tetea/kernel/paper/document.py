"""A document as plain data: nothing in it is markup, so nothing that somebody typed can be run."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Some sentences; `is_small` for notes."""

    text: str = field(repr=False)
    is_small: bool = False


@dataclass(frozen=True)
class Points:
    """A list of short texts."""

    texts: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Table:
    """Rows of cells under heads; the first cell of a row is its head.

    With `bars` (a share of a hundred for each row, or None) a bar is drawn beside each row. Cells
    are numbers and stand to the right, unless `is_text`.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    bars: tuple[int | None, ...] = field(default=(), repr=False)
    is_text: bool = False


@dataclass(frozen=True)
class Picture:
    """A drawing as SVG, and what it shows in words. A table with its numbers stands beside it."""

    svg: str = field(repr=False)
    alt: str = ""
    width: int = 60
    """Per cent of the page."""


@dataclass(frozen=True)
class Together:
    """Parts that are not torn apart by the end of a page: a heading, its table and its notes."""

    parts: "tuple[Part, ...]" = field(repr=False)


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a page or a slide of its own."""


Single = Heading | Paragraph | Points | Table | Picture | NewPage
Part = Single | Together


def flat(parts: Iterable[Part]) -> Iterator[Single]:
    """Return parts one by one, those that stand together too."""
    for one in parts:
        if isinstance(one, Together):
            yield from flat(one.parts)
        else:
            yield one


@dataclass(frozen=True)
class Document:
    """A document: its title, the language that it is in, the month that it is of, its parts.

    `month` is printed into the file as its date, and is the only date in it.
    """

    title: str
    lang: str
    month: tuple[int, int]
    parts: tuple[Part, ...] = field(repr=False)
