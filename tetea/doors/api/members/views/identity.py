"""Who somebody is: opened on purpose with a reason, closed again."""

from django.http import HttpRequest
from ninja import Router

from tetea.domain.keyring.holder import Holder
from tetea.domain.reports.errors import NotReleased
from tetea.domain.reports.work import opening
from tetea.doors.api.members import reading
from tetea.doors.api.members.auth import WORKERS, holder
from tetea.doors.api.members.compartment_shapes import IdentityBody, IdentityShape
from tetea.doors.api.members.shapes import DoneShape
from tetea.doors.api.problems import Fault, invalid
from tetea.doors.api.shapes import BODY_PROBLEMS, answers

WRITE = answers({200: IdentityShape}, *BODY_PROBLEMS, 401, 404, 409)

router = Router(tags=["identity"])


@router.post("reports/{report_id}/identity", response=WRITE, auth=WORKERS)
def of_report(request: HttpRequest, report_id: str, body: IdentityBody) -> IdentityShape:
    """Open who she is. Log entry with the reason, a line for the next reader, a note for her."""
    member = holder(request)
    return _open(member, reading.opened(member, report_id).report.id, body.reason)


@router.post("cases/{case_id}/identity", response=WRITE, auth=WORKERS)
def of_case(request: HttpRequest, case_id: str, body: IdentityBody) -> IdentityShape:
    """Open who she is, in a case."""
    member = holder(request)
    return _open(member, reading.opened_of(member, case_id), body.reason)


@router.post(
    "reports/{report_id}/identity/seal", response=answers({200: DoneShape}, 401, 404), auth=WORKERS
)
def seal(request: HttpRequest, report_id: str) -> DoneShape:
    """Close it to this bearer before its fifteen minutes are over; the report stays open."""
    member = holder(request)
    reading.check_reach(member, report_id)
    opening.close_identity(member, report_id)
    return DoneShape(report=report_id)


def _open(member: Holder, report_id: str, reason: str) -> IdentityShape:
    try:
        found = opening.open_identity(member, report_id, reason).identity
    except KeyError:
        raise invalid([Fault("reason", "not_a_choice", "There is no such reason.")]) from None
    except NotReleased as missing:
        words = f"For this they have to agree, signed or before a witness: {missing.consent}."
        raise invalid([Fault("reason", "no_consent", words)]) from None
    if found is None:  # Its fifteen minutes are already over.
        return IdentityShape(report=report_id, answers={}, number=None)
    return IdentityShape.model_validate(
        {"report": report_id, "answers": dict(found.answers), "number": found.number or None}
    )
