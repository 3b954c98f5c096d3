"""Names this part of the domain to Django."""

from django.apps import AppConfig


class LogConfig(AppConfig):
    """The log tables."""

    name = "tetea.domain.log"
    label = "log"
