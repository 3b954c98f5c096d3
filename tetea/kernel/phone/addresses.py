"""Where the phone companies post: below the gateways' secret, one address per kind of callback."""

PATHS = {
    "ussd": "africastalking/ussd",
    "ussd_end": "africastalking/ussd/end",
    "sms": "africastalking/sms",
    "sms_status": "africastalking/sms/status",
    "voice": "africastalking/voice",
    "kannel_sms": "kannel/sms",
    "kannel_status": "kannel/status",
}


def gateway_addresses(secret: str) -> dict[str, str]:
    """Return the path of each callback by its name; whoever has such a path can post to us."""
    return {name: f"/gateways/{secret}/{path}" for name, path in PATHS.items()}
