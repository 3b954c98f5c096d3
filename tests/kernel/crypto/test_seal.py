"""Sealed blobs: what is opened, what is refused, what sizes tell."""

import hashlib
import hmac
import struct

import nacl.bindings
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tetea.kernel.crypto.frame import Context, lp, unlp
from tetea.kernel.crypto.registry import Kind, Part, TooLong, is_on_ladder
from tetea.kernel.crypto.seal import Unsealable, commitment, key_commitment, new_key, seal, unseal

KEY = bytes(range(32))
ORG = b"o" * 16
PRIME = (1 << 130) - 5
OVERHEAD = 57 + 16

contexts = st.builds(
    Context,
    kind=st.sampled_from(Kind),
    org=st.binary(min_size=16, max_size=16),
    object=st.binary(min_size=16, max_size=16),
    part=st.sampled_from([part for part in Part if part is not Part.OPENING]),
    version=st.integers(0, 2**64 - 1),
)
quietly = settings(max_examples=50, deadline=None)


@quietly
@given(contexts, st.binary(max_size=5000))
def test_what_is_sealed_opens_in_its_place(context, plain):
    blob = seal(KEY, context, plain)

    assert unseal(KEY, context, blob) == plain
    assert is_on_ladder(context.kind, context.part, len(blob) - OVERHEAD)


@quietly
@given(contexts, contexts)
def test_t03_a_blob_moved_to_another_place_is_refused(context, elsewhere):
    if context == elsewhere:
        return
    blob = seal(KEY, context, b"hello")

    with pytest.raises(Unsealable):
        unseal(KEY, elsewhere, blob)


@quietly
@given(st.integers(0, OVERHEAD + 1024 - 1), st.integers(1, 255))
def test_t04_any_flipped_byte_is_refused_with_the_same_error(position, difference):
    context = Context(Kind.REPORT, ORG, ORG, Part.STORY)
    blob = bytearray(seal(KEY, context, b"hello"))
    blob[position] ^= difference

    with pytest.raises(Unsealable) as refused:
        unseal(KEY, context, bytes(blob))

    assert str(refused.value) == "cannot be opened"


@quietly
@given(st.binary(max_size=1200))
def test_t06_whatever_is_no_blob_is_refused(junk):
    with pytest.raises(Unsealable):
        unseal(KEY, Context(Kind.REPORT, ORG, ORG, Part.STORY), junk)


def test_t06_an_unknown_suite_is_refused(story):
    blob = seal(KEY, story, b"hello")

    for suite in range(256):
        if suite == 1:
            continue
        with pytest.raises(Unsealable):
            unseal(KEY, story, bytes([suite]) + blob[1:])


def test_frozen_blobs_still_open(vectors, read_context):
    for vector in vectors("seal_v1.json")["good"]:
        context = read_context(vector["context"])
        blob = bytes.fromhex(vector["blob"])

        opened = unseal(bytes.fromhex(vector["key"]), context, blob)

        assert opened == bytes.fromhex(vector["plain"]), vector["name"]


def test_frozen_damaged_blobs_stay_shut(vectors, read_context):
    for vector in vectors("seal_v1.json")["damaged"]:
        key, blob = bytes.fromhex(vector["key"]), bytes.fromhex(vector["blob"])

        assert not _opens(key, read_context(vector["context"]), blob), vector["name"]


def test_an_independent_reader_opens_what_we_seal(story):
    blob = seal(KEY, story, b"hello")
    nonce, bound = blob[1:25], story.encode()

    first, _ = _derived(KEY, nonce, bound)
    padded = nacl.bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
        blob[57:], bound, nonce, first
    )

    assert padded == struct.pack(">I", 5) + b"hello" + bytes(1015)


def test_n20_t05_the_published_ciphertext_with_two_keys_is_refused(vectors):
    sample = {name: bytes.fromhex(text) for name, text in vectors(TWO_KEYS).items()}
    keys = [sample["key_1"], sample["key_2"]]
    context = Context(Kind.THREAD, ORG, ORG, Part.OPENING)

    for key in keys:
        assert _plain_aead_opens(key, sample["nonce"], sample["aad"], sample["ciphertext"])
        for other in keys:
            _, com = _derived(other, sample["nonce"], context.encode())
            with pytest.raises(Unsealable):
                unseal(key, context, b"\x01" + sample["nonce"] + com + sample["ciphertext"])


