"""All answers at once, as the API and a collector's form hand them in."""

from collections.abc import Mapping
from datetime import date

from tetea.kernel.dialogue.answers import read_on
from tetea.kernel.dialogue.errors import WrongAnswer
from tetea.kernel.dialogue.machine import Bench
from tetea.kernel.dialogue.model import JsonValue, Question, Questionnaire, Value
from tetea.kernel.dialogue.reasons import wrong


def read_all(
    questionnaire: Questionnaire, raw: Mapping[str, JsonValue], channel: str, today: date
) -> tuple[dict[str, Value], list[WrongAnswer]]:
    """Normalise a whole set of answers; give them and every one that is wrong, by name.

    A name that is missing was not asked. A required question that applies is wrong without an
    answer. Answers that do not apply are not judged: ``complete`` drops them.
    """
    answers: dict[str, Value] = {}
    faults = [wrong(name, "unknown") for name in raw if name not in questionnaire.by_name]
    with questionnaire.machine.holding({}, today) as bench:
        for question in questionnaire.questions:
            if bench.holds(question.name, "relevant"):
                try:
                    answers |= _read(question, raw, channel, bench)
                except WrongAnswer as fault:
                    bench.put(question.name, None)
                    faults.append(fault)
    return answers, faults


def _read(
    question: Question, raw: Mapping[str, JsonValue], channel: str, bench: Bench
) -> dict[str, Value]:
    if channel not in question.channels:
        if question.name in raw:
            raise wrong(question.name, "not_on_channel")
        return {}
    if question.name not in raw and not question.required:
        return {}
    return {question.name: read_on(bench, question, raw.get(question.name))}


def check_all(
    questionnaire: Questionnaire, answers: Mapping[str, JsonValue], channel: str, today: date
) -> list[WrongAnswer]:
    """Give every answer that is wrong, by name; an empty list when all is well."""
    return read_all(questionnaire, answers, channel, today)[1]
