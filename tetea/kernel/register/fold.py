"""Slips laid into the register: the newest of each id stays, what was withdrawn is gone.

Rows are shuffled within and across segments, so their place tells nothing of when they came.
"""

import secrets
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from tetea.kernel.register import columns
from tetea.kernel.register.columns import SEGMENT_ROWS, Columns
from tetea.kernel.register.contribution import Contribution, Slip


def fold(old: Columns, slips: Iterable[Slip]) -> Columns:
    """Return the rows as they stand after these slips, in whichever order they were brought.

    Of one id the highest number wins; taking out wins over everything, whenever it was asked.
    """
    put: dict[bytes, Contribution] = {}
    gone: set[bytes] = set()
    for slip in slips:
        if slip.put is None:
            gone.add(slip.drop)
        elif slip.put.id not in put or slip.put.number > put[slip.put.id].number:
            put[slip.put.id] = slip.put
    numbers = old.numbers["number"]
    keys = [row.tobytes() for row in old.ids]
    newest = {key: int(number) for key, number in zip(keys, numbers, strict=True)}
    fresh = [
        one for key, one in put.items() if key not in gone and newest.get(key, -1) < one.number
    ]
    replaced = gone | {one.id for one in fresh}
    kept = np.array([key not in replaced for key in keys], dtype=bool)
    return columns.joined([columns.picked(old, kept), columns.of(fresh)])


def segments(rows: Columns) -> list[Columns]:
    """Return the rows shuffled and cut into segments."""
    mixed = columns.picked(rows, _shuffled(len(rows)))
    return [
        columns.picked(mixed, np.arange(start, min(start + SEGMENT_ROWS, len(rows))))
        for start in range(0, len(rows), SEGMENT_ROWS)
    ]


def touched(parts: Sequence[Columns], slips: Iterable[Slip]) -> set[int]:
    """Return which segments hold a row that a slip replaces or takes out."""
    wanted = {slip.put.id if slip.put else slip.drop for slip in slips}
    return {at for at, part in enumerate(parts) if any(row.tobytes() in wanted for row in part.ids)}


def _shuffled(count: int) -> npt.NDArray[np.int64]:
    """Return an order that nobody can foresee: each row draws 64 bits, ties keep their order."""
    drawn = np.frombuffer(secrets.token_bytes(8 * count), np.uint64)
    return np.argsort(drawn, kind="stable").astype(np.int64)
