"""A document for a word processor, so that minutes can be put right by hand."""

import datetime as dt
import io
import zipfile

import docx
import docx.document

from tetea.kernel.paper.document import (
    Document,
    Heading,
    NewPage,
    Paragraph,
    Picture,
    Points,
    Single,
    Table,
    flat,
)

GRID = "Table Grid"


def word(document: Document) -> bytes:
    """Return the document as DOCX.

    It carries the title, the language and the first day of its month; neither author nor time nor
    anything of the machine.
    """
    made = docx.Document()
    made.add_heading(document.title, level=1)
    for one in flat(document.parts):
        _part(made, one)
    _neutral(made, document)
    kept = io.BytesIO()
    made.save(kept)
    return _without_time(kept.getvalue(), document.month)


def _part(made: "docx.document.Document", one: Single) -> None:
    match one:
        case Heading():
            made.add_heading(one.text, level=one.level)
        case Paragraph():
            made.add_paragraph(one.text)
        case Points():
            for text in one.texts:
                made.add_paragraph(text, style="List Bullet")
        case Table():
            _table(made, one)
        case Picture():
            # The table beside it has the same numbers; a word processor draws no SVG.
            made.add_paragraph(one.alt)
        case NewPage():
            made.add_page_break()  # type: ignore[no-untyped-call]  # the library has no types here


def _table(made: "docx.document.Document", one: Table) -> None:
    grid = made.add_table(rows=1, cols=len(one.heads))
    grid.style = GRID
    for cell, text in zip(grid.rows[0].cells, one.heads, strict=True):
        cell.text = text
    for row in one.rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text


def _without_time(made: bytes, month: tuple[int, int]) -> bytes:
    """Return the file with the same day on each of its parts: a zip tells when it was packed."""
    year, at = month
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, (year, at, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return kept.getvalue()


def _neutral(made: "docx.document.Document", document: Document) -> None:
    year, month = document.month
    facts = made.core_properties
    facts.title, facts.language = document.title, document.lang
    facts.author = facts.last_modified_by = facts.comments = facts.keywords = ""
    facts.subject = facts.category = facts.identifier = facts.version = ""
    facts.revision = 1
    facts.created = facts.modified = dt.datetime(year, month, 1, tzinfo=dt.UTC)
