"""The few neutral questions that an SMS may ask, chosen by the one engine."""

import datetime as dt
from collections.abc import Mapping

from tetea.domain.directory import phone
from tetea.domain.reports import questionnaire
from tetea.kernel.dialogue import Value, WrongAnswer, next_question, read_answer
from tetea.kernel.phone.keywords import fold
from tetea.kernel.phone.screens import chosen

CHANNEL = "sms"
# The text of sms.toml that asks each of these. What is not here is never asked by SMS: danger is
# said by the keyword, how to reach her by the phone that she writes from.
TEXTS = {
    "about_us": "got_it",
    "consent_contact": "may_we_write",
    "contact_hours": "which_hours",
}
WORDS: Mapping[str, frozenset[str]] = {
    "yes": frozenset({"yes", "y", "ndiyo", "ndio", "eeh", "sawa", "ok", "okay"}),
    "no": frozenset({"no", "n", "hapana", "la", "apana"}),
    "not_sure": frozenset({"notsure", "sijui", "sinahakika", "dontknow"}),
}


def next_name(answers: Mapping[str, Value], today: dt.date) -> str:
    """Return the name of the question that waits by SMS; "" when there is none left."""
    sheet = questionnaire.current()
    said = {"danger": None, **answers}
    question = next_question(sheet, said, CHANNEL, today)
    while question is not None and question.name not in TEXTS:
        said[question.name] = None
        question = next_question(sheet, said, CHANNEL, today)
    return "" if question is None else question.name


def read(name: str, text: str, answers: Mapping[str, Value], today: dt.date) -> Value:
    """Return her answer to a question of ours; None when the text is something else."""
    sheet = questionnaire.current()
    question = sheet[name]
    typed = text.strip()
    picked = chosen(typed, len(question.choices))
    if picked is not None:
        raw = [question.choices[at].name for at in picked]
    else:
        word = fold(typed)
        raw = [code for code, words in WORDS.items() if word in words]
    if not raw or not {one.name for one in question.choices}.issuperset(raw):
        return None
    try:
        return read_answer(sheet, question, raw, answers, today)
    except WrongAnswer:
        return None


def text(key: str, lang: str, **values: object) -> str:
    """Return an outgoing text with what many of them say filled in: who pays, the free number."""
    line = phone.line()
    values = {
        "price": phone.sms(f"price_{line.payer}", lang),
        "free": phone.free_number(),
        **values,
    }
    return phone.sms(key, lang, **values)


def menu(key: str, lang: str) -> str:
    """Return where in the menu it goes on; "" while the organisation has no menu code."""
    code = phone.line().ussd_code
    return phone.sms(key, lang, code=code) if code else ""