TWO_KEYS = "two_keys_one_ciphertext.json"


def test_n20_a_ciphertext_made_to_open_under_two_of_our_keys_opens_for_one_reader_at_most():
    context = Context(Kind.THREAD, ORG, ORG, Part.OPENING)
    nonce, bound = bytes(24), context.encode()
    keys = [new_key(), new_key()]
    derived = [_derived(key, nonce, bound) for key in keys]
    ciphertext = _colliding([first for first, _ in derived], nonce, bound)

    for first, com in derived:
        assert _plain_aead_opens(first, nonce, bound, ciphertext)
        blob = b"\x01" + nonce + com + ciphertext
        assert sum(_opens(key, context, blob) for key in keys) <= 1
    assert _opens(keys[0], context, b"\x01" + nonce + derived[0][1] + ciphertext)
    assert not _opens(keys[1], context, b"\x01" + nonce + derived[0][1] + ciphertext)


def test_t07_the_same_words_twice_look_different(story):
    blobs = {seal(KEY, story, b"the same") for _ in range(2000)}

    assert len({blob[1:25] for blob in blobs}) == 2000
    assert len({blob[57:] for blob in blobs}) == 2000


def test_t08_sizes_tell_only_the_declared_steps(story):
    sizes = {len(seal(KEY, story, b"x" * length)) for length in range(1, 1001)}

    assert sizes == {OVERHEAD + 1024}


def test_t08_a_message_of_1_and_of_160_letters_have_one_size():
    context = Context(Kind.THREAD, ORG, ORG, Part.MESSAGE)

    assert len(seal(KEY, context, b"x")) == len(seal(KEY, context, b"x" * 160))


def test_above_a_mebibyte_sizes_are_whole_mebibytes(story):
    blob = seal(KEY, story, bytes(1024 * 1024))

    assert len(blob) == OVERHEAD + 2 * 1024 * 1024
    assert unseal(KEY, story, blob) == bytes(1024 * 1024)


def test_a_note_too_long_for_its_fixed_size_is_refused_and_not_cut():
    context = Context(Kind.THREAD, ORG, ORG, Part.OPENING)

    assert len(seal(KEY, context, b"x" * 60)) == OVERHEAD + 64
    with pytest.raises(TooLong):
        seal(KEY, context, b"x" * 61)


def test_a_key_of_another_length_is_refused(story):
    blob = seal(KEY, story, b"hello")

    with pytest.raises(ValueError, match="32 bytes"):
        seal(KEY[:31], story, b"hello")
    with pytest.raises(Unsealable):
        unseal(KEY + b"\0", story, blob)


def test_the_commitment_names_one_blob_and_one_key(story):
    one, two = seal(KEY, story, b"hello"), seal(KEY, story, b"hello")

    assert commitment(one) != commitment(two)
    assert key_commitment(KEY) != key_commitment(bytes(32))


def test_a_refusal_carries_no_cause_that_could_hold_a_key(story):
    blob = seal(KEY, story, b"hello")

    with pytest.raises(Unsealable) as refused:
        unseal(KEY, story, blob[:-1] + bytes([blob[-1] ^ 1]))

    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


@quietly
@given(st.lists(st.binary(max_size=40), max_size=6), st.lists(st.binary(max_size=40), max_size=6))
def test_no_two_lists_of_parts_are_joined_to_the_same_bytes(one, two):
    assert unlp(lp(*one)) == tuple(one)
    assert (lp(*one) == lp(*two)) == (one == two)


@pytest.mark.parametrize("cut", [b"\0", b"\0\0\0", b"\0\0\0\5abcd", b"\0\0\0\1a\0\0"])
def test_bytes_that_were_cut_are_not_taken_apart(cut):
    with pytest.raises(ValueError, match="cut"):
        unlp(cut)


def _derived(key, nonce, bound):
    extracted = hmac.digest(nonce, key, "sha256")
    info = b"tetea/seal/v1\x01" + hashlib.sha256(bound).digest()
    first = hmac.digest(extracted, info + b"\x01", "sha256")
    return first, hmac.digest(extracted, first + info + b"\x02", "sha256")


