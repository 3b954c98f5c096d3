"""Every form carries a token of ours; a page of somebody else's can make nobody do anything."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.doors.desk.test_who_sees_what import TABLE, arguments
from tetea.domain.keyring.models import Session
from tetea.domain.log.models import LogHead

POSTS = sorted(name for name, (methods, _roles) in TABLE.items() if "POST" in methods)


@pytest.mark.parametrize("name", POSTS)
def test_a_post_without_our_token_is_refused_and_changes_nothing(desk, given, name):
    wanted = given("rose")
    amina = desk("amina")
    before = LogHead.objects.get().size
    address = reverse(f"desk:{name}", args=arguments(name, wanted))

    response = amina.client.post(address, {"value": "sw"})

    assert response.status_code == 403
    assert LogHead.objects.get().size == before
    assert Session.objects.exists()


@pytest.mark.parametrize("name", POSTS)
def test_a_post_from_another_site_is_refused_even_with_a_token(desk, given, name):
    wanted, amina = given("rose"), desk("amina")
    amina.client.defaults["HTTP_SEC_FETCH_SITE"] = "cross-site"

    assert amina.post(name, *arguments(name, wanted)).status_code == 403


def test_a_refused_form_says_what_to_do(organisation):
    response = Client(enforce_csrf_checks=True).post(reverse("desk:home"), {"username": "amina"})

    assert response.status_code == 403
    assert "load the page again" in response.content.decode()


def test_looking_changes_nothing(desk, given):
    wanted, amina = given("amina"), desk("amina")
    before = LogHead.objects.get().size

    for name, (methods, roles) in TABLE.items():
        if "GET" in methods and "coordinator" in roles:
            amina.get(name, *arguments(name, wanted))

    assert LogHead.objects.get().size == before


def test_small_forms_lead_back_to_the_desk_and_nowhere_else(desk):
    amina = desk("amina")

    for back in ("https://elsewhere.example/", "//elsewhere.example/desk/", "/desk/..//x", "/en/"):
        response = amina.post("setting", name="theme", value="dark", back=back)
        assert response["Location"] == "/desk/"
    response = amina.post("setting", name="theme", value="dark", back="/desk/keys/")
    assert response["Location"] == "/desk/keys/"
