"""The second person at a closing: asked by whoever works on the case, never approving her own."""

from dataclasses import replace

from django.db import transaction

from tetea.domain import moment
from tetea.domain.cases import lines, opened
from tetea.domain.cases.closing import Ending, end
from tetea.domain.cases.errors import NotYours, ReasonMissing
from tetea.domain.cases.opened import Opened
from tetea.domain.keyring.holder import CASE_ROLES, Holder
from tetea.domain.keyring.models import Wrap
from tetea.domain.log import append as log
from tetea.domain.reports import facets as coded
from tetea.domain.reports.errors import NotFound
from tetea.domain.reports.work import triage
from tetea.kernel.casework.entries import ASKED, SENT_BACK, TAKEN_BACK, Entry
from tetea.kernel.crypto.registry import Part

REVIEW = frozenset({"coordinator", "legal"})
# The reviewer is reminded within this time.
A_DAY = 24 * 60
MEMBER, REVIEWER = "member", "reviewer"


def reviewers(holder: Holder) -> list[tuple[str, str, str]]:
    """Return (id, username, role) of those who may review a closing that this member asks for.

    Coordinators and legal officers but herself; where there is no other one, any colleague who
    takes cases: in a small organisation two people are still two people.
    """
    others = [one for one in triage.assignable(holder) if one[0] != holder.member_id]
    return [one for one in others if one[2] in REVIEW] or others


def ask(holder: Holder, report_id: str, ending: Ending, reviewer: str) -> None:
    """Ask another member to close a case with this ending; she is given its key and finds it.

    The case stays open, and steps can still be written. Raises KeyError and ReasonMissing for the
    ending, NotFound for somebody who may not review it, NoCase, NotOpened, WrongState.
    """
    ending.check()
    with transaction.atomic():
        now = opened.open_now(holder, report_id, to_change=True)
        if reviewer not in {one for one, _name, _role in reviewers(holder)}:
            raise NotFound
        said = {"outcome": ending.outcome, "reason": ending.reason, REVIEWER: reviewer}
        fields = {name: code for name, code in said.items() if code}
        line = replace(lines.draft(ASKED, ending.text), fields={**fields, MEMBER: holder.member_id})
        triage.give_key(holder, now.report, now.key, reviewer)
        _mark(now, reviewer)
        now = now.write(line)
        due = coded.minutes(moment.now()) + A_DAY
        now.show_team(replace(now.facets, review=reviewer, review_due=due))
        _log(holder, "closing.asked", now.report.id)


def approve(holder: Holder, report_id: str) -> None:
    """Close the case as it was asked for. Raises NotYours for her own, or if nobody asked."""
    with transaction.atomic():
        now = opened.open_now(holder, report_id, to_change=True)
        asked = _to_review(now)
        _unmark(now)
        ending = Ending(
            str(asked.fields.get("outcome", "")), asked.text, str(asked.fields.get("reason", ""))
        )
        end(holder, now.report, now, ending)


def send_back(holder: Holder, report_id: str, text: str) -> None:
    """Send it back with words: the case goes on. Raises NotYours, and ReasonMissing without any."""
    if not text.strip():
        raise ReasonMissing
    with transaction.atomic():
        now = opened.open_now(holder, report_id, to_change=True)
        _to_review(now)
        _answer(now, lines.draft(SENT_BACK, text), "closing.sent_back")


def take_back(holder: Holder, report_id: str) -> None:
    """Take the question back, by whoever asked or owns the case; raise NotYours otherwise."""
    with transaction.atomic():
        now = opened.open_now(holder, report_id, to_change=True)
        if now.file.closing is None or not _is_own(now, now.file.closing):
            raise NotYours
        _answer(now, lines.draft(TAKEN_BACK), "closing.taken_back")


def may_review(holder: Holder, now: Opened) -> bool:
    """Whether the closing of this case waits for this member."""
    asked = now.file.closing
    if asked is None or holder.role not in CASE_ROLES or _is_own(now, asked):
        return False
    return holder.role in REVIEW or asked.fields.get(REVIEWER) == holder.member_id


def _to_review(now: Opened) -> Entry:
    asked = now.file.closing
    if asked is None or not may_review(now.holder, now):
        raise NotYours
    return asked


def _is_own(now: Opened, asked: Entry) -> bool:
    return now.holder.member_id in {asked.fields.get(MEMBER), now.facets.owner}


def _answer(now: Opened, line: Entry, verb: str) -> None:
    _unmark(now)
    now = now.write(line)
    now.show_team(replace(now.facets, review="", review_due=0))
    _log(now.holder, verb, now.report.id)


def _mark(now: Opened, reviewer: str) -> None:
    """Put it into the reviewer's own list, as work of hers."""
    wraps = Wrap.objects.filter(object=now.report.id, part=Part.BODY)
    wraps.filter(recipient=reviewer).update(owns=True)


def _unmark(now: Opened) -> None:
    wraps = Wrap.objects.filter(object=now.report.id, part=Part.BODY, owns=True)
    wraps.exclude(recipient=now.facets.owner).update(owns=False)


def _log(holder: Holder, verb: str, object_id: str) -> None:
    log.append(holder.organisation, log.Action(verb, object_id, holder.member_id, holder.role))
