"""Where a member is told that something waits: set by herself, shown to nobody, not even to her."""

import datetime as dt

import pytest

from tests.conftest import passphrase
from tetea.domain import moment
from tetea.domain.keyring.models import MemberKey, Roster
from tetea.domain.outbox import alarm, content, roster
from tetea.domain.outbox.models import Outgoing


def told(organisation):
    return sorted(one.address for one in roster.entries(organisation))


def set_to(browser, address, words=None, do="there"):
    words = passphrase("rose") if words is None else words
    return browser.post("told", address=address, passphrase=words, do=do)


def test_rose_sets_her_phone_and_is_told_there_at_once(desk, organisation, given):
    rose = desk("rose")
    answer = set_to(rose, "0712 345678")

    assert answer["Location"].endswith("?done=told-there")
    assert told(organisation) == ["+254712345678"]
    given("rose")
    with moment.at(moment.now() + dt.timedelta(days=2)):
        alarm.fire_due(organisation)
    assert [content.take_out(organisation, row).to for row in Outgoing.objects.all()] == [
        "+254712345678"
    ]


def test_her_address_comes_back_with_her_next_sign_in_and_is_shown_nowhere(desk, organisation):
    set_to(desk("rose"), "rose.a@example.org")
    Roster.objects.all().delete()
    again = desk("rose")

    assert told(organisation) == ["rose.a@example.org"]
    page = again.text("told")
    assert "You are told." in page
    assert "rose.a@example.org" not in page
    blobs = b"".join(bytes(one.settings) for one in MemberKey.objects.all())
    assert b"rose.a" not in blobs


@pytest.mark.parametrize("address", ["", "  ", "0712", "rose", "rose@", "12345", "@", "+1"])
def test_what_is_no_address_is_said_and_changes_nothing(desk, organisation, address):
    rose = desk("rose")
    before = told(organisation)

    assert set_to(rose, address).status_code == 409
    assert told(organisation) == before


def test_a_wrong_passphrase_changes_nothing_and_what_was_typed_stays(desk, organisation):
    rose = desk("rose")
    before = told(organisation)
    answer = set_to(rose, "0712345678", "not hers")

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "The passphrase is not right" in page
    assert 'value="0712345678"' in page
    assert "not hers" not in page
    assert told(organisation) == before


def test_she_can_say_that_she_is_told_nowhere(desk, organisation):
    rose = desk("rose")
    set_to(rose, "", do="nowhere")

    assert told(organisation) == []
    assert "You are told nowhere" in rose.text("told")
