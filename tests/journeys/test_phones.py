"""Whole stories from a phone that cannot open a page: by menu on a bad line, by SMS, in one SMS."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser import chrome
from tests.browser.colleague import Colleague
from tests.live.kannel import Kannel
from tests.live.phone import Handset, gateway_url
from tests.live.server import Live

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ANSWER = "Twende hospitali leo jioni, PEP ni bure. Nitakungoja mlangoni saa kumi."


def test_in_busia_she_tells_it_by_menu_on_a_line_that_drops_and_reads_the_answer(
    live, colleague, new_at
):
    amina, rose = colleague("amina"), colleague("rose")
    new = new_at(amina)
    her = Handset(live, "+254700000201")

    first = her.dial()
    first.press("9", "2", "2")  # Kiswahili; report; not in danger.
    token = first.token
    first.press("2", "14")  # Nobody from here; forced sex, and money. Then the line drops.
    second = her.dial()
    second.press("9", "2", "1")
    assert token not in second.screen.replace(" ", "")
    second.press("13", "1", "2", "1")  # Forced sex, condom; not paid; the police; today. Dropped.
    third = her.dial()
    third.press("9", "2", "1", "1", "8", "3")  # Busia; PEP.
    assert third.press("3").startswith("END ")

    report_id = new()
    expect(amina.row(report_id)).to_be_visible()
    amina.open(report_id)
    told = amina.page.inner_text("main")
    assert "PEP" in told
    amina.give_to("rose")
    rose.open(report_id)
    rose.answer(ANSWER)

    back = her.dial()
    back.press("9", "4", token[:10], token[10:])
    read = back.press("1")
    while "9 Zaidi" in back.screen:
        read += back.press("9")
    assert "mlangoni" in read
    back.press("00", "9", "9", "4", token, "2")
    assert back.press("Nakuja*saa kumi").startswith("END ")

    rose.look_at(report_id)
    assert "Nakuja*saa kumi" in rose.page.inner_text("main")


def test_three_arrested_women_in_one_sms_stand_in_the_queue_of_now_at_once(live, colleague, new_at):
    amina = colleague("amina")
    new = new_at(amina, "now")

    Handset(live, "+254700000202").text(
        "Tumekamatwa watatu hotelini Kisumu, tuko Central. Hakuna charge. They force HIV test. SOS"
    )

    report_id = new()
    amina.open(report_id)
    assert "They force HIV test" in amina.page.inner_text("main")


@pytest.fixture(scope="module")
def by_kannel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Live, Kannel]]:
    """Survivors with a modem of their own: texts come and go by a real Kannel."""
    folder = tmp_path_factory.mktemp("by-kannel")
    installation = Live(folder)
    installation.script("found")
    kannel = Kannel(folder, gateway_url(installation, "kannel_sms").removesuffix("/sms"))
    installation.env["TETEA_SMS_URL"] = f"{kannel.url}&dlr=1"
    with kannel:
        installation.start()
        yield installation, kannel
        installation.remove()


def test_in_kisumu_he_writes_in_two_languages_and_is_told_that_an_answer_waits(by_kannel, browser):
    live, kannel = by_kannel
    his, number = Handset(live, "+254700000203"), "+254700000203"

    def answered(count: int) -> str:
        return str(kannel.phones_got(count)[count - 1].text)

    kannel.phone_sends(
        number, "22384", "Jamaa ananiblackmail, anasema atatuma picha kwa familia. I need help."
    )
    assert re.search("1 (yes|ndiyo)", answered(1))
    kannel.phone_sends(number, "22384", "2")
    assert "SMS" in answered(2)
    kannel.phone_sends(number, "22384", "1")
    assert "06" in answered(3) or "asubuhi" in answered(3)
    kannel.phone_sends(number, "22384", "6")
    answered(4)

    with chrome.computer(browser) as page:
        amina = Colleague(page, live.url, "amina")
        amina.sign_in()
        [report_id] = amina.queue("waiting")
        amina.open(report_id)
        assert "atatuma picha" in page.inner_text("main")
        amina.answer("Usilipe chochote. Tunaweza kuongea kesho saa nne.")

    assert answered(5) in {"Una jibu.", "You have a reply."}
    kannel.phone_sends(number, "22384", "TOKEN")
    token = re.sub(r"\D", "", answered(6))[:20]
    call = his.dial()
    call.press("4", token)
    assert "Usilipe" in call.press("1")
    kannel.wait_until_idle()
    at_rest = kannel.bytes_at_rest() | live.bytes_at_rest()
    for word in (b"blackmail", b"Usilipe", b"0700000203", token.encode()):
        assert [name for name, content in at_rest.items() if word in content] == []
