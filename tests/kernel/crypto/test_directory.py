"""The signed directory: whose key may be believed, and every way to cheat it that we know."""

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tetea.kernel.crypto import directory as d
from tetea.kernel.crypto.directory_entries import Signed
from tetea.kernel.crypto.member_keys import GroupKey, MemberKeys
from tetea.kernel.crypto.recovery import RecoveryKeys

ORG = b"o" * 16


def test_a_verified_directory_says_who_is_here_and_which_epoch_is_current(chain, asha, paul):
    directory = chain.verify()

    assert directory.organisation == ORG
    assert directory.members[asha.member].role == d.COORDINATOR
    assert directory.members[paul.member].enc_pk == paul.enc_pk
    assert directory.epoch(d.Group.INTAKE) == d.Epoch(d.Group.INTAKE, 1, b"\x01" * 32, 2)
    assert directory.head == d.Head(2, chain.last_hash)
    assert directory.recovery_enc_pk == chain.recovery.enc_pk
    assert [member.id for member in directory.active("paralegal")] == [paul.member]
    with pytest.raises(LookupError):
        directory.epoch(d.Group.FIGURES)


def test_the_frozen_directory_verifies(vectors):
    v = vectors("directory_v1.json")
    entries = [_signed(one) for one in v["entries"]]

    directory = d.verify(entries, bytes.fromhex(v["genesis_hash"]))

    assert directory.head == d.Head(v["head_seq"], bytes.fromhex(v["head_hash"]))
    assert directory.members[b"A" * 16].left
    assert directory.members[b"P" * 16].role == d.COORDINATOR
    assert directory.recovery_enc_pk == b"\x05" * 32


def test_no_name_of_a_person_has_a_place_in_the_directory(chain):
    document = json.loads(chain.entries[1].entry)

    assert set(document["body"]) == {"member", "role", "enc_pk", "sig_pk"}


def test_a_past_role_and_key_are_remembered_with_their_entry(chain, asha, paul, signed_by):
    chain.add(d.ChangeRole(paul.member, "hotline"), signed_by(asha))
    chain.add(d.Rekey(paul.member, b"\x08" * 32, b"\x09" * 32), signed_by(paul))
    chain.add(d.Leave(paul.member), signed_by(asha))

    directory = chain.verify()

    assert directory.member_at(paul.member, 0) is None
    assert directory.member_at(paul.member, 2).role == "paralegal"
    assert directory.member_at(paul.member, 3).role == "hotline"
    assert directory.member_at(paul.member, 4).enc_pk == b"\x08" * 32
    assert directory.member_at(paul.member, 9).left
    assert paul.member not in {member.id for member in directory.active()}


def test_epochs_follow_each_other_and_the_old_one_is_still_known(chain, asha, signed_by):
    chain.add(d.OpenEpoch(d.Group.INTAKE, 2, b"\x02" * 32), signed_by(asha))

    directory = chain.verify()

    assert directory.epoch(d.Group.INTAKE).number == 2
    assert directory.epoch_numbered(d.Group.INTAKE, 1).pk == b"\x01" * 32
    with pytest.raises(LookupError):
        directory.epoch_numbered(d.Group.INTAKE, 3)


def test_with_no_coordinator_left_the_recovery_key_lets_one_in(chain, asha, joins, signed_by):
    newcomer = MemberKeys.generate(ORG, b"N" * 16)
    chain.add(d.Leave(asha.member), signed_by(asha))
    chain.add(joins(newcomer, d.COORDINATOR), ("recovery", chain.recovery))
    chain.add(d.OpenEpoch(d.Group.INTAKE, 2, b"\x02" * 32), signed_by(newcomer))

    assert chain.verify().epoch(d.Group.INTAKE).number == 2


def test_a_member_without_a_role_in_keys_signs_her_own_new_keys(chain, paul, signed_by):
    chain.add(d.Rekey(paul.member, b"\x08" * 32, b"\x09" * 32), signed_by(paul))

    assert chain.verify().members[paul.member].sig_pk == b"\x09" * 32


