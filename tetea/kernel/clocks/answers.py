"""Reading a questionnaire's answers as plain words, whatever channel they came by."""

from collections.abc import Mapping
from datetime import date, time
from typing import Final

Answers = Mapping[str, object]

UNANSWERED: Final = "unanswered"
_HOURS: Final = {f"{hour:02}": time(hour) for hour in range(24)}
_SILENCES: Final = frozenset({"", "not_asked", "null", UNANSWERED})


class Read(dict[str, frozenset[str]]):
    """Answers of which each is read once, for rules that ask for the same again and again."""

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self._answers = answers

    def __missing__(self, question: str) -> frozenset[str]:
        found = self[question] = words(self._answers, question)
        return found


def words(answers: Answers, question: str) -> frozenset[str]:
    """Return what she chose for a question; exactly {"unanswered"} when she chose nothing.

    Lists, space-joined XForms selections and yes-or-no values all read the same, so that a rule
    written once holds on every channel.
    """
    found = frozenset(_split(answers.get(question))) - _SILENCES
    return found or frozenset({UNANSWERED})


def date_of(answers: Answers, question: str) -> date | None:
    """Return the day she gave, or None when there is none or it cannot be read."""
    (text, *_) = sorted(words(answers, question))
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def hour_of(answers: Answers, question: str) -> time | None:
    """Return the full hour she gave (00 to 23), or None for "not sure" and anything else."""
    (text, *_) = sorted(words(answers, question))
    return _HOURS.get(text.zfill(2))


def _split(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, date):
        return [value.isoformat()]
    if isinstance(value, list | tuple | set | frozenset):
        return [word for item in value for word in _split(item)]
    return str(value).split()
