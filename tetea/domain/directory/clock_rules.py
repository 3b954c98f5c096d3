"""The clock rules that ship as data, and their words for people."""

import tomllib
from collections.abc import Mapping
from functools import cache

from tetea.domain.directory.sources import data_text
from tetea.kernel.clocks.rules import ClockRule, parse_rules


@cache
def clock_rules() -> tuple[ClockRule, ...]:
    """Return all clock rules. Raises ClockDataError when the file cannot be read."""
    return parse_rules(data_text("clocks.toml"))


def clock_rule(kind: str) -> ClockRule:
    """Return the rule of one kind. Raises KeyError when there is none."""
    return {rule.kind: rule for rule in clock_rules()}[kind]


def clock_label(kind: str, lang: str) -> str:
    """Return what a clock is called. Raises KeyError for an unknown kind or language."""
    return _words()[kind]["label"][lang]


def clock_advice(kind: str, lang: str) -> str:
    """Return what to do about a clock. Raises KeyError for an unknown kind or language."""
    return _words()[kind]["advice"][lang]


@cache
def _words() -> dict[str, dict[str, Mapping[str, str]]]:
    texts = {rule.kind: {"label": rule.labels, "advice": rule.advice} for rule in clock_rules()}
    withheld = tomllib.loads(data_text("clocks.toml"))["withheld"]
    return texts | {withheld["kind"]: {part: withheld[part] for part in ("label", "advice")}}
