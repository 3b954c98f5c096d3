"""What to ask next, what stands, what was not asked: pure functions of the answers so far.

A name in ``answers`` was asked: a value, or None when she does not want to say. A name that is
missing was not asked yet. Conditions look back only, so one pass in the order asked settles
everything; an answer whose question is no longer relevant, or whose choice is no longer on
offer, counts as not given, for every later condition too.
"""

from datetime import date

from tetea.kernel.dialogue.model import (
    CHANNELS,
    NOT_ASKED,
    Answers,
    Choice,
    Question,
    Questionnaire,
    Value,
)
from tetea.kernel.dialogue.walk import Stop, offered_on, walk


def next_question(
    questionnaire: Questionnaire, answers: Answers, channel: str, today: date
) -> Question | None:
    """Give the first question of this channel that waits for an answer; None when finished."""
    _check_channel(channel)
    with questionnaire.machine.holding({}, today) as bench:
        met = walk(questionnaire, answers, bench, Stop(waiting_on=channel))
    waits = bool(met) and not met[-1].stands and channel in met[-1].question.channels
    return met[-1].question if waits else None


def previous_question(
    questionnaire: Questionnaire,
    answers: Answers,
    channel: str,
    today: date,
    before: str | None = None,
) -> Question | None:
    """Give the question asked before ``before``; None at the start.

    Without ``before`` it is the one before the question that waits now.
    """
    _check_channel(channel)
    stop = Stop(at=before) if before else Stop(waiting_on=channel)
    with questionnaire.machine.holding({}, today) as bench:
        met = walk(questionnaire, answers, bench, stop)
    asked = [
        one.question
        for one in met
        if one.stands and channel in one.question.channels and one.question.name != before
    ]
    return asked[-1] if asked else None


def core_answered(
    questionnaire: Questionnaire, answers: Answers, channel: str, today: date
) -> bool:
    """Whether all that a phone must ask has been asked, so that she may stop here."""
    waiting = next_question(questionnaire, answers, channel, today)
    return waiting is None or not waiting.core


def is_relevant(questionnaire: Questionnaire, name: str, answers: Answers, today: date) -> bool:
    """Whether this question applies to these answers; raises KeyError for an unknown name."""
    wanted = questionnaire[name]
    with questionnaire.machine.holding({}, today) as bench:
        met = walk(questionnaire, answers, bench, Stop(at=name))
    return bool(met) and met[-1].question is wanted


def choices_for(
    questionnaire: Questionnaire, question: Question, answers: Answers
) -> tuple[Choice, ...]:
    """Give the choices on offer after the choice filter, in the list's order."""
    if not question.filtered:
        return question.choices
    with questionnaire.machine.holding({}, None) as bench:
        walk(questionnaire, answers, bench, Stop(at=question.name))
        return offered_on(bench, question)


def complete(
    questionnaire: Questionnaire, answers: Answers, channel: str, today: date | None = None
) -> dict[str, Value]:
    """Give every question's name a value, None (does not want to say) or ``"not_asked"``.

    Dropped, hence ``"not_asked"``: answers to questions that do not apply, or that this channel
    does not ask. Notes ask nothing and are left out. ``today`` matters only to conditions that
    speak of it.
    """
    _check_channel(channel)
    report: dict[str, Value] = {
        question.name: NOT_ASKED for question in questionnaire.questions if question.type != "note"
    }
    with questionnaire.machine.holding({}, today) as bench:
        met = walk(questionnaire, answers, bench, Stop())
    for one in met:
        name = one.question.name
        if one.stands and channel in one.question.channels and name in report:
            report[name] = answers[name]
    return report


def _check_channel(channel: str) -> None:
    if channel not in CHANNELS:
        raise ValueError(f"there is no channel {channel!r}")