# What a database writer tries. Stella holds keys of her own and no member's.


def test_n21_an_epoch_signed_by_a_stranger_is_refused(chain, stella, signed_by):
    chain.add(d.OpenEpoch(d.Group.INTAKE, 2, stella.enc_pk), signed_by(stella))

    _refused(chain)


def test_n21_an_epoch_signed_by_a_stranger_in_the_coordinators_name_is_refused(chain, asha, stella):
    name = d.signer_name(asha.member)
    chain.add(d.OpenEpoch(d.Group.INTAKE, 2, stella.enc_pk), (name, stella))

    _refused(chain)


def test_n21_a_swapped_epoch_key_is_refused(chain, stella):
    old = chain.entries[2]
    swapped = _replaced(old, "pk", _text(stella.enc_pk))
    chain.entries[2] = swapped

    _refused(chain)


def test_n21_a_swapped_member_key_is_refused(chain, stella):
    chain.entries[1] = _replaced(chain.entries[1], "enc_pk", _text(stella.enc_pk))

    _refused(chain)


def test_n21_a_swapped_recovery_key_is_another_root(chain, stella):
    root = chain.root
    chain.entries[0] = _replaced(chain.entries[0], "recovery_enc_pk", _text(stella.enc_pk))

    with pytest.raises(d.DirectoryForged, match="root"):
        d.verify(chain.entries, root)


def test_n21_a_whole_directory_of_the_strangers_own_is_refused(chain, stella, signed_by):
    root = chain.root
    own = RecoveryKeys.from_seed(b"\x66" * 32)
    genesis = d.Genesis(ORG, own.enc_pk, own.sig_pk, stella.member, stella.enc_pk, stella.sig_pk)
    forged = d.build(genesis, None, [("recovery", own), signed_by(stella)])

    with pytest.raises(d.DirectoryForged):
        d.verify([forged], root)


def test_n21_a_member_added_by_a_stranger_is_refused(chain, stella, joins, signed_by):
    chain.add(joins(stella, d.COORDINATOR), signed_by(stella))

    _refused(chain)


def test_n21_a_paralegal_adds_nobody_and_promotes_nobody(chain, paul, stella, joins, signed_by):
    for change in (
        joins(stella, "paralegal"),
        d.ChangeRole(paul.member, d.COORDINATOR),
        d.Leave(b"A" * 16),
        d.OpenEpoch(d.Group.INTAKE, 2, paul.enc_pk),
        d.SetRecovery(paul.enc_pk, paul.sig_pk),
    ):
        chain.add(change, signed_by(paul))
        _refused(chain)
        chain.entries.pop()


def test_n21_an_administrators_signature_is_worth_nothing_here(chain, asha, joins, signed_by):
    admin = MemberKeys.generate(ORG, b"D" * 16)
    chain.add(joins(admin, "admin"), signed_by(asha))
    chain.add(d.OpenEpoch(d.Group.INTAKE, 2, admin.enc_pk), signed_by(admin))

    _refused(chain)


def test_n21_a_coordinator_who_left_signs_nothing_more(chain, asha, paul, signed_by):
    chain.add(d.ChangeRole(paul.member, d.COORDINATOR), signed_by(asha))
    chain.add(d.Leave(asha.member), signed_by(paul))
    chain.add(d.OpenEpoch(d.Group.INTAKE, 2, asha.enc_pk), signed_by(asha))

    _refused(chain)


def test_n21_nobody_changes_anothers_keys_not_even_a_coordinator(chain, asha, paul, signed_by):
    change = d.Rekey(paul.member, asha.enc_pk, asha.sig_pk)
    for signers in ([asha], [asha, paul]):
        chain.add(change, *[signed_by(keys) for keys in signers])
        _refused(chain)
        chain.entries.pop()


