"""STOP holds at once, over midnight and over a power cut; what cannot be compared is obeyed."""

import pytest

from tests.domain.outbox.conftest import ACHIENG, DUTY, NAFULA, by_sms
from tetea.domain.keyring import runtime
from tetea.domain.outbox import claims, generations, send, stops
from tetea.domain.outbox.kinds import Kind
from tetea.domain.outbox.models import Outgoing, Stop
from tetea.domain.outbox.texts import put_text
from tetea.kernel.phone import contact

pytestmark = pytest.mark.usefixtures("by_day")


def reply(organisation, number=ACHIENG):
    return put_text(organisation, by_sms(["any"], number), "Salon", Kind.REPLY)


def a_day_passes():
    """Today's key becomes yesterday's."""
    today = runtime.current().number
    (runtime.folder() / f"runtime-{today}").rename(runtime.folder() / f"runtime-{today - 1}")
    Outgoing.objects.update(generation=today - 1)
    Stop.objects.update(generation=today - 1)


def test_stop_cancels_what_waits_for_her_and_nothing_else(organisation, company, ways):
    reply(organisation)
    put_text(organisation, contact.answering(ACHIENG), "Tumepokea.", Kind.ACK)
    reply(organisation, NAFULA)

    assert stops.add(organisation, "0712 345678") == 2
    send.send_due(organisation, ways)
    assert company.numbers == [NAFULA]


def test_nothing_is_put_for_a_number_that_said_stop(organisation):
    stops.add(organisation, ACHIENG)

    assert reply(organisation) is None
    assert put_text(organisation, contact.answering(ACHIENG), "x", Kind.ACK) is None
    assert not Outgoing.objects.exists()


def test_a_text_in_the_hand_of_a_worker_is_cancelled_too(organisation):
    reply(organisation)
    row = claims.claim(organisation)
    assert row is not None

    assert stops.add(organisation, ACHIENG) == 1
    assert not claims.begin(row, "")


def test_a_second_stop_adds_nothing_and_a_start_lifts_it(organisation):
    stops.add(organisation, ACHIENG)
    stops.add(organisation, ACHIENG)
    assert Stop.objects.count() == 1

    assert stops.lift(organisation, ACHIENG)
    assert not stops.lift(organisation, ACHIENG)
    assert reply(organisation) is not None


@pytest.mark.parametrize("sender", ["22384", "Safaricom", ""])
def test_a_sender_that_is_no_phone_is_not_kept(organisation, sender):
    assert stops.add(organisation, sender) == 0
    assert not Stop.objects.exists()


def test_a_forged_stop_silences_no_alarm(organisation, company, ways):
    stops.add(organisation, DUTY)
    put_text(organisation, contact.on_duty(DUTY), "Kuna jambo.", Kind.PAGE)
    stops.add(organisation, DUTY)
    send.send_due(organisation, ways)

    assert company.numbers == [DUTY]


def test_a_stop_of_yesterday_is_keyed_anew_and_holds(organisation):
    stops.add(organisation, ACHIENG)
    before = Stop.objects.get().number_id
    a_day_passes()
    assert stops.is_stopped(organisation, ACHIENG)

    assert stops.renew(organisation) == 1
    assert stops.renew(organisation) == 0
    after = Stop.objects.get()
    assert after.number_id != before
    assert after.key_mark == generations.mark(generations.living()[0])
    assert stops.is_stopped(organisation, ACHIENG)


def test_a_stop_of_today_cancels_what_was_put_yesterday(organisation):
    row = reply(organisation)
    a_day_passes()

    assert stops.add(organisation, ACHIENG) == 1
    row.refresh_from_db()
    assert row.state == "cancelled"


def test_after_a_power_cut_of_the_same_day_no_text_leaves_until_a_member_came(
    organisation, sign_in, company, ways
):
    stops.add(organisation, ACHIENG)
    runtime.destroy_all()
    # The number of the generation is the same as before, its key is not.
    assert runtime.current().number == Stop.objects.get().generation

    assert stops.unresolved(organisation)
    assert reply(organisation) is None
    assert reply(organisation, NAFULA) is None
    assert put_text(organisation, contact.answering(NAFULA), "x", Kind.ACK) is None
    assert stops.resolve(sign_in("rose")) == 0
    assert stops.resolve(sign_in("amina")) == 1
    assert not stops.unresolved(organisation)
    assert reply(organisation) is None
    assert reply(organisation, NAFULA) is not None


def test_the_duty_phone_is_paged_while_nobody_knows_who_said_stop(organisation, company, ways):
    stops.add(organisation, ACHIENG)
    runtime.destroy_all()
    put_text(organisation, contact.on_duty(DUTY), "Kuna jambo.", Kind.PAGE)
    send.send_due(organisation, ways)

    assert company.numbers == [DUTY]


def test_a_text_put_before_the_stops_were_lost_waits(organisation, company, ways):
    row = reply(organisation, NAFULA)
    stops.add(organisation, ACHIENG)
    Stop.objects.update(key_mark="x" * 26)  # as if keyed under a key that is gone
    send.send_due(organisation, ways)
    row.refresh_from_db()

    assert (row.state, row.tries, company.texts) == ("queued", 0, [])


def test_a_stop_said_again_after_the_power_cut_stays_one(organisation, sign_in):
    stops.add(organisation, ACHIENG)
    runtime.destroy_all()
    stops.add(organisation, ACHIENG)
    assert Stop.objects.count() == 2
    stops.resolve(sign_in("halima"))

    assert Stop.objects.count() == 1
    assert stops.is_stopped(organisation, ACHIENG)
