"""T-36: whatever a reporter writes is words on the desk, never markup, script or address."""

from html.parser import HTMLParser

import pytest
from django.conf import settings

from tetea.domain.reports import intake, questionnaire, thread

OURS = {"/static/vendor/htmx.min.js", "/static/desk.js"}
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "</textarea></title><svg/onload=alert(1)>",
    "javascript:alert(1)//<a href=javascript:alert(1)>x</a>",
    "{{7777*7777}}{% debug %}${7777*7777}#{7777*7777}",
    "<div hx-get=/desk/lock/ hx-trigger=load>",
    "\u202e<b>gnp\u202c Ukatili wa \u0645\u0631\u062d\u0628\u0627 <i>",
    "a\r\nSet-Cookie: x=1\r\n\r\n<html>",
    "\x1b[31m<style>*{display:none}</style>",
)


class Reader(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self):
        super().__init__()
        self.scripts, self.handlers, self.odd = [], [], []

    def handle_starttag(self, tag, attrs):
        if tag == "script":
            self.scripts.append(dict(attrs).get("src"))
        if tag in {"img", "svg", "style", "iframe", "object", "b", "i", "base", "embed"}:
            self.odd.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "autofocus", "srcdoc", "hx-get"}:
                self.handlers.append((tag, name))
            if name in {"href", "src", "action"} and "javascript" in (value or "").lower():
                self.handlers.append((tag, value))


def _read(page):
    reader = Reader()
    reader.feed(page)
    return reader


def _texts():
    return [one.name for one in questionnaire.current().questions if one.type == "text"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_any_field_stays_words(desk, organisation, report_id, payload):
    answers = dict.fromkeys(_texts(), payload)
    answers |= {"danger": "no", "about_us": "no", "consent_contact": "yes", "contact_way": "sms"}
    answers |= {"county": payload, "acts": [payload], "aggressors": [payload], "gender": payload}
    sheet = questionnaire.current()
    received = intake.receive(organisation, intake.Submission(sheet, answers, "en", "web"))
    token = thread.open_token(organisation, received.token.digits)
    thread.say(token, payload)
    thread.change_contact(token, {"contact_word": payload})
    wanted, amina = report_id(received), desk("amina")

    amina.post("open", wanted)
    amina.post("case", wanted, step=payload, quick="week")
    amina.post("write", wanted, "ob_entry", line=payload, station=payload, hers="1")
    pages = {
        "list": amina.text("queue", "all"),
        "report": amina.text("report", wanted),
        "kept": amina.post("step", wanted, step=payload, quick="own", day=payload).content.decode(),
        "ready": amina.post("reply", wanted, reply=payload, insert="read").content.decode(),
        "log": amina.text("log"),
    }

    for name, page in pages.items():
        reader = _read(page)
        assert set(reader.scripts) == OURS, name
        assert reader.handlers == [], name
        assert reader.odd == [], name
    assert str(7777 * 7777) not in pages["report"]


def test_a_reporters_text_never_reaches_a_header(desk, organisation, report_id, report):
    wanted, amina = report_id(report(story="x\r\nX-Evil: 1")), desk("amina")
    amina.post("open", wanted)

    response = amina.get("report", wanted)

    assert "X-Evil" not in response.headers
    assert response["Cache-Control"] == "no-store"
    assert "unsafe" not in response["Content-Security-Policy"]


def test_no_template_of_the_desk_trusts_text_or_carries_script_or_style():
    folder = settings.ROOT / "doors/desk/templates"
    for path in folder.rglob("*.html"):
        text = path.read_text()
        assert "|safe" not in text, path.name
        assert "autoescape" not in text, path.name
        assert "<style" not in text, path.name
        assert " style=" not in text, path.name
        assert "<script>" not in text, path.name


def test_both_choices_of_light_have_the_colours_of_the_one_style_sheet():
    tokens = (settings.ROOT / "static/tetea.css").read_text()
    own = (settings.ROOT / "static/desk.css").read_text()
    light = _colours(tokens.split(":root{", 1)[1])
    dark = _colours(tokens.split("prefers-color-scheme:dark", 1)[1].split("{:root{", 1)[1])

    for name, wanted in (("light", light), ("dark", dark)):
        chosen = _colours(own.split(f"[data-theme={name}]{{", 1)[1])
        assert {**wanted, **chosen} == wanted
        assert set(dark) <= set(chosen)


def _colours(block):
    pairs = (part.split(":", 1) for part in block.split("}", 1)[0].split(";") if "--" in part)
    return {name.strip(): value.strip() for name, value in pairs}
