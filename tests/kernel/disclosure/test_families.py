"""Families of tables are proven one by one; together they tell no more (T-100, ADR 0021)."""

from collections import Counter

import numpy as np
import pytest

from tetea.kernel.disclosure.attack import Attack
from tetea.kernel.disclosure.claims import Ledger, Release
from tetea.kernel.disclosure.families import Book, Family, Said, Table, month_end, total_key
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import (
    Axis,
    Cell,
    Counts,
    Dimension,
    Figure,
    Frame,
    Layout,
    Published,
)
from tetea.kernel.disclosure.widen import Area, Widening

PLACE = Dimension("place", ("busia", "kisumu", "nairobi"))
ACT = Dimension("act", ("arrest", "beating", "rape", "threat", "refusal"))
POPULATION = Dimension("population", ("women", "men", "trans", "unknown"))
SUPPORT = Dimension("support", ("in_time", "later"))
ALL = (PLACE, ACT, POPULATION, SUPPORT)
AREAS = (Area("county", {code: code for code in PLACE.codes}), Area("all", None))
WHAT, WHO, WHEN = Frame((PLACE, ACT)), Frame((POPULATION,)), Frame((SUPPORT,))
WHOLE = Frame(ALL)


def families(audience: Audience) -> tuple[Family, ...]:
    def simple(code: str, frame: Frame) -> Family:
        axis = (Axis.of(frame.dimensions[0]),)
        widening = Widening(frame, frame.dimensions[0], AREAS[1:], axis, audience)
        return Family(code, frame, (Table(code, widening),))

    what = Widening(WHAT, PLACE, AREAS, (Axis.of(ACT),), audience)
    return (
        Family("what", WHAT, (Table("acts", what),)),
        simple("who", WHO),
        simple("when", WHEN),
    )


def people(reports: int, months: int, seed: int) -> list[tuple[tuple[str, ...], int]]:
    chance = np.random.default_rng(seed)
    shares = [np.array([1 / (n + 1.3) for n in range(len(one.codes))]) for one in ALL]
    found = []
    for month in range(1, months + 1):
        drawn = [
            chance.choice(one.codes, size=reports, p=share / share.sum())
            for one, share in zip(ALL, shares, strict=True)
        ]
        found += [(tuple(map(str, one)), month) for one in zip(*drawn, strict=True)]
    return found


def counted(found: list[tuple[tuple[str, ...], int]], frame: Frame) -> Counts:
    at = [ALL.index(one) for one in frame.dimensions]
    return Counts(frame, Counter((tuple(codes[n] for n in at), month) for codes, month in found))


def half_a_year(reports: int, audiences: tuple[Audience, ...]) -> tuple[Book, list[Said]]:
    found = people(reports, 6, 20261126)
    book = Book({one.code: Ledger(one.frame) for one in families(audiences[0])})
    counts = {one.code: counted(found, one.frame) for one in families(audiences[0])}
    every: list[Said] = []
    for month in range(1, 7):
        for audience in audiences:
            for said in month_end(book, families(audience), counts, (month, audience)):
                book = book.plus(said.family, said.protected.release)
                every.append(said)
    return book, every


@pytest.mark.parametrize("reports", [5, 15, 50])
def test_no_family_can_be_taken_apart_by_any_reader(reports: int) -> None:
    book, every = half_a_year(reports, (Audience.OUTSIDE, Audience.INSIDE))

    for ledger in book.ledgers.values():
        for reader in (Audience.OUTSIDE, Audience.INSIDE):
            assert Attack(ledger, reader).run() == []
    tables = [one for one in every if one.code]
    cells = [f for one in tables for f in one.protected.release.tables[0].figures.values()]
    shown = sum(not one.is_suppressed for one in cells)
    print(  # noqa: T201  # the share that is asked for
        f"\n{reports} reports a month: {len(tables)} tables in six months, "
        f"{shown} of {len(cells)} cells shown"
    )


def test_at_fifteen_reports_a_month_every_quarter_says_something_to_outside() -> None:
    _, every = half_a_year(15, (Audience.OUTSIDE,))
    told = {max(one.months) for one in every if one.code and len(one.months) == 3}
    assert told == {3, 6}


def test_the_total_of_a_span_is_told_in_every_family_or_in_none() -> None:
    _, every = half_a_year(15, (Audience.OUTSIDE, Audience.INSIDE))
    for one in every:
        same = [two for two in every if not two.code and two.months == one.months]
        audiences = {two.protected.release.audience for two in same}
        for audience in audiences:
            assert {two.family for two in same if two.protected.release.audience is audience} == {
                "what",
                "who",
                "when",
            }
        [published] = one.protected.release.tables
        assert not published.figures[total_key(published.layout)].is_suppressed


def test_what_is_proven_apart_holds_for_an_attacker_who_has_all_of_it_at_once() -> None:
    """The same claims in one frame of all dimensions, which is what a reader really has."""
    book, _ = half_a_year(15, (Audience.OUTSIDE,))
    ledger = Ledger(WHOLE)
    for code, part in book.ledgers.items():
        at = [ALL.index(one) for one in part.frame.dimensions]
        for release in part.releases:
            ledger = ledger.plus(
                Release(release.audience, tuple(whole(one, at) for one in release.tables))
            )
        assert part.releases, code
    assert Attack(ledger, Audience.OUTSIDE).run() == []


def whole(published: Published, at: list[int]) -> Published:
    """The same table over the frame of everything."""
    layout = Layout(WHOLE, published.layout.axes, published.layout.months)
    cells = layout.cells
    for key, cell in published.layout.cells.items():
        assert tuple(cells[key].codes[n] for n in at) == cell.codes
    return Published(layout, published.figures)


def test_without_the_totals_rule_a_hidden_cell_could_be_told_across_families() -> None:
    """Why the rule is there: a total told in one family gives away a hidden cell of another."""
    small = Frame((SUPPORT,))
    month = frozenset({1})
    shown = Published(
        Layout(small, (Axis.of(SUPPORT),), month),
        {("in_time",): Figure.exactly(12), ("later",): Figure(), ("",): Figure()},
    )
    alone = Ledger(small).plus(Release(Audience.OUTSIDE, (shown,)))
    assert Attack(alone, Audience.OUTSIDE).run() == []
    total = Published(Layout(small, (), month), {(): Figure.exactly(14)})
    found = Attack(alone.plus(Release(Audience.OUTSIDE, (total,))), Audience.OUTSIDE).run()
    later = Cell((frozenset({"later"}),), month)
    assert [(one.low, one.high) for one in found if one.target.cell == later] == [(2, 2)]
