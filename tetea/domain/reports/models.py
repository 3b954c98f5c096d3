"""Reports, drafts, and the thread with the person who reported."""

from django.db import models

from tetea.domain.people.models import Member, Organisation
from tetea.domain.rows import IdField, PlainBytes, Row, SealedField, SealedOrNone, sealed
from tetea.kernel.crypto.registry import Kind, Part


class State(models.TextChoices):
    """The five states a seized disk may show."""

    NEW = "new"
    OPEN = "open"
    CLOSED = "closed"
    HELD = "held"
    ERASING = "erasing"


class Report(Row):
    """One report: story and identity under its own key, facets a blob of their own."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    month = models.CharField(max_length=7)
    facets_generation = models.PositiveIntegerField(default=0)
    facets = SealedField(Kind.REPORT, Part.FACETS)
    story = SealedField(Kind.REPORT, Part.STORY)
    identity = SealedField(Kind.REPORT, Part.IDENTITY)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation",
        "state": "new, open, closed, held or erasing",
        "month": "how many reports came in which month",
        "facets_generation": "0 before triage, then the generation of the team's key",
    }

    class Meta:
        constraints = [
            sealed("facets", "report_facets"),
            sealed("story", "report_story"),
            sealed("identity", "report_identity"),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="report_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "month", "id"], name="report_state_month")
        ]


class Sheet(Row):
    """A version of the questionnaire, kept so that old reports stay readable with their own."""

    version = models.CharField(max_length=26, primary_key=True)
    content = PlainBytes()

    CLEAR = {
        "version": "which questionnaires were ever in use",
        "content": "the published questions; no answer stands here",
    }


class Draft(Row):
    """A report being written on the web, under a key that only the page holds."""

    id = models.CharField(max_length=26, primary_key=True)
    drop_after = models.DateTimeField()
    is_sent = models.BooleanField(default=False)
    blob = SealedField(Kind.DRAFT, Part.ANSWERS)

    CLEAR = {
        "id": "random, known to the page",
        "drop_after": "rounded up; that somebody was writing within the last day",
        "is_sent": "sent: goes within half an hour",
    }

    class Meta:
        constraints = [sealed("blob", "draft_blob")]


class Repeat(Row):
    """The answer already given to an Idempotency-Key, for thirty minutes."""

    id = models.CharField(max_length=26, primary_key=True)
    drop_after = models.DateTimeField()
    generation = models.PositiveIntegerField()
    blob = SealedField(Kind.IDEMPOTENCY, Part.BODY)

    CLEAR = {
        "id": "keyed hash of the client's key",
        "drop_after": "rounded up to a quarter; within 45 minutes",
        "generation": "of the runtime key: which day",
    }

    class Meta:
        constraints = [sealed("blob", "repeat_blob")]


class Thread(Row):
    """What passes between her and the organisation."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    report = models.OneToOneField(Report, models.CASCADE, related_name="thread")
    group = models.CharField(max_length=12)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation",
        "report": "which report it belongs to",
        "group": "triage or the outside officer; the wraps tell the same",
    }


class Opening(Row):
    """Who opened a report and when, sealed with the report, so that the next reader sees it."""

    id = IdField()
    report = models.ForeignKey(Report, models.CASCADE, related_name="openings")
    blob = SealedField(Kind.REPORT, Part.OPENING)

    CLEAR = {"id": "random", "report": "which report; how often it was opened"}

    class Meta:
        constraints = [sealed("blob", "opening_blob")]


class WrittenDown(Row):
    """What members wrote down in the case that holds outside it too: a consent, an age.

    For whoever answers or hands it on without reading the case. Made anew of its lines with each of
    them, under the same key.
    """

    id = IdField()
    report = models.OneToOneField(Report, models.CASCADE, related_name="+")
    blob = SealedField(Kind.REPORT, Part.NOTE)

    CLEAR = {
        "id": "random",
        "report": "which report; that a consent or an age was written down, and nothing of it",
    }

    class Meta:
        constraints = [sealed("blob", "written_down_blob")]


class Duty(Row):
    """Who has which duty inside the organisation, sealed under the team's key."""

    id = IdField()
    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="+")
    generation = models.PositiveIntegerField()
    blob = SealedField(Kind.ROSTER, Part.BODY)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation; that duties were given, not to whom",
        "generation": "of the team's key",
    }

    class Meta:
        constraints = [sealed("blob", "duty_blob")]


class Feed(Row):
    """A member's calendar behind a secret address: moments alone, sealed to that address."""

    id = IdField()
    member = models.OneToOneField(Member, models.CASCADE, related_name="+")
    lookup = PlainBytes(unique=True)
    enc_pk = PlainBytes()
    blob = SealedField(Kind.MEMBER, Part.CALENDAR)

    CLEAR = {
        "id": "random",
        "member": "who has put her calendar into a phone",
        "lookup": "derived from 256 random bits; whoever has the address finds the row",
        "enc_pk": "public half of what the address opens",
    }

    class Meta:
        constraints = [sealed("blob", "feed_blob")]


