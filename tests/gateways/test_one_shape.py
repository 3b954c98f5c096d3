"""Adding a provider is copying one file: every SMS gateway has the same names and arguments."""

import inspect
from types import ModuleType

import pytest

from tetea.gateways import africastalking, kannel, memory

FIRST = {"read_sms": "fields", "read_status": "fields", "send": None, "balance": "url"}


@pytest.mark.parametrize("gateway", [africastalking, kannel, memory])
@pytest.mark.parametrize("name", FIRST)
def test_every_gateway_offers_it(gateway: ModuleType, name: str) -> None:
    function = getattr(gateway, name)
    [first, *_] = inspect.signature(function).parameters.values()

    assert inspect.getdoc(function)
    assert FIRST[name] in {None, first.name}
    assert gateway.__name__.rpartition(".")[2] == gateway.PROVIDER
