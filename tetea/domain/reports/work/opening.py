"""Open a report on purpose: log entry first, a note for her, and a line for the next reader."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db import transaction

from tetea.domain import moment
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.reports import places
from tetea.domain.reports.errors import NotFound, NotOpened, NotReleased
from tetea.domain.reports.facets import Facets
from tetea.domain.reports.models import ItemKind, Opening, Report, ReporterKey, Thread, ThreadItem
from tetea.domain.reports.work import identity, items, pace, reach, written
from tetea.domain.reports.work.her_keys import HerKey
from tetea.domain.reports.work.identity import Identity
from tetea.domain.reports.work.items import ReadItem
from tetea.domain.reports.work.reach import Story
from tetea.domain.rows import new_id, raw_id
from tetea.kernel.casework.consents import FIRST, Signed, Standing, missing_for, standing
from tetea.kernel.casework.entries import Entry
from tetea.kernel.crypto.consent import ConsentStatement, check_consents
from tetea.kernel.crypto.errors import ConsentForged, Unsealable
from tetea.kernel.crypto.hpke import seal_to
from tetea.kernel.crypto.registry import Part
from tetea.kernel.crypto.seal import seal, unseal


@dataclass(frozen=True)
class OpenedBy:
    """Who opened a report, and when; `reason` says why, where it was who she is."""

    username: str
    role: str
    at: dt.datetime
    reason: str = ""

    @property
    def is_identity(self) -> bool:
        """Whether it was the identity that was opened."""
        return bool(self.reason)


@dataclass(frozen=True)
class Consents:
    """Her consents as they stand now: what she signed, and over it what was written down since.

    `forged` counts statements that no key of hers has signed: they are ignored.
    """

    standing: Mapping[str, Standing]
    signed: Signed
    forged: int = 0

    @property
    def answers(self) -> dict[str, bool]:
        """Whether each may be acted on."""
        return {name: one.given for name, one in self.standing.items()}

    @property
    def number(self) -> int:
        """The number of her newest signed statement."""
        return self.signed.number


@dataclass(frozen=True)
class OpenReport:
    """All that a member sees of an opened report. Who she is stays out of it until opened, too."""

    report: Report
    story: Story = field(repr=False)
    """Without its identity and number, whatever is open."""
    facets: Facets = field(repr=False)
    messages: tuple[ReadItem, ...] = field(repr=False)
    contact: Mapping[str, object] = field(repr=False)
    """Her rules, and nothing that names her."""
    consents: Consents = field(repr=False)
    openings: tuple[OpenedBy, ...] = ()
    tokens: tuple[HerKey, ...] = field(default=(), repr=False)
    """Further tokens that were made for her, when and by which channel."""
    survey: Mapping[str, object] | None = field(default=None, repr=False)
    """What she said of how it was, {answers, words}, signed with a key of hers; None if nothing."""
    kept: tuple[str, ...] = ()
    """Which answers about who she is there are: names of questions, and "number"."""
    identity: Identity | None = field(default=None, repr=False)
    """Who she is, while it is open."""


@dataclass(frozen=True)
class Reach:
    """What it takes to write to her. For sending alone: it is never shown."""

    contact: Mapping[str, object] = field(repr=False)
    number: str = field(repr=False)


def open_report(holder: Holder, report_id: str) -> OpenReport:
    """Log the opening, tell her, and return the content; raise NotFound when out of reach.

    Raises TooFast for the fifty-first within ten minutes, until a second person has approved.
    No log, no content: entry, note and line are committed before anything is opened for show.
    """
    report, key, story = _reached(holder, report_id)
    pace.check(holder, report.id, is_danger=story.answers.get("danger") == "yes")
    with transaction.atomic():
        pace.count(holder, report.id)
        _note_for_her(holder, report, items.keys_of_hers(holder, report, key, story))
        _line_for_the_next(holder, report, key)
        _log(holder, "report.opened", report)
    holder.mark_opened(report.id)
    return read_report(holder, report_id)


def open_identity(holder: Holder, report_id: str, reason: str) -> OpenReport:
    """Open who she is in an opened report; log entry, note and line first, as for the report.

    `reason` is a code of identity_reasons. Raises KeyError for another, NotOpened when the report
    itself is not open, and NotReleased where somebody outside would learn it without her consent:
    one that she signed or that was witnessed, since one that was only said is not enough.
    """
    identity.check_reason(reason)
    report, key, story = _reached(holder, report_id)
    opened = read_report(holder, report_id)
    missing = missing_for(reason, opened.consents.standing)
    if missing:
        raise NotReleased(missing)
    with transaction.atomic():
        _note_for_her(holder, report, items.keys_of_hers(holder, report, key, story))
        _line_for_the_next(holder, report, key, reason)
        _log(holder, "identity.opened", report, reason)
    holder.mark_opened(identity.mark(report.id))
    return read_report(holder, report_id)


def close_identity(holder: Holder, report_id: str) -> None:
    """Seal who she is again before its time."""
    holder.mark_closed(identity.mark(report_id))


def close_report(holder: Holder, report_id: str) -> None:
    """Seal a report again before its time, and who she is with it."""
    close_identity(holder, report_id)
    holder.mark_closed(report_id)


def read_report(holder: Holder, report_id: str) -> OpenReport:
    """Return an opened report's content; raise NotOpened when it was not opened on purpose."""
    report, key, story = _opened(holder, report_id)
    read = items.read_all(holder, report, key, story)
    keys = items.keys_of_hers(holder, report, key, story)
    contact = _contact(story, read)
    sealed = identity.sealed(contact, story)
    return OpenReport(
        report=report,
        story=replace(story, identity={}, number=""),
        facets=_facets(holder, report, story),
        messages=tuple(item for item in read if item.kind == ItemKind.MESSAGE),
        contact=identity.rules(contact),
        consents=live_consents(
            holder, report, keys, (story, read), written.read(holder, report, key)
        ),
        tokens=keys[1:],
        survey=_survey(read),
        openings=_openings(holder, report, key),
        kept=identity.kept(sealed),
        identity=sealed if identity.is_open(holder, report.id) else None,
    )


