"""Sends by e-mail (SMTP, RFC 5321) to the server that TETEA_SMTP_URL names."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

from tetea.kernel.sending import Letter, NotSent

SECONDS = 20
PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
PERMANENT_FROM = 500


def send(letter: Letter, url: str) -> None:
    """Hand one letter to the mail server; raise NotSent.

    The address may say who sends: smtps://user:word@host:465?from=notes@example.org
    """
    parts = urlsplit(url)
    sender = parse_qs(parts.query).get("from", [unquote(parts.username or "notes@localhost")])[0]
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, letter.address, letter.subject
    message.set_content(letter.text)
    has_data_gone = False
    try:
        with _connect(url) as server:
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            has_data_gone = True
            server.send_message(message)
    except smtplib.SMTPResponseException as error:
        raise NotSent(permanent=error.smtp_code >= PERMANENT_FROM) from None
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise NotSent(permanent=all(code >= PERMANENT_FROM for code in codes)) from None
    except (OSError, smtplib.SMTPException):
        # After the data went out a silence may mean either; never send twice for that.
        raise NotSent(unclear=has_data_gone) from None


def _connect(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port or PORTS[parts.scheme]
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port, timeout=SECONDS)
    if parts.scheme == "smtp+starttls":
        server.starttls(context=ssl.create_default_context())
    return server