def _opens(key, context, blob):
    try:
        unseal(key, context, blob)
    except Unsealable:
        return False
    return True


def _plain_aead_opens(key, nonce, aad, ciphertext):
    opened = nacl.bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(ciphertext, aad, nonce, key)
    return len(opened) == len(ciphertext) - 16


def _colliding(keys, nonce, aad):
    """Solve for one ciphertext of 64 bytes whose Poly1305 tag is right under both keys.

    The first keeps a well-formed plaintext, so that only the commitment can refuse the second.
    """
    streams = [
        nacl.bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(128), b"", nonce, key)[:128]
        for key in keys
    ]
    macs = [_one_time_key(key, nonce) for key in keys]
    head = bytes(a ^ b for a, b in zip(streams[0], struct.pack(">I", 60) + bytes(12), strict=False))
    for attempt in range(4096):
        second = struct.pack("<QQ", attempt, 0)
        free = _solve(macs, aad, [head, second, bytes(16)])
        if free is not None:
            body = head + second + bytes(16) + free
            return body + _tag(macs[0], aad, body)
    raise AssertionError("no collision found")


def _one_time_key(key, nonce):
    # RFC 8439, section 2.6: r and s are the first half of the key stream's block 0.
    subkey = _hchacha20(key, nonce[:16])
    block = _chacha20_block(subkey, 0, bytes(4) + nonce[16:])
    r = int.from_bytes(block[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    return r, int.from_bytes(block[16:32], "little")


def _solve(macs, aad, fixed):
    """Find the last block for which both polynomials give the same tag."""
    blocks = _blocks(aad) + fixed
    length = struct.pack("<QQ", len(aad), 64)
    parts = []
    for r, s in macs:
        total = 0
        for block in blocks:
            total = (total + int.from_bytes(block + b"\x01", "little")) * r % PRIME
        rest = int.from_bytes(length + b"\x01", "little")
        # tag = ((total + x) r + rest) r + s, with x the unknown block
        parts.append((r * r % PRIME, (total * r * r + rest * r) % PRIME, s))
    (a1, b1, s1), (a2, b2, s2) = parts
    for carry in range(-4, 5):
        wanted = (b2 + s2 - b1 - s1 + carry * (1 << 128)) * pow(a1 - a2, -1, PRIME) % PRIME
        if wanted >> 128 == 1:
            free = (wanted & ((1 << 128) - 1)).to_bytes(16, "little")
            body = b"".join([*fixed, free])
            if _tag(macs[0], aad, body) == _tag(macs[1], aad, body):
                return free
    return None


def _blocks(data):
    data += bytes(-len(data) % 16)
    return [data[at : at + 16] for at in range(0, len(data), 16)]


def _tag(mac, aad, body):
    r, s = mac
    total = 0
    for block in [*_blocks(aad), *_blocks(body), struct.pack("<QQ", len(aad), len(body))]:
        total = (total + int.from_bytes(block + b"\x01", "little")) * r % PRIME
    return ((total + s) % (1 << 128)).to_bytes(16, "little")


def _quarter(x, a, b, c, d):
    for one, two, three, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        x[one] = (x[one] + x[two]) & 0xFFFFFFFF
        mixed = x[three] ^ x[one]
        x[three] = ((mixed << turn) | (mixed >> (32 - turn))) & 0xFFFFFFFF


def _rounds(state):
    x = list(state)
    for _ in range(10):
        for a in range(4):
            _quarter(x, a, a + 4, a + 8, a + 12)
        for a in range(4):
            _quarter(x, a, 4 + (a + 1) % 4, 8 + (a + 2) % 4, 12 + (a + 3) % 4)
    return x


def _state(key, tail):
    return struct.unpack("<16I", b"expand 32-byte k" + key + tail)


def _hchacha20(key, nonce16):
    x = _rounds(_state(key, nonce16))
    return struct.pack("<8I", *x[:4], *x[12:])


def _chacha20_block(key, counter, nonce12):
    state = _state(key, struct.pack("<I", counter) + nonce12)
    return struct.pack(
        "<16I",
        *((a + b) & 0xFFFFFFFF for a, b in zip(_rounds(state), state, strict=True)),
    )
