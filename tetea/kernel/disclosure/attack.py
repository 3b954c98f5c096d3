"""The attacker: lays all tables side by side and asks how exactly each cell can be told.

First, worlds in which many cells at once hold as many, or as few, as they can: each whole-number
world that agrees with all that was said widens what is possible. What stays narrow is then asked
one by one: first by linear programming, whose interval is never narrower than the truth's, then by
whole numbers. A time bound ends it; what was not settled by then counts as narrow.
"""

import time
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

import numpy as np

from tetea.kernel.disclosure.claims import Ledger
from tetea.kernel.disclosure.proof import Proof, Sum, duties, entries, extent, is_large
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.solver import MOST, Found, Matrix, Problem, Reals, multipliers, solve
from tetea.kernel.disclosure.system import System, system_of
from tetea.kernel.disclosure.tables import Numbers
from tetea.kernel.disclosure.targets import Target

# As many rows are spread in one problem; more make it slow, fewer need more worlds.
AT_ONCE: Final = 600
# A whole-number problem that takes longer is given up.
PATIENCE: Final = 5.0
TOLERANCE: Final = 1e-6
# A world need not be the best one of its kind: any whole-number world is as good a proof.
GAP: Final = 0.05


@dataclass(frozen=True)
class Interval:
    """What can be told about a target: at least `low`, at most `high` people (MOST: no bound)."""

    target: Target
    row: int
    low: int
    high: int
    is_certain: bool
    """False when time ran out: it may be wider than this."""


