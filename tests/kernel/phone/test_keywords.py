"""An SMS is a command only when nothing can be lost by it; all else is a report."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tetea.domain.directory.keywords import keyword_table
from tetea.kernel.phone.keywords import Command, fold, guess_language, parse

TABLE = keyword_table()
TOKEN = "1234 5678 9012 3456 7890"
STORY = [
    "yesterday", "client", "beat", "me", "near", "the", "stage", "he", "took", "my", "phone",
    "jana", "usiku", "mteja", "alinipiga", "akachukua", "simu", "yangu", "bila", "kulipa", "na",
    "stop", "acha", "check", "angalia", "token", "haki", "rights", "help", "start", "huduma",
]  # fmt: skip
stories = st.lists(st.sampled_from(STORY), min_size=6, max_size=30).map(" ".join)
marks = st.text(" .,!?:;-\n", min_size=1, max_size=3)


def read(text):
    return parse(text, TABLE)


@given(st.text())
@example("\ud800")
@example("\u0301")
@example("TOKEN\u200b" + TOKEN)
def test_no_text_makes_it_raise_and_a_report_keeps_every_character(text):
    found = read(text)

    if not found.name:
        assert found.rest == text
    else:
        assert found.rest in text


@given(stories)
def test_what_happened_is_never_taken_for_a_command_that_answers_and_forgets(story):
    assert read(story).name == ""


@given(st.text("abcdefghijklmnoprstuwyz ", max_size=60))
def test_words_at_random_never_become_a_token_or_a_check(text):
    assume(not any(char.isdigit() for char in text))
    found = read(text)

    assert found.name not in {"token", "check"} or found.rest == ""


@given(
    st.sampled_from(sorted(TABLE.keywords)),
    st.sampled_from([str.upper, str.lower, str.title]),
    marks,
)
def test_a_keyword_alone_is_understood_however_it_is_written(word, written, after):
    found = read(written(word) + after)

    assert found.name == TABLE.keywords[word].command
    assert found.rest == ""


@given(st.sampled_from(["report", "ripoti", "sos", "msaada"]), marks, stories)
def test_what_stands_behind_report_or_sos_is_kept(word, between, story):
    assert read(word + between + story).rest == story


@given(st.sampled_from([cry for cry in TABLE.cries if cry.is_anywhere]), stories, stories)
def test_a_cry_is_heard_anywhere_and_the_report_stays_whole(cry, before, after):
    text = f"{before} {' '.join(cry.words)} {after}"

    assert read(text) == Command("", text, read(text).lang, is_urgent=True)


@pytest.mark.parametrize(
    ("text", "name", "rest", "lang"),
    [
        ("SOS", "sos", "", ""),
        ("s.o.s!!", "sos", "", ""),
        ("S O S niko Busia", "sos", "niko Busia", "sw"),
        ("MSAADA", "sos", "", "sw"),
        ("Msáada tafadhali", "sos", "tafadhali", "sw"),
        ("Report", "report", "", "en"),
        ("RIPOTI: mteja hakulipa", "report", "mteja hakulipa", "sw"),
        ("services Busia", "services", "Busia", "en"),
        ("HUDUMA Trans Nzoia", "services", "Trans Nzoia", "sw"),
        (f"TOKEN {TOKEN}", "token", TOKEN, ""),
        ("token12345678901234567890", "token", "12345678901234567890", ""),
        (f"Token yangu ni {TOKEN}", "token", TOKEN, "sw"),
        ("TOKEN 1234 5678", "token", "1234 5678", ""),
        (TOKEN, "token", TOKEN, ""),
        (" 1234-5678-9012-3456-7890\n", "token", "1234-5678-9012-3456-7890", ""),
        ("123456789012345678", "token", "123456789012345678", ""),  # two digits are missing
        ("haki zangu", "rights", "zangu", "sw"),
        ("CHECK +254 712 345678", "check", "+254 712 345678", "en"),
        ("Angalia 0712345678", "check", "0712345678", "sw"),
        ("HELP", "help", "", "en"),
        ("usaidizi?", "help", "", "sw"),
        ("Anza", "start", "", "sw"),
    ],
)
def test_the_promised_keywords_are_understood(text, name, rest, lang):
    found = read(text)

    assert (found.name, found.rest, found.lang) == (name, rest, lang)
    assert found.is_urgent == (name == "sos")


@pytest.mark.parametrize(
    "text",
    [
        "STOP", "stop.", "Stop sending messages", "STOP STOP STOP", "Please stop", "Acha",
        "acha kunitumia ujumbe", "Tafadhali acha", "Wacha meseji", "Msinipigie tena",
    ],
)  # fmt: skip
def test_stop_is_understood_as_people_write_it(text):
    assert read(text).name == "stop"


@pytest.mark.parametrize(
    "text",
    [
        "Acha nikuambie yaliyotokea jana",
        "Acha kunipiga, nilimwambia",
        "Stop beating me",
        "Stop him",
        "Acha! Nimepigwa",
        "Tokens were taken",
        "Token yangu imepotea",
        "Hali ni mbaya 0712345678",
        "Status is bad",
        "Angalia gari KBA 123X ilinichukua",
        "Check what 2 men did to me",
        "Haki yangu imevunjwa",
        "Huduma za hospitali zilikuwa mbaya",
        "Huduma mbaya",
        "Services were refused to me at the clinic",
        "Start of the month a client refused to pay",
        "Taken by two men",
        "Fights at the bar",
        "Msaidizi wa chifu alinipiga",
        "Kenya",
    ],
)
def test_a_report_that_begins_like_a_command_is_a_report(text):
    found = read(text)

    assert (found.name, found.rest) == ("", text)


@pytest.mark.parametrize(
    ("slip", "name"),
    [
        ("Riporti", "report"), ("Rpoti", "report"), ("Reoprt", "report"), ("Msada", "sos"),
        ("Hudumaa", "services"), ("Servises", "services"), ("Toke1n", ""), ("Usaidzi", "help"),
        ("Stpo", ""), ("Sis", ""), ("Hakii", ""), ("Misaada", ""), ("Right", ""),
    ],
)  # fmt: skip
def test_one_slip_is_forgiven_in_long_words_only(slip, name):
    assert read(slip).name == name


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Nimepigwa", "sw"), ("Nimepgwa", "sw"), ("NISAIDIE", "sw"), ("Danger", "en"),
        ("Help me", "en"), ("HELP they are beating me", "en"), ("Usaidizi haraka", "sw"),
        ("kanjo wako hapa", "sw"), ("Konya", "sw"), ("Khonya", "sw"), ("I was raped", "en"),
        ("Tumekamatwa watatu, tuko Central", "sw"), ("Three of us were arrested in Busia", "en"),
    ],
)  # fmt: skip
def test_a_cry_is_an_urgent_report_answered_in_its_language(text, lang):
    assert read(text) == Command("", text, lang, is_urgent=True)


@pytest.mark.parametrize("text", ["Jana kanjo walichukua pesa", "It went rach", "Thank you"])
def test_words_that_mean_many_things_are_urgent_only_as_the_first(text):
    assert not read(text).is_urgent


def test_a_report_with_its_keyword_is_urgent_when_it_holds_a_cry():
    assert read("RIPOTI nimekamatwa") == Command("report", "nimekamatwa", "sw", is_urgent=True)


def test_the_first_digit_of_the_menu_alone_is_sos():
    assert read(" 1. ") == Command("sos", "", "", is_urgent=True)
    assert read("1 man beat me").name == ""


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The man was in the bar and he refused to pay", "en"),
        ("Mteja alikataa kunilipa jana usiku", "sw"),
        ("Wiki iliyopita kanjo alinichukulia pesa", "sw"),
        ("Client alinipiga jana usiku, phone yangu was stolen na sina fare", "sw"),
        ("", ""),
        ("12345", ""),
        ("Busia", ""),
    ],
)
def test_the_language_is_told_by_small_words(text, lang):
    assert guess_language(text, TABLE) == lang


def test_words_are_compared_without_case_accents_and_signs():
    assert fold("Ng'ombe") == "ngombe"
    assert fold("MSÁADA!") == "msaada"
    assert fold("\uff33OS") == "sos"


def test_a_command_shows_neither_a_token_nor_what_she_wrote():
    assert "1234" not in repr(read(f"TOKEN {TOKEN}"))
    assert "mteja" not in repr(read("Jana mteja hakulipa"))
