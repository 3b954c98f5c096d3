"""Reading a condition token by token: check what plain XPath would get silently wrong, rewrite.

lxml knows neither ``today()`` nor ``current()`` nor secondary instances, takes a mistyped path
for an empty answer and compares a date with text as two NaN. Every such case is either
rewritten for the merged tree of ``machine`` or refused with a reason its author understands.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tetea.kernel.dialogue.functions import ALLOWED

_NAME = r"[A-Za-z_][\w-]*"
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    | (?P<literal>'[^']*'|"[^"]*")
    | (?P<number>\d+(?:\.\d+)?|\.\d+)
    | (?P<clock>(?:today|now)\(\s*\))
    | (?P<current>current\(\s*\)(?:/(?:\.\.?|{_NAME}))*)
    | (?P<absolute>(?:/{_NAME})+)
    | (?P<relative>\.\.(?:/(?:\.\.|{_NAME}))*)
    | (?P<itself>\.)
    | (?P<word>and|or|div|mod)(?![\w(-])
    | (?P<call>{_NAME})\s*\(
    | (?P<column>{_NAME})
    | (?P<compare>!=|<=|>=|=|<|>)
    | (?P<sign>[-+*,()])
    | (?P<unknown>.)""",
    re.VERBOSE | re.DOTALL,
)
_LOOKS_LIKE_A_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4}")
_READS_TEXT = frozenset({"concat", "string-length", "regex", "selected", "coalesce"})
MAIN = "/m/i[1]"


@dataclass(frozen=True, slots=True)
class Scope:
    """What one condition may speak of: paths of questions and, in a filter, list columns."""

    own_path: str
    paths: Mapping[str, str]  # path -> type of the question, "" for a group
    choices: Mapping[str, frozenset[str]]  # path -> names, for selects
    columns: frozenset[str] | None = None  # None outside a choice filter


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a condition; ``path`` is the absolute path of what it points at."""

    kind: str
    text: str
    path: str = ""
    inside: str = ""  # the function whose direct argument this token is


def variable_of(path: str) -> str:
    """The XPath variable that carries a question's answer into a choice filter."""
    return "answer_" + path.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Translation:
    """A condition for the merged tree; ``xpath`` is of use only where no reason refuses it."""

    xpath: str
    reasons: tuple[str, ...]
    mentions: frozenset[str]  # paths of the questions it looks at


def translate(condition: str, scope: Scope) -> Translation:
    """Check a compiled condition and rewrite it for the merged tree."""
    tokens = list(_read(condition, scope))
    reasons = [reason for token in tokens for reason in _faults(token, scope)]
    reasons += _false_comparisons(tokens, scope)
    return Translation(
        "".join(_rewritten(token, scope) for token in tokens).strip(),
        tuple(dict.fromkeys(reasons)),
        frozenset(token.path for token in tokens if token.path),
    )


def _read(condition: str, scope: Scope) -> Iterator[Token]:
    enclosing: list[str] = []
    for match in _TOKEN.finditer(condition):
        kind, text = str(match.lastgroup), match.group()
        inside = enclosing[-1] if enclosing else ""
        if kind == "call" or text == "(":
            enclosing.append(text.rstrip("( \t\n"))
        elif text == ")" and enclosing:
            enclosing.pop()
        if kind != "space":
            yield Token(kind, text, _path(kind, text, scope), inside)


def _path(kind: str, text: str, scope: Scope) -> str:
    if kind == "absolute":
        return text
    if kind == "itself":
        return scope.own_path
    if kind not in {"relative", "current"}:
        return ""
    steps = scope.own_path.split("/")
    for step in text[text.find(")") + 1 :].split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in {"", "."}:
            steps.append(step)
    return "/".join(steps)


def _faults(token: Token, scope: Scope) -> Iterator[str]:
    """What is wrong with one token by itself."""
    if token.kind == "unknown":
        yield f"{token.text!r} is not supported in a condition"
    elif token.kind == "call" and _function(token) not in ALLOWED:
        yield f"the function {_function(token)}() is not supported"
    elif token.kind == "column" and token.text not in (scope.columns or ()):
        yield f"{token.text!r} names neither a question nor a column of the list"
    elif token.kind in {"itself", "relative"} and scope.columns is not None:
        yield f"{token.text!r} in a choice filter is ambiguous; name the question"
    elif token.path and not scope.paths.get(token.path):
        yield f"the path {token.text} names no question"
    elif _is_date(token, scope) and token.inside in _READS_TEXT:
        yield f"a date inside {token.inside}() would be read as a day number"
    elif _is_loose_date(token):
        yield f"write date({token.text}): a date cannot be compared with bare text"


def _function(token: Token) -> str:
    return token.text.rstrip("( \t\n")


def _is_date(token: Token, scope: Scope) -> bool:
    return scope.paths.get(token.path, "") in {"date", "datetime"}


def _is_loose_date(token: Token) -> bool:
    return (
        token.kind == "literal"
        and token.inside != "date"
        and _LOOKS_LIKE_A_DATE.fullmatch(token.text[1:-1]) is not None
    )


def _false_comparisons(tokens: Sequence[Token], scope: Scope) -> Iterator[str]:
    """Comparisons that XPath would answer with a silent false."""
    for place, token in enumerate(tokens):
        pair: tuple[Token, Token] | None = None
        if token.kind == "compare" and 0 < place < len(tokens) - 1:
            pair = tokens[place - 1], tokens[place + 1]
            if pair[0].text == ")":
                pair = _opening(tokens, place - 1), pair[1]
        elif token.kind == "call" and _function(token) == "selected" and len(tokens) > place + 3:
            pair = tokens[place + 1], tokens[place + 3]
        if pair:
            yield from _against_literal(*pair, scope)
            yield from _against_literal(pair[1], pair[0], scope)


def _opening(tokens: Sequence[Token], closing: int) -> Token:
    """The call or bracket that the bracket at ``closing`` ends."""
    depth = 0
    for place in range(closing, -1, -1):
        if tokens[place].text == ")":
            depth += 1
        elif tokens[place].text == "(" or tokens[place].kind == "call":
            depth -= 1
        if depth == 0:
            return tokens[place]
    return tokens[closing]


def _against_literal(one: Token, other: Token, scope: Scope) -> Iterator[str]:
    text = other.text[1:-1]
    if other.kind != "literal" or not text:
        return
    dated = one.kind == "clock" or _is_date(one, scope)
    dated = dated or (one.kind == "call" and _function(one) == "date")
    if dated and not _is_loose_date(other):
        yield f"write date(...): a date cannot be compared with the text {other.text}"
    elif one.path in scope.choices and text not in scope.choices[one.path]:
        yield f"{other.text} is not a choice of {one.path.rsplit('/', 1)[-1]}"


def _rewritten(token: Token, scope: Scope) -> str:
    if token.path and scope.columns is not None:
        # A path inside a filter would be walked once for each row of the list.
        return f" ${variable_of(token.path)} "
    # Every path becomes absolute: a group's condition is asked at each of its questions.
    if token.path:
        return f" {MAIN}{token.path} "
    if token.kind == "clock":
        return f" ${token.text.split('(')[0]} "
    return token.text if token.kind == "call" else f" {token.text} "
