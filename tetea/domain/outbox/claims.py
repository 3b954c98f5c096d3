"""The states of a row: taken by one worker, sent once, and only ever moving forward.

queued -> claimed -> sending -> sent -> delivered | failed; and unclear, missed, cancelled,
needs-reseal. A worker that dies in `claimed` has sent nothing, so another one takes the row. One
that dies in `sending` may have sent it: nobody sends it again, except a page, once.
"""

import datetime as dt

from django.db import connection, transaction

from tetea.domain import moment
from tetea.domain.keyring.errors import KeyringError
from tetea.domain.outbox import content, generations, kinds, spending
from tetea.domain.outbox.content import Content
from tetea.domain.outbox.models import Outgoing
from tetea.domain.people.models import Organisation
from tetea.kernel.crypto.errors import Unsealable

State = Outgoing.State

# Longer than a derivation, and than a provider's slowest answer (gateways wait for seconds).
LEASE = dt.timedelta(minutes=2)
# Rows that are over are counted this long, what was missed a week: somebody has to see it.
KEPT = dt.timedelta(hours=24)
SHOWN = dt.timedelta(days=7)
WAITING = (State.QUEUED, State.CLAIMED, State.NEEDS_RESEAL)
LEFT = (State.SENT, State.DELIVERED)
_START = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
OVER = (*LEFT, State.FAILED, State.UNCLEAR, State.CANCELLED)


def claim(organisation: Organisation) -> Outgoing | None:
    """Take the next row, urgent first, so that no other worker takes it too."""
    now = moment.now()
    # Not filtered by drop_after: the first row of the index `outgoing_next` must do. A database
    # that takes the index of what is late instead reads and sorts the whole queue for each text.
    due = Outgoing.objects.filter(
        organisation=organisation, state=State.QUEUED, not_before__lte=now
    ).order_by("lane", "not_before", "id")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    while True:
        with transaction.atomic():
            row = due.first()
            if row is None:
                return None
            if row.drop_after <= now:
                _miss(organisation)
                continue
            taken = {"tries": row.tries + 1, "not_before": _lease(now)}
            if move(row, (State.QUEUED,), State.CLAIMED, **taken):
                row.tries += 1
                return row


def move(
    row: Outgoing, before: tuple[Outgoing.State, ...], after: Outgoing.State, **columns: object
) -> bool:
    """Move a row on if it still is in one of these states; False: somebody else was first."""
    waiting = Outgoing.objects.filter(pk=row.pk, state__in=before)
    return waiting.update(state=after, **columns) == 1


def begin(row: Outgoing, provider_id: str) -> bool:
    """Say that it is being sent now; False when a STOP or the end of its life came in between."""
    columns = {"not_before": _lease(moment.now()), "provider_id": provider_id}
    return move(row, (State.CLAIMED,), State.SENDING, **columns)


def sent(row: Outgoing, **columns: object) -> bool:
    """Say that it left, in this quarter of an hour, and forget what it was."""
    columns |= {"not_before": moment.coarse(moment.now())} | content.wiped()
    return move(row, (State.SENDING, State.UNCLEAR), State.SENT, **columns)


def over(row: Outgoing, state: Outgoing.State) -> bool:
    """End a row that a worker holds, and forget what it was."""
    return move(row, (State.CLAIMED, State.SENDING), state, **content.wiped())


def put_back(row: Outgoing, until: dt.datetime, *, is_a_try: bool = True) -> bool:
    """Let a row wait that a worker holds. What was no try does not count as one."""
    tries = row.tries if is_a_try else row.tries - 1
    return move(row, (State.CLAIMED, State.SENDING), State.QUEUED, not_before=until, tries=tries)


def try_later(row: Outgoing, kind: kinds.Kind) -> bool:
    """Let it wait for its next try; False when it was the last one."""
    rule = kinds.RULES[kind]
    pause = rule.pause(row.tries)
    if pause is None:
        return False
    return put_back(row, rounded(moment.now() + pause, rule.step))


def unclear(organisation: Organisation, row: Outgoing, what: Content) -> None:
    """Nobody knows whether it went: never again, or if it is a page once more and no more."""
    if not kinds.RULES[what.kind].may_repeat or what.is_second:
        over(row, State.UNCLEAR)
        return
    again = Content(what.kind, what.to, what.text, what.subject, what.windows, is_second=True)
    columns = content.put_in(organisation, row.id, again)
    move(row, (State.SENDING,), State.QUEUED, not_before=at_once(), **columns)


def settle(organisation: Organisation) -> None:
    """Take over what a dead worker held, and end what is too late. Nothing goes unseen."""
    now = moment.now()
    mark_lost(organisation)
    ours = Outgoing.objects.filter(organisation=organisation)
    held = ours.filter(not_before__lte=now, drop_after__gt=now)
    held.filter(state=State.CLAIMED).update(state=State.QUEUED)
    for row in held.filter(state=State.SENDING):
        try:
            unclear(organisation, row, content.take_out(organisation, row))
        except (KeyringError, Unsealable):
            over(row, State.UNCLEAR)
    late = ours.filter(drop_after__lte=now)
    late.filter(state=State.SENDING, not_before__lte=now).update(
        state=State.UNCLEAR, **content.wiped()
    )
    _miss(organisation)
    late.filter(state__in=OVER, drop_after__lte=now - KEPT).delete()
    late.filter(state=State.MISSED, drop_after__lte=now - SHOWN).delete()


def mark_lost(organisation: Organisation) -> int:
    """Say of what waits and can be read no more that it needs a member; return how many."""
    # Rows of the release before this one bear no mark; the worker sees it when it opens them.
    marks = {"", *(generations.mark(generation) for generation in generations.living())}
    waiting = Outgoing.objects.filter(state=State.QUEUED)
    # Looked at before every round: of ten thousand rows only the index.
    lost = set(waiting.values_list("key_mark", flat=True).distinct()) - marks
    if not lost:
        return 0
    ours = waiting.filter(organisation=organisation, key_mark__in=lost)
    return ours.update(state=State.NEEDS_RESEAL)


def at_once() -> dt.datetime:
    """Return what stands for "now": the exact minute would tell when somebody wrote."""
    return moment.coarse(moment.now()) - moment.QUARTER


def rounded(when: dt.datetime, step: dt.timedelta) -> dt.datetime:
    """Return the next full step of the clock from `when` on."""
    return when + (_START - when) % step


def _lease(now: dt.datetime) -> dt.datetime:
    return rounded(now + LEASE, kinds.MINUTE)


def _miss(organisation: Organisation) -> None:
    late = Outgoing.objects.filter(
        organisation=organisation, drop_after__lte=moment.now(), state__in=WAITING
    )
    with transaction.atomic():
        texts = late.exclude(to_id="").count()
        if late.update(state=State.MISSED, **content.wiped()) and texts:
            spending.add(organisation, missed=texts)
