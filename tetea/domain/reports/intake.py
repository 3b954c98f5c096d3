"""Take a report: seal it outside the transaction, commit it whole, then hand out the token."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from django.db import InterfaceError, OperationalError, transaction

from tetea.domain import moment
from tetea.domain.directory.clock_rules import clock_rules
from tetea.domain.keyring import recipients, secretfile
from tetea.domain.keyring.errors import Busy
from tetea.domain.keyring.models import Wrap
from tetea.domain.keyring.recipients import Book, Recipient
from tetea.domain.keyring.slots import Lane, slot
from tetea.domain.log import append as log
from tetea.domain.outbox.models import Alert
from tetea.domain.people.models import Organisation
from tetea.domain.reports import card as cards
from tetea.domain.reports import facets, places
from tetea.domain.reports.errors import AlreadySent
from tetea.domain.reports.facets import Facets
from tetea.domain.reports.models import ItemKind, Report, ReporterKey, Thread, ThreadItem
from tetea.domain.rows import new_id, raw_id
from tetea.kernel.clocks.alerts import public_alert_time
from tetea.kernel.clocks.clocks import clocks_for
from tetea.kernel.crypto.consent import sign_consents, state_consents
from tetea.kernel.crypto.hpke import seal_to
from tetea.kernel.crypto.registry import Group, Part
from tetea.kernel.crypto.seal import new_key, seal
from tetea.kernel.crypto.token import ReporterKeys, Token, derive, new_token
from tetea.kernel.dialogue import Questionnaire, Value

# A report that nobody has looked at wakes somebody within this time, whatever its clocks say.
UNSEEN = dt.timedelta(hours=1)
TRIES = 5
IDENTITY_TIER = "identity"


@dataclass(frozen=True)
class Submission:
    """A finished questionnaire, as any channel hands it in."""

    questionnaire: Questionnaire
    answers: Mapping[str, Value] = field(repr=False)
    lang: str
    channel: str
    token: Token | None = field(default=None, repr=False)
    """Only the demo hands one in, so that its tokens can be printed; everybody else draws one."""


@dataclass(frozen=True)
class Received:
    """What she gets: the token, and what the confirmation page may show in this visit."""

    token: Token = field(repr=False)
    card: cards.Card = field(repr=False)
    about_us: bool


@dataclass(frozen=True)
class _Sealed:
    """All rows of one report, ready to be written in one transaction."""

    report: Report
    wraps: list[Wrap]
    thread: Thread
    reporter_key: ReporterKey
    card: ThreadItem
    alert: Alert
    book: Book


Claim = Callable[[Received], bool]


def receive(
    organisation: Organisation, submission: Submission, claim: Claim | None = None
) -> Received:
    """Seal and store a report and return its token; what is returned has been committed.

    One Argon2id call and all sealing happen before the transaction, so the single writer is not
    held. A report about the organisation itself is sealed to the outside officer only, never to
    triage and never to the recovery key. `claim` runs inside the transaction and says whether this
    report may still be stored; when not, AlreadySent is raised and nothing is left behind.
    Raises Busy, also when the database takes nothing, and DirectoryAlarm.
    """
    token = submission.token or new_token()
    with slot(Lane.INTAKE):
        keys = derive(token, raw_id(organisation.id), secretfile.read().org_salt)
    about_us = submission.answers.get("about_us") == "yes"
    now = moment.now()
    for _ in range(TRIES):
        rows, shown = _seal(organisation, submission, keys, now)
        received = Received(token, shown, about_us)
        try:
            if _store(organisation, rows, received, claim):
                return received
        except (OperationalError, InterfaceError):
            # The database is away or locked: nothing was taken, and she is told so.
            raise Busy from None
    raise transaction.TransactionManagementError("the directory changed at every try")


def reading_group(answers: Mapping[str, Value]) -> Group:
    """Return who may open a new report: triage, or only the outside officer."""
    return Group.OUTSIDE if answers.get("about_us") == "yes" else Group.INTAKE


def _seal(
    organisation: Organisation, submission: Submission, keys: ReporterKeys, now: dt.datetime
) -> tuple[_Sealed, cards.Card]:
    book = recipients.book(organisation)
    group = book.group(reading_group(submission.answers))
    report_id, alert_id = new_id(), new_id()
    answers = cast("Mapping[str, object]", submission.answers)
    coded = facets.make(
        answers,
        clocks_for(clock_rules(), answers, now),
        now,
        (submission.lang, submission.channel, alert_id),
    )
    report, wraps = _seal_report(book, submission, (report_id, coded, group), keys, now)
    thread = Thread(organisation=organisation, report=report, group=group.group)
    reporter_key = ReporterKey(
        thread=thread,
        profile=keys.profile,
        lookup=keys.lookup,
        enc_pk=keys.enc_pk,
        sig_pk=keys.sig_pk,
    )
    shown = _card(submission.answers, coded)
    place = places.thread_part(organisation, thread.id, Part.CARD)
    rows = _Sealed(
        report=report,
        wraps=wraps,
        thread=thread,
        reporter_key=reporter_key,
        card=ThreadItem(
            thread=thread,
            kind=ItemKind.CARD,
            reporter_key=reporter_key,
            blob=seal_to(keys.enc_pk, place, shown.dump(), 0),
        ),
        alert=_alert(organisation, coded, report_id, group, now),
        book=book,
    )
    return rows, shown


def _seal_report(
    book: Book,
    submission: Submission,
    about: tuple[str, Facets, Recipient],
    keys: ReporterKeys,
    now: dt.datetime,
) -> tuple[Report, list[Wrap]]:
    report_id, coded, group = about
    organisation, packed = book.organisation, coded.dump()
    story, identity = _compartments(organisation, submission, (report_id, packed), keys, now)
    body_key, facets_key = new_key(), new_key()
    report = Report(
        id=report_id,
        organisation=organisation,
        month=now.strftime("%Y-%m"),
        story=seal(body_key, places.report_part(organisation, report_id, Part.STORY), story),
        identity=seal(
            body_key, places.report_part(organisation, report_id, Part.IDENTITY), identity
        ),
        facets=seal(facets_key, places.report_part(organisation, report_id, Part.FACETS), packed),
    )
    wraps = [
        recipients.wrap_row(organisation, group, report_id, Part.BODY, body_key),
        recipients.wrap_row(organisation, group, report_id, Part.FACETS, facets_key),
    ]
    if group.group != Group.OUTSIDE:
        spare = book.recovery()
        wraps.append(recipients.wrap_row(organisation, spare, report_id, Part.BODY, body_key))
    return report, wraps


def _compartments(
    organisation: Organisation,
    submission: Submission,
    about: tuple[str, bytes],
    keys: ReporterKeys,
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
        "pinned": {"enc_pk": keys.enc_pk.hex(), "sig_pk": keys.sig_pk.hex()},
        "consents": [consents.message().hex(), sign_consents(keys, consents).hex()],
    }
    identity = {"answers": {k: v for k, v in submission.answers.items() if k in names}}
    return _json(story), _json(identity)


def _card(answers: Mapping[str, Value], coded: Facets) -> cards.Card:
    return cards.Card(
        started=coded.received,
        county=coded.county,
        sub_county=coded.sub_county,
        wants=coded.want_first,
        clocks=cards.public_clocks(coded.clocks),
        consents=cards.consents_of(answers),
    )


def _alert(
    organisation: Organisation,
    coded: Facets,
    report_id: str,
    group: Recipient,
    now: dt.datetime,
) -> Alert:
    soonest = min((one.alert_at for one in coded.clocks), default=now + UNSEEN)
    is_urgent = any(one.alert_class == "A" and one.alert_at <= now + UNSEEN for one in coded.clocks)
    when = min(soonest, now + UNSEEN)
    klass = "A" if is_urgent else "B"
    target = _json({"report": report_id})
    return Alert(
        id=coded.alert,
        organisation=organisation,
        alert_class=klass,
        next_alert_at=public_alert_time(when, "A" if is_urgent else "B"),
        group=group.group,
        epoch=group.epoch,
        target=seal_to(
            group.pk, places.alert_target(organisation, coded.alert), target, group.epoch
        ),
    )


def _store(
    organisation: Organisation, rows: _Sealed, received: Received, claim: Claim | None
) -> bool:
    """Write everything in one transaction; False when the directory changed since sealing."""
    with transaction.atomic():
        # Before the claim: leaving this block without an error commits what the claim has written.
        if recipients.directory(organisation).head != rows.book.directory.head:
            return False
        if claim is not None and not claim(received):
            raise AlreadySent
        rows.report.save(force_insert=True)
        Wrap.objects.bulk_create(rows.wraps)
        rows.thread.save(force_insert=True)
        rows.reporter_key.save(force_insert=True)
        rows.card.save(force_insert=True)
        rows.alert.save(force_insert=True)
        action = log.Action("report.received", rows.report.id, log.REPORTER)
        log.append(organisation, action, rows.book.group(Group.LOG))
    return True


def _json(content: object) -> bytes:
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
