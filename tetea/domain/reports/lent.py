"""Stories that were lent for a composite: taken back without anybody signed in."""

from collections.abc import Iterable

from tetea.domain.reports.models import LentStory, Report


def take_back(report: Report) -> None:
    """Delete what was lent of this report; every composite that was made of it is told no more."""
    LentStory.objects.filter(report=report).delete()


def is_there(report: Report) -> bool:
    """Whether something of this report is lent."""
    return LentStory.objects.filter(report=report).exists()


def are_all_there(ids: Iterable[str]) -> bool:
    """Whether none of these was taken back."""
    wanted = set(ids)
    return LentStory.objects.filter(id__in=wanted).count() == len(wanted)
