"""The words by which an SMS is understood, read from the data file once."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Final, cast, get_args

from tetea.domain.directory.sources import DirectoryDataError, data_text, field, words
from tetea.kernel.phone.keywords import After, Cry, Keyword, KeywordTable, Lang, Name, fold

_NAMES: Final = frozenset(get_args(Name)) - {""}
_AFTER: Final = frozenset(get_args(After))
_LANGS: Final[Mapping[str, Lang]] = {"any": "", "en": "en", "sw": "sw"}


@cache
def keyword_table() -> KeywordTable:
    """Return the words that the kernel's parse() needs.

    Raises DirectoryDataError when the file is incomplete or gives a word to two commands.
    """
    return read_table(data_text("phone", "keywords.toml"))


def read_table(toml_text: str) -> KeywordTable:
    """Read the words from TOML. Raises DirectoryDataError naming what is wrong."""
    document = tomllib.loads(toml_text)
    keywords: dict[str, Keyword] = {}
    for row in field(document, "command", list, "keywords"):
        for word, keyword in _keywords(row):
            if word in keywords:
                raise DirectoryDataError(f"keywords: {word} is given twice")
            keywords[word] = keyword
    if missing := _NAMES - {keyword.command for keyword in keywords.values()}:
        raise DirectoryDataError(f"keywords: no word for {', '.join(sorted(missing))}")
    small = _section(document, "function_words")
    return KeywordTable(
        keywords=keywords,
        cries=tuple(cry for row in field(document, "cry", list, "keywords") for cry in _cries(row)),
        alone=_folded(document, "alone") | _folded(document, "discreet"),
        ordinary=_folded(document, "ordinary"),
        telling=_folded(document, "telling"),
        polite=_folded(document, "polite"),
        function_words={
            "en": frozenset(map(fold, words(small, "en", "function_words"))),
            "sw": frozenset(map(fold, words(small, "sw", "function_words"))),
        },
        kiswahili_beginnings=words(small, "sw_beginnings", "function_words"),
    )


def _keywords(row: Mapping[str, object]) -> Iterator[tuple[str, Keyword]]:
    name = field(row, "name", str, "a command without name")
    after = field(row, "after", str, name)
    if name not in _NAMES or after not in _AFTER:
        raise DirectoryDataError(f"{name}: the command or what may follow it is not known")
    most_words = field(row, "most_words", int, name) if after == "words" else 0
    _signed(row, name)
    for column, lang in _LANGS.items():
        keyword = Keyword(cast("Name", name), lang, cast("After", after), most_words)
        for word in words(row, column, name):
            yield fold(word), keyword


def _cries(row: Mapping[str, object]) -> Iterator[Cry]:
    language = field(row, "language", str, "a cry without language")
    lang = _LANGS.get(field(row, "answer_in", str, language))
    if not lang:
        raise DirectoryDataError(f"{language}: answer_in is neither en nor sw")
    slips = field(row, "slips", bool, language)
    _signed(row, language)
    for column in ("anywhere", "first"):
        for phrase in words(row, column, language):
            yield Cry(tuple(map(fold, phrase.split())), lang, column == "anywhere", slips)


def _section(document: Mapping[str, object], name: str) -> Mapping[str, object]:
    section: Mapping[str, object] = field(document, name, dict, "keywords")
    _signed(section, name)
    return section


def _folded(document: Mapping[str, object], name: str) -> frozenset[str]:
    return frozenset(map(fold, words(_section(document, name), "words", name)))


def _signed(row: Mapping[str, object], where: str) -> None:
    """Refuse a list that does not say where it comes from and who has looked at it."""
    field(row, "source", str, where)
    field(row, "reviewer", str, where)
    field(row, "reviewed", date, where)
