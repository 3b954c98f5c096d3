"""Writers of one data folder take turns, over all threads and processes."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tetea.database.sqlite.turns import Turn

HOLDER = """
import sys, time
from tetea.database.sqlite.turns import Turn
turn = Turn()
assert turn.take(sys.argv[1], 10)
print("holds", flush=True)
time.sleep(60)
"""


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "tetea.sqlite3")


@pytest.fixture
def holder(database):
    """Another process whose turn it is."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, database], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "holds\n"
        yield process
        process.kill()


def test_a_writer_waits_for_another_process_and_gives_up_in_time(database, holder):
    turn, began = Turn(), time.monotonic()

    assert not turn.take(database, 0.2)
    assert 0.2 <= time.monotonic() - began < 2


def test_the_turn_of_a_killed_process_is_over_at_once(database, holder):
    holder.kill()
    holder.wait()
    turn = Turn()

    assert turn.take(database, 1)
    turn.end()


def test_a_writer_that_gave_up_keeps_nobody_else_waiting(database, holder):
    assert not Turn().take(database, 0.05)
    holder.kill()
    holder.wait()
    turn = Turn()

    assert turn.take(database, 1)
    turn.end()


def test_only_one_of_many_threads_has_the_turn(database):
    inside, most = [], []

    def write() -> None:
        turn = Turn()
        for _ in range(20):
            assert turn.take(database, 10)
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.0005)
            inside.pop()
            turn.end()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(most) == 120
    assert set(most) == {1}


def test_ending_a_turn_twice_takes_nothing_from_the_next(database):
    first, second = Turn(), Turn()
    assert first.take(database, 1)
    first.end()
    assert second.take(database, 1)

    first.end()

    assert not Turn().take(database, 0.05)
    second.end()
