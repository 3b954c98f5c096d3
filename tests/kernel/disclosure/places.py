"""A small register to publish figures from: places in levels, acts, who did it, months."""

from collections import Counter
from collections.abc import Mapping

import numpy as np

from tetea.kernel.disclosure.claims import Ledger, Release
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import (
    SUPPRESSED,
    Axis,
    Counts,
    Dimension,
    Figure,
    Frame,
    Key,
    Layout,
    Published,
)

PLACE = Dimension("place", tuple(f"{county}{n}" for county in "ABCDEF" for n in "12"))
ACT = Dimension("act", ("arrest", "beating", "extortion", "rape", "refusal", "threat"))
WHO = Dimension("who", ("police", "client", "askari", "other"))
FRAME = Frame((PLACE, ACT, WHO))
COUNTY = {code: code[0] for code in PLACE.codes}
REGION = {code: "west" if code[0] in "ABC" else "east" for code in PLACE.codes}
Atoms = dict[tuple[Key, int], int]


def months(reports: int, count: int, seed: int) -> Atoms:
    """So many reports a month over `count` months, unevenly spread, as they are in life."""
    chance = np.random.default_rng(seed)
    shares = [
        np.array([1 / (place + 1.5) for place in range(len(one.codes))]) for one in FRAME.dimensions
    ]
    found: Atoms = Counter()
    for month in range(count):
        drawn = [
            chance.choice(one.codes, size=reports, p=share / share.sum())
            for one, share in zip(FRAME.dimensions, shares, strict=True)
        ]
        for codes in zip(*drawn, strict=True):
            found[tuple(str(code) for code in codes), month] += 1
    return dict(found)


def table(*axes: Axis, at: tuple[int, ...] = (0,), version: int = 0) -> Layout:
    return Layout(FRAME, axes, frozenset(at), version)


def square(values: list[list[int]]) -> tuple[Layout, Counts]:
    """A table of its own with these cells, rows A, B, ... and columns a, b, ..."""
    rows = Dimension("row", tuple("ABCDEFGH"[: len(values)]))
    columns = Dimension("column", tuple("abcdefgh"[: len(values[0])]))
    frame = Frame((rows, columns))
    atoms: Atoms = {
        ((row, column), 0): count
        for row, line in zip(rows.codes, values, strict=True)
        for column, count in zip(columns.codes, line, strict=True)
    }
    layout = Layout(frame, (Axis.of(rows), Axis.of(columns)), frozenset({0}))
    return layout, Counts(frame, atoms)


def naive(
    layout: Layout, counts: Counts, also: Mapping[Key, Figure] | None = None, *, below: int = 10
) -> Release:
    """What many offices do: hide small cells, publish the rest, and never subtract."""
    figures = {
        key: Figure.exactly(count) if (count := counts.of(cell)) >= below else SUPPRESSED
        for key, cell in layout.cells.items()
    }
    return Release(Audience.OUTSIDE, (Published(layout, figures | dict(also or {})),))


def said(release: Release) -> Ledger:
    return Ledger(release.tables[0].layout.frame).plus(release)
