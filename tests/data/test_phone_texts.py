"""T-63: what goes to a phone unasked tells a stranger nothing and is one message everywhere."""

import itertools
import tomllib

import pytest

from tetea.domain.directory import phone
from tetea.domain.directory.services import services
from tetea.domain.directory.sources import LANGUAGES, data_text
from tetea.domain.forum import changes
from tetea.domain.outbox import alarm, balance
from tetea.kernel.crypto.token import grouped, parse
from tetea.kernel.phone.segments import count, fits_one
from tetea.kernel.phone.words import is_neutral

NAMES = ("Survivors", "Busia Survivors Organisation", "Tetea", "Amina", "Rose")
TOKEN = grouped(parse("73910482651937460281"))
CODE = "*384*12345#"
# These stand inside others, and one of them in a story.
PIECES = {"price_caller", "price_us", "menu_3", "menu_4", "menu_5", "menu_use", "missing_part"}
LONGEST = max((one.phone for one in services()), key=len)


def _values(lang, payer, *, has_menu):
    """All gaps of all texts, as long as they can become."""

    def menu(key):
        return phone.sms(key, lang, code=CODE) if has_menu else ""

    return {
        "price": phone.sms(f"price_{payer}", lang),
        "free": phone.free_number(),
        "phone": LONGEST,
        "token": TOKEN,
        "count": 12,
        "line": "x" * changes.LONGEST,
    }, menu


MENUS = {
    "services": "menu_3",
    "rights": "menu_5",
    "token": "menu_use",
    "token_open": "menu_use",
    "token_closed": "menu_use",
    "token_rate": "menu_use",
    "will_not_write": "menu_4",
}


def _sent():
    cases = itertools.product(phone.keys("sms.toml"), LANGUAGES, phone.PAYERS, (True, False))
    for key, lang, payer, has_menu in cases:
        if key not in PIECES:
            values, menu = _values(lang, payer, has_menu=has_menu)
            fill = menu(MENUS[key]) if key in MENUS else ""
            yield f"{key} {lang} {payer} {has_menu}", phone.sms(key, lang, menu=fill, **values)


def test_t63_every_sms_of_ours_is_neutral_one_segment_and_without_gaps():
    wrong = [
        (name, count(text).units, text)
        for name, text in _sent()
        if not (is_neutral(text, NAMES) and fits_one(text)) or "{" in text or "}" in text
    ]

    assert wrong == []


def test_t63_every_text_is_there_in_both_languages_and_they_differ():
    document = tomllib.loads(data_text("phone", "sms.toml"))
    for key in phone.keys("sms.toml"):
        assert document[key]["en"] != document[key]["sw"], key


def test_t63_the_pages_and_letters_to_members_are_neutral_too():
    low = balance.NOTICE
    for text in (alarm.TEXT, alarm.SUBJECT, low.text, low.subject):
        assert is_neutral(text, NAMES), text
        assert fits_one(text.strip()), text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_t63_the_digits_that_are_asked_for_are_those_that_are_read(lang):
    """What the SMS offers under a digit is what the questionnaire has in that place."""
    from tetea.domain.reports import questionnaire

    sheet = questionnaire.current()
    hours = phone.sms("which_hours", lang)
    assert [f"{n}:" in hours for n in range(1, 8)] == [True] * 6 + [False]
    assert len(sheet["contact_hours"].choices) == 6
    for key in ("got_it", "got_it_urgent"):
        said = phone.sms(key, lang)
        assert [f"{n} " in said for n in (1, 2, 3)] == [True] * 3
    assert [one.name for one in sheet["about_us"].choices] == ["yes", "no", "not_sure"]
    assert [one.name for one in sheet["consent_contact"].choices] == ["yes", "no"]
