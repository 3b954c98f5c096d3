"""What each gateway address answers."""

from functools import partial

from django.http import HttpResponse

from tetea.domain.outbox.providers import PROVIDERS, Provider
from tetea.domain.people.models import Organisation
from tetea.domain.phones import take
from tetea.doors.phone.gate import Fields, gateway, of_form, taken
from tetea.gateways import africastalking, kannel

# A missed call is not charged to whoever calls. Talking comes with the hotline.
REJECT = '<?xml version="1.0" encoding="UTF-8"?><Response><Reject/></Response>'


def _ussd(organisation: Organisation, fields: Fields) -> HttpResponse:
    return taken(take.hop(organisation, africastalking.read_ussd(fields)))


def _ussd_end(_organisation: Organisation, _fields: Fields) -> HttpResponse:
    # What was told is kept since it was told; a dropped session can be taken up by itself.
    return taken()


def _voice(_organisation: Organisation, _fields: Fields) -> HttpResponse:
    return HttpResponse(REJECT, content_type="application/xml")


def _sms(provider: Provider, organisation: Organisation, fields: Fields) -> HttpResponse:
    take.text(organisation, provider.read_sms(fields))
    return taken()


def _status(provider: Provider, organisation: Organisation, fields: Fields) -> HttpResponse:
    take.delivery(organisation, provider.read_status(fields))
    return taken()


ussd = gateway(_ussd)
ussd_end = gateway(_ussd_end)
voice = gateway(_voice)
# Kannel puts bytes into the address that are no text: it has a reader of its own.
READERS = {"kannel": kannel.read_query}
sms = {
    name: gateway(partial(_sms, one), READERS.get(name, of_form)) for name, one in PROVIDERS.items()
}
status = {
    name: gateway(partial(_status, one), READERS.get(name, of_form))
    for name, one in PROVIDERS.items()
}
