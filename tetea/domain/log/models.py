"""The append-only log: entries that stay for ever, details that can be erased."""

from django.db import models

from tetea.domain.people.models import Organisation
from tetea.domain.rows import PlainBytes, Row, SealedField, sealed
from tetea.kernel.crypto.registry import Kind, Part


class LogHead(Row):
    """How many entries there are; updating it hands out the next index in commit order."""

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, primary_key=True, related_name="+"
    )
    size = models.PositiveBigIntegerField(default=0)

    CLEAR = {"organisation": "one per installation", "size": "how many actions were logged"}


class LogEntry(Row):
    """57 bytes and their leaf hash. Triggers refuse every change and every gap."""

    pk = models.CompositePrimaryKey("organisation_id", "index")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    index = models.PositiveBigIntegerField()
    entry = PlainBytes()
    leaf = PlainBytes()

    CLEAR = {
        "organisation": "one per installation",
        "index": "order of the actions, without their times; the log has to be dense",
        "entry": "a commitment: tells nothing without the sealed salt",
        "leaf": "hash of the entry",
    }


class LogDetail(Row):
    """What was done, by whom, to what: sealed to the log key. Deleting the row is the erasure."""

    pk = models.CompositePrimaryKey("organisation_id", "index")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    index = models.PositiveBigIntegerField()
    epoch = models.PositiveIntegerField()
    blob = SealedField(Kind.LOG, Part.DETAIL)

    CLEAR = {
        "organisation": "one per installation",
        "index": "which entry it belongs to",
        "epoch": "generation of the log key",
    }

    class Meta:
        constraints = [sealed("blob", "logdetail_blob")]
