"""Sending the report, and the confirmation that stands for half an hour."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse

from tetea.domain.directory.services import outside_bodies
from tetea.domain.keyring.errors import Busy, KeyringError
from tetea.domain.reports import drafts, intake
from tetea.domain.reports.errors import AlreadySent, DraftGone
from tetea.domain.reports.intake import Received
from tetea.doors.web import advice, pages, steps, talk
from tetea.doors.web.talk import Talk
from tetea.kernel.crypto.errors import TokenMalformed
from tetea.kernel.crypto.token import grouped, parse
from tetea.kernel.dialogue import complete

TRY_AGAIN = 503


def send(
    request: HttpRequest, this: Talk, check_context: Callable[[Talk], dict[str, object]]
) -> HttpResponse:
    """Send the report once, however often the page is sent; raise DraftGone."""
    submission = intake.Submission(
        questionnaire=this.sheet,
        answers=complete(this.sheet, this.answers, steps.CHANNEL, this.today),
        lang=this.lang,
        channel=steps.CHANNEL,
    )
    claim = partial(drafts.mark_sent, this.organisation, this.page, this.writing)
    try:
        received = intake.receive(this.organisation, submission, claim)
    except AlreadySent:
        return confirmation(request, talk.reload(this))
    except KeyringError:
        context = check_context(this) | {"not_sent": True}
        response = pages.show(request, this.organisation, "check", context, status=TRY_AGAIN)
        response["Retry-After"] = str(Busy.retry_after)
        return response
    return _show(request, this, received, {})


def confirmation(request: HttpRequest, this: Talk, typed: str = "") -> HttpResponse:
    """Show the confirmation again; `typed` is the token, typed to be sure that she has it."""
    received = this.writing.received
    if received is None:
        raise DraftGone
    is_right = bool(typed) and _is_same(typed, received)
    if is_right and not this.writing.typed_back:
        drafts.mark_typed_back(this.organisation, this.page, this.writing)
    state: dict[str, object] = {
        "typed_right": is_right or this.writing.typed_back,
        "typed_wrong": bool(typed) and not is_right,
    }
    return _show(request, this, received, state)


def _show(
    request: HttpRequest, this: Talk, received: Received, state: dict[str, object]
) -> HttpResponse:
    card = received.card
    about_us = received.about_us
    context = {
        "talk": this,
        "step": steps.SENT,
        "token": grouped(received.token),
        "about_us": about_us,
        "first_answer": advice.first_answer(card, this.lang),
        "clocks": advice.health_clocks(card, this.lang),
        "services": outside_bodies(this.lang) if about_us else advice.nearest(card, this.lang),
        "rights": advice.two_rights(this.lang),
    }
    return pages.show(request, this.organisation, "sent", context | state)


def _is_same(typed: str, received: Received) -> bool:
    try:
        return parse(typed) == received.token
    except TokenMalformed:
        return False
