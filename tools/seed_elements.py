"""Every element of the seeds, and where it is entered: docs/seed-elements.md, made from the data.

`python -m tools.seed_elements` writes it anew from docs/seed-elements.toml; a test compares, and
resolves every place against the steps, questions, words, clocks and paths that ship.
"""

import os
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django

LANGUAGES = ("en", "sw")
DOCS = Path(__file__).resolve().parents[1] / "docs"
FILE, DOCUMENT = DOCS / "seed-elements.toml", DOCS / "seed-elements.md"
HEAD = """\
# The elements of the seeds, and where each is entered

The five documents in which this work began tell of people, problems, steps and systems. Each row
says where such a thing is written down in Tetea: a question of the report, a step of the case with
its field, a word of a list, a clock, a path. Made from [seed-elements.toml](seed-elements.toml) by
`python -m tools.seed_elements`; a test fails when a place is gone.
"""
TITLES = {
    "S0": "KIMASWO: a meeting on safety",
    "S1": "KESWA: violence against women in sex work",
    "S2": "KASH, Kisumu: police and sex workers as peers",
    "S3": "Survivors, Busia: three stories",
    "S4": "Front Line Defenders: defenders at risk",
}


@dataclass(frozen=True)
class Element:
    """One element: where it is entered, or why it is no matter of a case."""

    id: str
    says: str
    at: tuple[str, ...] = ()
    not_a_case: str = ""
    missing: str = ""


def elements() -> tuple[Element, ...]:
    """Return all elements in their order."""
    rows = tomllib.loads(FILE.read_text())["element"]
    return tuple(Element(**{**row, "at": tuple(row.get("at", ()))}) for row in rows)


def label(place: str, lang: str) -> str:
    """Return what somebody reads at a place; raise KeyError where there is no such place."""
    kind, _, name = place.partition(":")
    return {
        "question": _question,
        "answer": _answer,
        "step": _step,
        "word": _word,
        "clock": _clock,
        "path": _path,
    }[kind](name, lang)


def document() -> str:
    """Return the whole table as Markdown."""
    parts, section = [HEAD], ""
    for one in elements():
        if one.id.split("-")[0] != section:
            section = one.id.split("-")[0]
            parts.append(f"\n## {TITLES[section]}\n\n| | what | where |\n|---|---|---|\n")
        where = "; ".join(label(place, "en") for place in one.at)
        parts.append(f"| {one.id} | {one.says} | {where or _elsewhere(one)} |\n")
    return "".join(parts)


def main() -> int:
    """Write the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetea.settings")
    django.setup()
    DOCUMENT.write_text(document(), "utf-8")
    return 0


def _elsewhere(one: Element) -> str:
    return f"*missing: {one.missing}*" if one.missing else f"*not one case: {one.not_a_case}*"


def _question(name: str, lang: str) -> str:
    from tetea.domain.reports import questionnaire  # noqa: PLC0415  # only once Django is set up

    return questionnaire.current()[name].label[lang]


def _answer(name: str, lang: str) -> str:
    from tetea.domain.reports import questionnaire  # noqa: PLC0415  # the same

    question, _, code = name.partition("=")
    choices = {one.name: one.label[lang] for one in questionnaire.current()[question].choices}
    return choices[code]


def _step(name: str, lang: str) -> str:
    return " / ".join(_step_words(name, lang))


def _step_words(name: str, lang: str) -> Iterator[str]:
    from tetea.domain.directory.steps import step_book  # noqa: PLC0415  # the same

    whole, _, option = name.partition("=")
    kind, _, field_name = whole.partition(".")
    step = step_book().kinds[kind]
    yield step.label[lang]
    if field_name:
        field = {one.name: one for one in step.fields}[field_name]
        yield field.label[lang]
        if option:
            yield {code: words[LANGUAGES.index(lang)] for code, *words in field.options}[option]


def _word(name: str, lang: str) -> str:
    from tetea.domain.directory import vocabularies  # noqa: PLC0415  # the same

    listed, _, code = name.partition("=")
    return {row.name: row.labels[lang] for row in vocabularies.words(listed)}[code]


def _clock(name: str, lang: str) -> str:
    from tetea.domain.directory.clock_words import clock_words  # noqa: PLC0415  # the same

    words = clock_words(name)
    if words is None:
        raise KeyError(name)
    return words.label[lang]


def _path(name: str, lang: str) -> str:
    from tetea.domain.directory.paths import paths  # noqa: PLC0415  # the same

    return {one.code: one.label[lang] for one in paths()}[name]


if __name__ == "__main__":
    sys.exit(main())
