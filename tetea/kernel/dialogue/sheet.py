"""Reading an XLSForm's three sheets with the cell of each value, and refusing what we lack.

``pyxform`` drops columns it does not know without a word, so the sheets are read before it
compiles them. A row number counts the rows that are not blank, header included, as a
spreadsheet program shows them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import get_xlsform

from tetea.kernel.dialogue.errors import QuestionnaireRefused, Refusal

_LANGUAGE = re.compile(r"(?P<column>[a-z_]+)::(?P<title>[^()]+ \((?P<code>[a-z]{2,3})\))")
_PLAIN = {
    "survey": frozenset(
        {"type", "name", "relevant", "constraint", "required", "choice_filter"}
        | {"channels", "tier", "core", "huridocs", "with_case"}
    ),
    "choices": frozenset({"list_name", "name"}),
    "settings": frozenset(
        {"form_title", "form_id", "version", "default_language"} | {"reviewed_en", "reviewed_sw"}
    ),
}
_SPOKEN = {
    "survey": frozenset({"label", "hint", "short", "voice", "constraint_message"}),
    "choices": frozenset({"label", "short"}),
    "settings": frozenset[str](),
}
_ALPHABET = 26


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet; ``cells`` maps a column's header to its text."""

    sheet: str
    number: int
    cells: Mapping[str, str]
    letters: Mapping[str, str] = field(repr=False)

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def cell(self, column: str) -> str:
        """The cell as a spreadsheet names it, such as ``survey!F7``."""
        return f"{self.sheet}!{self.letters.get(column, 'A')}{self.number}"

    def refuse(self, column: str, reason: str) -> Refusal:
        return Refusal(self.cell(column), reason)

    def spoken(self, column: str, languages: Mapping[str, str]) -> dict[str, str]:
        """The texts of a column by language code."""
        texts = {code: self[f"{column}::{title}"] for code, title in languages.items()}
        return {code: text for code, text in texts.items() if text}


@dataclass(frozen=True, slots=True)
class Workbook:
    """The three sheets and the languages, ``{"en": "English (en)"}``, first one the default."""

    survey: tuple[Row, ...]
    choices: tuple[Row, ...]
    settings: Row
    languages: Mapping[str, str]
    columns: Mapping[str, tuple[str, ...]]


def read_workbook(markdown: str) -> Workbook:
    """Read the sheets; raises QuestionnaireRefused for columns that we do not know."""
    try:
        # As bytes: pyxform takes a short text for the path of a file.
        data = get_xlsform(markdown.encode(), file_type=".md")
    except (PyXFormError, IndexError) as error:
        raise QuestionnaireRefused([Refusal("survey!A1", "this is not an XLSForm")]) from error
    sheets = {
        sheet: _rows(sheet, getattr(data, sheet) or [], getattr(data, f"{sheet}_header") or [])
        for sheet in _PLAIN
    }
    columns = {sheet: _columns(getattr(data, f"{sheet}_header") or []) for sheet in _PLAIN}
    if not sheets["survey"]:
        raise QuestionnaireRefused([Refusal("survey!A1", "there is no question")])
    refusals = [*_unknown_columns(columns), *_unknown_sheets(data.sheet_names)]
    if refusals:
        raise QuestionnaireRefused(refusals)
    settings = sheets["settings"][0] if sheets["settings"] else Row("settings", 2, {}, {})
    languages = _languages(columns, settings)
    return Workbook(sheets["survey"], sheets["choices"], settings, languages, columns)


def _columns(header: Sequence[Mapping[str, None]]) -> tuple[str, ...]:
    return tuple(header[0]) if header else ()


def _rows(
    sheet: str, rows: Sequence[Mapping[str, str]], header: Sequence[Mapping[str, None]]
) -> tuple[Row, ...]:
    letters = {name: _letter(place) for place, name in enumerate(_columns(header))}
    return tuple(Row(sheet, number, dict(row), letters) for number, row in enumerate(rows, 2))


def _letter(place: int) -> str:
    """0 -> A, 26 -> AA."""
    first, second = divmod(place, _ALPHABET)
    return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + second)


def _unknown_columns(columns: Mapping[str, tuple[str, ...]]) -> Iterator[Refusal]:
    for sheet, names in columns.items():
        for place, name in enumerate(names):
            reason = _column_fault(sheet, str(name))
            if reason:
                yield Refusal(f"{sheet}!{_letter(place)}1", reason)


def _column_fault(sheet: str, name: str) -> str:
    spoken = _LANGUAGE.fullmatch(name)
    if name in _PLAIN[sheet] or (spoken and spoken["column"] in _SPOKEN[sheet]):
        return ""
    if name in _SPOKEN[sheet]:
        return f"name the language: {name}::English (en)"
    # The choices sheet may carry any column: filters and crosswalks use them.
    if sheet == "choices" and re.fullmatch(r"[a-z_]+", name):
        return ""
    return f"the column {name!r} is not supported"


def _unknown_sheets(names: Sequence[str]) -> Iterator[Refusal]:
    for name in names:
        if name.lower() not in _PLAIN:
            yield Refusal(f"{name}!A1", f"the sheet {name!r} is not supported")


def _languages(columns: Mapping[str, tuple[str, ...]], settings: Row) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in columns["survey"]:
        spoken = _LANGUAGE.fullmatch(str(name))
        if spoken and spoken["column"] == "label":
            found[spoken["code"]] = spoken["title"]
    default = settings["default_language"]
    if not found:
        raise QuestionnaireRefused([Refusal("survey!A1", "no column label::English (en)")])
    if default and default not in found.values():
        reason = f"no label is in {default!r}"
        raise QuestionnaireRefused([settings.refuse("default_language", reason)])
    return dict(sorted(found.items(), key=lambda item: item[1] != default))
