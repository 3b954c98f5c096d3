"""Sign in for a bearer, and lock it."""

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from tetea.domain.keyring import unlock
from tetea.domain.keyring.unlock import Credentials
from tetea.domain.log import sessions as log
from tetea.domain.people.queries import organisation
from tetea.doors.api.members.auth import ANYONE, COORDINATORS, holder
from tetea.doors.api.members.shapes import BearerShape, SessionBody
from tetea.doors.api.shapes import BODY_PROBLEMS, answers
from tetea.kernel.crypto.registry import Kind

router = Router(tags=["session"])


@router.post("session", response=answers({201: BearerShape}, *BODY_PROBLEMS, 401), auth=None)
def begin(request: HttpRequest, body: SessionBody) -> Status[BearerShape]:
    """Make a bearer of passphrase and second factor. It lives eight hours at most."""
    credentials = Credentials(body.username, body.passphrase, body.code or "")
    signed_in = unlock.sign_in(organisation(), credentials, Kind.BEARER)
    log.signed_in(signed_in.unlocked)
    return Status(201, BearerShape(bearer=signed_in.cookie, expires=signed_in.expires))


@router.delete("session", response=answers({204: None}, 401), auth=ANYONE)
def end(request: HttpRequest) -> Status[None]:
    """Lock: this bearer opens nothing any more."""
    member = holder(request)
    log.locked(member)
    unlock.lock(member.session)
    return Status(204, None)


@router.post("lock", response=answers({204: None}, 401), auth=ANYONE)
def lock(request: HttpRequest) -> Status[None]:
    """Lock, as the desk's button does."""
    return end(request)


@router.post("lock-all", response=answers({204: None}, 401, 404), auth=COORDINATORS)
def lock_all(request: HttpRequest) -> Status[None]:
    """End every session, bearer and visit of everybody, for good. Intake goes on."""
    log.lock_everything(holder(request))
    return Status(204, None)
