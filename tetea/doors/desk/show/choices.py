"""The questionnaire's words for coded answers, in the reader's language."""

from functools import lru_cache

from tetea.domain.directory.places import county_name, sub_county_name
from tetea.domain.directory.sources import data_text
from tetea.domain.reports import questionnaire
from tetea.kernel.dialogue import read_list

PLACES = {"county": county_name, "sub_county": sub_county_name}


def label(question: str, code: str, lang: str, version: str = "") -> str:
    """Return what an answer is called; the code itself when its list has lost it."""
    if question in PLACES:
        return PLACES[question](code)
    return _labels(question, lang, version).get(code, code)


def short(question: str, code: str, lang: str) -> str:
    """Return the short form that phones and lists use."""
    return _shorts(question, lang).get(code, code)


@lru_cache(maxsize=2)
def act_groups(lang: str) -> tuple[tuple[str, str], ...]:
    """Return (code, label) of the groups of acts, for filtering."""
    rows = read_list(data_text("vocabularies", "act_groups.csv"))
    return tuple((row.name, row.labels[lang]) for row in rows)


@lru_cache(maxsize=512)
def _labels(question: str, lang: str, version: str) -> dict[str, str]:
    sheet = questionnaire.version(version) if version else questionnaire.current()
    found = sheet.by_name.get(question)
    return {choice.name: choice.label[lang] for choice in found.choices} if found else {}


@lru_cache(maxsize=64)
def _shorts(question: str, lang: str) -> dict[str, str]:
    return {
        choice.name: choice.short.get(lang, choice.label[lang])
        for choice in questionnaire.current()[question].choices
    }
