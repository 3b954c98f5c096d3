"""Nothing that is pushed to a phone tells a stranger what it is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tetea.kernel.phone.words import DENIED, is_neutral

spaces = st.text(" .,;!?\n", min_size=1, max_size=3)


@given(st.sampled_from(sorted(DENIED)), spaces, spaces, st.booleans())
def test_a_word_that_tells_is_found_anywhere_in_any_case(word, before, after, shouted):
    written = word.upper() if shouted else word.title()

    assert not is_neutral(f"Habari{before}{written}{after}sawa")


@given(st.text())
def test_no_text_makes_it_raise(text):
    assert is_neutral(text, [text]) in {True, False}


@pytest.mark.parametrize("text", ["You have a reply.", "Una jibu.", "My suitcase", "Essex", ""])
def test_a_plain_sentence_passes(text):
    assert is_neutral(text)


@pytest.mark.parametrize(
    "text",
    ["https://a.example", "www.tetea", "see tetea.or.ke/x", "a@example.org", "tetea://open"],
)
def test_a_link_is_found(text):
    assert not is_neutral(text)


def test_an_hour_and_the_end_of_a_sentence_are_no_link():
    assert is_neutral("Saa 3.30. Sawa...")


@pytest.mark.parametrize("text", ["Nyota  House calls", "nyota-house", "call NYÓTA HOUSE now"])
def test_the_name_of_the_organisation_is_found(text):
    assert not is_neutral(text, ["Nyota House"])


def test_half_a_name_and_an_empty_name_are_not_found():
    assert is_neutral("The house is open", ["Nyota House", "", " "])
