"""Figures that are safe to give out: made month by month, two editions, with their definitions."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tetea.domain.cases import board
from tetea.domain.directory.figures import figure_book
from tetea.domain.figures import publish
from tetea.domain.figures.errors import Damaged, NothingToSay
from tetea.domain.reports.errors import NotFound
from tetea.doors.desk import guard, pages, session
from tetea.doors.desk.show import corrections
from tetea.doors.desk.show import figures as shown
from tetea.doors.desk.show.words import EDITIONS, word
from tetea.kernel.disclosure.rules import Audience

COUNTERS = ("coordinator", "analyst")
CHOICE = 12


@guard.members(*COUNTERS, methods=guard.BOTH)
def overview(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show the months of which there are figures, or begin those of one more."""
    if request.method != "POST":
        return _overview(request, member)
    month = _month(request.POST.get("month", ""))
    try:
        publish.start(member, month)
    except NothingToSay:
        return _overview(request, member, _("That month is not over yet."))
    except Damaged:
        return _overview(request, member, damaged())
    there = reverse("desk:figures_making", args=[shown.month_code(month)])
    return HttpResponse(status=303, headers={"Location": there})


@guard.members(*COUNTERS)
def making(request: HttpRequest, member: session.Member, month: str) -> HttpResponse:
    """Do one more step of a month's figures and show how far they are; then lead to them.

    It writes although it is fetched: the page fetches itself until all is done, can be left and
    found again, and each step is done once however often it is asked for.
    """
    at = _month(month)
    try:
        if not publish.is_counted(member, at):
            raise NotFound
        now = publish.go_on(member, at)
    except Damaged:
        return _overview(request, member, damaged())
    if now.is_ready:
        there = reverse("desk:figures_month", args=[month, Audience.INSIDE.value])
        return HttpResponse(status=303, headers={"Location": there})
    context = {
        "current": "figures",
        "name": shown.month_words(at),
        "month": month,
        "done": now.done,
        "total": now.total,
    }
    return pages.show(request, member, "figures_making", context)


@guard.members(*COUNTERS)
def month(request: HttpRequest, member: session.Member, month: str, edition: str) -> HttpResponse:
    """Show the figures of a month in one edition."""
    at = _month(month)
    if edition not in EDITIONS or at not in publish.months_made(member.organisation):
        raise NotFound
    audience = Audience(edition)
    now = publish.state(member, at)
    found = publish.tables(now.entries, audience)
    lang = pages.reader(member).lang
    ledger = publish.all_entries(member)
    context = {
        "current": "figures",
        "name": shown.month_words(at),
        "month": month,
        "edition": edition,
        "editions": [(code, word(EDITIONS, code), code == edition) for code in EDITIONS],
        "is_ready": now.is_ready,
        "threshold": audience.rule.threshold,
        "tables": shown.tables(found, lang),
        "shares": shown.shares(found, lang),
        "trend": shown.trend(ledger, audience),
        "corrected": [one for one in corrections.lines(ledger, audience, lang) if one.month == at],
    }
    return pages.show(request, member, "figures_month", context)


@guard.members(*COUNTERS)
def definitions(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show what each figure counts, of what, from where, and what it lacks."""
    book = figure_book()
    lang = pages.reader(member).lang
    context = {
        "current": "figures",
        "tables": [
            {
                "code": one.code,
                "label": one.label[lang],
                "counts": one.counts[lang],
                "lacks": one.lacks[lang],
                "parts": [
                    (book.sides[axis].label[lang], [p.label[lang] for p in book.sides[axis].parts])
                    for axis in one.axes
                ],
            }
            for one in book.tables.values()
        ],
        "indicators": [
            {
                "label": one.label[lang],
                "table": book.tables[one.table].label[lang],
                "counted": _parts(one.table, one.counted, lang),
                "of": _parts(one.table, one.of, lang),
            }
            for one in book.indicators
        ],
        "source": book.source,
        "is_confirmed": book.is_confirmed,
        "outside": Audience.OUTSIDE.rule.threshold,
        "inside": Audience.INSIDE.rule.threshold,
    }
    return pages.show(request, member, "figures_definitions", context)


def _parts(table: str, codes: tuple[str, ...], lang: str) -> str:
    book = figure_book()
    axis = book.tables[table].axes[0]
    labels = {part.code: part.label[lang] for part in book.sides[axis].parts}
    return "; ".join(labels[code] for code in codes)


def _overview(request: HttpRequest, member: session.Member, fault: str = "") -> HttpResponse:
    last = publish.last_month()
    made = publish.months_made(member.organisation)
    context = {
        "current": "figures",
        "fault": fault,
        "coding": shown.coding(board.coding(member)),
        "made": [(shown.month_code(one), shown.month_words(one)) for one in made],
        "unfinished": [
            (shown.month_code(one), shown.month_words(one))
            for one in made
            if not publish.state(member, one).is_ready
        ],
        "choices": [
            (shown.month_code(one), shown.month_words(one))
            for one in range(last, last - CHOICE, -1)
            if one not in made
        ],
    }
    return pages.show(request, member, "figures", context, 409 if fault else 200)


def _month(code: str) -> int:
    try:
        return shown.month_of(code)
    except ValueError:
        raise NotFound from None


def damaged() -> str:
    """Say that a part of the register does not open, and what that means."""
    return _(
        "A part of the register does not open. No figure is made of the rest: it would be too "
        "small and be believed. Tell whoever looks after the server."
    )
