"""What can go wrong with cases.

CaseError
├── NoCase          the report has not become a case
├── AlreadyACase    it has become one before
├── NoSuchLine      there is no such line in this case, or it was struck out before
├── ReasonMissing   whoever stops a clock without having done it says why
├── NoLawyer        something is for the legal officers alone, and there is none
├── NeedsReview     a case is closed by two people: one asks, another approves
├── NotYours        nobody reviews her own closing, or one that nobody asked for
├── NotToBeCounted  she has not agreed that it is counted, or no longer
├── NotToBeTold     she has not agreed that her story is told, or no longer
├── GivesAway       a text for others cannot go out as it is; names the field and what is in it
├── ConsentMissing  she has not agreed, or no longer; names the consent
└── Refused         a by-law stands against this step; names which
"""


class CaseError(Exception):
    """Something about a case was refused; never carries its content."""


class NoCase(CaseError):
    """The report has not become a case."""


class AlreadyACase(CaseError):
    """The report is a case already."""


class NoSuchLine(CaseError):
    """There is no such line, or somebody has struck it out before."""


class ReasonMissing(CaseError):
    """A clock that is waived, missed or paused needs a reason."""


class NoLawyer(CaseError):
    """Nobody could read it: the directory names no legal officer."""


class NeedsReview(CaseError):
    """A case is not closed by one person alone."""


class NotYours(CaseError):
    """She asked for it herself or owns the case, or nobody has asked: not hers to answer."""


class NotToBeCounted(CaseError):
    """She has not agreed that it is counted, or no longer; or it is counted with another case."""


class NotToBeTold(CaseError):
    """She has not agreed that her story is told, changed and with others; or no longer."""


class GivesAway(CaseError):
    """A text that others are to read cannot go out like this.

    `reason` is empty, long, few, same, or tells; then `word` is what gives somebody away.
    """

    def __init__(self, field: str, reason: str, word: str = "") -> None:
        super().__init__(field)
        self.field = field
        self.reason = reason
        self.word = word


class ConsentMissing(CaseError):
    """She has not agreed, or no longer, or only by word of mouth where that is too little."""

    def __init__(self, consent: str, *, is_said: bool = False) -> None:
        super().__init__(consent)
        self.consent = consent
        self.is_said = is_said


class Refused(CaseError):
    """A by-law stands against it: a code of kernel.casework, and the field that it is about."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field
