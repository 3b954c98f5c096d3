"""Plain words for states and roles, as she reads them."""

from collections.abc import Mapping

from django.utils.translation import gettext as _


def status_words(status: str) -> tuple[str, str]:
    """Return (state, what it means for her)."""
    words = {
        "new": (_("We have it"), _("Nobody has taken it on yet. We read everything that comes.")),
        "open": (_("We are working on it"), _("Somebody has taken it on and will write to you here.")),
        "closed": (_("Closed"), _("The work on it has ended. You can write to us and we open it again.")),
        "held": (_("Held"), _("It is kept sealed for now. Write to us if you want to know why.")),
        "erasing": (_("Being deleted"), _("It is hidden and will be deleted. Until then you can take that back.")),
    }  # fmt: skip
    return words.get(status, words["new"])


def openings_words(openings: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return (by whom, how often) for each role that opened her report."""
    roles = {
        "coordinator": _("a coordinator"),
        "hotline": _("a member on the hotline"),
        "paralegal": _("a paralegal"),
        "legal": _("our lawyer"),
        "outside": _("the outside officer"),
    }
    return [(roles.get(role, _("a member")), count) for role, count in sorted(openings.items())]
