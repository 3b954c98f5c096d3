"""Kannel: SMS through the organisation's own modem or a line to an operator (SMPP).

Kannel runs on our machine, with the configuration in data/kannel: it keeps messages in memory only
and writes no log. The operator of the line sees every number and text, as with any SMS. Kannel has
no account and no balance; what a message costs stands on the operator's bill.

Sending is a POST whose numbers, words and password stand in headers and body, never in an address
(Kannel 1.4.5, `sendsms`, X-Kannel headers).
"""

import http.client
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlencode, urlsplit

from tetea.kernel.dialogue.gsm7 import gsm7_length
from tetea.kernel.phone.messages import DeliveryReport, Fate, IncomingSms, Part
from tetea.kernel.sending import Accepted, Balance, NotSent, Text

PROVIDER = "kannel"
# Kannel answers when its own queue has the message, within milliseconds.
SECONDS = 5.0
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
NUMBER = re.compile(r"\+[0-9]{7,15}", re.ASCII)

GSM7, UCS2 = "0", "2"
UTF16 = {"UTF-16BE", "UTF-16", "UCS-2", "ISO-10646-UCS-2"}
# Bits of Kannel's delivery reports. We ask for those that decide: a waiting one tells nothing new.
DELIVERED, FAILED, REFUSED = 1, 2, 16
DECIDING = DELIVERED | FAILED | REFUSED
FATES = {
    str(DELIVERED): (Fate.DELIVERED, ""),
    str(FAILED): (Fate.FAILED, "failed"),
    str(REFUSED): (Fate.FAILED, "refused"),
}
# 3GPP TS 23.040, 9.2.3.24.1 and 9.2.3.24.8: a part of a long message, reference of 8 or 16 bits.
CONCATENATED = {0x00: 1, 0x08: 2}


# ---- what comes in ----------------------------------------------------------------------------


def read_query(query: str) -> dict[str, str]:
    """Return the fields of Kannel's address, one character for each byte.

    Kannel puts bytes there that are no text (the header of a part, UCS-2 where it is not told to
    recode). Read as UTF-8 they would be lost; `read_sms` needs them as they came.
    """
    return dict(parse_qsl(query, keep_blank_values=True, encoding="latin-1"))


def read_sms(fields: Mapping[str, str]) -> IncomingSms:
    """Return an SMS that came in, from `read_query` or from text decoded before. Never raises."""
    return IncomingSms(
        provider=PROVIDER,
        id=fields.get("id", ""),
        number=fields.get("from", ""),
        to=fields.get("to", ""),
        text=_words(fields).replace("\0", ""),  # PostgreSQL and screens do not take it.
        part=_part(_udh(fields.get("udh", ""))),
    )


def read_status(fields: Mapping[str, str]) -> DeliveryReport:
    """Return a delivery report: `id` is the reference that we gave. Never raises."""
    fate, reason = FATES.get(fields.get("state", "").strip(), (Fate.ON_ITS_WAY, ""))
    return DeliveryReport(provider=PROVIDER, id=fields.get("id", ""), fate=fate, reason=reason)


