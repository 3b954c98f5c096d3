"""The board: what is lost soonest, who carries how much, and how well the work goes."""

from django.http import HttpRequest, HttpResponse

from tetea.domain.cases import board, supervision
from tetea.domain.reports.errors import NotFound
from tetea.domain.reports.work import absence
from tetea.doors.desk import guard, pages, session
from tetea.doors.desk.show import board as shown
from tetea.doors.desk.show import calendar, care, rows
from tetea.kernel.casework.figures import LEAST

FIRST = "month"
MOST_SOON = 8


@guard.members("coordinator", "legal")
def overview(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show the board for one of the windows; the address holds its fixed word."""
    window = request.GET.get("since", FIRST)
    reader = pages.reader(member)
    try:
        since = board.start_of(window, reader.now)
    except KeyError:
        raise NotFound from None
    found = board.facts(member, since)
    figures = board.figures(found.facts, since, reader.now)
    away = calendar.absences(absence.known(member), reader, (member.member_id, False))
    soonest = board.soonest(member, found.facts, MOST_SOON)
    context = {
        "current": "board",
        "windows": shown.choices(window),
        "since": since,
        "found": found,
        "figures": figures,
        "least": LEAST,
        "lines": [rows.line(row, reader) for row in soonest],
        "workers": shown.workers(board.load(found.facts, reader.now), away, reader),
        "support": shown.support(figures.support),
        "pep": shown.pep(figures.pep),
        "bars": shown.milestones(figures.milestones, reader.lang),
        "curve": shown.curve(figures),
        "care": care.rows(supervision.latest(member), reader),
        "said": shown.said(figures, reader.lang),
    }
    return pages.show(request, member, "board", context)
