"""Choice lists: those of the choices sheet and the long ones kept as CSV beside it."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence

from tetea.kernel.dialogue.errors import Refusal
from tetea.kernel.dialogue.gsm7 import SHORT_LIMIT, fits_a_phone
from tetea.kernel.dialogue.model import Choice, ListRow
from tetea.kernel.dialogue.sheet import Row, Workbook

_CHOICE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_TEXT_COLUMNS = re.compile(r"(?P<kind>label|short)_(?P<language>[a-z]{2,3})")


def read_list(csv_text: str, languages: Sequence[str] = ("en", "sw")) -> tuple[ListRow, ...]:
    """Read a vocabulary: ``code``, ``label_en``, ``short_en`` and so on; the rest is extra.

    A list of proper names has ``name`` instead of labels: a place is called the same in every
    language. Raises KeyError where a row has no code.
    """
    return tuple(_list_row(row, languages) for row in csv.DictReader(csv_text.splitlines()))


def _list_row(row: Mapping[str, str], languages: Sequence[str]) -> ListRow:
    texts: dict[str, dict[str, str]] = {"label": {}, "short": {}}
    extra: dict[str, str] = {}
    for column, value in row.items():
        match = _TEXT_COLUMNS.fullmatch(column)
        if match and value:
            texts[match["kind"]][match["language"]] = value
        elif not match and column not in {"code", "name"}:
            extra[column] = value or ""
    labels = texts["label"] or dict.fromkeys(languages, row.get("name", ""))
    return ListRow(row["code"], labels, texts["short"], extra)


def gather_lists(
    workbook: Workbook, long_lists: Mapping[str, Sequence[ListRow]]
) -> tuple[dict[str, tuple[Choice, ...]], list[Refusal]]:
    """Give every choice list by name and what is wrong with their cells."""
    refusals: list[Refusal] = []
    found: dict[str, list[Choice]] = {}
    for row in workbook.choices:
        refusals += _choice_faults(row, workbook, long_lists)
        names = {choice.name for choice in found.setdefault(row["list_name"], [])}
        if row["name"] in names:
            refusals.append(row.refuse("name", f"{row['name']!r} stands twice in its list"))
        found[row["list_name"]].append(_choice(row, workbook))
    for name, rows in long_lists.items():
        refusals += _long_list_faults(name, rows, workbook)
        found[name] = [Choice(row.name, row.labels, row.short, row.extra) for row in rows]
    return {name: tuple(choices) for name, choices in found.items()}, refusals


def _choice(row: Row, workbook: Workbook) -> Choice:
    extra = {
        column: row[column]
        for column in workbook.columns["choices"]
        if "::" not in column and column not in {"list_name", "name"}
    }
    languages = workbook.languages
    return Choice(
        row["name"], row.spoken("label", languages), row.spoken("short", languages), extra
    )


def _choice_faults(
    row: Row, workbook: Workbook, long_lists: Mapping[str, Sequence[ListRow]]
) -> Iterator[Refusal]:
    if not _CHOICE_NAME.fullmatch(row["name"]):
        yield row.refuse("name", "a choice needs a name of letters, digits, - _ and . only")
    if not row["list_name"]:
        yield row.refuse("list_name", "name the list of this choice")
    if row["list_name"] in long_lists:
        yield row.refuse("list_name", f"the list {row['list_name']!r} is already kept elsewhere")
    if row["exclusive"] not in {"", "yes", "no"}:
        yield row.refuse("exclusive", "write yes or leave it empty")
    yield from text_faults(row, workbook.languages)


def text_faults(row: Row, languages: Mapping[str, str]) -> Iterator[Refusal]:
    """A label in every language; a short text in all or none, and fit for a phone."""
    shorts = row.spoken("short", languages)
    for code, title in languages.items():
        if not row[f"label::{title}"]:
            yield row.refuse(f"label::{title}", f"the label is missing in {title}")
        if shorts and code not in shorts:
            yield row.refuse(f"short::{title}", f"the short text is missing in {title}")
        if code in shorts and not fits_a_phone(shorts[code]):
            reason = f"over {SHORT_LIMIT} characters, or one that phones cannot show"
            yield row.refuse(f"short::{title}", reason)


def _long_list_faults(name: str, rows: Sequence[ListRow], workbook: Workbook) -> Iterator[Refusal]:
    seen: set[str] = set()
    for number, row in enumerate(rows, 2):
        if not _CHOICE_NAME.fullmatch(row.name) or row.name in seen:
            yield Refusal(f"{name}!{number}", f"{row.name!r} is no name, or stands twice")
        for code in workbook.languages:
            if not row.labels.get(code):
                yield Refusal(f"{name}!{number}", f"the label is missing in {code}")
        seen.add(row.name)
