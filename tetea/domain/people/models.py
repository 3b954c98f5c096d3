"""The organisation, its sites, and who works in it."""

from django.db import models

from tetea.domain.rows import IdField, Row


class Organisation(Row):
    """One installation is one organisation at its public doors."""

    id = IdField()
    name = models.CharField(max_length=120)
    is_demo = models.BooleanField(default=False)
    languages = models.CharField(max_length=40, default="en,sw")
    duty_addresses = models.TextField(default="", blank=True)

    CLEAR = {
        "id": "random",
        "name": "printed on the public pages anyway",
        "is_demo": "a demo folder can never become a real one",
        "languages": "the public pages show them",
        "duty_addresses": "organisation-owned addresses paged when no roster can be read",
    }


class Site(Row):
    """An office of the organisation, by county."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    county = models.CharField(max_length=3)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation",
        "county": "where the organisation has an office is public",
    }


class Member(Row):
    """Somebody who signs in. Role and keys stand in the signed directory, not here."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    username = models.CharField(max_length=40)
    has_left = models.BooleanField(default=False)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation",
        "username": "who may sign in; the guide asks for names that are not a person's",
        "has_left": "also in the directory",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "username"], name="member_username")
        ]
