"""The register at rest: sealed segments, slips that wait to be laid in, and what was released."""

from django.db import models

from tetea.domain.people.models import Organisation
from tetea.domain.rows import IdField, Row, SealedField, sealed
from tetea.kernel.crypto.registry import Kind, Part


class Segment(Row):
    """Up to 8,192 rows of the register as columns, shuffled, under a key for the figures group."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    body = SealedField(Kind.FIGURES, Part.BODY)

    CLEAR = {
        "id": "random, new whenever it is written anew",
        "organisation": "one per installation; how many acts were ever coded, to some thousands",
    }

    class Meta:
        constraints = [sealed("body", "segment_body")]


class Waiting(Row):
    """A slip for the register, sealed to the figures group: a case to count, or one to take out.

    It names no case. The next session that reads the register lays it in and deletes the row.
    """

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    epoch = models.PositiveIntegerField()
    blob = SealedField(Kind.FIGURES, Part.NOTE)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation; how many changes wait since figures were last read",
        "epoch": "generation of the figures key",
    }

    class Meta:
        constraints = [sealed("blob", "waiting_blob")]


class Frozen(Row):
    """How many of each kind there were in a month when figures of it were first made.

    Counts alone, without ids; what comes late waits for a batch of corrections.
    """

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    body = SealedField(Kind.FIGURES, Part.STATE)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation; of how many months figures were made",
    }

    class Meta:
        constraints = [sealed("body", "frozen_body")]


class Agreement(Row):
    """With whom it was agreed to tell exact totals: sealed for the figures group."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    body = SealedField(Kind.FIGURES, Part.NOTE)

    CLEAR = {
        "id": "random; stands in the ledger beside totals that were told under it",
        "organisation": "one per installation; how many agreements there are, not with whom",
    }

    class Meta:
        constraints = [sealed("body", "agreement_body")]


class Release(Row):
    """One table that may be given out, as its readers see it. Never changed, never deleted.

    What was tried and would not be safe stands here too, without a figure, so that it is not tried
    again with other numbers.
    """

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    audience = models.CharField(max_length=10)
    month = models.PositiveIntegerField()
    content = models.TextField()

    CLEAR = {
        "id": "random",
        "organisation": "one per installation",
        "number": "the order of the releases, which their readers know",
        "audience": "for whom: outside, inside, or under an agreement",
        "month": "up to which month the tables go; printed on them",
        "content": "suppressed tables, and totals under an agreement; nothing their readers lack",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="release_number")
        ]
