"""Guides: short, in both languages, the same shape in each, dated and sourced."""

import re
from importlib import resources

import pytest

from tetea.domain.directory.guides import NAMES, guide
from tetea.domain.directory.sources import LANGUAGES, data_text

SLURS = re.compile(r"\b(malaya|kahaba|prostitutes?|whores?)\b", re.IGNORECASE)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_guide_is_there_sourced_short_and_plain(name, lang):
    page = guide(name, lang)
    text = data_text("guides", lang, f"{name}.md")

    assert page.title
    assert page.source
    assert page.blocks
    assert len(text.encode()) < 5_000
    assert not SLURS.search(text)
    assert "<" not in text


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_say_the_same_things_in_the_same_order(name):
    english, swahili = (
        [(block.kind, len(block.items)) for block in guide(name, lang).blocks]
        for lang in LANGUAGES
    )  # fmt: skip

    assert english == swahili


@pytest.mark.parametrize("name", NAMES)
def test_the_kiswahili_says_that_no_native_speaker_has_read_it(name):
    assert not guide(name, "sw").native
    assert guide(name, "sw").confirmed == bool(guide(name, "sw").reviewer)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_guide_lies_in_the_folder_that_nobody_can_open(lang):
    folder = resources.files("tetea").joinpath("data", "guides", lang)

    assert {entry.name for entry in folder.iterdir()} == {f"{name}.md" for name in NAMES}
