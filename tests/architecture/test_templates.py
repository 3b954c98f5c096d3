"""House rules of the pages: nothing inline, nothing unescaped, nothing in one language only."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

PACKAGE = Path(__file__).resolve().parents[2] / "tetea"
PAGES = sorted(PACKAGE.rglob("templates/**/*.html"))
EVERY_PAGE = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
UNESCAPED = re.compile(r"\|\s*(safe|safeseq)\b|autoescape\s+off|filter\s+safe")
SPOKEN_ATTRIBUTES = {"alt", "title", "placeholder", "aria-label", "aria-description"}
LOADING = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}
TYPED = {"text", "search", "tel", "email", "password", "number", "date"}
# The same in every language. "Notes" is what a browser shows of the public pages.
NAMES = re.compile(r"Tetea|English|Kiswahili|EN|SW|[A-Z]{2,5}-?\d*|\W+|\d+")
NOT_WORDS = {"kbd", "code"}
VOID = {"meta", "link", "input", "br", "img", "hr"}
HIDING = {"blocktranslate", "comment"}
PIECES_OF_TAGS = {"field_described.html"}
WORD = re.compile(r"[^\W\d_]{2,}")


def markup(path: Path) -> str:
    """The page with its template tags away and a letter for each value."""
    words = {TokenType.TEXT: None, TokenType.VAR: "x", TokenType.BLOCK: " ", TokenType.COMMENT: " "}
    tokens = Lexer(path.read_text("utf-8")).tokenize()
    return "".join(words.get(one.token_type, "") or one.contents for one in tokens)


def untranslated(path: Path) -> str:
    """The page without what stands inside translation tags, and without names of style classes."""
    kept, ends = [], ""
    for token in Lexer(path.read_text("utf-8")).tokenize():
        if token.token_type == TokenType.BLOCK:
            word, _space, rest = token.contents.strip().partition(" ")
            if word in HIDING or (word == "block" and rest.endswith("_class")):
                ends = f"end{word}"
            elif word == ends:
                ends = ""
            kept.append("" if ends else " ")
        elif token.token_type == TokenType.TEXT and not ends:
            kept.append(token.contents)
    return "".join(kept)


class Page(HTMLParser):
    """What a browser would make of a page's markup."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, list[str]] = {"": [], "sw": []}
        self.inline: list[str] = []
        self.around: list[tuple[str, str]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        lang = found.get("lang", self.around[-1][1] if self.around else "")
        self.tags.append((tag, found))
        self.inline += [name for name in found if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in found):
            self.inline.append(tag)
        for name in SPOKEN_ATTRIBUTES & found.keys():
            self.say(found[name], lang)
        if tag not in VOID:
            self.around.append((tag, lang))

    def handle_endtag(self, tag: str) -> None:
        if self.around and self.around[-1][0] == tag:
            self.around.pop()

    def handle_data(self, data: str) -> None:
        tag, lang = self.around[-1] if self.around else ("", "")
        if tag not in NOT_WORDS:
            self.say(data, lang)

    def say(self, text: str, lang: str) -> None:
        """Keep a text that has words, other than the names that are the same everywhere."""
        both_at_once = text.strip() == "Notes" or " / " in text
        if WORD.search(NAMES.sub(" ", text)) and not both_at_once:
            self.texts["sw" if lang == "sw" else ""].append(text.strip())


@EVERY_PAGE
def test_no_value_reaches_a_page_unescaped(path: Path) -> None:
    assert not UNESCAPED.findall(path.read_text("utf-8"))


@EVERY_PAGE
def test_no_style_and_no_script_stands_inside_a_page(path: Path) -> None:
    page = Page(markup(path))

    assert not page.inline
    assert not [found for _tag, found in page.tags if "javascript:" in "".join(found.values())]


@EVERY_PAGE
def test_a_page_loads_nothing_from_elsewhere(path: Path) -> None:
    for tag, found in Page(markup(path)).tags:
        source = found.get(LOADING.get(tag, ""), "")
        assert not source.startswith(("http:", "https:", "//", "data:")), source


@EVERY_PAGE
def test_a_public_page_has_no_script(path: Path) -> None:
    if "web" in path.parts:
        assert "script" not in {tag for tag, _found in Page(markup(path)).tags}


@EVERY_PAGE
def test_a_link_outwards_does_not_say_where_it_came_from(path: Path) -> None:
    for tag, found in Page(markup(path)).tags:
        if tag == "a" and found.get("href", "").startswith("http"):
            assert "noreferrer" in found.get("rel", ""), found["href"]


@EVERY_PAGE
def test_what_somebody_types_never_stands_in_an_address(path: Path) -> None:
    form: dict[str, str] = {"method": "post"}
    for tag, found in Page(markup(path)).tags:
        if tag == "form":
            form = found
        typed = tag == "textarea" or (tag == "input" and found.get("type", "text") in TYPED)
        assert not typed or form.get("method", "get").lower() == "post", found


@EVERY_PAGE
def test_every_word_of_a_page_stands_in_both_languages(path: Path) -> None:
    """Put it into {% translate %}; pages that say both at once have as much in each."""
    if path.name not in PIECES_OF_TAGS:
        texts = Page(untranslated(path)).texts
        assert len(texts[""]) == len(texts["sw"]), texts[""]


def test_no_two_pages_have_the_same_path() -> None:
    """Django would take the first and never say so."""
    paths = Counter(str(path).rpartition("/templates/")[2] for path in PAGES)

    assert not [path for path, count in paths.items() if count > 1]
