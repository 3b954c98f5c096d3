"""The log's bytes: frozen, provable, and silent about what they cover."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tetea.kernel.crypto import log

LOG = bytes(range(16))
DETAIL = b'{"action":"report.open","object":"r1"}'


def test_n38_frozen_entries_leaves_and_roots_hold(vectors):
    v = vectors("log_v1.json")
    frontier = log.Frontier()

    for index, one in enumerate(v["entries"]):
        assert frontier.root().hex() == v["roots"][index]
        commitment = log.commit(bytes.fromhex(one["salt"]), one["detail"].encode())
        entry = log.entry(bytes.fromhex(v["log_id"]), index, commitment)
        assert (commitment.hex(), entry.hex()) == (one["commitment"], one["entry"])
        assert log.leaf(entry).hex() == one["leaf"]
        frontier.add(log.leaf(entry))

    assert frontier.root().hex() == v["roots"][-1]
    assert log.checkpoint(LOG, frontier.size, frontier.root()) == v["checkpoint"]
    assert log.log_id(bytes.fromhex(v["genesis_hash"])).hex() == v["log_id_of_genesis"]


def test_n38_roots_are_those_of_the_certificate_transparency_reference(vectors):
    v = vectors("log_v1.json")["rfc6962"]
    leaves = [log.leaf(bytes.fromhex(text)) for text in v["leaf_inputs"]]

    assert [log.root(leaves[:size]).hex() for size in range(9)] == v["roots"]
    assert log.root(leaves).hex().startswith("5dc9da79a70659a9")


def test_every_leaf_of_every_log_up_to_40_entries_is_proved():
    leaves = [log.leaf(bytes([number])) for number in range(40)]
    for size in range(1, 41):
        root = log.root(leaves[:size])
        for index in range(size):
            proof = log.inclusion_proof(index, leaves[:size])
            assert log.is_included(index, size, leaves[index], proof, root)


@settings(max_examples=50, deadline=None)
@given(st.integers(2, 60), st.data())
def test_no_proof_stands_for_another_leaf_place_or_root(size, data):
    leaves = [log.leaf(bytes([number])) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda one: one != index))
    proof, root = log.inclusion_proof(index, leaves), log.root(leaves)

    assert not log.is_included(index, size, leaves[other], proof, root)
    assert not log.is_included(other, size, leaves[index], proof, root)
    assert not log.is_included(index, size, leaves[index], proof[:-1], root)
    assert not log.is_included(index, size, leaves[index], [*proof, root], root)
    assert not log.is_included(index, size, leaves[index], proof, log.root(leaves[:-1]))


@pytest.mark.parametrize("index", [-1, 3])
def test_a_place_outside_the_log_has_no_proof(index):
    leaves = [log.leaf(bytes([number])) for number in range(3)]

    with pytest.raises(ValueError, match="no such leaf"):
        log.inclusion_proof(index, leaves)
    assert not log.is_included(index, 3, leaves[0], [], log.root(leaves))


def test_an_entry_has_57_bytes_and_no_readable_word():
    entry = log.entry(LOG, 5, log.commit(log.new_salt(), DETAIL))

    assert len(entry) == log.ENTRY_BYTES
    assert entry[0] == 1
    assert b"report" not in entry


def test_n41_erasing_a_detail_leaves_root_and_proofs_as_they_were():
    salts = [log.new_salt() for _ in range(5)]
    leaves = [log.leaf(log.entry(LOG, i, log.commit(salts[i], DETAIL))) for i in range(5)]
    root = log.root(leaves)

    salts[2] = b""

    assert log.root(leaves) == root
    assert log.is_included(2, 5, leaves[2], log.inclusion_proof(2, leaves), root)


def test_n42_a_hundred_guesses_at_a_detail_find_nothing_without_its_salt():
    entry = log.entry(LOG, 0, log.commit(log.new_salt(), DETAIL))
    guesses = [DETAIL.replace(b"r1", b"r%d" % number) for number in range(100)]

    for guess in guesses:
        assert log.commit(bytes(32), guess) not in entry
        assert log.commit(log.new_salt(), guess) not in entry


def test_a_salt_or_name_of_another_length_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        log.commit(b"", DETAIL)
    with pytest.raises(ValueError, match="16 bytes"):
        log.entry(b"", 0, bytes(32))
    with pytest.raises(ValueError, match="16 bytes"):
        log.entry(LOG, 0, b"")


def test_checkpoints_of_two_sizes_differ_and_name_no_organisation():
    text = log.checkpoint(LOG, 3, log.root([b"x" * 32] * 3))

    assert text.splitlines()[0].startswith("tetea.log/")
    assert text != log.checkpoint(LOG, 4, log.root([b"x" * 32] * 4))
