"""Fill a database with cases as triage leaves them, each sealed for itself, without Argon2id."""

import datetime as dt
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from django.db import models, transaction

from bench.flows import ANSWERS
from tetea.domain import moment
from tetea.domain.cases.models import Case
from tetea.domain.directory.clock_rules import clock_rules
from tetea.domain.keyring import recipients, unlock
from tetea.domain.keyring.grants import _address, _columns
from tetea.domain.keyring.models import Grant
from tetea.domain.keyring.recipients import Recipient
from tetea.domain.outbox import calling
from tetea.domain.outbox.calling import Call
from tetea.domain.outbox.models import Alert
from tetea.domain.people.queries import organisation
from tetea.domain.reports import card as cards
from tetea.domain.reports import facets as coded
from tetea.domain.reports import places, questionnaire
from tetea.domain.reports.facets import Facets
from tetea.domain.reports.models import ItemKind, Report, ReporterKey, State, Thread, ThreadItem
from tetea.domain.reports.sealing import Submission, compartments
from tetea.domain.rows import new_id, raw_id
from tetea.kernel.clocks.clocks import clocks_for
from tetea.kernel.crypto.grant import sign_grant, state_grant
from tetea.kernel.crypto.hpke import seal_to
from tetea.kernel.crypto.registry import Group, Part
from tetea.kernel.crypto.seal import new_key, seal
from tetea.kernel.crypto.token import ReporterKeys, derive, new_token

BATCH = 500
STORY = "He took my phone and did not pay. " * 20
MONTHS = 6

Rows = list[models.Model]


@dataclass(frozen=True)
class Maker:
    """What every case of one filling shares."""

    holder: unlock.Unlocked = field(repr=False)
    keys: ReporterKeys = field(repr=False)
    submission: Submission
    team: bytes = field(repr=False)
    generation: int
    own: Recipient
    spare: Recipient
    head: int


def add_cases(count: int, username: str, passphrase: str, code: str) -> None:
    """Write so many open cases whose keys this member holds."""
    ours = organisation()
    signed_in = unlock.sign_in(ours, unlock.Credentials(username, passphrase, code))
    maker = _maker(signed_in.unlocked)
    whole = (_case(maker, number) for number in range(count))
    while batch := list(islice(whole, BATCH)):
        _write(batch)


def _maker(holder: unlock.Unlocked) -> Maker:
    ours = holder.organisation
    answers: Mapping[str, Any] = {**ANSWERS, "story": STORY, "name_used": "Akinyi"}
    generation = recipients.group(ours, Group.TEAM).epoch
    return Maker(
        holder=holder,
        keys=derive(new_token(), raw_id(ours.id), secrets.token_bytes(32)),
        submission=Submission(questionnaire.current(), answers, "en", "web"),
        team=holder.team(generation),
        generation=generation,
        own=recipients.member(ours, holder.member_id),
        spare=recipients.recovery(ours),
        head=recipients.directory(ours).head.seq,
    )


def _case(maker: Maker, number: int) -> Rows:
    ours, now = maker.holder.organisation, moment.now() - dt.timedelta(days=number % (30 * MONTHS))
    key, alert_id = new_key(), new_id()
    # One derivation for all of them: only the look-up has to be another each time.
    keys = replace(maker.keys, lookup=secrets.token_bytes(16))
    answers = maker.submission.answers
    clocks = clocks_for(clock_rules(), dict(answers), now)
    made = coded.make(dict(answers), clocks, now, ("en", "web", alert_id))
    facets = replace(made, owner=maker.holder.member_id, step_due=coded.minutes(now))
    report = _report(maker, facets, key, keys, now)
    thread = Thread(organisation=ours, report=report, group=Group.INTAKE.value)
    reporter = ReporterKey(
        thread=thread,
        profile=keys.profile,
        lookup=keys.lookup,
        enc_pk=keys.enc_pk,
        sig_pk=keys.sig_pk,
    )
    return [
        report,
        *_keys_of(maker, report.id, key),
        thread,
        reporter,
        _card(maker, thread, reporter, facets),
        _alert(maker, report.id, facets, now),
        _file(maker, report, key),
    ]


def _report(
    maker: Maker, facets: Facets, key: bytes, keys: ReporterKeys, now: dt.datetime
) -> Report:
    ours, report_id = maker.holder.organisation, new_id()
    story, identity = compartments(ours, maker.submission, (report_id, facets.dump()), keys, now)
    return Report(
        id=report_id,
        organisation=ours,
        state=State.OPEN,
        month=now.strftime("%Y-%m"),
        facets_generation=maker.generation,
        story=seal(key, places.report_part(ours, report_id, Part.STORY), story),
        identity=seal(key, places.report_part(ours, report_id, Part.IDENTITY), identity),
        facets=seal(
            maker.team,
            places.report_part(ours, report_id, Part.FACETS),
            facets.for_team().dump(),
        ),
    )


def _keys_of(maker: Maker, report_id: str, key: bytes) -> Rows:
    """Return the member's signed grant with its wrap, and the wrap to the recovery key."""
    ours = maker.holder.organisation
    row = recipients.wrap_row(ours, maker.own, report_id, Part.BODY, key)
    row.owns = True
    member = maker.holder.keys
    statement = state_grant(
        _address(ours, report_id, Part.BODY, maker.own), key, row.wrap, member.member, maker.head
    )
    row.grant = Grant(
        organisation=ours,
        object=report_id,
        part=Part.BODY,
        recipient=maker.own.id,
        signature=sign_grant(member, statement),
        **_columns(statement),
    )
    return [row.grant, row, recipients.wrap_row(ours, maker.spare, report_id, Part.BODY, key)]


def _card(maker: Maker, thread: Thread, reporter: ReporterKey, facets: Facets) -> ThreadItem:
    ours = maker.holder.organisation
    shown = cards.Card(started=facets.received, county=facets.county, wants=facets.want_first)
    place = places.thread_part(ours, thread.id, Part.CARD)
    blob = seal_to(bytes(reporter.enc_pk), place, shown.dump(), 0)
    return ThreadItem(thread=thread, kind=ItemKind.CARD, reporter_key=reporter, blob=blob)


def _alert(maker: Maker, report_id: str, facets: Facets, now: dt.datetime) -> Alert:
    ours = maker.holder.organisation
    place = places.alert_target(ours, facets.alert)
    return Alert(
        id=facets.alert,
        organisation=ours,
        alert_class="B",
        next_alert_at=(now + dt.timedelta(days=7 + 30 * MONTHS)).replace(microsecond=0),
        group=Group.TEAM.value,
        epoch=maker.generation,
        target=seal(maker.team, place, json.dumps({"report": report_id}).encode()),
        **calling.columns(ours, facets.alert, Call((maker.holder.member_id,))),
    )


def _file(maker: Maker, report: Report, key: bytes) -> Case:
    ours = maker.holder.organisation
    case = Case(organisation=ours, report=report)
    body = json.dumps({"next_step": "Go to the clinic with her", "outcome": ""}).encode()
    case.body = seal(key, places.case_part(ours, case.id, Part.BODY), body)
    return case


def _write(batch: list[Rows]) -> None:
    with transaction.atomic():
        for kind, rows in _by_kind(batch):
            kind._default_manager.bulk_create(rows)  # noqa: SLF001  # the only public way by type


def _by_kind(batch: list[Rows]) -> Iterator[tuple[type[models.Model], Rows]]:
    """Group the rows by table, in the order in which they refer to each other."""
    kinds = list(dict.fromkeys(type(row) for row in batch[0]))
    for kind in kinds:
        yield kind, [row for rows in batch for row in rows if type(row) is kind]
