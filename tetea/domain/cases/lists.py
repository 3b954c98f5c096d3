"""The list of cases, from clear columns, wraps and team facets: no case is opened for it."""

from dataclasses import dataclass, field

from django.db.models import Q

from tetea.domain.cases.models import Case
from tetea.domain.keyring.holder import Holder
from tetea.domain.keyring.models import Wrap
from tetea.domain.reports.models import State
from tetea.domain.reports.work import queue
from tetea.domain.reports.work.queue import Row
from tetea.kernel.crypto.registry import Part

STATES = ("open", "closed", "all")


@dataclass(frozen=True)
class Line:
    """One line: the case's id and its report's row."""

    id: str
    row: Row = field(repr=False)


@dataclass(frozen=True)
class CasePage:
    """A page of cases; `next` is the cursor of the following one, or empty."""

    lines: tuple[Line, ...]
    next: str = ""


def cases(
    holder: Holder, which: str = "open", cursor: str = "", size: int = queue.PAGE
) -> CasePage:
    """Return a page of the cases whose keys she holds, those of the newest month first.

    `which` is "open", "closed" or "all"; `cursor` is the `next` of the page before.
    """
    own = Wrap.objects.filter(recipient=holder.member_id, part=Part.BODY).values("object")
    rows = Case.objects.select_related("report").filter(
        organisation=holder.organisation, report_id__in=own
    )
    if which != "all":
        rows = rows.filter(report__state=State(which))
    if cursor:
        month, _, last = cursor.partition(".")
        older = Q(report__month__lt=month) | Q(report__month=month, id__gt=last)
        rows = rows.filter(older)
    found = list(rows.order_by("-report__month", "id")[:size])
    opened = {row.id: row for row in queue.rows_of(holder, [one.report for one in found])}
    lines = [Line(one.id, opened[one.report_id]) for one in found if one.report_id in opened]
    more = f"{found[-1].report.month}.{found[-1].id}" if len(found) == size else ""
    return CasePage(tuple(lines), more)
