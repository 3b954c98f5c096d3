"""All that readers were told, as a system of sums over blocks of atoms.

A block holds the atoms that no claim tells apart. Whatever is told about a block holds for any way
of spreading its people over its atoms. So of a cell the most that is possible is the sum of all
blocks it touches, and the least is the sum of those that lie in it altogether.
"""

import hashlib
import struct
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from tetea.kernel.disclosure.claims import Claim, Ledger
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.solver import Matrix
from tetea.kernel.disclosure.tables import Cell, Codes, Frame, Key, Numbers
from tetea.kernel.disclosure.targets import Target, targets

Stamp = tuple[int, int]
SEEDS = (1, 2)


class Columns:
    """Numbers the atoms of every month and version that somebody speaks of."""

    def __init__(self, frame: Frame, cells: Iterable[Cell]) -> None:
        """Take all cells that will be asked for."""
        self.frame = frame
        stamps = {(month, cell.version) for cell in cells for month in cell.months}
        self.atoms = int(np.prod(frame.shape, dtype=np.int64))
        self.stamps: dict[Stamp, int] = {stamp: n for n, stamp in enumerate(sorted(stamps))}
        self._known: dict[tuple[Codes, ...], Numbers] = {}

    def of(self, cell: Cell) -> Numbers:
        """Return the columns that add up to the cell."""
        flat = self._known.get(cell.codes)
        if flat is None:
            mesh = self.frame.picked(cell.codes)
            grid = np.arange(self.atoms, dtype=np.int64).reshape(self.frame.shape)
            flat = self._known[cell.codes] = grid[mesh].ravel()
        offsets = [self.stamps[month, cell.version] * self.atoms for month in sorted(cell.months)]
        return np.concatenate([flat + offset for offset in offsets])

    def atom(self, column: int) -> tuple[Key, int, int]:
        """Return the codes, the month and the version that a column stands for."""
        stamp, flat = divmod(column, self.atoms)
        places = np.unravel_index(flat, self.frame.shape)
        dimensions = self.frame.dimensions
        codes = tuple(one.codes[at] for one, at in zip(dimensions, places, strict=True))
        return codes, *list(self.stamps)[stamp]

    @property
    def count(self) -> int:
        """How many columns there are."""
        return self.atoms * len(self.stamps)


@dataclass(frozen=True)
class System:
    """Claims as rows over blocks, and for each target the rows of its most and its least.

    Targets that cannot be told apart share one row; `row_of` says which.
    """

    claims: tuple[Claim, ...]
    matrix: Matrix
    targets: tuple[Target, ...]
    row_of: Numbers
    most: Matrix
    least: Matrix
    sizes: Numbers
    """How many atoms each block holds."""
    columns: Columns
    block_of: Numbers
    """The block of each column."""

    @property
    def low(self) -> Numbers:
        """The least that each claim allows."""
        return np.array([claim.low for claim in self.claims], dtype=np.int64)

    @property
    def high(self) -> Numbers:
        """The most that each claim allows."""
        return np.array([claim.high for claim in self.claims], dtype=np.int64)

    def holds(self, world: Numbers) -> bool:
        """Whether a world of whole numbers agrees with every claim, by adding up."""
        if world.shape != self.sizes.shape or (world < 0).any():
            return False
        sums = self.matrix @ world
        return bool((sums >= self.low).all() and (sums <= self.high).all())


def system_of(ledger: Ledger, reader: Audience) -> System:
    """Return what these readers know; the same ledger always gives the same system."""
    claims = ledger.claims(reader)
    wanted = targets(ledger.layouts(reader))
    cells = [claim.cell for claim in claims]
    cells += [one for target in wanted for one in (target.cell, target.less) if one]
    columns = Columns(ledger.frame, cells)
    rows = [columns.of(claim.cell) for claim in claims]
    block_of, sizes = _blocks(rows, columns.count)
    matrix = _sparse([_parts(row, block_of, sizes)[0] for row in rows], len(sizes))
    ends: dict[tuple[bytes, ...], int] = {}
    most, least, row_of = [], [], []
    for target in wanted:
        upper, lower = _ends(target, columns, block_of, sizes)
        key = tuple(part.tobytes() for part in (*upper, *lower))
        if key not in ends:
            ends[key] = len(ends)
            most.append(upper)
            least.append(lower)
        row_of.append(ends[key])
    return System(
        claims, matrix, wanted, np.array(row_of, dtype=np.int64),
        _signed(most, len(sizes)), _signed(least, len(sizes)), sizes, columns, block_of,
    )  # fmt: skip


def _blocks(rows: list[Numbers], count: int) -> tuple[Numbers, Numbers]:
    """Return the block of each column and the size of each block, in the order of the columns.

    Columns are of one block when the same rows hold them. Which rows those are is summed up in two
    numbers of 64 bits, one word of each row after the other; that two different sets of rows come
    to the same is as likely as guessing a key.
    """
    marks = np.zeros((2, count), dtype=np.uint64)
    for name, row in enumerate(rows):
        for at, seed in enumerate(SEEDS):
            marks[at, row] += _word(name, seed)
    order = np.lexsort(marks)
    sorted_marks = marks[:, order]
    is_new = np.ones(count, dtype=bool)
    is_new[1:] = (sorted_marks[:, 1:] != sorted_marks[:, :-1]).any(axis=0)
    group = np.empty(count, dtype=np.int64)
    group[order] = np.cumsum(is_new) - 1
    first = order[is_new]
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    block_of = rank[group]
    return block_of, np.bincount(block_of, minlength=len(first)).astype(np.int64)


def _word(name: int, seed: int) -> np.uint64:
    digest = hashlib.blake2b(struct.pack(">QQ", seed, name), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest))


def _parts(columns: Numbers, block_of: Numbers, sizes: Numbers) -> tuple[Numbers, Numbers]:
    """Return the blocks that these columns touch, and those that they hold altogether."""
    blocks, counts = np.unique(block_of[columns], return_counts=True)
    return blocks, blocks[counts == sizes[blocks]]


Ends = tuple[Numbers, Numbers]


def _ends(target: Target, columns: Columns, block_of: Numbers, sizes: Numbers) -> tuple[Ends, Ends]:
    """Return (added, taken away) for the most and for the least of a target."""
    touched, whole = _parts(columns.of(target.cell), block_of, sizes)
    if target.less is None:
        nothing = np.empty(0, dtype=np.int64)
        return (touched, nothing), (whole, nothing)
    before, whole_before = _parts(columns.of(target.less), block_of, sizes)
    return (touched, whole_before), (whole, before)


def _sparse(rows: list[Numbers], width: int) -> Matrix:
    nothing = np.empty(0, dtype=np.int64)
    return _signed([(row, nothing) for row in rows], width)


def _signed(rows: list[Ends], width: int) -> Matrix:
    """Return a sparse matrix with 1 where a row adds and -1 where it takes away."""
    # 60 MB and a second to import: only whoever publishes figures pays for it.
    from scipy import sparse  # noqa: PLC0415  # slow and large to import; see above

    values = [np.concatenate([np.ones(len(a)), -np.ones(len(b))]) for a, b in rows]
    places = [np.concatenate(ends) for ends in rows]
    lengths = np.cumsum([0, *(len(one) for one in places)])
    flat = np.concatenate(values) if values else np.empty(0)
    where = np.concatenate(places) if places else np.empty(0, dtype=np.int64)
    return sparse.csr_array(
        (flat.astype(np.int64), where, lengths), shape=(len(rows), width), dtype=np.int64
    )