def for_sending(holder: Holder, report_id: str) -> Reach:
    """Return what it takes to write to her from an opened report; raise NotOpened.

    Only for whatever puts a text into the queue. Nothing of it may be shown or returned.
    """
    report, key, story = _opened(holder, report_id)
    return Reach(_contact(story, items.read_all(holder, report, key, story)), story.number)


def may_open(holder: Holder, report_id: str) -> bool:
    """Whether this member's keys reach the report's body."""
    try:
        reach.body_key(holder, reach.find(holder, report_id))
    except NotFound:
        return False
    return True


def live_consents(
    holder: Holder,
    report: Report,
    keys: tuple[HerKey, ...],
    given: tuple[Story, tuple[ReadItem, ...]],
    lines: Iterable[Entry] = (),
) -> Consents:
    """Return the newest consents that a key of hers has signed; forged ones are counted.

    `given` is her story, with the first consents, and the items of her thread; `lines` are what
    members wrote down for her since.
    """
    story, read = given
    place = (raw_id(holder.organisation.id), raw_id(report.id))
    best, at, forged = check_consents(*story.consents, story.sig_pk, *place), None, 0
    for item in read:
        if item.kind != ItemKind.CONSENT:
            continue
        try:
            message = bytes.fromhex(str(item.content["message"]))
            signature = bytes.fromhex(str(item.content["signature"]))
            found = _signed_by_any(keys, (message, signature), place)
        except (ConsentForged, KeyError, ValueError):
            forged += 1
            continue
        # Items come oldest first: of two with one number her later word counts.
        if found.number >= best.number:
            best, at = found, item.at
    signed = Signed(dict(best.answers), best.number, at if best.number > FIRST else None)
    return Consents(standing(signed, lines), signed, forged)


