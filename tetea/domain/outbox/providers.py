"""Which phone company carries our texts: chosen by the scheme of TETEA_SMS_URL.

A new one is a module in tetea/gateways with these four functions, and a line here.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Protocol
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from tetea.domain.keyring import secretfile
from tetea.gateways import africastalking, kannel, memory
from tetea.kernel.phone.addresses import gateway_addresses
from tetea.kernel.phone.messages import DeliveryReport, IncomingSms
from tetea.kernel.sending import Accepted, Balance, Text


class Carrier(Protocol):
    """What carries our texts."""

    def send(self, text: Text, url: str, /) -> Accepted:
        """Hand one text over; raise NotSent."""

    def balance(self, url: str, /) -> Balance | None:
        """Return what is left; None when it has no account; raise NotSent."""


class Provider(Carrier, Protocol):
    """What every module that speaks with a phone company offers."""

    def read_sms(self, fields: Mapping[str, str], /) -> IncomingSms:
        """Return what its callback for an incoming SMS says; never raises."""

    def read_status(self, fields: Mapping[str, str], /) -> DeliveryReport:
        """Return what its callback for a delivery says; never raises."""


MEMORY: Final = "memory"
KANNEL: Final = "kannel"
PROVIDERS: Final[Mapping[str, Provider]] = MappingProxyType(
    {"africastalking": africastalking, KANNEL: kannel}
)


def chosen() -> str:
    """Return the name of the provider of this installation; `memory` when none is configured."""
    scheme = urlsplit(settings.ENVIRONMENT.sms_url).scheme
    return scheme if scheme in PROVIDERS else MEMORY


def send(text: Text) -> Accepted:
    """Send by the chosen provider; raise NotSent."""
    return _carrier().send(text, _url())


def balance() -> Balance | None:
    """Ask the chosen provider what is left; None when it cannot tell; raise NotSent."""
    return _carrier().balance(settings.ENVIRONMENT.sms_url)


def _carrier() -> Carrier:
    return PROVIDERS.get(chosen(), memory)


def _url() -> str:
    """The configured address; Kannel's also says where reports go, which holds our secret."""
    url: str = settings.ENVIRONMENT.sms_url
    if chosen() != KANNEL or parse_qs(urlsplit(url).query).get("dlr") != ["1"]:
        return url
    path = gateway_addresses(secretfile.read().gateway_secret)["kannel_status"]
    return kannel.asking_for_reports(url, settings.ENVIRONMENT.base_url + path)
