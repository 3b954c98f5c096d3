"""What no bearer may do."""

from django.http import HttpRequest
from ninja import Router

from tetea.doors.api.members.auth import ANYONE
from tetea.doors.api.members.shapes import DoneShape
from tetea.doors.api.problems import Refused
from tetea.doors.api.shapes import ProblemShape, answers

REFUSED = answers({403: ProblemShape}, 401)

router = Router(tags=["beyond a bearer"])


@router.post("members", response=REFUSED, auth=ANYONE)
def add_member(request: HttpRequest) -> DoneShape:
    """Adding a member changes the signed directory: at the desk only."""
    raise Refused("needs-session")


@router.post("members/{member_id}/role", response=REFUSED, auth=ANYONE)
def change_role(request: HttpRequest, member_id: str) -> DoneShape:
    """Changing a role changes who holds which key: at the desk only."""
    raise Refused("needs-session")


@router.post("epochs", response=REFUSED, auth=ANYONE)
def open_epoch(request: HttpRequest) -> DoneShape:
    """A new epoch re-keys a whole group: at the desk only."""
    raise Refused("needs-session")


@router.get("exports", response=REFUSED, auth=ANYONE)
def exports(request: HttpRequest) -> DoneShape:
    """Bulk exports open everything at once: at the desk only."""
    raise Refused("needs-session")
