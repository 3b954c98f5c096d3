"""Where contact with her stands, in words: the next promise, silence, and what is safe."""

import datetime as dt
from dataclasses import dataclass, field

from tetea.domain.cases.work import OpenCase
from tetea.domain.directory.silence import silence_rule
from tetea.domain.reports.models import State
from tetea.domain.reports.work.opening import OpenReport
from tetea.doors.desk.show import answers, due
from tetea.doors.desk.show.due import Due
from tetea.doors.desk.show.rows import Reader

DAY = dt.timedelta(days=1)
SAFE = ("contact_way", "contact_hours")


@dataclass(frozen=True)
class Shown:
    """The box about staying in touch. `level` is set, unset, late or silent."""

    level: str
    heard: dt.datetime
    days: int
    tries: int
    is_enough: bool
    next_at: dt.datetime | None
    due: Due | None
    safe: str = field(repr=False)


def of(opened: OpenReport, case: OpenCase | None, reader: Reader) -> Shown | None:
    """Return the box of an open case; None for what is no case or closed."""
    if case is None or opened.report.state != State.OPEN:
        return None
    touch = case.touch
    rules = answers.answers(opened.story, opened.contact, SAFE, reader.lang)
    return Shown(
        level=touch.level(reader.now),
        heard=touch.heard,
        days=(reader.now - touch.heard) // DAY,
        tries=touch.tries,
        is_enough=touch.tries >= silence_rule().tries,
        next_at=touch.next_at,
        due=due.of_step("", touch.next_at, reader.now) if touch.next_at else None,
        safe="; ".join(one.text for one in rules),
    )
