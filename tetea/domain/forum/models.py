"""A forum, what was promised there, and the two lines that everybody may read."""

from django.db import models

from tetea.domain.people.models import Organisation
from tetea.domain.rows import IdField, Row, SealedField, SealedOrNone, sealed
from tetea.kernel.crypto.registry import Kind, Part


class Forum(Row):
    """One meeting: body for the team, the list of who came for the coordinators alone."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    generation = models.PositiveIntegerField()
    body = SealedField(Kind.FORUM, Part.BODY)
    attendance = SealedOrNone(Kind.FORUM, Part.IDENTITY, null=True)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation; how many forums there were, not when",
        "generation": "generation of the team's key",
    }

    class Meta:
        constraints = [
            sealed("body", "forum_body"),
            sealed("attendance", "forum_attendance"),
        ]


class Commitment(Row):
    """What somebody in a post has promised, with everything that became of it."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    generation = models.PositiveIntegerField()
    body = SealedField(Kind.FORUM, Part.NOTE)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation; how many promises were made, not at which forum",
        "generation": "generation of the team's key",
    }

    class Meta:
        constraints = [sealed("body", "commitment_body")]


class RosterEntry(Row):
    """Somebody who mediates, helps or teaches: a code name for the team, who it is apart."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    generation = models.PositiveIntegerField()
    body = SealedField(Kind.FORUM, Part.CARD)
    person = SealedField(Kind.FORUM, Part.IDENTITY)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation; how many stand on the roster, not who",
        "generation": "generation of the team's key",
    }

    class Meta:
        constraints = [
            sealed("body", "roster_body"),
            sealed("person", "roster_person"),
        ]


class Change(Row):
    """What changed, in two lines: said to everybody who asks, by web, SMS and token."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    month = models.PositiveIntegerField()
    in_english = models.CharField(max_length=140)
    in_kiswahili = models.CharField(max_length=140)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation",
        "number": "the order in which they were said, which everybody sees",
        "month": "printed beside them",
        "in_english": "said to everybody who asks",
        "in_kiswahili": "said to everybody who asks",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="change_number")
        ]
