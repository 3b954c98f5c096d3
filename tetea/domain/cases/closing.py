"""Close a report or case with its outcome, and open it again."""

from dataclasses import replace

from django.db import transaction

from tetea.domain import moment
from tetea.domain.cases import her_card, lines, opened
from tetea.domain.cases.errors import NoCase
from tetea.domain.cases.models import Case
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.reports import facets as coded
from tetea.domain.reports.errors import NotOpened, WrongState
from tetea.domain.reports.models import Report, State
from tetea.domain.reports.work import alerts, reach
from tetea.kernel.casework.entries import CLOSED, REOPENED

OUTCOMES = (
    "resolved",
    "agreement",
    "court",
    "referred",
    "withdrawn_by_reporter",
    "lost_contact",
    "not_pursued",
    "merged",
    "other",
)


def close(holder: Holder, report_id: str, outcome: str, text: str) -> None:
    """Close a report or case with its outcome; its alert goes, its keys stay with its holders.

    Raises KeyError for an unknown outcome, WrongState when it is not open.
    """
    if outcome not in OUTCOMES:
        raise KeyError(outcome)
    with transaction.atomic():
        report = reach.lock(holder, report_id)
        reach.body_key(holder, report)
        if not holder.has_opened(report.id):
            raise NotOpened
        facets = reach.open_facets(holder, report)
        try:
            case = opened.open_now(holder, report_id)
        except NoCase:
            case = None
        if Report.objects.filter(pk=report.pk, state=State.OPEN).update(state=State.CLOSED) != 1:
            raise WrongState
        now = coded.minutes(moment.now())
        closed = replace(facets, outcome=outcome, closed=now, step_due=0)
        if case is None:
            her_card.replace_reports_card(holder, report, replace(closed, clocks=()))
        else:
            case.put_body({**case.body(), "outcome": outcome, "next_step": ""})
            case = case.write(lines.draft(CLOSED, text))
            closed = opened.projected(case.file, closed, case.story)
            her_card.replace_card(case, closed)
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
        _log(holder, "case.reopened", report.id)


def _log(holder: Holder, verb: str, object_id: str) -> None:
    log.append(holder.organisation, log.Action(verb, object_id, holder.member_id, holder.role))
