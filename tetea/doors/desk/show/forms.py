"""Forms of others in words: each line with its published number, or that it is not shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tetea.domain.directory.forms import ALL, Form, FormLine
from tetea.domain.figures import frames
from tetea.domain.figures.ledger import Entry
from tetea.doors.desk.show import figures
from tetea.kernel.disclosure.tables import TOTAL, Figure, Published
from tetea.kernel.paper.document import Document, Paragraph, Table


@dataclass(frozen=True)
class Filled:
    """A form for some months: its lines as (label, text, whether it is told)."""

    code: str
    label: str
    note: str
    source: str
    window: str
    month: int
    month_code: str
    lines: tuple[tuple[str, str, bool], ...] = field(repr=False)


def shown(form: Form, found: Sequence[Entry], lang: str) -> dict[str, object]:
    """Return a form as its page has it: label, length of its window, each time it was filled."""
    label = form.label[lang]
    return {"label": label, "months": form.window, "filled": filled(form, found, lang)}


def filled(form: Form, found: Sequence[Entry], lang: str) -> list[Filled]:
    """Return the form for each span of which a table was released, the newest first."""
    spans = {
        one.step.months
        for one in found
        if one.table is not None and len(one.step.months) == form.window
    }
    return [_filled(form, months, found, lang) for months in sorted(spans, key=max, reverse=True)]


def document(one: Filled, lang: str) -> Document:
    """Return a filled form as a document."""
    rows = tuple((label, text) for label, text, _told in one.lines)
    year, month = divmod(one.month - 1, 12)
    limits = _('"Not shown" does not mean none.')
    parts = (
        Paragraph(one.window),
        Table(("", _("People")), rows),
        Paragraph(f"{limits} {one.note}"),
        Paragraph(one.source, is_small=True),
    )
    return Document(one.label, lang, (year, month + 1), parts)


def _filled(form: Form, months: frozenset[int], found: Sequence[Entry], lang: str) -> Filled:
    tables = {
        one.step.code: one.table
        for one in found
        if one.table is not None and one.step.months == months and not one.batch
    }
    lines = []
    for line in form.lines:
        figure = _figure(line, tables.get(line.table))
        lines.append((line.label[lang], figures.told(figure), not figure.is_suppressed))
    return Filled(
        form.code, form.label[lang], form.note[lang], form.source, figures.window(months),
        max(months), figures.month_code(max(months)), tuple(lines),
    )  # fmt: skip


def _figure(line: FormLine, table: Published | None) -> Figure:
    """Return the cell of a line; a table that was told by county has it in the sum of all."""
    if table is None:
        return Figure()
    cell = tuple(TOTAL if part == ALL else part for part in line.cell)
    axes = [axis.dimension for axis in table.layout.axes]
    if frames.is_place(axes[0]):
        cell = (TOTAL, *cell)
    return table.figures.get(cell, Figure())
