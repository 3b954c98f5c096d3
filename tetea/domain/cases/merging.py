"""Join two reports of one person into one case, and part them again."""

from dataclasses import replace

from django.db import transaction

from tetea.domain.cases import closing, lines, opened, ties, work
from tetea.domain.cases.closing import Ending
from tetea.domain.cases.errors import NoCase, NoSuchLine
from tetea.domain.cases.opened import Opened
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.reports.facets import MERGED
from tetea.domain.reports.work import triage
from tetea.kernel.casework import others, safeguarding
from tetea.kernel.casework.entries import LINKED, STRUCK


def join(holder: Holder, report_id: str, other_id: str) -> None:
    """Join another report of the same person to this case. Committed when it returns.

    Its lines, clocks and story are read in this case from now on; it stands among the closed ones
    as told twice, its token shows what this one shows, and both keep their messages and consents.
    The owner of this case is given its key. Raises NoCase, NotOpened unless both are open in this
    session, NotFound, and WrongState when one is not open, is about ourselves, or is this case.
    """
    with transaction.atomic():
        now = opened.open_now(holder, report_id, to_change=True)
        other, key = ties.other_of(now, other_id)
        link = replace(lines.draft(LINKED), about=other_id, verb=others.MERGED, key=key)
        goes_on = replace(lines.draft(LINKED), about=report_id, verb=others.MERGED_INTO)
        ties.say_in(now, other, key, goes_on)
        try:
            case = opened.open_now(holder, other_id)
        except NoCase:
            case = None
        closing.end(holder, other, case, Ending(MERGED))
        if now.facets.owner not in {"", holder.member_id}:
            triage.give_key(holder, other, key, now.facets.owner)
        now = now.write(link)
        if _is_child_there(now, other_id) and not _is_child(now):
            # A child's case stays one, and its lead knows: joining does not end the branch.
            known = {"age": safeguarding.UNDER_18}
            now = now.write(replace(lines.draft(safeguarding.AGE_KNOWN), fields=known))
            triage.let_the_lead_in(holder, now.report, now.key)
        work.tell(now)
        _log(holder, "case.joined", report_id)


def part(holder: Holder, report_id: str, line_id: str) -> None:
    """Part a report that was joined: undo. What was written meanwhile stays where it was written.

    Raises NoSuchLine when that line joins nothing (any more), and what `join` raises.
    """
    with transaction.atomic():
        now = opened.open_now(holder, report_id, to_change=True)
        found = [
            one
            for one in now.file.lines
            if one.id == line_id and one.kind == LINKED and one.verb == others.MERGED
        ]
        if not found or found[0].origin:
            raise NoSuchLine
        now = now.write(replace(lines.draft(STRUCK), about=line_id))
        closing.reopen(holder, found[0].about)
        work.tell(now)
        _log(holder, "case.parted", report_id)


def _is_child(now: Opened) -> bool:
    return safeguarding.is_child(now.story.answers, now.file.lines)


def _is_child_there(now: Opened, other_id: str) -> bool:
    """Whether somebody under 18 is concerned by what was answered or written in a joined report."""
    ones = [one for one in now.joined if one.report.id == other_id]
    return any(safeguarding.is_child(one.story.answers, one.lines) for one in ones)


def _log(holder: Holder, verb: str, object_id: str) -> None:
    log.append(holder.organisation, log.Action(verb, object_id, holder.member_id, holder.role))
