"""What can be wrong with a questionnaire or with an answer.

DialogueError
    QuestionnaireRefused    a sheet that cannot be used as it stands; lists every cell and why
    WrongAnswer             one answer that its question cannot take; never holds the answer
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class DialogueError(Exception):
    """Everything this package raises on purpose; sending the same thing again cannot help."""

    permanent = True


@dataclass(frozen=True, slots=True)
class Refusal:
    """One cell of the sheet, as ``survey!F7``, and what its author has to change."""

    cell: str
    reason: str

    def __str__(self) -> str:
        return f"{self.cell}: {self.reason}"


class QuestionnaireRefused(DialogueError):
    """Raised once for a whole sheet, so that its author can mend all cells in one go."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("; ".join(map(str, self.refusals)))


class WrongAnswer(DialogueError):
    """One answer that does not fit; ``reason`` is a stable word, ``message`` says what to do."""

    def __init__(self, name: str, reason: str, message: Mapping[str, str]) -> None:
        self.name = name
        self.reason = reason
        self.message = dict(message)
        super().__init__(f"{name}: {reason}")
