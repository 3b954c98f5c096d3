"""How a case ends on the page: who may close, who reviews, what was asked and what still runs."""

from dataclasses import dataclass, field

from tetea.domain.cases import closing, review
from tetea.domain.cases.opened import open_now
from tetea.domain.cases.work import OpenCase
from tetea.domain.directory import vocabularies
from tetea.domain.reports.models import State
from tetea.domain.reports.work.opening import OpenReport
from tetea.doors.desk import session
from tetea.doors.desk.show.rows import Reader, outcome
from tetea.doors.desk.show.words import ROLES, word
from tetea.kernel.casework.entries import Entry

OUTSIDE = "outside"


@dataclass(frozen=True)
class Waiting:
    """A closing that waits for a second person."""

    outcome: str
    reason: str
    text: str = field(repr=False)
    by: str
    reviewer: str


def of(
    member: session.Member, opened: OpenReport, case: OpenCase | None, reader: Reader
) -> dict[str, object]:
    """Return what the boxes about closing need."""
    is_open = opened.report.state == State.OPEN
    waiting = case.file.closing if case and is_open else None
    needs_review = case is not None and member.role != OUTSIDE
    return {
        "may_close": is_open and waiting is None,
        "needs_review": needs_review,
        "outcomes": [(one, outcome(one, reader.lang)) for one in closing.CHOSEN],
        "reasons": [
            (row.name, row.labels[reader.lang]) for row in vocabularies.words(closing.REASONS)
        ],
        "reviewers": [
            (one, name, word(ROLES, role)) for one, name, role in review.reviewers(member)
        ]
        if needs_review
        else [],
        "sent_back": case.file.sent_back if case and is_open else None,
        "waiting": _waiting(waiting, reader) if waiting else None,
        "may_review": bool(waiting)
        and review.may_review(member, open_now(member, opened.report.id)),
    }


def _waiting(asked: Entry, reader: Reader) -> Waiting:
    reason = str(asked.fields.get("reason", ""))
    return Waiting(
        outcome=outcome(str(asked.fields.get("outcome", "")), reader.lang),
        reason=vocabularies.word(closing.REASONS, reason, reader.lang) if reason else "",
        text=asked.text,
        by=asked.by,
        reviewer=reader.names.get(str(asked.fields.get(review.REVIEWER, "")), ""),
    )
