"""Consents: hers, for this thread, and not a word more."""

import pytest

from tetea.kernel.crypto.consent import check_consents, sign_consents, state_consents
from tetea.kernel.crypto.errors import ConsentForged
from tetea.kernel.crypto.frame import lp, u64
from tetea.kernel.crypto.signing import new_signing_secret, sign_with, signing_public
from tetea.kernel.crypto.token import derive, new_token

ORG = b"o" * 16
THREAD = b"t" * 16
ANSWERS = {"store": True, "police": False, "match": True}


@pytest.fixture(scope="module")
def reporter():
    """The keys that her token gives."""
    return derive(new_token(), ORG, b"s" * 32)


@pytest.fixture(scope="module")
def statement():
    """Her answers."""
    return state_consents(ORG, THREAD, 2, ANSWERS)


def test_her_own_answers_are_believed(reporter, statement):
    signature = sign_consents(reporter, statement)

    read = check_consents(statement.message(), signature, reporter.sig_pk, ORG, THREAD)

    assert read == statement
    assert dict(read.answers) == ANSWERS


def test_the_frozen_consent_is_believed(vectors):
    v = vectors("consent_v1.json")
    key, message = bytes.fromhex(v["sig_pk"]), bytes.fromhex(v["message"])

    read = check_consents(message, bytes.fromhex(v["signature"]), key, ORG, b"r" * 16)

    assert (read.number, dict(read.answers)) == (v["number"], v["answers"])


def test_t108_staff_or_a_database_writer_make_no_yes_of_hers(reporter, statement):
    police = state_consents(ORG, THREAD, 3, {**ANSWERS, "police": True})
    staff = new_signing_secret()

    for signature in (
        sign_with(staff, police.message()),
        sign_consents(reporter, statement),
        b"",
        bytes(64),
    ):
        with pytest.raises(ConsentForged):
            check_consents(police.message(), signature, reporter.sig_pk, ORG, THREAD)


def test_t108_a_consent_moved_to_another_thread_is_refused(reporter, statement):
    signature = sign_consents(reporter, statement)

    with pytest.raises(ConsentForged):
        check_consents(statement.message(), signature, reporter.sig_pk, ORG, b"u" * 16)
    with pytest.raises(ConsentForged):
        check_consents(statement.message(), signature, reporter.sig_pk, b"p" * 16, THREAD)


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"junk",
        lp(b"tetea/consent/v2", ORG, THREAD, u64(1)),
        lp(b"tetea/consent/v1", ORG, THREAD, b"\1"),
        lp(b"tetea/consent/v1", ORG, THREAD, b"\xff" * 9),
        lp(b"tetea/consent/v1", ORG, THREAD, u64(1), b"police"),
        lp(b"tetea/consent/v1", ORG, THREAD, u64(1), b"police", b"yes"),
        lp(b"tetea/consent/v1", ORG, THREAD, u64(1), b"store", b"\1", b"police", b"\0"),
        lp(b"tetea/consent/v1", ORG, THREAD, u64(1), b"police", b"\1", b"police", b"\0"),
        lp(b"tetea/consent/v1", ORG, THREAD, u64(1), b"\xff", b"\1"),
    ],
)
def test_a_statement_of_another_shape_is_refused_even_when_signed(message):
    secret = new_signing_secret()

    with pytest.raises(ConsentForged):
        check_consents(message, sign_with(secret, message), signing_public(secret), ORG, THREAD)
