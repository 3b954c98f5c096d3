"""`tetea check`: what is missing on the machine and on the whole way of the phones."""

from tetea.checking import machine, phones, reach, sending
from tetea.checking.finding import Finding

__all__ = ["Finding", "callbacks", "findings", "phone_findings"]

callbacks = phones.callbacks


def findings() -> list[Finding]:
    """Return how machine and settings stand, in order; asks nobody outside."""
    return machine.findings()


def phone_findings() -> list[Finding]:
    """Return the way of the phones from the public address to the duty phone.

    Posts to our own public address and asks the provider what is left, with short time-outs.
    """
    return [*phones.findings(), *reach.findings(), *sending.findings()]
