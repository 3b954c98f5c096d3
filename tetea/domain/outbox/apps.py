"""Names this part of the domain to Django."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The outbox tables."""

    name = "tetea.domain.outbox"
    label = "outbox"
