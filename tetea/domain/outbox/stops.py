"""STOP: a number to which nothing goes any more, at once and for good.

A stop is found by a keyed hash of the number, so it can be compared only while the runtime key
lives. The worker keys each anew every day. After a power cut it is still sealed to the dispatch
group; until a member of it has come, nobody knows who said STOP, and no text leaves at all.
Duty phones are the organisation's own and are paged all the same: a forged STOP silences no alarm.
"""

import logging

from django.db import transaction
from django.db.models import Q, QuerySet

from tetea.domain.keyring import recipients
from tetea.domain.keyring.errors import KeyringError
from tetea.domain.keyring.holder import Holder
from tetea.domain.keyring.runtime import Generation
from tetea.domain.outbox import content, generations
from tetea.domain.outbox.models import Outgoing, Stop
from tetea.domain.people.models import Organisation
from tetea.domain.rows import new_id, raw_id
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.hpke import seal_to
from tetea.kernel.crypto.registry import Group, Kind, Part
from tetea.kernel.crypto.runtime import runtime_seal, runtime_unseal
from tetea.kernel.phone.numbers import e164

logger = logging.getLogger(__name__)
# At most so many at a time: some tenths of a second.
MOST = 2000


def add(organisation: Organisation, number: str) -> int:
    """Stop a number and cancel what waits for it, in one transaction; return how many rows.

    What is no phone number cannot be written to and is not kept. Raises DirectoryAlarm.
    """
    known = e164(number)
    if not known:
        return 0
    names = generations.names(generations.TO, known)
    with transaction.atomic():
        if not Stop.objects.filter(number_id__in=names).exists():
            _keep(organisation, known)
        waiting = Outgoing.objects.filter(
            organisation=organisation,
            to_id__in=names,
            state__in=(
                Outgoing.State.QUEUED,
                Outgoing.State.CLAIMED,
                Outgoing.State.NEEDS_RESEAL,
            ),
        ).exclude(lane=Outgoing.Lane.URGENT)
        return waiting.update(state=Outgoing.State.CANCELLED, **content.wiped())


def lift(organisation: Organisation, number: str) -> bool:
    """Let texts go to a number again, because it asked for it; False when it was not stopped.

    A stop that nobody can compare at this moment stays.
    """
    names = generations.names(generations.TO, e164(number))
    return Stop.objects.filter(organisation=organisation, number_id__in=names).delete()[0] > 0


def is_stopped(organisation: Organisation, number: str) -> bool:
    """Whether this number said STOP, as far as that can be told: see `unresolved`."""
    names = generations.names(generations.TO, e164(number))
    return Stop.objects.filter(organisation=organisation, number_id__in=names).exists()


def is_barred(organisation: Organisation, number: str) -> bool:
    """Whether no text may go there: it said STOP, or it cannot be told whether it did."""
    living = generations.living()
    known = e164(number)
    names = [generations.name(one, generations.TO, known) for one in living]
    marks = [generations.mark(one) for one in living]
    bars = Q(number_id__in=names) | ~Q(key_mark__in=marks)
    return Stop.objects.filter(bars, organisation=organisation).exists()


def unresolved(organisation: Organisation) -> bool:
    """Whether there are stops that cannot be compared, so that no text may leave."""
    return _lost(organisation).exists()


def resolve(holder: Holder) -> int:
    """Make the stops comparable again with the dispatch key; return how many were.

    Members without that key, and stops of an epoch that was not granted to her, change nothing.
    """
    if not holder.holds(Group.DISPATCH):
        return 0
    done = 0
    for row in _lost(holder.organisation)[:MOST]:
        try:
            reader = holder.group(Group.DISPATCH, row.epoch)
            place = _place(holder.organisation, row.id, Part.SOURCE)
            number = reader.unseal_from(place, row.source, row.epoch).decode()
        except (KeyringError, Unsealable):
            logger.error("a stop does not open: %s", row.pk)  # noqa: TRY400  # no values
            continue
        done += _rekey(row, number)
    return done


def renew(organisation: Organisation) -> int:
    """Key the stops of older days anew, before their key is destroyed; return how many."""
    newest, *older = generations.living()
    done = 0
    for generation in older:
        rows = Stop.objects.filter(
            organisation=organisation, key_mark=generations.mark(generation)
        ).exclude(key_mark=generations.mark(newest))
        for row in rows[:MOST]:
            place = _place(organisation, row.id, Part.NUMBER)
            try:
                number = runtime_unseal(generation.key, place, row.number).decode()
            except Unsealable:
                continue
            done += _rekey(row, number)
    return done


def _keep(organisation: Organisation, number: str) -> None:
    row_id, to = new_id(), recipients.group(organisation, Group.DISPATCH)
    place = _place(organisation, row_id, Part.SOURCE)
    columns = _columns(organisation, row_id, number) | {
        "organisation": organisation,
        "epoch": to.epoch,
        "source": seal_to(to.pk, place, number.encode(), to.epoch),
    }
    found = columns.pop("number_id")
    # Of two at once the unique column makes the second one find the first one's row.
    Stop.objects.get_or_create(number_id=found, defaults=columns | {"id": row_id})


def _rekey(row: Stop, number: str) -> int:
    columns = _columns(row.organisation, row.id, number)
    with transaction.atomic():
        twin = Stop.objects.filter(number_id=columns["number_id"]).exclude(pk=row.pk)
        if twin.exists():
            # She said STOP again while the first one could not be compared.
            return row.delete()[0]
        return Stop.objects.filter(pk=row.pk, key_mark=row.key_mark).update(**columns)


def _columns(organisation: Organisation, row_id: str, number: str) -> dict[str, object]:
    generation: Generation = generations.living()[0]
    place = _place(organisation, row_id, Part.NUMBER)
    return {
        "number_id": generations.name(generation, generations.TO, number),
        "generation": generation.number,
        "key_mark": generations.mark(generation),
        "number": runtime_seal(generation.key, place, number.encode()),
    }


def _lost(organisation: Organisation) -> QuerySet[Stop]:
    marks = [generations.mark(generation) for generation in generations.living()]
    rows = Stop.objects.filter(organisation=organisation).exclude(key_mark__in=marks)
    return rows.select_related("organisation")


def _place(organisation: Organisation, row_id: str, part: Part) -> Context:
    return Context(Kind.STOP, raw_id(organisation.id), raw_id(row_id), part)
