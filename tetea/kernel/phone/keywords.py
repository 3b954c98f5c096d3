"""What an SMS asks for: a command by its first word, or a report, which is never refused.

When a message can be read in two ways, it is read as the one that loses nothing: a report.
The words themselves are data (tetea/data/phone/keywords.toml).
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

Name = Literal[
    "", "sos", "report", "services", "token", "rights", "check", "stop", "help", "start",
    "changed",
]  # fmt: skip
Lang = Literal["", "en", "sw"]
After = Literal["text", "digits", "words"]

# Shorter words are too near to too many others for a slip to be forgiven.
_FORGIVEN_FROM: Final = 5
_PAIR: Final = 2
# So many digits can only be a token, whole (20) or with a slip: as a report, members would read it.
_NEARLY_A_TOKEN: Final = 16
# "Token yangu ni 1234 ...": so many words may stand beside it.
_WORDS_BESIDE_A_TOKEN: Final = 2
# A text of more words is no SMS. Cries are looked for up to here, so that no text takes seconds.
_MOST_WORDS: Final = 1000

_MARK: Final = r"[\u0300-\u036f\u200b-\u200d]"
_SPELT: Final = r"[^\W\d_](?:[. -][^\W\d_])+(?![^\W_])"  # S.O.S, s o s
_WORD: Final = re.compile(rf"{_SPELT}|(?:[^\W\d_]|{_MARK})+|\d+")
_BETWEEN: Final = " \t\r\n.,:;!?-\u2013\u2014"
_ONLY_A_NUMBER: Final = re.compile(r"[\d\s+().\-/*#]*")


@dataclass(frozen=True)
class Keyword:
    """A command's word: the language to answer in ("" = that of the rest), what may follow it."""

    command: Name
    lang: Lang
    after: After
    most_words: int = 0


@dataclass(frozen=True)
class Cry:
    """Words that make a message urgent, in the form that fold() gives."""

    words: tuple[str, ...]
    lang: Lang
    is_anywhere: bool
    forgives_slips: bool


@dataclass(frozen=True)
class KeywordTable:
    """All words, in the form that fold() gives."""

    keywords: Mapping[str, Keyword]
    cries: tuple[Cry, ...]
    alone: frozenset[str]
    """Whole messages that mean SOS: a digit of the menu, discreet words of the organisation."""
    ordinary: frozenset[str]
    telling: frozenset[str]
    polite: frozenset[str]
    function_words: Mapping[Lang, frozenset[str]]
    kiswahili_beginnings: tuple[str, ...]


@dataclass(frozen=True)
class Command:
    """What an SMS asks for. `name` "" is a free report.

    `rest` is what stands behind the keyword, as typed; the whole text when there is none. For
    token and check it begins with the first digit. `lang` is that of the keyword, else the one
    the text seems to be in, else "".
    """

    name: Name
    rest: str = field(repr=False)
    lang: Lang
    is_urgent: bool


def parse(text: str, table: KeywordTable) -> Command:
    """Return what an SMS asks for. Never raises, and never loses a word of a report."""
    words = _words(text)
    if _is_a_bare_token(text):
        return Command("token", text.strip(), "", is_urgent=False)
    if len(words) == 1 and words[0] in table.alone:
        return Command("sos", "", "", is_urgent=True)
    keyword, rest = _first_word(text, table)
    if keyword and _may_follow(keyword, rest, table):
        is_urgent = keyword.command == "sos" or _cry(_words(rest), table) is not None
        lang = keyword.lang or guess_language(text, table)
        rest = _number(rest) if keyword.after == "digits" else rest
        return Command(keyword.command, rest, lang, is_urgent)
    cry = _cry(words, table)
    lang = guess_language(text, table) or (cry.lang if cry else "")
    return Command("", text, lang, is_urgent=cry is not None)


def guess_language(text: str, table: KeywordTable) -> Lang:
    """Return the language of which the text has more small words; "" when it cannot be told."""
    words = _words(text)
    english = sum(word in table.function_words["en"] for word in words)
    kiswahili = sum(
        word in table.function_words["sw"] or word.startswith(table.kiswahili_beginnings)
        for word in words
    )
    if english == kiswahili:
        return ""
    return "en" if english > kiswahili else "sw"


def fold(word: str) -> str:
    """Return a word without case, accents and signs: the form in which words are compared."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in apart if character.isalnum())


def _words(text: str) -> list[str]:
    return [fold(found[0]) for found in _WORD.finditer(text)][:_MOST_WORDS]


def _first_word(text: str, table: KeywordTable) -> tuple[Keyword | None, str]:
    """Return the keyword that the text begins with, after "please" and the like, and the rest."""
    for found in _WORD.finditer(text):
        if (word := fold(found[0])) not in table.polite:
            return _keyword(word, table), text[found.end() :].lstrip(_BETWEEN)
    return None, text


def _keyword(word: str, table: KeywordTable) -> Keyword | None:
    if word in table.keywords:
        return table.keywords[word]
    meant = {
        keyword.command: keyword
        for known, keyword in table.keywords.items()
        if _is_like(word, known, table)
    }
    return next(iter(meant.values())) if len(meant) == 1 else None


def _may_follow(keyword: Keyword, rest: str, table: KeywordTable) -> bool:
    words = _words(rest)
    match keyword.after:
        case "text":
            return True
        case "digits":
            return _is_a_number(rest, words)
        case "words":
            tells = not table.telling.isdisjoint(words) or _cry(words, table)
            return len(words) <= keyword.most_words and not tells


def _is_a_number(rest: str, words: Sequence[str]) -> bool:
    if _ONLY_A_NUMBER.fullmatch(rest):
        return True
    others = [word for word in words if not word.isdigit()]
    digits = sum(character.isdigit() for character in rest)
    return digits >= _NEARLY_A_TOKEN and len(others) <= _WORDS_BESIDE_A_TOKEN


def _number(rest: str) -> str:
    starts = re.search(r"[+\d]", rest)
    return rest[starts.start() :].rstrip() if starts else ""


def _is_a_bare_token(text: str) -> bool:
    digits = re.sub(r"[\s-]", "", text)
    return len(digits) >= _NEARLY_A_TOKEN and digits.isascii() and digits.isdigit()


def _cry(words: Sequence[str], table: KeywordTable) -> Cry | None:
    """Return the first cry that the words hold, or begin with."""
    for cry in table.cries:
        ends = len(words) - len(cry.words) + 1
        starts = range(ends if cry.is_anywhere else min(ends, 1))
        if any(_stands_at(start, words, cry, table) for start in starts):
            return cry
    return None


def _stands_at(start: int, words: Sequence[str], cry: Cry, table: KeywordTable) -> bool:
    found = words[start : start + len(cry.words)]
    if not cry.forgives_slips:
        return tuple(found) == cry.words
    return all(_is_like(word, known, table) for word, known in zip(found, cry.words, strict=True))


def _is_like(word: str, known: str, table: KeywordTable) -> bool:
    if word == known:
        return True
    if min(len(word), len(known)) < _FORGIVEN_FROM or abs(len(word) - len(known)) > 1:
        return False
    return word not in table.ordinary and _is_one_slip(word, known)


def _is_one_slip(word: str, known: str) -> bool:
    """Say whether one letter is wrong, missing, too many, or has changed places with the next."""
    while word and known and word[0] == known[0]:
        word, known = word[1:], known[1:]
    while word and known and word[-1] == known[-1]:
        word, known = word[:-1], known[:-1]
    changed_places = len(word) == _PAIR and word == known[::-1]
    return max(len(word), len(known)) <= 1 or changed_places
