"""What must be hidden beside what is few, at the least cost.

For a cell that the attacker narrows: the figures that move in the least-cost world in which it is
open (the linear heuristic of Kelly, Golden and Assad 1992, as Fischetti and Salazar 1999 use it).
"""

from collections.abc import Set as AbstractSet
from typing import Final

import numpy as np

from tetea.kernel.disclosure.attack import Attack, Interval
from tetea.kernel.disclosure.claims import Claim
from tetea.kernel.disclosure.drafts import Draft
from tetea.kernel.disclosure.errors import NotProven
from tetea.kernel.disclosure.solver import Matrix, Problem, solve
from tetea.kernel.disclosure.tables import Cell

EPSILON: Final = 1e-6
PATIENCE: Final = 10.0


def opening(
    attack: Attack,
    narrow: Interval,
    draft: Draft,
    before: AbstractSet[Claim],
    chosen: AbstractSet[Cell],
) -> set[Cell]:
    """Return the cheapest cells that must be hidden so that this one is open.

    What was said `before` cannot be taken back; what was `chosen` already costs nothing more.
    Raises NotProven when no world is left: then older releases hold the cell fast.
    """
    width, system = attack.reader.rule.width, attack.system
    price = {
        number: 0.0 if claim.cell in chosen else draft.cost[claim.cell]
        for number, claim in enumerate(system.claims)
        if claim not in before
    }
    ways = [
        _cheapest(attack, price, system.most[[narrow.row]], narrow.low + width),
        _cheapest(attack, price, -system.least[[narrow.row]], width - narrow.high),
    ]
    found = [way for way in ways if way is not None]
    if not found:
        raise NotProven("older releases leave no way to keep a cell open")
    moved = min(found, key=lambda way: sum(price[number] for number in way))
    return {system.claims[number].cell for number in moved}


def _cheapest(
    attack: Attack, price: dict[int, float], ends: Matrix, least: int
) -> list[int] | None:
    """Return the claims that break in the cheapest world where `ends` is at least `least`."""
    from scipy import sparse  # noqa: PLC0415  # slow and large to import

    system, blocks, loose = attack.system, len(attack.system.sizes), list(price)
    slack = sparse.csr_array(
        (np.ones(len(loose)), (loose, np.arange(len(loose)))),
        shape=(len(system.claims), len(loose)),
    )
    matrix = sparse.block_array([[system.matrix, slack, -slack], [ends, None, None]])
    cost = np.array([0.0] * blocks + 2 * list(price.values()))
    low = np.append(system.low, least).astype(float)
    high = np.append(system.high.astype(float), np.inf)
    limits = np.zeros(len(cost)), np.full(len(cost), np.inf)
    found = solve(Problem(cost, matrix.tocsr(), low, high, *limits, 0), PATIENCE)
    if found is None:
        return None
    more, fewer = np.split(found.point[blocks:], 2)
    return [number for number, by in zip(loose, more + fewer, strict=True) if by > EPSILON]
