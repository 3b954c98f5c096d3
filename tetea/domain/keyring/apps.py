"""Names this part of the domain to Django."""

from django.apps import AppConfig


class KeyringConfig(AppConfig):
    """The keyring tables."""

    name = "tetea.domain.keyring"
    label = "keyring"
