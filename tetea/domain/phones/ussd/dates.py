"""A day typed on a keypad: DDMM, DDMMYYYY, or the day first and then the month."""

import datetime as dt
from dataclasses import replace

from tetea.domain.phones.ussd.talk import Talk
from tetea.domain.phones.ussd.world import World, say

DAY_AND_MONTH, WITH_YEAR, LONGEST_DAY = 4, 8, 2
LAST_DAY = 31


def ask(talk: Talk, world: World) -> str:
    """Return what to type; after the day alone, what to type next."""
    if talk.spot.typed:
        return say(talk, "month", day=talk.spot.typed)
    return say(talk, "date", today=world.today.strftime("%d%m"))


def read(talk: Talk, key: str, world: World) -> Talk | None:
    """Return the session with a whole day, an ISO date, in `typed`, or with the day of it alone.

    None when it is no day. Without a year it is the last such day that is not in the future. A
    phone's `*` splits what is typed, so day and month may come one after the other.
    """
    digits = "".join(one for one in key if one.isdecimal())
    if not digits or digits != key.translate(_DROPPED):
        return None
    if talk.spot.typed and len(digits) <= LONGEST_DAY:
        digits = talk.spot.typed + digits.zfill(LONGEST_DAY)
    if len(digits) <= LONGEST_DAY:
        day = int(digits)
        if not 1 <= day <= LAST_DAY:
            return None
        return talk.jump(replace(talk.spot, typed=f"{day:0{LONGEST_DAY}}"))
    found = _day(digits, world.today)
    return None if found is None else talk.stay(typed=found.isoformat())


def is_whole(talk: Talk) -> bool:
    """Whether a whole day stands there."""
    return len(talk.spot.typed) > LONGEST_DAY


_DROPPED = dict.fromkeys(map(ord, " .-/"))


def _day(digits: str, today: dt.date) -> dt.date | None:
    if len(digits) not in {DAY_AND_MONTH, WITH_YEAR}:
        return None
    day, month = int(digits[:2]), int(digits[2:4])
    years = [int(digits[4:])] if len(digits) == WITH_YEAR else _years(today)
    for year in years:
        try:
            found = dt.date(year, month, day)
        except ValueError:
            continue
        if found <= today or len(digits) == WITH_YEAR:
            return found
    return None


def _years(today: dt.date) -> list[int]:
    # Eight years back there is a 29 February in any case.
    return list(range(today.year, today.year - 9, -1))
