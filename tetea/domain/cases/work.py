"""Turn a report into a case, carry it on step by step, close it with its outcome."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db import IntegrityError, transaction

from tetea.domain import moment
from tetea.domain.cases.errors import AlreadyACase, NoCase
from tetea.domain.cases.models import Case, CaseNote
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.reports import facets as coded
from tetea.domain.reports import places
from tetea.domain.reports.card import Card, public_clocks
from tetea.domain.reports.errors import NotFound, NotOpened, WrongState
from tetea.domain.reports.facets import Facets
from tetea.domain.reports.models import Report, ReporterKey, State, Thread
from tetea.domain.reports.thread import write_card
from tetea.domain.reports.work import alerts, items, opening, reach, triage
from tetea.domain.rows import new_id
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.registry import Group, Part
from tetea.kernel.crypto.seal import seal, unseal

OUTCOMES = (
    "resolved",
    "agreement",
    "court",
    "referred",
    "withdrawn_by_reporter",
    "lost_contact",
    "not_pursued",
    "other",
)


@dataclass(frozen=True)
class Note:
    """One line of a case's story."""

    id: str
    kind: str
    at: dt.datetime
    by: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class OpenCase:
    """A case as its holder sees it: the report and what was done since."""

    case: Case
    next_step: str = field(repr=False)
    due_at: dt.datetime | None
    outcome: str
    notes: tuple[Note, ...] = field(repr=False)


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
    key = reach.body_key(holder, report)
    case = Case(organisation=holder.organisation, report=report)
    case.body = _seal_body(holder, case, key, {"next_step": next_step, "outcome": ""})
    facets = reach.open_facets(holder, report)
    owner = facets.owner or holder.member_id
    try:
        with transaction.atomic():
            case.save(force_insert=True)
            _change(holder, report, replace(facets, owner=owner, step_due=coded.minutes(due_at)))
            _add_note(holder, case, key, "opened", next_step)
            _log(holder, "case.opened", case.id)
    except IntegrityError:
        raise AlreadyACase from None
    return case


def read_case(holder: Holder, report_id: str) -> OpenCase:
    """Return the opened case of an opened report; raise NoCase or NotOpened."""
    report, case, key = _opened(holder, report_id)
    body = _read_body(holder, case, key)
    facets = _facets(holder, report)
    return OpenCase(
        case=case,
        next_step=str(body["next_step"]),
        due_at=coded.from_minutes(facets.step_due) if facets.step_due else None,
        outcome=str(body["outcome"]),
        notes=_notes(holder, case, key),
    )


def set_next_step(holder: Holder, report_id: str, next_step: str, due_at: dt.datetime) -> None:
    """Say what is to be done next, and by when; the old step stays in the story."""
    with transaction.atomic():
        report, case, key = _opened(holder, report_id, to_change=True)
        body = {**_read_body(holder, case, key), "next_step": next_step}
        Case.objects.filter(pk=case.pk).update(body=_seal_body(holder, case, key, body))
        _change(holder, report, replace(_facets(holder, report), step_due=coded.minutes(due_at)))
        _add_note(holder, case, key, "next", next_step)
        _log(holder, "case.next", case.id)


def record(holder: Holder, report_id: str, text: str, kind: str = "note") -> None:
    """Write down what was done, in one line."""
    with transaction.atomic():
        _report, case, key = _opened(holder, report_id, to_change=True)
        _add_note(holder, case, key, kind, text)
        _log(holder, "case.noted", case.id)


def settle_clock(holder: Holder, report_id: str, kind: str) -> None:
    """Stop a clock: what it stood for was done. Her card stops showing it too.

    Raises NotOpened, and KeyError when no such clock runs.
    """
    with transaction.atomic():
        report = reach.lock(holder, report_id)
        key = reach.body_key(holder, report)
        if not holder.has_opened(report.id):
            raise NotOpened
        if report.state not in {State.NEW, State.OPEN}:
            raise WrongState
        # By its true kind: the team's row of a case against an official calls all the same.
        facets = _facets(holder, report).for_holder(reach.open_story(holder, report, key).facets)
        if kind not in {clock.kind for clock in facets.open_clocks}:
            raise KeyError(kind)
        changed = _stopped(facets, kind)
        _change(holder, report, changed)
        _replace_card(holder, report, changed)
        _log(holder, "clock.met", report.id)


def close(holder: Holder, report_id: str, outcome: str, text: str) -> None:
    """Close a report or case with its outcome; its alert goes, its keys stay with its holders.

    Raises KeyError for an unknown outcome, WrongState when it is not open.
    """
    if outcome not in OUTCOMES:
        raise KeyError(outcome)
    with transaction.atomic():
        report = reach.lock(holder, report_id)
        key = reach.body_key(holder, report)
        if not holder.has_opened(report.id):
            raise NotOpened
        facets = _facets(holder, report)
        case = Case.objects.filter(report=report).first()
        if Report.objects.filter(pk=report.pk, state=State.OPEN).update(state=State.CLOSED) != 1:
            raise WrongState
        if case is not None:
            body = {**_read_body(holder, case, key), "outcome": outcome, "next_step": ""}
            Case.objects.filter(pk=case.pk).update(body=_seal_body(holder, case, key, body))
            _add_note(holder, case, key, "closed", text)
        now = coded.minutes(moment.now())
        closed = replace(facets, outcome=outcome, closed=now, step_due=0)
        reach.put_facets(holder, report, reach.facets_key(holder, report), closed)
        alerts.drop(facets)
        _replace_card(holder, report, replace(closed, clocks=()))
        _log(holder, "case.closed", report.id)


