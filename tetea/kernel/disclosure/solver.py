"""The one door to HiGHS, by way of SciPy: a linear or whole-number problem, with a time bound.

Whatever comes back is only a hint. What is promised to people is checked by adding up, in
whole numbers, by whoever asked.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Reals = npt.NDArray[np.float64]
# A sparse matrix of SciPy, which comes without types.
Matrix = Any
# No count is larger. It keeps problems bounded in which nothing was said about a cell.
MOST: Final = 1_000_000
DONE: Final = 0


@dataclass(frozen=True)
class Problem:
    """Find x with the least `cost @ x`, where low <= matrix @ x <= high and floor <= x <= ceiling.

    The first `whole` of x must be whole numbers when that is asked for.
    """

    cost: Reals
    matrix: Matrix
    low: Reals
    high: Reals
    floor: Reals
    ceiling: Reals
    whole: int


@dataclass(frozen=True)
class Found:
    """A point, and whether it is the best there is. `bound`: no point costs less."""

    point: Reals
    is_best: bool
    bound: float


def solve(
    problem: Problem, seconds: float, *, whole: bool = False, gap: float = 0.0
) -> Found | None:
    """Return a point within `seconds`, None when there is none or none was found in time.

    `gap` is how far from the best, as a share, a whole-number point may stay.
    """
    # 60 MB and a second to import: only whoever publishes figures pays for it.
    from scipy import optimize  # noqa: PLC0415  # slow and large to import; see above

    kinds = np.zeros(len(problem.cost))
    kinds[: problem.whole] = whole
    found = optimize.milp(
        problem.cost,
        integrality=kinds,
        bounds=optimize.Bounds(problem.floor, problem.ceiling),
        constraints=optimize.LinearConstraint(problem.matrix, problem.low, problem.high),
        options={"time_limit": max(0.05, seconds), "mip_rel_gap": gap},
    )
    if found.x is None:
        return None
    best = found.fun if found.mip_dual_bound is None else found.mip_dual_bound
    return Found(found.x, found.status == DONE, float(best) if whole else float(found.fun))


def multipliers(cost: Reals, rows: Matrix, least: Reals, seconds: float) -> Reals | None:
    """Return how much each row `rows @ x >= least` adds to the least `cost @ x` over x >= 0."""
    from scipy import optimize  # noqa: PLC0415  # slow and large to import; see above

    found = optimize.linprog(
        cost, A_ub=-rows, b_ub=-least, method="highs", options={"time_limit": max(0.05, seconds)}
    )
    return -found.ineqlin.marginals if found.status == DONE else None
