"""A step by somebody on duty who does not hold the case: sealed to those who do, in her name."""

from dataclasses import replace

from django.db import transaction

from tetea.domain.cases import lines
from tetea.domain.cases.errors import Refused
from tetea.domain.cases.work import Step
from tetea.domain.directory.steps import step_book
from tetea.domain.keyring.holder import CASE_ROLES, Holder
from tetea.domain.log import append as log
from tetea.domain.reports import thread as threads
from tetea.domain.reports.errors import NotFound, WrongState
from tetea.domain.reports.facets import Facets
from tetea.domain.reports.models import Report, State, Thread
from tetea.domain.reports.work import left, opening, reach, written
from tetea.kernel.casework import guards
from tetea.kernel.casework.steps import StepKind
from tetea.kernel.crypto.registry import Group

# What she agreed to, and what stands against a settlement, is sealed to whoever writes here.
UNSEEN = "unseen"


def may_leave(kind: StepKind) -> bool:
    """Whether this can be written by somebody who does not see the case at all."""
    if kind.kind in written.KINDS:
        return False
    return kind.kind not in guards.SETTLES and all(one.tier != "lawyer" for one in kind.fields)


def find(holder: Holder, report_id: str) -> tuple[Report, Facets]:
    """Return a triaged report of the team and its facets, for whoever may leave a step there.

    Raises NotFound for everything that her list does not show, and for what is about ourselves.
    """
    report = reach.find(holder, report_id)
    if holder.role not in CASE_ROLES or report.state == State.NEW:
        raise NotFound
    facets = reach.open_facets(holder, report)
    if Thread.objects.get(report=report).group == Group.OUTSIDE:
        raise NotFound
    return report, facets


def leave_step(holder: Holder, report_id: str, step: Step) -> str:
    """Write down a step in a case that she does not hold; return its id. The owner is woken.

    It counts from the next time that a holder opens the case. Raises NotFound, WrongState for a
    case that is not open or that she holds herself, and Refused("unseen") for what needs consent
    and was not done by the person herself: nobody without the case sees what she agreed to.
    """
    kind = step_book().kinds[step.kind]
    if not may_leave(kind) or (kind.consent and not step.is_hers):
        raise Refused(UNSEEN)
    with transaction.atomic():
        find(holder, report_id)
        report = reach.lock(holder, report_id)
        if report.state != State.OPEN or opening.may_open(holder, report_id):
            raise WrongState
        line = replace(
            lines.draft(step.kind, step.text),
            fields=step.fields,
            happened=step.happened,
            is_hers=step.is_hers,
        )
        left_id = left.leave(holder, report, lines.dump(line))
        threads.wake(Thread.objects.select_related("organisation").get(report=report))
        action = log.Action("case.left", report.id, holder.member_id, holder.role)
        log.append(holder.organisation, action)
    return left_id
