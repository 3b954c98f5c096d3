"""The phone channels as they are set up: address, secret, codes, price, people on duty."""

import ipaddress
from urllib.parse import urlsplit

from tetea.checking.finding import Finding, fine, grave, warn
from tetea.domain.directory import phone as directory
from tetea.domain.directory.services import services
from tetea.domain.directory.sources import DirectoryDataError
from tetea.domain.keyring import secretfile
from tetea.domain.keyring.errors import KeyringError
from tetea.domain.people.queries import NotSetUp, organisation
from tetea.environment import SHORTEST_GATEWAY_SECRET
from tetea.kernel.phone.addresses import gateway_addresses
from tetea.kernel.phone.numbers import is_phone
from tetea.settings import ENVIRONMENT

# What to look for at the provider.
LABELS = {
    "ussd": "Africa's Talking, USSD callback",
    "ussd_end": "Africa's Talking, USSD events (end of session)",
    "sms": "Africa's Talking, SMS: incoming messages",
    "sms_status": "Africa's Talking, SMS: delivery reports",
    "voice": "Africa's Talking, voice callback",
}


def findings() -> list[Finding]:
    """Return how the phone channels are set up; asks nobody outside."""
    return [_address(), _secret(), *_line(), _duty(), _hotlines()]


def callbacks() -> list[str]:
    """Return what to paste at the provider, line by line. Each holds the gateways' secret.

    Raises SecretFileRefused.
    """
    addresses = gateway_addresses(secretfile.read().gateway_secret)
    kannel = addresses["kannel_sms"].removesuffix("/sms")
    return [
        *(f"{label}:\n  {ENVIRONMENT.base_url}{addresses[name]}" for name, label in LABELS.items()),
        # It runs beside Tetea: its posts never leave the machine.
        f"Kannel on this machine, @GATEWAY@:\n  http://127.0.0.1:{ENVIRONMENT.port}{kannel}",
    ]


def is_public(host: str) -> bool:
    """Whether a phone company could find this host: no loopback, no office network, no onion."""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".onion", ".local", ".internal", ".lan"))


def _address() -> Finding:
    parts = urlsplit(ENVIRONMENT.base_url)
    if parts.scheme != "https" or not is_public(parts.hostname or ""):
        return warn(
            f"{ENVIRONMENT.base_url} is not a public https address: no phone company reaches it. "
            "Set TETEA_BASE_URL (docs/operating.md, Phones)."
        )
    return fine(f"{ENVIRONMENT.base_url} is an address that phone companies can reach.")


def _secret() -> Finding:
    try:
        secret = secretfile.read().gateway_secret
    except KeyringError as refused:
        return grave(str(refused))
    if len(secret) < SHORTEST_GATEWAY_SECRET:
        return grave(
            f"The gateways' secret is shorter than {SHORTEST_GATEWAY_SECRET} signs: set a longer "
            "TETEA_GATEWAY_SECRET and paste the new addresses (`tetea check --urls`)."
        )
    return fine("The gateways' secret is long enough. `tetea check --urls` shows what to paste.")


def _line() -> list[Finding]:
    try:
        line = directory.line()
    except DirectoryDataError as wrong:
        return [grave(f"{wrong}.")]
    return [
        _code("ussd_code", line.ussd_code, "No code to dial is known, so no page can name it"),
        _code("sms_number", line.sms_number, "No number for SMS is known, so no page can name it"),
        _price(line.payer),
    ]


def _code(name: str, value: str, missing: str) -> Finding:
    if value:
        return fine(f"{name} is {value}.")
    return warn(f"{missing}: set {name} in {directory.OWN_FILE} in the data folder.")


def _price(payer: str) -> Finding:
    if payer == "us":
        return fine("The menu says that it is free: make sure that the contract says so too.")
    return fine(
        f"The menu says that callers pay, and names the free call {directory.free_number()}."
    )


def _duty() -> Finding:
    try:
        addresses = organisation().duty_addresses.split()
    except NotSetUp:
        return grave("No organisation yet: run `tetea init`.")
    phones = [one for one in addresses if is_phone(one)]
    if not addresses:
        return warn(
            "No duty phone and no duty address: when nobody is on the roster, nobody is told."
        )
    if not phones:
        return warn("Duty addresses are known but no duty phone: at night nobody reads e-mail.")
    return fine(f"{len(phones)} duty phones and {len(addresses) - len(phones)} addresses are told.")


def _hotlines() -> Finding:
    unconfirmed = [one.code for one in services() if one.phone and not one.confirmed]
    if unconfirmed:
        return warn(
            f"{len(unconfirmed)} phone numbers of services are unconfirmed: dial them, then put "
            "confirmed = true, your name and the date into data/services.toml."
        )
    return fine("Every phone number of a service was dialled and confirmed.")
