"""Members' keys: locked under a passphrase, carried by sessions and bearers, shown to nobody."""

import dataclasses

import pytest

from tetea.kernel.crypto import kdf
from tetea.kernel.crypto.bearer import BearerCertificate, verify_bearer_certificate
from tetea.kernel.crypto.errors import GrantForged, KdfRefused, SigningRefused, Unsealable
from tetea.kernel.crypto.frame import lp
from tetea.kernel.crypto.hpke import wrap
from tetea.kernel.crypto.kdf import Kdf
from tetea.kernel.crypto.keys import Keys
from tetea.kernel.crypto.member_keys import (
    BearerKeys,
    GroupKey,
    MemberKeys,
    Pinned,
    certify_bearer,
    kek,
)
from tetea.kernel.crypto.signing import is_signed

ORG = b"o" * 16
SALT = b"z" * 16
WEAK = Kdf(8 * 1024, 1, SALT)
PINNED = Pinned(b"g" * 32, 4, b"h" * 32)


@pytest.fixture
def kdf_calls(monkeypatch):
    """Record the memory of each slow derivation, and do none."""
    calls: list[int] = []
    monkeypatch.setattr(kdf, "argon2id", lambda *args: _noted(calls, args))
    return calls


def test_the_right_passphrase_unlocks_her_keys_and_what_she_saw(asha):
    key = kek("correct horse", WEAK, ORG, asha.member, floor=8 * 1024)
    locked = asha.lock_under(key, PINNED)

    unlocked, seen = MemberKeys.unlock(key, ORG, asha.member, locked)

    assert unlocked.public == asha.public
    assert seen == PINNED


@pytest.mark.parametrize(
    "change",
    [
        {"passphrase": "correct house"},
        {"parameters": Kdf(8 * 1024, 2, SALT)},
        {"parameters": Kdf(9 * 1024, 1, SALT)},
        {"parameters": Kdf(8 * 1024, 1, b"y" * 16)},
        {"organisation": b"p" * 16},
        {"member": b"P" * 16},
    ],
)
def test_a_wrong_passphrase_or_a_changed_record_unlocks_nothing(asha, change):
    right = {"passphrase": "correct horse", "parameters": WEAK, "organisation": ORG}
    locked = asha.lock_under(_kek(**right, member=asha.member), PINNED)

    wrong = _kek(**{**right, "member": asha.member, **change})

    with pytest.raises(Unsealable):
        MemberKeys.unlock(wrong, ORG, asha.member, locked)


def test_a_key_set_put_in_another_members_record_stays_shut(asha):
    locked = asha.lock_under(bytes(32), PINNED)

    with pytest.raises(Unsealable):
        MemberKeys.unlock(bytes(32), ORG, b"P" * 16, locked)


@pytest.mark.parametrize(
    "parameters",
    [
        Kdf(64 * 1024 * 1024, 4, SALT),
        Kdf(1024 * 1024 + 1, 4, SALT),
        Kdf(64 * 1024 - 1, 4, SALT),
        Kdf(0, 4, SALT),
        Kdf(-1, 4, SALT),
        Kdf(256 * 1024, 0, SALT),
        Kdf(256 * 1024, 11, SALT),
        Kdf(256 * 1024, 4, b"short"),
    ],
)
def test_t16_parameters_outside_their_bounds_are_refused_before_any_memory(kdf_calls, parameters):
    with pytest.raises(KdfRefused):
        kek("correct horse", parameters, ORG, b"A" * 16)

    assert kdf_calls == []


def test_t16_parameters_at_their_bounds_are_taken(kdf_calls):
    for parameters in (Kdf(64 * 1024, 1, SALT), Kdf(1024 * 1024, 10, SALT)):
        kek("correct horse", parameters, ORG, b"A" * 16)

    assert kdf_calls == [64 * 1024, 1024 * 1024]


def test_members_are_given_the_strong_parameters_and_the_demo_the_least():
    assert (kdf.strong(SALT).memory_kib, kdf.strong(SALT).passes) == (256 * 1024, 4)
    assert (kdf.demo(SALT).memory_kib, kdf.demo(SALT).passes) == (64 * 1024, 1)


def test_the_frozen_passphrase_derivation_holds(vectors):
    v = vectors("keys_v1.json")["kek"]
    parameters = Kdf(v["memory_kib"], v["passes"], bytes.fromhex(v["salt"]))
    organisation, member = bytes.fromhex(v["organisation"]), bytes.fromhex(v["member"])

    assert kek(v["passphrase"], parameters, organisation, member).hex() == v["key"]


