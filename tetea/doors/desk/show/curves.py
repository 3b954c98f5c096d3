"""The drop-out curve as a drawing: a falling line of steps, its band, and the table behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

from tetea.domain.directory.figures import figure_book
from tetea.kernel.casework.figures import Step, kaplan_meier
from tetea.kernel.disclosure.tables import TOTAL, Figure

# The drawing's own units: small enough that its letters stay readable on a narrow phone.
LEFT, TOP, RIGHT, BOTTOM = 44, 10, 310, 150
DROPPED, FOLLOWED = "dropped", "followed"
A_YEAR = 365


@dataclass(frozen=True)
class CurveRow:
    """A day of the drop-out curve as its table has it."""

    day: int
    share: int
    lower: int
    upper: int
    at_risk: int


@dataclass(frozen=True)
class Curve:
    """The drawing as paths, the words beside it and the table behind it."""

    summary: str
    line: str = field(default="", repr=False)
    band: str = field(default="", repr=False)
    last_day: int = 0
    rows: tuple[CurveRow, ...] = ()


def drawn(steps: Sequence[Step], summary: str) -> Curve:
    """Return the drawing of these steps; its words alone where there is nothing to draw."""
    if not steps or steps[-1].day == 0:
        return Curve(summary)
    end = steps[-1]
    line = _stairs([(one.day, one.share) for one in steps], end.day)
    back = _stairs([(one.day, one.lower) for one in steps], end.day)
    upper = _stairs([(one.day, one.upper) for one in steps], end.day)
    return Curve(
        summary=summary,
        line=" ".join(line),
        band=" ".join([*upper, *reversed(back)]),
        last_day=end.day,
        rows=tuple(_row(one) for one in _turning(steps)),
    )


def published(figures: Mapping[tuple[str, ...], Figure]) -> Curve:
    """Return the curve of a published table of who dropped out by how long they were followed.

    It is made of the printed numbers alone, so it tells nothing that they do not; each stretch of
    time counts as over at its end. Without one of its numbers there is no curve.
    """
    cells = {key: one for key, one in figures.items() if TOTAL not in key}
    if any(one.is_suppressed for one in cells.values()):
        return Curve(_("Too few for a safe curve yet."))
    side = figure_book().sides[FOLLOWED]
    ends = dict(zip((part.code for part in side.parts), (*side.up_to, A_YEAR), strict=True))
    days, lost = [], []
    for (left, followed), one in cells.items():
        days += [ends[followed]] * one.low
        lost += [left == DROPPED] * one.low
    words = _("%(lost)d of %(followed)d dropped out: stopped by themselves, or contact was lost.")
    return drawn(kaplan_meier(days, lost), words % {"lost": sum(lost), "followed": len(lost)})


def _stairs(points: Sequence[tuple[int, float]], last: int) -> list[str]:
    """Return the corners of a falling line of steps in the drawing's units."""
    corners: list[str] = []
    before = None
    for day, share in points:
        x = LEFT + (RIGHT - LEFT) * day // last
        y = round(BOTTOM - (BOTTOM - TOP) * share)
        if before is not None:
            corners.append(f"{x},{before}")
        corners.append(f"{x},{y}")
        before = y
    return corners


def _turning(steps: Sequence[Step]) -> list[Step]:
    """The days on which the curve falls, with its beginning and its end."""
    falls = [now for then, now in pairwise(steps) if now.share < then.share]
    ends = [] if falls and falls[-1] is steps[-1] else [steps[-1]]
    return [steps[0], *falls, *ends]


def _row(one: Step) -> CurveRow:
    return CurveRow(
        one.day, round(100 * one.share), round(100 * one.lower), round(100 * one.upper), one.at_risk
    )
