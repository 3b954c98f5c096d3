"""Who we are."""

from tetea.domain.people.models import Organisation


class NotSetUp(Exception):
    """This data folder has no organisation yet."""


def organisation() -> Organisation:
    """Return the organisation of this installation; raise NotSetUp when there is none."""
    found = Organisation.objects.first()
    if found is None:
        raise NotSetUp
    return found
