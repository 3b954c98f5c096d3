"""A report that has become a case: an owner, a next step, and what was done."""

from django.db import models

from tetea.domain.people.models import Organisation
from tetea.domain.reports.models import Report
from tetea.domain.rows import IdField, Row, SealedField, sealed
from tetea.kernel.crypto.registry import Kind, Part


class Case(Row):
    """The case file, sealed under the case key."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    report = models.OneToOneField(Report, models.CASCADE, related_name="+")
    body = SealedField(Kind.CASE, Part.BODY)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation",
        "report": "which report it grew from",
    }

    class Meta:
        constraints = [sealed("body", "case_body")]


class CaseNote(Row):
    """One line of a case's story: a step, a note, an assignment, an outcome."""

    id = IdField()
    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    blob = SealedField(Kind.CASE, Part.NOTE)

    CLEAR = {"id": "random", "case": "which case; how many lines it has"}

    class Meta:
        constraints = [sealed("blob", "casenote_blob")]


class Supervision(Row):
    """A talk about how a responder is, sealed to her, whoever wrote it and the coordinators."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    blob = SealedField(Kind.MEMBER, Part.NOTE)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation; how many such talks were written down",
    }

    class Meta:
        constraints = [sealed("blob", "supervision_blob")]


class Composite(Row):
    """A story made of several that were lent: its texts, who wrote and who read it."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    generation = models.PositiveIntegerField()
    body = SealedField(Kind.FORUM, Part.BODY)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation; how many were written, not of which cases",
        "generation": "generation of the team's key",
    }

    class Meta:
        constraints = [sealed("body", "composite_body")]
