"""What goes out: coordinator and hotline see counts, faults and costs; nobody sees to whom."""

import datetime as dt
import shutil

import pytest
from django.conf import settings

from tetea.domain import moment
from tetea.domain.keyring import runtime
from tetea.domain.outbox import content, credit, spending, stops
from tetea.domain.outbox.kinds import Kind
from tetea.domain.outbox.models import Alert, Outgoing
from tetea.domain.outbox.texts import put_text
from tetea.domain.phones import spool
from tetea.kernel.phone import contact
from tetea.kernel.sending import Balance

ACHIENG = "+254712345678"
WORDS = "Nguo ziko tayari."
State = Outgoing.State


@pytest.fixture(autouse=True)
def nobody_asked_the_company_yet():
    """What is known of the credit lies in memory and would outlive a test."""
    known = runtime.folder() / "credit"
    known.unlink(missing_ok=True)
    yield
    known.unlink(missing_ok=True)


@pytest.fixture
def notice(organisation):
    """Return a function that queues a notice for Achieng and leaves it in some state."""

    def leave(state=State.QUEUED, number=ACHIENG):
        rules = {"contact_way": "sms", "contact_hours": ["any"]}
        allowed = contact.permission(rules, consent_contact=True, own_number=number)
        row = put_text(organisation, allowed, WORDS, Kind.REPLY)
        assert row is not None
        Outgoing.objects.filter(pk=row.pk).update(state=state)
        return row.pk

    return leave


def state():
    return Outgoing.objects.get().state


def test_before_anything_was_sent_the_page_says_so(desk):
    page = desk("halima").text("messages")

    assert "Nothing has gone out in the last days, and nothing waits." in page
    assert "To look at" not in page
    assert "not known" in page


def test_what_failed_is_counted_with_what_to_do(desk, notice):
    for found in (State.FAILED, State.FAILED, State.UNCLEAR, State.MISSED, State.DELIVERED):
        notice(found)

    page = desk("amina").text("messages")

    look, fine = page.split('id="rest-title"')
    assert '<strong class="sent-count">2</strong> <strong>Did not arrive</strong>' in look
    assert "An answer waits behind the token all the same." in look
    assert '<strong class="sent-count">1</strong> <strong>Nobody knows</strong>' in look
    assert "It is not sent a second time" in look
    assert "Whoever wrote can write again" in look
    assert '<strong class="sent-count">1</strong> <strong>Arrived</strong>' in fine


def test_where_all_is_well_nothing_asks_for_attention(desk, notice):
    notice(State.DELIVERED)

    page = desk("amina").text("messages")

    assert "Nothing. All that should have left has left." in page
    assert "Prepare again" not in page
    assert 'class="fault"' not in page


@pytest.mark.parametrize("username", ["amina", "halima"])
def test_it_shows_to_nobody_who_is_written_to_or_what(desk, notice, username):
    for found in State.values:
        notice(found)

    page = desk(username).text("messages")

    assert "712345678" not in page
    assert WORDS not in page


def test_costs_of_the_month_and_the_last_known_credit_stand_beside(desk, notice, organisation):
    notice(State.SENT)
    spending.add(organisation, sent=12, segments=13, cost=1040, failed=2, currency="KES")
    credit.remember(Balance(123_456, "KES"))

    page = desk("amina").text("messages")

    for words in ("<dd>12</dd>", "<dd>13</dd>", "<dd>KES 10.40</dd>", "<dd>KES 1,234.56</dd>"):
        assert words in page


def test_low_credit_is_said_before_it_is_used_up(desk):
    credit.remember(Balance(500, "KES"))

    assert "The credit with the phone company is low." in desk("amina").text("messages")


def test_t71_alarms_that_ring_while_nothing_leaves_are_said_first(desk, report):
    amina = desk("amina")
    report(danger="yes")
    assert "An alarm has rung" not in amina.text("messages")
    Alert.objects.update(next_alert_at=moment.now() - dt.timedelta(hours=4))

    page = amina.text("messages")

    assert "An alarm has rung, but no message has left for hours." in page
    assert "Call them yourself" in page


def test_reports_that_wait_on_the_disk_are_counted(desk):
    spool.put("achieng", [])
    try:
        page = desk("halima").text("messages")
    finally:
        shutil.rmtree(settings.ENVIRONMENT.home / "spool")

    assert "1 report is on the disk and not in the lists yet" in page


@pytest.mark.parametrize("username", ["amina", "halima"])
def test_after_a_power_cut_the_first_of_them_who_signs_in_prepares_it_again(
    desk, notice, organisation, username
):
    stops.add(organisation, "+254733000111")
    notice()
    runtime.destroy_all()
    assert stops.unresolved(organisation)

    desk(username)

    row = Outgoing.objects.get()
    assert (content.take_out(organisation, row).to, row.state) == (ACHIENG, "queued")
    assert not stops.unresolved(organisation)


@pytest.mark.parametrize("username", ["rose", "kamau", "wanjiru"])
def test_who_is_not_on_dispatch_prepares_nothing_by_signing_in(
    desk, notice, organisation, username
):
    stops.add(organisation, "+254733000111")
    notice(State.NEEDS_RESEAL)
    runtime.destroy_all()

    desk(username)

    assert state() == "needs-reseal"
    assert stops.unresolved(organisation)


def test_what_became_unreadable_meanwhile_is_prepared_by_a_button(desk, notice):
    halima = desk("halima")
    notice(State.NEEDS_RESEAL)
    assert "Prepare again" in halima.text("messages")

    response = halima.post("prepare")

    assert response["Location"] == "/desk/messages/?done=prepared"
    assert state() == "queued"
    page = halima.client.get(response["Location"]).content.decode()
    assert "each message once." in page
    assert "Prepare again" not in page


def test_pressing_it_twice_queues_it_once(desk, notice):
    halima = desk("halima")
    notice(State.NEEDS_RESEAL)

    halima.post("prepare")
    halima.post("prepare")

    assert (Outgoing.objects.count(), state()) == (1, "queued")


def test_it_stands_in_the_menu_of_those_who_answer_for_it(desk):
    for name in ("amina", "halima"):
        assert "/desk/messages/" in desk(name).text("home")
    for name in ("rose", "wanjiru", "kamau", "njeri", "grace"):
        assert "/desk/messages/" not in desk(name).text("home")


def test_it_is_read_in_kiswahili_too(desk, notice):
    amina = desk("amina")
    notice(State.UNCLEAR)
    amina.post("setting", name="lang", value="sw")

    page = amina.text("messages")

    assert "Haijulikani" in page
    assert "Nobody knows" not in page
