"""What the worker does for the phone channels: bring in what waited, delete what is over."""

import datetime as dt

from django.db import transaction

from tetea.domain import moment
from tetea.domain.people.models import Organisation
from tetea.domain.phones import floods, receipts, sessions, spool
from tetea.domain.phones.sms import talk as talks

GROWS = dt.timedelta(hours=48)


def bring_in(organisation: Organisation) -> int:
    """Bring in what came while the database was away; return how many reports that were."""
    return spool.drain(organisation) if spool.waiting() else 0


def renew(organisation: Organisation) -> int:
    """Carry the conversations by SMS over to today's runtime key; return how many.

    Two days after her last SMS the keys of the report are left behind: what goes on is the thread.
    """
    done = 0
    oldest = (moment.now() - GROWS).timestamp()
    for found in sessions.of_other_days(organisation):
        if found.row.caller:  # A menu session: half an hour, and over.
            continue
        talk = talks.load(found.content)
        if talk.at < oldest:
            talk = talks.thread_alone(organisation, talk)
        with transaction.atomic():
            address = talks.address(talk.number)
            done += sessions.move(organisation, address, found, talks.dump(talk))
    return done


def drop_old() -> int:
    """Delete sessions, receipts and counts whose time is over; return how many."""
    return sessions.drop_old() + receipts.drop_old() + floods.drop_old()
