"""What must be sent and when somebody must be woken."""

from django.db import models

from tetea.domain.people.models import Organisation
from tetea.domain.rows import IdField, Row, SealedField, sealed
from tetea.kernel.crypto.registry import Kind, Part


class Alert(Row):
    """When somebody must be woken, and nothing else: what and why are sealed."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    alert_class = models.CharField(max_length=1)
    next_alert_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    group = models.CharField(max_length=12)
    epoch = models.PositiveIntegerField()
    target = SealedField(Kind.ALERT, Part.TARGET)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation",
        "alert_class": "page now, or within the hour",
        "next_alert_at": "when somebody has to be woken; rounded, B moved by up to 90 minutes",
        "tries": "how often nobody came",
        "group": "whether it waits for triage, the team or the outside officer",
        "epoch": "generation of the key",
    }

    class Meta:
        constraints = [sealed("target", "alert_target")]
        indexes = [
            models.Index(
                fields=["group", "alert_class", "next_alert_at", "id"], name="alert_soonest"
            ),
            models.Index(fields=["next_alert_at"], name="alert_due"),
        ]


class Outgoing(Row):
    """A message that waits to be sent, sealed under the runtime key for at most 72 hours."""

    class Lane(models.IntegerChoices):
        URGENT = 0
        NORMAL = 5

    class State(models.TextChoices):
        QUEUED = "queued"
        CLAIMED = "claimed"
        SENT = "sent"
        FAILED = "failed"
        MISSED = "missed"
        NEEDS_RESEAL = "needs-reseal"

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    lane = models.PositiveSmallIntegerField(choices=Lane.choices, default=Lane.NORMAL)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    not_before = models.DateTimeField()
    drop_after = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    generation = models.PositiveIntegerField()
    blob = SealedField(Kind.OUTBOX, Part.MESSAGE)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation",
        "lane": "urgent or not",
        "state": "waiting, sent, failed",
        "not_before": "when it may go",
        "drop_after": "when it is too late",
        "tries": "how often the provider was tried",
        "generation": "of the runtime key: which day",
    }

    class Meta:
        constraints = [sealed("blob", "outgoing_blob")]
        indexes = [models.Index(fields=["state", "lane", "not_before"], name="outgoing_next")]
