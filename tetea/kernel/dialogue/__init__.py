"""One questionnaire for every channel: compile a sheet, ask the next question, read answers.

questionnaire = compile_questionnaire(markdown, lists)
question = next_question(questionnaire, answers, "web", today)
answers[question.name] = read_answer(questionnaire, question, raw, answers, today)
report = complete(questionnaire, answers, "web", today)
"""

from tetea.kernel.dialogue.answers import MAX_TEXT, read_answer
from tetea.kernel.dialogue.check import check_all, read_all
from tetea.kernel.dialogue.compile import compile_questionnaire
from tetea.kernel.dialogue.errors import DialogueError, QuestionnaireRefused, Refusal, WrongAnswer
from tetea.kernel.dialogue.flow import (
    choices_for,
    complete,
    core_answered,
    is_relevant,
    next_question,
    previous_question,
)
from tetea.kernel.dialogue.gsm7 import SHORT_LIMIT, fits_a_phone, gsm7_length
from tetea.kernel.dialogue.lists import read_list
from tetea.kernel.dialogue.model import (
    CHANNELS,
    NOT_ASKED,
    TIERS,
    Answers,
    Choice,
    JsonValue,
    ListRow,
    Question,
    Questionnaire,
    Value,
)
from tetea.kernel.dialogue.publish import published
from tetea.kernel.dialogue.reasons import REASONS

__all__ = [
    "CHANNELS",
    "MAX_TEXT",
    "NOT_ASKED",
    "REASONS",
    "SHORT_LIMIT",
    "TIERS",
    "Answers",
    "Choice",
    "DialogueError",
    "JsonValue",
    "ListRow",
    "Question",
    "Questionnaire",
    "QuestionnaireRefused",
    "Refusal",
    "Value",
    "WrongAnswer",
    "check_all",
    "choices_for",
    "compile_questionnaire",
    "complete",
    "core_answered",
    "fits_a_phone",
    "gsm7_length",
    "is_relevant",
    "next_question",
    "previous_question",
    "published",
    "read_all",
    "read_answer",
    "read_list",
]
