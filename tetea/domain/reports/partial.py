"""A report that is still being told, by phone: sealed from the first answer on, and growing.

The running server keeps what it needs to go on (see `Growing`) under the runtime key for half an
hour. After a power-off nothing of that is left, but every answer given until then is in the report.
"""

import base64
import datetime as dt
from dataclasses import dataclass, field, replace

from tetea.database import statements
from tetea.domain import moment
from tetea.domain.keyring import recipients
from tetea.domain.keyring.models import Wrap
from tetea.domain.log import append as log
from tetea.domain.outbox.models import Alert
from tetea.domain.people.models import Organisation
from tetea.domain.reports import card as cards
from tetea.domain.reports import sealing
from tetea.domain.reports.models import ItemKind, ReporterKey, State, Thread
from tetea.domain.reports.sealing import Keys, Place, Ring, Sealed, Submission, Told
from tetea.domain.reports.thread import Visitor
from tetea.domain.rows import new_id
from tetea.kernel.crypto.registry import Group
from tetea.kernel.crypto.token import ReporterKeys

# A report that she may still go on telling is listed this long after her last word at the
# earliest, so that "it is about somebody who works here" can still keep it from those who do.
PAUSE = dt.timedelta(minutes=30)

# With every answer by phone.
WRITE = """
    UPDATE reports_report SET story = %s, identity = %s, facets = %s WHERE id = %s AND state = %s
"""
WRITE_CARD = "UPDATE reports_threaditem SET blob = %s WHERE thread_id = %s AND kind = %s"
AIM_ALERT = 'UPDATE outbox_alert SET "group" = %s, epoch = %s, target = %s WHERE id = %s'
# What was listed stays so.
LIST_ALERT = "UPDATE outbox_alert SET listed_from = %s WHERE id = %s AND listed_from IS NOT NULL"
RING_SOONER = """
    UPDATE outbox_alert SET alert_class = %s, next_alert_at = %s
    WHERE id = %s AND (alert_class > %s OR (alert_class = %s AND next_alert_at > %s))
"""


@dataclass(frozen=True)
class Growing:
    """What it takes to add to a report: where it stands, its keys, and hers. Runtime tier."""

    place: Place
    keys: Keys = field(repr=False)
    hers: ReporterKeys = field(repr=False)
    received: dt.datetime
    is_outside: bool = False
    last_card: bytes = field(default=b"", repr=False)
    last_ring: tuple[str, int, int] = ("", 0, 0)
    """What the alert row says, exactly: it is written, and its chance drawn, only on a change."""

    def dump(self) -> dict[str, object]:
        """Return it as plain values, to be sealed at once under the runtime key."""
        return {
            "place": [self.place.report, self.place.thread, self.place.alert],
            "keys": [_text(self.keys.body), _text(self.keys.facets), _text(self.hers.dump())],
            "received": int(self.received.timestamp()),
            "outside": self.is_outside,
            "card": self.last_card.decode(),
            "ring": self.last_ring,
        }


def load(content: dict[str, object]) -> Growing:
    """Read what `dump` wrote."""
    place, keys, ring = content["place"], content["keys"], content["ring"]
    if not (isinstance(place, list) and isinstance(keys, list) and isinstance(ring, list)):
        raise TypeError("not a growing report")
    body, facets, hers = (base64.b64decode(str(one)) for one in keys)
    return Growing(
        Place(*place),
        Keys(body, facets),
        ReporterKeys.load(hers),
        dt.datetime.fromtimestamp(int(str(content["received"])), dt.UTC),
        bool(content["outside"]),
        str(content["card"]).encode(),
        (ring[0], ring[1], ring[2]),
    )


def begun(rows: Sealed, hers: ReporterKeys) -> Growing:
    """Return what it takes to go on with a report that is being stored just now."""
    return Growing(
        place=Place(rows.report.id, rows.thread.id, rows.alert.id),
        keys=rows.keys,
        hers=hers,
        received=rows.received.replace(microsecond=0),
        is_outside=rows.thread.group == Group.OUTSIDE,
        last_card=rows.shown.dump(),
        last_ring=_plain(rows.ring),
    )


@dataclass(frozen=True)
class Grown:
    """A report with more in it: what has changed in its rows, and what it takes to go on."""

    compartments: dict[str, bytes] = field(repr=False)
    card: bytes | None = field(repr=False)
    alert: Alert | None = field(repr=False)
    wraps: list[Wrap] = field(repr=False)
    growing: Growing = field(repr=False)
    moves: bool
    """It turned out to be about the organisation: other readers, other keys."""


