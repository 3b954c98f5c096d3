"""What can go wrong with reports and threads.

ReportError
├── DraftGone        the draft is not there any more, or the page brought another key
├── AlreadySent      the same page was sent at the same moment by another request
├── TokenUnknown     a well-formed token that opens no thread
├── VisitOver        the visit with a token has ended
├── NotFound         no such report, or not for this member: the two are never told apart
├── NotOpened        the content was asked for without opening it on purpose first
├── WrongState       the report is not in a state in which that can be done
├── NotReleased      who she is must not leave for that reason; names the consent that is missing
├── ForTheLead       somebody under 18 is concerned: it goes to the safeguarding lead
├── NotForDuty       this member cannot have that duty
├── TooFast          so much was opened within minutes that a second person has to look
├── AlreadyRated     how it was has been said already, or the report is not closed
└── CannotCover      nobody can cover for her like that; names the field and why
"""


class ReportError(Exception):
    """Something about a report was refused; never carries its content."""


class DraftGone(ReportError):
    """The draft is not there any more."""


class AlreadySent(ReportError):
    """Another request has just sent the same report."""


class TokenUnknown(ReportError):
    """No thread opens with that token."""


class VisitOver(ReportError):
    """The visit has ended."""


class NotFound(ReportError):
    """No such report for this member."""


class NotOpened(ReportError):
    """It has to be opened on purpose first."""


class WrongState(ReportError):
    """Not in this state."""


class NotReleased(ReportError):
    """She has not agreed, by her hand or before a witness, that somebody outside learns this."""

    def __init__(self, consent: str) -> None:
        super().__init__(consent)
        self.consent = consent


class ForTheLead(ReportError):
    """Somebody under 18 is concerned: only the safeguarding lead is given it first."""


class NotForDuty(ReportError):
    """Only a coordinator or a legal officer of the signed directory can have it."""


class TooFast(ReportError):
    """Fifty within ten minutes: somebody else approves before it goes on."""


class AlreadyRated(ReportError):
    """How it was is said once, and when it has ended."""


class CannotCover(ReportError):
    """An absence that cannot be: `name` is the field, `code` why where it is not plain."""

    def __init__(self, name: str, code: str = "") -> None:
        super().__init__(name, code)
        self.name, self.code = name, code
