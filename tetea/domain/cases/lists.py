"""The list of cases, from clear columns, wraps and team facets: no case is opened for it."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from tetea.domain.cases.models import Case
from tetea.domain.keyring.holder import Holder
from tetea.domain.keyring.models import Wrap
from tetea.domain.reports.models import Report, State
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
    page = _page(holder, which, cursor, size)
    ids = [report_id for report_id, _ in page]
    found = queue.listed(holder).in_bulk(ids)
    rows = {row.id: row for row in queue.rows_of(holder, [found[one] for one in ids])}
    numbers = dict(Case.objects.filter(report_id__in=ids).values_list("report_id", "id"))
    lines = tuple(Line(numbers[one], rows[one]) for one in ids if one in rows)
    return CasePage(lines, f"{page[-1][1]}.{page[-1][0]}" if len(page) == size else "")


def _page(holder: Holder, which: str, cursor: str, size: int) -> list[tuple[str, str]]:
    """Return (report id, month) from indexes alone: no row with its blobs is touched for it."""
    own = Wrap.objects.filter(recipient=holder.member_id, part=Part.BODY, object=OuterRef("id"))
    is_case = Case.objects.filter(report_id=OuterRef("id"))
    reports = Report.objects.filter(organisation=holder.organisation)
    if which != "all":
        reports = reports.filter(state=State(which))
    if cursor:
        month, _, last = cursor.partition(".")
        reports = reports.filter(Q(month__lt=month) | Q(month=month, id__gt=last))
    mine = reports.filter(Exists(own), Exists(is_case)).order_by("-month", "id")
    return list(mine.values_list("id", "month")[:size])
