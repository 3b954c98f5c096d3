"""Grants: a key handed on is believed only with an active member behind it."""

import dataclasses
import hashlib

import pytest

from tetea.kernel.crypto import directory as d
from tetea.kernel.crypto.errors import GrantForged, SigningRefused
from tetea.kernel.crypto.grant import (
    GrantStatement,
    check_grant,
    check_received,
    sign_grant,
    state_grant,
)
from tetea.kernel.crypto.hpke import Address, wrap
from tetea.kernel.crypto.member_keys import MemberKeys, certify_bearer
from tetea.kernel.crypto.registry import Part

ORG = b"o" * 16
KEY = b"k" * 32


@pytest.fixture
def address(paul):
    """The place of a wrap for Paul."""
    return Address(ORG, b"c" * 16, Part.STORY, paul.member, paul.enc_pk, 0)


@pytest.fixture
def wrapped(address):
    """A case's key wrapped to Paul."""
    return wrap(KEY, address.recipient_pk, address.info())


@pytest.fixture
def statement(address, wrapped, asha):
    """Asha's statement that she gave Paul this key."""
    return state_grant(address, KEY, wrapped, asha.member, 2)


def test_paul_believes_what_asha_gave_him(chain, asha, paul, address, wrapped, statement):
    check_grant(statement, sign_grant(asha, statement), chain.verify())

    check_received(statement, address, wrapped, paul.unwrap(address.info(), wrapped))


def test_the_frozen_grant_is_believed(vectors):
    v = vectors("directory_v1.json")
    entries = [
        d.Signed(one["entry"].encode(), tuple(map(bytes.fromhex, one["signatures"])))
        for one in v["entries"]
    ]
    directory = d.verify(entries, bytes.fromhex(v["genesis_hash"]))
    wraps = vectors("wrap_v1.json")
    frozen_address = Address(
        ORG, b"r" * 16, Part.STORY, b"m" * 16, bytes.fromhex(wraps["public"]), 7
    )
    wrapped, key = bytes.fromhex(wraps["wrap"]), bytes.fromhex(wraps["plain"])

    statement = state_grant(frozen_address, key, wrapped, b"P" * 16, 3)

    assert statement.message().hex() == v["grant"]["message"]
    check_grant(statement, bytes.fromhex(v["grant"]["signature"]), directory)


def test_n23_a_grant_signed_by_a_stranger_is_refused(chain, stella, statement):
    forged = stella.sign(statement.message())

    with pytest.raises(GrantForged):
        check_grant(statement, forged, chain.verify())
    hers = dataclasses.replace(statement, signer=stella.member)
    with pytest.raises(GrantForged):
        check_grant(hers, stella.sign(hers.message()), chain.verify())


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(GrantStatement)])
def test_n23_a_grant_changed_in_any_word_is_refused(chain, asha, statement, name):
    signature = sign_grant(asha, statement)
    changed = dataclasses.replace(statement, **{name: _other(getattr(statement, name))})

    with pytest.raises(GrantForged):
        check_grant(changed, signature, chain.verify())


def test_n23_a_case_replaced_under_the_strangers_own_key_is_seen(
    chain, asha, address, wrapped, statement
):
    swapped = wrap(b"x" * 32, address.recipient_pk, address.info())

    check_grant(statement, sign_grant(asha, statement), chain.verify())
    with pytest.raises(GrantForged):
        check_received(statement, address, swapped, b"x" * 32)
    with pytest.raises(GrantForged):
        check_received(statement, address, wrapped, b"x" * 32)
    elsewhere = dataclasses.replace(address, object=b"d" * 16)
    with pytest.raises(GrantForged):
        check_received(statement, elsewhere, wrapped, KEY)


def test_n23_a_member_grants_nothing_before_she_joined_or_after_she_left(
    chain, asha, paul, address, wrapped, signed_by
):
    chain.add(d.Leave(paul.member), signed_by(asha))
    directory = chain.verify()

    for seq in (0, 3, 4, -1, 2**64):
        early = state_grant(address, KEY, wrapped, paul.member, max(seq, 0) if seq < 9 else 3)
        claimed = dataclasses.replace(early, directory_seq=seq)
        with pytest.raises(GrantForged):
            check_grant(claimed, paul.sign(early.message()), directory)
    while_here = state_grant(address, KEY, wrapped, paul.member, 1)
    check_grant(while_here, sign_grant(paul, while_here), directory)


