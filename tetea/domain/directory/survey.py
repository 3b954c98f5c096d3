"""The few questions asked of somebody whose report was closed, as data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tetea.domain.directory.sources import (
    LANGUAGES,
    DirectoryDataError,
    data_text,
    field,
    in_language,
)

FILE = "survey.toml"
OPTION = 1 + len(LANGUAGES)


@dataclass(frozen=True)
class SurveyQuestion:
    """One question; `short` is for a small screen, `options` are (code, label by language)."""

    code: str
    label: Mapping[str, str]
    short: Mapping[str, str]
    options: tuple[tuple[str, Mapping[str, str]], ...]


@cache
def survey() -> tuple[SurveyQuestion, ...]:
    """Return the questions in their order. Raises DirectoryDataError naming what is wrong."""
    rows = field(tomllib.loads(data_text(FILE)), "question", list, FILE)
    return tuple(_question(row, f"{FILE} question {number}") for number, row in enumerate(rows, 1))


def check(answers: Mapping[str, str]) -> str:
    """Return the first name that is no question, or whose answer is no choice of it; "" if none."""
    known = {one.code: {code for code, _label in one.options} for one in survey()}
    return next((name for name, code in answers.items() if code not in known.get(name, ())), "")


def _question(row: Mapping[str, object], where: str) -> SurveyQuestion:
    options = field(row, "options", list, where)
    if not options or any(len(one) != OPTION for one in options):
        raise DirectoryDataError(f"{where}: options need a code and a label in each language")
    return SurveyQuestion(
        code=field(row, "code", str, where),
        label={lang: in_language(row, "label", lang, where) for lang in LANGUAGES},
        short={lang: in_language(row, "short", lang, where) for lang in LANGUAGES},
        options=tuple(
            (code, dict(zip(LANGUAGES, labels, strict=True))) for code, *labels in options
        ),
    )
