"""The keyword list: signed, without doubles, and no ordinary word of either language is caught."""

import dataclasses
import re

import pytest

from tetea.domain.directory.keywords import keyword_table, read_table
from tetea.domain.directory.sources import DirectoryDataError, data_text
from tetea.kernel.phone.keywords import fold, parse
from tetea.kernel.phone.words import is_neutral

TABLE = keyword_table()
TEXT = data_text("phone", "keywords.toml")
PROMISED = {
    "sos": "sos", "msaada": "sos", "report": "report", "ripoti": "report", "services": "services",
    "huduma": "services", "token": "token", "rights": "rights", "haki": "rights", "check": "check",
    "angalia": "check", "stop": "stop", "acha": "stop", "help": "help", "usaidizi": "help",
}  # fmt: skip
ENGLISH = data_text("wordlists", "eff_large.txt").split()
KISWAHILI = sorted(
    {
        word
        for guide in ("rights", "help-now", "what-is-kept", "channels", "under-18")
        for word in re.findall(r"[a-z]{4,}", data_text("guides", "sw", f"{guide}.md").lower())
    }
)


def known_words():
    """Return every word that the list gives to somebody or takes as a cry."""
    return TABLE.keywords.keys() | {word for cry in TABLE.cries for word in cry.words}


def test_every_promised_keyword_does_what_was_promised():
    assert {word: TABLE.keywords[word].command for word in PROMISED} == PROMISED


@pytest.mark.parametrize("words", [ENGLISH, KISWAHILI], ids=["English", "Kiswahili"])
def test_no_ordinary_word_is_taken_for_a_slip(words):
    others = set(map(fold, words)) - known_words()
    found = {word: parse(word, TABLE) for word in others}
    caught = {word for word, command in found.items() if command.name or command.is_urgent}

    # "Reports" in the beginning is a report all the same.
    assert caught <= {"reports"}


def test_an_ordinary_word_is_listed_only_when_it_would_be_caught():
    careless = dataclasses.replace(TABLE, ordinary=frozenset())

    def caught(word):
        found = parse(word, careless)
        return bool(found.name) or found.is_urgent

    assert {word for word in TABLE.ordinary if not caught(word)} == set()
    assert not {word for word in TABLE.ordinary if parse(word, TABLE).name}


def test_no_discreet_word_ships():
    assert {"1"} == TABLE.alone


def test_discreet_words_of_an_organisation_are_an_sos_that_shows_nothing():
    words = TEXT.replace("words = []", 'words = ["sabuni", "maji"]', 1)
    table = read_table(words)

    assert parse("Sabuni", table).name == "sos"
    assert parse("Maji hayakuwepo", table).name == ""
    assert is_neutral("Sabuni")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('en = ["REPORT"]', 'en = ["STOP"]', "stop is given twice"),
        ('name = "sos"', 'name = "cry"', "cry: the command"),
        ('after = "digits"', 'after = "luck"', "token: the command"),
        ('answer_in = "en"', 'answer_in = "fr"', "English: answer_in"),
        ('reviewer = ""\nreviewed', "reviewed", "sos: reviewer"),
        ("most_words = 3", "", "services: most_words"),
    ],
)
def test_a_fault_in_the_file_is_named(old, new, what):
    with pytest.raises(DirectoryDataError, match=what):
        read_table(TEXT.replace(old, new, 1))
