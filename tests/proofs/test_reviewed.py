"""What a stranger found in review: each hole once, as the person it would have hurt sees it."""

import datetime as dt

import pytest

from tests.conftest import passphrase
from tests.ending import closed_by_two
from tetea.domain import moment
from tetea.domain.cases import clocks, closing, work
from tetea.domain.keyring import grants, recipients, runtime, unlock
from tetea.domain.keyring.errors import DirectoryAlarm, RuntimeLost
from tetea.domain.keyring.models import DirectoryEntry, Grant, Wrap
from tetea.domain.keyring.recipients import Recipient
from tetea.domain.outbox import alarm, claims, send
from tetea.domain.outbox.models import Alert, Outgoing
from tetea.domain.reports import places, thread, visits
from tetea.domain.reports.errors import NotFound, WrongState
from tetea.domain.reports.models import Report
from tetea.domain.reports.work import items, opening, queue, reach, triage
from tetea.gateways import memory
from tetea.kernel.crypto.registry import Group, Part
from tetea.kernel.crypto.seal import new_key, seal


@pytest.fixture
def given(sign_in, report, report_id):
    """A report that amina has triaged to rose: (received, report id, amina)."""
    received = report(acts=["SEX-01"], condom="no", when_known="today", consent_contact="yes")
    wanted = report_id(received)
    amina = sign_in("amina")
    triage.assign(amina, wanted, _id_of(amina, "rose"))
    return received, wanted, amina


def _id_of(unlocked, username):
    return next(one for one, name, _ in triage.assignable(unlocked) if name == username)


def test_a_withdrawal_that_nobody_has_read_goes_along_to_the_new_owner(
    organisation, given, sign_in
):
    received, wanted, _amina = given
    rose, joy = sign_in("rose"), sign_in("joy")
    visitor = thread.open_token(organisation, received.token.digits)
    thread.say(visitor, "Please do not call me.")
    thread.change_consents(visitor, {"contact": False})

    triage.assign(rose, wanted, joy.member_id)

    assert items.has_new(joy, [wanted]) == {wanted}
    opened = opening.open_report(joy, wanted)
    assert [message.text for message in opened.messages] == ["Please do not call me."]
    assert opened.consents.answers["contact"] is False


def test_the_administrator_cannot_grant_himself_what_she_writes_next(organisation, given, sign_in):
    received, wanted, _amina = given
    kamau = sign_in("kamau")
    himself = Recipient(kamau.member_id, kamau.keys.enc_pk)
    grants.give(organisation, kamau.keys, himself, new_key(), (wanted, Part.BODY))

    thread.say(thread.open_token(organisation, received.token.digits), "For my paralegal only.")

    holders = {one.id for one in recipients.holders(organisation, wanted, Part.BODY)}
    assert kamau.member_id not in holders
    assert not Wrap.objects.filter(recipient=kamau.member_id, part=Part.MESSAGE).exists()


def test_a_paralegal_cannot_grant_herself_a_case(organisation, given, sign_in):
    _received, wanted, _amina = given
    joy = sign_in("joy")
    herself = Recipient(joy.member_id, joy.keys.enc_pk)
    grants.give(organisation, joy.keys, herself, new_key(), (wanted, Part.BODY))

    assert joy.member_id not in {
        one.id for one in recipients.holders(organisation, wanted, Part.BODY)
    }


def test_n21_after_triage_an_unsigned_wrap_to_the_group_opens_nothing(organisation, given, sign_in):
    _received, wanted, _amina = given
    forged = new_key()
    Grant.objects.filter(object=wanted).delete()
    place = places.report_part(organisation, wanted, Part.STORY)
    Report.objects.filter(id=wanted).update(story=seal(forged, place, b"{}"))
    intake = recipients.group(organisation, Group.INTAKE)
    recipients.wrap_row(organisation, intake, wanted, Part.BODY, forged).save(force_insert=True)

    halima = sign_in("halima")
    with pytest.raises(NotFound):
        reach.body_key(halima, reach.find(halima, wanted))


def test_a_message_that_races_triage_reaches_the_paralegal(
    organisation, sign_in, report, report_id
):
    received = report()
    wanted = report_id(received)
    visitor = thread.open_token(organisation, received.token.digits)
    amina = sign_in("amina")
    assert visitor.thread.report.state == "new"
    triage.assign(amina, wanted, _id_of(amina, "rose"))

    thread.say(visitor, "Written before, sent after.")

    opened = opening.open_report(sign_in("rose"), wanted)
    assert [message.text for message in opened.messages] == ["Written before, sent after."]


