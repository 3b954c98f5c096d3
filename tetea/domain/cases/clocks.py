"""Stop, pause and resume the clocks of a report or a case."""

from dataclasses import dataclass, field, replace

from django.db import transaction

from tetea.domain import moment
from tetea.domain.cases import her_card, lines, opened
from tetea.domain.cases.errors import ReasonMissing
from tetea.domain.cases.models import Case
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.reports import facets as coded
from tetea.domain.reports.errors import NotOpened, WrongState
from tetea.domain.reports.facets import Facets
from tetea.domain.reports.models import State
from tetea.domain.reports.work import alerts, reach
from tetea.kernel.casework.entries import CLOCK
from tetea.kernel.casework.file import NEEDS_REASON, VERBS, CaseClock, moment_of


@dataclass(frozen=True)
class ClockChange:
    """What becomes of a clock: met, missed, waived, paused until a moment, or resumed."""

    key: str
    verb: str
    reason: str = field(default="", repr=False)
    until: str = ""
    """For a pause: a moment of Nairobi as YYYY-MM-DDTHH:MM."""


def change_clock(holder: Holder, report_id: str, change: ClockChange) -> None:
    """Stop, pause or resume a clock of a case.

    Raises KeyError for an unknown clock or verb, ReasonMissing where a reason is owed, and
    ValueError for a pause without an end.
    """
    if change.verb not in VERBS:
        raise KeyError(change.verb)
    if change.verb in NEEDS_REASON and not change.reason.strip():
        raise ReasonMissing
    if change.verb == "paused":
        moment_of(change.until)
    with transaction.atomic():
        now = opened.open_now(holder, report_id, to_change=True)
        if not _may_become(now.file.clock(change.key), change.verb):
            raise KeyError(change.key)
        line = replace(
            lines.draft(CLOCK, change.reason),
            about=change.key,
            verb=change.verb,
            fields={"until": change.until} if change.until else {},
        )
        now = now.write(line)
        her_card.replace_card(now, now.show_team(_supported(now.facets, change)))
        _log(holder, f"clock.{change.verb}", now.report.id)


def settle_clock(holder: Holder, report_id: str, kind: str) -> None:
    """Stop a clock: what it stood for was done. Her card stops showing it too.

    Raises NotOpened, and KeyError when no such clock runs.
    """
    if Case.objects.filter(report=report_id, organisation=holder.organisation).exists():
        change_clock(holder, report_id, ClockChange(kind, "met"))
        return
    with transaction.atomic():
        report = reach.lock(holder, report_id)
        key = reach.body_key(holder, report)
        if not holder.has_opened(report.id):
            raise NotOpened
        if report.state not in {State.NEW, State.OPEN}:
            raise WrongState
        # By its true kind: the team's row of a case against an official calls all the same.
        story = reach.open_story(holder, report, key)
        facets = reach.open_facets(holder, report).for_holder(story.facets)
        if kind not in {clock.kind for clock in facets.open_clocks}:
            raise KeyError(kind)
        changed = _stopped(facets, kind)
        reach.put_facets(holder, report, reach.facets_key(holder, report), changed)
        alerts.reset(holder, report.id, changed, to_team=bool(report.facets_generation))
        her_card.replace_reports_card(holder, report, changed)
        _log(holder, "clock.met", report.id)


def _may_become(clock: CaseClock, verb: str) -> bool:
    """What is over can only be taken up again; what runs cannot."""
    return clock.state != "running" if verb == "resumed" else clock.is_open


def _supported(facets: Facets, change: ClockChange) -> Facets:
    if change.key == "first_support" and change.verb == "met":
        return replace(facets, supported=coded.minutes(moment.now()))
    return facets


def _stopped(facets: Facets, kind: str) -> Facets:
    clocks = tuple(
        replace(clock, done=True) if clock.kind == kind else clock for clock in facets.clocks
    )
    changed = replace(facets, clocks=clocks)
    if kind == "first_support":
        return replace(changed, supported=coded.minutes(moment.now()))
    return changed


def _log(holder: Holder, verb: str, object_id: str) -> None:
    log.append(holder.organisation, log.Action(verb, object_id, holder.member_id, holder.role))
