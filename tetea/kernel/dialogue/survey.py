"""The survey sheet, row by row: types, groups, flags and texts, checked before compiling."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tetea.kernel.dialogue.errors import Refusal
from tetea.kernel.dialogue.lists import text_faults
from tetea.kernel.dialogue.model import CHANNELS, TIERS, Choice
from tetea.kernel.dialogue.sheet import Row, Workbook

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SELECT = re.compile(r"(select_one|select_multiple) ([\w-]+)")
_PLAIN_TYPES = frozenset({"text", "integer", "decimal", "date", "datetime", "note"})
_BEGIN, _END = re.compile(r"begin[_ ]group"), re.compile(r"end[_ ]group")
_REFERENCE = re.compile(r"\$\{([^}]*)\}")
_CONDITIONS = ("relevant", "constraint", "choice_filter")
_YES_NO = {"yes": True, "true": True, "true()": True, "no": False, "false": False, "": False}
# The list that pyxform makes of these words has no place in a form of ours.
_REPEATS = re.compile(r"(begin|end)[_ ]repeat")


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of the sheet before its conditions are compiled."""

    row: Row
    type: str
    list_name: str
    groups: tuple[Row, ...]

    @property
    def name(self) -> str:
        return self.row["name"]

    @property
    def path(self) -> str:
        return "/".join(["/data", *(group["name"] for group in self.groups), self.name])

    @property
    def core(self) -> bool:
        return _YES_NO.get(self.row["core"], False)

    @property
    def required(self) -> bool:
        return _YES_NO.get(self.row["required"], False)

    @property
    def with_case(self) -> bool:
        return _YES_NO.get(self.row["with_case"], False)

    @property
    def channels(self) -> frozenset[str]:
        return frozenset(self.row["channels"].split()) or CHANNELS

    @property
    def tier(self) -> str:
        # Unless said otherwise an answer is for those who hold the case, not for the team.
        return self.row["tier"] or "case"


def read_entries(
    workbook: Workbook, lists: Mapping[str, Sequence[Choice]]
) -> tuple[list[Entry], list[Refusal]]:
    """Give the questions in the order asked, core first, and what is wrong with their cells."""
    entries: list[Entry] = []
    refusals: list[Refusal] = []
    groups: list[Row] = []
    for row in workbook.survey:
        if _END.fullmatch(row["type"]) and groups:
            groups.pop()
        elif _BEGIN.fullmatch(row["type"]):
            refusals += _name_faults(row)
            groups.append(row)
        else:
            kind, _, list_name = row["type"].partition(" ")
            entries.append(Entry(row, kind, list_name, tuple(groups)))
    refusals += [group.refuse("type", "this group has no end_group") for group in groups]
    refusals += _repeated_names(workbook.survey)
    for entry in entries:
        refusals += _type_faults(entry.row, lists)
        refusals += _name_faults(entry.row)
        refusals += _flag_faults(entry.row)
        refusals += _text_faults(entry.row, workbook.languages)
    refusals += _unknown_references(workbook.survey, {entry.name for entry in entries})
    return sorted(entries, key=lambda entry: not entry.core), refusals


def _type_faults(row: Row, lists: Mapping[str, Sequence[Choice]]) -> Iterator[Refusal]:
    kind = row["type"]
    select = _SELECT.fullmatch(kind)
    if _REPEATS.fullmatch(kind):
        yield row.refuse("type", "repeats are not supported")
    elif "external" in kind or "from_file" in kind:
        yield row.refuse("type", "external lists are not supported")
    elif select is None and kind not in _PLAIN_TYPES:
        yield row.refuse("type", f"the type {kind!r} is not supported")
    elif select and select[2] not in lists:
        yield row.refuse("type", f"there is no list {select[2]!r}")
    if row["choice_filter"] and not select:
        yield row.refuse("choice_filter", "only a question with choices can filter them")


def _name_faults(row: Row) -> Iterator[Refusal]:
    if not _NAME.fullmatch(row["name"]):
        yield row.refuse("name", "a name needs letters, digits and _ only, and no digit first")


def _repeated_names(survey: Sequence[Row]) -> Iterator[Refusal]:
    seen: set[str] = set()
    for row in survey:
        if row["name"] and row["name"] in seen:
            yield row.refuse("name", f"{row['name']!r} is used twice")
        seen.add(row["name"])


def _flag_faults(row: Row) -> Iterator[Refusal]:
    for column in ("required", "core", "with_case"):
        if row[column] not in _YES_NO:
            yield row.refuse(column, "write yes or no")
    for channel in row["channels"].split():
        if channel not in CHANNELS:
            yield row.refuse("channels", f"there is no channel {channel!r}")
    if row["tier"] and row["tier"] not in TIERS:
        yield row.refuse("tier", f"there is no tier {row['tier']!r}")
    if row["type"] == "note" and row["required"] not in {"", "no"}:
        yield row.refuse("required", "a note asks nothing")


def _text_faults(row: Row, languages: Mapping[str, str]) -> Iterator[Refusal]:
    yield from text_faults(row, languages)
    for column in ("hint", "constraint_message", "voice"):
        texts = row.spoken(column, languages)
        for code, title in languages.items():
            if texts and code not in texts:
                yield row.refuse(f"{column}::{title}", f"this text is missing in {title}")
    if row["constraint"] and not row.spoken("constraint_message", languages):
        yield row.refuse("constraint", "say in constraint_message what to do")


def _unknown_references(survey: Sequence[Row], names: set[str]) -> Iterator[Refusal]:
    for row in survey:
        for column in _CONDITIONS:
            for name in _REFERENCE.findall(row[column]):
                if name.strip() not in names:
                    yield row.refuse(column, f"${{{name}}} names no question")
        for column, text in row.cells.items():
            if column not in _CONDITIONS and "${" in text:
                yield row.refuse(column, "answers inside a text are not supported")
