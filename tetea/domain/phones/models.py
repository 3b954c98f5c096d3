"""What the phone channels must remember for a while; all of it goes with the runtime key."""

from django.db import models

from tetea.domain.rows import PlainBytes, Row, SealedField, sealed
from tetea.kernel.crypto.registry import Kind, Part


class PhoneSession(Row):
    """A menu session, or the conversation with one number by SMS: where it stands, under K_rt."""

    id = models.CharField(max_length=26, primary_key=True)
    caller = models.CharField(max_length=26, default="", blank=True)
    drop_after = models.DateTimeField()
    generation = models.PositiveIntegerField()
    blob = SealedField(Kind.PHONE, Part.STATE)

    CLEAR = {
        "id": "keyed hash of session and number under the runtime key",
        "caller": "keyed hash of the number under the runtime key; empty for SMS",
        "drop_after": "rounded up to a quarter; somebody used the phone menu within 45 minutes, "
        "or wrote an SMS within thirty days",
        "generation": "of the runtime key: which day",
    }

    class Meta:
        constraints = [sealed("blob", "phonesession_blob")]
        indexes = [models.Index(fields=["caller"], name="phonesession_caller")]


class Receipt(Row):
    """That a provider's message with this id has been taken: it comes twice, it counts once."""

    id = models.CharField(max_length=26, primary_key=True)
    digest = PlainBytes()
    drop_after = models.DateTimeField()

    CLEAR = {
        "id": "keyed hash of provider and message id under the runtime key",
        "digest": "keyed hash of what it said, under the runtime key",
        "drop_after": "rounded up; an SMS came within the last two days",
    }


class Tally(Row):
    """How often something came within an hour: for telling floods from people."""

    id = models.CharField(max_length=26, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    drop_after = models.DateTimeField()

    CLEAR = {
        "id": "keyed hash of a number, a block of numbers or a text, and the hour",
        "count": "how often it came in that hour",
        "drop_after": "rounded up; within the last two hours",
    }
