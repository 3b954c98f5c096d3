"""A reader with a solver: takes printed tables apart, and shares no code with what proves them."""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

import numpy as np
from scipy import optimize

from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import Cell, Codes, Published

MANY = 50_000
EPSILON = 1e-6
Bounds = tuple[int, int]


class Reader:
    """All tables that one kind of reader has, as equations over people of one kind and month."""

    def __init__(self, tables: Sequence[Published], reader: Audience) -> None:
        self.rule = reader.rule
        frame = tables[0].layout.frame
        windows = {one.layout.months for one in tables}
        kinds = list(product(*(one.codes for one in frame.dimensions)))
        self.atoms = [(kind, at) for kind in kinds for at in sorted(frozenset().union(*windows))]
        printed = {
            one.layout.cells[key]: figure.low
            for one in tables
            for key, figure in one.figures.items()
            if not figure.is_suppressed
        }
        self.matrix = np.array([self._row(cell) for cell in printed], dtype=float)
        self.said = np.array(list(printed.values()), dtype=float)
        self.worlds: list[Any] = []
        self.named = self._named(tables, windows)

    def broken(self, hidden: Iterable[Cell]) -> list[tuple[Cell, Bounds]]:
        """Return each named cell that is known within fewer than five people and may not be.

        `hidden` may never be; what was not printed at all may be if it is large.
        """
        kept = frozenset(hidden)
        found = []
        for cell in self.named:
            row = self._row(cell)
            low, high = self._bounds(row, stop=cell not in kept)
            if high - low < self.rule.width and (cell in kept or low < self.rule.threshold):
                found.append((cell, (low, high)))
        return found

    def _bounds(self, row: Any, *, stop: bool) -> Bounds:
        """Return the fewest and the most, or any two as far apart as they must be."""
        seen = [round(float(row @ world)) for world in self.worlds]
        if seen and max(seen) - min(seen) >= self.rule.width:
            return min(seen), max(seen)
        low = self._end(row, 1)
        if stop and low >= self.rule.threshold:
            return low, MANY
        return low, self._end(row, -1)

    def _end(self, row: Any, sign: int) -> int:
        """Return the least (1) or most (-1): by linear programming, in whole numbers if need be."""
        point = self._solve(sign * row, whole=0)
        if np.abs(point - point.round()).max() > EPSILON:
            point = self._solve(sign * row, whole=1)
        world = point.round()
        assert np.array_equal(self.matrix @ world, self.said), "no world of these tables"
        self.worlds.append(world)
        return round(float(row @ world))

    def _solve(self, cost: Any, *, whole: int) -> Any:
        found = optimize.milp(
            cost,
            integrality=np.full(len(cost), whole),
            bounds=optimize.Bounds(0, MANY),
            constraints=optimize.LinearConstraint(self.matrix, self.said, self.said),
        )
        assert found.x is not None, found.message
        return found.x

    def _row(self, cell: Cell) -> Any:
        return np.array(
            [
                at in cell.months
                and all(code in of for code, of in zip(kind, cell.codes, strict=True))
                for kind, at in self.atoms
            ],
            dtype=float,
        )

    def _named(self, tables: Sequence[Published], windows: set[frozenset[int]]) -> list[Cell]:
        """Every cell of any table in every window, in differences of two, and in what is left."""
        spans = windows | {a - b for a in windows for b in windows if b < a}
        for month in frozenset().union(*windows):
            spans.add(
                frozenset(
                    other
                    for other in frozenset().union(*windows)
                    if all((month in one) == (other in one) for one in windows)
                )
            )
        picks: dict[tuple[Codes, ...], None] = {}
        for one in tables:
            picks |= dict.fromkeys(cell.codes for cell in one.layout.cells.values())
        return [Cell(codes, span) for span in sorted(spans, key=sorted) for codes in picks]
