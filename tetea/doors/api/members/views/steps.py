"""Steps of a case: which kinds there are, writing one down, striking a line out; its clocks."""

import datetime as dt
from typing import Literal

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from tetea.domain import moment
from tetea.domain.cases import clocks, work
from tetea.domain.cases.clocks import ClockChange
from tetea.domain.cases.errors import ConsentMissing, NoLawyer, NoSuchLine, ReasonMissing, Refused
from tetea.domain.cases.work import Step
from tetea.domain.directory import vocabularies
from tetea.domain.directory.steps import step_book
from tetea.domain.reports.errors import NotFound
from tetea.doors.api.members import reading
from tetea.doors.api.members.auth import WORKERS, holder
from tetea.doors.api.members.case_shapes import ClockBody, LineShape, StepBody, StepKindsShape
from tetea.doors.api.members.shapes import DoneShape
from tetea.doors.api.problems import Fault, invalid
from tetea.doors.api.shapes import BODY_PROBLEMS, answers
from tetea.kernel.casework.steps import StepKind, WrongField, read_fields

WRITE = (*BODY_PROBLEMS, 401, 404, 409)

router = Router(tags=["cases"])


@router.get("steps", response=answers({200: StepKindsShape}, 401, 404), auth=WORKERS)
def kinds(request: HttpRequest) -> StepKindsShape:  # the same for every caseworker
    """List the kinds of steps with their fields and choices."""
    return StepKindsShape.model_validate(
        {"items": [_kind(one) for one in step_book().kinds.values()]}
    )


@router.post("cases/{case_id}/steps", response=answers({201: LineShape}, *WRITE), auth=WORKERS)
def record(request: HttpRequest, case_id: str, body: StepBody) -> Status[LineShape]:
    """Write a step down. It stops and starts the clocks that belong to it."""
    member = holder(request)
    step = _step(body)
    report_id = reading.opened_of(member, case_id)
    try:
        line = work.record_step(member, report_id, step)
    except ConsentMissing as missing:
        words = f"The person has not agreed to: {missing.consent}."
        if missing.is_said:
            words = f"The person only said yes to: {missing.consent}. That is not enough here."
        raise invalid([Fault("kind", "no_consent", words)]) from None
    except NoLawyer:
        words = "There is no legal officer who could read what is for the lawyer alone."
        raise invalid([Fault("fields", "no_lawyer", words)]) from None
    except Refused as refused:
        words = "A by-law of the organisation stands against this step."
        name = f"fields.{refused.field}" if refused.field else "kind"
        raise invalid([Fault(name, refused.code, words)]) from None
    return Status(201, LineShape(case=case_id, line=line))


@router.post(
    "cases/{case_id}/lines/{line_id}/strike",
    response=answers({200: DoneShape}, 401, 404, 409, 422),
    auth=WORKERS,
)
def strike(request: HttpRequest, case_id: str, line_id: str) -> DoneShape:
    """Strike a line out. It stays readable as struck; what it stopped runs again."""
    member = holder(request)
    report_id = reading.opened_of(member, case_id)
    try:
        work.strike(member, report_id, line_id)
    except NoSuchLine:
        raise NotFound from None
    except Refused as refused:
        words = "A by-law of the organisation stands against striking this line."
        raise invalid([Fault("line", refused.code, words)]) from None
    return DoneShape(report=report_id, case=case_id)


@router.post(
    "cases/{case_id}/clocks/{key}/{verb}",
    response=answers({200: DoneShape}, *WRITE),
    auth=WORKERS,
)
def change(
    request: HttpRequest,
    case_id: str,
    key: str,
    verb: Literal["met", "missed", "waived", "paused", "resumed"],
    body: ClockBody,
) -> DoneShape:
    """Stop, pause or resume a clock of a case."""
    member = holder(request)
    report_id = reading.opened_of(member, case_id)
    try:
        clocks.change_clock(member, report_id, ClockChange(key, verb, body.reason, body.until))
    except ReasonMissing:
        raise invalid([Fault("reason", "required", "Say why.")]) from None
    except ValueError:
        raise invalid([Fault("until", "not_a_moment", "Say until when it rests.")]) from None
    except KeyError:
        raise NotFound from None
    return DoneShape(report=report_id, case=case_id)


def _step(body: StepBody) -> Step:
    kind = step_book().kinds.get(body.kind)
    if kind is None:
        raise invalid([Fault("kind", "not_a_choice", "There is no such kind of step.")])
    lists = {
        one.list: [row.name for row in vocabularies.words(one.list)]
        for one in kind.fields
        if one.list
    }
    try:
        fields = read_fields(kind, body.fields, lists)
    except WrongField as wrong:
        raise invalid(
            [Fault(f"fields.{wrong.name}", wrong.reason, "This field is wrong.")]
        ) from None
    if not body.text.strip() and not fields:
        raise invalid([Fault("text", "required", "Write what was done, in one line.")])
    return Step(kind.kind, body.text.strip(), fields, _happened(body), is_hers=body.by_the_person)


def _happened(body: StepBody) -> dt.datetime | None:
    if body.happened is None:
        return None
    if body.happened > moment.now():
        raise invalid([Fault("happened", "in_the_future", "It has to have happened already.")])
    return body.happened.astimezone(dt.UTC)


def _kind(step: StepKind) -> dict[str, object]:
    return {
        "kind": step.kind,
        "group": step.group,
        "label": dict(step.label),
        "hint": dict(step.hint),
        "consent": step.consent or None,
        "fields": [
            {
                "name": one.name,
                "type": one.type,
                "label": dict(one.label),
                "required": one.required,
                "choices": _choices(one.list, one.options),
            }
            for one in step.fields
        ],
    }


def _choices(name: str, options: tuple[tuple[str, str, str], ...]) -> list[str]:
    if name:
        return [row.name for row in vocabularies.words(name)]
    return [option[0] for option in options]
