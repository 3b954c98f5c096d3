"""A report: open it on purpose, close it, give it to somebody, answer."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from tetea.domain.cases import clocks, handing
from tetea.domain.cases.clocks import ClockChange
from tetea.domain.cases.errors import ReasonMissing
from tetea.domain.directory import phone_pages
from tetea.domain.reports.errors import NotFound, WrongState
from tetea.domain.reports.thread import LONGEST_MESSAGE
from tetea.domain.reports.work import notice, opening, quarantine
from tetea.doors.desk import canned, forms, guard, session
from tetea.doors.desk.forms import Faulty, Kept
from tetea.doors.desk.views import page
from tetea.doors.desk.views.attempt import attempt, back


@guard.members(*guard.READERS)
def report(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Show a report: sealed, or open when it was opened within fifteen minutes."""
    return page.show(request, member, report_id)


@guard.members(*guard.READERS, methods=guard.POST)
def unseal(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Open on purpose: the log entry comes first. What was typed before it closed is kept."""
    opening.open_report(member, report_id)
    kept = forms.kept(request.POST)
    if kept.is_empty:
        return back(member, report_id, "opened")
    return page.show(request, member, report_id, kept)


@guard.members(*guard.READERS, methods=guard.POST)
def seal(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Close it; words that were typed and not sent are kept for the next opening."""
    if not opening.may_open(member, report_id):
        raise NotFound
    opening.close_report(member, report_id)
    kept = forms.kept(request.POST)
    if kept.is_empty:
        return back(member, report_id, "sealed")
    return page.show(request, member, report_id, kept)


@guard.members(*guard.READERS, methods=guard.POST)
def reply(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Answer her, or put a ready reply into the form first."""
    if "insert" in request.POST:
        return _insert(request, member, report_id)
    return attempt(request, member, report_id, _reply, "replied")


@guard.members(*guard.TRIAGE, methods=guard.POST)
def release(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Let a report that was held back into the queues."""
    return attempt(request, member, report_id, _release, "released")


@guard.members(*guard.TEAM, methods=guard.POST)
def assign(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Give it to a member: triage when it is new, otherwise its keys go along."""
    return attempt(request, member, report_id, _assign, "assigned")


@guard.members(*guard.READERS, methods=guard.POST)
def clock(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Stop a clock, or in a case also waive, miss, pause or resume it with a reason."""
    return attempt(request, member, report_id, _settle, "met")


def _insert(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    kept = forms.kept(request.POST)
    hers = opening.read_report(member, report_id).story.lang
    words = canned.text_of(request.POST.get("insert", ""), hers)
    typed = "\n\n".join(part for part in (kept.reply.strip(), words) if part)
    return page.show(request, member, report_id, Kept(reply=typed))


def _reply(member: session.Member, report_id: str, post: QueryDict) -> str:
    words = forms.text(post, "reply", LONGEST_MESSAGE)
    odd = phone_pages.unreadable(words)
    if odd and "anyway" not in post and notice.is_by_phone(opening.read_report(member, report_id)):
        raise Faulty(_("Not sent yet: a phone shows ? for some of these letters. See below."))
    state = notice.reply(member, report_id, words).state
    return "replied" if state == "none" else f"replied-{state}"


def _release(member: session.Member, report_id: str, _post: QueryDict) -> None:
    quarantine.release(member, report_id)


def _assign(member: session.Member, report_id: str, post: QueryDict) -> None:
    handing.assign(member, report_id, post.get("member", ""))


def _settle(member: session.Member, report_id: str, post: QueryDict) -> str | None:
    kind, verb = post.get("kind", ""), post.get("verb", "met")
    try:
        if verb == "met":
            clocks.settle_clock(member, report_id, kind)
            return None
        reason = post.get("reason", "").strip()[: forms.LONGEST_LINE]
        until = f"{post['until']}T09:00" if post.get("until") else ""
        clocks.change_clock(member, report_id, ClockChange(kind, verb, reason, until))
    except ReasonMissing:
        raise Faulty(_("Please say why: somebody else has to understand it later.")) from None
    except ValueError:
        raise Faulty(_("Please choose until which day it rests.")) from None
    except KeyError:  # Stopped by somebody else, or never running.
        raise WrongState from None
    return "clock"
