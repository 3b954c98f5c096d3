"""Whether the way in and the way out work: our own public address, and the account that sends."""

import secrets
from http import HTTPStatus

from tetea.checking.finding import Finding, fine, grave, warn
from tetea.domain.directory import phone as directory
from tetea.domain.directory.sources import DirectoryDataError
from tetea.domain.keyring import secretfile
from tetea.domain.keyring.errors import KeyringError
from tetea.domain.outbox import credit, providers
from tetea.gateways import ourselves
from tetea.kernel.phone.addresses import gateway_addresses
from tetea.kernel.sending import Balance, NotSent
from tetea.settings import ENVIRONMENT

SECONDS = 5.0
SILENCE = {
    "certificate": "its certificate is not valid: look at the proxy",
    "name": "its name does not resolve: look at the DNS record",
    "time-out": "nothing answers within five seconds: look at the tunnel and the firewall",
    "connection": "the connection is refused: is `tetea serve` running, and the proxy?",
}
REFUSALS = {
    "wrong-key": "it does not know the name or the key: look at TETEA_SMS_URL",
    "unreachable": "it cannot be reached: look at the network",
    "no-answer": "it does not answer: try again in some minutes",
}


def findings() -> list[Finding]:
    """Return whether a provider's post would arrive, and whether a text of ours would leave."""
    return [*_way_in(), _way_out()]


def _way_in() -> list[Finding]:
    try:
        secret = secretfile.read().gateway_secret
    except KeyringError:
        return []  # It was named among the settings.
    try:
        menu = _dial(secret)
        stranger = _dial(secrets.token_hex(len(secret) // 2))
    except ourselves.Unreachable as silence:
        text = f"{ENVIRONMENT.base_url}: {SILENCE[silence.reason]}."
        return [grave(text) if _phones_are_used() else warn(text)]
    return [_menu(menu), _stranger(stranger)]


def _phones_are_used() -> bool:
    """Whether anybody was told to dial or to write: before that, silence harms nobody."""
    return bool(ENVIRONMENT.sms_url or _code())


def _code() -> str:
    try:
        return directory.line().ussd_code
    except DirectoryDataError:
        return ""  # It was named among the settings.


def _dial(secret: str) -> ourselves.Heard:
    """Dial as a phone company would. Nobody's number and no answer: nothing is kept of it."""
    fields = {
        "sessionId": f"check-{secrets.token_hex(8)}",
        "phoneNumber": "",
        "networkCode": "",
        "serviceCode": _code(),
        "text": "",
    }
    return ourselves.post(ENVIRONMENT.base_url + gateway_addresses(secret)["ussd"], fields, SECONDS)


def _menu(heard: ourselves.Heard) -> Finding:
    if heard.status == HTTPStatus.OK and heard.text.startswith("CON "):
        return fine("The menu answers at the public address.")
    return grave(
        f"The menu does not answer at the public address ({heard.status}): the proxy must pass "
        "/gateways/* to Tetea."
    )


def _stranger(heard: ourselves.Heard) -> Finding:
    if heard.status == HTTPStatus.NOT_FOUND:
        return fine("A wrong secret gets 404.")
    return grave(
        f"A wrong secret gets {heard.status} and not 404: another server answers at the address."
    )


def _way_out() -> Finding:
    chosen = providers.chosen()
    if chosen == providers.MEMORY:
        return warn("TETEA_SMS_URL is not set: no text leaves, neither answers nor pages.")
    try:
        left = providers.balance()
    except NotSent as refused:
        return grave(f"{chosen}: {REFUSALS.get(refused.reason, 'it refuses our question')}.")
    if left is None:
        return fine(f"{chosen} is set and has no account to ask. Send a text to yourself.")
    return _left(chosen, left)


def _left(chosen: str, left: Balance) -> Finding:
    words = f"{chosen} answers: {left.currency} {left.amount / 100:.2f} left"
    if left.amount < credit.LOW:
        return warn(f"{words}. Buy credit now; with none, no page reaches anybody.")
    return fine(f"{words}.")
