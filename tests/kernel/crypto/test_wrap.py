"""Wraps and notes to a public key: only the right reader, only in the right place."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tetea.kernel.crypto.hpke import Address, seal_info, seal_to, wrap
from tetea.kernel.crypto.registry import Kind, Part, TooLong
from tetea.kernel.crypto.seal import Unsealable, new_key
from tetea.kernel.crypto.unwrap import public_half, unseal_from, unwrap

SECRET = bytes(range(1, 33))
PUBLIC = public_half(SECRET)
ADDRESS = Address(b"o" * 16, b"r" * 16, Part.STORY, b"m" * 16, PUBLIC, 3)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=200))
def test_what_is_wrapped_opens_for_its_reader(plain):
    assert unwrap(SECRET, ADDRESS.info(), wrap(plain, PUBLIC, ADDRESS.info())) == plain


def test_a_wrap_is_different_each_time():
    assert wrap(b"k", PUBLIC, ADDRESS.info()) != wrap(b"k", PUBLIC, ADDRESS.info())


@pytest.mark.parametrize(
    "change",
    [
        {"org": b"p" * 16},
        {"object": b"q" * 16},
        {"part": Part.IDENTITY},
        {"recipient": b"n" * 16},
        {"recipient_pk": public_half(b"\x09" * 32)},
        {"epoch": 4},
    ],
)
def test_t03_a_wrap_moved_to_another_place_is_refused(change):
    wrapped = wrap(new_key(), PUBLIC, ADDRESS.info())

    with pytest.raises(Unsealable):
        unwrap(SECRET, dataclasses.replace(ADDRESS, **change).info(), wrapped)


def test_t19_another_members_key_does_not_open_it():
    wrapped = wrap(new_key(), PUBLIC, ADDRESS.info())

    with pytest.raises(Unsealable):
        unwrap(b"\x09" * 32, ADDRESS.info(), wrapped)


def test_t19_nothing_is_wrapped_to_a_low_order_point(vectors):
    for point in vectors("wrap_v1.json")["low_order_points"]:
        with pytest.raises(Unsealable):
            wrap(new_key(), bytes.fromhex(point), ADDRESS.info())


@pytest.mark.parametrize("length", [0, 31, 33, 1184])
def test_t19_a_public_key_of_another_length_is_refused(length):
    with pytest.raises(Unsealable):
        wrap(new_key(), b"\x09" * length, ADDRESS.info())


def test_a_secret_key_of_another_length_is_refused():
    wrapped = wrap(new_key(), PUBLIC, ADDRESS.info())

    with pytest.raises(Unsealable):
        unwrap(SECRET[:31], ADDRESS.info(), wrapped)


def test_frozen_wraps_still_open(vectors, read_context):
    frozen = vectors("wrap_v1.json")
    secret, note = bytes.fromhex(frozen["secret"]), frozen["note"]

    opened = unwrap(secret, bytes.fromhex(frozen["info"]), bytes.fromhex(frozen["wrap"]))
    read = unseal_from(
        secret, read_context(note["context"]), bytes.fromhex(note["blob"]), note["epoch"]
    )

    assert opened.hex() == frozen["plain"]
    assert read.hex() == note["plain"]


def test_frozen_damaged_wraps_stay_shut(vectors):
    frozen = vectors("wrap_v1.json")
    secret, info = bytes.fromhex(frozen["secret"]), bytes.fromhex(frozen["info"])

    for vector in frozen["damaged"]:
        wrapped = bytes.fromhex(vector["wrap"])
        with pytest.raises(Unsealable):
            pytest.fail(f"{vector['name']} opened: {unwrap(secret, info, wrapped)!r}")


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 80), st.integers(1, 255))
def test_t04_any_flipped_byte_of_a_wrap_is_refused(position, difference):
    wrapped = bytearray(wrap(bytes(32), PUBLIC, ADDRESS.info()))
    wrapped[position] ^= difference

    with pytest.raises(Unsealable):
        unwrap(SECRET, ADDRESS.info(), bytes(wrapped))


def test_notes_of_any_length_have_one_size_and_open(story):
    opening = dataclasses.replace(story, kind=Kind.THREAD, part=Part.OPENING)
    short = seal_to(PUBLIC, opening, b"x", 1)
    long = seal_to(PUBLIC, opening, b"x" * 60, 1)

    assert len(short) == len(long) == 1 + 32 + 64 + 16
    assert unseal_from(SECRET, opening, long, 1) == b"x" * 60


def test_a_note_too_long_for_its_place_is_refused(story):
    opening = dataclasses.replace(story, kind=Kind.THREAD, part=Part.OPENING)

    with pytest.raises(TooLong):
        seal_to(PUBLIC, opening, b"x" * 61, 1)


def test_t03_a_note_moved_to_another_place_or_epoch_is_refused(story):
    note = seal_to(PUBLIC, story, b"hello", 1)

    with pytest.raises(Unsealable):
        unseal_from(SECRET, story, note, 2)
    with pytest.raises(Unsealable):
        unseal_from(SECRET, dataclasses.replace(story, object=b"q" * 16), note, 1)


def test_a_note_of_a_size_that_its_place_does_not_have_is_refused(story):
    padded = b"\0\0\0\5hello" + bytes(119)
    note = wrap(padded, PUBLIC, seal_info(story, PUBLIC, 1))

    with pytest.raises(Unsealable):
        unseal_from(SECRET, story, note, 1)


def test_a_wrap_does_not_pass_for_a_note(story):
    wrapped = wrap(bytes(1024), PUBLIC, ADDRESS.info())

    with pytest.raises(Unsealable):
        unseal_from(SECRET, story, wrapped, 3)
