"""Figures in words: what is shown, what is not, and what that means. Never a zero for silence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tetea.domain.directory.figures import PLACE, Indicator, TableWords, figure_book
from tetea.domain.directory.places import counties, county_name
from tetea.domain.figures import frames, publish
from tetea.domain.figures.ledger import Entry
from tetea.doors.desk.show.curves import Curve, published
from tetea.doors.desk.show.words import Words, word
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import TOTAL, Figure, Key, Layout, Published

CODING: Words = {
    "": gettext_lazy("not coded: counted nowhere"),
    "once": gettext_lazy("coded by one person"),
    "twice": gettext_lazy("coded by two who agree"),
    "differs": gettext_lazy("coded otherwise by two"),
}
FULL = 100
STAY = "stay"


@dataclass(frozen=True)
class Row:
    """A part with what is said of it; `length` is that of its bar, of a hundred."""

    label: str
    text: str
    is_told: bool
    length: int = 0
    is_total: bool = False


@dataclass(frozen=True)
class Cross:
    """A table of two axes: heads, and rows of a label and its cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, bool], ...]], ...] = field(repr=False)


@dataclass(frozen=True)
class Tile:
    """A county on the map: its place in the drawing, and whether it was counted in."""

    name: str
    x: int
    y: int
    text: str
    level: str


@dataclass(frozen=True)
class Shown:
    """One table of the pack."""

    code: str
    label: str
    window: str
    counts: str
    lacks: str
    rows: tuple[Row, ...] = field(default=(), repr=False)
    cross: Cross | None = field(default=None, repr=False)
    tiles: tuple[Tile, ...] = field(default=(), repr=False)
    curve: Curve | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Share:
    """An indicator: its share and the counts behind it, or that it may not be said."""

    label: str
    window: str
    percent: str
    counts: str


@dataclass(frozen=True)
class Bar:
    """A month of the trend: its total, or a gap that says so."""

    label: str
    text: str
    is_told: bool
    x: int
    y: int
    height: int


