"""Months of 5 to 500 reports side by side (T-100), corrections (T-101), widening (T-103)."""

import pytest

from tests.kernel.disclosure.places import (
    ACT,
    COUNTY,
    FRAME,
    PLACE,
    REGION,
    WHO,
    Atoms,
    months,
    naive,
    table,
)
from tetea.kernel.disclosure.attack import Attack
from tetea.kernel.disclosure.claims import Ledger, Release
from tetea.kernel.disclosure.corrections import Versions, correct
from tetea.kernel.disclosure.drafts import Draft
from tetea.kernel.disclosure.errors import NotPublishable
from tetea.kernel.disclosure.proof import World, check, two_worlds
from tetea.kernel.disclosure.protect import protect
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import Axis, Cell, Counts, Layout
from tetea.kernel.disclosure.widen import Area, Widening, after_month, merged, windows_ending

AREAS = (Area("county", COUNTY), Area("region", REGION), Area("all", None))
BY_COUNTY = (Axis.of(PLACE, COUNTY), Axis.of(ACT))
BY_WHO = (Axis.of(PLACE, REGION), Axis.of(WHO))
SEED = 20261126
MONTHS = 3


def due(month: int) -> tuple[Layout, ...]:
    """Two tables of the month, and the first of them since January."""
    since = tuple(range(month + 1))
    of_month = (table(*BY_COUNTY, at=(month,)), table(*BY_WHO, at=(month,)))
    return of_month if month == 0 else (*of_month, table(*BY_COUNTY, at=since))


@pytest.mark.parametrize("reports", [5, 15, 50, 150, 500])
def test_no_month_takes_another_apart(reports: int) -> None:
    counts = Counts(FRAME, months(reports, MONTHS, SEED))
    ledger, shown, cells = Ledger(FRAME), 0, 0
    for month in range(MONTHS):
        found = protect(ledger, Draft.of(due(month), counts, Audience.OUTSIDE))
        ledger = ledger.plus(found.release)
        assert all(check(ledger, proof) for proof in found.proofs)
        shown += len(list(found.release.claims()))
        cells += sum(len(one.figures) for one in found.release.tables)

    print(f"\n{reports} reports a month: {shown / cells:.0%} of {cells} cells shown")  # noqa: T201
    assert Attack(ledger, Audience.OUTSIDE).run() == []


def test_two_worlds_show_each_hidden_cell_to_be_open_by_adding_up() -> None:
    """Without the solver, without our matrices: dictionaries and sums, as a reader would do it."""
    counts = Counts(FRAME, months(50, 2, SEED))
    first = protect(Ledger(FRAME), Draft.of(due(0), counts, Audience.OUTSIDE))
    ledger = Ledger(FRAME).plus(first.release)
    found = protect(ledger, Draft.of(due(1), counts, Audience.OUTSIDE))
    ledger = ledger.plus(found.release)
    hidden = sorted(found.release.suppressed(), key=repr)[::7]

    for cell in hidden:
        few, many = two_worlds(ledger, found.proofs[0], cell)
        for claim in ledger.claims(Audience.OUTSIDE):
            assert claim.low <= people(few, claim.cell) <= claim.high
            assert claim.low <= people(many, claim.cell) <= claim.high
        assert people(many, cell) - people(few, cell) >= 5
        assert min(*few.values(), *many.values()) > 0


def people(world: World, cell: Cell) -> int:
    return sum(
        count
        for (codes, month, version), count in world.items()
        if month in cell.months
        and version == cell.version
        and all(code in wanted for code, wanted in zip(codes, cell.codes, strict=True))
    )


@pytest.mark.parametrize("reports", [50, 150, 500])
def test_the_same_attacker_takes_naive_months_apart(reports: int) -> None:
    counts = Counts(FRAME, months(reports, MONTHS, SEED))
    ledger = Ledger(FRAME)
    for month in range(MONTHS):
        for layout in due(month):
            ledger = ledger.plus(naive(layout, counts))

    found = Attack(ledger, Audience.OUTSIDE).run(enough=5)

    assert found
    assert all(one.is_certain and one.high - one.low < 5 for one in found)


