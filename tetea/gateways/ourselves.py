"""Posts to Tetea's own addresses from outside, as a provider would: for check and simulators.

The standard library's client, because it writes no address into any log: the gateways' secret
stands in these.
"""

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from socket import gaierror
from urllib.parse import urlencode, urlsplit

# A provider of USSD waits ten seconds [domain 4.1]; who only looks waits no longer.
SECONDS = 10.0
MOST_BYTES = 64 * 1024
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Heard:
    """What came back."""

    status: int
    text: str = field(repr=False)


class Unreachable(Exception):
    """Nothing came back. `reason` is a fixed word: certificate, name, time-out or connection."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def post(url: str, fields: Mapping[str, str], seconds: float = SECONDS) -> Heard:
    """Post a form and return what came back; a redirect is not followed. Raises Unreachable."""
    parts = urlsplit(url)
    encrypted = parts.scheme == "https"
    connect = http.client.HTTPSConnection if encrypted else http.client.HTTPConnection
    connection = connect(parts.hostname or "", parts.port, timeout=seconds)
    try:
        connection.request("POST", parts.path, urlencode(fields), FORM)
        with connection.getresponse() as answer:
            return Heard(answer.status, answer.read(MOST_BYTES).decode("utf-8", "replace"))
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(_reason(error)) from None
    finally:
        connection.close()


def _reason(error: Exception) -> str:
    match error:
        case ssl.SSLError():
            return "certificate"
        case gaierror():
            return "name"
        case TimeoutError():
            return "time-out"
    return "connection"
