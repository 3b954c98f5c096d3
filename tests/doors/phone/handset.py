"""A feature phone at the other end of the gateways' posts."""

import itertools
import json
import re
from typing import Any

from tetea.domain.keyring import secretfile

_counter = itertools.count(1)
NUMBER = re.compile(r"(?:\d{4} ){4}\d{4}")


def path(name: str) -> str:
    from tetea.kernel.phone.addresses import gateway_addresses

    return gateway_addresses(secretfile.read().gateway_secret)[name]


class Call:
    """One menu session: keys pressed one after the other, the screen after each."""

    def __init__(self, handset: "Handset") -> None:
        self.handset, self.session, self.text = handset, f"ATUid_{next(_counter)}", ""
        self.screen = self.post("")

    def post(self, text: str) -> str:
        """One hop, exactly as Africa's Talking posts it."""
        fields = {
            "sessionId": self.session,
            "phoneNumber": self.handset.number,
            "networkCode": "63902",
            "serviceCode": "*384*1234#",
            "text": text,
        }
        answer = self.handset.client.post(path("ussd"), fields_of(fields), FORM)
        assert answer.status_code == 200, answer.status_code
        screen: str = answer.content.decode()
        assert screen[:4] in {"CON ", "END "}, screen
        return screen

    def press(self, *keys: str) -> str:
        """Press keys one after the other and read the last screen."""
        for key in keys:
            self.text = f"{self.text}*{key}" if self.text else key
            self.screen = self.post(self.text)
        return self.screen

    def again(self) -> str:
        """The gateway brings the last hop a second time."""
        return self.post(self.text)

    @property
    def token(self) -> str:
        """The number that stands on the screen, "" when there is none."""
        found = NUMBER.search(self.screen)
        return found[0].replace(" ", "") if found else ""


class Handset:
    """Somebody's phone."""

    def __init__(self, client: Any, number: str) -> None:
        self.client, self.number = client, number

    def dial(self) -> Call:
        return Call(self)

    def text(self, words: str, message_id: str = "", **more: str) -> int:
        """Send an SMS and return the status that the gateway gets."""
        fields = {
            "id": message_id or f"ATXid_{next(_counter)}",
            "from": self.number,
            "to": "22384",
            "text": words,
            "date": "2026-11-25 20:00:00",
            "networkCode": "63902",
            **more,
        }
        return int(self.client.post(path("sms"), fields_of(fields), FORM).status_code)

    def inbox(self) -> list[str]:
        """Let the worker send what waits, and read what has come to this phone."""
        from tetea import worker
        from tetea.gateways import memory

        worker.once(tidy=False)
        return [one.text for one in memory.texts if one.number == self.number]


FORM = "application/x-www-form-urlencoded"


def fields_of(fields: dict[str, str]) -> str:
    from urllib.parse import urlencode

    return urlencode(fields)


def dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
