"""An invented phone, and the wire from it to the gateways of the demo that runs here."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tetea.domain.demo import folder
from tetea.domain.directory import phone as directory
from tetea.domain.keyring import secretfile
from tetea.environment import LOOPBACK
from tetea.gateways import ourselves
from tetea.kernel.phone.addresses import gateway_addresses
from tetea.starting import StartRefused

# Shown while the demo has no code of its own.
SERVICE_CODE = "*384*22384#"
SHORT_CODE = "22384"


@dataclass(frozen=True)
class Phone:
    """One phone. Its number belongs to nobody, and nothing that it sends leaves this machine."""

    number: str
    network: str
    base_url: str
    secret: str = field(repr=False)
    service_code: str = SERVICE_CODE
    short_code: str = SHORT_CODE

    def post(self, callback: str, fields: Mapping[str, str]) -> ourselves.Heard:
        """Post one callback by its name; raise StartRefused when nothing answers."""
        address = self.base_url + gateway_addresses(self.secret)[callback]
        try:
            return ourselves.post(address, fields)
        except ourselves.Unreachable as silence:
            raise StartRefused(
                f"No answer from {self.base_url} ({silence.reason}): does the demo run? `make run`"
            ) from None


def of_this_demo(number: str, network: str, base_url: str) -> Phone:
    """Return a phone for the demo of this data folder.

    Raises NotADemo or NotLoaded on any other folder, StartRefused when `base_url` leads away from
    this machine: made-up reports must never reach people who answer real ones.
    """
    folder.organisation()
    if urlsplit(base_url).hostname not in LOOPBACK:
        raise StartRefused("The simulator speaks to this machine only; TETEA_BASE_URL leads away.")
    line = directory.line()
    return Phone(
        number,
        network,
        base_url,
        secretfile.read().gateway_secret,
        line.ussd_code or SERVICE_CODE,
        line.sms_number or SHORT_CODE,
    )


def new_id(start: str = "") -> str:
    """Return an id as a provider would make one."""
    return start + secrets.token_hex(16)
