"""Plain words for states and roles, as she reads them."""

from collections.abc import Mapping

from django.utils.translation import gettext as _


def status_words(status: str) -> tuple[str, str]:
    """Return (state, what it means for her)."""
    words = {
        "new": (
            _("We have it"),
            _("Nobody has taken it on yet. We read everything that comes."),
        ),
        "open": (
            _("We are working on it"),
            _("Somebody has taken it on and will write to you here."),
        ),
        "closed": (
            _("Closed"),
            _(
                "The work on it has ended. If you want to go on, or it happens again, write to us "
                "here: we open it again. Your number stays good."
            ),
        ),
        "held": (
            _("Held"),
            _("It is kept sealed for now. Write to us if you want to know why."),
        ),
        "erasing": (
            _("Being deleted"),
            _("It is hidden and will be deleted. Write to us soon if you want to keep it."),
        ),
    }
    return words.get(status, words["new"])


def openings_words(openings: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return (by whom, how often) for each role that opened her report."""
    roles = {
        "coordinator": _("A coordinator"),
        "hotline": _("A member on the hotline"),
        "paralegal": _("A paralegal"),
        "legal": _("Our lawyer"),
        "outside": _("The officer outside"),
    }
    return [(roles.get(role, _("A member")), count) for role, count in sorted(openings.items())]


def how(way: str) -> str:
    """Return how a consent was given to whoever wrote it down for her."""
    words = {
        "said": _("as you said it"),
        "signed": _("as you signed it on paper"),
        "thumb_print": _("with your thumb print"),
        "recorded": _("as it was recorded"),
    }
    return words.get(way, words["said"])
