"""The lists of casework: read by name, spoken in both languages, older than some codes."""

from pathlib import Path

import pytest

from tetea.domain.directory.vocabularies import NAMES, groups, word, words

FOLDER = Path(__file__).resolve().parents[3] / "tetea" / "data" / "vocabularies"
# What the questionnaire asks with; its choices are read through the questionnaire.
ASKED = {"act_groups", "acts", "aggressors", "place_kinds", "populations"}


def test_every_list_that_ships_can_be_read_by_its_name():
    assert {file.stem for file in FOLDER.glob("*.csv")} == NAMES | ASKED


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_word_of_a_list_is_spoken_in_both_languages(name):
    for row in words(name):
        english, kiswahili = (word(name, row.name, lang) for lang in ("en", "sw"))
        assert len({row.name, english, kiswahili}) == 3


def test_a_list_keeps_the_order_of_its_file():
    assert [row.name for row in words("counting_units")] == [
        "individual",
        "family",
        "group",
        "community",
        "organisation",
    ]


def test_a_row_brings_its_broader_row_its_number_and_its_source():
    [row] = [row for row in words("violation_status") if row.name == "confirmed_violation"]

    assert row.extra == {"parent": "confirmed", "huri": "0101", "source": "HURIDOCS"}


def test_a_code_of_a_later_release_shows_as_itself():
    assert word("party_roles", "interpreter", "sw") == "interpreter"


@pytest.mark.parametrize("name", ["", "../clocks", "outcomes.csv", "../places/counties"])
def test_nothing_but_the_lists_of_casework_can_be_opened(name):
    with pytest.raises(KeyError):
        words(name)
    with pytest.raises(KeyError):
        word(name, "other", "en")


def test_a_language_without_words_is_refused():
    with pytest.raises(KeyError):
        word("party_roles", "witness", "fr")


def test_only_a_question_with_groups_has_groups():
    assert "POL" in {row.name for row in groups("acts")}
    assert groups("outcomes") == ()
