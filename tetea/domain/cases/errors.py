"""What can go wrong with cases.

CaseError
├── NoCase        the report has not become a case
└── AlreadyACase  it has become one before
"""


class CaseError(Exception):
    """Something about a case was refused; never carries its content."""


class NoCase(CaseError):
    """The report has not become a case."""


class AlreadyACase(CaseError):
    """The report is a case already."""
