"""Sessions, bearers, drafts and the runtime key: each opens only with all that it needs."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tetea.kernel.crypto.draft_keys import draft_key, idempotency_key, new_draft_id, new_page_key
from tetea.kernel.crypto.errors import BearerMalformed, Unsealable
from tetea.kernel.crypto.registry import Kind
from tetea.kernel.crypto.runtime import keyed_id, runtime_seal, runtime_unseal
from tetea.kernel.crypto.session_keys import (
    Bearer,
    Session,
    bearer_text,
    new_secret,
    parse_bearer,
    secret_hash,
    session_key,
)

SECRET = b"S" * 32
K_RT = b"K" * 32
SESSION = Session(Kind.SESSION, b"m" * 16, b"i" * 16, 1_800_000_000)


def test_the_frozen_derivations_hold(vectors):
    v = vectors("keys_v1.json")

    assert session_key(SECRET, K_RT, SESSION).hex() == v["session"]["key"]
    assert secret_hash(SECRET).hex() == v["session"]["secret_hash"]
    assert draft_key(K_RT).hex() == v["draft"]["key"]
    assert idempotency_key(K_RT, "post-1").hex() == v["idempotency"]["key"]
    assert keyed_id(K_RT, "phone", b"+254700000000").hex() == v["keyed_id"]["id"]
    assert bearer_text(Bearer(b"i" * 16, SECRET)) == v["bearer"]["text"]


def test_n14_a_seized_cookie_without_the_runtime_key_opens_nothing():
    assert session_key(SECRET, K_RT, SESSION) != session_key(SECRET, bytes(32), SESSION)
    with pytest.raises(ValueError, match="32 bytes"):
        session_key(SECRET, b"", SESSION)


@pytest.mark.parametrize(
    "change",
    [{"kind": Kind.BEARER}, {"member": b"n" * 16}, {"id": b"j" * 16}, {"expires": 1_900_000_000}],
)
def test_n14_a_changed_session_row_opens_nothing(change):
    changed = dataclasses.replace(SESSION, **change)

    assert session_key(SECRET, K_RT, SESSION) != session_key(SECRET, K_RT, changed)


@settings(max_examples=50, deadline=None)
@given(st.binary(min_size=16, max_size=16), st.binary(min_size=32, max_size=32))
def test_a_bearer_is_read_back_as_it_was_handed_out(row, secret):
    text = bearer_text(Bearer(row, secret))

    assert text.startswith("tt1_")
    assert parse_bearer(text) == Bearer(row, secret)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tt1_",
        "tt2_" + "A" * 64,
        "A" * 64,
        "tt1_" + "A" * 63,
        "tt1_" + "A" * 68,
        "tt1_" + "+/" * 32,
        "tt1_" + "é" * 64,
        "tt1_tt1_" + "A" * 64,
        "tt1_" + "A" * 64 + "\n",
        "tt1_" + "A" * 64 + "====",
    ],
)
def test_what_is_no_bearer_is_malformed(text):
    with pytest.raises(BearerMalformed):
        parse_bearer(text)


def test_secrets_are_fresh_and_long():
    assert len({new_secret() for _ in range(100)}) == 100
    assert {len(new_secret()), len(new_page_key()), len(new_draft_id())} == {32, 16}


def test_n08_the_queue_opens_with_its_runtime_key_only(story):
    blob = runtime_seal(K_RT, story, b"+254700000000")

    assert runtime_unseal(K_RT, story, blob) == b"+254700000000"
    with pytest.raises(Unsealable):
        runtime_unseal(bytes(32), story, blob)


def test_a_number_is_found_by_label_and_runtime_key_only():
    one = keyed_id(K_RT, "phone", b"+254700000000")

    assert len(one) == 16
    assert one == keyed_id(K_RT, "phone", b"+254700000000")
    assert one != keyed_id(K_RT, "quota", b"+254700000000")
    assert one != keyed_id(bytes(32), "phone", b"+254700000000")
    assert one != keyed_id(K_RT, "phone", b"+254700000001")


def test_a_missing_runtime_or_page_key_fails_loudly(story):
    for broken in (
        lambda: runtime_seal(b"", story, b""),
        lambda: keyed_id(b"", "phone", b""),
        lambda: draft_key(b""),
        lambda: idempotency_key(b"", "post-1"),
    ):
        with pytest.raises(ValueError, match="32 bytes"):
            broken()


def test_each_client_text_has_its_own_key():
    assert idempotency_key(K_RT, "post-1") != idempotency_key(K_RT, "post-2")
    assert idempotency_key(K_RT, "post-1") != idempotency_key(bytes(32), "post-1")
