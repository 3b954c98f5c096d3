"""Somebody who can write into the database: what he changes does not open, and is noticed."""

import logging
import secrets

import pytest

from tests.conftest import passphrase
from tetea.domain.keyring import grants, recipients, unlock
from tetea.domain.keyring.errors import DirectoryAlarm, KeyringError, SignInRefused
from tetea.domain.keyring.models import DirectoryEntry, Grant, MemberKey, Wrap
from tetea.domain.keyring.recipients import Recipient
from tetea.domain.people.models import Member
from tetea.domain.reports import thread
from tetea.domain.reports.errors import NotFound
from tetea.domain.reports.models import ItemKind, Report
from tetea.domain.reports.work import opening, triage
from tetea.domain.rows import new_id, raw_id
from tetea.kernel.crypto.directory_entries import (
    AddMember,
    Head,
    OpenEpoch,
    build,
    entry_hash,
    signer_name,
)
from tetea.kernel.crypto.frame import lp
from tetea.kernel.crypto.kdf import demo
from tetea.kernel.crypto.member_keys import GroupKey, MemberKeys
from tetea.kernel.crypto.registry import Group, Part
from tetea.kernel.crypto.seal import new_key


def _member_id(unlocked, username):
    return next(one for one, name, _ in triage.assignable(unlocked) if name == username)


@pytest.fixture
def burglar(organisation):
    """Keys of somebody who was never signed into the directory."""
    return MemberKeys.generate(raw_id(organisation.id), raw_id(new_id()))


def _append(organisation, change, signer):
    last = DirectoryEntry.objects.order_by("seq").reverse()[0]
    head = Head(last.seq, entry_hash(last.entry))
    signed = build(change, head, [(signer_name(signer.member), signer)])
    DirectoryEntry.objects.create(
        organisation=organisation,
        seq=last.seq + 1,
        entry=signed.entry,
        signatures=lp(*signed.signatures),
    )


def test_n21_a_forged_epoch_is_ignored_with_an_alarm_and_intake_goes_on(
    organisation, burglar, report, sign_in, report_id, caplog
):
    own = GroupKey.generate()
    _append(organisation, OpenEpoch(Group.INTAKE, 2, own.public), burglar)

    with caplog.at_level(logging.ERROR):
        received = report()

    assert "directory alarm" in caplog.text
    wanted = report_id(received)
    assert {row.epoch for row in Wrap.objects.filter(object=wanted, group="intake")} == {1}
    opening.open_report(sign_in("amina"), wanted)


def test_n21_a_member_added_by_a_stranger_is_no_member(organisation, burglar, sign_in):
    ours = sign_in("amina")
    change = AddMember(burglar.member, "coordinator", burglar.enc_pk, burglar.sig_pk)
    _append(organisation, change, burglar)

    assert burglar.member not in recipients.directory(organisation).members
    assert ours.role == "coordinator"


def test_n21_a_swapped_epoch_key_inside_an_old_entry_is_refused(organisation):
    recipients.forget()
    row = DirectoryEntry.objects.get(organisation=organisation, seq=9)
    row.entry = row.entry.replace(b'"number":1', b'"number":2')
    row.save()

    with pytest.raises(DirectoryAlarm):
        recipients.directory(organisation)


def test_n21_an_older_directory_is_refused(organisation):
    recipients.directory(organisation)
    recipients.forget()
    DirectoryEntry.objects.filter(organisation=organisation, seq__gt=5).delete()

    with pytest.raises(DirectoryAlarm):
        recipients.directory(organisation)


def test_n21_intake_goes_on_with_the_directory_that_was_verified_before(
    organisation, report, sign_in, report_id, caplog
):
    recipients.directory(organisation)
    DirectoryEntry.objects.filter(organisation=organisation, seq__gt=5).delete()

    with caplog.at_level(logging.ERROR):
        received = report()

    assert "directory alarm" in caplog.text
    assert Report.objects.filter(id=report_id(received)).exists()


def test_n21_a_key_set_swapped_for_another_members_does_not_sign_in(organisation):
    rose = MemberKey.objects.get(member__username="rose")
    kamau = MemberKey.objects.get(member__username="kamau")
    for name in ("kdf_salt", "blob", "settings"):
        setattr(kamau, name, getattr(rose, name))
    kamau.save()

    with pytest.raises(SignInRefused):
        unlock.sign_in(organisation, unlock.Credentials("kamau", passphrase("rose")))


def test_n21_a_key_set_of_the_burglars_own_making_does_not_sign_in(organisation, burglar):
    member = Member.objects.get(username="amina")
    record = MemberKey.objects.get(member=member)
    keys = MemberKeys.generate(raw_id(organisation.id), raw_id(member.id))
    kdf = demo(secrets.token_bytes(16))
    from tetea.domain.keyring import settings_blob
    from tetea.kernel.crypto.member_keys import Pinned, kek

    trust = recipients.read_trust()
    key = kek("burglar", kdf, keys.organisation, keys.member)
    record.kdf_memory_kib, record.kdf_passes, record.kdf_salt = kdf.memory_kib, kdf.passes, kdf.salt
    record.blob = keys.lock_under(key, Pinned(trust.genesis, trust.head_seq, trust.head_hash))
    record.settings = settings_blob.sealed_settings(
        organisation, member.id, key, settings_blob.Settings()
    )
    record.save()

    with pytest.raises(SignInRefused):
        unlock.sign_in(organisation, unlock.Credentials("amina", "burglar"))


