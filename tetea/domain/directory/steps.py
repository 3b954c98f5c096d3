"""The steps of a case that ship as data, and their words for people."""

from functools import cache

from tetea.domain.directory.sources import data_text
from tetea.kernel.casework.steps import StepBook, StepClock, StepKind, parse_steps
from tetea.kernel.clocks.rules import parse_rules


@cache
def step_book() -> StepBook:
    """Return all steps and their clocks. Raises StepDataError when the file cannot be read."""
    reports_own = {rule.kind for rule in parse_rules(data_text("clocks.toml"))}
    return parse_steps(data_text("steps.toml"), reports_own)


def step_kind(kind: str) -> StepKind:
    """Return one kind of step. Raises KeyError when there is none."""
    return step_book().kinds[kind]


def step_label(kind: str, lang: str) -> str:
    """Return what a step is called. Raises KeyError for an unknown kind or language."""
    return step_kind(kind).label[lang]


def step_told(kind: str, lang: str) -> str:
    """Return how a step is told to the person whose case it is, for a screen of her phone.

    Raises KeyError for an unknown kind or language. Ask StepKind.public whether it may be told.
    """
    return step_kind(kind).told[lang]


def step_clock_label(kind: str, lang: str) -> str:
    """Return what a clock of a case is called. Raises KeyError for an unknown kind or language."""
    return _clock(kind).label[lang]


def step_clock_advice(kind: str, lang: str) -> str:
    """Return what to do about a clock. Raises KeyError for an unknown kind or language."""
    return _clock(kind).advice[lang]


def _clock(kind: str) -> StepClock:
    return {clock.kind: clock for clock in step_book().clocks}[kind]
