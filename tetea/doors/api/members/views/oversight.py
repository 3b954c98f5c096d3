"""What is overseen: the log, and who is in the directory."""

from django.http import HttpRequest
from ninja import Router

from tetea.domain.keyring import members
from tetea.domain.log import read as log
from tetea.doors.api.members.auth import COORDINATORS, OVERSEERS, holder
from tetea.doors.api.members.shapes import LinesShape, PeopleShape
from tetea.doors.api.shapes import answers

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
