"""A document as a tagged PDF (PDF/UA-1) by Typst, in memory alone."""

import json
from collections.abc import Mapping
from importlib import resources
from typing import Final, Literal

import typst

from tetea.kernel.paper.document import (
    Document,
    Heading,
    NewPage,
    Paragraph,
    Part,
    Picture,
    Points,
    Single,
    Table,
    Together,
)

Layout = Literal["page", "slides"]
TEMPLATE: Final = "paper.typ"


def pdf(document: Document, layout: Layout = "page") -> bytes:
    """Return the document as PDF, on A4 pages or as slides.

    Its texts go in as data, so markup in them comes out as letters. The file carries the title, the
    language and the first day of its month, and neither author nor time; the same document gives
    the same bytes.
    """
    template = resources.files("tetea.kernel.paper").joinpath(TEMPLATE).read_bytes()
    found = typst.compile(
        template,
        format="pdf",
        sys_inputs={"data": json.dumps(_plain(document)), "layout": layout},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )
    return bytes(found)


def _plain(document: Document) -> Mapping[str, object]:
    year, month = document.month
    return {
        "title": document.title,
        "lang": document.lang,
        "year": year,
        "month": month,
        "parts": [_any(one) for one in document.parts],
    }


def _any(one: Part) -> Mapping[str, object]:
    if isinstance(one, Together):
        return {"kind": "together", "parts": [_any(part) for part in one.parts]}
    return _part(one)


def _part(one: Single) -> Mapping[str, object]:
    match one:
        case Heading():
            return {"kind": "heading", "text": one.text, "level": one.level}
        case Paragraph():
            return {"kind": "paragraph", "text": one.text, "small": one.is_small}
        case Points():
            return {"kind": "points", "texts": list(one.texts)}
        case Table():
            rows = [list(row) for row in one.rows]
            return {
                "kind": "table",
                "heads": one.heads,
                "rows": rows,
                "bars": list(one.bars),
                "text": one.is_text,
            }
        case Picture():
            return {"kind": "picture", "svg": one.svg, "alt": one.alt, "width": one.width}
        case NewPage():
            return {"kind": "page"}
