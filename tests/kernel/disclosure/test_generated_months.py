"""T-100 over generated months: a reader with a solver finds no small count in what goes out.

At 5, 15, 50, 150 and 500 reports a month: one half-year each, every one a ledger of its own,
outside and inside. HALF_YEARS=17 makes it 510 months, which takes half an hour; the suite runs 30.
The families are like those of figures.toml in small: three places by five acts, who did it,
populations by help in time.
"""

import os
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pytest

from tests.kernel.disclosure.places import naive
from tests.kernel.disclosure.reader import Reader
from tetea.kernel.disclosure.claims import Ledger
from tetea.kernel.disclosure.families import (
    Book,
    Family,
    Said,
    Table,
    month_end,
    steps,
)
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import Axis, Counts, Dimension, Frame, Layout, Published
from tetea.kernel.disclosure.widen import Area, Widening

PLACE = Dimension("place", ("busia", "kisumu", "elsewhere"))
ACT = Dimension("act", ("extortion", "beating", "arrest", "rape", "threat"))
WHO = Dimension("aggressor", ("state", "client", "close", "work", "others"))
POPULATION = Dimension("population", ("women", "men", "trans", "others"))
SUPPORT = Dimension("support", ("in_time", "later"))
ALL = (PLACE, ACT, WHO, POPULATION, SUPPORT)
LENGTHS = (6,) * int(os.environ.get("HALF_YEARS", "1"))
FRAMES = {
    "what": Frame((PLACE, ACT)),
    "by": Frame((WHO,)),
    "who": Frame((POPULATION, SUPPORT)),
}
OUTSIDE = (Audience.OUTSIDE,)
BOTH = (Audience.OUTSIDE, Audience.INSIDE)
SECONDS = 3.0


@dataclass
class Tally:
    shown: int = 0
    cells: int = 0
    packs: int = 0
    speaking: int = 0
    broken: list[object] = field(default_factory=list)


def families(audience: Audience) -> tuple[Family, ...]:
    def table(code: str, family: str, axes: tuple[Dimension, ...], *areas: Area) -> Table:
        frame = FRAMES[family]
        sides = tuple(Axis.of(one) for one in axes)
        places = (*areas, Area("all", None))
        return Table(code, Widening(frame, frame.dimensions[0], places, sides, audience))

    county = Area("county", {code: code for code in PLACE.codes})
    return (
        Family("what", FRAMES["what"], (table("acts", "what", (ACT,), county),)),
        Family("by", FRAMES["by"], (table("aggressors", "by", (WHO,)),)),
        Family(
            "who",
            FRAMES["who"],
            (
                table("populations", "who", (POPULATION,)),
                table("helped", "who", (SUPPORT, POPULATION)),
            ),
        ),
    )


def drawn(reports: int, months: int, seed: int) -> dict[str, Counts]:
    """So many reports a month, on average, unevenly spread over all codes (Zipf)."""
    chance = np.random.default_rng(seed)
    shares = [np.array([1 / (n + 1.3) for n in range(len(one.codes))]) for one in ALL]
    atoms: dict[str, Counter[tuple[tuple[str, ...], int]]] = {code: Counter() for code in FRAMES}
    for month in range(1, months + 1):
        size = int(chance.poisson(reports))
        columns = {
            one.name: chance.choice(one.codes, size=size, p=share / share.sum())
            for one, share in zip(ALL, shares, strict=True)
        }
        for code, frame in FRAMES.items():
            lines = zip(*(columns[one.name] for one in frame.dimensions), strict=True)
            atoms[code].update((tuple(map(str, line)), month) for line in lines)
    return {code: Counts(frame, atoms[code]) for code, frame in FRAMES.items()}


def publish(reports: int, months: int, seed: int, tally: Tally) -> Book:
    counts = drawn(reports, months, seed)
    audiences = OUTSIDE if months > 6 else BOTH
    book = Book({code: Ledger(frame) for code, frame in FRAMES.items()})
    for month in range(1, months + 1):
        for audience in audiences:
            found = month_end(book, families(audience), counts, (month, audience), SECONDS)
            for said in found:
                book = book.plus(said.family, said.protected.release)
            if audience is Audience.OUTSIDE:
                count(tally, month, found)
    return book


def count(tally: Tally, month: int, found: tuple[Said, ...]) -> None:
    """Count what outside readers get. A table that is not given out is one with no cell shown."""
    told = {(one.code, one.months): one.protected.release.tables[0] for one in found if one.code}
    by_code = {one.code: one for family in families(Audience.OUTSIDE) for one in family.tables}
    for step in steps(families(Audience.OUTSIDE), month):
        if not step.code:
            continue
        published = told.get((step.code, step.months))
        if published is None:
            widening = by_code[step.code].widening
            tally.cells += len(widening.layout(widening.areas[-1], step.months).cells)
        else:
            tally.cells += len(published.figures)
            tally.shown += sum(not one.is_suppressed for one in published.figures.values())
    tally.packs += 1
    tally.speaking += bool(told)


def attacked(ledger: Ledger, reader: Audience) -> list[object]:
    releases = [one for one in ledger.releases if one.audience in reader.sees]
    tables = [table for one in releases for table in one.tables]
    if not tables:
        return []
    own = [one for one in releases if one.audience is reader]
    hidden = [cell for one in own for cell in one.suppressed()]
    return list(Reader(tables, reader).broken(hidden))


@pytest.mark.parametrize("reports", [5, 15, 50, 150, 500])
def test_t100_in_generated_months_no_small_count_is_found(reports: int) -> None:
    tally = Tally()
    for number, months in enumerate(LENGTHS):
        book = publish(reports, months, 1000 * reports + number, tally)
        for ledger in book.ledgers.values():
            for reader in OUTSIDE if months > 6 else BOTH:
                tally.broken += attacked(ledger, reader)

    print(  # noqa: T201  # the share that is asked for
        f"\n{reports} reports a month, {sum(LENGTHS)} months: "
        f"{tally.shown / tally.cells:.0%} of {tally.cells} cells shown outside; "
        f"{tally.speaking} of {tally.packs} month ends say something"
    )
    assert tally.broken == []


@pytest.mark.parametrize("reports", [15, 50, 150])
def test_the_same_reader_takes_tables_apart_that_hide_only_what_is_small(reports: int) -> None:
    counts = drawn(reports, 3, reports)["what"]
    tables: list[Published] = []
    for months in ({1}, {2}, {3}, {1, 2, 3}):
        for axes in ((Axis.of(PLACE), Axis.of(ACT)), (Axis.of(ACT),)):
            layout = Layout(FRAMES["what"], axes, frozenset(months))
            tables += naive(layout, counts).tables
    hidden = [
        one.layout.cells[key]
        for one in tables
        for key, figure in one.figures.items()
        if figure.is_suppressed
    ]

    found = Reader(tables, Audience.OUTSIDE).broken(hidden)

    assert any(low == high == counts.of(cell) < 10 for cell, (low, high) in found)
    for cell, (low, high) in found:
        assert low <= counts.of(cell) <= high
