"""Names this part of the domain to Django."""

from django.apps import AppConfig


class PhonesConfig(AppConfig):
    """The tables of the phone channels."""

    name = "tetea.domain.phones"
    label = "phones"
