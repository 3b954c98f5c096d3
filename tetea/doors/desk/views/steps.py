"""Write down a step: what it was, one line, and what belongs to it; strike a line out again."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from tetea.domain import moment
from tetea.domain.cases import links, opened, work
from tetea.domain.cases.errors import ConsentMissing, NoCase, NoLawyer, NoSuchLine, Refused
from tetea.domain.cases.opened import Opened
from tetea.domain.cases.work import Step
from tetea.domain.directory import vocabularies
from tetea.domain.directory.steps import step_book
from tetea.domain.reports.errors import NotFound, NotOpened, WrongState
from tetea.domain.reports.work import opening
from tetea.doors.desk import forms, guard, pages, session
from tetea.doors.desk.forms import Faulty
from tetea.doors.desk.show import others
from tetea.doors.desk.show import steps as shown
from tetea.doors.desk.show.words import CONSENTS, REFUSALS, STOPPED, word
from tetea.doors.desk.views.attempt import attempt, back
from tetea.kernel.casework.file import moment_of
from tetea.kernel.casework.safeguarding import answers_now
from tetea.kernel.casework.steps import StepKind, WrongField, read_fields

# A mass arrest is some dozens of people; each case is opened and sealed again by itself.
MOST_AT_ONCE = 60
STANDS_IN_THE_WAY = (
    NoLawyer,
    Faulty, WrongField, ConsentMissing, Refused, NotOpened, WrongState, NoCase,
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What stands in the way, and at which field."""

    words: str
    name: str = ""
    typed: QueryDict | None = field(default=None, repr=False)


@guard.members(*guard.READERS, methods=guard.BOTH)
def write(request: HttpRequest, member: session.Member, report_id: str, kind: str) -> HttpResponse:
    """Show the form of one kind of step, or write the step down."""
    step = step_book().kinds.get(kind)
    if step is None or not opening.may_open(member, report_id):
        raise NotFound
    if request.method != "POST":
        return _form(request, member, report_id, step)
    try:
        written = typed(step, request.POST)
        work.record_step(member, report_id, written)
    except STANDS_IN_THE_WAY as error:
        return _form(request, member, report_id, step, fault(error, request.POST))
    also = request.POST.getlist("also")[:MOST_AT_ONCE]
    refused = [error for error in links.record_also(member, also, written).values() if error]
    return back(member, report_id, _said(len(also), len(refused)))


def _said(also: int, refused: int) -> str:
    if not also:
        return "noted"
    return "noted-not-all" if refused else "noted-all"


@guard.members(*guard.READERS, methods=guard.POST)
def strike(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Strike a line out: it stays readable as struck."""
    return attempt(request, member, report_id, _strike, "struck")


def _strike(member: session.Member, report_id: str, post: QueryDict) -> None:
    try:
        work.strike(member, report_id, post.get("line", ""))
    except NoSuchLine:
        raise WrongState from None
    except Refused as refused:
        raise Faulty(word(REFUSALS, refused.code)) from None


def fault(error: Exception, typed: QueryDict) -> Fault:
    """Return in words what stands in the way of a step, with what was typed."""
    match error:
        case WrongField():
            return Fault(shown.wrong(error.reason), error.name, typed)
        case ConsentMissing():
            return Fault(_not_agreed(error), typed=typed)
        case Faulty():
            return Fault(str(error), typed=typed)
        case Refused():
            return Fault(word(REFUSALS, error.code), error.field, typed)
    return Fault(word(STOPPED, type(error).__name__), typed=typed)


def _not_agreed(error: ConsentMissing) -> str:
    if error.is_said:
        words = _(
            "They only said yes to this: %(consent)s. That is not enough here. Let them say so by "
            "token, or take it signed, by thumb print or recorded before a witness."
        )
    else:
        words = _(
            "They have not agreed to this: %(consent)s. Ask, and let them say so by token, signed "
            "or before a witness."
        )
    return words % {"consent": word(CONSENTS, error.consent)}


def _form(
    request: HttpRequest,
    member: session.Member,
    report_id: str,
    step: StepKind,
    wrong: Fault | None = None,
) -> HttpResponse:
    try:
        case = opened.open_now(member, report_id)
    except (NotOpened, NoCase):
        if wrong is None:
            return back(member, report_id, "")
        case = None
    lang = session.language(member)
    given = wrong.typed if wrong and wrong.typed else QueryDict()
    context = {
        "current": "",
        "report_id": report_id,
        "fault": wrong.words if wrong else "",
        "fault_at": wrong.name if wrong else "",
        "here": reverse("desk:write", args=[report_id, step.kind]),
        "back": reverse("desk:report", args=[report_id]),
        "also": others.of_the_incident(member, case.file, pages.reader(member)) if case else [],
        "also_chosen": given.getlist("also"),
        "form": shown.form(step, given, lang),
        "bars": shown.bars(step, _answers(case), lang),
        "needs": word(CONSENTS, step.consent) if step.consent else "",
    }
    return pages.show(request, member, "write", context, 409 if wrong else 200)


def _answers(case: Opened | None) -> Mapping[str, object]:
    return answers_now(case.story.answers, case.file.lines) if case else {}


def typed(step: StepKind, post: QueryDict) -> Step:
    """Read the form of a step; raise Faulty or WrongField."""
    lists = {
        one.list: [row.name for row in vocabularies.words(one.list)]
        for one in step.fields
        if one.list
    }
    given: dict[str, object] = {}
    for one in step.fields:
        if one.type == "moment":
            day, hour = post.get(f"{one.name}-day", ""), post.get(f"{one.name}-hour", "")
            given[one.name] = f"{day}T{hour or '09:00'}" if day else ""
        else:
            given[one.name] = (
                post.getlist(one.name) if one.type == "choices" else post.get(one.name, "")
            )
    fields = read_fields(step, given, lists)
    text = post.get("line", "").replace("\r\n", "\n").strip()
    if len(text) > forms.LONGEST_LINE:
        raise Faulty(
            _("That is too long: at most %(count)d letters.") % {"count": forms.LONGEST_LINE}
        )
    if not text and not fields:
        raise Faulty(_("Please write something first."))
    return Step(step.kind, text, fields, _happened(post), is_hers="hers" in post)


def _happened(post: QueryDict) -> dt.datetime | None:
    day = post.get("day", "")
    if not day:
        return None
    try:
        at = moment_of(f"{day}T{post.get('hour') or '12:00'}")
    except ValueError:
        raise Faulty(_("Please choose a day, for example 2026-03-31, and an hour.")) from None
    if at > moment.now():
        raise Faulty(
            _("That is in the future. Write down what has happened; plan it as next step.")
        )
    return at