def coding(found: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return how many cases are coded in which way, those of none left out."""
    return [(word(CODING, name), count) for name, count in found.items() if count]


def month_words(month: int) -> str:
    """Return the name of a month with its year."""
    return date_format(publish.name_of(month), "F Y")


def month_code(month: int) -> str:
    """Return a month as it stands in an address: 2026-10."""
    return publish.code_of(month)


def month_of(code: str) -> int:
    """Return the month of an address; raise ValueError."""
    return publish.of_code(code)


def window(months: frozenset[int]) -> str:
    """Return a span of months in words."""
    first, last = min(months), max(months)
    if first == last:
        return month_words(first)
    return _("%(first)s to %(last)s") % {"first": month_words(first), "last": month_words(last)}


def told(figure: Figure) -> str:
    """Return what is printed in a cell."""
    if figure.is_suppressed:
        return _("not shown")
    return str(figure.low) if figure.is_number else f"{figure.low}-{figure.high}"


def cell(layout: Layout, key: Key, lang: str) -> str:
    """Return which part of a table a cell is, in words; "" for the whole."""
    parts = [
        _labels(axis.dimension, lang).get(label, label)
        for axis, label in zip(layout.axes, key, strict=True)
        if label != TOTAL
    ]
    return ", ".join(parts)


def tables(found: Sequence[Entry], lang: str) -> list[Shown]:
    """Return the tables of a pack in the order of the book, the longest window of each first."""
    book = figure_book()
    by_code: dict[str, list[Entry]] = {}
    for one in found:
        by_code.setdefault(one.step.code, []).append(one)
    return [
        _shown(words, one, lang)
        for code, words in book.tables.items()
        for one in sorted(by_code.get(code, ()), key=lambda one: -len(one.step.months))
    ]


def shares(found: Sequence[Entry], lang: str) -> list[Share]:
    """Return every indicator over the longest window in which its table could be told."""
    result = []
    for one in figure_book().indicators:
        fitting = [e for e in found if e.step.code == one.table and e.table is not None]
        longest = max(fitting, key=lambda e: len(e.step.months), default=None)
        if longest is None or longest.table is None:
            result.append(Share(one.label[lang], "", "", _("Too few for a safe figure yet.")))
            continue
        percent, counts = _share(one, longest.table)
        result.append(Share(one.label[lang], window(longest.step.months), percent, counts))
    return result


def trend(found: Sequence[Entry], audience: Audience) -> list[Bar]:
    """Return the totals by month, gaps between them included; nothing for fewer than two."""
    totals: dict[int, int] = {}
    for one in found:
        is_month = not one.step.code and len(one.step.months) == 1
        if is_month and one.audience is audience and one.table is not None:
            totals[min(one.step.months)] = one.table.figures[()].low
    asked = {min(o.step.months) for o in found if not o.step.code and len(o.step.months) == 1}
    if len(asked) < 2:  # noqa: PLR2004  # a line needs two ends
        return []
    highest = max(totals.values(), default=1)
    return [
        _bar(month, totals.get(month), highest, at)
        for at, month in enumerate(range(min(asked), max(asked) + 1))
    ]


def _bar(month: int, total: int | None, highest: int, at: int) -> Bar:
    height = 0 if total is None else max(1, round(FULL * total / highest))
    text = _("not shown") if total is None else str(total)
    label = date_format(publish.name_of(month), "M")
    return Bar(label, text, total is not None, 14 + 26 * at, 112 - height, height)


def _shown(words: TableWords, one: Entry, lang: str) -> Shown:
    table = one.table
    if table is None:
        raise LookupError("an entry without a table is not shown")
    axes = [axis.dimension for axis in table.layout.axes]
    shown = Shown(
        words.code, words.label[lang], window(one.step.months), words.counts[lang],
        words.lacks[lang],
    )  # fmt: skip
    if len(axes) == 1:
        return _with_rows(shown, table, axes[0], lang)
    return _with_cross(shown, table, axes, lang)


def _with_rows(shown: Shown, table: Published, axis: str, lang: str) -> Shown:
    labels = _labels(axis, lang)
    highest = max((f.low for key, f in table.figures.items() if key[0] != TOTAL), default=0)
    rows = [
        Row(
            labels.get(key[0], _("All")),
            told(figure),
            not figure.is_suppressed,
            round(FULL * figure.low / highest) if highest and not figure.is_suppressed else 0,
            key[0] == TOTAL,
        )
        for key, figure in table.figures.items()
    ]
    return replace(shown, rows=tuple(rows))


def _with_cross(shown: Shown, table: Published, axes: list[str], lang: str) -> Shown:
    first, second = (_labels(one, lang) for one in axes)
    down, across = (axis.labels for axis in table.layout.axes)
    rows = tuple(
        (
            second.get(row, _("All")),
            tuple(
                (told(table.figures[column, row]), not table.figures[column, row].is_suppressed)
                for column in down
            ),
        )
        for row in across
    )
    cross = Cross(tuple(first.get(one, _("All")) for one in down), rows)
    tiles = _tiles(table) if axes[0] == PLACE else ()
    curve = published(table.figures) if shown.code == STAY else None
    return replace(shown, cross=cross, tiles=tiles, curve=curve)


def _tiles(table: Published) -> tuple[Tile, ...]:
    """Return the map of all counties: those counted by name, with what is said of each."""
    totals = {key[0]: f for key, f in table.figures.items() if key[1] == TOTAL}
    highest = max((f.low for code, f in totals.items() if code not in {TOTAL, frames.ELSEWHERE}),
                  default=0)  # fmt: skip
    found = []
    for one in counties():
        figure = totals.get(one.code)
        text = "" if figure is None else ("?" if figure.is_suppressed else str(figure.low))
        level = "none" if figure is None else "few"
        if figure is not None and not figure.is_suppressed:
            level = "high" if figure.low * 2 > highest else "low"
        found.append(Tile(one.name, 30 * one.column, 30 * one.row, text, level))
    return tuple(found)


def _share(one: Indicator, table: Published) -> tuple[str, str]:
    figures = {key[0]: figure for key, figure in table.figures.items()}
    parts = [figures[code] for code in one.of]
    # A whole that is shown needs no parts: what is hidden in it is not asked for.
    if set(one.of) == figures.keys() - {TOTAL}:
        whole = figures[TOTAL].low
    elif any(part.is_suppressed for part in parts):
        return "", _("Too few for a safe figure yet.")
    else:
        whole = sum(part.low for part in parts)
    if any(figures[code].is_suppressed for code in one.counted) or not whole:
        return "", _("Too few for a safe figure yet.")
    count = sum(figures[code].low for code in one.counted)
    counts = _("%(count)d of %(whole)d") % {"count": count, "whole": whole}
    return f"{round(FULL * count / whole)} %", counts


def _labels(axis: str, lang: str) -> dict[str, str]:
    if axis == PLACE:
        names = {one.code: county_name(one.code) for one in counties()}
        return names | {frames.ELSEWHERE: _("Elsewhere, or not known")}
    return {part.code: part.label[lang] for part in figure_book().sides[axis].parts}
