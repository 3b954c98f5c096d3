"""A token by SMS: made by the worker at the moment of sending, and stored in no form.

What stays is what a token always leaves: a lookup id and public keys, vouched for by her first
keys. After an unclear time-out both tokens open the thread.
"""

from tetea.domain.people.models import Organisation
from tetea.domain.phones import sessions
from tetea.domain.phones.sms import asking
from tetea.domain.phones.sms import talk as talks
from tetea.domain.reports import intake, rekey
from tetea.kernel.crypto.token import grouped, new_token


def make(organisation: Organisation, number: str) -> str:
    """Make a token for the thread of this number and return the words to send; "" when it is gone.

    Committed before it returns: a token that she reads opens. Raises Busy and DirectoryAlarm.
    """
    found = sessions.find(organisation, talks.address(number))
    talk = talks.load(found.content) if found else None
    visitor = talks.visitor(organisation, talk) if talk else None
    if talk is None or visitor is None:
        return ""
    token = new_token()
    rekey.add_token(visitor, intake.derive_in_slot(organisation, token), asking.CHANNEL)
    menu = asking.menu("menu_use", talk.lang)
    return asking.text("token", talk.lang, token=grouped(token), menu=menu)
