"""What the register counts of a case: sealed for it whenever something that counts has changed.

Only after somebody coded the case, and only while whoever reported lets it be counted. The random
id of the contribution stands inside the sealed case and nowhere else.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from tetea.domain import moment
from tetea.domain.cases.models import Case
from tetea.domain.figures import slips
from tetea.domain.keyring.holder import Holder
from tetea.domain.reports import facets as coded_facts
from tetea.domain.reports import lent, questionnaire, recalls
from tetea.domain.reports.models import Report
from tetea.domain.reports.work import opening
from tetea.domain.reports.work.reach import Story
from tetea.kernel.casework import consents
from tetea.kernel.casework.file import CaseFile
from tetea.kernel.register import coding
from tetea.kernel.register.contribution import ID_BYTES, Contribution

STATS, MEDIA = "stats", "media"
# In the body of the case: id of the contribution, its number, and a digest of what was last given.
REGISTER = "register"
STATES = {"": "once", coding.SAME: "twice", coding.DIFFERS: "differs"}
VOCABULARIES = ("acts", "aggressors", "population")


class Now(Protocol):
    """An opened case, as far as counting needs it."""

    @property
    def holder(self) -> Holder: ...
    @property
    def report(self) -> Report: ...
    @property
    def case(self) -> Case: ...
    @property
    def story(self) -> Story: ...
    @property
    def file(self) -> CaseFile: ...
    @property
    def joined(self) -> tuple[object, ...]: ...
    def body(self) -> dict[str, object]: ...
    def put_body(self, body: Mapping[str, object]) -> None: ...


def may_count(now: Now) -> bool:
    """Whether she lets it be counted, as her consent stands at this moment.

    What was joined to another case is counted there.
    """
    last = now.file.last_word
    if last is not None and last.fields.get("outcome") == coded_facts.MERGED:
        return False
    return stands(now, STATS)


def stands(now: Now, consent: str) -> bool:
    """Whether she has given this consent, as it stands at this moment."""
    signed = opening.read_report(now.holder, now.report.id).consents.signed
    found = consents.standing(signed, now.file.lines).get(consent)
    return found is not None and found.given


def refresh(now: Now) -> None:
    """Give the register what has changed, or take out what may no longer be counted or told.

    Inside a transaction, with the report locked. Nothing happens to a case that nobody coded.
    """
    if lent.is_there(now.report) and not stands(now, MEDIA):
        lent.take_back(now.report)
    body = now.body()
    known = body.get(REGISTER)
    found = coding.coded(now.file.lines)
    if found is None or not may_count(now):
        if isinstance(known, dict):
            _take_out(now, body, str(known["id"]))
        return
    fresh: dict[str, object] = {"id": secrets.token_hex(ID_BYTES), "number": 0}
    register = known if isinstance(known, dict) else fresh
    new = _contribution(now, found, str(register["id"]), int(str(register["number"])) + 1)
    digest = hashlib.sha256(json.dumps(new.content(), sort_keys=True).encode()).hexdigest()
    if register.get("digest") == digest:
        return
    slips.put(now.holder.organisation, new)
    if not isinstance(known, dict):
        recall = slips.recall(now.holder.organisation, new.id)
        recalls.keep(now.report, recall)
    now.put_body({**body, REGISTER: {"id": new.id.hex(), "number": new.number, "digest": digest}})


def state_of(file: CaseFile) -> str:
    """Return how a case is coded: "", "once", "twice", or "differs"."""
    found = coding.coded(file.lines)
    if found is None:
        return ""
    return STATES[found.agreement]


def vocabulary() -> str:
    """Return a short name of the word lists as they are now; another one means: code again."""
    sheet = questionnaire.current()
    words = [[choice.name for choice in sheet[name].choices] for name in VOCABULARIES]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:8]


def _take_out(now: Now, body: dict[str, object], contribution_id: str) -> None:
    slips.drop(now.holder.organisation, bytes.fromhex(contribution_id))
    recalls.forget(now.report)
    now.put_body({name: value for name, value in body.items() if name != REGISTER})


def _contribution(now: Now, found: coding.Coded, contribution_id: str, number: int) -> Contribution:
    received = coded_facts.from_minutes(now.story.received // coded_facts.MINUTE)
    words, spans = coding.progress(now.file, received, moment.now())
    # Days of an open case pass without anything having changed: they are counted when it is read.
    spans["followed"] = spans["followed"] if words.get("outcome") else -1
    made = Contribution(
        id=bytes.fromhex(contribution_id),
        number=number,
        month=coding.month_of(received),
        acts=found.coding.acts,
        words={**found.coding.words, **words},
        spans=spans,
        reports=1 + len(now.joined),
    )
    more = {"coded_with": str(found.first.fields.get(coding.WITH, "")), "second": found.agreement}
    return replace(made, words={**made.words, **{k: v for k, v in more.items() if v}})
