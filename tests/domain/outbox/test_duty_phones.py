"""The alarm by SMS: duty phones, the roster's phones, quarantine, and what is still being told."""

import datetime as dt

import pytest

from tests.domain.outbox.conftest import DUTY
from tetea.domain import moment
from tetea.domain.outbox import alarm, overview, send
from tetea.domain.outbox.models import Alert, Outgoing
from tetea.gateways import memory
from tetea.kernel.phone.segments import fits_one
from tetea.kernel.phone.words import is_neutral


@pytest.fixture
def with_duty(organisation):
    organisation.duty_addresses = f"{DUTY} duty@example.org"
    organisation.save(update_fields=["duty_addresses"])
    return organisation


def soon(minutes=20):
    return moment.at(moment.now() + dt.timedelta(minutes=minutes))


def test_a_duty_phone_gets_an_sms_and_an_address_a_letter(with_duty, report, company, ways):
    report(danger="yes")
    with soon():
        alarm.fire_due(with_duty)
        send.send_due(with_duty, ways)

    assert company.numbers == [DUTY]
    assert [letter.address for letter in memory.sent] == ["duty@example.org"]
    assert fits_one(company.words[0])
    assert is_neutral(company.words[0], [with_duty.name])


def test_many_alerts_and_an_away_provider_leave_one_page_waiting(with_duty, report):
    for _ in range(3):
        report(danger="yes")
    for minutes in (20, 36, 52):
        with soon(minutes):
            alarm.fire_due(with_duty)

    assert Outgoing.objects.filter(lane=Outgoing.Lane.URGENT).exclude(to_id="").count() == 1


def test_a_duty_phone_that_is_no_number_keeps_nobody_else_from_being_told(organisation, report):
    organisation.duty_addresses = "+12 duty@example.org"
    organisation.save(update_fields=["duty_addresses"])
    report(danger="yes")
    with soon():
        assert alarm.fire_due(organisation) == 1

    assert Outgoing.objects.count() == 1


def test_quarantined_junk_wakes_nobody_and_makes_nothing_quiet(with_duty, report):
    report(danger="yes")
    Alert.objects.update(alert_class="Q")
    with soon(60 * 24):
        assert alarm.fire_due(with_duty) == 0
        assert not overview.is_quiet(with_duty)

    assert not Outgoing.objects.exists()


@pytest.mark.parametrize("klass", ["A", "B"])
def test_what_is_still_being_told_waits_until_it_is_listed(with_duty, report, klass):
    report()
    with soon(180):
        until = moment.coarse(moment.now() + dt.timedelta(minutes=30))
        Alert.objects.update(alert_class=klass, listed_from=until)
        assert alarm.fire_due(with_duty) == 0


def test_when_it_is_told_the_mark_goes_and_it_rings(with_duty, report):
    report()
    with soon(180):
        Alert.objects.update(listed_from=moment.now())
        assert alarm.fire_due(with_duty) == 1

    assert Alert.objects.get().listed_from is None
