"""A case: make one of a report, write down steps, say what is next, close it, open it again."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from tetea.domain.cases import closing, review, work
from tetea.domain.cases.closing import Ending
from tetea.domain.cases.errors import NeedsReview, NotYours, ReasonMissing
from tetea.domain.reports.errors import NotFound
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
    """Close it with its outcome, or ask a second person to."""
    return attempt(request, member, report_id, _close, "closed")


@guard.members(*guard.TEAM, methods=guard.POST)
def reviewed(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Approve a closing, send it back with words, or take the question back."""
    return attempt(request, member, report_id, _review, "closed")


@guard.members(*guard.READERS, methods=guard.POST)
def reopen(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Undo a close."""
    return attempt(request, member, report_id, _reopen, "reopened")


def _open(member: session.Member, report_id: str, post: QueryDict) -> None:
    work.open_case(member, report_id, forms.text(post, "step"), forms.due(post))


def _next(member: session.Member, report_id: str, post: QueryDict) -> None:
    work.set_next_step(member, report_id, forms.text(post, "step"), forms.due(post))


def _close(member: session.Member, report_id: str, post: QueryDict) -> str:
    ending = Ending(
        post.get("outcome", ""),
        post.get("closing", "").strip()[: forms.LONGEST_LINE],
        post.get("why", ""),
    )
    try:
        if "reviewer" in post:
            review.ask(member, report_id, ending, post.get("reviewer", ""))
            return "asked"
        closing.close(member, report_id, ending)
    except KeyError:
        raise Faulty(_("Please choose how it ended.")) from None
    except ReasonMissing:
        raise Faulty(_("Please choose why they left: it is what we can change.")) from None
    except NeedsReview:
        raise Faulty(_("Somebody has made a case of it: a case is closed by two people.")) from None
    except NotFound:
        raise Faulty(_("Please choose who reviews it.")) from None
    return "closed"


def _review(member: session.Member, report_id: str, post: QueryDict) -> str:
    verdict = post.get("verdict", "")
    try:
        if verdict == "approve":
            review.approve(member, report_id)
            return "closed"
        if verdict == "take-back":
            review.take_back(member, report_id)
            return "taken-back"
        review.send_back(member, report_id, post.get("closing", "")[: forms.LONGEST_LINE])
    except ReasonMissing:
        raise Faulty(_("Please say what is still missing, so that they can go on.")) from None
    except NotYours:
        raise Faulty(
            _("Nobody approves their own closing. It waits for somebody else, or no more.")
        ) from None
    return "sent-back"


def _reopen(member: session.Member, report_id: str, _post: QueryDict) -> None:
    closing.reopen(member, report_id)