class Pace(Row):
    """How many reports a member has opened within minutes, sealed under the runtime key."""

    id = IdField()
    member = models.OneToOneField(Member, models.CASCADE, related_name="+")
    generation = models.PositiveIntegerField()
    is_stopped = models.BooleanField(default=False)
    blob = SealedField(Kind.SESSION, Part.OPENING)

    CLEAR = {
        "id": "random",
        "member": "who has opened a report in this version",
        "generation": "of the runtime key: on which day last",
        "is_stopped": "that she opened fifty within ten minutes and waits for a second person",
    }

    class Meta:
        constraints = [sealed("blob", "pace_blob")]


class ReporterKey(Row):
    """The public half of a token. Nothing here is cheaper to guess than one Argon2id call."""

    id = IdField()
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="reporter_keys")
    profile = models.PositiveSmallIntegerField()
    lookup = PlainBytes(unique=True)
    enc_pk = PlainBytes()
    sig_pk = PlainBytes()

    CLEAR = {
        "id": "random",
        "thread": "which thread it opens",
        "profile": "parameters of the derivation",
        "lookup": "output of Argon2id under a salt that is not in the database",
        "enc_pk": "public key",
        "sig_pk": "public key",
    }


class ItemKind(models.TextChoices):
    """What an item of a thread is; the kind of its blob follows from it."""

    MESSAGE = "message"
    CONSENT = "consent"
    CONTACT = "contact"
    CARD = "card"
    OPENING = "opening"
    TOKEN = "token"  # noqa: S105  # a word, no secret
    STEP = "step"
    SURVEY = "survey"


class ThreadItem(Row):
    """One sealed item of a thread: a message, a change of consent or contact, her card."""

    id = IdField()
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=8, choices=ItemKind.choices)
    reporter_key = models.ForeignKey(ReporterKey, models.CASCADE, null=True, related_name="+")
    blob = SealedField(Kind.THREAD, Part.MESSAGE)
    case_wrap = SealedOrNone(Kind.THREAD, Part.KEY, null=True)

    CLEAR = {
        "id": "random",
        "thread": "which thread",
        "kind": "message, consent, contact, card, note of an opening, further token, or a step "
        "that a colleague without the case has left",
        "reporter_key": "to which token a card or a note of an opening is sealed",
    }

    class Meta:
        constraints = [sealed("blob", "item_blob"), sealed("case_wrap", "item_case_wrap")]


class ThreadWrap(Row):
    """An item's key wrapped to the reporter's pinned key; the public side reads these."""

    id = IdField()
    item = models.ForeignKey(ThreadItem, models.CASCADE, related_name="reporter_wraps")
    reporter_key = models.ForeignKey(ReporterKey, models.CASCADE, related_name="+")
    wrap = SealedField(Kind.THREAD, Part.KEY)

    CLEAR = {"id": "random", "item": "which item", "reporter_key": "whose token opens it"}

    class Meta:
        constraints = [sealed("wrap", "threadwrap_wrap")]


class Visit(Row):
    """A visit with a token: her keys, under the cookie's secret and the runtime key."""

    id = IdField()
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="+")
    generation = models.PositiveIntegerField()
    secret_hash = PlainBytes()
    blob = SealedField(Kind.VISIT, Part.KEYSET)
    state = SealedField(Kind.VISIT, Part.STATE)

    CLEAR = {
        "id": "random",
        "thread": "which thread is being read now",
        "generation": "of the runtime key: which day",
        "secret_hash": "of 256 random bits",
    }

    class Meta:
        constraints = [sealed("blob", "visit_blob"), sealed("state", "visit_state")]


class Recall(Row):
    """The slip that takes a counted case out of the register, for when she withdraws."""

    id = IdField()
    report = models.OneToOneField(Report, models.CASCADE, related_name="+")
    epoch = models.PositiveIntegerField()
    blob = SealedField(Kind.FIGURES, Part.NOTE)

    CLEAR = {
        "id": "random",
        "report": "which report; that its case was coded and is counted",
        "epoch": "generation of the figures key",
    }

    class Meta:
        constraints = [sealed("blob", "recall_blob")]


class LentStory(Row):
    """What a member told the team of a story, by consent, for a composite. Gone with it."""

    id = IdField()
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    generation = models.PositiveIntegerField()
    blob = SealedField(Kind.FORUM, Part.STORY)

    CLEAR = {
        "id": "random",
        "report": "which report; that its story may be told in public, changed and with others",
        "generation": "generation of the team's key",
    }

    class Meta:
        constraints = [sealed("blob", "lent_story_blob")]
