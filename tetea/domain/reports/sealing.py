"""Seal a report into rows, before any transaction: nothing here writes a table."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from tetea.domain.directory.clock_rules import clock_rules
from tetea.domain.keyring import recipients
from tetea.domain.keyring.models import Wrap
from tetea.domain.keyring.recipients import Book, Recipient
from tetea.domain.outbox.models import Alert
from tetea.domain.people.models import Organisation
from tetea.domain.reports import card as cards
from tetea.domain.reports import facets, places
from tetea.domain.reports.facets import Facets
from tetea.domain.reports.models import ItemKind, Report, ReporterKey, Thread, ThreadItem
from tetea.domain.rows import new_id, raw_id
from tetea.kernel.clocks.alerts import public_alert_time
from tetea.kernel.clocks.clocks import clocks_for
from tetea.kernel.clocks.rules import AlertClass
from tetea.kernel.crypto.consent import sign_consents, state_consents
from tetea.kernel.crypto.hpke import seal_to
from tetea.kernel.crypto.registry import Group, Part
from tetea.kernel.crypto.seal import new_key, seal
from tetea.kernel.crypto.token import ReporterKeys, Token
from tetea.kernel.dialogue import Questionnaire, Value

# A report that nobody has looked at wakes somebody within this time, whatever its clocks say.
UNSEEN = dt.timedelta(hours=1)
IDENTITY_TIER = "identity"
QUARANTINED = "Q"


@dataclass(frozen=True)
class Submission:
    """A questionnaire as any channel hands it in, finished or still being told."""

    questionnaire: Questionnaire
    answers: Mapping[str, Value] = field(repr=False)
    lang: str
    channel: str
    token: Token | None = field(default=None, repr=False)
    """Only the demo hands one in, so that its tokens can be printed; everybody else draws one."""
    number: str = field(default="", repr=False)
    """The number of her phone, sealed beside her name; only where she wants to be reached."""
    is_urgent: bool = False
    """Somebody is woken at once, whatever the clocks say: her words sound like danger."""
    is_quarantined: bool = False
    """Part of a flood: kept like any other, but wakes nobody before somebody has looked."""
    listed_from: dt.datetime | None = None
    """While she is still telling it, it stands in no list before this moment."""
    meant_for: str = ""
    """Which member it was written down for, when somebody wrote it who may not triage."""


@dataclass(frozen=True)
class Place:
    """The ids of a report's rows, so that a report that grows stays where it is."""

    report: str = field(default_factory=new_id)
    thread: str = field(default_factory=new_id)
    alert: str = field(default_factory=new_id)


@dataclass(frozen=True)
class Keys:
    """The two keys under which the compartments of a report stand."""

    body: bytes = field(repr=False)
    facets: bytes = field(repr=False)


@dataclass(frozen=True)
class Ring:
    """How loudly and when somebody is woken, and from when on it is listed.

    The row says it coarsely, with a chance that must be drawn once and not again.
    """

    alert_class: str
    at: dt.datetime
    listed_from: dt.datetime | None = None


@dataclass(frozen=True)
class Sealed:
    """All rows of one report, ready to be written in one transaction."""

    report: Report
    wraps: list[Wrap]
    thread: Thread
    reporter_key: ReporterKey
    card: ThreadItem
    alert: Alert
    received: dt.datetime
    shown: cards.Card = field(repr=False)
    ring: Ring
    keys: Keys = field(repr=False)
    book: Book = field(repr=False)


@dataclass(frozen=True)
class Told:
    """What is being sealed: the answers, whose they are, when they came, and where they stand."""

    submission: Submission
    hers: ReporterKeys = field(repr=False)
    now: dt.datetime
    place: Place
    coded: Facets = field(repr=False)


def new_keys() -> Keys:
    """Return fresh keys for one report."""
    return Keys(new_key(), new_key())


def reading_group(answers: Mapping[str, Value]) -> Group:
    """Return who may open a new report: triage, or only the outside officer."""
    return Group.OUTSIDE if answers.get("about_us") == "yes" else Group.INTAKE


def seal_report(
    book: Book,
    submission: Submission,
    hers: ReporterKeys,
    now: dt.datetime,
    place: Place,
    keys: Keys,
) -> Sealed:
    """Return a report's rows, sealed to whoever may read it; `now` is when it came."""
    told = tell(submission, hers, now, place)
    group = book.group(reading_group(submission.answers))
    organisation = book.organisation
    month = now.strftime("%Y-%m")
    sealed = seal_compartments(organisation, told, keys)
    report = Report(id=place.report, organisation=organisation, month=month, **sealed)
    thread = Thread(id=place.thread, organisation=organisation, report=report, group=group.group)
    reporter_key = ReporterKey(
        thread=thread,
        profile=hers.profile,
        lookup=hers.lookup,
        enc_pk=hers.enc_pk,
        sig_pk=hers.sig_pk,
    )
    shown = card_of(told)
    return Sealed(
        report=report,
        wraps=wraps_of(book, place.report, group, keys),
        thread=thread,
        reporter_key=reporter_key,
        card=ThreadItem(
            thread=thread,
            kind=ItemKind.CARD,
            reporter_key=reporter_key,
            blob=seal_card(organisation, place.thread, hers.enc_pk, shown),
        ),
        alert=alert_of(organisation, told, group),
        received=now,
        shown=shown,
        ring=ring_of(told),
        keys=keys,
        book=book,
    )


