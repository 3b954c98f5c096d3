"""What a thief's copy gives: try every row with our own code and print how many opened."""

import json
import sys
from contextlib import suppress
from typing import Any

from tests.live.inside import begin


def main() -> None:
    begin()
    loot = json.loads(sys.argv[1])
    print(json.dumps(attempt(loot)))


def attempt(loot: dict[str, Any]) -> dict[str, int]:
    from tetea.domain.keyring import runtime, unlock
    from tetea.domain.keyring.errors import KeyringError
    from tetea.domain.keyring.models import Roster, Session
    from tetea.domain.outbox import roster, send
    from tetea.domain.outbox.models import Outgoing
    from tetea.domain.people.queries import organisation
    from tetea.domain.phones import sessions
    from tetea.domain.phones.models import PhoneSession
    from tetea.domain.phones.sms import talk as talks
    from tetea.domain.reports import drafts, thread, visits
    from tetea.domain.reports.errors import ReportError
    from tetea.domain.reports.models import Draft, Visit
    from tetea.kernel.crypto.errors import CryptoRefused
    from tetea.kernel.crypto.registry import Kind

    ours = organisation()
    refused = (KeyringError, ReportError, CryptoRefused)
    names = ("session", "bearer", "visit", "draft", "queue", "roster", "token", "phone", "caller")
    opened = dict.fromkeys(names, 0)
    for cookie in loot.get("cookies", []):
        with suppress(*refused):
            unlock.resume(ours, cookie)
            opened["session"] += 1
    with suppress(*refused):
        unlock.resume(ours, loot["bearer"], Kind.BEARER)
        opened["bearer"] += 1
    with suppress(*refused):
        visits.resume(ours, loot["visit"])
        opened["visit"] += 1
    for row in Draft.objects.all():
        with suppress(*refused):
            drafts.load(ours, drafts.Page(row.id, drafts.new_page().key))
            opened["draft"] += 1
    for letter in Outgoing.objects.all():
        with suppress(*refused):
            send._open(ours, letter)  # the hand-written opener of a thief
            opened["queue"] += 1
    for session in PhoneSession.objects.all():
        opened["phone"] += sessions._open(ours, session) is not None
    for number in loot.get("phones", []):
        address = sessions.Address("ussd", (), number)
        is_known = sessions.find(ours, talks.address(number)) is not None
        opened["caller"] += is_known or bool(sessions.of_caller(ours, address))
    opened["roster"] = len(roster.entries(ours))
    for token in loot.get("tokens", []):
        with suppress(*refused):
            thread.open_token(ours, token)
            opened["token"] += 1
    runtime.current()
    opened["rows"] = (
        Session.objects.count()
        + Visit.objects.count()
        + Draft.objects.count()
        + Outgoing.objects.count()
        + Roster.objects.count()
        + PhoneSession.objects.count()
    )
    return opened


if __name__ == "__main__":
    main()
