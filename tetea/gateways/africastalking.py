"""Africa's Talking: USSD and SMS over its HTTP interface, for a code or short code rented there.

The provider sees and keeps every number and every text both ways, and the networks behind it do
too: what we send is content-free, and the guide says how to shorten its archive. Nothing of it is
logged here. The standard library's client, because it writes no address into any log.
"""

import http.client
import json
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from tetea.kernel.phone.messages import DeliveryReport, Fate, IncomingSms, UssdEnd, UssdHop
from tetea.kernel.sending import Accepted, Balance, NotSent, Text

PROVIDER = "africastalking"
# An answer takes well under a second; urgent messages behind this one must not wait for more.
SECONDS = 5.0
MOST_BYTES = 64 * 1024
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# One number: the provider would take a comma for the beginning of the next receiver.
NUMBER = re.compile(r"\+[0-9]{7,15}", re.ASCII)

# What the provider says of one recipient, its own name for it, and our word [domain 4.2].
SENT = {100, 101, 102}
REFUSALS = (
    (401, "RiskHold", "held-by-provider"),
    (402, "InvalidSenderId", "wrong-sender"),
    (403, "InvalidPhoneNumber", "wrong-number"),
    (404, "UnsupportedNumberType", "unsupported-number"),
    (405, "InsufficientBalance", "no-money"),
    (406, "UserInBlacklist", "blocked-by-receiver"),
    (407, "CouldNotRoute", "no-route"),
    (409, "DoNotDisturbRejection", "do-not-disturb"),
    (500, "InternalServerError", "provider-fault"),
    (501, "GatewayError", "provider-fault"),
    (502, "RejectedByGateway", "refused-by-network"),
)
REASONS = {code: reason for code, _, reason in REFUSALS}
CODES = {name: code for code, name, _ in REFUSALS}
NO_MONEY = 405
# Only after these can the same message go later: when there is money again, or the fault is over.
WORTH_TRYING_AGAIN = {NO_MONEY, 500, 501}

FATES = {
    "Success": Fate.DELIVERED,
    "Failed": Fate.FAILED,
    "Rejected": Fate.FAILED,
    "Expired": Fate.FAILED,
    "AbsentSubscriber": Fate.FAILED,
}
FAILURES = {
    *("InsufficientCredit", "InvalidLinkId", "UserIsInactive", "UserInBlackList"),
    *("UserAccountSuspended", "NotNetworkSubcriber", "UserNotSubscribedToProduct"),
    *("UserDoesNotExist", "DeliveryFailure", "Rejected", "Expired", "AbsentSubscriber"),
}
# As the provider knows networks: 63902 Safaricom, 63903 Airtel, 63907 Telkom, 99999 sandbox.
NETWORK = re.compile(r"[0-9]{5,6}", re.ASCII)
MONEY = re.compile(r"([A-Z]{3}) ?(-?[0-9]{1,9}(?:\.[0-9]{1,9})?)", re.ASCII)


# ---- what comes in ----------------------------------------------------------------------------


def read_sms(fields: Mapping[str, str]) -> IncomingSms:
    """Return an SMS that came in. Never raises; what is missing is empty.

    The provider joins long messages itself, so that there is never a part.
    """
    return IncomingSms(
        provider=PROVIDER,
        id=fields.get("id", ""),
        number=fields.get("from", ""),
        to=fields.get("to", ""),
        text=fields.get("text", ""),
        network=_network(fields),
    )


def read_status(fields: Mapping[str, str]) -> DeliveryReport:
    """Return a delivery report. Never raises; a status that we do not know decides nothing."""
    status = fields.get("status", "")
    fate = FATES.get(status, Fate.ON_ITS_WAY)
    given = (fields.get("failureReason", ""), status)
    reason = next((word for word in given if word in FAILURES), "") if fate is Fate.FAILED else ""
    return DeliveryReport(provider=PROVIDER, id=fields.get("id", ""), fate=fate, reason=reason)


def read_ussd(fields: Mapping[str, str]) -> UssdHop:
    """Return one hop of a menu. Never raises; what is missing is empty."""
    return UssdHop(
        provider=PROVIDER,
        session=fields.get("sessionId", ""),
        number=fields.get("phoneNumber", ""),
        text=fields.get("text", ""),
        network=_network(fields),
    )


def read_ussd_end(fields: Mapping[str, str]) -> UssdEnd:
    """Return that a session is over. Never raises.

    The event repeats all that was typed and our last screen; neither is read.
    """
    return UssdEnd(
        provider=PROVIDER,
        session=fields.get("sessionId", ""),
        number=fields.get("phoneNumber", ""),
    )


def _network(fields: Mapping[str, str]) -> str:
    code = fields.get("networkCode", "")
    return code if NETWORK.fullmatch(code) else ""


# ---- what goes out ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Account:
    host: str
    port: int | None
    username: str = field(repr=False)
    key: str = field(repr=False)
    sender: str


