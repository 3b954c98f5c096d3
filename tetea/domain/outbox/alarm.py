"""Fire alert rows with nobody signed in: the worker knows when, not why, and tells nothing."""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from tetea.domain import moment
from tetea.domain.outbox import calling, roster, send, texts
from tetea.domain.outbox.calling import Call
from tetea.domain.outbox.kinds import Kind
from tetea.domain.outbox.models import Alert, Outgoing
from tetea.domain.outbox.roster import Entry
from tetea.domain.people.models import Organisation
from tetea.kernel.crypto.registry import Group
from tetea.kernel.phone import contact
from tetea.kernel.phone.numbers import is_phone
from tetea.kernel.sending import Letter

logger = logging.getLogger(__name__)

# How soon an alert that nobody came for is repeated: A while somebody may be in danger.
AGAIN = {"A": dt.timedelta(minutes=15), "B": dt.timedelta(hours=24)}
# After these tries an A alert is repeated hourly: a phone that rings for ever is switched off.
OFTEN = 8
HOUR = dt.timedelta(hours=1)
# Never fires and stands in no normal list: junk of a flood, kept because nothing is refused.
QUARANTINED = "Q"

SUBJECT = "Notes"
TEXT = "Something is waiting for you.\nKuna jambo linakusubiri.\n"


@dataclass(frozen=True)
class Notice:
    """What members are told, by letter or by text. The same words for every reason to page."""

    subject: str
    text: str
    kind: Kind
    lane: Outgoing.Lane


def _never(_report_id: str) -> bool:
    return False


def fire_due(organisation: Organisation, is_read: Callable[[str], bool] = _never) -> int:
    """Queue a content-free notice to whoever can be told; return how many alerts fired.

    One notice per address and run, however many alerts are due: a text to a phone, a letter to
    any other address. Whom each ringing calls is said in `calling`: whose work it is, then the
    coordinators, then everybody. Without a readable roster the organisation's own duty addresses
    are told; they are the floor under everything. `is_read` tells of a report's id whether all
    that came in its thread was read: then its alert goes, and wakes nobody.
    """
    now = moment.now()
    _list_what_is_told(organisation, now)
    told: set[str] = set()
    fired = 0
    on_roster = roster.entries(organisation)
    for alert in due(organisation, now).order_by("alert_class", "next_alert_at")[:1000]:
        with transaction.atomic():
            if not _take(alert, now):
                continue
            call = calling.read(organisation, alert)
            if call and call.about and is_read(call.about):
                alert.delete()
                continue
            fired += 1
            for address in _whom(organisation, alert, call, on_roster):
                if address not in told:
                    told.add(address)
                    notify(organisation, address, _notice(alert))
    return fired


def due(organisation: Organisation, now: dt.datetime) -> QuerySet[Alert]:
    """Return the alerts whose time has come. What is still being told waits until it is listed.

    Danger is listed at once; everything else can wait for half an hour, and whoever is woken must
    find what woke her.
    """
    is_told = Q(listed_from__isnull=True) | Q(listed_from__lte=now)
    rows = Alert.objects.filter(is_told, organisation=organisation, next_alert_at__lte=now)
    return rows.exclude(alert_class=QUARANTINED)


def last_fired(alert: Alert) -> dt.datetime | None:
    """Return in which quarter of an hour it rang last; None when it has not rung yet."""
    if alert.tries == 0:
        return None
    return alert.next_alert_at - _pause(alert, alert.tries - 1)


def notify(organisation: Organisation, address: str, notice: Notice) -> None:
    """Tell one address: a text when it is a phone, else a letter.

    A phone for which the same notice still waits gets no second one.
    """
    if not is_phone(address):
        send.put(organisation, Letter(address, notice.subject, notice.text), notice.lane)
        return
    try:
        duty_phone = contact.on_duty(address)
    except ValueError:
        logger.error("a duty phone is no phone number")  # noqa: TRY400  # no values
        return
    if not texts.is_waiting(organisation, duty_phone.number, notice.kind):
        texts.put_text(organisation, duty_phone, notice.text.strip(), notice.kind)


def _notice(alert: Alert) -> Notice:
    lane = Outgoing.Lane.URGENT if alert.alert_class == "A" else Outgoing.Lane.NORMAL
    return Notice(SUBJECT, TEXT, Kind.PAGE, lane)


def _list_what_is_told(organisation: Organisation, now: dt.datetime) -> None:
    """Forget until when it was being told: past, that only says that it came by phone."""
    told = Alert.objects.filter(organisation=organisation, listed_from__lte=now)
    told.update(listed_from=None)


def _take(alert: Alert, now: dt.datetime) -> bool:
    """Move the alert on; of two workers only one gets it."""
    changed = Alert.objects.filter(pk=alert.pk, next_alert_at=alert.next_alert_at).update(
        next_alert_at=moment.coarse(now + _pause(alert, alert.tries)),
        tries=min(alert.tries + 1, 1000),
    )
    return changed == 1


def _pause(alert: Alert, tries: int) -> dt.timedelta:
    pause = AGAIN[alert.alert_class]
    if alert.group != Group.TEAM.value:
        # Nobody has looked yet, and the worker cannot know which of its clocks rings next.
        pause = min(pause, HOUR)
    if alert.alert_class == "A" and tries >= OFTEN:
        pause = HOUR
    return pause


def _whom(
    organisation: Organisation, alert: Alert, call: Call | None, on_roster: list[Entry]
) -> list[str]:
    found = calling.whom(organisation, alert, call, on_roster)
    if not found:
        logger.error("an alert is due and nobody can be told: %s", alert.pk)
    return found
