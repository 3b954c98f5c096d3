"""Figures against values worked out by hand, and the drop-out curve against a loop of our own."""

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tetea.kernel.casework.figures import Promise, Spread, in_time, kaplan_meier, spread

# Quantile of the normal distribution that leaves 2.5 % on each side.
Z = statistics.NormalDist().inv_cdf(0.975)
HOUR = 60


def by_hand(durations: list[int], events: list[bool]) -> list[tuple[int, float, float, float, int]]:
    """The product-limit estimate with Greenwood's variance, day by day, with no library."""
    cases = list(zip(durations, events, strict=True))
    share, variance, lower, upper = 1.0, 0.0, 1.0, 1.0
    found = []
    for day in sorted({0, *durations}):
        at_risk = sum(1 for one, _ in cases if one >= day)
        lost = sum(1 for one, is_event in cases if one == day and is_event)
        if lost == at_risk:
            share, lower = 0.0, 0.0
        elif lost:
            share *= 1 - lost / at_risk
            variance += lost / (at_risk * (at_risk - lost))
            wide = Z * math.sqrt(variance) / abs(math.log(share))
            lower, upper = share ** math.exp(wide), share ** math.exp(-wide)
        found.append((day, share, lower, upper, at_risk))
    return found


CASES = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60)


@given(CASES)
def test_the_drop_out_curve_is_the_product_of_those_who_stayed(
    cases: list[tuple[int, bool]],
) -> None:
    durations, events = [day for day, _ in cases], [lost for _, lost in cases]

    found = kaplan_meier(durations, events)
    expected = by_hand(durations, events)

    assert [(one.day, one.at_risk) for one in found] == [(day, n) for day, _, _, _, n in expected]
    for one, (_, share, lower, upper, _) in zip(found, expected, strict=True):
        assert (one.share, one.lower, one.upper) == pytest.approx((share, lower, upper), abs=1e-9)
        assert 0 <= one.lower <= one.share <= one.upper <= 1


def test_five_cases_of_which_two_were_lost_by_hand() -> None:
    """At day 2 one of five is lost, at day 6 one of three: 4/5, then 4/5 * 2/3."""
    found = kaplan_meier([2, 4, 6, 8, 9], [True, False, True, False, False])

    assert [(one.day, one.at_risk) for one in found] == [
        (0, 5), (2, 5), (4, 4), (6, 3), (8, 2), (9, 1),
    ]  # fmt: skip
    shares = [one.share for one in found]
    assert shares == pytest.approx([1, 4 / 5, 4 / 5, 8 / 15, 8 / 15, 8 / 15])
    # exp(-exp(ln(-ln 0.8) -+ 1.959964 * sqrt(1 / 20) / ln 0.8)), on paper.
    assert (found[1].lower, found[1].upper) == pytest.approx((0.2038, 0.9692), abs=5e-5)


def test_no_case_makes_no_curve() -> None:
    assert kaplan_meier([], []) == ()


@pytest.mark.parametrize(("is_lost", "share"), [(False, 1.0), (True, 0.0)])
def test_one_case_makes_a_curve_without_a_warning(*, is_lost: bool, share: float) -> None:
    first, last = kaplan_meier([7], [is_lost])

    assert (first.day, first.share, first.at_risk) == (0, 1.0, 1)
    assert (last.day, last.share, last.lower, last.upper) == (7, share, share, 1.0)


def test_where_nobody_was_lost_everybody_is_still_with_us() -> None:
    found = kaplan_meier([0, 3, 3, 90], [False] * 4)

    assert {(one.share, one.lower, one.upper) for one in found} == {(1.0, 1.0, 1.0)}
    assert [one.at_risk for one in found] == [4, 3, 1]


def test_a_case_that_is_lost_on_the_day_another_is_closed_counts_it_among_those_followed() -> None:
    last = kaplan_meier([5, 5], [True, False])[-1]

    assert (last.day, last.share, last.at_risk) == (5, 0.5, 2)


@pytest.mark.parametrize(("durations", "events"), [([-1], [True]), ([1, 2], [True])])
def test_impossible_cases_are_refused(durations: list[int], events: list[bool]) -> None:
    with pytest.raises(ValueError, match=r"less than no time|argument 2 is shorter"):
        kaplan_meier(durations, events)


def test_support_counts_as_in_time_to_the_minute_and_what_still_runs_is_not_blamed() -> None:
    now = 100 * HOUR
    on_time, late, never = Promise(50, 50), Promise(50, 51), Promise(50)
    running, early = Promise(now), Promise(now + 1, 10)

    found = in_time([on_time, late, never, running, early], now)

    assert (found.kept, found.counted, found.running) == (2, 4, 1)


def test_below_five_cases_there_is_no_percentage() -> None:
    assert in_time([Promise(1, 1)] * 4, 9).percent is None
    assert in_time([Promise(1, 1)] * 5, 9).percent == 100


def test_a_percentage_is_not_rounded_up_to_all() -> None:
    assert in_time([*[Promise(1, 1)] * 399, Promise(1)], 9).percent == 99


def test_quartiles_are_those_worked_out_by_hand() -> None:
    """Of 1, 2, 4, 8, 16 the quartiles stand on values; of four values between them."""
    assert spread([16, 1, 8, 2, 4]) == Spread(5, 2, 4, 8)
    assert spread([1, 2, 3, 4]) == Spread(4, 1.75, 2.5, 3.25)


def test_no_values_have_no_middle_and_one_is_its_own() -> None:
    assert spread([]) is None
    assert spread([3]) == Spread(1, 3, 3, 3)


def test_what_happened_before_the_report_took_no_time() -> None:
    found = spread([-30, -30, -30, 6, 6])

    assert found == Spread(5, 0, 0, 6)
    assert found.is_telling
