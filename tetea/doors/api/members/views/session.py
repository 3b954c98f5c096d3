"""Sign in for a bearer, and lock it."""

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from tetea.domain.keyring import unlock
from tetea.domain.keyring.unlock import Credentials
from tetea.domain.people.queries import organisation
from tetea.doors.api.members.auth import ANYONE, holder
from tetea.doors.api.members.shapes import BearerShape, SessionBody
from tetea.doors.api.shapes import BODY_PROBLEMS, answers
from tetea.kernel.crypto.registry import Kind

router = Router(tags=["session"])


@router.post("session", response=answers({201: BearerShape}, *BODY_PROBLEMS, 401), auth=None)
def begin(request: HttpRequest, body: SessionBody) -> Status[BearerShape]:
    """Make a bearer of passphrase and second factor. It lives eight hours at most."""
    credentials = Credentials(body.username, body.passphrase, body.code or "")
    signed_in = unlock.sign_in(organisation(), credentials, Kind.BEARER)
    return Status(201, BearerShape(bearer=signed_in.cookie, expires=signed_in.expires))


@router.delete("session", response=answers({204: None}, 401), auth=ANYONE)
def end(request: HttpRequest) -> Status[None]:
    """Lock: this bearer opens nothing any more."""
    unlock.lock(holder(request).session)
    return Status(204, None)


@router.post("lock", response=answers({204: None}, 401), auth=ANYONE)
def lock(request: HttpRequest) -> Status[None]:
    """Lock, as the desk's button does."""
    return end(request)
