"""The attacker breaks what is naive, by subtraction, and finds nothing where nothing is to find."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.disclosure.places import naive, said, square
from tetea.kernel.disclosure.attack import Attack
from tetea.kernel.disclosure.proof import check
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import SUPPRESSED, Key

VALUES = [[20, 15, 12, 30], [14, 3, 18, 25], [11, 22, 2, 13], [40, 16, 17, 19]]


def attack(*hidden: Key) -> Attack:
    layout, counts = square(VALUES)
    return Attack(said(naive(layout, counts, dict.fromkeys(hidden, SUPPRESSED))), Audience.OUTSIDE)


def test_two_small_cells_alone_are_computed_exactly() -> None:
    """The example of the design: each stands alone in its row and its column."""
    found = attack().run()

    assert [(one.low, one.high, one.is_certain) for one in found] == [(3, 3, True), (2, 2, True)]


def test_a_second_cell_in_one_row_only_gives_both_away() -> None:
    found = attack(("B", "c")).run()

    assert {(one.low, one.high) for one in found} == {(3, 3), (18, 18), (2, 2)}


def test_a_rectangle_leaves_them_open() -> None:
    tried = attack(("B", "c"), ("C", "b"))

    assert tried.run() == []
    assert check(tried.ledger, tried.proof)


def test_a_proof_of_one_release_does_not_hold_for_another() -> None:
    safe, naive_one = attack(("B", "c"), ("C", "b")), attack()
    safe.run()

    assert not check(naive_one.ledger, safe.proof)


SMALL = st.lists(st.lists(st.integers(0, 2), min_size=2, max_size=2), min_size=2, max_size=2)


@settings(max_examples=20)
@given(SMALL, st.sets(st.sampled_from([(a, b) for a in ("A", "B", "") for b in ("a", "b", "")])))
def test_no_interval_is_narrower_or_wider_than_trying_every_world(
    values: list[list[int]], hidden: set[Key]
) -> None:
    layout, counts = square(values)
    figures = dict.fromkeys(hidden, SUPPRESSED)
    tried = Attack(said(naive(layout, counts, figures, below=0)), Audience.OUTSIDE)
    tried.run()

    low, high = by_hand(tried)

    for one in tried.narrow:
        assert one.is_certain
        assert (one.low, one.high) == (low[one.row], high[one.row])


def by_hand(tried: Attack) -> tuple[dict[int, int], dict[int, int]]:
    """What is possible, by going through all worlds of up to eight people in each block."""
    system = tried.system
    most, least = system.most.toarray(), system.least.toarray()
    low: dict[int, int] = {}
    high: dict[int, int] = {}
    for world in itertools.product(range(9), repeat=len(system.sizes)):
        if not all(
            claim.low <= sum(world[b] for b in row.nonzero()[0]) <= claim.high
            for claim, row in zip(system.claims, system.matrix.toarray(), strict=True)
        ):
            continue
        for row in range(len(most)):
            fewest = sum(a * n for a, n in zip(least[row].tolist(), world, strict=True))
            utmost = sum(a * n for a, n in zip(most[row].tolist(), world, strict=True))
            low[row] = min(low.get(row, 99), fewest)
            high[row] = max(high.get(row, 0), utmost)
    return low, high
