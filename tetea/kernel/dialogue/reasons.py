"""Why an answer does not fit, in words that say what to do.

They belong to the engine, not to one questionnaire: an organisation's own form gets them too.
The Kiswahili is a draft that no native speaker from the community has reviewed yet.
"""

from collections.abc import Mapping

from tetea.kernel.dialogue.errors import WrongAnswer

REASONS: Mapping[str, Mapping[str, str]] = {
    "required": {
        "en": "We need an answer here to go on. If you do not know, choose Not sure.",
        "sw": "Tunahitaji jibu hapa ili tuendelee. Kama hujui, chagua Sina hakika.",
    },
    "not_a_choice": {
        "en": "Please choose from the answers shown.",
        "sw": "Tafadhali chagua kati ya majibu yaliyoonyeshwa.",
    },
    "one_only": {
        "en": "Please choose one answer only.",
        "sw": "Tafadhali chagua jibu moja tu.",
    },
    "stands_alone": {
        "en": "One of your answers rules out the others. Please keep that one or the others.",
        "sw": "Jibu moja ulilochagua haliendi na mengine. Tafadhali baki na hilo au hayo mengine.",
    },
    "not_a_number": {
        "en": "Please write a number with digits, for example 3.",
        "sw": "Tafadhali andika namba kwa tarakimu, kwa mfano 3.",
    },
    "not_a_date": {
        "en": "Please write the date as day/month/year, for example 25/01/2026.",
        "sw": "Tafadhali andika tarehe kama siku/mwezi/mwaka, kwa mfano 25/01/2026.",
    },
    "not_a_time": {
        "en": "Please write the day and the time, for example 2026-01-25T21:30.",
        "sw": "Tafadhali andika siku na saa, kwa mfano 2026-01-25T21:30.",
    },
    "not_text": {
        "en": "Please answer in words.",
        "sw": "Tafadhali jibu kwa maneno.",
    },
    "too_long": {
        "en": "This is longer than we can keep in one piece. Please shorten it; "
        "you can add more later.",
        "sw": "Hii ni ndefu kuliko tunavyoweza kuhifadhi mara moja. Tafadhali ifupishe; "
        "unaweza kuongeza baadaye.",
    },
    "constraint": {
        "en": "This answer does not fit. Please look at it once more.",
        "sw": "Jibu hili halifai. Tafadhali liangalie tena.",
    },
    "unknown": {
        "en": "There is no question of this name.",
        "sw": "Hakuna swali lenye jina hili.",
    },
    "not_on_channel": {
        "en": "This question is not asked here.",
        "sw": "Swali hili haliulizwi hapa.",
    },
}


def wrong(name: str, reason: str, message: Mapping[str, str] | None = None) -> WrongAnswer:
    """Make the error for one answer; the question's own message wins over the general one."""
    return WrongAnswer(name, reason, message or REASONS[reason])
