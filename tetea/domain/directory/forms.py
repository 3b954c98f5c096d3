"""Forms of ministries and donors as data: which published cell fills which line."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tetea.domain.directory.figures import WINDOWS, figure_book
from tetea.domain.directory.sources import (
    LANGUAGES,
    DirectoryDataError,
    data_text,
    field,
    in_language,
)

FILE = "forms.toml"
ALL = "all"


@dataclass(frozen=True)
class FormLine:
    """A line: its label, and the cell that fills it by the parts of the table's axes."""

    label: Mapping[str, str]
    table: str
    cell: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """A form: what it is called and after what it was made, for how many months, its lines."""

    code: str
    label: Mapping[str, str]
    note: Mapping[str, str]
    source: str
    window: int
    lines: tuple[FormLine, ...]


@cache
def forms() -> Mapping[str, Form]:
    """Return all forms by code. Raises DirectoryDataError naming what is wrong."""
    data = tomllib.loads(data_text(FILE))
    rows = field(data, "form", list, FILE)
    found = [_form(row, f"{FILE} form {number}") for number, row in enumerate(rows, 1)]
    return {one.code: one for one in found}


def is_confirmed() -> bool:
    """Whether somebody outside has confirmed the forms."""
    return field(tomllib.loads(data_text(FILE)), "confirmed", bool, FILE)


def _form(row: Mapping[str, object], where: str) -> Form:
    form = Form(
        code=field(row, "code", str, where),
        label={lang: in_language(row, "label", lang, where) for lang in LANGUAGES},
        note={lang: in_language(row, "note", lang, where) for lang in LANGUAGES},
        source=field(row, "source", str, where),
        window=field(row, "window", int, where),
        lines=tuple(
            FormLine({"en": en, "sw": sw}, table, tuple(cell))
            for en, sw, table, cell in field(row, "lines", list, where)
        ),
    )
    for line in form.lines:
        if form.window not in WINDOWS or not _is_cell(form, line):
            raise DirectoryDataError(f"{where}: no cell {line.table} {line.cell}")
    return form


def _is_cell(form: Form, line: FormLine) -> bool:
    book = figure_book()
    table = book.tables.get(line.table)
    if table is None or form.window not in table.windows or len(line.cell) != len(table.axes):
        return False
    return all(
        part == ALL or part in {one.code for one in book.sides[axis].parts}
        for axis, part in zip(table.axes, line.cell, strict=True)
    )
