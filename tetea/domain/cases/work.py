"""Turn a report into a case, carry it on step by step, close it with its outcome."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db import IntegrityError, transaction

from tetea.domain.cases import her_card, lines, opened
from tetea.domain.cases.errors import AlreadyACase, ConsentMissing, NoSuchLine, Refused
from tetea.domain.cases.models import Case
from tetea.domain.cases.opened import DONE_BEFORE, Opened
from tetea.domain.directory.steps import step_book
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.reports import facets as coded
from tetea.domain.reports.errors import NotFound, WrongState
from tetea.domain.reports.models import Report, State, Thread
from tetea.domain.reports.work import duties, items, opening, reach, triage, written
from tetea.kernel.casework import consents, guards, safeguarding
from tetea.kernel.casework.consents import Signed
from tetea.kernel.casework.entries import CLOCK, NEXT, OPENED, STRUCK
from tetea.kernel.casework.file import CaseFile
from tetea.kernel.casework.touch import NEXT_CONTACT, Touch, contact_fault
from tetea.kernel.crypto.registry import Group


@dataclass(frozen=True)
class OpenCase:
    """A case as its holder sees it: the report and what was done since."""

    case: Case
    next_step: str = field(repr=False)
    due_at: dt.datetime | None
    outcome: str
    file: CaseFile = field(repr=False)
    touch: Touch
    """Where contact with her stands."""


@dataclass(frozen=True)
class Step:
    """What was done, as somebody writes it down: one of steps.toml, or "note" and the like.

    `happened` says when, if not just now; `is_hers` that she did it herself, not we for her.
    """

    kind: str
    text: str = field(default="", repr=False)
    fields: Mapping[str, str | list[str]] = field(default_factory=dict, repr=False)
    happened: dt.datetime | None = None
    is_hers: bool = False


def open_case(holder: Holder, report_id: str, next_step: str, due_at: dt.datetime) -> Case:
    """Make a case of a report, with its owner, next step and due time.

    A new report is triaged to the holder first. Raises NotFound, AlreadyACase, WrongState.
    """
    report = reach.find(holder, report_id)
    reach.body_key(holder, report)
    if report.state == State.NEW:
        begin = triage.take if holder.holds(Group.OUTSIDE) else _triage_to_self
        begin(holder, report_id)
        report.refresh_from_db()
    if report.state != State.OPEN:
        raise WrongState
    try:
        with transaction.atomic():
            case = _begin(holder, report, next_step, due_at)
    except IntegrityError:
        raise AlreadyACase from None
    return case


def read_case(holder: Holder, report_id: str) -> OpenCase:
    """Return the opened case of an opened report; raise NoCase or NotOpened."""
    now = _up_to_date(opened.open_now(holder, report_id))
    body = now.body()
    return OpenCase(
        case=now.case,
        next_step=str(body["next_step"]),
        due_at=coded.from_minutes(now.facets.step_due) if now.facets.step_due else None,
        outcome=str(body["outcome"]),
        file=now.file,
        touch=opened.in_touch(now.file, now.facets, now.story),
    )


def set_next_step(holder: Holder, report_id: str, next_step: str, due_at: dt.datetime) -> None:
    """Say what is to be done next, and by when; the old step stays in the story."""
    with transaction.atomic():
        now = opened.open_now(holder, report_id, to_change=True)
        now.put_body({**now.body(), "next_step": next_step})
        now = now.write(lines.draft(NEXT, next_step))
        now.show_team(replace(now.facets, step_due=coded.minutes(due_at)))
        _log(holder, "case.next", now.case.id)


def record(holder: Holder, report_id: str, text: str, kind: str = "note") -> None:
    """Write down what was done, in one line."""
    record_step(holder, report_id, Step(kind, text))


def record_step(holder: Holder, report_id: str, step: Step) -> str:
    """Write down a step; return its line's id. It stops and starts the clocks that it should.

    Raises ConsentMissing when it was done for her and she does not agree now, by her own word or
    by one that a witness saw; Refused when a by-law stands against it; NoLawyer when something on
    it is for legal officers alone and there is none. What she did herself needs no consent.
    """
    with transaction.atomic():
        now = opened.open_now(holder, report_id, to_change=True)
        _check(now, step)
        private = _private(step.kind)
        shared = {name: value for name, value in step.fields.items() if name not in private}
        line = replace(
            lines.draft(step.kind, step.text),
            fields={**shared, **_bound(now, step.kind)},
            for_lawyers={name: one for name, one in step.fields.items() if name in private},
            happened=step.happened,
            is_hers=step.is_hers,
        )
        now = now.write(line)
        tell(now)
        _safeguard(now, step)
        _log(holder, "case.noted", now.case.id)
    return line.id


def strike(holder: Holder, report_id: str, line_id: str) -> None:
    """Strike a line out: undo for a slip. It stays readable as struck; what it stopped runs again.

    Raises NoSuchLine for a line that is not there, is the system's, or was struck before; Refused
    where that would end the branch of a child, unless the lead does it or whoever wrote the line.
    """
    with transaction.atomic():
        now = opened.open_now(holder, report_id, to_change=True)
        may = {one.id for one in now.file.steps} | {
            one.id for one in now.file.lines if one.kind == CLOCK
        }
        if line_id not in may:
            raise NoSuchLine
        before = now
        now = now.write(replace(lines.draft(STRUCK), about=line_id))
        _check_branch(before, now, line_id)
        tell(now)
        _log(holder, "case.struck", now.case.id)


def case_of(holder: Holder, case_id: str) -> Case:
    """Return a case that her keys reach; raise NotFound."""
    case = (
        Case.objects.select_related("report")
        .filter(organisation=holder.organisation, id=case_id)
        .first()
    )
    if case is None or not opening.may_open(holder, case.report_id):
        raise NotFound
    return case


def _triage_to_self(holder: Holder, report_id: str) -> None:
    triage.assign(holder, report_id, holder.member_id)


def _begin(holder: Holder, report: Report, next_step: str, due_at: dt.datetime) -> Case:
    """Write a new case with its first line. Inside a transaction."""
    key = reach.body_key(holder, report)
    story = reach.open_story(holder, report, key)
    facets = reach.open_facets(holder, report)
    case = Case(organisation=holder.organisation, report=report)
    case.body = opened.seal_body(holder, case, key, {"next_step": next_step, "outcome": ""})
    case.report = report
    case.save(force_insert=True)
    first = lines.draft(OPENED, next_step)
    done = opened.stopped_before(story, facets)
    lines.add(holder, case, key, replace(first, fields={DONE_BEFORE: done}))
    owner = facets.owner or holder.member_id
    facets = replace(facets, owner=owner, step_due=coded.minutes(due_at))
    file = opened.folded(story, facets, lines.read(holder, case, key))
    now = Opened(holder, report, case, key, story, facets, file)
    now.show_team()
    _log(holder, "case.opened", case.id)
    return case


def _up_to_date(now: Opened) -> Opened:
    """Show the team what colleagues without the key have left and when she wrote; and to her."""
    if now.report.state == State.CLOSED:
        _show_what_was_said(now)
    if now.report.state != State.OPEN:
        return now
    heard = _last_message(now)
    now = _heard(now, heard)
    if _is_shown(now):
        return now
    with transaction.atomic():
        now = _heard(opened.open_now(now.holder, now.report.id, to_change=True), heard)
        her_card.replace_card(now, now.show_team())
        return _heard(now.again(), heard)


def _show_what_was_said(now: Opened) -> None:
    """Let the board count how it was for her; the words stay in the case."""
    survey = opening.read_report(now.holder, now.report.id).survey
    answers = survey.get("answers") if survey else None
    if not isinstance(answers, dict) or now.facets.said or now.facets.is_official:
        return
    said = tuple(f"{name}:{code}" for name, code in sorted(answers.items()))
    key = reach.facets_key(now.holder, now.report)
    reach.put_facets(now.holder, now.report, key, replace(now.facets, said=said))


def _heard(now: Opened, heard: int) -> Opened:
    return replace(now, facets=replace(now.facets, heard=max(now.facets.heard, heard)))


def _last_message(now: Opened) -> int:
    """When she last wrote, in minutes; of what is signed by a key of hers."""
    read = items.read_all(now.holder, now.report, now.key, now.story)
    return max((coded.minutes(one.at) for one in read if one.is_hers), default=0)


def _is_shown(now: Opened) -> bool:
    shown = opened.projected(now.file, now.facets, now.story)
    return (shown.for_team() if now.report.facets_generation else shown) == now.facets


def _private(kind: str) -> set[str]:
    """The fields of a step that only legal officers read."""
    step = step_book().kinds.get(kind)
    return {one.name for one in step.fields if one.tier == "lawyer"} if step else set()


def _bound(now: Opened, kind: str) -> dict[str, str]:
    """What a line about her consents is bound to: whatever she signs after it wins."""
    if kind != consents.TAKEN:
        return {}
    return {consents.NUMBER: str(_signed(now).number)}


def tell(now: Opened) -> None:
    """Let the changed case be seen where it is not read: by the report, the team and her token."""
    written.put(now.holder, now.report, now.key, now.file.lines)
    her_card.replace_card(now, now.show_team())


def _safeguard(now: Opened, step: Step) -> None:
    """Bring the safeguarding lead in as soon as an age under 18 is known."""
    is_news = step.kind == safeguarding.AGE_KNOWN
    is_outside = Thread.objects.filter(report=now.report, group=Group.OUTSIDE.value).exists()
    if is_news and not is_outside and safeguarding.is_child(now.story.answers, now.file.lines):
        triage.let_the_lead_in(now.holder, now.report, now.key)


def _check(now: Opened, step: Step) -> None:
    kind = step_book().kinds.get(step.kind)
    if kind is None:
        return
    if step.kind == consents.TAKEN:
        _refuse(consents.fault(step.fields, now.holder.username))
    if step.kind == NEXT_CONTACT:
        _refuse(_unsafe(now, step))
    _refuse(safeguarding.fault(step.kind, step.fields))
    _refuse(_age(now, step))
    answers = safeguarding.answers_now(now.story.answers, now.file.lines)
    _refuse(("", guards.refusal(step.kind, step.fields, answers, now.holder.role)))
    if kind.consent and not step.is_hers:
        # Her word as it stands at this moment, not as it stood when the step was planned.
        stands = consents.standing(_signed(now), now.file.lines).get(kind.consent)
        if stands is None or not stands.given:
            is_said = stands is not None and bool(stands.said_yes)
            raise ConsentMissing(kind.consent, is_said=is_said)


def _unsafe(now: Opened, step: Step) -> tuple[str, str]:
    """A contact is promised by her rules alone: nobody calls where a call puts her in danger."""
    report = opening.read_report(now.holder, now.report.id)
    may_contact = bool(report.consents.answers.get("contact"))
    return contact_fault(step.fields, report.contact, may_contact=may_contact)


def _age(now: Opened, step: Step) -> tuple[str, str]:
    """Only the safeguarding lead ends the branch: else one line would lift what bars a deal."""
    ends = step.kind == safeguarding.AGE_KNOWN and step.fields.get("age") != safeguarding.UNDER_18
    if not ends or not safeguarding.is_child(now.story.answers, now.file.lines):
        return "", ""
    return ("", "") if _is_lead(now.holder) else ("age", "lead_only")


def _check_branch(before: Opened, after: Opened, line_id: str) -> None:
    """A slip is undone by whoever made it; else the branch would end behind the lead's back."""
    was, is_now = (
        safeguarding.is_child(one.story.answers, one.file.lines) for one in (before, after)
    )
    struck = next((one for one in after.file.struck if one.id == line_id), None)
    is_own = struck is not None and struck.by == after.holder.username
    if was and not is_now and not is_own and not _is_lead(after.holder):
        raise Refused("lead_only")


def _is_lead(holder: Holder) -> bool:
    leads = {one.member_id for one in duties.leads(holder)}
    return holder.member_id in leads or not leads


def _signed(now: Opened) -> Signed:
    return opening.read_report(now.holder, now.report.id).consents.signed


def _refuse(fault: tuple[str, str]) -> None:
    name, code = fault
    if code:
        raise Refused(code, name)


def _log(holder: Holder, verb: str, object_id: str) -> None:
    log.append(holder.organisation, log.Action(verb, object_id, holder.member_id, holder.role))
