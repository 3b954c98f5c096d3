"""What a clock is called and what to do about it, whether the report or a step started it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tetea.domain.directory.clock_rules import clock_rules
from tetea.domain.directory.steps import step_book


@dataclass(frozen=True)
class ClockWords:
    """Label and advice by language, and whether a clinician or lawyer has confirmed the rule."""

    label: Mapping[str, str] = field(hash=False)
    advice: Mapping[str, str] = field(hash=False)
    is_confirmed: bool
    is_window: bool
    """Nothing can be done any more once it has passed, as with PEP."""


def clock_words(kind: str) -> ClockWords | None:
    """Return the words of a clock; None for one that the rules have since dropped."""
    for rule in clock_rules():
        if rule.kind == kind:
            is_window = not rule.keep_when_past
            return ClockWords(rule.labels, rule.advice, rule.confirmed, is_window)
    for clock in step_book().clocks:
        if clock.kind == kind:
            return ClockWords(clock.label, clock.advice, clock.confirmed, is_window=False)
    return None
