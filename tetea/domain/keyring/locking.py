"""Lock everything: the runtime key is overwritten, every session and visit is dead."""

from tetea.domain.keyring import runtime
from tetea.domain.keyring.models import Roster, Session


def lock_all() -> None:
    """End all sessions, bearers and visits and make the queue unreadable, for good. Intake goes on.

    What waited to be sent becomes `needs-reseal`; whoever signs in next is shown it.
    """
    runtime.destroy_all()
    Session.objects.all().delete()
    Roster.objects.all().delete()