def test_n21_a_case_replaced_whole_under_a_strangers_key_does_not_open(
    organisation, burglar, sign_in, report, report_id
):
    wanted = report_id(report())
    coordinator, paralegal = sign_in("amina"), sign_in("rose")
    rose = _member_id(coordinator, "rose")
    triage.assign(coordinator, wanted, rose)
    recipient = Recipient(rose, recipients.member(organisation, rose).pk)
    grants.give(organisation, burglar, recipient, new_key(), (wanted, Part.BODY))

    with pytest.raises(NotFound):
        opening.open_report(paralegal, wanted)


def test_n23_a_grant_whose_wrap_was_exchanged_is_refused(sign_in, report, report_id):
    first, second = report_id(report()), report_id(report())
    coordinator = sign_in("amina")
    rose = _member_id(coordinator, "rose")
    for one in (first, second):
        triage.assign(coordinator, one, rose)
    mine = Wrap.objects.get(object=first, recipient=rose, part=Part.BODY)
    other = Wrap.objects.get(object=second, recipient=rose, part=Part.BODY)
    mine.wrap = other.wrap
    mine.save()

    with pytest.raises(NotFound):
        opening.open_report(sign_in("rose"), first)


def test_n23_a_grant_with_a_changed_signature_is_refused(sign_in, report, report_id):
    wanted = report_id(report())
    coordinator = sign_in("amina")
    rose = _member_id(coordinator, "rose")
    triage.assign(coordinator, wanted, rose)
    grant = Grant.objects.get(object=wanted, recipient=rose)
    grant.signature = bytes([grant.signature[0] ^ 1]) + grant.signature[1:]
    grant.save()

    with pytest.raises(NotFound):
        opening.open_report(sign_in("rose"), wanted)


@pytest.mark.parametrize("column", ["story", "identity", "facets"])
def test_t03_blobs_swapped_between_two_reports_open_in_neither(sign_in, report, report_id, column):
    first, second = report_id(report()), report_id(report())
    one, two = Report.objects.get(id=first), Report.objects.get(id=second)
    mine, other = getattr(one, column), getattr(two, column)
    Report.objects.filter(id=first).update(**{column: other})
    Report.objects.filter(id=second).update(**{column: mine})
    coordinator = sign_in("amina")

    for wanted in (first, second):
        if column == "facets":
            from tetea.domain.reports.work import queue

            assert queue.queue(coordinator, "all").rows == ()
        else:
            with pytest.raises(NotFound):
                opening.open_report(coordinator, wanted)


def test_t03_story_and_identity_swapped_within_a_report_do_not_open(sign_in, report, report_id):
    wanted = report_id(report())
    row = Report.objects.get(id=wanted)
    Report.objects.filter(id=wanted).update(story=row.identity, identity=row.story)

    with pytest.raises(NotFound):
        opening.open_report(sign_in("amina"), wanted)


def test_n22_blobs_stay_open_when_a_table_or_column_gets_another_name():
    from tetea.domain.reports import places

    class Renamed:
        id = new_id()

    org = type("Organisation", (), {"id": new_id()})()
    place = places.report_part(org, Renamed.id, Part.STORY).encode()

    assert b"Report" not in place
    assert b"reports_report" not in place
    assert b"report" in place
    assert b"story" in place


def test_a_role_written_into_the_database_gives_no_rights(organisation, sign_in):
    Member.objects.filter(username="kamau").update(username="kamau2")

    with pytest.raises(KeyringError):
        unlock.sign_in(organisation, unlock.Credentials("kamau", passphrase("kamau")))
    assert sign_in("amina").role == "coordinator"


def test_a_message_that_she_did_not_sign_is_not_taken_for_hers(
    organisation, sign_in, report, report_id
):
    received = report()
    wanted = report_id(received)
    visitor = thread.open_token(organisation, received.token.digits)
    thread.say(visitor, "This is me.")
    forged = {"from": "reporter", "at": 1, "text": "Drop the case.", "signature": "00" * 64}
    thread.add_item(visitor, ItemKind.MESSAGE, forged)

    opened = opening.open_report(sign_in("amina"), wanted)

    hers = {message.text: message.is_hers for message in opened.messages}
    assert hers == {"This is me.": True, "Drop the case.": False}


def test_contact_rules_that_she_did_not_sign_count_for_nothing(
    organisation, sign_in, report, report_id
):
    received = report()
    visitor = thread.open_token(organisation, received.token.digits)
    thread.change_contact(visitor, {"contact_number": "her own"})
    forged = {"at": 1, "contact": {"contact_number": "the aggressor's"}, "signature": "00" * 64}
    thread.add_item(visitor, ItemKind.CONTACT, forged)

    amina = sign_in("amina")
    opening.open_report(amina, report_id(received))
    found = opening.open_identity(amina, report_id(received), "call_now").identity

    assert found
    assert found.answers["contact_number"] == "her own"
