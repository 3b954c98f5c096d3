"""Several reports that belong together: one incident and many people, one person and two reports.

Each person keeps a report, a token and consents of her own; a line in each says how they belong
together. Whoever holds no key of the other sees of it what the team's list shows, nothing more.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import cast

from django.db import transaction

from tetea.domain.cases import her_card, lines, opened, work
from tetea.domain.cases.errors import CaseError, NoSuchLine
from tetea.domain.cases.opened import Opened
from tetea.domain.cases.work import Step
from tetea.domain.keyring.errors import KeyringError
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.reports import intake, questionnaire
from tetea.domain.reports.errors import ReportError, WrongState
from tetea.domain.reports.intake import Submission
from tetea.domain.reports.models import State
from tetea.domain.reports.work import left, opening, queue, triage, written
from tetea.kernel.casework import others
from tetea.kernel.casework.entries import LINKED, STRUCK, Entry
from tetea.kernel.crypto.token import Token, new_token
from tetea.kernel.dialogue import Value


@dataclass(frozen=True)
class Person:
    """Somebody else to whom it happened. Who cannot be asked now has no name here."""

    name: str = field(default="", repr=False)
    is_absent: bool = False


@dataclass(frozen=True)
class Added:
    """A new report for that person: its id, the token for her, and whether triage still gives it.

    Only triage gives a case to somebody, so what a paralegal adds waits there, meant for the owner.
    """

    report_id: str
    token: Token = field(repr=False)
    is_waiting: bool


@dataclass(frozen=True)
class Link:
    """Another report that belongs to this one; `row` is None where the list does not show it."""

    line: str
    how: str
    report_id: str
    row: queue.Row | None = field(repr=False)


def of(holder: Holder, file_lines: Iterable[Entry]) -> tuple[Link, ...]:
    """Return the reports that belong to a case, in the order in which they were added."""
    found = [one for one in file_lines if one.kind == LINKED and not one.origin]
    reports = queue.listed(holder).in_bulk([one.about for one in found])
    rows = {row.id: row for row in queue.rows_of(holder, reports.values())}
    return tuple(Link(one.id, one.verb, one.about, rows.get(one.about)) for one in found)


def add_person(holder: Holder, report_id: str, person: Person) -> Added:
    """Begin a report for somebody else to whom the same thing happened, linked with this case.

    What concerns the incident is taken over; consents, name, age and health are hers to give. An
    absent person has consented to nothing, so nothing may be done in her name but what is due
    anyway. Raises NoCase, NotOpened, WrongState, Busy.
    """
    return _begin(holder, report_id, person, (others.GROUP, others.HEAD), ())


def split(holder: Holder, report_id: str, line_ids: Iterable[str], person: Person) -> Added:
    """Move lines into a case of their own: two people, or two incidents, had become one case.

    They stay here struck out as moved, and keep there who wrote them and when. Raises NoSuchLine
    for a line that is not a step of this case, and what add_person raises.
    """
    wanted = tuple(line_ids)
    if not wanted:
        raise NoSuchLine
    return _begin(holder, report_id, person, (others.SPLIT_TO, others.SPLIT_FROM), wanted)


def movable(now: Opened) -> list[Entry]:
    """Return the lines of a case that can move into another one.

    Consents and ages belong to the person whose token this is: they move with nobody else.
    """
    return [one for one in now.file.steps if not one.origin and one.kind not in written.KINDS]


def record_also(
    holder: Holder, report_ids: Iterable[str], step: Step
) -> dict[str, Exception | None]:
    """Write the same step down in further cases, each opened and checked by itself.

    Returns for each report None, or what stood in the way there: one refusal stops no other.
    """
    found: dict[str, Exception | None] = {}
    for one in report_ids:
        try:
            if not holder.has_opened(one):
                opening.open_report(holder, one)
            work.record_step(holder, one, step)
        except (CaseError, ReportError, KeyringError) as error:
            found[one] = error
        else:
            found[one] = None
    return found


def _begin(
    holder: Holder,
    report_id: str,
    person: Person,
    hows: tuple[str, str],
    moved: tuple[str, ...],
) -> Added:
    first = opened.open_now(holder, report_id)
    if first.report.state != State.OPEN:
        raise WrongState
    token = new_token()
    hers = intake.derive_in_slot(holder.organisation, token)
    owner = first.facets.owner or holder.member_id
    submission = _submission(first, person, token, owner)
    here, there = hows
    with transaction.atomic():
        now = opened.open_now(holder, report_id, to_change=True)
        contents = _contents(now, moved)
        rows = intake.keep(holder.organisation, submission, hers, lambda _rows: True)
        link = replace(lines.draft(LINKED), about=report_id, verb=there)
        left.leave(holder, rows.report, lines.dump(link))
        for content in contents:
            left.leave(holder, rows.report, content)
        now = _link(now, rows.report.id, here, moved)
        her_card.replace_card(now, now.show_team())
        _log(holder, "case.linked", report_id)
    is_waiting = holder.role not in triage.MAY_ASSIGN
    if not is_waiting:
        triage.assign(holder, rows.report.id, owner)
    return Added(rows.report.id, token, is_waiting)


def _submission(first: Opened, person: Person, token: Token, owner: str) -> Submission:
    answers = others.shared(first.story.answers)
    # Nobody has asked this person whether she is in danger; that it is not about us is known.
    answers |= {"danger": "not_asked", "about_us": "no"}
    answers["for_whom"] = "absent" if person.is_absent else "other"
    if person.name and not person.is_absent:
        answers["name_used"] = person.name
    return Submission(
        questionnaire.current(),
        cast("dict[str, Value]", answers),
        first.story.lang,
        "field",
        token,
        meant_for=owner,
    )


def _link(now: Opened, other: str, how: str, moved: tuple[str, ...]) -> Opened:
    now = now.write(replace(lines.draft(LINKED), about=other, verb=how))
    for one in moved:
        now = now.write(replace(lines.draft(STRUCK), about=one, verb="moved"))
    return now


def _contents(now: Opened, moved: tuple[str, ...]) -> list[dict[str, object]]:
    """Return the lines that move, as they were sealed, each with the writer that it had."""
    steps = {one.id: one for one in movable(now)}
    if any(one not in steps for one in moved):
        raise NoSuchLine
    sealed = lines.contents(now.holder, now.case, now.key)
    found = []
    for one in moved:
        content = sealed.get(one) or lines.dump(steps[one])
        if "lawyers" in content:
            content = {"lawyers_of": one, **content}
        found.append({**content, "by": steps[one].by})
    return found


def _log(holder: Holder, verb: str, object_id: str) -> None:
    log.append(holder.organisation, log.Action(verb, object_id, holder.member_id, holder.role))
