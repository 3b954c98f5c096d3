"""A life by phone through the real doors, with marked words on every path, left where it stands."""

from typing import Any

from django.db import OperationalError, connection
from django.test import Client

from tests.doors.phone.handset import FORM, Handset, fields_of, path
from tetea.domain.people.models import Organisation

# Digits that stand nowhere else.
NUMBERS = ("+254790183746", "+254790265938", "+254790372645", "+254790461827")


def live_by_phone(ours: Organisation, mark: str) -> dict[str, Any]:
    """Report by menu and SMS, come back, write, send TOKEN and STOP, and lose the database."""
    client = Client(SERVER_NAME="127.0.0.1")
    menu, sms, parts, lost = (Handset(client, number) for number in NUMBERS)
    call = menu.dial()
    call.session = f"ATUid_{mark}"
    call.press("2", "2")
    token = call.token
    call.press("2", "1", "1", "2", "1")
    back = sms.dial()
    back.press("4", token, "2", f"{mark}bymenu")
    for words in (f"Jana {mark}sms", "2", "1", "2", "TOKEN", f"{mark}more"):
        assert sms.text(words, f"{mark}id{words}") == 200
    assert sms.text(f"Leo {mark}twice", f"{mark}idTOKEN") == 200
    _write_in_parts(client, parts.number, mark)
    assert parts.text("STOP") == 200
    events = {
        "sms_status": {"id": f"{mark}id", "status": "Success"},
        "ussd_end": {"sessionId": mark, "input": f"2*{mark}"},
        "voice": {"callerNumber": lost.number, "sessionId": mark},
    }
    for name, fields in events.items():
        assert client.post(path(name), fields_of(fields), FORM).status_code == 200
    with connection.execute_wrapper(_away):
        assert lost.text(f"Tena {mark}spooled", f"{mark}idspooled") == 200
        assert lost.dial().post("2*2*2*1").startswith("END ")
    return {"phones": list(NUMBERS), "phone_token": token}


def _write_in_parts(client: Client, number: str, mark: str) -> None:
    for at in (1, 2):
        query = fields_of({"from": number, "id": f"{mark}k{at}", "text": f"{mark}part{at} "})
        udh = f"%05%00%03%C3%03%{at:02}"
        client.get(f"{path('kannel_sms')}?{query}&to=22384&coding=0&charset=UTF-8&udh={udh}")


def _away(*_given: object) -> None:
    raise OperationalError("away")