def test_a_grant_made_before_a_rekey_still_counts(chain, asha, statement, signed_by):
    signature = sign_grant(asha, statement)
    chain.add(d.Rekey(asha.member, b"\x08" * 32, b"\x09" * 32), signed_by(asha))

    check_grant(statement, signature, chain.verify())


def test_n19_a_bearer_grants_single_objects_until_it_expires(chain, asha, statement):
    bearer = certify_bearer(asha, expires=1000)
    signature = sign_grant(bearer, statement)
    certificate = bearer.signer_certificate

    check_grant(statement, signature, chain.verify(), certificate, now=999)
    with pytest.raises(GrantForged):
        check_grant(statement, signature, chain.verify(), certificate, now=1000)
    with pytest.raises(GrantForged):
        check_grant(statement, signature, chain.verify(), certificate)
    with pytest.raises(GrantForged):
        check_grant(statement, signature, chain.verify())


@pytest.mark.parametrize("part", [Part.KEYSET, Part.SETTINGS, Part.STATE])
def test_n19_a_bearer_hands_on_no_key_that_opens_many(chain, asha, statement, part):
    bearer = certify_bearer(asha, expires=1000)
    bulk = dataclasses.replace(statement, part=part)

    with pytest.raises(SigningRefused):
        sign_grant(bearer, bulk)
    forced = bearer.sign(bulk.message())
    with pytest.raises(GrantForged):
        check_grant(bulk, forced, chain.verify(), bearer.signer_certificate, now=1)
    check_grant(bulk, sign_grant(asha, bulk), chain.verify())


def test_n19_a_bearer_of_somebody_else_is_refused(chain, paul, statement):
    bearer = certify_bearer(paul, expires=1000)

    with pytest.raises(SigningRefused):
        sign_grant(bearer, statement)
    forced = bearer.sign(statement.message())
    with pytest.raises(GrantForged):
        check_grant(statement, forced, chain.verify(), bearer.signer_certificate, now=1)


def test_n19_a_bearer_that_a_stranger_certified_is_refused(chain, asha, stella, statement):
    as_asha = MemberKeys(ORG, asha.member, b"\x01" * 32, b"\x02" * 32)
    bearer = certify_bearer(as_asha, expires=1000)

    with pytest.raises(GrantForged):
        check_grant(
            statement,
            bearer.sign(statement.message()),
            chain.verify(),
            bearer.signer_certificate,
            now=1,
        )


def test_n19_a_bearer_of_another_organisation_is_refused(chain, asha, statement):
    elsewhere = MemberKeys.load(asha.dump().replace(ORG, b"p" * 16))
    bearer = certify_bearer(elsewhere, expires=1000)
    forced = bearer.sign(statement.message())

    assert elsewhere.public == asha.public
    with pytest.raises(GrantForged, match="somebody else"):
        check_grant(statement, forced, chain.verify(), bearer.signer_certificate, now=1)


def test_n23_a_grant_of_another_organisation_is_refused(chain, asha, statement):
    elsewhere = dataclasses.replace(statement, org=b"p" * 16)

    with pytest.raises(GrantForged, match="organisation"):
        check_grant(elsewhere, asha.sign(elsewhere.message()), chain.verify())


def test_n23_a_grant_that_names_an_entry_still_to_come_is_refused(chain, asha, statement):
    early = dataclasses.replace(statement, directory_seq=3)

    with pytest.raises(GrantForged, match="does not exist"):
        check_grant(early, sign_grant(asha, early), chain.verify())


def test_nobody_signs_a_grant_in_anothers_name(paul, statement):
    with pytest.raises(SigningRefused):
        sign_grant(paul, statement)


def test_a_grant_names_the_key_without_telling_it(statement, wrapped):
    assert KEY not in statement.message()
    assert statement.wrap_hash == hashlib.sha256(wrapped).digest()


def _other(value):
    if isinstance(value, Part):
        return Part.IDENTITY
    if isinstance(value, int):
        return value + 1 if value else 1
    return bytes(len(value))
