"""Passphrases: six words of a known list, read however they are typed."""

import hashlib
import itertools
from importlib import resources

import pytest

from tetea.kernel.crypto.passphrase import generate, normalise, words

EFF_LARGE = "6d557f0693958fb5e650b68b5bee585eb82cf4da32965505c789e924743bc522"


def test_the_word_list_is_the_published_one():
    listed = resources.files("tetea") / "data" / "wordlists" / "eff_large.txt"

    assert hashlib.sha256(listed.read_bytes()).hexdigest() == EFF_LARGE
    assert len(set(words())) == 7776


def test_run_together_the_words_can_still_be_told_apart():
    joined = sorted({normalise(word) for word in words()})

    assert len(joined) == 7776 - len(["yo-yo"])
    assert not any(after.startswith(word) for word, after in itertools.pairwise(joined))


def test_a_passphrase_has_six_words_and_is_not_given_twice():
    given = {generate() for _ in range(200)}

    assert len(given) == 200
    for passphrase in given:
        assert len(passphrase.split(" ")) == 6
        assert set(passphrase.split(" ")) <= set(words())


@pytest.mark.parametrize(
    "typed",
    [
        "Yo-Yo abacus T-shirt",
        " yo-yo  ABACUS\tt\u2010shirt\n",
        "yoyoabacustshirt",
        "yo yo abacus t shirt",
    ],
)
def test_capitals_spaces_and_hyphens_do_not_matter(typed):
    assert normalise(typed) == b"yoyoabacustshirt"
