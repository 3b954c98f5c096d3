"""What fits on a phone's screen and in one message: the GSM 7-bit alphabet.

Source: 3GPP TS 23.038 section 6.2.1, default alphabet and its extension table.
"""

SHORT_LIMIT = 130  # of a 140-character screen, so that "0 back" and the page mark still fit

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
_ALL = _BASIC | _EXTENDED


def gsm7_length(text: str) -> int | None:
    """Septets that the text takes, or None when one character forces the dearer alphabet."""
    if not _ALL.issuperset(text):
        return None
    if _EXTENDED.isdisjoint(text):
        return len(text)
    return len(text) + sum(character in _EXTENDED for character in text)


def fits_a_phone(text: str, limit: int = SHORT_LIMIT) -> bool:
    """Whether the text can stand on a phone screen or in a message of ``limit`` septets."""
    length = gsm7_length(text)
    return length is not None and length <= limit
