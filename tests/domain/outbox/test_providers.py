"""Which phone company carries a text, and where it shall report to."""

from dataclasses import replace

import pytest
from django.conf import settings

from tetea.domain.keyring import secretfile
from tetea.domain.outbox import providers
from tetea.gateways import memory
from tetea.kernel.sending import Text


@pytest.fixture
def at(monkeypatch):
    def use(url):
        monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, sms_url=url))

    return use


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("", "memory"),
        ("africastalking://us:key@api.africastalking.com?from=22384", "africastalking"),
        ("kannel://us:word@127.0.0.1:13013?from=22384&dlr=1", "kannel"),
    ],
)
def test_the_scheme_of_the_address_names_the_provider(at, url, name):
    at(url)

    assert providers.chosen() == name


def test_without_a_provider_texts_stay_in_memory(at):
    at("")
    memory.texts.clear()
    accepted = providers.send(Text("+254712345678", "Salon", "ours"))

    assert accepted.provider_id == "ours"
    assert [text.text for text in memory.texts] == ["Salon"]
    assert providers.balance() is None


def test_kannel_is_told_where_to_report_only_when_it_shall(organisation, at):
    secret = secretfile.read().gateway_secret
    at("kannel://us:word@127.0.0.1:13013?from=22384")
    assert secret not in providers._url()
    at("kannel://us:word@127.0.0.1:13013?from=22384&dlr=1")

    assert f"%2Fgateways%2F{secret}%2Fkannel%2Fstatus" in providers._url()
    assert "from=22384" in providers._url()