def _words(fields: Mapping[str, str]) -> str:
    text, charset = fields.get("text", ""), fields.get("charset", "").strip().upper()
    try:
        raw = text.encode("latin-1")
    except UnicodeEncodeError:
        return text  # Whoever took the post has decoded it already.
    is_ucs2 = fields.get("coding", "").strip() == UCS2
    if charset in UTF16 or (is_ucs2 and not charset and b"\0" in raw):
        return raw.decode("utf-16-be", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return text


def _udh(given: str) -> bytes:
    """The user data header as bytes: Kannel sends it raw, others in hexadecimal digits."""
    try:
        header = bytes.fromhex(given)
    except ValueError:
        header = b""
    if header and header[0] == len(header) - 1:
        return header
    return given.encode("latin-1", "replace")


def _part(udh: bytes) -> Part | None:
    place = 1
    while place + 1 < len(udh):
        kind, size = udh[place], udh[place + 1]
        data = udh[place + 2 : place + 2 + size]
        width = CONCATENATED.get(kind)
        if width is not None and len(data) == size == width + 2:
            total, number = data[width], data[width + 1]
            is_one_of_many = total > 1 and 1 <= number <= total
            return Part(data[:width].hex(), number, total) if is_one_of_many else None
        place += 2 + size
    return None


# ---- what goes out ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Line:
    host: str
    port: int | None
    username: str = field(repr=False)
    password: str = field(repr=False)
    sender: str
    reports_to: str = field(repr=False)


def asking_for_reports(url: str, callback: str) -> str:
    """Return the address with where delivery reports shall go; unchanged where it says dlr=0.

    `callback` is our own address that ends in /kannel/status. It holds the gateways' secret, so
    that the result belongs into no log either.
    """
    parts = urlsplit(url)
    kept = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if kept.get("dlr") == "0":
        return url
    return parts._replace(query=urlencode(kept | {"dlr": callback})).geturl()


def send(text: Text, url: str, *, seconds: float = SECONDS) -> Accepted:
    """Hand one SMS to Kannel; the id of what it took is our own reference. Raises NotSent.

    `url` is kannel://USER:PASSWORD@host:13013?from=22384, see `asking_for_reports`. A silence after
    the message went out is `unclear`; a Kannel that was never reached is not.
    """
    if not NUMBER.fullmatch(text.number):
        raise NotSent(permanent=True, reason="wrong-number")
    line = _line(url)
    headers, body = _message(text, line)
    connection = _connect(line, seconds)
    try:
        connection.request("POST", "/cgi-bin/sendsms", body, headers)
        with connection.getresponse() as answer:
            status = answer.status
    except (OSError, http.client.HTTPException):
        raise NotSent(unclear=True, reason="no-answer") from None
    except ValueError:
        # A header that HTTP cannot carry; its message would repeat the secret.
        raise NotSent(reason="wrong-settings") from None
    finally:
        connection.close()
    _check(status)
    return Accepted(provider_id=text.reference)


def balance(url: str) -> Balance | None:  # noqa: ARG001  # the same names in every gateway
    """Return None: Kannel has no account."""
    return None


def _message(text: Text, line: _Line) -> tuple[dict[str, str], bytes]:
    fits_gsm7 = gsm7_length(text.text) is not None
    coding, charset = (GSM7, "utf-8") if fits_gsm7 else (UCS2, "utf-16-be")
    named = {GSM7: "UTF-8", UCS2: "UTF-16BE"}[coding]
    headers = {
        "Content-Type": f"text/plain; charset={named}",
        "X-Kannel-Username": line.username,
        "X-Kannel-Password": line.password,
        "X-Kannel-From": line.sender,
        "X-Kannel-To": text.number,
        "X-Kannel-Coding": coding,
    }
    if line.reports_to and text.reference:
        headers["X-Kannel-DLR-Mask"] = str(DECIDING)
        headers["X-Kannel-DLR-Url"] = _report_address(line.reports_to, text.reference)
    return headers, text.text.encode(charset, "replace")


def _report_address(callback: str, reference: str) -> str:
    """Kannel fills %d with the state; every other per cent sign has to be doubled for it."""
    address = f"{callback}?{urlencode({'id': reference}, quote_via=quote)}"
    return address.replace("%", "%%") + "&state=%d"


def _line(url: str) -> _Line:
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    callback = query.get("dlr", "")
    return _Line(
        host=parts.hostname or "",
        port=parts.port,
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=query.get("from", ""),
        reports_to=callback if callback.startswith(("http://", "https://")) else "",
    )


def _connect(line: _Line, seconds: float) -> http.client.HTTPConnection:
    """Open the connection apart from the request: until it stands, nothing can have been sent."""
    connection: http.client.HTTPConnection
    if line.host in LOOPBACK:
        connection = http.client.HTTPConnection(line.host, line.port, timeout=seconds)
    else:
        connection = http.client.HTTPSConnection(
            line.host, line.port, timeout=seconds, context=_trust()
        )
    try:
        connection.connect()
    except OSError:
        connection.close()
        raise NotSent(reason="unreachable") from None
    return connection


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _check(status: int) -> None:
    """Let 200 and 202 pass (sent, queued); raise NotSent for everything else."""
    match status:
        case 200 | 202:
            return
        case 401 | 403:
            # Not permanent: the message can still go when somebody has put the password right.
            raise NotSent(reason="wrong-key")
        case 400:
            raise NotSent(permanent=True, reason="refused")
        case 502 | 504:
            raise NotSent(unclear=True, reason="no-answer")
        case _ if status >= http.client.INTERNAL_SERVER_ERROR:
            raise NotSent(reason="provider-fault")
    raise NotSent(reason="wrong-address")
