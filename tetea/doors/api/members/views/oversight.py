"""What is overseen: the log, and who is in the directory."""

from django.http import HttpRequest
from ninja import Router

from tetea.domain.keyring import members
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import read as log
from tetea.domain.reports.errors import NotForDuty
from tetea.domain.reports.work import duties
from tetea.doors.api.members.auth import CASEWORKERS, COORDINATORS, OVERSEERS, holder
from tetea.doors.api.members.compartment_shapes import LeadBody, LeadsShape
from tetea.doors.api.members.shapes import LinesShape, PeopleShape
from tetea.doors.api.problems import Fault, invalid
from tetea.doors.api.shapes import BODY_PROBLEMS, answers

NEWEST = 200

router = Router(tags=["oversight"])


@router.get("log", response=answers({200: LinesShape}, 401, 404), auth=COORDINATORS)
def entries(request: HttpRequest) -> LinesShape:
    """Give the newest entries of the log, opened with the log key."""
    found = log.latest(holder(request), NEWEST)
    return LinesShape.model_validate(
        {
            "items": [
                {
                    "index": one.index,
                    "at": one.at,
                    "action": one.verb,
                    "actor": one.actor,
                    "role": one.role,
                    "object": one.object,
                    "genuine": one.genuine,
                    "reason": one.reason or None,
                }
                for one in found
            ]
        }
    )


@router.get("people", response=answers({200: PeopleShape}, 401, 404), auth=OVERSEERS)
def people(request: HttpRequest) -> PeopleShape:
    """List who is in the signed directory."""
    found = members.present(holder(request).organisation)
    return PeopleShape.model_validate(
        {
            "items": [
                {"username": one.username, "role": one.role, "fingerprint": one.fingerprint}
                for one in found
            ]
        }
    )


@router.get("people/lead", response=answers({200: LeadsShape}, 401, 404), auth=CASEWORKERS)
def leads(request: HttpRequest) -> LeadsShape:
    """Say who receives the reports about somebody under 18."""
    return _leads(holder(request))


@router.post(
    "people/lead", response=answers({200: LeadsShape}, *BODY_PROBLEMS, 401, 404), auth=COORDINATORS
)
def name_lead(request: HttpRequest, body: LeadBody) -> LeadsShape:
    """Name the safeguarding lead: a coordinator or a legal officer. It is logged."""
    member = holder(request)
    by_name = {username: one for one, username, _role in duties.able(member)}
    try:
        duties.name_lead(member, by_name.get(body.member, body.member))
    except NotForDuty:
        words = "Only a coordinator or a legal officer can be the safeguarding lead."
        raise invalid([Fault("member", "not_a_choice", words)]) from None
    return _leads(member)


def _leads(member: Holder) -> LeadsShape:
    return LeadsShape.model_validate(
        {
            "items": [
                {"username": one.username, "is_named": one.is_named} for one in duties.leads(member)
            ]
        }
    )
