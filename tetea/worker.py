"""The worker: fires alerts, sends what waits, tidies what is over. It holds no key of a member."""

import logging
import time
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from tetea.domain.demo import inbox
from tetea.domain.keyring import runtime, sessions
from tetea.domain.keyring.errors import RuntimeLost
from tetea.domain.keyring.models import Session
from tetea.domain.outbox import alarm, balance, providers, pulse, reports, send, stops
from tetea.domain.outbox.kinds import Kind
from tetea.domain.people.models import Organisation
from tetea.domain.people.queries import NotSetUp, organisation
from tetea.domain.phones import canary, tokens
from tetea.domain.phones import tidy as phones
from tetea.domain.reports import drafts, repeats, thread, visits
from tetea.kernel.crypto.errors import Unsealable

logger = logging.getLogger(__name__)
PAUSE = 5.0
# What makes the words of a text at the moment of sending.
MAKERS: dict[Kind, send.Maker] = {Kind.TOKEN: tokens.make}
TIDY_EVERY = 60.0


@dataclass
class Done:
    """What one round did."""

    fired: int = 0
    sent: int = 0
    tidied: int = 0


def once(*, tidy: bool = True) -> Done:
    """Do one round: alerts, queue, and, unless told otherwise, tidying."""
    try:
        ours = organisation()
    except NotSetUp:
        return Done()
    inbox.keep_texts()
    phones.bring_in(ours)
    done = Done(fired=alarm.fire_due(ours, thread.all_read))
    done.sent = send.send_due(ours, send.gateways(MAKERS))
    if tidy:
        done.tidied = _tidy(ours)
        balance.look(ours, providers.balance)
    return done


def run() -> None:
    """Work until ended. A database that is away is waited for, never given up on."""
    tidied, hourly = 0.0, canary.Hourly()
    while True:
        done = Done()
        is_time = time.monotonic() - tidied > TIDY_EVERY
        try:
            close_old_connections()
            done = once(tidy=is_time)
            pulse.beat()
            if hourly.is_due():
                _sing()
        except Exception as error:  # noqa: BLE001  # an alarm clock never stops
            logger.error("worker: %s, trying again", type(error).__name__)  # noqa: TRY400  # no values
        tidied = time.monotonic() if is_time else tidied
        if not done.sent:  # Else more may wait.
            time.sleep(PAUSE)


def _sing() -> None:
    """Try each phone channel of the server beside this worker, as a phone company would."""
    with suppress(NotSetUp):
        canary.look(organisation(), f"http://127.0.0.1:{settings.ENVIRONMENT.port}")


def _tidy(ours: Organisation) -> int:
    gone: int = (
        drafts.drop_old()
        + repeats.drop_old()
        + visits.drop_old(ours)
        + reports.drop_old(ours)
        + phones.drop_old()
        + _dead_sessions(ours)
    )
    # First, because what is keyed with a key that is destroyed can be compared no more.
    stops.renew(ours)
    phones.renew(ours)
    runtime.drop_old()
    return gone


def _dead_sessions(ours: Organisation) -> int:
    gone = 0
    for row in Session.objects.select_related("member"):
        try:
            over = sessions.read_state(ours, row).expires <= timezone.now()
        except (RuntimeLost, Unsealable):
            over = True
        if over:
            row.delete()
            gone += 1
    return gone
