"""The small part of Markdown that guides may use."""

import pytest

from tetea.domain.directory.guides import Block, guide, parse_guide
from tetea.domain.directory.sources import DirectoryDataError

HEAD = """---
title: A page
reviewed: 2026-11-22
reviewer:
source: a document: page 3
confirmed: no
native: no
---
"""


def test_paragraphs_headings_and_lists_become_blocks():
    page = parse_guide(f"{HEAD}\nOne.\n\n## Two\n- three - four\n- five\n\nSix.\n", "here")

    assert page.blocks == (
        Block("paragraph", "One."),
        Block("heading", "Two"),
        Block("list", items=("three - four", "five")),
        Block("paragraph", "Six."),
    )
    assert (page.title, page.source, page.confirmed) == ("A page", "a document: page 3", False)


def test_markup_in_a_guide_stays_text():
    page = parse_guide(f"{HEAD}<b>bold</b>\n", "here")

    assert page.blocks == (Block("paragraph", "<b>bold</b>"),)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("One.", "here: no front matter"),
        (HEAD.replace("title: A page\n", ""), "here: front matter lacks title"),
        (HEAD.replace("2026-11-22", "soon"), "here: reviewed is no date"),
        (HEAD.replace("title: A page", "title"), "here: front matter line"),
    ],
)
def test_a_fault_names_its_page(text, complaint):
    with pytest.raises(DirectoryDataError, match=complaint):
        parse_guide(text, "here")


def test_a_page_that_does_not_exist_is_refused():
    with pytest.raises(KeyError):
        guide("../clocks", "en")
    with pytest.raises(KeyError):
        guide("rights", "../en")
