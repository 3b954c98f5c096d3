"""After a power cut a member on dispatch queues replies again, each once; the rest is shown."""

import datetime as dt

import pytest

from tests.domain.outbox.conftest import ACHIENG, NAFULA, after, by_sms, nairobi, put
from tetea.domain import moment
from tetea.domain.keyring import runtime
from tetea.domain.outbox import claims, reseal, send, stops
from tetea.domain.outbox.kinds import Kind
from tetea.domain.outbox.models import Outgoing
from tetea.domain.outbox.texts import put_text
from tetea.kernel.phone import contact

pytestmark = pytest.mark.usefixtures("by_day")


def reply(organisation, number=ACHIENG):
    return put_text(organisation, by_sms(["any"], number), "Salon", Kind.REPLY)


def states():
    return sorted(Outgoing.objects.values_list("state", flat=True))


def test_what_no_worker_has_looked_at_yet_is_queued_again_too(organisation, sign_in, company, ways):
    reply(organisation)
    runtime.destroy_all()

    assert reseal.of(sign_in("halima")) == 1
    assert send.send_due(organisation, ways) == 1
    assert company.numbers == [ACHIENG]


def test_of_two_members_only_one_queues_it(organisation, sign_in, company, ways):
    reply(organisation)
    runtime.destroy_all()
    amina, halima = sign_in("amina"), sign_in("halima")
    claims.mark_lost(organisation)
    row = Outgoing.objects.get()

    assert reseal._again(amina, row) == 1
    assert reseal._again(halima, row) == 0
    send.send_due(organisation, ways)
    assert reseal.of(halima) == 0
    send.send_due(organisation, ways)
    assert len(company.texts) == 1


@pytest.mark.parametrize("name", ["rose", "kamau", "wanjiru", "njeri", "grace"])
def test_who_is_not_on_dispatch_can_open_none_of_it(organisation, sign_in, name):
    reply(organisation)
    runtime.destroy_all()

    assert reseal.of(sign_in(name)) == 0
    assert states() == ["queued"]


def test_an_answer_and_a_letter_have_no_source_and_are_shown_as_missed(
    organisation, sign_in, company, ways
):
    put_text(organisation, contact.answering(ACHIENG), "Tumepokea.", Kind.ACK)
    put_text(organisation, contact.answering(NAFULA), "", Kind.TOKEN, subject="thread")
    runtime.destroy_all()
    send.send_due(organisation, ways)
    assert states() == ["needs-reseal", "needs-reseal"]

    assert reseal.of(sign_in("amina")) == 0
    assert states() == ["missed", "missed"]
    assert company.texts == []


def test_what_can_still_be_read_is_left_alone(organisation, sign_in):
    row = reply(organisation)
    before = bytes(row.blob)

    assert reseal.of(sign_in("amina")) == 0
    row.refresh_from_db()
    assert (row.state, row.blob) == ("queued", before)


def test_who_said_stop_before_the_power_cut_or_after_it_gets_nothing(
    organisation, sign_in, company, ways
):
    reply(organisation)
    reply(organisation, NAFULA)
    runtime.destroy_all()
    stops.add(organisation, NAFULA)

    assert reseal.of(sign_in("amina")) == 1
    assert states() == ["cancelled", "queued"]
    send.send_due(organisation, ways)
    assert company.numbers == [ACHIENG]


def test_a_second_power_cut_is_survived_as_well(organisation, sign_in, company, ways):
    reply(organisation)
    for _ in range(2):
        runtime.destroy_all()
        send.send_due(organisation, ways)
        assert reseal.of(sign_in("amina")) == 1

    assert send.send_due(organisation, ways) == 1
    assert len(company.texts) == 1


def test_what_is_queued_again_keeps_her_hours_and_its_end(organisation, sign_in, company, ways):
    with moment.at(nairobi(2)):
        row = put(organisation, by_sms(["morning"]), "Salon", Kind.REPLY)
    runtime.destroy_all()
    with moment.at(nairobi(13)):
        reseal.of(sign_in("amina"))
        again = Outgoing.objects.get()
        assert send.send_due(organisation, ways) == 0

    assert again.not_before == nairobi(9, days=2)
    assert again.drop_after == row.drop_after
    with moment.at(again.drop_after):
        claims.settle(organisation)
    assert states() == ["missed"]
    assert company.texts == []


def test_while_it_waits_for_a_member_its_time_may_run_out_and_that_is_shown(organisation, ways):
    reply(organisation)
    runtime.destroy_all()
    send.send_due(organisation, ways)
    with after(hours=45):
        send.send_due(organisation, ways)
        assert states() == ["missed"]
    with moment.at(moment.now() + dt.timedelta(days=10)):
        send.send_due(organisation, ways)
        assert states() == []