def test_a_session_gets_the_same_keys_back_from_its_row(asha):
    assert MemberKeys.load(asha.dump()).public == asha.public


@pytest.mark.parametrize("junk", [b"", b"junk", lp(b"tetea/member-keys/v2", *[b"x" * 32] * 4)])
def test_keys_of_an_unknown_version_are_refused(junk):
    with pytest.raises(Unsealable):
        MemberKeys.load(junk)
    with pytest.raises(Unsealable):
        BearerKeys.load(junk)


def test_n19_a_bearers_row_does_not_hold_the_members_signing_key(asha):
    bearer = certify_bearer(asha, expires=1000)

    with pytest.raises(Unsealable):
        MemberKeys.load(bearer.dump())
    assert asha.dump()[-32:] not in bearer.dump()


def test_a_bearer_reads_as_the_member_does(asha):
    bearer = BearerKeys.load(certify_bearer(asha, expires=1000).dump())

    assert bearer.unwrap(b"info", wrap(b"key", asha.enc_pk, b"info")) == b"key"
    assert bearer.enc_pk == asha.enc_pk


def test_n19_a_bearer_signs_grants_and_nothing_else(asha):
    bearer = certify_bearer(asha, expires=1000)
    grant = lp(b"tetea/grant/v1", b"anything")

    assert is_signed(bearer.signer_certificate.sig_pk, grant, bearer.sign(grant))
    for other in (lp(b"tetea/directory/v1", b"entry"), lp(b"tetea/bearer/v1"), b"", b"hello"):
        with pytest.raises(SigningRefused):
            bearer.sign(other)


def test_both_kinds_of_keys_are_what_the_domain_asks_for(asha):
    interactive: Keys = asha
    bearer: Keys = certify_bearer(asha, expires=1000)

    assert (interactive.can_sign, interactive.signer_certificate) == (True, None)
    assert bearer.can_sign is False
    assert bearer.signer_certificate is not None


def test_n19_a_bearers_certificate_ends_when_the_bearer_ends(asha):
    certificate = certify_bearer(asha, expires=1000).signer_certificate

    verify_bearer_certificate(certificate, asha.sig_pk, 999)
    with pytest.raises(GrantForged):
        verify_bearer_certificate(certificate, asha.sig_pk, 1000)


def test_n19_a_prolonged_or_strangers_certificate_is_refused(asha, stella):
    certificate = certify_bearer(asha, expires=1000).signer_certificate
    prolonged = dataclasses.replace(certificate, expires=2000)

    with pytest.raises(GrantForged):
        verify_bearer_certificate(prolonged, asha.sig_pk, 1500)
    with pytest.raises(GrantForged):
        verify_bearer_certificate(certificate, stella.sig_pk, 500)


def test_a_certificate_is_stored_and_read_back(asha):
    certificate = certify_bearer(asha, expires=1000).signer_certificate

    assert BearerCertificate.load(certificate.dump()) == certificate


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"junk",
        lp(b"", b""),
        lp(lp(b"tetea/bearer/v2", b"o", b"m", b"k", b"grant-one", bytes(8)), b"s"),
        lp(lp(b"tetea/bearer/v1", b"o", b"m", b"k", b"grant-all", bytes(8)), b"s"),
        lp(lp(b"tetea/bearer/v1", b"o", b"m", b"k", b"grant-one", b"\xff" * 9), b"s"),
    ],
)
def test_what_is_no_certificate_is_refused(junk):
    with pytest.raises(GrantForged):
        BearerCertificate.load(junk)


def test_n21_an_epochs_secret_that_is_not_the_directorys_is_refused():
    real, swapped = GroupKey.generate(), GroupKey.generate()

    assert GroupKey.load(real.dump(), real.public).public == real.public
    with pytest.raises(Unsealable):
        GroupKey.load(swapped.dump(), real.public)


def test_a_group_key_opens_what_was_wrapped_to_its_epoch():
    group = GroupKey.generate()

    assert group.unwrap(b"info", wrap(b"key", group.public, b"info")) == b"key"


def _noted(calls, args):
    calls.append(args[2])
    return bytes(args[4])


def _kek(*, passphrase, parameters, organisation, member):
    return kek(passphrase, parameters, organisation, member, floor=8 * 1024)
