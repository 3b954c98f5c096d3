"""What a table is: named dimensions, cells over atoms, margins, and the form that is published.

An atom is one combination of codes in one month. Every combination that a frame names exists,
whether anybody was counted there or not: what a reader cannot exclude must not be left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import numpy.typing as npt

TOTAL = ""
Key = tuple[str, ...]
Codes = frozenset[str]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Dimension:
    """Something that is coded: place, act, aggressor class. Codes are the finest that exist."""

    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Frame:
    """All dimensions of the register, without time."""

    dimensions: tuple[Dimension, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """How many codes each dimension has."""
        return tuple(len(one.codes) for one in self.dimensions)

    def picked(self, codes: tuple[Codes, ...]) -> tuple[Numbers, ...]:
        """Return the places of these codes in each dimension, for use as an open mesh."""
        found = [
            [place for place, code in enumerate(one.codes) if code in wanted]
            for one, wanted in zip(self.dimensions, codes, strict=True)
        ]
        return np.ix_(*(np.array(places, dtype=np.int64) for places in found))

    @property
    def everything(self) -> tuple[Codes, ...]:
        """The codes of a cell that leaves nothing out."""
        return tuple(frozenset(one.codes) for one in self.dimensions)


@dataclass(frozen=True)
class Axis:
    """One side of a table: disjoint parts of one dimension's codes, each with its label."""

    dimension: str
    parts: tuple[tuple[str, Codes], ...]

    @classmethod
    def of(cls, dimension: Dimension, level: Mapping[str, str] | None = None) -> "Axis":
        """Return an axis with a part per code, or per group when `level` maps codes to groups."""
        groups: dict[str, set[str]] = {}
        for code in dimension.codes:
            groups.setdefault(level[code] if level else code, set()).add(code)
        return cls(dimension.name, tuple((name, frozenset(of)) for name, of in groups.items()))

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the parts and of their margin; one part alone is its own margin."""
        names = tuple(name for name, _ in self.parts)
        return names if len(names) == 1 else (*names, TOTAL)

    @property
    def by_label(self) -> dict[str, Codes]:
        """The codes behind each label, the margin included."""
        return dict(self.parts) | {TOTAL: frozenset().union(*(codes for _, codes in self.parts))}


@dataclass(frozen=True)
class Cell:
    """What is counted: these codes in these months, as the register stood at a version.

    Equal cells of different tables are equal here, so one number is one number wherever it stands.
    Versions count the batches of corrections: 0 is what was counted first.
    """

    codes: tuple[Codes, ...]
    months: frozenset[int]
    version: int = 0


@dataclass(frozen=True)
class Layout:
    """A table before it holds numbers: its axes, its months (any running number), its version."""

    frame: Frame
    axes: tuple[Axis, ...]
    months: frozenset[int]
    version: int = 0
    _cells: dict[Key, Cell] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def cells(self) -> Mapping[Key, Cell]:
        """All cells by the labels of their axes; TOTAL stands where an axis is summed up."""
        if not self._cells:
            known = [(axis.dimension, axis.by_label) for axis in self.axes]
            everything = dict(zip(self._names, self.frame.everything, strict=True))
            for key in self._keys():
                shown = {name: of[label] for (name, of), label in zip(known, key, strict=True)}
                codes = tuple((everything | shown)[name] for name in self._names)
                self._cells[key] = Cell(codes, self.months, self.version)
        return self._cells

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.frame.dimensions)

    def _keys(self) -> Iterator[Key]:
        return product(*(axis.labels for axis in self.axes))

    def lines(self) -> Iterator[tuple[Key, tuple[Key, ...]]]:
        """Every margin with the cells that add up to it, along each axis."""
        for place, axis in enumerate(self.axes):
            if len(axis.parts) == 1:
                continue
            for margin in self._keys():
                if margin[place] == TOTAL:
                    yield (
                        margin,
                        tuple(
                            (*margin[:place], name, *margin[place + 1 :]) for name, _ in axis.parts
                        ),
                    )


class Counts:
    """How many were counted in each atom, as the register stood at one version."""

    def __init__(self, frame: Frame, atoms: Mapping[tuple[Key, int], int]) -> None:
        """Take counts by (codes in the order of the frame, month); what is missing is none.

        Raises ValueError for less than none, KeyError for a code that the frame does not know.
        """
        places = [{code: n for n, code in enumerate(one.codes)} for one in frame.dimensions]
        self.frame = frame
        self._months: dict[int, Numbers] = {}
        for (codes, month), count in atoms.items():
            if count < 0:
                raise ValueError("fewer than none were counted")
            at = tuple(place[code] for place, code in zip(places, codes, strict=True))
            grid = self._months.setdefault(month, np.zeros(frame.shape, dtype=np.int64))
            grid[at] += count

    def of(self, cell: Cell) -> int:
        """Return how many the cell holds. Which version these counts are is for the caller."""
        mesh = self.frame.picked(cell.codes)
        return sum(
            int(self._months[month][mesh].sum()) for month in cell.months if month in self._months
        )


@dataclass(frozen=True)
class Figure:
    """What is printed in a cell: a number, a range, or that it is suppressed.

    One mark for all that is suppressed, few or many: two would tell them apart. A reader learns
    from it only that nothing is said.
    """

    low: int = 0
    high: int | None = None

    @property
    def is_suppressed(self) -> bool:
        """Whether nothing is said about this cell. It is never shown as zero."""
        return self.high is None

    @property
    def is_number(self) -> bool:
        """Whether an exact number is shown."""
        return self.low == self.high

    @classmethod
    def exactly(cls, count: int) -> "Figure":
        """Return a number as it is."""
        return cls(count, count)

    @classmethod
    def rounded(cls, count: int, base: int) -> "Figure":
        """Return the range of `base` whole numbers in which the count lies: 10 to 19."""
        low = count - count % base
        return cls(low, low + base - 1)


SUPPRESSED = Figure()


@dataclass(frozen=True)
class Published:
    """A table as its readers get it."""

    layout: Layout
    figures: Mapping[Key, Figure]

    @property
    def shown(self) -> float:
        """The share of cells, margins included, that hold a number or a range."""
        return sum(not one.is_suppressed for one in self.figures.values()) / len(self.figures)

    @property
    def findings(self) -> int:
        """How many cells say something, the one total of the whole table not counted."""
        whole = tuple(axis.labels[-1] for axis in self.layout.axes)
        return sum(not figure.is_suppressed for key, figure in self.figures.items() if key != whole)