def _signed_by_any(
    keys: tuple[HerKey, ...], signed: tuple[bytes, bytes], place: tuple[bytes, bytes]
) -> ConsentStatement:
    for one in keys[1:]:
        try:
            return check_consents(*signed, one.sig_pk, *place)
        except ConsentForged:
            continue
    return check_consents(*signed, keys[0].sig_pk, *place)


def _facets(holder: Holder, report: Report, story: Story) -> Facets:
    """Facets as they stand now; of a case against an official the coded facts are in the story."""
    try:
        return reach.open_facets(holder, report).for_holder(story.facets)
    except NotFound:
        return story.facets


def _contact(story: Story, read: tuple[ReadItem, ...]) -> Mapping[str, object]:
    # Only what she signed: a forged "you may call at night" would put her in danger.
    hers = [item for item in read if item.kind == ItemKind.CONTACT and item.is_hers]
    changes = [item.content.get("contact") for item in hers]
    newest = changes[-1] if changes else {}
    return {**story.identity, **(newest if isinstance(newest, dict) else {})}


def _survey(read: tuple[ReadItem, ...]) -> Mapping[str, object] | None:
    """What she said first counts: it is said once, and a copy put in later says nothing."""
    hers = [item for item in read if item.kind == ItemKind.SURVEY and item.is_hers]
    found = hers[0].content.get("survey") if hers else None
    return found if isinstance(found, dict) else None


def _reached(holder: Holder, report_id: str) -> tuple[Report, bytes, Story]:
    """Return what her keys reach; that they did not is logged before NotFound is raised."""
    report = reach.find(holder, report_id)
    try:
        key = reach.body_key(holder, report)
        return report, key, reach.open_story(holder, report, key)
    except NotFound:
        _log(holder, "report.refused", report)
        raise


def _opened(holder: Holder, report_id: str) -> tuple[Report, bytes, Story]:
    report = reach.find(holder, report_id)
    key = reach.body_key(holder, report)
    if not holder.has_opened(report.id):
        raise NotOpened
    return report, key, reach.open_story(holder, report, key)


def _log(holder: Holder, verb: str, report: Report, reason: str = "") -> None:
    extra: dict[str, str | int] = {"reason": reason} if reason else {}
    action = log.Action(verb, report.id, holder.member_id, holder.role, extra)
    with transaction.atomic():
        log.append(holder.organisation, action)


def _note_for_her(holder: Holder, report: Report, keys: tuple[HerKey, ...]) -> None:
    thread = Thread.objects.filter(report=report).first()
    if thread is None:
        return
    place = places.thread_part(holder.organisation, thread.id, Part.OPENING)
    note = f"{holder.role}|{moment.now():%Y-%m}|1".encode()
    rows = ReporterKey.objects.filter(thread=thread, enc_pk__in=[one.enc_pk for one in keys])
    for row in rows:
        ThreadItem.objects.create(
            thread=thread,
            kind=ItemKind.OPENING,
            reporter_key=row,
            blob=seal_to(row.enc_pk, place, note, 0),
        )


def _line_for_the_next(holder: Holder, report: Report, key: bytes, reason: str = "") -> None:
    opening_id = new_id()
    place = places.report_part(holder.organisation, opening_id, Part.OPENING)
    line = {
        "by": holder.username,
        "role": holder.role,
        "at": int(moment.now().timestamp()),
    }
    if reason:
        line["identity"] = reason
    Opening.objects.create(
        id=opening_id, report=report, blob=seal(key, place, json.dumps(line).encode())
    )


def _openings(holder: Holder, report: Report, key: bytes) -> tuple[OpenedBy, ...]:
    found = []
    for row in report.openings.all():
        place = places.report_part(holder.organisation, row.id, Part.OPENING)
        try:
            line = json.loads(unseal(key, place, row.blob))
        except Unsealable:
            continue
        at = dt.datetime.fromtimestamp(line["at"], dt.UTC)
        found.append(OpenedBy(line["by"], line["role"], at, line.get("identity", "")))
    # Kept to the second: who somebody is was opened after the report.
    return tuple(sorted(found, key=lambda one: (one.at, one.is_identity)))