def grow(organisation: Organisation, growing: Growing, submission: Submission) -> Grown:
    """Seal the report anew with all answers given so far. Writes nothing; raises DirectoryAlarm.

    Of card, alert and wraps only what has changed: steps with public keys cost most. Once it is
    about the organisation it stays so: what was sealed to the outside officer alone is never given
    to anybody inside, whatever is answered later.
    """
    if growing.is_outside:
        answers = {**submission.answers, "about_us": "yes"}
        submission = replace(submission, answers=answers)
    told = sealing.tell(submission, growing.hers, growing.received, growing.place)
    is_outside = sealing.reading_group(submission.answers) is Group.OUTSIDE
    moves = is_outside and not growing.is_outside
    after = replace(
        growing,
        # Whoever read it so far keeps a key that opens nothing from now on.
        keys=sealing.new_keys() if moves else growing.keys,
        is_outside=is_outside,
        last_card=sealing.card_of(told).dump(),
        last_ring=_plain(sealing.ring_of(told)),
    )
    has_new_card = after.last_card != growing.last_card
    rings_anew = moves or after.last_ring != growing.last_ring
    return Grown(
        compartments=sealing.seal_compartments(organisation, told, after.keys),
        card=_card(organisation, told) if has_new_card else None,
        alert=_alert(organisation, told) if rings_anew else None,
        wraps=_wraps(organisation, told, after.keys) if moves else [],
        growing=after,
        moves=moves,
    )


def write(organisation: Organisation, before: Growing, grown: Grown) -> bool:
    """Write it; False when somebody has taken it up meanwhile, so that it grows no more.

    Inside a transaction. What is added after that belongs into the thread.
    """
    place = before.place
    sealed = [grown.compartments[name] for name in ("story", "identity", "facets")]
    if statements.change(WRITE, (*sealed, place.report, State.NEW.value)) != 1:
        return False
    if grown.alert is not None:
        is_same_time = grown.growing.last_ring[:2] == before.last_ring[:2]
        _write_alert(grown.alert, is_same_time=is_same_time)
    if grown.card is not None:
        statements.change(WRITE_CARD, (grown.card, place.thread, ItemKind.CARD.value))
    if grown.moves:
        Wrap.objects.filter(object=place.report).delete()
        Wrap.objects.bulk_create(grown.wraps)
        Thread.objects.filter(pk=place.thread).update(group=Group.OUTSIDE.value)
        action = log.Action("report.moved-outside", place.report, log.REPORTER)
        log.append(organisation, action)
    return True


def finish(organisation: Organisation, growing: Growing) -> None:
    """She has told all she wanted: list it from now on. Inside a transaction."""
    Alert.objects.filter(pk=growing.place.alert).update(listed_from=None)
    action = log.Action("report.completed", growing.place.report, log.REPORTER)
    log.append(organisation, action)


def listed_from(now: dt.datetime) -> dt.datetime:
    """Return from when on a report is listed that she may still go on telling."""
    return moment.coarse(now + PAUSE)


def visitor(organisation: Organisation, growing: Growing) -> Visitor | None:
    """Return her as whoever holds the token; None when the thread is gone."""
    rows = Thread.objects.select_related("report")
    found = rows.filter(pk=growing.place.thread, organisation=organisation).first()
    if found is None:
        return None
    key = ReporterKey.objects.filter(thread=found, lookup=growing.hers.lookup).first()
    return None if key is None else Visitor(organisation, found, key, growing.hers)


def card_of(growing: Growing) -> cards.Card:
    """Return what her token shows of the report as it stands."""
    return cards.load(growing.last_card)


def _card(organisation: Organisation, told: Told) -> bytes:
    shown = sealing.card_of(told)
    return sealing.seal_card(organisation, told.place.thread, told.hers.enc_pk, shown)


def _alert(organisation: Organisation, told: Told) -> Alert:
    group = sealing.reading_group(told.submission.answers)
    return sealing.alert_of(organisation, told, recipients.group(organisation, group))


def _wraps(organisation: Organisation, told: Told, keys: Keys) -> list[Wrap]:
    book = recipients.book(organisation)
    group = book.group(sealing.reading_group(told.submission.answers))
    return sealing.wraps_of(book, told.place.report, group, keys)


def _plain(ring: Ring) -> tuple[str, int, int]:
    listed = int(ring.listed_from.timestamp()) if ring.listed_from else 0
    return ring.alert_class, int(ring.at.timestamp()), listed


def _write_alert(new: Alert, *, is_same_time: bool) -> None:
    """Change the one alert row, but never make it later or quieter than it is.

    For the same time no new chance is drawn: the earliest of many would give the hour away.
    """
    if statements.change(AIM_ALERT, (new.group, new.epoch, new.target, new.pk)) == 0:
        new.pk = new_id()
        new.save(force_insert=True)
        return
    statements.change(LIST_ALERT, (new.listed_from, new.pk))
    if not is_same_time:
        klass, at = new.alert_class, new.next_alert_at
        statements.change(RING_SOONER, (klass, at, new.pk, klass, klass, at))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
