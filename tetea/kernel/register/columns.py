"""Contributions as columns of numbers: how they rest in a segment, and how they are counted.

One row is one act; a case with three acts has three rows and is counted as a case by the first. A
case without a coded act has one row with the word "". Words are numbers into a list of their own.
"""

import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from tetea.kernel.register.contribution import (
    ID_BYTES,
    NEVER,
    SPANS,
    WORDS,
    Act,
    BadContribution,
    Contribution,
)

FORMAT: Final = 2
# Columns that an older format did not have: they are read as not known.
LATER: Final = {1: frozenset({"station"}), 2: frozenset[str]()}
SEGMENT_ROWS: Final = 8_192
ACT: Final = "act"
AGGRESSOR: Final = "aggressor"
WORD_COLUMNS: Final = (ACT, AGGRESSOR, *WORDS)
NUMBER_COLUMNS: Final = ("number", "month", "people", "reports", *SPANS)
_HEAD: Final = struct.Struct(">BII")
_ONE: Final = struct.Struct(">i")
# How a column is written: one number for all, or so many bytes for each.
ALIKE: Final = 0
WIDTHS: Final = {1: "u1", 2: "<i2", 4: "<i4"}

Numbers = npt.NDArray[np.int32]
Raw = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Columns:
    """Rows as columns. `people` and `reports` are 0 on all rows of a case but its first."""

    ids: Raw = field(repr=False)
    lists: Mapping[str, tuple[str, ...]] = field(repr=False)
    words: Mapping[str, Numbers] = field(repr=False)
    numbers: Mapping[str, Numbers] = field(repr=False)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def first(self) -> npt.NDArray[np.bool_]:
        """Which rows stand for their case."""
        return self.numbers["reports"] > 0

    def dump(self) -> bytes:
        """Return the columns as bytes: version, sizes, word lists, then column by column.

        Each column is written as narrow as its numbers are, and as one number where all are alike.
        """
        lists = json.dumps(dict(self.lists), separators=(",", ":")).encode()
        parts = [_HEAD.pack(FORMAT, len(self), len(lists)), lists, self.ids.tobytes()]
        parts += [_narrow(self.words[name]) for name in WORD_COLUMNS]
        parts += [_narrow(self.numbers[name]) for name in NUMBER_COLUMNS]
        return b"".join(parts)


def load(data: bytes) -> Columns:
    """Read what `Columns.dump` wrote; raise BadContribution."""
    try:
        version, count, length = _HEAD.unpack_from(data)
        if version not in LATER:
            raise BadContribution("another version of the register")
        at = _HEAD.size + length
        lists = {str(k): tuple(map(str, v)) for k, v in json.loads(data[_HEAD.size : at]).items()}
        ids = np.frombuffer(data, np.uint8, count * ID_BYTES, at).reshape(count, ID_BYTES)
        at += count * ID_BYTES
        found: dict[str, Numbers] = {}
        for name in (*WORD_COLUMNS, *NUMBER_COLUMNS):
            if name in LATER[version]:
                found[name], lists[name] = np.zeros(count, np.int32), ("",)
            else:
                found[name], at = _wide(data, at, count)
    except (struct.error, ValueError, AttributeError, IndexError, KeyError):
        raise BadContribution("no segment of the register") from None
    words = {name: found[name] for name in WORD_COLUMNS}
    return Columns(ids, lists, words, {name: found[name] for name in NUMBER_COLUMNS})


def _narrow(column: Numbers) -> bytes:
    low, high = (int(column.min()), int(column.max())) if len(column) else (0, 0)
    if low == high:
        return bytes([ALIKE]) + _ONE.pack(low)
    width = next(width for width in WIDTHS if _fits(low, high, width))
    return bytes([width]) + column.astype(WIDTHS[width]).tobytes()


def _fits(low: int, high: int, width: int) -> bool:
    kind = np.iinfo(WIDTHS[width])
    return bool(kind.min <= low and high <= kind.max)


def _wide(data: bytes, at: int, count: int) -> tuple[Numbers, int]:
    width, at = data[at], at + 1
    if width == ALIKE:
        return np.full(count, _ONE.unpack_from(data, at)[0], np.int32), at + _ONE.size
    column = np.frombuffer(data, WIDTHS[width], count, at)
    return column.astype(np.int32), at + width * count


def of(contributions: Iterable[Contribution]) -> Columns:
    """Return contributions as columns, in the order given."""
    rows = [(one, n, act) for one in contributions for n, act in enumerate(one.acts or (Act(""),))]
    lists: dict[str, dict[str, int]] = {name: {"": 0} for name in WORD_COLUMNS}
    words = {name: np.zeros(len(rows), np.int32) for name in WORD_COLUMNS}
    numbers = {name: np.zeros(len(rows), np.int32) for name in NUMBER_COLUMNS}
    ids = np.frombuffer(b"".join(one.id for one, _, _ in rows), np.uint8).reshape(-1, ID_BYTES)
    for at, (one, n, act) in enumerate(rows):
        said = {ACT: act.code, AGGRESSOR: act.aggressor, **one.words}
        for name in WORD_COLUMNS:
            known = lists[name]
            words[name][at] = known.setdefault(said.get(name, ""), len(known))
        numbers["number"][at], numbers["month"][at] = one.number, one.month
        if n == 0:
            numbers["people"][at], numbers["reports"][at] = one.people, one.reports
        for name in SPANS:
            numbers[name][at] = one.spans.get(name, NEVER)
    return Columns(ids, {name: tuple(known) for name, known in lists.items()}, words, numbers)


def joined(parts: Sequence[Columns]) -> Columns:
    """Return several columns as one, with one word list for each column."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return of(())
    lists: dict[str, tuple[str, ...]] = {}
    words: dict[str, Numbers] = {}
    for name in WORD_COLUMNS:
        known: dict[str, int] = {}
        moved = []
        for part in parts:
            to = [known.setdefault(word, len(known)) for word in part.lists[name]]
            moved.append(np.array(to, np.int32)[part.words[name]])
        lists[name], words[name] = tuple(known), np.concatenate(moved)
    return Columns(
        np.concatenate([part.ids for part in parts]),
        lists,
        words,
        {name: np.concatenate([part.numbers[name] for part in parts]) for name in NUMBER_COLUMNS},
    )


def picked(columns: Columns, rows: npt.NDArray[np.int64] | npt.NDArray[np.bool_]) -> Columns:
    """Return these rows, in this order."""
    return Columns(
        columns.ids[rows],
        columns.lists,
        {name: column[rows] for name, column in columns.words.items()},
        {name: column[rows] for name, column in columns.numbers.items()},
    )
