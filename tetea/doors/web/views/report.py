"""The report, one question a page. No cookie: two hidden fields carry the draft along."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from tetea.domain.directory.guides import guide
from tetea.domain.directory.services import emergency, outside_bodies
from tetea.domain.people import queries as people
from tetea.domain.people.models import Organisation
from tetea.domain.reports import questionnaire
from tetea.domain.reports.errors import DraftGone
from tetea.doors.policy import public
from tetea.doors.web import fields, pages, steps, summary, talk
from tetea.doors.web.fields import Said
from tetea.doors.web.talk import Posted, Talk
from tetea.doors.web.views import sending
from tetea.doors.web.views.home import home
from tetea.kernel.dialogue import WrongAnswer

GONE = 410
# What the button on the home page sends; there is no answer in it.
BEGIN = "begin"
Move = Callable[[HttpRequest, Talk, Posted], HttpResponse]


@public
@require_safe
@pages.light
def way_in(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the first question. Its form posts to the neutral address."""
    return _begin(request, people.organisation(), lang)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@pages.light
def neutral(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the home page, or take one page of the report: both live at the same address.

    A report that begins with the button of the home page leaves this one line in the history.
    """
    organisation = people.organisation()
    if request.method != "POST":
        return home(request, organisation)
    posted = talk.read(request.POST, questionnaire.current())
    if posted.go == BEGIN:
        return _begin(request, organisation, lang)
    try:
        return _answer(request, talk.resume(organisation, request.POST, posted, lang), posted)
    except DraftGone:
        return _gone(request, organisation)


def show(
    request: HttpRequest,
    this: Talk,
    step: str,
    *,
    is_change: bool = False,
    said: Said | None = None,
) -> HttpResponse:
    """Show one step; `said` is what she typed, where that is not what is stored."""
    frame = {"talk": this, "step": step, "is_change": is_change}
    if step == steps.CHECK:
        return pages.show(request, this.organisation, "check", frame | check_context(this))
    if step == steps.ENOUGH:
        return pages.show(request, this.organisation, "enough", frame)
    if step == steps.OUTSIDE:
        about = {"guide": guide("about-us", this.lang), "services": outside_bodies(this.lang)}
        return pages.show(request, this.organisation, "outside", frame | about)
    may_stop = not is_change and not this.sheet[step].core
    question = _question(this, step, said) | {"may_stop": may_stop}
    return pages.show(request, this.organisation, "question", frame | question)


def check_context(this: Talk) -> dict[str, object]:
    """Return what the page with all her answers shows."""
    answered, left_out = summary.lines(this)
    return {"answered": answered, "left_out": left_out, "talk": this, "step": steps.CHECK}


def _begin(request: HttpRequest, organisation: Organisation, lang: str) -> HttpResponse:
    begun = talk.begin(organisation, lang)
    return show(request, begun, steps.first(begun.sheet))


def _answer(request: HttpRequest, this: Talk, posted: Posted) -> HttpResponse:
    if this.writing.received is not None:
        return _sent(request, this, posted)
    if posted.change:
        return show(request, this, posted.change, is_change=True)
    return MOVES.get(posted.go, _next)(request, this, posted)


def _sent(request: HttpRequest, this: Talk, posted: Posted) -> HttpResponse:
    if posted.go == "help":
        return _show_help(request, this, replace(posted, step=steps.SENT))
    return sending.confirmation(request, this, posted.token if posted.go == "typed" else "")


def _next(request: HttpRequest, this: Talk, posted: Posted) -> HttpResponse:
    if posted.step == steps.CHECK:
        return _send(request, this, posted)
    if posted.step == steps.ENOUGH:
        return _more(request, this, posted)
    try:
        this = talk.keep(this, talk.take(this, posted))
    except WrongAnswer as fault:
        return _wrong(request, this, posted, fault)
    follow = steps.after_change if posted.is_change else steps.after
    step = follow(this.sheet, this.answers, posted.step, this.today)
    return show(request, this, step, is_change=posted.is_change and step != steps.CHECK)


def _back(request: HttpRequest, this: Talk, posted: Posted) -> HttpResponse:
    this = _keep_what_fits(this, posted)
    if posted.is_change:
        return show(request, this, steps.CHECK)
    return show(request, this, steps.before(this.sheet, this.answers, posted.step, this.today))


def _more(request: HttpRequest, this: Talk, posted: Posted) -> HttpResponse:
    step = steps.more(this.sheet, this.answers, posted.step, this.today)
    return show(request, this, step)


def _send(request: HttpRequest, this: Talk, posted: Posted) -> HttpResponse:
    if posted.step == steps.CHECK:
        return sending.send(request, this, check_context)
    try:
        this = talk.keep(this, talk.take(this, posted))
    except WrongAnswer as fault:
        return _wrong(request, this, posted, fault)
    return show(request, this, steps.CHECK)


def _help(request: HttpRequest, this: Talk, posted: Posted) -> HttpResponse:
    return _show_help(request, _keep_what_fits(this, posted), posted)


def _show_help(request: HttpRequest, this: Talk, posted: Posted) -> HttpResponse:
    context = {
        "talk": this,
        "step": posted.step,
        "is_change": posted.is_change,
        "values": posted.values or (),
        "guide": guide("help-now", this.lang),
        "services": emergency(this.lang),
    }
    return pages.show(request, this.organisation, "help_in_report", context)


def _stay(request: HttpRequest, this: Talk, posted: Posted) -> HttpResponse:
    """Show the same page again: after help, or in the other language."""
    this = _keep_what_fits(this, posted)
    said = Said(posted.values) if posted.values else None
    return show(request, this, posted.step, is_change=posted.is_change, said=said)


MOVES: Mapping[str, Move] = {
    "next": _next,
    "back": _back,
    "more": _more,
    "send": _send,
    "help": _help,
    "stay": _stay,
}


def _keep_what_fits(this: Talk, posted: Posted) -> Talk:
    """Save what she typed when it is an answer; an untouched question stays unasked."""
    is_untouched = not any(posted.values or ()) and posted.step not in this.answers
    if posted.step in steps.PAGES or is_untouched:
        return this
    try:
        return talk.keep(this, talk.take(this, posted))
    except WrongAnswer:
        return this


def _wrong(request: HttpRequest, this: Talk, posted: Posted, fault: WrongAnswer) -> HttpResponse:
    said = Said(posted.values or (), fault.message[this.lang])
    return show(request, this, posted.step, is_change=posted.is_change, said=said)


def _question(this: Talk, step: str, said: Said | None) -> dict[str, object]:
    if said is None:
        said = Said(fields.values_of(this.answers[step]) if step in this.answers else ())
    field = fields.make_field(this.sheet, this.sheet[step], this.answers, said, this.lang)
    place, total = steps.core_place(this.sheet, step)
    is_urgent = step == steps.ABOUT_US and this.answers.get("danger") == "yes"
    return {
        "field": field,
        "faults": [field],
        "notes": [
            note.label[this.lang]
            for note in steps.notes_before(this.sheet, step, this.answers, this.today)
        ],
        "place": place,
        "total": total,
        "is_first": step == steps.first(this.sheet),
        "emergency": emergency(this.lang) if is_urgent else (),
    }


def _gone(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    return pages.show(request, organisation, "gone", {}, status=GONE)
