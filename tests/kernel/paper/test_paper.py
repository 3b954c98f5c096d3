"""What is printed: readable by a screen reader, without author or time, and nothing in it runs."""

import io
import sys
import zipfile

import docx
import pypdf
import pytest

from tetea.kernel.paper.document import (
    Document,
    Heading,
    NewPage,
    Paragraph,
    Points,
    Table,
)
from tetea.kernel.paper.pdf import pdf
from tetea.kernel.paper.word import word

TRICKS = ('#panic("x")', '#image("/etc/passwd")', "*stars* _lines_ $x$ @ref <label>")
ROWS = (("Police", "26"), ("Clients", "not shown"), ("All", "69"))
GRID = Table(("", "People"), ROWS, (100, None, None))
MARK = "Zebakimwitu"


def document(*parts):
    kept = parts or (Heading("At a glance"), GRID, NewPage(), Paragraph("The end", is_small=True))
    return Document("Figures of September 2026", "en", (2026, 9), kept)


def read(made):
    return pypdf.PdfReader(io.BytesIO(made))


def text(made):
    return "\n".join(page.extract_text() for page in read(made).pages)


@pytest.mark.parametrize("layout", ["page", "slides"])
def test_the_pdf_is_tagged_and_says_its_title_and_language(layout):
    found = read(pdf(document(), layout))
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert found.metadata is not None
    assert found.metadata.title == "Figures of September 2026"
    assert "Clients not shown" in text(pdf(document(), layout))


def test_t104_neither_file_tells_who_made_it_or_when():
    for layout in ("page", "slides"):
        found = read(pdf(document(), layout))
        assert found.metadata is not None
        assert found.metadata.author is None
        assert set(found.metadata) == {"/Title", "/Creator", "/ModDate", "/CreationDate"}
        assert found.metadata["/CreationDate"] == "D:20260901000000Z"
    made = word(document())
    facts = docx.Document(io.BytesIO(made)).core_properties
    assert (facts.author, facts.last_modified_by, facts.comments) == ("", "", "")
    assert (facts.created.year, facts.created.month, facts.created.day) == (2026, 9, 1)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {one.date_time for one in parts.infolist()} == {(2026, 9, 1, 0, 0, 0)}


def test_the_same_document_gives_the_same_bytes():
    assert pdf(document()) == pdf(document())
    assert word(document()) == word(document())


@pytest.mark.parametrize("trick", TRICKS)
def test_what_looks_like_markup_comes_out_as_letters_wherever_it_stands(trick):
    grid = Table((trick, "n"), ((trick, trick),))
    parts = (Heading(trick), Paragraph(trick), Points((trick,)), grid)
    found = text(pdf(document(*parts)))
    assert found.replace("\n", " ").count(trick.split()[0]) >= 6
    assert "root:" not in found


def test_kiswahili_dashes_and_quotes_are_set_and_a_long_table_repeats_its_head():
    rows = tuple((f"Tendo {n} \N{EN DASH} “ndani”", str(n)) for n in range(120))
    made = pdf(Document("Takwimu", "sw", (2026, 9), (Table(("Kilichotokea", "Watu"), rows),)))
    pages = [page.extract_text() for page in read(made).pages]
    assert len(pages) > 2
    assert all("Kilichotokea" in page for page in pages)
    assert "Tendo 119 \N{EN DASH} “ndani”" in pages[-1]


def test_nothing_is_written_to_a_disk_while_it_is_made(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    opened: list[str] = []

    def watch(event, given):
        if event == "open" and isinstance(given[1], str) and set(given[1]) & set("wax+"):
            opened.append(str(given[0]))

    sys.addaudithook(watch)
    pdf(document(Paragraph(MARK)))
    word(document(Paragraph(MARK)))
    assert list(tmp_path.iterdir()) == []
    assert opened == []