def send(text: Text, url: str, *, seconds: float = SECONDS) -> Accepted:
    """Hand one SMS to the provider; return its id and what it cost. Raises NotSent.

    `url` is africastalking://USERNAME:KEY@host?from=22384. A silence after the message went out is
    `unclear`; a server that was never reached is not.
    """
    if not NUMBER.fullmatch(text.number):
        raise NotSent(permanent=True, reason="wrong-number")
    account = _account(url)
    form = {
        "username": account.username,
        "to": text.number,
        "message": text.text,
        "from": account.sender,
        "bulkSMSMode": "1",  # The organisation pays, never who receives.
    }
    body = urlencode(form, errors="replace")
    return _accepted(_ask(account, "/version1/messaging", body, seconds))


def balance(url: str, *, seconds: float = SECONDS) -> Balance:
    """Return what is left on the account; raise NotSent when that cannot be learned."""
    account = _account(url)
    path = "/version1/user?" + urlencode({"username": account.username})
    match _ask(account, path, None, seconds):
        # The provider's table and its example differ in this letter [domain 4.2].
        case {"UserData": {"balance": str(words)}} | {"userData": {"balance": str(words)}}:
            amount, currency = _money(words)
            if currency:
                return Balance(amount, currency)
    raise NotSent(reason="unreadable-answer")


def _account(url: str) -> _Account:
    parts = urlsplit(url)
    return _Account(
        host=parts.hostname or "",
        port=parts.port,
        username=unquote(parts.username or ""),
        key=unquote(parts.password or ""),
        sender=parse_qs(parts.query).get("from", [""])[0],
    )


def _ask(account: _Account, path: str, body: str | None, seconds: float) -> object:
    """Post the body, or get when there is none, and return the JSON of a good answer."""
    is_message = body is not None
    connection = _connect(account, seconds)
    headers = {"apiKey": account.key, "Accept": "application/json"}
    if is_message:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request("POST" if is_message else "GET", path, body, headers)
        with connection.getresponse() as answer:
            status, said = answer.status, answer.read(MOST_BYTES)
    except (OSError, http.client.HTTPException):
        raise NotSent(unclear=is_message, reason="no-answer") from None
    except ValueError:
        # A header that HTTP cannot carry; its message would repeat the secret.
        raise NotSent(reason="wrong-settings") from None
    finally:
        connection.close()
    _check(status, is_message=is_message)
    try:
        return json.loads(said)
    except (ValueError, RecursionError):
        raise NotSent(unclear=is_message, reason="unreadable-answer") from None


def _connect(account: _Account, seconds: float) -> http.client.HTTPConnection:
    """Open the connection apart from the request: until it stands, nothing can have been sent."""
    connection: http.client.HTTPConnection
    if account.host in LOOPBACK:
        connection = http.client.HTTPConnection(account.host, account.port, timeout=seconds)
    else:
        connection = http.client.HTTPSConnection(
            account.host, account.port, timeout=seconds, context=_trust()
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


def _check(status: int, *, is_message: bool) -> None:
    """Let 200 and 201 pass (both are used); raise NotSent for everything else."""
    match status:
        case 200 | 201:
            return
        case 401 | 403:
            # Not permanent: the message can still go when somebody has put the key right.
            raise NotSent(reason="wrong-key")
        case 429:
            raise NotSent(reason="too-many")
        case 502 | 504:
            # A proxy lost the answer of the server behind it, which may have sent the message.
            raise NotSent(unclear=is_message, reason="no-answer")
        case _ if status >= http.client.INTERNAL_SERVER_ERROR:
            raise NotSent(reason="provider-fault")
        case _ if status >= http.client.BAD_REQUEST:
            raise NotSent(permanent=True, reason="refused")
    raise NotSent(reason="wrong-address")


def _accepted(answer: object) -> Accepted:
    match answer:
        case {"SMSMessageData": {"Recipients": [{"statusCode": int(code)} as recipient, *_]}}:
            if code not in SENT:
                raise _refusal(code)
            amount, currency = _money(str(recipient.get("cost", "")))
            return Accepted(str(recipient.get("messageId", "")), amount, currency)
        case {"SMSMessageData": {"Recipients": [], "Message": str(name)}}:
            # A sender that is not ours, for instance, is refused before any recipient is looked at.
            raise _refusal(CODES.get(name, 0))
    raise NotSent(unclear=True, reason="unreadable-answer")


def _refusal(code: int) -> NotSent:
    return NotSent(
        permanent=code not in WORTH_TRYING_AGAIN,
        is_broke=code == NO_MONEY,
        reason=REASONS.get(code, "refused"),
    )


def _money(words: str) -> tuple[int, str]:
    """Read "KES 0.8000" as hundredths and currency; (0, "") when it is not an amount."""
    found = MONEY.fullmatch(words.strip())
    if not found:
        return 0, ""
    hundredths = (Decimal(found[2]) * 100).quantize(Decimal(1), ROUND_HALF_UP)
    return int(hundredths), found[1]
