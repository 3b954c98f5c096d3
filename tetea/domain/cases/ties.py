"""Tie another person's own report to a case: the same incident, two people who both reported."""

from dataclasses import replace

from django.db import transaction

from tetea.domain.cases import joined, lines, opened
from tetea.domain.cases.errors import NoSuchLine
from tetea.domain.cases.models import Case
from tetea.domain.cases.opened import Opened
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.reports.errors import NotOpened, WrongState
from tetea.domain.reports.models import Report, State, Thread
from tetea.domain.reports.work import left, reach
from tetea.kernel.casework import others
from tetea.kernel.casework.entries import LINKED, STRUCK, Entry
from tetea.kernel.crypto.registry import Group

TIES = frozenset({others.GROUP, others.HEAD})


def tie(holder: Holder, report_id: str, other_id: str) -> None:
    """Say in both that another person's report is about the same incident as this case.

    Both stay as they are. Raises NoCase, NotOpened unless both are open in her session, NotFound,
    and WrongState when one is not open, is about ourselves, or they belong together already.
    """
    with transaction.atomic():
        now = opened.open_now(holder, report_id, to_change=True)
        other, key = other_of(now, other_id)
        if other_id in {one.about for one in now.file.lines if one.kind == LINKED}:
            raise WrongState
        now.write(replace(lines.draft(LINKED), about=other_id, verb=others.GROUP))
        say_in(now, other, key, replace(lines.draft(LINKED), about=report_id, verb=others.HEAD))
        _log(holder, "case.linked", report_id)


def untie(holder: Holder, report_id: str, line_id: str) -> None:
    """Undo: strike out here what ties another person's report to this case.

    There it is struck out in its turn. Raises NoSuchLine for a line that ties nothing.
    """
    with transaction.atomic():
        now = opened.open_now(holder, report_id, to_change=True)
        found = {one.id: one for one in now.file.lines if one.kind == LINKED and not one.origin}
        if line_id not in found or found[line_id].verb not in TIES:
            raise NoSuchLine
        now.write(replace(lines.draft(STRUCK), about=line_id))
        _log(holder, "case.parted", report_id)


def other_of(now: Opened, other_id: str) -> tuple[Report, bytes]:
    """Return another report, locked, and its key, if it may belong to this case at all.

    Raises NotFound, NotOpened, and WrongState: it is this case, is not open, is about ourselves, or
    one of them was joined to the other.
    """
    holder = now.holder
    if other_id == now.report.id or other_id in {one.report.id for one in now.joined}:
        raise WrongState
    other = reach.lock(holder, other_id)
    key = reach.body_key(holder, other)
    if not holder.has_opened(other_id):
        raise NotOpened
    is_ours = Thread.objects.filter(report__in=[other, now.report], group=Group.OUTSIDE).exists()
    if other.state != State.OPEN or is_ours or now.report.id in _joined_to(holder, other, key):
        raise WrongState
    return other, key


def say_in(now: Opened, other: Report, key: bytes, line: Entry) -> None:
    """Write a line into another report, whether it has become a case or not."""
    case = Case.objects.filter(report=other).first()
    if case is not None:
        lines.add(now.holder, case, key, line)
    else:
        left.leave(now.holder, other, lines.dump(line))


def _joined_to(holder: Holder, other: Report, key: bytes) -> set[str]:
    case = Case.objects.filter(report=other).first()
    if case is None:
        return set()
    case.report = other
    return {one.report.id for one in joined.of(holder, lines.read(holder, case, key))}


def _log(holder: Holder, verb: str, object_id: str) -> None:
    log.append(holder.organisation, log.Action(verb, object_id, holder.member_id, holder.role))
