"""Fire alert rows with nobody signed in: the worker knows when, not why, and tells nothing."""

import datetime as dt
import json
import logging

from django.db import transaction

from tetea.domain import moment
from tetea.domain.keyring import runtime
from tetea.domain.keyring.errors import RuntimeLost
from tetea.domain.keyring.holder import GROUP_HOLDERS
from tetea.domain.keyring.models import Roster
from tetea.domain.outbox import send
from tetea.domain.outbox.models import Alert, Outgoing
from tetea.domain.people.models import Organisation
from tetea.domain.rows import raw_id
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.registry import Group, Kind, Part
from tetea.kernel.crypto.runtime import runtime_unseal
from tetea.kernel.sending import Letter

logger = logging.getLogger(__name__)

# How soon an alert that nobody came for is repeated: A while somebody may be in danger.
AGAIN = {"A": dt.timedelta(minutes=15), "B": dt.timedelta(hours=24)}
# After these tries an A alert is repeated hourly: a phone that rings for ever is switched off.
OFTEN = 8
HOUR = dt.timedelta(hours=1)

SUBJECT = "Notes"
TEXT = "Something is waiting for you.\nKuna jambo linakusubiri.\n"


def fire_due(organisation: Organisation) -> int:
    """Queue a content-free letter to whoever can be told; return how many alerts fired.

    One letter per address and run, however many alerts are due. Without a readable roster the
    organisation's own duty addresses are told; they are the floor under everything.
    """
    now = moment.now()
    due = Alert.objects.filter(organisation=organisation, next_alert_at__lte=now)
    told: dict[str, Outgoing.Lane] = {}
    fired = 0
    for alert in due.order_by("alert_class", "next_alert_at")[:1000]:
        with transaction.atomic():
            if not _take(alert, now):
                continue
            fired += 1
            lane = Outgoing.Lane.URGENT if alert.alert_class == "A" else Outgoing.Lane.NORMAL
            for address in _addresses(organisation, alert):
                if address not in told:
                    told[address] = lane
                    send.put(organisation, Letter(address, SUBJECT, TEXT), lane)
    return fired


def _take(alert: Alert, now: dt.datetime) -> bool:
    """Move the alert on; of two workers only one gets it."""
    pause = AGAIN[alert.alert_class]
    if alert.group != Group.TEAM.value:
        # Nobody has looked yet, and the worker cannot know which of its clocks rings next.
        pause = min(pause, HOUR)
    if alert.alert_class == "A" and alert.tries >= OFTEN:
        pause = HOUR
    changed = Alert.objects.filter(pk=alert.pk, next_alert_at=alert.next_alert_at).update(
        next_alert_at=moment.coarse(now + pause),
        tries=min(alert.tries + 1, 1000),
    )
    return changed == 1


def _addresses(organisation: Organisation, alert: Alert) -> list[str]:
    group = Group(alert.group)
    roles = GROUP_HOLDERS[group]
    found = [str(entry["address"]) for entry in _roster(organisation) if entry["role"] in roles]
    if not found and group is not Group.OUTSIDE:
        found = organisation.duty_addresses.split()
    if not found:
        logger.error("an alert is due and nobody can be told: %s", alert.pk)
    return found


def _roster(organisation: Organisation) -> list[dict[str, str]]:
    found = []
    for row in Roster.objects.all():
        place = Context(Kind.ROSTER, raw_id(organisation.id), raw_id(row.member_id), Part.CONTACT)
        try:
            found.append(
                json.loads(runtime_unseal(runtime.key_of(row.generation), place, row.blob))
            )
        except (RuntimeLost, Unsealable):
            continue
    return found
