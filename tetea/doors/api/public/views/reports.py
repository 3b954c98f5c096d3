"""The questionnaire, and a report handed in whole."""

from functools import cache
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Header, Query, Router
from ninja.responses import Status

from tetea.domain import moment
from tetea.domain.people.queries import organisation
from tetea.domain.reports import intake, questionnaire, repeats
from tetea.domain.reports.intake import Submission
from tetea.domain.reports.repeats import KeyReused
from tetea.doors.api.problems import Fault, Refused, invalid
from tetea.doors.api.public.shapes import (
    ChoiceShape,
    QuestionnaireShape,
    QuestionShape,
    ReportBody,
    TokenShape,
)
from tetea.doors.api.shapes import BODY_PROBLEMS, Lang, answers
from tetea.kernel.dialogue import Choice, Question, WrongAnswer, complete, read_all

CHANNEL = "api"
LONGEST_KEY = 200

router = Router(tags=["public"])


@router.get("questionnaire", response=answers({200: QuestionnaireShape}, 422), auth=None)
def ask(request: HttpRequest, lang: Annotated[Lang, Query()] = "en") -> QuestionnaireShape:
    """Give the questionnaire in one language."""
    return _in_language(lang)


@router.post("reports", response=answers({201: TokenShape}, *BODY_PROBLEMS), auth=None)
def receive(
    request: HttpRequest,
    body: ReportBody,
    idempotency_key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            min_length=1,
            max_length=LONGEST_KEY,
            description="A random text; the same one gives the same 201 for thirty minutes.",
        ),
    ] = None,
) -> Status[TokenShape]:
    """Take in a report and give its token. What is answered with 201 has been committed."""
    ours = organisation()
    if idempotency_key is None:
        token = intake.receive(ours, _submission(body)).token
        return Status(201, TokenShape(token=token.digits))
    asked = repeats.request(ours, idempotency_key, body.model_dump())
    try:
        token = repeats.answered(asked) or repeats.receive_once(asked, _submission(body))
    except KeyReused:
        raise Refused("idempotency-mismatch") from None
    return Status(201, TokenShape(token=token.digits))


def _submission(body: ReportBody) -> Submission:
    sheet, today = questionnaire.current(), timezone.localdate(moment.now())
    found, faults = read_all(sheet, body.answers, CHANNEL, today)
    if faults:
        raise invalid(fault(one, body.lang) for one in faults)
    # Every question gets its place: what was not asked is stored so, never as a "no".
    return Submission(sheet, complete(sheet, found, CHANNEL, today), body.lang, CHANNEL)


def fault(wrong: WrongAnswer, lang: Lang) -> Fault:
    """Say in her language what is wrong with one answer."""
    return Fault(wrong.name, wrong.reason, wrong.message[lang])


@cache
def _in_language(lang: Lang) -> QuestionnaireShape:
    sheet = questionnaire.current()
    questions = [_question(one, lang) for one in sheet.questions]
    return QuestionnaireShape(version=sheet.version, questions=questions)


def _question(question: Question, lang: Lang) -> QuestionShape:
    return QuestionShape.model_validate(
        {
            "name": question.name,
            "type": question.type,
            "label": question.label[lang],
            "hint": question.hint.get(lang, ""),
            "required": question.required,
            "relevant": question.relevant,
            "constraint": question.constraint,
            "message": question.message.get(lang, ""),
            "choices": [_choice(one, question, lang) for one in question.choices],
            "channels": sorted(question.channels),
            "tier": question.tier,
            "core": question.core,
        }
    )


def _choice(choice: Choice, question: Question, lang: Lang) -> ChoiceShape:
    extra = dict(choice.extra) if question.filtered or choice.exclusive else {}
    return ChoiceShape(name=choice.name, label=choice.label[lang], extra=extra)
