"""The demo's phone: there in a demo, on this machine, and nowhere else."""

import dataclasses

import pytest
from django.test import Client

from tetea import settings
from tetea.domain.demo import inbox
from tetea.domain.keyring import secretfile
from tetea.gateways import memory
from tetea.kernel.sending import Text

PAGE, TEXTS = "/en/phone/", "/en/phone/texts/"
ZEBAKI, OTHER = "+254700000001", "+254700000002"


def get(path=PAGE):
    return Client(HTTP_HOST="127.0.0.1").get(path)


def is_there() -> bool:
    answer, link = get(), PAGE.encode() in get("/en/").content
    texts = Client(HTTP_HOST="127.0.0.1").post(TEXTS, {"number": ZEBAKI})
    told: set[bool] = {answer.status_code == 200, texts.status_code == 200, link}
    assert len(told) == 1, "page, texts and link stand and fall together"
    knows_it = secretfile.read().gateway_secret in answer.content.decode()
    assert told == {knows_it}
    return told.pop()


def test_a_demo_has_a_phone_that_knows_the_real_gateway_addresses(demo):
    answer = get()

    assert answer.status_code == 200
    for path in ("africastalking/ussd", "africastalking/ussd/end", "africastalking/sms"):
        assert f'"/gateways/{secretfile.read().gateway_secret}/{path}"' in answer.content.decode()
    assert is_there()


def test_a_folder_that_is_not_marked_has_no_phone(organisation):
    assert not is_there()


def test_an_organisation_that_is_no_demo_has_no_phone_even_in_a_marked_folder(demo):
    demo.is_demo = False
    demo.save()

    assert not is_there()


def test_a_demo_that_is_put_on_the_internet_has_no_phone(demo, monkeypatch):
    public = dataclasses.replace(settings.ENVIRONMENT, base_url="https://demo.example.org")
    monkeypatch.setattr(settings, "ENVIRONMENT", public)

    assert not is_there()


def test_a_browser_that_asks_by_another_name_gets_no_phone(demo, monkeypatch):
    monkeypatch.setattr("django.conf.settings.ALLOWED_HOSTS", ["*"])
    answer = Client(HTTP_HOST="demo.example.org").get(PAGE)

    assert answer.status_code == 404


@pytest.mark.parametrize(("path", "word"), [("/en/phone/", "Call"), ("/sw/phone/", "Piga")])
def test_the_phone_speaks_both_languages(demo, path, word):
    assert word in get(path).content.decode()


def test_only_this_page_may_run_its_script_and_only_where_it_exists(demo):
    assert "script-src 'self'" in get().headers["Content-Security-Policy"]
    assert "script-src" not in get("/en/").headers["Content-Security-Policy"]

    demo.is_demo = False
    demo.save()
    assert "script-src" not in get().headers["Content-Security-Policy"]


def test_a_phone_sees_the_texts_to_its_own_number(text_to):
    text_to(ZEBAKI, "We have it.")
    text_to(OTHER, "Something is waiting for you.")

    answer = Client(HTTP_HOST="127.0.0.1").post(TEXTS, {"number": ZEBAKI})

    assert [one["text"] for one in answer.json()["texts"]] == ["We have it."]


def test_half_a_line_is_no_text_yet(text_to):
    text_to(ZEBAKI, "We have it.")
    with inbox.path().open("a") as file:
        file.write('{"number": "+2547000000')

    assert [one.text for one in inbox.texts_to(ZEBAKI)] == ["We have it."]


def test_a_number_stands_in_no_address(demo):
    assert get(f"{TEXTS}?number=%2B254700000001").status_code == 405


def test_what_the_demo_would_send_is_kept_for_its_phone(demo):
    inbox.keep_texts()
    memory.send(Text(ZEBAKI, "We have it."))
    kept = inbox.texts_to(ZEBAKI)
    inbox.path().unlink()
    memory.keep_in(None)

    assert [one.text for one in kept] == ["We have it."]


def test_what_a_real_organisation_would_send_is_kept_nowhere(organisation):
    inbox.keep_texts()
    memory.send(Text(ZEBAKI, "We have it."))

    from tetea.domain.keyring import runtime

    assert not (runtime.folder() / inbox.FILE).exists()
