"""Recovery: any two of three paper shares, nothing less, nothing wrong."""

import itertools

import pytest

from tetea.kernel.crypto.errors import RecoveryRefused
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.hpke import seal_to, wrap
from tetea.kernel.crypto.recovery import RecoveryKeys, combine, make_shares, new_seed
from tetea.kernel.crypto.registry import Kind, Part
from tetea.kernel.crypto.signing import is_signed


@pytest.fixture(scope="module")
def seed():
    """A recovery seed."""
    return new_seed()


@pytest.fixture(scope="module")
def shares(seed):
    """Its three shares."""
    return make_shares(seed)


@pytest.fixture(scope="module")
def public(seed):
    """The public key that the directory names."""
    return RecoveryKeys.from_seed(seed).enc_pk


def test_any_two_shares_in_either_order_give_the_key_back(shares, public):
    for pair in itertools.permutations(shares, 2):
        assert combine(pair, public).enc_pk == public


def test_with_all_three_shares_one_may_be_mistyped(shares, public):
    mistyped = shares[0].replace(shares[0].split()[9], "xyzzy")

    assert combine(shares, public).enc_pk == public
    assert combine([mistyped, *shares[1:]], public).enc_pk == public


def test_shares_are_read_as_people_type_them(shares, public):
    typed = ["  " + shares[0].upper().replace(" ", "   ") + "\n", shares[1]]

    assert combine(typed, public).enc_pk == public


def test_one_share_alone_or_twice_gives_nothing(shares, public):
    for few in ([], [shares[0]], [shares[0], shares[0]], [""]):
        with pytest.raises(RecoveryRefused):
            combine(few, public)


def test_a_mistyped_word_is_refused_and_not_repeated_in_the_error(shares, public):
    words = shares[0].split()
    for at in (0, 5, 20, 32):
        for slip in ("academic" if words[at] != "academic" else "acid", "xyzzy"):
            mistyped = " ".join([*words[:at], slip, *words[at + 1 :]])
            with pytest.raises(RecoveryRefused) as refused:
                combine([mistyped, shares[1]], public)
            assert slip not in str(refused.value)


def test_shares_of_another_seed_are_refused(shares, public):
    others = make_shares(new_seed())

    with pytest.raises(RecoveryRefused):
        combine([shares[0], others[1]], public)
    with pytest.raises(RecoveryRefused):
        combine(others[:2], public)


def test_the_frozen_shares_and_derivation_hold(vectors):
    v = vectors("keys_v1.json")["recovery"]

    keys = combine(v["shares"][1:], bytes.fromhex(v["enc_pk"]))

    assert keys.sig_pk.hex() == v["sig_pk"]
    assert RecoveryKeys.from_seed(bytes.fromhex(v["seed"])).enc_pk.hex() == v["enc_pk"]


def test_the_recovery_keys_open_and_sign(seed):
    keys = RecoveryKeys.from_seed(seed)
    note = Context(Kind.LOG, b"o" * 16, b"l" * 16, Part.DETAIL)

    assert keys.unwrap(b"info", wrap(b"key", keys.enc_pk, b"info")) == b"key"
    assert keys.unseal_from(note, seal_to(keys.enc_pk, note, b"detail", 0), 0) == b"detail"
    assert is_signed(keys.sig_pk, b"root", keys.sign(b"root"))
    assert repr(keys) == str(keys) == "<RecoveryKeys>"


def test_a_seed_of_another_length_is_refused():
    with pytest.raises(RecoveryRefused):
        RecoveryKeys.from_seed(bytes(16))