def tell(submission: Submission, hers: ReporterKeys, now: dt.datetime, place: Place) -> Told:
    """Return what is to be sealed, its facets coded; `now` is when the report came."""
    answers = cast("Mapping[str, object]", submission.answers)
    about = (submission.lang, submission.channel, place.alert)
    coded = facets.make(answers, clocks_for(clock_rules(), answers, now), now, about)
    if submission.meant_for:
        coded = replace(coded, meant_for=submission.meant_for)
    return Told(submission, hers, now, place, coded)


def seal_card(
    organisation: Organisation, thread_id: str, enc_pk: bytes, shown: cards.Card
) -> bytes:
    """Seal what a token shows to the key of whoever holds the token."""
    return seal_to(enc_pk, places.thread_part(organisation, thread_id, Part.CARD), shown.dump(), 0)


def compartments(
    organisation: Organisation,
    submission: Submission,
    about: tuple[str, bytes],
    hers: ReporterKeys,
    now: dt.datetime,
) -> tuple[bytes, bytes]:
    """Return (story, identity) as bytes; her public keys and signed consents ride in the story."""
    report_id, packed = about
    tiers = {question.name: question.tier for question in submission.questionnaire.questions}
    names = {name for name in submission.answers if tiers.get(name) == IDENTITY_TIER}
    consents = state_consents(
        raw_id(organisation.id), raw_id(report_id), 1, cards.consents_of(submission.answers)
    )
    story = {
        "version": submission.questionnaire.version,
        "lang": submission.lang,
        "channel": submission.channel,
        "received": int(now.timestamp()),
        "facets": packed.decode(),
        "answers": {k: v for k, v in submission.answers.items() if k not in names},
        "pinned": {"enc_pk": hers.enc_pk.hex(), "sig_pk": hers.sig_pk.hex()},
        "consents": [consents.message().hex(), sign_consents(hers, consents).hex()],
    }
    identity: dict[str, object] = {
        "answers": {k: v for k, v in submission.answers.items() if k in names}
    }
    if submission.number:
        identity["number"] = submission.number
    return _json(story), _json(identity)


def seal_compartments(organisation: Organisation, told: Told, keys: Keys) -> dict[str, bytes]:
    """Return the three sealed columns of a report: no step with a public key but one signature."""
    report_id, packed = told.place.report, told.coded.dump()
    story, identity = compartments(
        organisation, told.submission, (report_id, packed), told.hers, told.now
    )
    parts = {
        Part.STORY: (keys.body, story),
        Part.IDENTITY: (keys.body, identity),
        Part.FACETS: (keys.facets, packed),
    }
    return {
        part.value: seal(key, places.report_part(organisation, report_id, part), plain)
        for part, (key, plain) in parts.items()
    }


def wraps_of(book: Book, report_id: str, group: Recipient, keys: Keys) -> list[Wrap]:
    """Return the keys wrapped to the readers, and to the recovery key unless it is about us."""
    organisation = book.organisation
    wraps = [
        recipients.wrap_row(organisation, group, report_id, Part.BODY, keys.body),
        recipients.wrap_row(organisation, group, report_id, Part.FACETS, keys.facets),
    ]
    if group.group != Group.OUTSIDE:
        spare = book.recovery()
        wraps.append(recipients.wrap_row(organisation, spare, report_id, Part.BODY, keys.body))
    return wraps


def card_of(told: Told) -> cards.Card:
    """Return what her token will show."""
    coded = told.coded
    return cards.Card(
        started=coded.received,
        county=coded.county,
        sub_county=coded.sub_county,
        wants=coded.want_first,
        clocks=cards.public_clocks(coded.clocks),
        consents=cards.consents_of(told.submission.answers),
    )


def alert_of(organisation: Organisation, told: Told, group: Recipient) -> Alert:
    """Return the alert row, its target sealed to the readers. Draws the chance in its time."""
    alert_id, ring = told.place.alert, ring_of(told)
    klass, when = _wakes(told)
    target = _json({"report": told.place.report})
    return Alert(
        id=alert_id,
        organisation=organisation,
        alert_class=ring.alert_class,
        next_alert_at=public_alert_time(when, klass),
        listed_from=ring.listed_from,
        group=group.group,
        epoch=group.epoch,
        target=seal_to(group.pk, places.alert_target(organisation, alert_id), target, group.epoch),
    )


def ring_of(told: Told) -> Ring:
    """Return how loudly and when somebody is woken for a report that nobody has seen."""
    klass, when = _wakes(told)
    is_quarantined = told.submission.is_quarantined
    return Ring(QUARANTINED if is_quarantined else klass, when, told.submission.listed_from)


def _wakes(told: Told) -> tuple[AlertClass, dt.datetime]:
    now = told.now
    if told.submission.is_urgent:
        return "A", now
    clocks = told.coded.clocks
    soonest = min((one.alert_at for one in clocks), default=now + UNSEEN)
    is_urgent = any(one.alert_class == "A" and one.alert_at <= now + UNSEEN for one in clocks)
    return "A" if is_urgent else "B", min(soonest, now + UNSEEN)


def _json(content: object) -> bytes:
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