def test_n21_after_a_rekey_the_old_key_signs_nothing(chain, asha, signed_by):
    chain.add(d.Rekey(asha.member, b"\x08" * 32, b"\x09" * 32), signed_by(asha))
    chain.add(d.OpenEpoch(d.Group.INTAKE, 2, b"\x02" * 32), signed_by(asha))

    _refused(chain)


def test_n21_one_coordinator_alone_does_not_replace_the_recovery_key(chain, asha, paul, signed_by):
    chain.add(d.ChangeRole(paul.member, d.COORDINATOR), signed_by(asha))
    change = d.SetRecovery(b"\x05" * 32, b"\x06" * 32)
    for signers in ([signed_by(asha)], [signed_by(asha), signed_by(asha)]):
        chain.add(change, *signers)
        _refused(chain)
        chain.entries.pop()

    chain.add(change, signed_by(asha), signed_by(paul))

    assert chain.verify().recovery_enc_pk == b"\x05" * 32


def test_n21_the_recovery_key_opens_no_epoch(chain):
    chain.add(d.OpenEpoch(d.Group.INTAKE, 2, b"\x02" * 32), ("recovery", chain.recovery))

    _refused(chain)


def test_n21_reordered_repeated_and_missing_entries_are_refused(chain):
    one, two, three = chain.entries
    for entries in ([one, three, two], [one, two, two, three], [one, three], [two, three]):
        with pytest.raises(d.DirectoryForged):
            d.verify(entries, chain.root)


def test_n21_an_id_or_a_number_is_never_used_again(chain, asha, paul, joins, signed_by):
    chain.add(d.Leave(paul.member), signed_by(asha))
    for change in (
        joins(paul, "paralegal"),
        d.ChangeRole(paul.member, "hotline"),
        d.Leave(paul.member),
        d.OpenEpoch(d.Group.INTAKE, 1, b"\x02" * 32),
        d.OpenEpoch(d.Group.INTAKE, 3, b"\x02" * 32),
        d.Genesis(ORG, b"\1" * 32, b"\1" * 32, asha.member, asha.enc_pk, asha.sig_pk),
    ):
        chain.add(change, signed_by(asha))
        _refused(chain)
        chain.entries.pop()


def test_n21_a_directory_older_than_the_head_seen_last_is_refused(chain):
    seen = chain.verify().head

    with pytest.raises(d.DirectoryRolledBack):
        d.verify(chain.entries[:-1], chain.root, seen)
    with pytest.raises(d.DirectoryRolledBack):
        d.verify([], chain.root, seen)
    assert chain.verify(seen).head == seen


def test_n21_another_history_than_the_one_seen_is_refused(chain, asha, signed_by):
    seen = chain.verify().head
    chain.entries.pop()
    chain.add(d.OpenEpoch(d.Group.INTAKE, 1, b"\x66" * 32), signed_by(asha))

    with pytest.raises(d.DirectoryForged):
        chain.verify(seen)


def test_n21_intake_goes_on_with_the_last_good_epoch_and_says_why(chain, stella, signed_by):
    chain.add(d.OpenEpoch(d.Group.INTAKE, 2, stella.enc_pk), signed_by(stella))

    good = d.verify_prefix(
        chain.entries, chain.root, d.Head(2, d.entry_hash(chain.entries[2].entry))
    )

    assert good.directory.epoch(d.Group.INTAKE).number == 1
    assert (good.ignored, good.reason) == (1, "signed by a stranger")


def test_a_directory_without_fault_ignores_nothing(chain):
    good = d.verify_prefix(chain.entries, chain.root)

    assert (good.ignored, good.reason) == (0, "")
    assert good.directory == chain.verify()


def test_n21_a_forged_entry_does_not_hide_that_later_ones_were_cut(chain, asha, stella, signed_by):
    chain.add(d.OpenEpoch(d.Group.INTAKE, 2, b"\x02" * 32), signed_by(asha))
    seen = chain.verify().head
    chain.entries.pop()
    chain.add(d.OpenEpoch(d.Group.INTAKE, 2, stella.enc_pk), signed_by(stella))

    with pytest.raises(d.DirectoryRolledBack):
        d.verify_prefix(chain.entries, chain.root, seen)


