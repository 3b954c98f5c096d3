"""What the board counts: promises kept in time, how long things take, and who stays with us.

Pure: numbers in, numbers out. The drop-out curve is computed by SciPy, the library kept for it;
only this module knows it.
"""

import statistics
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

# Below this many cases a share says more about one person than about the work.
LEAST: Final = 5
CONFIDENCE: Final = 0.95


@dataclass(frozen=True)
class Promise:
    """Something owed until a moment. Both in minutes since 1970; `kept` is None until it is."""

    due: int
    kept: int | None = None


@dataclass(frozen=True)
class InTime:
    """Of `counted` promises so many were kept in time; those of `running` still can be."""

    kept: int = 0
    counted: int = 0
    running: int = 0

    @property
    def percent(self) -> int | None:
        """The share in whole per cent, never rounded up to all; None for too few to say so."""
        return self.kept * 100 // self.counted if self.counted >= LEAST else None


@dataclass(frozen=True)
class Spread:
    """A quarter of `count` values is at most `low`, half at most `median`, three `high`."""

    count: int
    low: float
    median: float
    high: float

    @property
    def is_telling(self) -> bool:
        """Whether there are enough values to speak of their middle."""
        return self.count >= LEAST


@dataclass(frozen=True)
class Step:
    """From this day on: the share still with us, its interval, and how many were followed."""

    day: int
    share: float
    lower: float
    upper: float
    at_risk: int


def in_time(rows: Iterable[Promise], now: int) -> InTime:
    """Return how many promises were kept in time; `now` in minutes since 1970.

    One that is neither kept nor due yet is not counted: it would be blamed too early. The share of
    support within 24 hours follows the Kenyan key population programme (PMC6055121).
    """
    kept = counted = running = 0
    for row in rows:
        if row.kept is None and now <= row.due:
            running += 1
            continue
        counted += 1
        kept += row.kept is not None and row.kept <= row.due
    return InTime(kept, counted, running)


def spread(values: Iterable[float]) -> Spread | None:
    """Return quartiles and median, None for no values.

    Between two values it is interpolated (type 7 of Hyndman and Fan 1996, as in R and in the
    standard library's "inclusive"). What happened before the beginning, so below zero, is zero.
    """
    found = sorted(max(0.0, float(value)) for value in values)
    if not found:
        return None
    if len(found) == 1:
        return Spread(1, found[0], found[0], found[0])
    low, median, high = statistics.quantiles(found, n=4, method="inclusive")
    return Spread(len(found), low, median, high)


def kaplan_meier(durations: Sequence[int], events: Sequence[bool]) -> tuple[Step, ...]:
    """Return the drop-out curve: a step for day 0 and for each day on which a case ended.

    `durations` are whole days that each case was followed; `events` says whether it ended by
    dropping out, otherwise it is censored: it left our sight at that day, still with us. The
    interval is that of 95 % by log-log (Kaplan and Meier 1958; Greenwood 1926), by
    `scipy.stats.ecdf`. Where that has no value it is closed: before the first event nobody was
    lost; where nobody is left it reaches from none to what it was before. Nothing for no cases.
    Raises ValueError for a day below zero, or for lists of different lengths.
    """
    cases = sorted(zip(durations, events, strict=True))
    if not cases:
        return ()
    if cases[0][0] < 0:
        raise ValueError("a case cannot be followed for less than no time")
    days = [day for day, _ in cases]
    known = _after_events(cases)
    share, lower, upper = 1.0, 1.0, 1.0
    steps = []
    for day in sorted({0, *days}):
        if day == days[-1] and _is_last_lost(cases):
            share, lower = 0.0, 0.0
        else:
            share, lower, upper = known.get(day, (share, lower, upper))
        steps.append(Step(day, share, lower, upper, len(days) - bisect_left(days, day)))
    return tuple(steps)


def _is_last_lost(cases: Sequence[tuple[int, bool]]) -> bool:
    """Whether everybody who was followed to the last day was lost on it."""
    return all(is_event for day, is_event in cases if day == cases[-1][0])


def _after_events(cases: Sequence[tuple[int, bool]]) -> dict[int, tuple[float, float, float]]:
    """Return share and interval by day, from the first event on.

    What ended before any event is left out and changes nothing. Where the curve would fall to
    nobody, the last day is taken as censored: the days before stay the same, and the formula never
    meets the logarithm of a share of one or of none.
    """
    end = cases[-1][0] if _is_last_lost(cases) else cases[-1][0] + 1
    gone = [day for day, is_event in cases if is_event and day < end]
    if not gone:
        return {}
    seen = [day for day, is_event in cases if day >= gone[0] and (not is_event or day >= end)]
    # 60 MB and more than a second: only whoever looks at the board pays for it.
    from scipy import stats  # noqa: PLC0415  # slow and large to import; see above

    curve = stats.ecdf(stats.CensoredData(gone, right=seen)).sf
    interval = curve.confidence_interval(confidence_level=CONFIDENCE, method="log-log")
    rows = zip(
        curve.quantiles.tolist(),
        curve.probabilities.tolist(),
        interval.low.probabilities.tolist(),
        interval.high.probabilities.tolist(),
        strict=True,
    )
    return {int(day): (share, low, high) for day, share, low, high in rows}
