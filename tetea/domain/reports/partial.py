"""A report that is still being told, by phone: sealed from the first answer on, and growing.

The running server keeps what it needs to go on (see `Growing`) under the runtime key for half an
hour. After a power-off nothing of that is left, but every answer given until then is in the report.
"""

import base64
import datetime as dt
from dataclasses import dataclass, field, replace

from tetea.domain import moment
from tetea.domain.keyring import recipients
from tetea.domain.keyring.models import Wrap
from tetea.domain.log import append as log
from tetea.domain.outbox.models import Alert
from tetea.domain.people.models import Organisation
from tetea.domain.reports import card as cards
from tetea.domain.reports import sealing
from tetea.domain.reports.models import ItemKind, Report, ReporterKey, State, Thread, ThreadItem
from tetea.domain.reports.sealing import Keys, Place, Sealed, Submission
from tetea.domain.reports.thread import Visitor
from tetea.domain.rows import new_id
from tetea.kernel.crypto.registry import Group
from tetea.kernel.crypto.token import ReporterKeys

# A report that she may still go on telling is listed this long after her last word at the
# earliest, so that "it is about somebody who works here" can still keep it from those who do.
PAUSE = dt.timedelta(minutes=30)


@dataclass(frozen=True)
class Growing:
    """What it takes to add to a report: where it stands, its keys, and hers. Runtime tier."""

    place: Place
    keys: Keys = field(repr=False)
    hers: ReporterKeys = field(repr=False)
    received: dt.datetime
    is_outside: bool = False
    last_card: bytes = field(default=b"", repr=False)

    def dump(self) -> dict[str, object]:
        """Return it as plain values, to be sealed at once under the runtime key."""
        return {
            "place": [self.place.report, self.place.thread, self.place.alert],
            "keys": [_text(self.keys.body), _text(self.keys.facets), _text(self.hers.dump())],
            "received": int(self.received.timestamp()),
            "outside": self.is_outside,
            "card": self.last_card.decode(),
        }


def load(content: dict[str, object]) -> Growing:
    """Read what `dump` wrote."""
    place, keys = content["place"], content["keys"]
    if not isinstance(place, list) or not isinstance(keys, list):
        raise TypeError("not a growing report")
    body, facets, hers = (base64.b85decode(str(one)) for one in keys)
    return Growing(
        Place(*place),
        Keys(body, facets),
        ReporterKeys.load(hers),
        dt.datetime.fromtimestamp(int(str(content["received"])), dt.UTC),
        bool(content["outside"]),
        str(content["card"]).encode(),
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
    )


@dataclass(frozen=True)
class Grown:
    """A report with more in it: rows to be written, and what it takes to go on from there."""

    rows: Sealed = field(repr=False)
    growing: Growing = field(repr=False)
    moves: bool
    """It turned out to be about the organisation: other readers, other keys."""


def grow(organisation: Organisation, growing: Growing, submission: Submission) -> Grown:
    """Seal the report anew with all answers given so far. Writes nothing; raises DirectoryAlarm.

    Once it is about the organisation it stays so: what was sealed to the outside officer alone is
    never given to anybody inside, whatever is answered later.
    """
    book = recipients.book(organisation)
    if growing.is_outside:
        answers = {**submission.answers, "about_us": "yes"}
        submission = replace(submission, answers=answers)
    is_outside = sealing.reading_group(submission.answers) is Group.OUTSIDE
    moves = is_outside and not growing.is_outside
    # Whoever read it so far keeps a key that opens nothing from now on.
    keys = sealing.new_keys() if moves else growing.keys
    rows = sealing.seal_report(
        book, submission, growing.hers, growing.received, growing.place, keys
    )
    after = replace(growing, keys=keys, is_outside=is_outside, last_card=rows.shown.dump())
    return Grown(rows, after, moves)


def write(organisation: Organisation, before: Growing, grown: Grown) -> bool:
    """Write it; False when somebody has taken it up meanwhile, so that it grows no more.

    Inside a transaction. What is added after that belongs into the thread.
    """
    report = grown.rows.report
    changed = Report.objects.filter(pk=report.pk, state=State.NEW).update(
        story=report.story, identity=report.identity, facets=report.facets
    )
    if changed != 1:
        return False
    _write_alert(grown.rows.alert)
    if grown.growing.last_card != before.last_card:
        cards_of_hers = ThreadItem.objects.filter(thread=before.place.thread, kind=ItemKind.CARD)
        cards_of_hers.update(blob=grown.rows.card.blob)
    if grown.moves:
        Wrap.objects.filter(object=report.id).delete()
        Wrap.objects.bulk_create(grown.rows.wraps)
        Thread.objects.filter(pk=before.place.thread).update(group=Group.OUTSIDE.value)
        action = log.Action("report.moved-outside", report.id, log.REPORTER)
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


def _write_alert(new: Alert) -> None:
    """Change the one alert row, but never make it later or quieter than it is."""
    changes: dict[str, object] = {
        "listed_from": new.listed_from,
        "group": new.group,
        "epoch": new.epoch,
        "target": new.target,
    }
    old = Alert.objects.filter(pk=new.pk).only("alert_class", "next_alert_at").first()
    if old is None:
        new.pk = new_id()
        new.save(force_insert=True)
        return
    if (new.alert_class, new.next_alert_at) < (old.alert_class, old.next_alert_at):
        changes |= {"alert_class": new.alert_class, "next_alert_at": new.next_alert_at}
    Alert.objects.filter(pk=new.pk).update(**changes)


def _text(data: bytes) -> str:
    return base64.b85encode(data).decode()
