"""Parts of a long SMS: any order, sometimes one never comes."""

from hypothesis import given
from hypothesis import strategies as st

from tetea.kernel.phone.multipart import MOST_PARTS, is_whole, join

MISSING = "[part {number} of {total} has not come]"


@given(st.text(), st.integers(1, 40), st.randoms(use_true_random=False))
def test_a_text_cut_into_parts_is_whole_again_in_whatever_order_they_come(text, size, chance):
    pieces = [text[start : start + size] for start in range(0, len(text), size)] or [""]
    arrived = list(enumerate(pieces[:MOST_PARTS], start=1))
    chance.shuffle(arrived)
    parts = dict(arrived)

    assert is_whole(parts, len(parts))
    assert join(parts, len(parts), MISSING) == "".join(pieces[:MOST_PARTS])


@given(st.dictionaries(st.integers(-5, 300), st.text()), st.integers(-5, 10**9))
def test_whatever_the_phone_counted_no_word_is_lost(parts, total):
    joined = join(parts, total, MISSING)

    assert all(text in joined for text in parts.values())


def test_a_part_that_has_not_come_is_marked():
    parts = {3: " walinipiga.", 1: "Jana usiku"}

    assert not is_whole(parts, 3)
    assert join(parts, 3, MISSING) == "Jana usiku[part 2 of 3 has not come] walinipiga."


def test_braces_in_her_words_are_left_alone():
    assert join({1: "{number}"}, 1, MISSING) == "{number}"
