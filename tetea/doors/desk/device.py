"""The device cookie: a browser that signed in before keeps a slot of its own at the door.

Without it, strangers who sign in at random could keep every slot busy and close the desk. It says
nothing about who signed in, and opens nothing.
"""

import hmac
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tetea.domain.keyring import secretfile
from tetea.kernel.crypto.runtime import keyed_id

PLAIN_NAME = "tetea-device"
ID_BYTES = 16
HALF_A_YEAR = 183 * 24 * 3600


def name() -> str:
    """Return the cookie's name under this base URL."""
    return f"__Host-{PLAIN_NAME}" if settings.ENVIRONMENT.is_https else PLAIN_NAME


def is_known(request: HttpRequest) -> bool:
    """Whether this browser carries a mark that this installation made."""
    device, _, mark = request.COOKIES.get(name(), "").partition(".")
    try:
        return hmac.compare_digest(_mark(bytes.fromhex(device)), bytes.fromhex(mark))
    except ValueError:
        return False


def remember(response: HttpResponse) -> None:
    """Give the browser a fresh mark after a successful sign-in."""
    device = secrets.token_bytes(ID_BYTES)
    response.set_cookie(
        name(),
        f"{device.hex()}.{_mark(device).hex()}",
        max_age=HALF_A_YEAR,
        path="/",
        secure=settings.ENVIRONMENT.is_https,
        httponly=True,
        samesite="Strict",
    )


def _mark(device: bytes) -> bytes:
    return keyed_id(secretfile.read().org_salt, "device", device)
