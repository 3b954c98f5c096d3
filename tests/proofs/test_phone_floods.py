"""T-92, T-53: a flood is kept and held, people among it are heard, and nobody is accused by it."""

import datetime as dt

import pytest

from tests.conftest import own_number
from tests.doors.phone.handset import Handset
from tetea import worker
from tetea.domain import moment
from tetea.domain.outbox.models import Alert, Outgoing
from tetea.domain.phones import floods
from tetea.domain.reports.models import Report
from tetea.domain.reports.work import opening, quarantine, queue
from tetea.gateways import memory

JUNK = 300
PEOPLE = 10
SPAM = "Umeshinda shilingi laki moja, piga simu sasa hivi"


@pytest.fixture
def amina(sign_in):
    return sign_in("amina")


@pytest.fixture
def flooded(client, organisation):
    """Junk from one packet of SIM cards, all with one text; every thirtieth SMS is a person's."""
    memory.texts.clear()
    people = 0
    for number in range(JUNK):
        bot = Handset(client, f"+25471234{number:04}")
        assert bot.text(SPAM) == 200
        if number % (JUNK // PEOPLE) == 0:
            people += 1
            person = Handset(client, f"+2547{people:02}987654")
            assert person.text(f"Mteja nambari {people} hakunilipa jana usiku") == 200


@pytest.fixture
def one_of_the_packet(client, organisation):
    """A phone whose SIM card is from the packet from which a flood has come this hour."""
    memory.texts.clear()
    for number in range(floods.MOST_OF_A_BLOCK):
        floods.count(f"+254712340{number:03}")
    return Handset(client, "+254712340999")


def _all(holder, which):
    rows: list[queue.Row] = []
    at = ""
    while True:
        page = queue.queue(holder, which, at)
        rows += page.rows
        if not (at := page.next):
            return rows


def _story(holder, row):
    return str(opening.open_report(holder, row.id).story.answers["story"])


@pytest.mark.usefixtures("flooded")
def test_t92_everything_is_kept_people_are_listed_and_the_flood_waits_apart(amina):
    with moment.at(moment.now() + dt.timedelta(hours=1)):
        listed, held = _all(amina, "all"), _all(amina, "quarantine")
        counts = queue.counts(amina)
        fired = worker.once(tidy=False).fired

    assert Report.objects.count() == JUNK + PEOPLE
    stories = [_story(amina, row) for row in listed]
    assert sum(one.startswith("Mteja nambari") for one in stories) == PEOPLE
    assert stories.count(SPAM) == floods.MOST_OF_A_TEXT
    assert len(held) == counts["quarantine"] == JUNK - floods.MOST_OF_A_TEXT
    assert counts["all"] == fired == PEOPLE + floods.MOST_OF_A_TEXT
    # What is held wakes nobody and is not answered.
    assert len(memory.texts) <= PEOPLE + floods.MOST_OF_A_TEXT


def test_t92_a_cry_from_the_middle_of_the_flood_is_first(one_of_the_packet, amina):
    assert one_of_the_packet.text("SOS") == 200

    rows = queue.queue(amina, "now").rows
    assert rows[0].is_danger
    assert own_number(amina, rows[0].id) == one_of_the_packet.number
    assert len(one_of_the_packet.inbox()) == 1


def test_t92_somebody_held_with_the_flood_is_let_through_by_a_look(one_of_the_packet, amina):
    for minutes, words in enumerate(
        ("Kadi yangu ni ya pakiti hii lakini ni mtu", "nimepigwa", "2")
    ):
        with moment.at(moment.now() + dt.timedelta(minutes=5 * minutes)):
            assert one_of_the_packet.text(words) == 200
    [row] = _all(amina, "quarantine")
    assert one_of_the_packet.inbox() == []  # A flood is not answered, however it goes on.
    quarantine.release(amina, row.id)

    assert row.id in {one.id for one in _all(amina, "all")}
    assert "nimepigwa" in _story(amina, row)


def test_t92_a_flood_through_the_menu_is_held_as_well(client, organisation, amina):
    caller = Handset(client, "+254712000777")
    for _ in range(floods.MOST_OF_A_NUMBER + 3):
        # From the second call on the first two keys say: begin anew.
        assert caller.dial().press("2", "2", "2").startswith("CON ")

    assert queue.counts(amina)["quarantine"] == 3
    caller.dial().press("1")
    assert queue.queue(amina, "now").rows[0].is_danger


def test_t92_the_count_starts_anew_with_the_hour(organisation):
    hour = dt.datetime(2026, 11, 25, 20, 0, tzinfo=dt.UTC)
    with moment.at(hour):
        for _ in range(floods.MOST_OF_A_NUMBER):
            floods.count("+254712000777")
        assert floods.look("+254712000777").is_flood
    with moment.at(hour + dt.timedelta(minutes=59)):
        assert floods.drop_old() == 0
    with moment.at(hour + dt.timedelta(hours=1)):
        assert not floods.look("+254712000777").is_flood
        assert floods.drop_old() == 2


def test_t53_fifty_reports_that_name_one_number_accuse_nobody(client, organisation, amina):
    """Nothing goes to that number or names it to anybody; each is one report for a member."""
    for number in range(50):
        person = Handset(client, f"+2547{number:02}111{number:03}")
        assert person.text(f"Mteja {number} wa 0711000111 alinipiga, msiende naye") == 200
    with moment.at(moment.now() + dt.timedelta(hours=2)):
        worker.once(tidy=False)

    assert Report.objects.count() == Alert.objects.count() == 50
    assert all("0711000111" not in one.text for one in memory.texts)
    assert all(one.number != "+254711000111" for one in memory.texts)
    assert all("711000111" not in letter.text + letter.address for letter in memory.sent)
    assert not Outgoing.objects.filter(source__isnull=False).exists()
    for address in ("/en/", "/en/services", "/api/v1/services?county=040"):
        assert b"711000111" not in client.get(address).content
