"""Texts and stops in an installation: put, opened as a thief would, sent by several, and killed.

`python -m tests.live.texts put N | thief | drain | hang KIND | later`
"""

import json
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from tests.live.inside import begin

NUMBER = "+254712345678"
STOPPED = "+254733000111"
# Twenty digits, as a maker would have drawn them.
TOKEN = "73910482651937460285"


def main() -> None:
    begin()
    action, *arguments = sys.argv[1:]
    actions: dict[str, Callable[..., dict[str, Any]]] = {
        "put": put,
        "thief": thief,
        "drain": drain,
        "hang": hang,
        "later": later,
    }
    print(json.dumps(actions[action](*arguments)))


def put(count: str) -> dict[str, Any]:
    """Queue so many replies, an answer, a token and a page, and keep a STOP."""
    from tetea.domain.outbox import stops
    from tetea.domain.outbox.kinds import Kind
    from tetea.domain.outbox.texts import put_text
    from tetea.domain.people.queries import organisation
    from tetea.kernel.phone import contact

    ours = organisation()
    own = {"contact_way": "sms", "contact_hours": ["any"]}
    reply = contact.permission(own, consent_contact=True, own_number=NUMBER)
    for number in range(int(count)):
        put_text(ours, reply, f"ZebakiText {number}", Kind.REPLY)
    put_text(ours, contact.answering(NUMBER), "ZebakiText", Kind.ACK)
    put_text(ours, contact.answering(NUMBER), "", Kind.TOKEN, subject="ZebakiSubject")
    put_text(ours, contact.on_duty(NUMBER), "ZebakiText", Kind.PAGE)
    stops.add(ours, STOPPED)
    return {"put": int(count) + 3}


def thief() -> dict[str, Any]:
    """Try every row with our own code, also with a runtime key made anew."""
    from tetea.domain.keyring import runtime
    from tetea.domain.keyring.errors import KeyringError
    from tetea.domain.outbox import content, reports, stops
    from tetea.domain.outbox.models import Outgoing, Stop
    from tetea.domain.people.queries import organisation
    from tetea.kernel.crypto.errors import CryptoRefused
    from tetea.kernel.phone.messages import DeliveryReport, Fate

    ours, opened = organisation(), 0
    for row in Outgoing.objects.all():
        with suppress(KeyringError, CryptoRefused):
            content.take_out(ours, row)
            opened += 1
    is_known = stops.is_stopped(ours, STOPPED)
    moved = stops.renew(ours)
    reports.delivered(ours, DeliveryReport("memory", "id-1", Fate.DELIVERED))
    return {
        "rows": Outgoing.objects.count() + Stop.objects.count(),
        "opened": opened,
        "stops": int(is_known) + moved,
        "found_by_provider_id": Outgoing.objects.filter(state="delivered").count(),
        "keys": len(list(runtime.folder().glob("runtime-*"))),
    }


def drain() -> dict[str, Any]:
    """Send all there is and tell which texts this process has sent."""
    from tetea.domain.outbox import send
    from tetea.domain.outbox.models import Outgoing
    from tetea.domain.people.queries import organisation

    sent: list[str] = []
    ours, ways = organisation(), _ways(sent)
    while Outgoing.objects.filter(state__in=("queued", "claimed")).exists():
        send.send_due(ours, ways, most=1000)
    return {"sent": sent}


def hang(kind: str) -> dict[str, Any]:
    """Send the first text of a kind, say so, and never get an answer: to be killed."""
    from tetea.domain.outbox import send
    from tetea.domain.outbox.kinds import Kind
    from tetea.domain.outbox.models import Outgoing
    from tetea.domain.people.queries import organisation
    from tetea.kernel.sending import Accepted, Text

    lane = {"page": 0, "token": 2, "reply": 5}[kind]

    def carry(text: Text) -> Accepted:
        row = Outgoing.objects.get(state="sending")
        if row.lane == lane and (kind != "token" or TOKEN in text.text):
            print(json.dumps({"sending": text.reference}), flush=True)
            while True:
                time.sleep(60)
        return Accepted(text.reference)

    makers = {Kind.TOKEN: lambda _ours, _subject: f"Namba: {TOKEN}"}
    send.send_due(organisation(), send.Gateways(lambda _: None, carry, makers))
    return {}


def later() -> dict[str, Any]:
    """Send what is left, once it is known that the first worker is dead; tell all states."""
    import datetime as dt

    from tetea.domain import moment
    from tetea.domain.outbox import send
    from tetea.domain.outbox.models import Outgoing
    from tetea.domain.people.queries import organisation

    sent: list[str] = []
    ways = _ways(sent)
    for minutes in (5, 10):
        with moment.at(moment.now() + dt.timedelta(minutes=minutes)):
            send.send_due(organisation(), ways, most=1000)
    states = list(Outgoing.objects.order_by("state").values_list("state", flat=True))
    return {"sent": sent, "states": states}


def _ways(sent: list[str]) -> Any:
    from tetea.domain.outbox import send
    from tetea.domain.outbox.kinds import Kind
    from tetea.kernel.sending import Accepted, Text

    def carry(text: Text) -> Accepted:
        sent.append(text.reference)
        return Accepted(text.reference)

    makers = {Kind.TOKEN: lambda _ours, _subject: f"Namba: {TOKEN}"}
    return send.Gateways(lambda _: None, carry, makers)


if __name__ == "__main__":
    main()
