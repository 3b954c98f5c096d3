"""The reporter's token: typed by tired fingers, guessed by nobody."""

import re

import pytest

from tetea.kernel.crypto import kdf
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context, lp
from tetea.kernel.crypto.hpke import seal_to, wrap
from tetea.kernel.crypto.registry import Kind, Part
from tetea.kernel.crypto.signing import is_signed
from tetea.kernel.crypto.token import (
    CURRENT,
    PROFILES,
    ReporterKeys,
    Token,
    TokenMalformed,
    derive,
    grouped,
    new_token,
    parse,
)

ORG = b"o" * 16
SALT = b"s" * 32


@pytest.fixture
def kdf_calls(monkeypatch):
    """Count the slow derivations at their one seam, and still do them."""
    calls: list[object] = []
    slow = kdf.argon2id
    monkeypatch.setattr(kdf, "argon2id", lambda *args: _noted(calls, slow, args))
    return calls


def test_n07_the_frozen_derivation_holds(vectors):
    for vector in vectors("token_v1.json")["derive"]:
        org_id, org_salt = bytes.fromhex(vector["org_id"]), bytes.fromhex(vector["org_salt"])

        keys = derive(parse(vector["token"]), org_id, org_salt, vector["profile"])

        assert keys.lookup.hex() == vector["lookup"]
        assert keys.enc_pk.hex() == vector["x25519"]
        assert keys.sig_pk.hex() == vector["ed25519"]


def test_n05_every_slip_of_500_tokens_is_told_apart_from_a_wrong_token():
    for _ in range(500):
        digits = new_token().digits
        for at in range(20):
            for digit in set("0123456789") - {digits[at]}:
                assert _is_malformed(digits[:at] + digit + digits[at + 1 :])


def test_n05_every_swap_of_neighbours_of_500_tokens_is_told_apart_from_a_wrong_token():
    for _ in range(500):
        digits = new_token().digits
        for at in range(19):
            one, two = digits[at], digits[at + 1]
            if one != two:
                assert _is_malformed(digits[:at] + two + one + digits[at + 2 :])


def test_t67_no_token_looks_like_a_kenyan_phone_number():
    for _ in range(2000):
        digits = new_token().digits
        assert not digits.startswith(("07", "01", "254"))
        assert not re.match(r"^(\+?254|0)?[17]\d{8}$", digits)


def test_tokens_do_not_repeat_and_use_every_digit_in_front():
    tokens = {new_token().digits for _ in range(2000)}

    assert len(tokens) == 2000
    assert {digits[0] for digits in tokens} == set("0123456789")


def test_a_token_is_read_as_people_type_it(vectors):
    for text in vectors("token_v1.json")["accepted"]:
        assert parse(text).digits == "12345678901234567891", text


def test_what_is_no_token_is_malformed(vectors):
    for text in vectors("token_v1.json")["malformed"]:
        assert _is_malformed(text), text


def test_a_token_is_shown_in_groups_of_four_and_read_back():
    token = new_token()

    assert re.fullmatch(r"\d{4}( \d{4}){4}", grouped(token))
    assert parse(grouped(token)) == token


def test_n02_a_malformed_token_costs_no_derivation_and_a_real_one_costs_one(kdf_calls):
    assert _is_malformed("12345678901234567890")
    assert kdf_calls == []

    derive(new_token(), ORG, SALT)

    assert len(kdf_calls) == 1


def test_n03_without_the_salt_kept_outside_the_database_the_lookup_is_another():
    token = new_token()

    assert derive(token, ORG, SALT).lookup != derive(token, ORG, b"t" * 32).lookup
    assert derive(token, ORG, SALT).lookup != derive(token, b"p" * 16, SALT).lookup


def test_the_production_profile_is_as_slow_as_promised():
    assert PROFILES[CURRENT] == (16 * 1024, 2)


def test_a_wrong_salt_or_organisation_fails_loudly():
    with pytest.raises(ValueError, match="32"):
        derive(new_token(), ORG, b"")
    with pytest.raises(ValueError, match="16"):
        derive(new_token(), b"o", SALT)


def test_the_reporter_opens_what_was_sealed_to_her_and_signs():
    keys = derive(new_token(), ORG, SALT)
    note = Context(Kind.THREAD, ORG, b"t" * 16, Part.OPENING)

    assert keys.unwrap(b"info", wrap(b"key", keys.enc_pk, b"info")) == b"key"
    assert keys.unseal_from(note, seal_to(keys.enc_pk, note, b"seen", 0), 0) == b"seen"
    assert is_signed(keys.sig_pk, b"consent", keys.sign(b"consent"))


def test_a_visit_gets_the_reporters_keys_back_and_never_the_token():
    token = new_token()
    keys = derive(token, ORG, SALT)

    again = ReporterKeys.load(keys.dump())

    assert (again.profile, again.lookup) == (keys.profile, keys.lookup)
    assert (again.enc_pk, again.sig_pk) == (keys.enc_pk, keys.sig_pk)
    assert is_signed(keys.sig_pk, b"consent", again.sign(b"consent"))
    assert token.digits[:-1].encode() not in keys.dump()


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"junk",
        lp(b"tetea/reporter-keys/v2", b"\1", bytes(16), bytes(32), bytes(32)),
        lp(b"tetea/reporter-keys/v1", b"", bytes(16), bytes(32), bytes(32)),
        lp(b"tetea/reporter-keys/v1", b"\1", bytes(16), bytes(31), bytes(32)),
        lp(b"tetea/reporter-keys/v1", b"\1", bytes(16), bytes(32)),
    ],
)
def test_reporters_keys_of_an_unknown_version_are_refused(junk):
    with pytest.raises(Unsealable):
        ReporterKeys.load(junk)


def test_a_token_and_its_keys_show_nothing_of_themselves():
    token = new_token()
    keys = derive(token, ORG, SALT)

    assert f"{token} {token!r} {keys} {keys!r}" == "<Token> <Token> <ReporterKeys> <ReporterKeys>"
    assert token == Token(token.digits)


def _noted(calls, slow, args):
    calls.append(args)
    return slow(*args)


def _is_malformed(text):
    try:
        parse(text)
    except TokenMalformed:
        return True
    return False
