"""Names this part of the domain to Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases tables."""

    name = "tetea.domain.cases"
    label = "cases"