def test_a_root_not_signed_by_both_is_refused(asha, signed_by):
    recovery = RecoveryKeys.from_seed(b"\x07" * 32)
    root = d.Genesis(ORG, recovery.enc_pk, recovery.sig_pk, asha.member, asha.enc_pk, asha.sig_pk)
    for signers in (
        [signed_by(asha)],
        [("recovery", recovery)],
        [signed_by(asha), ("recovery", recovery)],
        [("recovery", asha), signed_by(asha)],
    ):
        forged = d.build(root, None, signers)
        with pytest.raises(d.DirectoryForged):
            d.verify([forged], d.entry_hash(forged.entry))


def test_a_signature_too_few_or_too_many_is_refused(chain):
    last = chain.entries[-1]
    for signatures in ((), last.signatures * 2, (bytes(64),), (b"",)):
        chain.entries[-1] = dataclasses.replace(last, signatures=signatures)
        _refused(chain)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_an_entry_is_read_in_one_spelling_only(data):
    change = d.OpenEpoch(d.Group.INTAKE, 1, b"\x01" * 32)
    entry = d.build(change, d.Head(1, b"h" * 32), [("recovery", Anyone())]).entry
    at = data.draw(st.integers(0, len(entry) - 1))
    byte = data.draw(st.integers(0, 255))
    changed = entry[:at] + bytes([byte]) + entry[at + 1 :]

    try:
        read = d.parse_entry(changed)
    except d.DirectoryForged:
        return
    assert changed == entry or read != d.parse_entry(entry)


@pytest.mark.parametrize(
    "spelling",
    [
        b"",
        b"[]",
        b"1",
        b"null",
        b"{}",
        b"\xff",
        b'{"seq":NaN}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_entry_is_refused(spelling):
    with pytest.raises(d.DirectoryForged):
        d.parse_entry(spelling)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"seq":2', b'"seq":2.0'),
        (b'"seq":2', b'"seq": 2'),
        (b'"seq":2', b'"seq":true'),
        (b'"seq":2', b'"seq":-1'),
        (b'"number":1', b'"number":"1"'),
        (b'"type":"epoch.open"', b'"type":"epoch.shut"'),
        (b'"group":"intake"', b'"group":"everyone"'),
        (b'"group":"intake",', b""),
        (b'"body":{', b'"body":{"extra":1,'),
        (b'"signer":[', b'"signer":[1,'),
        (b'{"body"', b'{"also":1,"body"'),
    ],
)
def test_an_entry_of_another_shape_is_refused(chain, old, new):
    entry = chain.entries[2].entry
    changed = entry.replace(old, new)

    assert changed != entry
    with pytest.raises(d.DirectoryForged):
        d.parse_entry(changed)


class Anyone:
    """Signs anything with nothing."""

    def sign(self, message):
        """Return bytes of the right length."""
        return bytes(64) if message else b""


def test_a_group_key_of_the_directory_is_the_one_that_opens(chain, asha, signed_by):
    group = GroupKey.generate()
    chain.add(d.OpenEpoch(d.Group.DISPATCH, 1, group.public), signed_by(asha))

    public = chain.verify().epoch(d.Group.DISPATCH).pk

    assert GroupKey.load(group.dump(), public).public == public


def _refused(chain):
    with pytest.raises(d.DirectoryForged):
        chain.verify()


def _signed(stored):
    signatures = tuple(bytes.fromhex(one) for one in stored["signatures"])
    return Signed(stored["entry"].encode(), signatures)


def _replaced(signed, name, value):
    document = json.loads(signed.entry)
    document["body"][name] = value
    entry = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
    return dataclasses.replace(signed, entry=entry)


def _text(data):
    return d.signer_name(data)