def reopen(holder: Holder, report_id: str) -> None:
    """Open a closed report again: undo for a slip. Raises WrongState when it is not closed."""
    with transaction.atomic():
        report = reach.lock(holder, report_id)
        reach.body_key(holder, report)
        facets = _facets(holder, report)
        if Report.objects.filter(pk=report.pk, state=State.CLOSED).update(state=State.OPEN) != 1:
            raise WrongState
        alert = alerts.renew(holder, report.id, facets, to_team=bool(report.facets_generation))
        opened = replace(facets, outcome="", closed=0, alert=alert)
        reach.put_facets(holder, report, reach.facets_key(holder, report), opened)
        _log(holder, "case.reopened", report.id)


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


def _stopped(facets: Facets, kind: str) -> Facets:
    clocks = tuple(
        replace(clock, done=True) if clock.kind == kind else clock for clock in facets.clocks
    )
    changed = replace(facets, clocks=clocks)
    if kind == "first_support":
        return replace(changed, supported=coded.minutes(moment.now()))
    return changed


def _opened(
    holder: Holder, report_id: str, *, to_change: bool = False
) -> tuple[Report, Case, bytes]:
    report = reach.lock(holder, report_id) if to_change else reach.find(holder, report_id)
    key = reach.body_key(holder, report)
    if not holder.has_opened(report.id):
        raise NotOpened
    if to_change and report.state != State.OPEN:
        raise WrongState
    case = Case.objects.filter(report=report).first()
    if case is None:
        raise NoCase
    return report, case, key


def _facets(holder: Holder, report: Report) -> Facets:
    return reach.open_facets(holder, report)


def _change(holder: Holder, report: Report, facets: Facets) -> None:
    reach.put_facets(holder, report, reach.facets_key(holder, report), facets)
    alerts.reset(holder, report.id, facets, to_team=bool(report.facets_generation))


def _replace_card(holder: Holder, report: Report, facets: Facets) -> None:
    """Seal a new card to her pinned key; only she opens it, so it is made of what we know."""
    key = reach.body_key(holder, report)
    story = reach.open_story(holder, report, key)
    thread = Thread.objects.filter(report=report).first()
    keys = items.keys_of_hers(holder, report, key, story)
    rows = ReporterKey.objects.filter(thread=thread, enc_pk__in=[one.enc_pk for one in keys])
    if thread is None:
        return
    consents = opening.read_report(holder, report.id).consents
    first = story.facets
    card = Card(
        started=first.received,
        county=first.county,
        sub_county=first.sub_county,
        wants=first.want_first,
        clocks=public_clocks(_named(first, facets)),
        consents=consents.answers,
        consent_number=consents.number,
    )
    for row in rows:
        write_card(holder.organisation, thread, row, card)


def _named(first: Facets, now: Facets) -> tuple[coded.FacetClock, ...]:
    """The clocks that still run, by the kinds she was told (the team's row may hide them)."""
    running = {clock.due for clock in now.open_clocks}
    return tuple(clock for clock in first.clocks if clock.due in running)


def _add_note(holder: Holder, case: Case, key: bytes, kind: str, text: str) -> None:
    note_id = new_id()
    place = places.case_part(holder.organisation, note_id, Part.NOTE)
    content = {
        "kind": kind,
        "at": int(moment.now().timestamp() * 1000),
        "by": holder.username,
        "text": text,
    }
    CaseNote.objects.create(
        id=note_id, case=case, blob=seal(key, place, json.dumps(content).encode())
    )


def _notes(holder: Holder, case: Case, key: bytes) -> tuple[Note, ...]:
    found = []
    for row in case.notes.all():
        place = places.case_part(holder.organisation, row.id, Part.NOTE)
        try:
            content = json.loads(unseal(key, place, row.blob))
        except Unsealable:
            continue
        at = dt.datetime.fromtimestamp(content["at"] / 1000, dt.UTC)
        found.append(Note(row.id, content["kind"], at, content["by"], content["text"]))
    return tuple(sorted(found, key=lambda note: note.at))


def _seal_body(holder: Holder, case: Case, key: bytes, body: Mapping[str, object]) -> bytes:
    place = places.case_part(holder.organisation, case.id, Part.BODY)
    return seal(key, place, json.dumps(body).encode())


def _read_body(holder: Holder, case: Case, key: bytes) -> dict[str, object]:
    place = places.case_part(holder.organisation, case.id, Part.BODY)
    try:
        return dict(json.loads(unseal(key, place, case.body)))
    except Unsealable:
        raise NotFound from None


def _log(holder: Holder, verb: str, object_id: str) -> None:
    log.append(holder.organisation, log.Action(verb, object_id, holder.member_id, holder.role))
