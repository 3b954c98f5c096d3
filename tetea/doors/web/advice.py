"""What she is told from her card: clocks in hours left, services near her."""

import datetime as dt
from dataclasses import dataclass

from tetea.domain import moment
from tetea.domain.directory.clock_words import clock_words
from tetea.domain.directory.guides import guide
from tetea.domain.directory.services import Service, services_for
from tetea.domain.directory.steps import step_book
from tetea.domain.reports.card import Card
from tetea.domain.reports.facets import from_minutes

HOUR = dt.timedelta(hours=1)
FIRST_ANSWER = "first_support"


@dataclass(frozen=True)
class ClockLine:
    """A clock in words; hours_left is rounded down, zero or less when it may have passed."""

    kind: str
    label: str
    advice: str
    hours_left: int
    is_confirmed: bool

    @property
    def may_have_passed(self) -> bool:
        """Whether she should ask today, because the time may be over."""
        return self.hours_left <= 0


def health_clocks(card: Card, lang: str) -> list[ClockLine]:
    """Return the clocks of her card, soonest first, without the one that is ours to keep."""
    return [line for line in clocks(card, lang) if line.kind != FIRST_ANSWER]


def first_answer(card: Card, lang: str) -> ClockLine | None:
    """Return until when she is promised a first answer; None when it has been given."""
    return next((line for line in clocks(card, lang) if line.kind == FIRST_ANSWER), None)


def clocks(card: Card, lang: str) -> list[ClockLine]:
    """Return every clock of her card, soonest first."""
    now = moment.now()
    return [
        ClockLine(
            kind=kind,
            label=words.label[lang],
            advice=words.advice[lang],
            hours_left=(from_minutes(due) - now) // HOUR,
            is_confirmed=words.is_confirmed,
        )
        for kind, due in sorted(card.clocks, key=lambda clock: clock[1])
        # An old card may name a clock that the rules have since dropped.
        if (words := clock_words(kind)) is not None
    ]


def done(card: Card, lang: str) -> list[tuple[str, dt.datetime]]:
    """Return what was done for her and when, the newest first: kinds only, never the words."""
    kinds = step_book().kinds
    told = [(kinds[kind].told[lang], from_minutes(at)) for kind, at in card.done if kind in kinds]
    return told[::-1]


def nearest(card: Card, lang: str) -> tuple[Service, ...]:
    """Return the services that fit what she wants, in her county."""
    return services_for(card.county or None, wants=card.wants, lang=lang)


def two_rights(lang: str) -> tuple[str, ...]:
    """Return the first two lines of the guide to her rights."""
    lists = [block.items for block in guide("rights", lang).blocks if block.kind == "list"]
    return lists[0][:2] if lists else ()