@dataclass
class Attack:
    """One attack on what these readers know. `seconds` bounds it as a whole."""

    ledger: Ledger
    reader: Audience
    seconds: float = 60.0
    narrow: list[Interval] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Lay the claims side by side."""
        self.system: System = system_of(self.ledger, self.reader)
        self.strict, self.free = duties(self.system, self.ledger, self.reader)
        self.worlds: list[Numbers] = []
        self.sums: dict[int, Sum] = {}
        self.low, self.high = extent(self.system, [])
        # Whether the linear problem gives fractions here, so that whole numbers are asked at once.
        self._is_odd = False
        self._end = time.monotonic() + self.seconds

    @property
    def proof(self) -> Proof:
        """The worlds and sums that were found; a proof only when nothing is narrow."""
        worlds = tuple(tuple(world.tolist()) for world in self.worlds)
        return Proof(self.reader, worlds, dict(self.sums))

    def run(self, enough: int | None = None) -> list[Interval]:
        """Return the cells that can be told too exactly, at most `enough` of them."""
        self._name_large()
        self._spread()
        for row in self._open_rows().tolist():
            if self.high[row] - self.low[row] >= self.reader.rule.width:
                continue
            found = self.interval(row)
            if found is not None:
                self.narrow.append(found)
            if enough is not None and len(self.narrow) >= enough:
                break
        return self.narrow

    def _open_rows(self) -> Numbers:
        is_narrow = self.high - self.low < self.reader.rule.width
        settled = np.zeros(len(is_narrow), dtype=bool)
        settled[list(self.sums)] = True
        return np.flatnonzero(is_narrow & (self.free == 0) & ~settled)

    def _left(self) -> float:
        return min(PATIENCE, self._end - time.monotonic())

    def _name_large(self) -> None:
        """Settle every row that holds a cell which was shown and is large."""
        threshold = self.reader.rule.threshold
        large = np.flatnonzero(self.system.low >= threshold)
        claims = self.system.matrix[large]
        sizes = np.asarray(claims.sum(axis=1)).ravel()
        inside = (self.system.least @ claims.T).tocsr()
        for row in np.flatnonzero(self.strict == 0).tolist():
            for place, overlap in entries(inside, row):
                parts = ((int(large[place]), Fraction(1)),)
                if overlap == sizes[place] and is_large(self.system, row, parts, self.reader):
                    self.sums[row] = parts
                    break

    # -- many cells at once ---------------------------------------------------------------------

    def _spread(self) -> None:
        """Find worlds that open as many rows as possible, until a round opens next to none."""
        turn = 0
        while True:
            rows = self._open_rows()
            if not len(rows) or self._end <= time.monotonic():
                return
            start = (turn * AT_ONCE) % len(rows)
            some = np.roll(rows, -start)[:AT_ONCE]
            is_found = self._widen(some, up=True)
            # What may hold nobody cannot go lower.
            some = some[self.low[some] != 0]
            if is_found and len(some):
                is_found = self._widen(some, up=False)
            opened = len(rows) - len(self._open_rows())
            turn = 0 if opened else turn + 1
            if not is_found or turn * AT_ONCE >= len(rows):
                return

    def _widen(self, rows: Numbers, *, up: bool) -> bool:
        """Look for one world that moves these rows away from what they were seen to hold."""
        width, blocks = self.reader.rule.width, len(self.system.sizes)
        ends = self.system.most[rows] if up else -self.system.least[rows]
        seen = self.low[rows] if up else -self.high[rows]
        if not self.worlds:
            seen = np.zeros(len(rows), dtype=np.int64)
        problem = self._problem(np.concatenate([np.zeros(blocks), -np.ones(len(rows))]))
        problem = _with_rows(problem, ends, seen, width)
        if not self._is_odd:
            found = solve(problem, self._left())
            if found is None:
                return False
            if self._add(found):
                return True
            self._is_odd = True
        found = solve(problem, self._left(), whole=True, gap=GAP)
        return found is not None and self._add(found)

    def _problem(self, cost: Reals) -> Problem:
        system, count = self.system, len(self.system.sizes)
        return Problem(
            cost, system.matrix, system.low.astype(float), system.high.astype(float),
            np.zeros(count), np.full(count, float(MOST)), count,
        )  # fmt: skip

    def _add(self, found: Found) -> bool:
        """Keep the point if it is a world of whole numbers; whether it is."""
        world = np.rint(found.point[: len(self.system.sizes)]).astype(np.int64)
        if not self.system.holds(world):
            return False
        low, high = extent(self.system, [world])
        if (low < self.low).any() or (high > self.high).any() or not self.worlds:
            first = not self.worlds
            self.low = low if first else np.minimum(low, self.low)
            self.high = high if first else np.maximum(high, self.high)
            self.worlds.append(world)
        return True

    # -- one by one -----------------------------------------------------------------------------

    def interval(self, row: int) -> Interval | None:
        """Return what can be told about a row, None when it is open or large enough to be told."""
        width = self.reader.rule.width
        low, high = int(self.low[row]), int(self.high[row])
        for whole in (False, True):
            low, low_is_best = self._end_of(row, self.system.least, 1, whole=whole)
            high, high_is_best = self._end_of(row, self.system.most, -1, whole=whole)
            if self.high[row] - self.low[row] >= width:
                return None
            if low_is_best and high_is_best and high - low < width:
                return self._unless_large(row, low, high)
        return self._unless_large(row, low, high, is_certain=False)

    def _end_of(self, row: int, ends: Matrix, sign: int, *, whole: bool) -> tuple[int, bool]:
        """Return the end of the row's interval, and whether nothing lies beyond it."""
        cost = sign * ends[[row]].toarray().ravel().astype(float)
        found = solve(self._problem(cost), self._left(), whole=whole)
        if found is None:
            return int(self.low[row] if sign > 0 else self.high[row]), False
        self._add(found)
        is_best = found.is_best and self._end > time.monotonic()
        return sign * int(np.ceil(found.bound - TOLERANCE)), is_best

    def _unless_large(
        self, row: int, low: int, high: int, *, is_certain: bool = True
    ) -> Interval | None:
        threshold = self.reader.rule.threshold
        if not self.strict[row] and (low >= threshold or high <= -threshold):
            parts = self._sum_for(row, 1 if low >= threshold else -1)
            if is_large(self.system, row, parts, self.reader):
                self.sums[row] = parts
                return None
        first = self.system.row_of.tolist().index(row)
        return Interval(self.system.targets[first], row, low, high, is_certain)

    def _sum_for(self, row: int, sign: int) -> Sum:
        """Return claims that add up to the row, by the multipliers of its linear problem."""
        from scipy import sparse  # noqa: PLC0415  # slow and large to import

        system = self.system
        ends = system.least if sign > 0 else system.most
        cost = sign * ends[[row]].toarray().ravel().astype(float)
        rows = sparse.vstack([system.matrix, -system.matrix])
        least = np.concatenate([system.low, -system.high]).astype(float)
        found = multipliers(cost, rows, least, self._left())
        if found is None:
            return ()
        half = len(system.claims)
        taken = [Fraction(value).limit_denominator(60) for value in found[:half] - found[half:]]
        return tuple((claim, times) for claim, times in enumerate(taken) if times)


def _with_rows(problem: Problem, ends: Matrix, seen: Numbers, width: int) -> Problem:
    """Return the problem with one more unknown per row: how far it moves beyond what was seen."""
    from scipy import sparse  # noqa: PLC0415  # slow and large to import

    count = ends.shape[0]
    matrix = sparse.block_array(
        [
            [problem.matrix, None],
            [ends, -sparse.eye_array(count)],
        ]
    )
    return Problem(
        problem.cost, matrix.tocsr(),
        np.concatenate([problem.low, seen.astype(float)]),
        np.concatenate([problem.high, np.full(count, np.inf)]),
        np.concatenate([problem.floor, np.full(count, -float(MOST))]),
        np.concatenate([problem.ceiling, np.full(count, float(width))]),
        problem.whole,
    )  # fmt: skip
