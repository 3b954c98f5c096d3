"""One pass over the questions in the order asked, laying each answer that stands on the bench."""

from dataclasses import dataclass

from tetea.kernel.dialogue.machine import Bench
from tetea.kernel.dialogue.model import Answers, Choice, Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the pass may end: at a question, or at the first that waits on a channel."""

    at: str | None = None
    waiting_on: str | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """A question that applies, and whether its answer stands."""

    question: Question
    stands: bool


def walk(questionnaire: Questionnaire, answers: Answers, bench: Bench, stop: Stop) -> list[Met]:
    """Give the questions that apply, up to the stop.

    Afterwards the bench holds the answers that stand, and no others.
    """
    met: list[Met] = []
    for question in questionnaire.questions:
        name = question.name
        if bench.holds(name, "relevant"):
            stands = name in answers and _is_on_offer(question, answers, bench)
            if stands:
                bench.put(name, answers[name])
            met.append(Met(question, stands))
            if not stands and stop.waiting_on in question.channels:
                break
        if name == stop.at:
            break
    return met


def offered_on(bench: Bench, question: Question) -> tuple[Choice, ...]:
    """Give the choices that pass the filter, given the answers on the bench."""
    if not question.filtered:
        return question.choices
    names = bench.offered(question.name)
    return tuple(choice for choice in question.choices if choice.name in names)


def _is_on_offer(question: Question, answers: Answers, bench: Bench) -> bool:
    answer = answers[question.name]
    if not question.filtered or answer is None:
        return True
    chosen = answer if isinstance(answer, list) else [str(answer)]
    offered = {choice.name for choice in offered_on(bench, question)}
    return all(name in offered for name in chosen)
