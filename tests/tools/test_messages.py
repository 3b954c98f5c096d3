"""The words of two languages: collected, kept, compiled, and none forgotten."""

from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import translation

from tools import messages

PAGE = """{% load i18n %}
    <p>{% translate "Back" %} {{ name|default:_("nobody") }}</p>
  <p>{% blocktranslate trimmed with name=her_name %}
        You are safe here, {{ name }}.
     {% endblocktranslate %}</p>
{% blocktranslate count number=n %}One report{% plural %}{{ number }} reports\
{% endblocktranslate %}
"""
CODE = 'from django.utils.translation import gettext as _\n\nSAID = _("Come back soon")\n'


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small package with a page, a module and one table of words."""
    root = tmp_path / "shop"
    for folder in ("templates", "data/guides/en", "data/guides/sw"):
        (root / folder).mkdir(parents=True)
    (root / "templates" / "page.html").write_text(PAGE)
    (root / "views.py").write_text(CODE)
    (root / "data" / "acts.csv").write_text("code,label_en,label_sw\nX,Theft,Wizi\n")
    for lang in ("en", "sw"):
        (root / "data" / "guides" / lang / "rights.md").write_text("Words.\n")
    return root


def translate(package: Path, **words: str) -> None:
    """Fill the .po as a translator would, entry by entry."""
    path = messages.po_path(package)
    text = path.read_text()
    for english, kiswahili in words.items():
        msgid = f'msgid "{english}"\nmsgstr '
        assert msgid in text
        text = text.replace(f'{msgid}""', f'{msgid}"{kiswahili}"')
    path.write_text(text)


def everything(package: Path) -> None:
    messages.collect(package)
    translate(
        package,
        **{
            "Back": "Rudi",
            "nobody": "hakuna",
            "Come back soon": "Rudi karibuni",
            "You are safe here, %(name)s.": "Uko salama hapa, %(name)s.",
        },
    )
    path = messages.po_path(package)
    text = path.read_text().replace('msgstr[0] ""', 'msgstr[0] "Ripoti moja"')
    path.write_text(text.replace('msgstr[1] ""', 'msgstr[1] "Ripoti %(number)s"'))


def test_texts_of_code_and_templates_are_collected(package: Path) -> None:
    assert messages.collect(package) == 5

    text = messages.po_path(package).read_text()
    assert "NOT YET REVIEWED by a native speaker" in text
    assert "#: shop/templates/page.html\n" in text
    assert str(package.parent) not in text


def test_collecting_again_keeps_translations_and_changes_nothing(package: Path) -> None:
    everything(package)
    messages.collect(package)
    before = messages.po_path(package).read_bytes()

    page = package / "templates" / "page.html"
    page.write_text("\n\n" + page.read_text())

    assert messages.collect(package) == 0
    assert messages.po_path(package).read_bytes() == before
    assert b"Rudi karibuni" in before


def test_a_text_that_left_the_code_leaves_the_words(package: Path) -> None:
    everything(package)
    (package / "views.py").write_text("")
    messages.collect(package)

    assert "Rudi karibuni" not in messages.po_path(package).read_text()


def test_complete_words_have_no_fault(package: Path) -> None:
    everything(package)

    assert list(messages.faults(package)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("views.py", "soon", "later", "is not in the .po"),
        ("views.py", "soon", "later", "is no longer in the code"),
        ("locale/sw/LC_MESSAGES/django.po", '"Rudi"', '""', "has no Kiswahili"),
        ("locale/sw/LC_MESSAGES/django.po", '"Ripoti moja"', '""', "has no Kiswahili"),
        ("locale/sw/LC_MESSAGES/django.po", "hapa, %(name)s", "hapa, %(jina)s", "placeholders"),
        ("locale/sw/LC_MESSAGES/django.po", "#: shop/views.py", "#, fuzzy", "is marked fuzzy"),
        ("data/acts.csv", "Wizi", "", "acts.csv: row 2: label lacks sw"),
    ],
)
def test_a_missing_text_is_named(package: Path, file: str, old: str, new: str, fault: str) -> None:
    everything(package)
    path = package / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))

    assert [line for line in messages.faults(package) if fault in line]


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        ("clocks.toml", '[[clock]]\nlabel.en = "Danger"\n', "clock[1].label lacks sw"),
        ("replies.toml", '[a]\ntext.en = ""\ntext.sw = "Asante"\n', "a.text lacks en"),
        (
            "form.md",
            "| |\n| | name | label::English (en) | label::Kiswahili (sw) |\n| | a | Who | |\n",
            "line 3: label lacks sw",
        ),
        ("guides/en/leave.md", "Words.\n", "guides/en/leave.md lacks sw"),
        ("en.toml", '[[reply]]\ncode = "safe"\n', "en.toml: reply[safe].code lacks sw"),
    ],
)
def test_data_lacking_a_language_is_named(package: Path, file: str, text: str, fault: str) -> None:
    everything(package)
    (package / "data" / file).write_text(text)

    assert [line for line in messages.faults(package) if fault in line]


def test_kiswahili_is_spoken_and_english_needs_no_file(package: Path) -> None:
    everything(package)
    messages.compile_texts(package)

    with override_settings(LOCALE_PATHS=[package / "locale"]):
        with translation.override("sw"):
            assert translation.gettext("Come back soon") == "Rudi karibuni"
            assert translation.ngettext("One report", "%(number)s reports", 3) == (
                "Ripoti %(number)s"
            )
            assert translation.gettext("A text without words") == "A text without words"
        with translation.override("en"):
            assert translation.gettext("Come back soon") == "Come back soon"


def test_every_text_of_tetea_stands_in_both_languages() -> None:
    assert list(messages.faults(messages.ROOT / "tetea")) == []
