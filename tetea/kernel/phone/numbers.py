"""Phone numbers in the one form that is compared, hashed and dialled: E.164."""

import re
from typing import Final

import phonenumbers

from tetea.kernel.phone.segments import plain

HOME: Final = "KE"

# Letters are refused before the library sees them: it would dial "0800 FLOWERS" and "ext. 5".
_DIALLED: Final = re.compile(r"[+\d\s().\-/]+")
# Most of the world dials 00 abroad, Kenya 000. But 006 and 007 lead from Kenya to its neighbours
# and from elsewhere to Asia and Russia: such a number is not known, so it is none.
_ABROAD: Final = re.compile(r"0{2,3}(?=[1-9])")
_AMBIGUOUS: Final = re.compile(r"00[67]")
# Longer than any number with all its spaces and brackets (E.164 has 15 digits).
_LONGEST: Final = 40
# Without "+", only this many digits can be a whole foreign number (a modem leaves the "+" out).
_SHORTEST_FOREIGN: Final = 11
# Mobile blocks are opened faster than any list of them is printed: 9 digits that begin with
# 7 or 1 are a Kenyan mobile number, listed or not.
_KENYAN_MOBILE: Final = re.compile(r"\+254[17]\d{8}")


def e164(text: str, region: str = HOME) -> str:
    """Return the number as "+" and digits, or "" when it is none that can be called or answered.

    Reads what people and providers write: 0712…, 254712…, +254 712 …, 00254…. Short codes, names
    in place of numbers and whatever can be read in two ways give "".
    """
    if _KENYAN_MOBILE.fullmatch(text):
        return text  # As a gateway writes it: nothing to look up.
    # Address books copy marks that show nothing, and dashes of every kind.
    text = plain(text[: 2 * _LONGEST]).strip()
    if len(text) > _LONGEST or not _DIALLED.fullmatch(text):
        return ""
    digits = re.sub(r"[^+\d]", "", text)
    if _AMBIGUOUS.match(digits):
        return ""
    digits = _ABROAD.sub("+", digits, count=1) if digits.startswith("00") else digits
    found = _valid(digits, region)
    if not found and len(digits) >= _SHORTEST_FOREIGN and digits[0] not in "+0":
        found = _valid(f"+{digits}", region)
    return found


def is_phone(address: str) -> bool:
    """Say whether an address of ours is a phone number in E.164 form, not an e-mail address."""
    return address.startswith("+") and address.isascii() and address[1:].isdigit()


def _valid(digits: str, region: str) -> str:
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return ""
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if phonenumbers.is_valid_number(number) or _KENYAN_MOBILE.fullmatch(written):
        return written
    return ""
