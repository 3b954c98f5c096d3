"""Which sums nobody may know too well: every cell with a name, and every change of one.

Named are the cells of all tables, in each window and in each difference of two windows (a table of
January to April beside one of January to March names April), and between two versions of the same
months the change from one to the other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from tetea.kernel.disclosure.tables import Cell, Codes, Layout


@dataclass(frozen=True)
class Target:
    """A cell, or what it gained over `less`, the same cell at an earlier version."""

    cell: Cell
    less: Cell | None = None


def targets(layouts: Iterable[Layout]) -> tuple[Target, ...]:
    """Return everything that must stay open unless it is large, each once."""
    found: dict[Target, None] = {}
    versions: dict[tuple[tuple[Codes, ...], frozenset[int]], set[int]] = {}
    by_picks: dict[tuple[Codes, ...], None] = {}
    stamps: dict[int, set[frozenset[int]]] = {}
    for layout in layouts:
        stamps.setdefault(layout.version, set()).add(layout.months)
        by_picks |= dict.fromkeys(cell.codes for cell in layout.cells.values())
    for version, windows in stamps.items():
        for months in sorted(_named(windows), key=sorted):
            for codes in by_picks:
                found[Target(Cell(codes, months, version))] = None
                versions.setdefault((codes, months), set()).add(version)
    found |= dict.fromkeys(_changes(versions, stamps, by_picks))
    return tuple(found)


def _named(windows: set[frozenset[int]]) -> set[frozenset[int]]:
    """Return windows, the smallest spans that they cut time into, and what one has over another."""
    nested = {longer - shorter for longer in windows for shorter in windows if shorter < longer}
    return windows | nested | set(_spans(windows))


def _spans(windows: set[frozenset[int]]) -> Iterator[frozenset[int]]:
    """Return the sets of months that no window tells apart."""
    alike: dict[frozenset[frozenset[int]], set[int]] = {}
    for month in frozenset().union(*windows):
        alike.setdefault(frozenset(one for one in windows if month in one), set()).add(month)
    return (frozenset(months) for months in alike.values())


def _changes(
    versions: dict[tuple[tuple[Codes, ...], frozenset[int]], set[int]],
    stamps: dict[int, set[frozenset[int]]],
    picks: Iterable[tuple[Codes, ...]],
) -> Iterator[Target]:
    """Return every change of a cell between two versions of which both say something."""
    reached = {version: frozenset().union(*windows) for version, windows in stamps.items()}
    for earlier, later in combinations(sorted(stamps), 2):
        both = reached[earlier] & reached[later]
        named = {months for _codes, months in versions if months <= both}
        for months in sorted(named, key=sorted):
            for codes in picks:
                yield Target(Cell(codes, months, later), Cell(codes, months, earlier))
