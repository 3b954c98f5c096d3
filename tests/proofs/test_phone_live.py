"""Phones at real servers: two at once, killed between steps, flooded with one callback, locked."""

import copy
import sqlite3
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.live import phone
from tests.live.server import Live, free_port

pytestmark = pytest.mark.slow
THREADS, CALLBACKS = 16, 200


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A server on an installation of its own; these tests share it and count what each adds."""
    live = Live(tmp_path_factory.mktemp("phones"))
    live.script("found")
    live.start()
    yield live
    live.remove()


@pytest.fixture(scope="module")
def second(first):
    """Another server with the same folder, the same database and the same runtime folder."""
    other = copy.copy(first)
    other.port, other.process = free_port(), None
    other.env = first.env | {"PORT": str(other.port)}
    other.start()
    yield other
    other.stop()


def _reports(live):
    return live.script("count")["reports"]


def test_n10_each_hop_may_go_to_another_server(first, second):
    before, call, token = _reports(first), phone.Handset(first, "+254712000001").dial(), ""
    for number, key in enumerate(("2", "2", "2", "1", "1", "2", "1", "1", "1", "3")):
        call.handset = phone.Handset((second, first)[number % 2], "+254712000001")
        call.press(key)
        token = call.token or token
    call.press("3")
    back = phone.Handset(second, "+254712000009").dial()

    assert call.screen.startswith("END We have it.")
    assert back.press("4", token).startswith("CON We have it. Answers: 0.")
    assert _reports(first) == before + 1


def test_n10_sms_of_one_number_to_two_servers_are_one_conversation(first, second):
    before = _reports(first)
    for server, words in ((first, "Alinipiga jana"), (second, "na leo tena"), (first, "2")):
        phone.Handset(server, "+254712000002").text(words)

    assert _reports(first) == before + 1


def test_t80_a_server_killed_between_two_steps_goes_on_where_she_was(first):
    before, call = _reports(first), phone.Handset(first, "+254712000003").dial()
    call.press("2", "2")
    token = call.token
    call.press("2")
    first.kill()
    first.start()
    asked = call.press("1")
    call.press("1")

    assert "1 " in asked
    assert "Who did it" in call.screen
    assert _reports(first) == before + 1
    assert phone.Handset(first, "+254712000009").dial().press("4", token).startswith("CON We have")


def test_t81_a_hop_is_answered_long_before_the_company_gives_up(first):
    slowest, call = 0.0, phone.Handset(first, "+254712000004").dial()
    for key in ("2", "2", "2", "1", "1", "2", "1", "1", "1", "3", "3"):
        begun = time.monotonic()
        call.press(key)
        slowest = max(slowest, time.monotonic() - begun)

    assert slowest < 2


def test_t70_the_canary_is_heard_in_every_channel_of_a_real_server(first):
    before = _reports(first)

    assert first.script("sing", first.url) == {"missing": []}
    assert _reports(first) == before


def test_t76_one_callback_many_times_at_once_is_one_report_and_always_taken(first):
    fields = {"id": "ATXid_once", "from": "+254712000005", "to": "22384", "text": "Alinipiga jana"}
    before, left = _reports(first), iter(range(CALLBACKS))
    answers: list[str] = []
    url = phone.gateway_url(first, "sms")

    def bring():
        answers.extend(phone.post(url, fields) for _ in left)

    threads = [threading.Thread(target=bring) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # phone.post raises for anything but 200.
    assert len(answers) == CALLBACKS
    assert _reports(first) == before + 1


def test_t76_different_words_of_one_number_at_once_are_all_kept(first):
    before, failed = _reports(first), []

    def write(number):
        try:
            phone.Handset(first, "+254712000006").text(f"Maneno {number}")
        except OSError as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # Whoever lost too often against the others was told to come again, never that it is kept.
    assert all("503" in str(error) for error in failed)
    assert _reports(first) == before + 1


@contextmanager
def _locked(live):
    """The database lets nobody write, as during a stuck backup or a restart."""
    if not live.database:
        holder = sqlite3.connect(live.home / "tetea.sqlite3", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            holder.rollback()
            holder.close()
        return
    name = urlsplit(live.database).path.lstrip("/").partition("?")[0]
    admin = live.database.replace(f"/{name}", "/postgres", 1)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        try:
            yield
        finally:
            connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def test_t75_while_the_database_is_locked_both_channels_answer_in_time_and_lose_nothing(first):
    menu, before, screens, took = phone.Handset(first, "+254712000007"), _reports(first), [], []
    menu.dial()

    def timed(act):
        begun = time.monotonic()
        act()
        took.append(time.monotonic() - begun)

    acts = [
        lambda: screens.append(menu.dial().press("2*2*2*1*1*2")),
        lambda: phone.Handset(first, "+254712000008").text("Alinipiga jana"),
    ]
    with _locked(first):
        threads = [threading.Thread(target=timed, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        waiting = list((first.home / "spool").iterdir())
    first.tetea("work", "--once")

    assert screens[0].startswith("END Something is broken here. What you told us is kept.")
    # The company waits ten seconds for a hop of the menu [domain notes 4.1].
    assert max(took) < 10
    assert len(waiting) == 2
    assert _reports(first) == before + 2
    assert not list((first.home / "spool").iterdir())
