"""Addresses and words from outside: not to be guessed, and inert wherever they are shown."""

import pytest
from django.test import Client

from tests.conftest import passphrase
from tetea.domain.reports.work import opening
from tetea.domain.rows import new_id, raw_id

INERT = "{{ 7*7 }} {% debug %} ${7*7} \x1b[31m"


@pytest.fixture
def desk(organisation):
    client = Client()
    client.post("/desk/", {"username": "amina", "passphrase": passphrase("amina"), "code": ""})
    return client


def test_t32_ids_are_128_random_bits_and_never_count_up():
    ids = [new_id() for _ in range(20_000)]

    assert len(set(ids)) == len(ids)
    assert {len(raw_id(one)) for one in ids[:100]} == {16}
    assert sorted(ids) != ids
    # Each of the 128 bits is set about half of the time: none of them is a counter or a clock.
    ones = [sum(int.from_bytes(raw_id(one)) >> bit & 1 for one in ids) for bit in range(128)]
    assert min(ones) > 9_000
    assert max(ones) < 11_000


def test_t32_guessed_addresses_hit_nothing_and_answer_alike(desk, report, report_id):
    report_id(report())

    answers = {desk.get(f"/desk/reports/{new_id()}/").status_code for _ in range(200)}

    assert answers == {404}


def test_t38_what_looks_like_a_template_stays_what_she_wrote(desk, report, report_id):
    wanted = report_id(report(story=INERT))
    desk.post(f"/desk/reports/{wanted}/open/")
    page = desk.get(f"/desk/reports/{wanted}/").content.decode()

    assert "{{ 7*7 }}" in page
    assert "{% debug %}" in page
    assert ">49<" not in page


def test_t38_line_breaks_in_what_is_sent_reach_no_header(organisation):
    client = Client()
    for address, data in (
        ("/en/token/", {"token": "1\r\nSet-Cookie: a=b"}),
        ("/en/", {"go": "next\r\nX-Evil: 1", "q": "danger\r\nX-Evil: 1"}),
        ("/leave", {"d": "x\r\nLocation: //evil", "k": "y"}),
    ):
        answer = client.post(address, data)

        assert answer.status_code < 500
        assert not [value for value in answer.headers.values() if "\r" in value or "\n" in value]
        assert "X-Evil" not in answer.headers
        assert "evil" not in answer.headers.get("Location", "")


def test_t42_a_foreign_host_name_changes_no_answer(organisation):
    assert Client().get("/en/", headers={"host": "evil.example"}).status_code == 400


def test_t38_an_escape_sequence_survives_sealing_and_harms_no_log(
    sign_in, report, report_id, caplog
):
    wanted = report_id(report(story=INERT))

    opened = opening.open_report(sign_in("amina"), wanted)

    assert opened.story.answers["story"] == INERT
    assert "\x1b" not in caplog.text
