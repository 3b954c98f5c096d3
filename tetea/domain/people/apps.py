"""Names this part of the domain to Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people tables."""

    name = "tetea.domain.people"
    label = "people"
