"""A questionnaire as plain values, for programs that answer it."""

from tetea.kernel.dialogue.model import Choice, Question, Questionnaire

Plain = str | bool | list["Plain"] | dict[str, "Plain"] | None


def published(questionnaire: Questionnaire, language: str) -> dict[str, Plain]:
    """Give the questionnaire in one language as ``GET /api/v1/questionnaire`` answers it.

    Raises KeyError for a language it does not have.
    """
    if language not in questionnaire.languages:
        raise KeyError(language)
    return {
        "version": questionnaire.version,
        "questions": [
            _conditions(question)
            | {
                "label": question.label[language],
                "hint": question.hint.get(language, ""),
                "message": question.message.get(language, ""),
                "choices": [_choice(question, choice, language) for choice in question.choices],
            }
            for question in questionnaire.questions
        ],
    }


def _conditions(question: Question) -> dict[str, Plain]:
    return {
        "name": question.name,
        "type": question.type,
        "required": question.required,
        "relevant": question.relevant,
        "constraint": question.constraint,
        "channels": list[Plain](sorted(question.channels)),
        "tier": question.tier,
    }


def _choice(question: Question, choice: Choice, language: str) -> dict[str, Plain]:
    shown: dict[str, Plain] = {"name": choice.name, "label": choice.label[language]}
    if choice.exclusive:
        shown["exclusive"] = True
    if question.filtered:
        shown["extra"] = dict(choice.extra)  # What the filter looks at, such as the county.
    return shown
