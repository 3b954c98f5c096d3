"""Tokens: what guessing costs, and who never waits behind it."""

import threading
import time

import pytest

from tests.conftest import counting
from tetea.domain.keyring import slots
from tetea.domain.keyring.errors import Busy
from tetea.domain.keyring.slots import Lane, slot
from tetea.domain.reports import thread
from tetea.domain.reports.errors import TokenUnknown
from tetea.kernel.crypto import kdf
from tetea.kernel.crypto.token import TokenMalformed, new_token


@pytest.fixture
def derivations(monkeypatch):
    counted: list[int] = []
    real = kdf.argon2id
    monkeypatch.setattr(kdf, "argon2id", counting(counted, real))
    return counted


def test_n2_a_slip_of_the_finger_costs_nothing(organisation, derivations):
    slip = new_token().digits
    slip = slip[:5] + str((int(slip[5]) + 1) % 10) + slip[6:]

    with pytest.raises(TokenMalformed):
        thread.open_token(organisation, slip)

    assert derivations == []


def test_n2_a_wrong_token_and_a_right_one_cost_one_derivation_each(
    organisation, report, derivations
):
    received = report()
    derivations.clear()

    with pytest.raises(TokenUnknown):
        thread.open_token(organisation, new_token().digits)
    assert derivations == [1]

    derivations.clear()
    thread.open_token(organisation, received.token.digits)
    assert derivations == [1]


def test_n4_two_hundred_guesses_in_flight_never_hold_up_an_intake(db):
    over = threading.Event()

    def guess(number):
        try:
            with slot(Lane.TOKEN, f"192.0.2.{number}"):
                over.wait(20)
        except Busy:
            return

    guessers = [threading.Thread(target=guess, args=[number]) for number in range(200)]
    for guesser in guessers:
        guesser.start()
    try:
        began = time.monotonic()
        with slot(Lane.INTAKE):
            waited = time.monotonic() - began
    finally:
        over.set()
        for guesser in guessers:
            guesser.join()

    # Not a timed test: the slot is either free at once or held until the guessers are done.
    assert waited < slots.LONGEST_WAIT


def test_n4_one_guesser_with_many_requests_leaves_a_slot_to_others(db):
    over = threading.Event()
    holding = []

    def guess():
        try:
            with slot(Lane.TOKEN, "192.0.2.7"):
                holding.append(1)
                over.wait(20)
        except Busy:
            return

    guessers = [threading.Thread(target=guess) for _ in range(20)]
    for guesser in guessers:
        guesser.start()
    try:
        while not holding:
            time.sleep(0.01)
        with slot(Lane.TOKEN):
            assert len(holding) == 1
    finally:
        over.set()
        for guesser in guessers:
            guesser.join()


def test_n16_strangers_signing_in_leave_a_slot_for_browsers_that_were_here_before(db):
    over = threading.Event()

    def stranger():
        try:
            with slot(Lane.SIGN_IN):
                over.wait(20)
        except Busy:
            return

    strangers = [threading.Thread(target=stranger) for _ in range(10)]
    for one in strangers:
        one.start()
    try:
        with slot(Lane.SIGN_IN_KNOWN):
            assert not over.is_set()
    finally:
        over.set()
        for one in strangers:
            one.join()


def test_a_queue_longer_than_five_seconds_says_so(db, monkeypatch):
    monkeypatch.setattr(slots, "LONGEST_WAIT", 0.05)

    with slot(Lane.SIGN_IN), pytest.raises(Busy), slot(Lane.SIGN_IN):
        pass
