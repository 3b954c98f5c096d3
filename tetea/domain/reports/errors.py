"""What can go wrong with reports and threads.

ReportError
├── DraftGone        the draft is not there any more, or the page brought another key
├── AlreadySent      the same page was sent at the same moment by another request
├── TokenUnknown     a well-formed token that opens no thread
├── VisitOver        the visit with a token has ended
├── NotFound         no such report, or not for this member: the two are never told apart
├── NotOpened        the content was asked for without opening it on purpose first
└── WrongState       the report is not in a state in which that can be done
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
