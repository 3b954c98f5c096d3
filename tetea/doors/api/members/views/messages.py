"""What goes out to phones and mailboxes: counts, faults and costs. No number, no words."""

from django.http import HttpRequest
from ninja import Router

from tetea.domain.outbox import overview as outbox
from tetea.domain.outbox import reseal
from tetea.domain.phones import spool
from tetea.doors.api.members.auth import DISPATCH, holder
from tetea.doors.api.members.shapes import PreparedShape, SendingShape
from tetea.doors.api.shapes import answers

router = Router(tags=["messages"])


@router.get("messages/overview", response=answers({200: SendingShape}, 401, 404), auth=DISPATCH)
def overview(request: HttpRequest) -> SendingShape:
    """Say how sending stands: counts by state, costs of the month, and what is wrong."""
    found = outbox.of(holder(request).organisation)
    month, balance = found.month, found.balance
    return SendingShape.model_validate(
        {
            "counts": dict(found.counts),
            "month": {
                "month": month.month,
                "sent": month.sent,
                "failed": month.failed,
                "missed": month.missed,
                "segments": month.segments,
                "cost": {"hundredths": month.cost, "currency": month.currency},
            },
            "balance": balance and {"hundredths": balance.amount, "currency": balance.currency},
            "is_low": found.is_low,
            "is_quiet": found.is_quiet,
            "has_unknown_stops": found.has_unknown_stops,
            "on_disk": spool.waiting(),
        }
    )


@router.post("messages/prepare", response=answers({200: PreparedShape}, 401, 404), auth=DISPATCH)
def prepare(request: HttpRequest) -> PreparedShape:
    """Queue again, each once, what a power cut made unreadable and the caller's keys reach."""
    return PreparedShape(prepared=reseal.of(holder(request)))
