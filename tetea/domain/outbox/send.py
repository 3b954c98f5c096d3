"""What waits to be sent: queued under the runtime key, claimed, sent once, never twice."""

import datetime as dt
import json
import logging
from collections.abc import Callable

from django.conf import settings
from django.db import transaction

from tetea.domain import moment
from tetea.domain.keyring import runtime
from tetea.domain.keyring.errors import KeyringError
from tetea.domain.outbox.models import Outgoing
from tetea.domain.people.models import Organisation
from tetea.domain.rows import new_id, raw_id
from tetea.gateways import memory, smtp
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.registry import Kind, Part
from tetea.kernel.crypto.runtime import runtime_seal, runtime_unseal
from tetea.kernel.sending import Letter, NotSent

logger = logging.getLogger(__name__)
LIFE = dt.timedelta(hours=72)
MOST_TRIES = 8
FIRST_PAUSE = dt.timedelta(minutes=1)

Gateway = Callable[[Letter], None]


def gateway() -> Gateway:
    """Return how letters leave: by SMTP when it is configured, else kept in memory."""
    url = settings.ENVIRONMENT.smtp_url
    if not url:
        return memory.send
    return lambda letter: smtp.send(letter, url)


def put(organisation: Organisation, letter: Letter, lane: Outgoing.Lane) -> Outgoing:
    """Queue a letter; it is readable to the running server only, for at most 72 hours."""
    now, generation, row_id = moment.now(), runtime.current(), new_id()
    plain = json.dumps(
        {"address": letter.address, "subject": letter.subject, "text": letter.text}
    ).encode()
    return Outgoing.objects.create(
        id=row_id,
        organisation=organisation,
        lane=lane,
        # The exact minute would tell when a report came; "may go since the last quarter" does not.
        not_before=moment.coarse(now) - moment.QUARTER,
        drop_after=moment.coarse(now + LIFE),
        generation=generation.number,
        blob=runtime_seal(generation.key, _place(organisation, row_id), plain),
    )


def send_due(organisation: Organisation, send: Gateway, most: int = 100) -> int:
    """Send what is due, urgent first; return how many left. States only move forward."""
    _expire(organisation)
    left = 0
    for _ in range(most):
        row = _claim(organisation)
        if row is None:
            break
        left += _send(organisation, row, send)
    return left


def _claim(organisation: Organisation) -> Outgoing | None:
    """Take the next row so that no other worker takes it too."""
    with transaction.atomic():
        row = (
            Outgoing.objects.filter(
                organisation=organisation,
                state=Outgoing.State.QUEUED,
                not_before__lte=moment.now(),
            )
            .order_by("lane", "not_before", "id")
            .first()
        )
        if row is None:
            return None
        claimed = Outgoing.objects.filter(pk=row.pk, state=Outgoing.State.QUEUED).update(
            state=Outgoing.State.CLAIMED,
            tries=row.tries + 1,
            not_before=moment.coarse(moment.now()) + moment.QUARTER,
        )
    row.tries += 1
    return row if claimed else None


def _send(organisation: Organisation, row: Outgoing, send: Gateway) -> int:
    try:
        letter = _open(organisation, row)
    except (KeyringError, Unsealable):
        _move(row, Outgoing.State.NEEDS_RESEAL)
        return 0
    try:
        send(letter)
    except NotSent as refused:
        if refused.permanent or refused.unclear or row.tries >= MOST_TRIES:
            # After an unclear time-out it may have gone: a second one would do harm.
            _move(row, Outgoing.State.FAILED)
        else:
            pause = FIRST_PAUSE * 2 ** (row.tries - 1)
            Outgoing.objects.filter(pk=row.pk, state=Outgoing.State.CLAIMED).update(
                state=Outgoing.State.QUEUED, not_before=moment.now() + pause
            )
        logger.warning("not sent: %s", row.pk)
        return 0
    _move(row, Outgoing.State.SENT)
    return 1


def _open(organisation: Organisation, row: Outgoing) -> Letter:
    k_rt = runtime.key_of(row.generation)
    content = json.loads(runtime_unseal(k_rt, _place(organisation, row.pk), row.blob))
    return Letter(content["address"], content["subject"], content["text"])


def _move(row: Outgoing, state: Outgoing.State) -> None:
    Outgoing.objects.filter(pk=row.pk, state=Outgoing.State.CLAIMED).update(state=state)


def _expire(organisation: Organisation) -> None:
    """What could not be sent in time is shown as missed; what was dealt with goes."""
    rows = Outgoing.objects.filter(organisation=organisation, drop_after__lte=moment.now())
    # A worker that died with a letter in its hand: another one takes it up. The letters are
    # content-free, so that a second one does no harm.
    Outgoing.objects.filter(
        organisation=organisation,
        state=Outgoing.State.CLAIMED,
        not_before__lte=moment.now(),
        drop_after__gt=moment.now(),
    ).update(state=Outgoing.State.QUEUED)
    waiting = (Outgoing.State.QUEUED, Outgoing.State.CLAIMED)
    rows.filter(state__in=waiting).update(state=Outgoing.State.MISSED)
    rows.filter(state__in=(Outgoing.State.SENT, Outgoing.State.FAILED)).delete()


def _place(organisation: Organisation, row_id: str) -> Context:
    return Context(Kind.OUTBOX, raw_id(organisation.id), raw_id(row_id), Part.MESSAGE)
