"""What is counted and published, as data: dimensions, families of tables, indicators."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from tetea.domain.directory import vocabularies
from tetea.domain.directory.sources import (
    LANGUAGES,
    DirectoryDataError,
    data_text,
    field,
    in_language,
)

FILE = "figures.toml"
PLACE = "place"
# Month, quarter, half-year, year.
WINDOWS = (1, 3, 6, 12)
Label = Mapping[str, str]


@dataclass(frozen=True)
class Part:
    """One part of a dimension; `words` are those of the register that belong to it."""

    code: str
    label: Label
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Side:
    """A dimension: the last part takes every word that no other names, if `has_rest`."""

    code: str
    column: str
    label: Label
    parts: tuple[Part, ...]
    up_to: tuple[int, ...] = ()
    """Of a length of time: where each part ends, in the unit of the column."""
    has_rest: bool = True

    @property
    def groups(self) -> Mapping[str, str]:
        """The part of each word that is named."""
        return {word: part.code for part in self.parts for word in part.words}

    @property
    def rest(self) -> str:
        """The part of all other words; "" where there are none."""
        return self.parts[-1].code if self.has_rest else ""


@dataclass(frozen=True)
class TableWords:
    """A table: its family, its axes, and what it counts and lacks in words."""

    code: str
    family: str
    axes: tuple[str, ...]
    is_by_place: bool
    label: Label
    counts: Label
    lacks: Label
    windows: tuple[int, ...]
    """The lengths of its windows in months."""


@dataclass(frozen=True)
class Indicator:
    """A share of one table: these parts, of those."""

    code: str
    table: str
    counted: tuple[str, ...]
    of: tuple[str, ...]
    label: Label


@dataclass(frozen=True)
class FigureBook:
    """Everything that is counted; `source` and `is_confirmed` are printed with it."""

    sides: Mapping[str, Side]
    families: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, TableWords]
    indicators: tuple[Indicator, ...]
    source: str
    is_confirmed: bool


@cache
def figure_book() -> FigureBook:
    """Return what is counted. Raises DirectoryDataError naming what is wrong."""
    data = tomllib.loads(data_text(FILE))
    sides = [_side(row, where) for row, where in _rows(data, "dimension")]
    families = {
        field(row, "code", str, where): tuple(field(row, "dimensions", list, where))
        for row, where in _rows(data, "family")
    }
    tables = [_table(row, where) for row, where in _rows(data, "table")]
    book = FigureBook(
        sides={one.code: one for one in sides},
        families=families,
        tables={one.code: one for one in tables},
        indicators=tuple(_indicator(row, where) for row, where in _rows(data, "indicator")),
        source=field(data, "source", str, FILE),
        is_confirmed=field(data, "confirmed", bool, FILE),
    )
    _check(book)
    return book


def _rows(data: Mapping[str, object], name: str) -> list[tuple[Mapping[str, object], str]]:
    rows = field(data, name, list, FILE)
    return [(row, f"{FILE} {name} {number}") for number, row in enumerate(rows, 1)]


def _side(row: Mapping[str, object], where: str) -> Side:
    if "vocabulary" in row:
        parts = [_group(one.name, dict(one.labels)) for one in vocabularies.groups("acts")]
    else:
        parts = [
            Part(code, {"en": en, "sw": sw}, _with_groups(words))
            for code, en, sw, words in field(row, "parts", list, where)
        ]
    rest = field(row, "rest", list, where)
    if rest:
        code, en, sw = rest
        parts.append(Part(code, {"en": en, "sw": sw}))
    return Side(
        code=field(row, "code", str, where),
        column=field(row, "column", str, where),
        label=_label(row, "label", where),
        parts=tuple(parts),
        up_to=tuple(field(row, "up_to", list, where)) if "up_to" in row else (),
        has_rest=bool(rest),
    )


def _with_groups(words: Iterable[str]) -> frozenset[str]:
    """Return the words, where the name of a group of acts stands for all its acts."""
    members = {one.name: one.extra.get("parent") for one in vocabularies.words("acts")}
    groups = {one.name for one in vocabularies.groups("acts")}
    found = {act for act, group in members.items() if group in set(words) & groups}
    return frozenset(found | (set(words) - groups))


def _group(name: str, labels: Label) -> Part:
    acts = vocabularies.words("acts")
    return Part(
        name, labels, frozenset(one.name for one in acts if one.extra.get("parent") == name)
    )


def _table(row: Mapping[str, object], where: str) -> TableWords:
    return TableWords(
        code=field(row, "code", str, where),
        family=field(row, "family", str, where),
        axes=tuple(field(row, "axes", list, where)),
        is_by_place=field(row, "by_place", bool, where),
        label=_label(row, "label", where),
        counts=_label(row, "counts", where),
        lacks=_label(row, "lacks", where),
        windows=tuple(field(row, "windows", list, where)) if "windows" in row else WINDOWS,
    )


def _indicator(row: Mapping[str, object], where: str) -> Indicator:
    return Indicator(
        code=field(row, "code", str, where),
        table=field(row, "table", str, where),
        counted=tuple(field(row, "counted", list, where)),
        of=tuple(field(row, "of", list, where)),
        label=_label(row, "label", where),
    )


def _label(row: Mapping[str, object], name: str, where: str) -> Label:
    return {lang: in_language(row, name, lang, where) for lang in LANGUAGES}


def _check(book: FigureBook) -> None:
    for side in book.sides.values():
        # A part for each end, one for everything longer, and the rest for what was never reached.
        if side.up_to and len(side.up_to) != len(side.parts) - 1 - side.has_rest:
            raise DirectoryDataError(f"{FILE} dimension {side.code}: parts and up_to do not fit")
    for table in book.tables.values():
        known = book.families.get(table.family, ())
        if not set(table.axes) <= set(known) or (table.is_by_place and PLACE not in known):
            raise DirectoryDataError(f"{FILE} table {table.code}: an axis is not of its family")
    for one in book.indicators:
        axes = book.tables[one.table].axes if one.table in book.tables else ()
        parts = {part.code for axis in axes[:1] for part in book.sides[axis].parts}
        if len(axes) != 1 or not {*one.counted, *one.of} <= parts:
            raise DirectoryDataError(f"{FILE} indicator {one.code}: no share of one table")
