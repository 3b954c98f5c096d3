"""Alerts with nobody signed in: content-free, once per address, also after a power cut."""

import datetime as dt

import pytest

from tetea.domain import moment
from tetea.domain.keyring import locking, runtime
from tetea.domain.outbox import alarm, send
from tetea.domain.outbox.models import Alert, Outgoing
from tetea.gateways import memory
from tetea.kernel.sending import NotSent

FORBIDDEN = (
    "sex", "report", "violence", "case", "police", "hiv", "http", "survivors", "ripoti", "kesi",
    "danger", "hatari", "pep", "court",
)  # fmt: skip


def by_letter(carry):
    """Gateways of which only the one for letters is of interest."""
    return send.Gateways(letter=carry, text=memory.send)


KEPT = by_letter(memory.send)


@pytest.fixture(autouse=True)
def _empty_outbox():
    memory.sent.clear()


def test_n32_every_clock_fires_with_nobody_signed_in_and_tells_no_kind(
    organisation, sign_in, report
):
    sign_in("amina")
    report(danger="yes", acts=["SEX-01", "POL-01"], when_known="today", still_held="yes")
    with moment.at(moment.now() + dt.timedelta(hours=2)):
        fired = alarm.fire_due(organisation)
        left = send.send_due(organisation, KEPT)

    assert fired == Alert.objects.count() == 1
    assert left == 1
    [letter] = memory.sent
    words = f"{letter.subject} {letter.text}".lower()
    assert not [word for word in FORBIDDEN if word in words]


def test_t63_what_is_pushed_to_a_member_fits_one_message_and_names_nothing():
    assert len(alarm.TEXT) <= 160
    assert alarm.TEXT.isascii()
    assert not [word for word in FORBIDDEN if word in f"{alarm.SUBJECT} {alarm.TEXT}".lower()]


def test_an_alert_that_nobody_comes_for_fires_again(organisation, sign_in, report):
    sign_in("amina")
    report(danger="yes")
    later = moment.now() + dt.timedelta(minutes=20)
    with moment.at(later):
        alarm.fire_due(organisation)
        assert alarm.fire_due(organisation) == 0
    with moment.at(later + dt.timedelta(minutes=31)):
        assert alarm.fire_due(organisation) == 1


def test_many_alerts_at_once_ring_each_phone_once(organisation, sign_in, report):
    sign_in("amina")
    for _ in range(5):
        report(danger="yes")
    with moment.at(moment.now() + dt.timedelta(minutes=20)):
        assert alarm.fire_due(organisation) == 5

    assert Outgoing.objects.count() == 1


def test_n9_after_a_power_cut_the_duty_addresses_are_told(organisation, sign_in, report):
    organisation.duty_addresses = "duty@example.org"
    organisation.save(update_fields=["duty_addresses"])
    sign_in("amina")
    report(danger="yes")
    runtime.destroy_all()
    with moment.at(moment.now() + dt.timedelta(minutes=20)):
        alarm.fire_due(organisation)
        send.send_due(organisation, KEPT)

    assert [letter.address for letter in memory.sent] == ["duty@example.org"]


def test_a_report_about_the_organisation_wakes_only_the_outside_officer(
    organisation, sign_in, report
):
    sign_in("amina")
    sign_in("wanjiru")
    report(danger="yes", about_us="yes")
    with moment.at(moment.now() + dt.timedelta(minutes=20)):
        alarm.fire_due(organisation)
        send.send_due(organisation, KEPT)

    assert [letter.address for letter in memory.sent] == ["wanjiru@example.org"]


def test_what_waited_at_a_power_cut_is_shown_as_needing_to_be_sealed_again(
    organisation, sign_in, report
):
    sign_in("amina")
    report(danger="yes")
    with moment.at(moment.now() + dt.timedelta(minutes=20)):
        alarm.fire_due(organisation)
        locking.lock_all()
        send.send_due(organisation, KEPT)

    assert Outgoing.objects.get().state == "needs-reseal"
    assert not memory.sent


def test_after_an_unclear_time_out_nothing_is_sent_twice(organisation, sign_in, report):
    sign_in("amina")
    report(danger="yes")
    tried = []

    def silent(letter):
        tried.append(letter)
        raise NotSent(unclear=True)

    with moment.at(moment.now() + dt.timedelta(minutes=20)):
        alarm.fire_due(organisation)
        send.send_due(organisation, by_letter(silent))
    with moment.at(moment.now() + dt.timedelta(hours=5)):
        send.send_due(organisation, by_letter(silent))

    assert len(tried) == 1
    assert Outgoing.objects.get().state == "unclear"


def test_a_refused_connection_is_tried_again_later(organisation, sign_in, report):
    sign_in("amina")
    report(danger="yes")
    tried = []

    def away(letter):
        tried.append(letter)
        if len(tried) == 1:
            raise NotSent

    with moment.at(moment.now() + dt.timedelta(minutes=20)):
        alarm.fire_due(organisation)
        send.send_due(organisation, by_letter(away))
    with moment.at(moment.now() + dt.timedelta(minutes=30)):
        send.send_due(organisation, by_letter(away))

    assert len(tried) == 2
    assert Outgoing.objects.get().state == "sent"
