"""A case: make one of a report, write down steps, say what is next, close it, open it again."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from tetea.domain.cases import closing, work
from tetea.doors.desk import forms, guard, session
from tetea.doors.desk.forms import Faulty
from tetea.doors.desk.views.attempt import attempt


@guard.members(*guard.READERS, methods=guard.POST)
def case(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Make a case of a report, with its next step and due time."""
    return attempt(request, member, report_id, _open, "case")


@guard.members(*guard.READERS, methods=guard.POST)
def step(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Say what is to be done next, and by when."""
    return attempt(request, member, report_id, _next, "next")


@guard.members(*guard.READERS, methods=guard.POST)
def close(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Close it with its outcome."""
    return attempt(request, member, report_id, _close, "closed")


@guard.members(*guard.READERS, methods=guard.POST)
def reopen(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Undo a close."""
    return attempt(request, member, report_id, _reopen, "reopened")


def _open(member: session.Member, report_id: str, post: QueryDict) -> None:
    work.open_case(member, report_id, forms.text(post, "step"), forms.due(post))


def _next(member: session.Member, report_id: str, post: QueryDict) -> None:
    work.set_next_step(member, report_id, forms.text(post, "step"), forms.due(post))


def _close(member: session.Member, report_id: str, post: QueryDict) -> None:
    outcome = post.get("outcome", "")
    if outcome not in closing.OUTCOMES:
        raise Faulty(_("Please choose how it ended."))
    words = post.get("closing", "").strip()[: forms.LONGEST_LINE]
    closing.close(member, report_id, outcome, words)


def _reopen(member: session.Member, report_id: str, _post: QueryDict) -> None:
    closing.reopen(member, report_id)
