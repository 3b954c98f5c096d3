"""Which keys of a report a member reaches, and what they open."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from tetea.domain.keyring import grants, recipients
from tetea.domain.keyring.errors import NoSuchKey
from tetea.domain.keyring.holder import Holder
from tetea.domain.keyring.models import Wrap
from tetea.domain.people.models import Organisation
from tetea.domain.reports import facets as coded
from tetea.domain.reports import places
from tetea.domain.reports.errors import NotFound
from tetea.domain.reports.facets import Facets
from tetea.domain.reports.models import Report
from tetea.domain.rows import raw_id
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.hpke import wrap_info
from tetea.kernel.crypto.registry import Group, Part
from tetea.kernel.crypto.seal import seal, unseal

READING_GROUPS = (Group.INTAKE, Group.OUTSIDE)


@dataclass(frozen=True)
class Story:
    """The opened compartments of a report."""

    version: str
    lang: str
    channel: str
    received: int
    answers: Mapping[str, object] = field(repr=False)
    identity: Mapping[str, object] = field(repr=False)
    enc_pk: bytes = field(repr=False)
    sig_pk: bytes = field(repr=False)
    consents: tuple[bytes, bytes] = field(repr=False)
    facets: Facets = field(repr=False)
    number: str = field(default="", repr=False)
    """The number of the phone with which she reported, where it was kept."""


def find(holder: Holder, report_id: str) -> Report:
    """Return a report of this organisation; raise NotFound."""
    report = Report.objects.filter(organisation=holder.organisation, id=report_id).first()
    if report is None:
        raise NotFound
    return report


def lock(holder: Holder, report_id: str) -> Report:
    """Return a report for changing, locked until the transaction ends; raise NotFound.

    Whoever changes it reads it after this, so that of two at once neither overwrites the other.
    """
    rows = Report.objects.select_for_update()
    report = rows.filter(organisation=holder.organisation, id=report_id).first()
    if report is None:
        raise NotFound
    return report


def body_key(holder: Holder, report: Report) -> bytes:
    """Return the key of story and identity; raise NotFound when her keys do not reach it."""
    try:
        return grants.open_granted(holder, report.id, Part.BODY)
    except NoSuchKey:
        # After triage only a signed grant counts: an unsigned wrap may be anybody's.
        if report.facets_generation:
            raise NotFound from None
        return _group_key(holder, report.id, Part.BODY)


def open_facets(holder: Holder, report: Report, wrap: Wrap | None = None) -> Facets:
    """Open a report's facets; raise NotFound when her keys do not reach them."""
    try:
        key = facets_key(holder, report, wrap)
        return coded.load(unseal(key, _facets_place(holder.organisation, report), report.facets))
    except (NoSuchKey, Unsealable):
        raise NotFound from None


def facets_key(holder: Holder, report: Report, wrap: Wrap | None = None) -> bytes:
    """Return the key under which a report's facets stand now."""
    if report.facets_generation:
        try:
            return holder.team(report.facets_generation)
        except NoSuchKey:
            raise NotFound from None
    return open_group_wrap(holder, wrap) if wrap else _group_key(holder, report.id, Part.FACETS)


def put_facets(holder: Holder, report: Report, key: bytes, new: Facets) -> None:
    """Seal changed facets in their place; after triage only what the whole team may see."""
    shown = new
    if report.facets_generation:
        # The newest generation, so that somebody who left does not read what is written now.
        shown = new.for_team()
        report.facets_generation = recipients.group(holder.organisation, Group.TEAM).epoch
        key = holder.team(report.facets_generation)
    report.facets = seal(key, _facets_place(holder.organisation, report), shown.dump())
    Report.objects.filter(pk=report.pk).update(
        facets=report.facets, facets_generation=report.facets_generation
    )


def open_story(holder: Holder, report: Report, key: bytes) -> Story:
    """Open story and identity with the body key; raise NotFound for anything that does not open."""
    organisation = holder.organisation
    try:
        story = json.loads(
            unseal(key, places.report_part(organisation, report.id, Part.STORY), report.story)
        )
        identity = json.loads(
            unseal(key, places.report_part(organisation, report.id, Part.IDENTITY), report.identity)
        )
    except Unsealable:
        raise NotFound from None
    message, signature = story["consents"]
    return Story(
        version=story["version"],
        lang=story["lang"],
        channel=story["channel"],
        received=story["received"],
        answers=story["answers"],
        identity=identity["answers"],
        enc_pk=bytes.fromhex(story["pinned"]["enc_pk"]),
        sig_pk=bytes.fromhex(story["pinned"]["sig_pk"]),
        consents=(bytes.fromhex(message), bytes.fromhex(signature)),
        facets=coded.load(story["facets"].encode()),
        number=str(identity.get("number", "")),
    )


def open_group_wrap(holder: Holder, row: Wrap) -> bytes:
    """Open a wrap that is addressed to a group's epoch; raise NotFound."""
    try:
        return grants.open_for_group(holder, row)
    except NoSuchKey:
        raise NotFound from None


def open_own_wrap(holder: Holder, row: Wrap) -> bytes:
    """Open an unsigned wrap addressed to this member herself; raise NotFound."""
    try:
        return holder.keys.unwrap(_info(holder.organisation, row, holder.keys.enc_pk), row.wrap)
    except Unsealable:
        raise NotFound from None


def _group_key(holder: Holder, object_id: str, part: Part) -> bytes:
    names = [group.value for group in READING_GROUPS if holder.holds(group)]
    row = Wrap.objects.filter(object=object_id, part=part, group__in=names).first()
    if row is None:
        raise NotFound
    return open_group_wrap(holder, row)


def _info(organisation: Organisation, row: Wrap, pk: bytes) -> bytes:
    return wrap_info(
        raw_id(organisation.id),
        raw_id(row.object),
        Part(row.part),
        raw_id(row.recipient),
        pk,
        row.epoch,
    )


def _facets_place(organisation: Organisation, report: Report) -> Context:
    return places.report_part(organisation, report.id, Part.FACETS)
