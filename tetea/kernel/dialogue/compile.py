"""From a sheet to a questionnaire: read, check, compile with pyxform, join by name.

Everything that cannot be honoured is refused by cell. Nothing is ignored.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from tetea.kernel.dialogue.errors import QuestionnaireRefused, Refusal
from tetea.kernel.dialogue.expression import Scope, Translation, translate, variable_of
from tetea.kernel.dialogue.functions import EXTENSIONS
from tetea.kernel.dialogue.lists import gather_lists
from tetea.kernel.dialogue.machine import Machine, Plan
from tetea.kernel.dialogue.model import Choice, ListRow, Question, Questionnaire
from tetea.kernel.dialogue.sheet import Row, Workbook, read_workbook
from tetea.kernel.dialogue.survey import Entry, read_entries

_XFORMS = "{http://www.w3.org/2002/xforms}"
_ITEMSET = re.compile(r"instance\('([^']+)'\)/root/item\[(.*)\]", re.DOTALL)
_VERSION_DIGITS = 12
_TEXTS = ("label", "hint", "constraint_message")

Lists = Mapping[str, Sequence[Choice]]
Condition = tuple[str, str]  # (path, "relevant", "constraint" or "choice_filter")


@dataclass(frozen=True, slots=True)
class _Conditions:
    """The conditions as pyxform wrote them and as the machine runs them."""

    written: Mapping[Condition, str]
    translated: Mapping[Condition, Translation]


def compile_questionnaire(
    markdown: str, lists: Mapping[str, Sequence[ListRow]] = MappingProxyType({})
) -> Questionnaire:
    """Compile an XLSForm written as Markdown tables.

    ``lists`` supplies the choice lists kept outside the sheet. The version is the settings
    sheet's, else the first digits of a hash over the sheet and those lists.
    Raises QuestionnaireRefused with every cell that is wrong or not supported.
    """
    workbook = read_workbook(markdown)
    choices, refusals = gather_lists(workbook, lists)
    entries, more = read_entries(workbook, choices)
    if refusals or more:
        raise QuestionnaireRefused([*refusals, *more])
    written = _compiled_by_pyxform(workbook, entries, choices)
    conditions = _translated(written, entries, choices)
    settings = workbook.settings.cells
    questions = tuple(_question(entry, workbook, choices, conditions) for entry in entries)
    return Questionnaire(
        name=settings.get("form_id", "questionnaire"),
        version=settings.get("version") or _content_hash(markdown, lists),
        languages=tuple(workbook.languages),
        questions=questions,
        settings=MappingProxyType(dict(settings)),
        by_name=MappingProxyType({question.name: question for question in questions}),
        machine=Machine(_plan(entries, choices, conditions)),
    )


def _content_hash(markdown: str, lists: Mapping[str, Sequence[ListRow]]) -> str:
    rows = [(name, [_plain(row) for row in rows]) for name, rows in sorted(lists.items())]
    return hashlib.sha256(repr((markdown, rows)).encode()).hexdigest()[:_VERSION_DIGITS]


def _plain(row: ListRow) -> tuple[object, ...]:
    return (row.name, *(sorted(part.items()) for part in (row.labels, row.short, row.extra)))


def _compiled_by_pyxform(
    workbook: Workbook, entries: Sequence[Entry], lists: Lists
) -> dict[Condition, str]:
    """Give the text of each condition with its ``${name}`` resolved to paths."""
    used = {entry.list_name for entry in entries if entry.list_name}
    book = {
        "survey": [_for_pyxform(row, workbook) for row in workbook.survey],
        "choices": [
            {"list_name": name, "name": choice.name} | _labels(choice.label, workbook)
            for name in sorted(used)
            for choice in lists[name]
        ],
        "settings": [{"form_id": "form", "form_title": "form"}],
    }
    try:
        xform = convert(book).xform
    except PyXFormError as error:
        raise QuestionnaireRefused([Refusal("survey!A1", str(error))]) from error
    # resolve_entities stays off: the text is ours, but nothing here needs entities.
    root = etree.fromstring(xform.encode(), etree.XMLParser(resolve_entities=False))
    return dict(_conditions_in(root))


def _for_pyxform(row: Row, workbook: Workbook) -> dict[str, str]:
    columns = ["type", "name", "relevant", "constraint", "choice_filter"]
    columns += [f"{text}::{title}" for text in _TEXTS for title in workbook.languages.values()]
    return {column: row[column] for column in columns if row[column]}


def _labels(label: Mapping[str, str], workbook: Workbook) -> dict[str, str]:
    return {f"label::{title}": label[code] for code, title in workbook.languages.items()}


def _conditions_in(root: etree._Element) -> Iterator[tuple[Condition, str]]:
    for bind in root.iter(f"{_XFORMS}bind"):
        for kind in ("relevant", "constraint"):
            if bind.get(kind):
                yield (str(bind.get("nodeset")), kind), str(bind.get(kind)).strip()
    for itemset in root.iter(f"{_XFORMS}itemset"):
        filtered = _ITEMSET.fullmatch(str(itemset.get("nodeset")))
        parent = itemset.getparent()
        if filtered and parent is not None:
            yield (str(parent.get("ref")), "choice_filter"), filtered[2]


def _translated(
    written: Mapping[Condition, str], entries: Sequence[Entry], lists: Lists
) -> _Conditions:
    paths = {entry.path: entry.type for entry in entries}
    names = {
        entry.path: frozenset(choice.name for choice in lists[entry.list_name])
        for entry in entries
        if entry.list_name
    }
    asked = {entry.path: place for place, entry in enumerate(entries)}
    rows = _rows_by_path(entries)
    translated: dict[Condition, Translation] = {}
    refusals: list[Refusal] = []
    for condition, text in written.items():
        path, kind = condition
        row, first, list_name = rows[path]
        columns = _columns(lists[list_name]) if kind == "choice_filter" else None
        done = translate(text, Scope(path, paths, names, columns))
        translated[condition] = done
        reasons = done.reasons or (*_later(done, asked, first, kind), *_unreadable(done))
        refusals += [row.refuse(kind, reason) for reason in reasons]
    if refusals:
        raise QuestionnaireRefused(refusals)
    return _Conditions(written, translated)


def _rows_by_path(entries: Sequence[Entry]) -> dict[str, tuple[Row, int, str]]:
    """By path: the row, the place in the order asked (a group's is its first's), its list."""
    rows: dict[str, tuple[Row, int, str]] = {}
    for place, entry in enumerate(entries):
        rows[entry.path] = (entry.row, place, entry.list_name)
        for depth, group in enumerate(entry.groups):
            above = [row["name"] for row in entry.groups[: depth + 1]]
            rows.setdefault("/".join(["/data", *above]), (group, place, ""))
    return rows


def _columns(choices: Sequence[Choice]) -> frozenset[str]:
    return frozenset({"name"}.union(*(choice.extra for choice in choices)))


def _later(done: Translation, asked: Mapping[str, int], first: int, kind: str) -> Iterator[str]:
    """A condition may look back only: then one pass in the order asked decides everything."""
    last = first if kind == "constraint" else first - 1
    for path in sorted(done.mentions):
        if asked[path] > last:
            name = path.rsplit("/", 1)[-1]
            yield f"{name!r} is asked later (the core comes first); look back only"


def _unreadable(done: Translation) -> Iterator[str]:
    variables = {variable_of(path): "" for path in done.mentions}
    try:
        compiled = etree.XPath(done.xpath, extensions=dict(EXTENSIONS))
        compiled(etree.Element("m"), today=0.0, now=0.0, **variables)
    except (etree.XPathError, TypeError, ValueError):
        yield "this condition cannot be read; count its brackets and arguments"


def _question(entry: Entry, workbook: Workbook, lists: Lists, conditions: _Conditions) -> Question:
    row, languages = entry.row, workbook.languages
    relevant = [text for text in _chain(entry, conditions.written) if text]
    return Question(
        name=entry.name,
        type=entry.type,
        label=row.spoken("label", languages),
        hint=row.spoken("hint", languages),
        short=row.spoken("short", languages),
        required=entry.required,
        relevant=_joined(relevant),
        constraint=conditions.written.get((entry.path, "constraint")),
        message=row.spoken("constraint_message", languages),
        choices=tuple(lists[entry.list_name]) if entry.list_name else (),
        channels=entry.channels,
        tier=entry.tier,
        with_case=entry.with_case,
        core=entry.core,
        page_group=entry.groups[-1]["name"] if entry.groups else None,
        huridocs=row["huridocs"],
        filtered=(entry.path, "choice_filter") in conditions.written,
    )


def _joined(conditions: Sequence[str]) -> str | None:
    if len(conditions) > 1:
        return " and ".join(f"({condition})" for condition in conditions)
    return conditions[0] if conditions else None


def _chain(entry: Entry, texts: Mapping[Condition, str]) -> list[str]:
    """The conditions of the groups around a question, outermost first, then its own."""
    return [texts.get((path, "relevant"), "") for path in _paths(entry)]


def _paths(entry: Entry) -> list[str]:
    above = [group["name"] for group in entry.groups]
    return [*("/".join(["/data", *above[: depth + 1]]) for depth in range(len(above))), entry.path]


def _plan(entries: Sequence[Entry], lists: Lists, conditions: _Conditions) -> Plan:
    xpaths = {key: done.xpath for key, done in conditions.translated.items()}
    running: dict[Condition, str] = {}
    looks: dict[Condition, frozenset[str]] = {}
    filters: dict[str, str] = {}
    variables: dict[str, Mapping[str, str]] = {}
    by_path = {entry.path: entry.name for entry in entries}
    looked_into: dict[str, list[Mapping[str, str]]] = {}
    for entry in entries:
        chain = [f"({xpath})" for xpath in _chain(entry, xpaths) if xpath]
        if chain:
            running[entry.name, "relevant"] = f"boolean({' and '.join(chain)})"
            looks[entry.name, "relevant"] = frozenset(
                by_path[path]
                for above in _paths(entry)
                if (above, "relevant") in xpaths
                for path in conditions.translated[above, "relevant"].mentions
            )
        if (entry.path, "constraint") in xpaths:
            running[entry.name, "constraint"] = f"boolean({xpaths[entry.path, 'constraint']})"
            mentions = conditions.translated[entry.path, "constraint"].mentions
            looks[entry.name, "constraint"] = frozenset(by_path[path] for path in mentions)
        if (entry.path, "choice_filter") in xpaths:
            within = xpaths[entry.path, "choice_filter"]
            filters[entry.name] = f"/m/i[@id='{entry.list_name}']/root/item[{within}]/name/text()"
            mentions = conditions.translated[entry.path, "choice_filter"].mentions
            variables[entry.name] = {by_path[path]: variable_of(path) for path in mentions}
            looked_into[entry.list_name] = [
                {"name": choice.name} | dict(choice.extra) for choice in lists[entry.list_name]
            ]
    return Plan(
        paths={entry.name: entry.path for entry in entries},
        dates=frozenset(e.name for e in entries if e.type in {"date", "datetime"}),
        looked_at=frozenset(
            by_path[path] for done in conditions.translated.values() for path in done.mentions
        ),
        lists=looked_into,
        conditions=running,
        mentions=looks,
        filters=filters,
        variables=variables,
    )
