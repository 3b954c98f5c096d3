"""What the worker does for the phone channels: bring in what waited, delete what is over."""

from tetea.domain.people.models import Organisation
from tetea.domain.phones import floods, receipts, sessions, spool


def bring_in(organisation: Organisation) -> int:
    """Bring in what came while the database was away; return how many reports that were."""
    return spool.drain(organisation) if spool.waiting() else 0


def drop_old() -> int:
    """Delete sessions, receipts and counts whose time is over; return how many."""
    return sessions.drop_old() + receipts.drop_old() + floods.drop_old()