def test_fifteen_reports_a_month_still_say_something() -> None:
    atoms = {(codes, month + 1): n for (codes, month), n in months(15, 12, SEED).items()}
    counts, ledger = Counts(FRAME, atoms), Ledger(FRAME)
    widening = Widening(FRAME, PLACE, AREAS, (Axis.of(ACT),), Audience.OUTSIDE)
    releases: list[Release] = []
    due_windows = 0
    for month in range(1, 13):
        due_windows += len(windows_ending(month))
        for chosen in after_month(widening, ledger, counts, month):
            ledger = ledger.plus(chosen.protected.release)
            releases.append(chosen.protected.release)

    tables = [one for release in releases for one in release.tables]
    cells = sum(len(one.figures) for one in tables)
    shown = sum(not f.is_suppressed for one in tables for f in one.figures.values()) / cells
    telling = sum(one.findings > 0 for one in tables)
    print(  # noqa: T201  # the share that is asked for
        f"\n15 reports a month, widened: {len(releases)} of {due_windows} windows released,"
        f" {telling} with a finding, {shown:.0%} of {cells} cells shown"
    )
    assert shown >= 0.4
    assert telling == len(releases) >= 4
    assert Attack(ledger, Audience.OUTSIDE).run() == []


def moved(atoms: Atoms, by: dict[str, int]) -> Counts:
    """The register after so many more (or fewer) were counted with these acts in place A1."""
    now = dict(atoms)
    for act, more in by.items():
        key = (("A1", act, "police"), 0)
        now[key] = now.get(key, 0) + more
    return Counts(FRAME, now)


@pytest.fixture
def released() -> tuple[Atoms, Ledger]:
    atoms = months(500, 1, SEED)
    draft = Draft.of((table(*BY_COUNTY),), Counts(FRAME, atoms), Audience.OUTSIDE)
    ledger = Ledger(FRAME)
    return atoms, ledger.plus(protect(ledger, draft).release)


@pytest.mark.parametrize("by", [{"arrest": 1}, {"arrest": -1}, {"arrest": 1, "rape": -1}])
def test_t101_one_late_report_or_withdrawal_waits_for_the_batch(
    released: tuple[Atoms, Ledger], by: dict[str, int]
) -> None:
    atoms, ledger = released
    counts = Versions(Counts(FRAME, atoms), moved(atoms, by))

    with pytest.raises(NotPublishable):
        correct(ledger, (table(*BY_COUNTY, version=1),), counts, Audience.OUTSIDE)


def test_t101_releasing_the_month_again_would_show_it(released: tuple[Atoms, Ledger]) -> None:
    atoms, ledger = released
    again = naive(table(*BY_COUNTY, version=1), moved(atoms, {"arrest": 1}))

    found = Attack(ledger.plus(again), Audience.OUTSIDE).run()

    assert (1, 1) in {(one.low, one.high) for one in found if one.target.less}


def test_t101_a_batch_shows_large_changes_and_lets_small_ones_stand(
    released: tuple[Atoms, Ledger],
) -> None:
    atoms, ledger = released
    now = moved(atoms, {"arrest": 14, "beating": 1})

    found = correct(
        ledger, (table(*BY_COUNTY, version=1),), Versions(Counts(FRAME, atoms), now),
        Audience.OUTSIDE,
    )  # fmt: skip

    (corrected,) = found.release.tables
    assert corrected.figures["A", "beating"].is_suppressed
    assert 0 < corrected.shown < 0.5
    assert Attack(ledger.plus(found.release), Audience.OUTSIDE).run() == []


def test_t103_a_county_with_one_organisation_has_no_name_of_its_own() -> None:
    organisations = {"A": 3, "B": 1, "C": 1, "D": 2, "E": 2, "F": 1}

    names = merged(COUNTY, REGION, organisations)

    assert {names[f"{county}1"] for county in "ABC"} == {"A", "west *"}
    assert {names[f"{county}1"] for county in "DEF"} == {"east"}


def test_windows_end_with_their_last_month() -> None:
    assert windows_ending(1) == (1,)
    assert windows_ending(6) == (1, 3, 6)
    assert windows_ending(24) == (1, 3, 6, 12)
