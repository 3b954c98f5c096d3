"""A proof that nothing can be told too exactly: possible worlds, checked by adding up.

Two worlds that agree with all that was ever said, and of which one has five people more in a cell,
prove that nobody can know that cell better. Where a cell may be known because it is large, sums of
claims prove that it is. Neither needs trust in the solver that found them, nor anybody's data: a
proof is made of what was published and of nothing else, so whoever reads the tables can check it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from tetea.kernel.disclosure.claims import Ledger
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.solver import Matrix
from tetea.kernel.disclosure.system import System, system_of
from tetea.kernel.disclosure.tables import Cell, Key, Numbers
from tetea.kernel.disclosure.targets import Target

# Which claim, taken how often; less than none takes the most that it allows.
Sum = tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True)
class Proof:
    """Worlds as people per block, and sums of claims by the row that they prove to be large."""

    reader: Audience
    worlds: tuple[tuple[int, ...], ...]
    sums: Mapping[int, Sum]


def check(ledger: Ledger, proof: Proof) -> bool:
    """Whether the proof holds for everything these readers were told, by adding up alone."""
    system = system_of(ledger, proof.reader)
    worlds = [np.array(world, dtype=np.int64) for world in proof.worlds]
    if not all(system.holds(world) for world in worlds):
        return False
    low, high = extent(system, worlds)
    is_open = high - low >= proof.reader.rule.width
    strict, free = duties(system, ledger, proof.reader)
    return all(
        is_open[row]
        or free[row]
        or (not strict[row] and is_large(system, row, proof.sums.get(row, ()), proof.reader))
        for row in range(len(is_open))
    )


World = dict[tuple[Key, int, int], int]


def two_worlds(ledger: Ledger, proof: Proof, cell: Cell) -> tuple[World, World]:
    """Return the worlds of the proof with the fewest and the most people in a cell.

    By codes, month and version, so that anybody can add them up against the printed tables; atoms
    that hold nobody are left out. Raises KeyError for a cell that nobody spoke of.
    """
    system = system_of(ledger, proof.reader)
    number = {target: n for n, target in enumerate(system.targets)}[Target(cell)]
    row = system.row_of[number]
    worlds = np.array(proof.worlds, dtype=np.int64)
    fewest = worlds[np.argmin((system.least @ worlds.T)[row])]
    most = worlds[np.argmax((system.most @ worlds.T)[row])]
    inside = np.isin(np.arange(system.columns.count), system.columns.of(cell))
    return _spread(system, fewest, inside), _spread(system, most, ~inside)


def _spread(system: System, world: Numbers, last: npt.NDArray[np.bool_]) -> World:
    """Put the people of each block into one atom of it, into one of the `last` only if it must."""
    order = np.argsort(last, kind="stable")
    blocks, first = np.unique(system.block_of[order], return_index=True)
    return {
        system.columns.atom(int(order[at])): int(world[block])
        for block, at in zip(blocks, first, strict=True)
        if world[block]
    }


def extent(system: System, worlds: list[Numbers]) -> tuple[Numbers, Numbers]:
    """Return the least and the most of each row that these worlds show to be possible."""
    rows = system.most.shape[0]
    low, high = np.full(rows, 2**40, dtype=np.int64), np.full(rows, -(2**40), dtype=np.int64)
    for world in worlds:
        np.minimum(low, system.least @ world, out=low)
        np.maximum(high, system.most @ world, out=high)
    return (low, high) if worlds else (high, high)


def duties(system: System, ledger: Ledger, reader: Audience) -> tuple[Numbers, Numbers]:
    """Return which rows must stay open whatever they hold, and which may be known by agreement.

    What was suppressed for these readers must stay open, large or not: otherwise the mark would be
    a promise that is not kept. Whole totals are what an agreement is about.
    """
    kept = ledger.suppressed(reader)
    whole = ledger.frame.everything if reader is Audience.AGREED else None
    strict = np.zeros(system.most.shape[0], dtype=np.int64)
    bound = np.zeros(system.most.shape[0], dtype=np.int64)
    for target, row in zip(system.targets, system.row_of, strict=True):
        strict[row] |= target.less is None and target.cell in kept
        bound[row] |= target.cell.codes != whole
    return strict, 1 - bound


def is_large(system: System, row: int, parts: Sum, reader: Audience) -> bool:
    """Whether these claims add up to a cell, or a change, of at least the threshold.

    A sum of claims that counts no block more often than the cell does is at most the cell, since
    nobody is counted less than not at all.
    """
    for ends, sign in ((system.least, 1), (system.most, -1)):
        if bound_of(system, ends, row, parts, sign) >= reader.rule.threshold:
            return True
    return False


def bound_of(system: System, ends: Matrix, row: int, parts: Sum, sign: int) -> Fraction:
    """Return what the sum proves `sign` times the row to be at least; minus one for nothing."""
    left = {block: Fraction(sign * value) for block, value in entries(ends, row)}
    total = Fraction(0)
    for claim, times in parts:
        said = system.claims[claim]
        total += times * (said.low if times > 0 else said.high)
        for block, value in entries(system.matrix, claim):
            left[block] = left.get(block, Fraction(0)) - times * value
    return total if all(rest >= 0 for rest in left.values()) else Fraction(-1)


def entries(matrix: Matrix, row: int) -> list[tuple[int, int]]:
    """Return the (block, value) pairs of one row of a sparse matrix."""
    start, end = matrix.indptr[row : row + 2]
    blocks, values = matrix.indices[start:end].tolist(), matrix.data[start:end].tolist()
    return list(zip(blocks, values, strict=True))