def test_triage_does_not_silence_the_medicine_that_still_helps(organisation, given):
    _received, _wanted, _amina = given

    alert = Alert.objects.get()

    # At some hours of the day another clock rings before the medicine's next call: sooner is fine.
    assert alert.next_alert_at <= moment.now() + dt.timedelta(hours=1)


def test_what_nobody_has_looked_at_rings_again_within_two_hours(organisation, sign_in, report):
    sign_in("amina")
    report()
    first = moment.now() + dt.timedelta(hours=1)
    with moment.at(first):
        assert alarm.fire_due(organisation) == 1
    with moment.at(first + dt.timedelta(hours=2)):
        assert alarm.fire_due(organisation) == 1


def test_a_step_set_by_the_old_owner_does_not_take_the_case_back(given, sign_in):
    _received, wanted, amina = given
    rose, joy = sign_in("rose"), sign_in("joy")
    tomorrow = moment.now() + dt.timedelta(days=1)
    opening.open_report(amina, wanted)
    work.open_case(amina, wanted, "call", tomorrow)
    triage.assign(rose, wanted, joy.member_id)
    work.set_next_step(amina, wanted, "go", tomorrow)

    assert [row.id for row in queue.queue(joy, "mine").rows] == [wanted]


def test_a_closed_case_takes_no_next_step(given, sign_in):
    _received, wanted, amina = given
    tomorrow = moment.now() + dt.timedelta(days=1)
    opening.open_report(amina, wanted)
    work.open_case(amina, wanted, "call", tomorrow)
    closed_by_two(amina, sign_in("atieno"), wanted, "resolved")

    with pytest.raises(WrongState):
        work.set_next_step(amina, wanted, "go", tomorrow)
    with pytest.raises(WrongState):
        clocks.settle_clock(amina, wanted, "pep")
    with pytest.raises(WrongState):
        work.record(amina, wanted, "a line too late")


def test_a_letter_in_the_hand_of_a_worker_that_died_is_sent_by_the_next(
    organisation, sign_in, report
):
    memory.sent.clear()
    kept = send.Gateways(letter=memory.send, text=memory.send)
    sign_in("amina")
    report(danger="yes")
    later = moment.now() + dt.timedelta(minutes=20)
    with moment.at(later):
        alarm.fire_due(organisation)
        assert claims.claim(organisation) is not None
        assert send.send_due(organisation, kept) == 0
    with moment.at(later + dt.timedelta(minutes=45)):
        assert send.send_due(organisation, kept) == 1

    assert Outgoing.objects.get().state == "sent"


def test_a_runtime_key_that_is_being_destroyed_is_no_key(organisation):
    generation = runtime.current()
    path = runtime.folder() / f"runtime-{generation.number}"
    kept = path.read_bytes()
    path.write_bytes(bytes(32))
    try:
        with pytest.raises(RuntimeLost):
            runtime.key_of(generation.number)
    finally:
        path.write_bytes(kept)


def test_of_two_changes_with_one_number_her_later_word_counts(
    organisation, sign_in, report, report_id
):
    received = report(consent_police="yes")
    visitor = thread.open_token(organisation, received.token.digits)
    empty = thread.read_card(visitor)
    with moment.at(moment.now() - dt.timedelta(minutes=2)):
        thread.change_consents(visitor, {"police": True})
    thread.write_card(organisation, visitor.thread, visitor.reporter_key, empty)
    thread.change_consents(visitor, {"police": False})

    opened = opening.open_report(sign_in("amina"), report_id(received))

    assert opened.consents.answers["police"] is False


def test_a_directory_that_parted_from_what_she_saw_does_not_sign_her_in(organisation, sign_in):
    sign_in("amina")
    head = DirectoryEntry.objects.order_by("seq").reverse()[0]
    parted = head.entry.replace(b'"number":1', b'"number":9')
    DirectoryEntry.objects.filter(pk=head.pk).update(entry=parted)

    with pytest.raises(DirectoryAlarm):
        unlock.sign_in(organisation, unlock.Credentials("amina", passphrase("amina")))


def test_a_members_session_is_never_taken_for_a_visit(organisation, report):
    received = report()
    begun = visits.begin(thread.open_token(organisation, received.token.digits))

    assert begun.cookie.startswith(visits.MARK)
    assert visits.MARK not in "abcdefghijklmnopqrstuvwxyz234567"


def test_no_number_tells_a_coordinator_that_somebody_reported_about_the_organisation(
    sign_in, report, report_id
):
    wanted = report_id(report(about_us="yes"))
    outside = sign_in("wanjiru")
    opening.open_report(outside, wanted)
    triage.take(outside, wanted)
    closing.close(outside, wanted, closing.Ending("resolved"))

    assert queue.counts(sign_in("amina"))["closed"] == 0
    assert queue.counts(outside)["closed"] == 1
