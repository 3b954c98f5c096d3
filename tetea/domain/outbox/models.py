"""What must be sent and when somebody must be woken."""

from django.db import models

from tetea.domain.people.models import Organisation
from tetea.domain.rows import IdField, Row, SealedField, SealedOrNone, sealed
from tetea.kernel.crypto.registry import Kind, Part


class Alert(Row):
    """When somebody must be woken, and nothing else: what and why are sealed."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    alert_class = models.CharField(max_length=1)
    next_alert_at = models.DateTimeField()
    listed_from = models.DateTimeField(null=True, default=None)
    tries = models.PositiveSmallIntegerField(default=0)
    group = models.CharField(max_length=12)
    epoch = models.PositiveIntegerField()
    target = SealedField(Kind.ALERT, Part.TARGET)
    call = SealedOrNone(Kind.ALERT, Part.CONTACT, null=True, default=None)
    call_generation = models.PositiveIntegerField(default=0)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation",
        "alert_class": "page now, within the hour, or quarantined: never",
        "next_alert_at": "when somebody has to be woken; rounded, B moved by up to 90 minutes",
        "listed_from": "that somebody was telling it by phone within the last three quarters of an "
        "hour; rounded up to a quarter, emptied when past",
        "tries": "how often nobody came",
        "group": "whether it waits for triage, the team or the outside officer",
        "epoch": "generation of the key",
        "call_generation": "of the runtime key: on which day it was last sealed whose work it is; "
        "0 for a report that nobody has triaged",
    }

    class Meta:
        constraints = [sealed("target", "alert_target"), sealed("call", "alert_call")]
        indexes = [
            models.Index(
                fields=[
                    "organisation",
                    "group",
                    "alert_class",
                    "next_alert_at",
                    "id",
                    "listed_from",
                ],
                name="alert_soonest",
            ),
            models.Index(fields=["organisation", "next_alert_at"], name="alert_due"),
            models.Index(
                fields=["organisation", "listed_from"],
                name="alert_told",
                condition=models.Q(listed_from__isnull=False),
            ),
        ]


class Outgoing(Row):
    """A message that waits to be sent, sealed under the runtime key for at most 72 hours.

    What has left, or never will, keeps its row for the count only: words and number are gone.
    """

    class Lane(models.IntegerChoices):
        URGENT = 0
        ANSWER = 2
        NORMAL = 5

    class State(models.TextChoices):
        QUEUED = "queued"
        CLAIMED = "claimed"
        SENDING = "sending"
        SENT = "sent"
        DELIVERED = "delivered"
        FAILED = "failed"
        UNCLEAR = "unclear"
        MISSED = "missed"
        CANCELLED = "cancelled"
        NEEDS_RESEAL = "needs-reseal"

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    lane = models.PositiveSmallIntegerField(choices=Lane.choices, default=Lane.NORMAL)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    not_before = models.DateTimeField()
    drop_after = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    generation = models.PositiveIntegerField()
    key_mark = models.CharField(max_length=26, default="", blank=True)
    to_id = models.CharField(max_length=26, default="", blank=True)
    provider_id = models.CharField(max_length=26, default="", blank=True)
    epoch = models.PositiveIntegerField(default=0)
    blob = SealedField(Kind.OUTBOX, Part.MESSAGE)
    source = SealedOrNone(Kind.OUTBOX, Part.SOURCE, null=True, default=None)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation",
        "lane": "a page, an answer to somebody who has just written, or not urgent",
        "state": "waiting, sent, failed",
        "not_before": "when it may go, to a quarter of an hour: of a message that waits for the "
        "morning, that somebody wants to be told in the morning; after a failed try to five "
        "minutes; while a worker holds it, until when; afterwards, in which quarter it left",
        "drop_after": "when it is too late, to a quarter of an hour",
        "tries": "how often the provider was tried",
        "generation": "of the runtime key: which day",
        "key_mark": "hash of nothing under the runtime key: whether that key is still the same",
        "to_id": "hash of the number under the runtime key: how many messages wait for the same "
        "phone; without that key it leads to no number",
        "provider_id": "hash of the provider's own id under the runtime key: tells nothing "
        "without that key, so it does not lead into the provider's archive",
        "epoch": "generation of the dispatch key, 0 without a source: that this one is a "
        "notice to somebody who allowed it",
    }

    class Meta:
        constraints = [sealed("blob", "outgoing_blob"), sealed("source", "outgoing_source")]
        indexes = [
            models.Index(fields=["state", "lane", "not_before"], name="outgoing_next"),
            models.Index(fields=["state", "key_mark"], name="outgoing_mark"),
            models.Index(fields=["organisation", "state", "drop_after"], name="outgoing_late"),
            models.Index(fields=["to_id"], name="outgoing_to"),
            models.Index(fields=["provider_id"], name="outgoing_provider"),
        ]


class Stop(Row):
    """A number that wants nothing more from us: found by hash, sealed to dispatch for ever."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number_id = models.CharField(max_length=26, unique=True)
    generation = models.PositiveIntegerField()
    key_mark = models.CharField(max_length=26)
    epoch = models.PositiveIntegerField()
    number = SealedField(Kind.STOP, Part.NUMBER)
    source = SealedField(Kind.STOP, Part.SOURCE)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation",
        "number_id": "hash of the number under the runtime key; without that key it leads nowhere",
        "generation": "of the runtime key: which day it was last compared",
        "key_mark": "hash of nothing under the runtime key: whether that key is still the same",
        "epoch": "generation of the dispatch key",
    }

    class Meta:
        constraints = [sealed("number", "stop_number"), sealed("source", "stop_source")]
        indexes = [models.Index(fields=["key_mark"], name="stop_mark")]


class EarlyReport(Row):
    """A delivery report that overtook the answer to our own request; kept for minutes."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    fate = models.CharField(max_length=12)
    drop_after = models.DateTimeField()

    CLEAR = {
        "id": "hash of the provider's own id under the runtime key",
        "organisation": "one per installation",
        "fate": "that some message arrived, or did not",
        "drop_after": "rounded up to a quarter; that a message was sent within half an hour",
    }


class Spending(Row):
    """What the texts of one month cost. Nothing of a single text stands here."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    month = models.CharField(max_length=7)
    sent = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    segments = models.PositiveIntegerField(default=0)
    cost = models.PositiveBigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="", blank=True)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation",
        "month": "a month in which texts were sent",
        "sent": "how many texts left in that month",
        "failed": "how many did not arrive",
        "missed": "how many could not leave in time",
        "segments": "how many the provider counts",
        "cost": "what the provider charged, in hundredths",
        "currency": "of the cost",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "month"], name="spending_month")
        ]
