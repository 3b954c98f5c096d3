"""The pack on paper: what police get has no story, no station, no day and no small number."""

import io
import re
from typing import Any

import docx
import pypdf
import pytest

from tests.domain.figures.test_publish import give, month
from tests.doors.desk.test_figures import make
from tetea.domain.log import read as log
from tetea.doors.desk.show import figures as shown

STORY = "Zebakimwitu took my phone at the border stage"


@pytest.fixture
def code(organisation, report):
    """A quarter that was made, beside a report with a story; its code in addresses."""
    report(story=STORY, consent_stats="yes")
    end = month(9)
    for at in (end - 2, end - 1, end):
        give(organisation, at, 20, seed=at)
    return shown.month_code(end)


def text(answer):
    assert answer["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return "\n".join(page.extract_text() for page in pages)


@pytest.fixture
def forum(desk):
    """A forum that Amina held, with a promise; (her browser, its id)."""
    amina = desk("amina")
    answer = amina.post("forum_plan", day="2026-10-30", issues="Fines without a receipt")
    wanted = answer["Location"].split("/")[-2]
    held = {"day": "2026-10-30", "police": "3", "came": "Zebakimwitu", "decisions": "D"}
    amina.post("forum_meeting", wanted, **held, issues="Fines without a receipt")
    amina.post("forum_commit", wanted, owner="OCS", what="A receipt each time", due="2999-01-01")
    return amina, wanted


@pytest.mark.parametrize("layout", ["page", "slides"])
def test_t104_the_edition_for_police_has_nothing_small_and_no_story(forum, code, layout):
    amina, _ = forum
    make(amina, code)
    answer = amina.get("pack", code, "outside", layout)
    said = text(answer)

    assert "A receipt each time" in said
    assert said.index("A receipt each time") < said.index("At a glance")
    assert "not shown" in said
    for word in ("Zebakimwitu", "border stage", "amina", "njeri", "Fines without"):
        assert word not in said
    tables = said[said.index("Who did it,") :]
    counts = [int(n) for n in re.findall(r"(?<!/) (\d{1,3})$", tables, re.MULTILINE)]
    assert counts
    assert min(counts) >= 10
    assert f"figures-{code}-outside.pdf" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]


def test_the_analyst_takes_figures_along_without_the_promises(desk, forum, code):
    njeri = desk("njeri")
    make(njeri, code)
    said = text(njeri.get("pack", code, "inside", "page"))
    assert "First support within 24 hours" in said
    assert "A receipt each time" not in said


def test_taking_it_along_is_logged_by_name(forum, code, sign_in):
    amina, wanted = forum
    make(amina, code)
    amina.get("pack", code, "outside", "page")
    amina.get("minutes", wanted, "pdf")
    newest = log.latest(sign_in("amina"), 3)
    said = [(one.verb, one.role) for one in newest if one.verb.endswith(".made")]
    assert said == [("minutes.made", "coordinator"), ("pack.made", "coordinator")]


def test_a_month_that_is_not_finished_has_no_pack(desk, code):
    njeri = desk("njeri")
    njeri.post("figures", month=code)
    njeri.get("figures_making", code)
    assert njeri.get("pack", code, "outside", "page").status_code == 404


def test_minutes_are_given_as_pdf_and_docx_without_who_came(forum, desk):
    _, wanted = forum
    rose = desk("rose")
    said = text(rose.get("minutes", wanted, "pdf"))
    made = docx.Document(io.BytesIO(rose.get("minutes", wanted, "docx").content))
    written = "\n".join(one.text for one in made.paragraphs)
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    for found in (said, written):
        assert "Fines without a receipt" in found
        assert "Police: 3" in found
        assert "Zebakimwitu" not in found
    assert "A receipt each time" in cells
    assert rose.get("minutes", wanted, "exe").status_code == 404


def test_page_by_page_the_pack_has_pictures_and_no_page_holds_a_lone_line(forum, code):
    amina, _ = forum
    amina.post("forum_plan", day="2026-11-27", topic=["POL-01", "POL-05"])
    for back in (2, 1, 0):
        make(amina, shown.month_code(month(9) - back))
    answer = amina.get("pack", code, "outside", "page")
    pages = [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(answer.content)).pages]

    assert len(pages) > 1
    for page in pages:
        lines = [one for one in page.splitlines() if one.strip()]
        assert len(lines) > 4, page
        # A heading of a table at the foot of a page would have lost its table.
        assert not re.search(r"2026\n\d+ / \d+$", page.strip())
    whole = "\n".join(pages)
    order = ("Issues", "Police refused to write it down", "What was promised", "At a glance")
    assert [whole.index(one) for one in order] == sorted(whole.index(one) for one in order)
    assert "People counted, by month" in whole
    # The drawing of the trend: one box with a number for each month, told to a screen reader.
    assert "/Figure" in tags(answer.content)


def tags(content):
    """The kinds of elements that the file is tagged with."""
    catalogue: Any = pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]
    root = catalogue["/StructTreeRoot"]
    found, waiting = [], [root]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, dict):
            found.append(one.get("/S"))
            inner = one.get("/K", [])
            waiting += inner if isinstance(inner, list) else [inner]
        waiting = [w for w in waiting if not isinstance(w, int)]
    return found
