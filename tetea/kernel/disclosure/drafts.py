"""A release being made: its true counts, what is few in it, and what hiding a cell costs."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tetea.kernel.disclosure.claims import Ledger, Release
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import (
    SUPPRESSED,
    Cell,
    Counts,
    Figure,
    Key,
    Layout,
    Published,
)

# A margin is worth several of the cells that it sums up: it is read first and reused by others.
MARGIN = 4.0


@dataclass(frozen=True)
class Draft:
    """Tables with their counts, before it is decided what is shown.

    Equal cells of several tables are hidden together. With a `base` shown cells are ranges.
    """

    layouts: tuple[Layout, ...]
    audience: Audience
    counts: Mapping[Cell, int]
    cost: Mapping[Cell, float]
    base: int = 0
    stands: frozenset[Cell] = frozenset()
    """What is not to be said anew, whatever it holds."""

    @classmethod
    def of(
        cls, layouts: Iterable[Layout], counts: Counts, audience: Audience, base: int = 0
    ) -> "Draft":
        """Count every cell once. The counts must be those of the layouts' version."""
        kept = tuple(layouts)
        cells = [(layout, key, cell) for layout in kept for key, cell in layout.cells.items()]
        found = {cell: 0 for _, _, cell in cells}
        found = {cell: counts.of(cell) for cell in found}
        cost: dict[Cell, float] = {}
        for layout, key, cell in cells:
            summed = sum(
                label == axis.labels[-1] and len(axis.parts) > 1
                for axis, label in zip(layout.axes, key, strict=True)
            )
            worth = MARGIN**summed * (1 + math.log1p(found[cell]))
            cost[cell] = max(cost.get(cell, 0.0), worth)
        return cls(kept, audience, found, cost, base)

    def keeping(self, stands: frozenset[Cell]) -> "Draft":
        """Return the draft in which these cells are not said anew."""
        return replace(self, stands=stands)

    def figure(self, cell: Cell) -> Figure:
        """Return what is shown of a cell that is not hidden."""
        count = self.counts[cell]
        return Figure.rounded(count, self.base) if self.base else Figure.exactly(count)

    def few(self, ledger: Ledger) -> set[Cell]:
        """Return what must be hidden in itself, whatever stands beside it.

        Below the threshold, none included; what is all there is in its line (whoever is known to
        be in the margin would be known to be in the cell); and what was hidden before. What readers
        know exactly already is said again: hiding it would be a promise that is not kept.
        """
        threshold = self.audience.rule.threshold
        small = {cell for cell, count in self.counts.items() if count < threshold}
        before = ledger.suppressed(self.audience) & self.counts.keys()
        known = {claim.cell for claim in ledger.claims(self.audience) if claim.low == claim.high}
        return (small | self.stands | self._alone() | before) - known

    def _alone(self) -> set[Cell]:
        return {
            layout.cells[part]
            for layout in self.layouts
            for margin, parts in layout.lines()
            for part in parts
            if 0 < self.counts[layout.cells[margin]] == self.counts[layout.cells[part]]
        }

    def release(self, hidden: set[Cell]) -> Release:
        """Return the release in which these cells are suppressed."""
        tables = tuple(Published(one, self._figures(one, hidden)) for one in self.layouts)
        return Release(self.audience, tables)

    def _figures(self, layout: Layout, hidden: set[Cell]) -> dict[Key, Figure]:
        return {
            key: SUPPRESSED if cell in hidden else self.figure(cell)
            for key, cell in layout.cells.items()
        }
