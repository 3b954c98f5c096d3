"""Counting in the register: group-bys over whole columns.

A table is one `bincount` over a number that is made of the codes of its axes; there is no second
engine, so nothing can be spilled to a disk.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tetea.kernel.register.columns import Columns, Numbers
from tetea.kernel.register.contribution import NEVER

ROWS = "rows"
DAYS_OF_MONTH = 365.2425 / 12
Rows = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Axis:
    """A column by which is counted, and the group of each word; None: as it is.

    Words that `groups` does not name go to `rest`.
    """

    column: str
    groups: Mapping[str, str] | None = None
    rest: str = ""


@dataclass(frozen=True)
class SpanAxis:
    """A length of time by which is counted: up to each of `up_to`, and the name of each part.

    `names` has one more than `up_to`, for all that is longer; `rest` takes what was never reached,
    "" where everything was.
    """

    column: str
    up_to: tuple[int, ...]
    names: tuple[str, ...]
    rest: str


def by_month(rows: Columns) -> Numbers:
    """Return the month of each row."""
    return rows.numbers["month"]


def count(
    rows: Columns, axes: tuple[Axis | SpanAxis, ...], of: str = "reports", where: Rows | None = None
) -> dict[tuple[tuple[str, ...], int], int]:
    """Return how many there are of each combination of labels, by month.

    `of` is "reports", "people", or "rows" for acts. What does not occur is left out.
    """
    month = by_month(rows)
    if not len(rows):
        return {}
    start, width = int(month.min()), int(month.max() - month.min()) + 1
    key = (month - start).astype(np.int64)
    labels: list[tuple[str, ...]] = []
    for axis in axes:
        names, codes = _coded(rows, axis)
        key = key * len(names) + codes
        labels.append(names)
    shape = (width, *(len(names) for names in labels))
    weight = np.ones(len(rows)) if of == ROWS else rows.numbers[of].astype(np.float64)
    if of == ROWS:
        weight[rows.words["act"] == rows.lists["act"].index("")] = 0
    if where is not None:
        weight = np.where(where, weight, 0)
    found = np.bincount(key, weights=weight, minlength=int(np.prod(shape)))
    result = {}
    for flat in np.flatnonzero(found):
        at = np.unravel_index(flat, shape)
        words = tuple(names[place] for names, place in zip(labels, at[1:], strict=True))
        result[words, start + int(at[0])] = round(float(found[flat]))
    return result


def spans(rows: Columns, name: str, where: Rows | None = None) -> list[int]:
    """Return the lengths of time of the cases that reached it, shortest first."""
    reached = rows.first & (rows.numbers[name] != NEVER)
    if where is not None:
        reached &= where
    return sorted(int(value) for value in rows.numbers[name][reached])


def is_word(rows: Columns, column: str, *wanted: str) -> Rows:
    """Return which rows hold one of these words."""
    codes = [at for at, word in enumerate(rows.lists[column]) if word in wanted]
    found: Rows = np.isin(rows.words[column], codes)
    return found


def between(rows: Columns, first: int, last: int) -> Rows:
    """Return which rows are of these months, both included."""
    month = by_month(rows)
    found: Rows = (month >= first) & (month <= last)
    return found


def followed_until(rows: Columns, now: float) -> Columns:
    """Return the rows where cases that are still open are followed until now.

    `now` counts months as the register does, with the part of the month that has passed. Such a
    case began in the middle of its month, for nobody knows the day.
    """
    middle = rows.numbers["month"].astype(np.float64) + 0.5
    so_far = np.maximum(0, (now - middle) * DAYS_OF_MONTH).astype(np.int32)
    followed = rows.numbers["followed"]
    numbers = {**rows.numbers, "followed": np.where(followed == NEVER, so_far, followed)}
    return replace(rows, numbers=numbers)


def _coded(rows: Columns, axis: Axis | SpanAxis) -> tuple[tuple[str, ...], Numbers]:
    if isinstance(axis, SpanAxis):
        lengths = rows.numbers[axis.column]
        at = np.searchsorted(np.array(axis.up_to), lengths)
        if not axis.rest:
            return axis.names, at.astype(np.int32)
        at[lengths == NEVER] = len(axis.names)
        return (*axis.names, axis.rest), at.astype(np.int32)
    words, codes = rows.lists[axis.column], rows.words[axis.column]
    if axis.groups is None:
        return words, codes
    known: dict[str, int] = {}
    to = [known.setdefault(axis.groups.get(word, axis.rest), len(known)) for word in words]
    return tuple(known), np.array(to, np.int32)[codes]
