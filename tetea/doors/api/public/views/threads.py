"""The thread that a token opens. The token stands in the body: an address would be kept in logs."""

import datetime as dt
from collections.abc import Mapping

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.responses import Status
from pydantic import JsonValue

from tetea.domain import moment
from tetea.domain.directory.services import Service, outside_bodies, services_for
from tetea.domain.directory.steps import step_book
from tetea.domain.directory.survey import check
from tetea.domain.forum import changes
from tetea.domain.people.queries import organisation
from tetea.domain.reports import questionnaire, rating, thread
from tetea.domain.reports.card import CONSENTS, Card
from tetea.domain.reports.facets import from_minutes
from tetea.domain.reports.thread import Visitor
from tetea.doors import source
from tetea.doors.api.problems import Fault, Refused, invalid
from tetea.doors.api.public.shapes import (
    ClockShape,
    ConsentsBody,
    ConsentsShape,
    ContactBody,
    DoneStepShape,
    MessageBody,
    MessageShape,
    OpenBody,
    OpeningShape,
    ServiceShape,
    StatusShape,
    SurveyBody,
    ThreadShape,
)
from tetea.doors.api.public.views.reports import fault
from tetea.doors.api.shapes import BODY_PROBLEMS, Lang, ProblemShape, answers
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.crypto.registry import Group
from tetea.kernel.dialogue import REASONS, Value, WrongAnswer, read_answer

HOUR = dt.timedelta(hours=1)
IDENTITY = "identity"
TOKEN_PROBLEMS = (*BODY_PROBLEMS, 404)
FILE_BODY = {
    "requestBody": {
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "token": {"type": "string"},
                        "file": {"type": "string", "contentMediaType": "application/octet-stream"},
                    },
                    "required": ["token", "file"],
                }
            }
        }
    }
}

router = Router(tags=["threads"])


@router.post(
    "threads/open",
    response=answers({200: ThreadShape}, *TOKEN_PROBLEMS),
    auth=None,
    by_alias=True,
)
def open_thread(request: HttpRequest, body: OpenBody) -> ThreadShape:
    """Show what a token opens: status, messages, consents, services, clocks. Never the report."""
    visitor = _visitor(request, body.token)
    shown = thread.view(visitor)
    return ThreadShape.model_validate(
        {
            "status": shown.status,
            "messages": [
                MessageShape.model_validate(
                    {"id": one.id, "from": one.author, "at": one.at, "text": one.text}
                )
                for one in shown.messages
            ],
            "openings": [
                OpeningShape(role=role, count=count)
                for role, count in sorted(shown.openings.items())
            ],
            "consents": dict(shown.card.consents),
            "services": [_service(one) for one in _services(visitor, shown.card, body.lang)],
            "clocks": _clocks(shown.card),
            "done": _done(shown.card, body.lang),
            "may_rate": shown.may_rate,
            "changes": [one.text(body.lang) for one in changes.newest(visitor.organisation)],
        }
    )


@router.post("threads/messages", response=answers({201: StatusShape}, *TOKEN_PROBLEMS), auth=None)
def say(request: HttpRequest, body: MessageBody) -> Status[StatusShape]:
    """Add a message to the thread."""
    visitor = _visitor(request, body.token)
    thread.say(visitor, body.text.strip())
    return Status(201, _status(visitor))


@router.post(
    "threads/survey", response=answers({201: StatusShape}, *TOKEN_PROBLEMS, 409), auth=None
)
def rate(request: HttpRequest, body: SurveyBody) -> Status[StatusShape]:
    """Say how it was, once, when it is closed; signed by the token's key."""
    wrong = check(body.answers)
    if wrong:
        raise invalid([Fault(wrong, "unknown", "There is no such question or choice.")])
    visitor = _visitor(request, body.token)
    rating.rate(visitor, body.answers, body.words.strip())
    return Status(201, _status(visitor))


@router.post(
    "threads/files", response=answers({501: ProblemShape}), auth=None, openapi_extra=FILE_BODY
)
def add_file(request: HttpRequest) -> Status[StatusShape]:
    """Files cannot be taken yet: nothing may lie on the disk unsealed. Nothing is read or kept."""
    raise Refused("not-yet", "Files cannot be sent yet. Please send words.")


@router.post("threads/consents", response=answers({200: ConsentsShape}, *TOKEN_PROBLEMS), auth=None)
def change_consents(request: HttpRequest, body: ConsentsBody) -> ConsentsShape:
    """Give or withdraw consents, each on its own; signed by the token's key."""
    unknown = [name for name in body.consents if name not in CONSENTS]
    if unknown:
        raise invalid(
            Fault(name, "unknown", "There is no consent of this name.") for name in unknown
        )
    card = thread.change_consents(_visitor(request, body.token), body.consents)
    return ConsentsShape(consents=dict(card.consents))


@router.post("threads/contact", response=answers({200: StatusShape}, *TOKEN_PROBLEMS), auth=None)
def change_contact(request: HttpRequest, body: ContactBody) -> StatusShape:
    """Change the safe-contact rules, named as the questions of tier identity. Never shown again."""
    contact = _contact(body.contact)
    visitor = _visitor(request, body.token)
    thread.change_contact(visitor, contact)
    return _status(visitor)


def _visitor(request: HttpRequest, token: str) -> Visitor:
    # Where it comes from only decides who queues behind whom; it is not stored.
    return thread.open_token(organisation(), token, source.of(request))


def _status(visitor: Visitor) -> StatusShape:
    return StatusShape.model_validate({"status": visitor.thread.report.state})


def _contact(given: Mapping[str, JsonValue]) -> dict[str, Value]:
    """Read each rule by its question. Whether a question applies is not judged: rules are parts."""
    sheet, today = questionnaire.current(), timezone.localdate(moment.now())
    found: dict[str, Value] = {}
    faults = []
    for name, raw in given.items():
        question = sheet.by_name.get(name)
        if question is None or question.tier != IDENTITY:
            faults.append(fault(WrongAnswer(name, "unknown", REASONS["unknown"]), "en"))
            continue
        try:
            found[name] = read_answer(sheet, question, raw, {}, today)
        except WrongAnswer as wrong:
            faults.append(fault(wrong, "en"))
    if faults:
        raise invalid(faults)
    return found


def _services(visitor: Visitor, card: Card, lang: Lang) -> tuple[Service, ...]:
    found = services_for(card.county or None, card.wants, lang=lang)
    if visitor.thread.group == Group.OUTSIDE:
        # It is about this organisation: bodies outside it come first.
        outside = outside_bodies(lang)
        return (*outside, *(one for one in found if one not in outside))
    return found


def _service(service: Service) -> ServiceShape:
    return ServiceShape(
        name=service.name, kind=service.kind, phone=service.phone, confirmed=service.confirmed
    )


def _clocks(card: Card) -> list[ClockShape]:
    now = moment.now()
    return [
        ClockShape(kind=kind, hours_left=(from_minutes(due) - now) // HOUR)
        for kind, due in card.clocks
    ]


def _done(card: Card, lang: str) -> list[DoneStepShape]:
    kinds = step_book().kinds
    return [
        DoneStepShape(kind=kind, label=kinds[kind].told[lang], day=_day(at))
        for kind, at in card.done[::-1]
        if kind in kinds
    ]


def _day(at: int) -> dt.date:
    return from_minutes(at).astimezone(NAIROBI).date()
