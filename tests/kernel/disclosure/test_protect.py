"""What is released cannot be taken apart; what could be is refused (T-100, T-102)."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.disclosure.places import naive, said, square
from tetea.kernel.disclosure.attack import Attack
from tetea.kernel.disclosure.claims import Ledger, exact_totals
from tetea.kernel.disclosure.drafts import Draft
from tetea.kernel.disclosure.errors import NotAgreed, NotProven
from tetea.kernel.disclosure.proof import check
from tetea.kernel.disclosure.protect import Protected, protect, proven, totals_proven
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import SUPPRESSED, Figure, Key

VALUES = [[20, 15, 12, 30], [14, 3, 18, 25], [11, 22, 2, 13], [40, 16, 17, 19]]
LARGE = [[30, 41, 52], [43, 34, 65], [56, 47, 38]]
TABLES = st.lists(
    st.lists(st.one_of(st.integers(0, 9), st.integers(0, 60)), min_size=4, max_size=4),
    min_size=3,
    max_size=4,
)


def protected(
    values: list[list[int]], audience: Audience = Audience.OUTSIDE, base: int = 0
) -> tuple[Ledger, Protected]:
    layout, counts = square(values)
    ledger = Ledger(layout.frame)
    found = protect(ledger, Draft.of((layout,), counts, audience, base))
    return ledger.plus(found.release), found


def figures(values: list[list[int]]) -> dict[Key, Figure]:
    return dict(protected(values)[1].release.tables[0].figures)


@settings(max_examples=25)
@given(TABLES, st.sampled_from([Audience.OUTSIDE, Audience.INSIDE]))
def test_t100_no_small_cell_can_be_told_whatever_stands_around_it(
    values: list[list[int]], audience: Audience
) -> None:
    layout, counts = square(values)

    ledger, found = protected(values, audience)

    table = found.release.tables[0]
    assert Attack(ledger, audience).run() == []
    assert all(check(ledger, proof) for proof in found.proofs)
    for key, figure in table.figures.items():
        count = counts.of(layout.cells[key])
        assert figure.is_suppressed or figure == Figure.exactly(count)
        assert figure.is_suppressed or count >= audience.rule.threshold


@pytest.mark.parametrize("count", range(10))
@pytest.mark.parametrize("at", [(0, 0), (1, 2), (2, 1)])
def test_t100_one_small_cell_in_any_place_is_kept_open(count: int, at: tuple[int, int]) -> None:
    values = [list(row) for row in LARGE]
    values[at[0]][at[1]] = count

    found = figures(values)

    assert found["ABC"[at[0]], "abc"[at[1]]].is_suppressed
    assert sum(one.is_suppressed for one in found.values()) == 4


def test_the_example_of_the_design_loses_four_cells() -> None:
    found = figures(VALUES)

    hidden = {key for key, one in found.items() if one.is_suppressed}
    assert hidden == {("B", "b"), ("B", "c"), ("C", "b"), ("C", "c")}


def test_t102_what_is_all_there_is_in_its_line_is_hidden() -> None:
    """All complaints of ward A name the police: who is known to come from A would be known."""
    found = figures([[40, 0, 0], [31, 22, 19], [25, 34, 17]])

    assert found["A", "a"].is_suppressed
    assert found["A", "b"].is_suppressed


def test_what_is_suppressed_is_never_a_zero() -> None:
    found = figures([[0, 0, 0], [31, 22, 19], [25, 34, 17]])

    assert all(one.high != 0 for one in found.values())
    assert found["A", "a"].high is None


def test_ranges_of_ten_hide_fewer_cells_than_numbers() -> None:
    ledger, rounded = protected(VALUES, base=10)

    table = rounded.release.tables[0]
    assert Attack(ledger, Audience.OUTSIDE).run() == []
    assert table.figures["A", "a"] in {Figure(20, 29), Figure()}
    assert table.findings > 0


def test_ranges_narrower_than_the_rule_do_not_show_what_is_few() -> None:
    ledger, rounded = protected(VALUES, base=5)

    assert rounded.release.tables[0].figures["B", "b"].is_suppressed
    assert Attack(ledger, Audience.OUTSIDE).run() == []


def test_a_naive_table_is_refused_with_any_proof() -> None:
    layout, counts = square(VALUES)
    bare = naive(layout, counts)
    _, found = protected(VALUES)

    with pytest.raises(NotProven):
        proven(Ledger(layout.frame), Protected(bare, found.proofs))
    with pytest.raises(NotProven):
        proven(Ledger(layout.frame), Protected(found.release, ()))


def test_a_world_that_does_not_add_up_proves_nothing() -> None:
    ledger, found = protected(VALUES)
    (proof,) = found.proofs
    first, *rest = proof.worlds
    bent = dataclasses.replace(proof, worlds=((first[0] + 1, *first[1:]), *rest))

    assert check(ledger, proof)
    assert not check(ledger, bent)
    assert not check(ledger, dataclasses.replace(proof, worlds=proof.worlds[:1]))


def test_a_second_release_keeps_hidden_what_the_first_one_hid() -> None:
    ledger, first = protected(VALUES)
    layout, counts = square(VALUES)

    second = protect(ledger, Draft.of((layout,), counts, Audience.OUTSIDE))

    assert second.release.tables[0].figures == first.release.tables[0].figures


def test_a_naive_release_of_the_past_cannot_be_repaired() -> None:
    layout, counts = square(VALUES)

    with pytest.raises(NotProven):
        protect(said(naive(layout, counts)), Draft.of((layout,), counts, Audience.OUTSIDE))


def test_inside_more_is_shown_and_outside_stays_proven() -> None:
    values = [[7, 15, 12], [14, 8, 18], [11, 22, 6]]
    ledger, outside = protected(values)
    layout, counts = square(values)

    inside = protect(ledger, Draft.of((layout,), counts, Audience.INSIDE))

    assert inside.release.tables[0].shown == 1.0
    assert outside.release.tables[0].shown < 1.0
    assert Attack(ledger.plus(inside.release), Audience.OUTSIDE).run() == []


def test_exact_totals_go_only_where_an_agreement_is_signed() -> None:
    layout, counts = square([[3, 2], [1, 2]])
    ledger = Ledger(layout.frame)

    with pytest.raises(NotAgreed):
        exact_totals(layout.frame, layout.months, counts, " ")
    total = exact_totals(layout.frame, layout.months, counts, "MoU 4/2026")
    after = ledger.plus(totals_proven(ledger, total).release)

    assert next(total.claims()).low == 8
    assert after.claims(Audience.OUTSIDE) == ()
    assert len(after.claims(Audience.AGREED)) == 1


def test_an_exact_total_that_tells_a_cell_is_refused() -> None:
    """Outside the total was hidden because of one small cell; the exact one would give it away."""
    layout, counts = square([[3, 13], [40, 50]])
    total = layout.cells["", ""]
    hidden = {("A", "a"), ("A", ""), ("", "a"), ("", "")}
    ledger = said(naive(layout, counts, dict.fromkeys(hidden, SUPPRESSED)))
    assert Attack(ledger, Audience.OUTSIDE).run() == []

    exact = exact_totals(layout.frame, layout.months, counts, "MoU 4/2026")

    assert counts.of(total) == 106
    with pytest.raises(NotProven):
        totals_proven(ledger, exact)
