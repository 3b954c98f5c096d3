"""Close a report or case with its outcome, and open it again.

A case takes two people: whoever works on it asks, somebody else approves. A report that never
became a case is closed by one. So is a case of the outside officer: nobody else may see it.
"""

from dataclasses import dataclass, field, replace

from django.db import transaction

from tetea.domain import moment
from tetea.domain.cases import counting, her_card, lines, opened
from tetea.domain.cases.errors import NeedsReview, NoCase, ReasonMissing
from tetea.domain.cases.models import Case
from tetea.domain.cases.opened import Opened
from tetea.domain.directory import vocabularies
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.reports import facets as coded
from tetea.domain.reports.errors import NotOpened, WrongState
from tetea.domain.reports.facets import MERGED, Facets
from tetea.domain.reports.models import Report, State
from tetea.domain.reports.work import alerts, reach
from tetea.kernel.casework.entries import CLOSED, REOPENED
from tetea.kernel.crypto.registry import Group

LIST, REASONS = "outcomes", "dropout_reasons"
OUTCOMES = tuple(row.name for row in vocabularies.words(LIST))
# Nobody chooses it: it is what joining two reports of one person says of the second.
CHOSEN = tuple(code for code in OUTCOMES if code != MERGED)
# Whoever reported has left: why is coded, because that is what the organisation can change.
LEFT = frozenset({"withdrawn_by_reporter", "lost_contact"})


@dataclass(frozen=True)
class Ending:
    """How it ended, in code and in a line; for who left also why, a code of dropout_reasons."""

    outcome: str
    text: str = field(default="", repr=False)
    reason: str = ""

    def check(self) -> None:
        """Raise KeyError for a code that does not exist, ReasonMissing for one that is owed."""
        if self.outcome not in OUTCOMES:
            raise KeyError(self.outcome)
        if self.reason and self.reason not in {row.name for row in vocabularies.words(REASONS)}:
            raise KeyError(self.reason)
        if self.outcome in LEFT and not self.reason:
            raise ReasonMissing


def close(holder: Holder, report_id: str, ending: Ending) -> None:
    """Close what one person may close; its alert goes, its keys stay with its holders.

    Raises NeedsReview for a case, KeyError and ReasonMissing for the ending, WrongState when it is
    not open.
    """
    ending.check()
    with transaction.atomic():
        report = reach.lock(holder, report_id)
        reach.body_key(holder, report)
        if not holder.has_opened(report.id):
            raise NotOpened
        try:
            case = opened.open_now(holder, report_id)
        except NoCase:
            case = None
        if case is not None and not holder.holds(Group.OUTSIDE):
            raise NeedsReview
        end(holder, report, case, ending)


def end(holder: Holder, report: Report, case: Opened | None, ending: Ending) -> None:
    """Close it. Inside a transaction, by whoever may; raises WrongState when it is not open."""
    facets = reach.open_facets(holder, report)
    if Report.objects.filter(pk=report.pk, state=State.OPEN).update(state=State.CLOSED) != 1:
        raise WrongState
    now = coded.minutes(moment.now())
    closed = replace(
        facets, outcome=ending.outcome, closed=now, step_due=0, review="", review_due=0
    )
    if case is None:
        her_card.replace_reports_card(holder, report, replace(closed, clocks=()))
    else:
        closed = _end_case(case, ending, closed)
    reach.put_facets(holder, report, reach.facets_key(holder, report), closed)
    alerts.drop(facets)
    _log(holder, "case.closed", report.id)


def reopen(holder: Holder, report_id: str) -> None:
    """Open a closed report again: undo for a slip. Raises WrongState when it is not closed."""
    with transaction.atomic():
        report = reach.lock(holder, report_id)
        key = reach.body_key(holder, report)
        facets = reach.open_facets(holder, report)
        if Report.objects.filter(pk=report.pk, state=State.CLOSED).update(state=State.OPEN) != 1:
            raise WrongState
        alert = alerts.renew(holder, report.id, facets, to_team=bool(report.facets_generation))
        again = replace(facets, outcome="", closed=0, alert=alert)
        case = Case.objects.filter(report=report).first()
        if case is not None:
            lines.add(holder, case, key, lines.draft(REOPENED))
            body = {**opened.read_body(holder, case, key), "outcome": ""}
            sealed = opened.seal_body(holder, case, key, body)
            Case.objects.filter(pk=case.pk).update(body=sealed)
        reach.put_facets(holder, report, reach.facets_key(holder, report), again)
        her_card.say_open_again(holder, report, again)
        if case is not None and holder.has_opened(report.id):
            counting.refresh(opened.open_now(holder, report_id))
        _log(holder, "case.reopened", report.id)


def _end_case(case: Opened, ending: Ending, closed: Facets) -> Facets:
    """Write the last line, and return what the team sees of the case now."""
    case.put_body({**case.body(), "outcome": ending.outcome, "next_step": ""})
    line = lines.draft(CLOSED, ending.text)
    said = {"outcome": ending.outcome, "reason": ending.reason}
    case = case.write(replace(line, fields={name: code for name, code in said.items() if code}))
    shown = opened.projected(case.file, closed, case.story)
    her_card.replace_card(case, shown)
    counting.refresh(case)
    return shown


def _log(holder: Holder, verb: str, object_id: str) -> None:
    log.append(holder.organisation, log.Action(verb, object_id, holder.member_id, holder.role))
