"""A feature phone at the other end of a running installation: over HTTP, as the company posts."""

import itertools
import json
import urllib.parse

from tests.live.fetch import fetch
from tests.live.server import Live
from tetea.kernel.phone.addresses import gateway_addresses

_counter = itertools.count(1)


def gateway_url(live: Live, name: str) -> str:
    """Return one of the gateways' addresses of an installation."""
    secret = json.loads(live.home.with_name("home.secret").read_text())["gateway_secret"]
    return live.url + gateway_addresses(secret)[name]


def post(url: str, fields: dict[str, str]) -> str:
    """Post a form as a phone company does and return the answer's text."""
    body = urllib.parse.urlencode(fields).encode()
    return fetch(url, body, seconds=20)


class Handset:
    """Somebody's phone."""

    def __init__(self, live: Live, number: str) -> None:
        self.live, self.number = live, number

    def dial(self) -> "Call":
        """Open a menu session and read the first screen."""
        return Call(self)

    def text(self, words: str) -> None:
        """Send an SMS by the hosted company."""
        fields = {"id": f"ATXid_{next(_counter)}", "from": self.number, "to": "22384"}
        post(gateway_url(self.live, "sms"), {**fields, "text": words, "networkCode": "63902"})


class Call:
    """One menu session."""

    def __init__(self, handset: Handset) -> None:
        self.handset, self.session, self.text = handset, f"ATUid_{next(_counter)}", ""
        self.screen = self._hop()

    def press(self, *keys: str) -> str:
        """Press keys one after the other and return the last screen."""
        for key in keys:
            self.text = f"{self.text}*{key}" if self.text else key
            self.screen = self._hop()
        return self.screen

    @property
    def token(self) -> str:
        """The number that stands on the screen, "" when there is none."""
        for line in self.screen.split("\n"):
            digits = line.replace(" ", "")
            if len(digits) == 20 and digits.isdigit():
                return digits
        return ""

    def _hop(self) -> str:
        fields = {
            "sessionId": self.session,
            "phoneNumber": self.handset.number,
            "networkCode": "63902",
            "serviceCode": "*384*22384#",
            "text": self.text,
        }
        return post(gateway_url(self.handset.live, "ussd"), fields)
