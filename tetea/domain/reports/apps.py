"""Names this part of the domain to Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The reports tables."""

    name = "tetea.domain.reports"
    label = "reports"
