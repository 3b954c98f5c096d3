"""The coded register and what was published from it."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Segments of the register, slips that wait for it, and the ledger of releases."""

    name = "tetea.domain.figures"
    label = "figures"
