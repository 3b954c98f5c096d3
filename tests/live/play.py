"""Play a whole life with marked words in every field of every path, and leave things open."""

import datetime as dt
import json
from typing import TYPE_CHECKING

from tests.live.inside import begin

if TYPE_CHECKING:
    from tetea.kernel.dialogue import Questionnaire, Value

# Long enough that no spelling of it is found by chance: four letters of base64 are.
MARK = "Zebakimwitu"


def main() -> None:
    begin()
    print(json.dumps(play()))


def play() -> dict[str, object]:
    from tests.conftest import passphrase
    from tests.live.forums import live_by_forum
    from tests.live.phones import live_by_phone
    from tetea.domain.cases import clocks, work
    from tetea.domain.keyring import unlock
    from tetea.domain.outbox import send
    from tetea.domain.outbox.models import Outgoing
    from tetea.domain.people.queries import organisation
    from tetea.domain.reports import drafts, intake, questionnaire, thread, visits
    from tetea.domain.reports.work import duties, items, opening, triage
    from tetea.kernel.crypto.registry import Kind
    from tetea.kernel.sending import Letter

    ours = organisation()
    sheet = questionnaire.current()
    answers = marked_answers(sheet)
    received = intake.receive(ours, intake.Submission(sheet, answers, "sw", "web"))
    visitor = thread.open_token(ours, received.token.digits)
    thread.say(visitor, f"{MARK}message")
    thread.change_contact(visitor, {"contact_number": f"{MARK}0712345678"})
    thread.change_consents(visitor, {"police": True})
    visit = visits.begin(visitor)

    def signed_in(name: str) -> unlock.SignedIn:
        return unlock.sign_in(ours, unlock.Credentials(name, passphrase(name)))

    amina, rose = signed_in("amina"), signed_in("rose")
    report_id = visitor.thread.report_id
    opening.open_report(amina.unlocked, report_id)
    items.reply(amina.unlocked, report_id, f"{MARK}reply")
    people = {name: one for one, name, _ in triage.assignable(amina.unlocked)}
    # The first choice of an age is a child's: the lead has it first and hands on the work.
    duties.name_lead(amina.unlocked, people["amina"])
    triage.assign(amina.unlocked, report_id, people["amina"])
    triage.assign(amina.unlocked, report_id, people["rose"])
    opening.open_report(rose.unlocked, report_id)
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    work.open_case(rose.unlocked, report_id, f"{MARK}step", tomorrow)
    work.record(rose.unlocked, report_id, f"{MARK}note")
    said: dict[str, str | list[str]] = {
        "which": ["media"],
        "answer": "yes",
        "how": "signed",
        "witness": f"{MARK}witness",
    }
    work.record_step(rose.unlocked, report_id, work.Step("consent_taken", "", said))
    opening.open_identity(rose.unlocked, report_id, "call_now")
    clocks.settle_clock(rose.unlocked, report_id, "first_support")

    live_by_forum(amina.unlocked, rose.unlocked, report_id, MARK)

    page = drafts.new_page()
    drafts.save(ours, page, drafts.Writing("en", {"story": f"{MARK}draft"}))
    send.put(ours, Letter(f"{MARK}@example.org", f"{MARK}", MARK), Outgoing.Lane.NORMAL)
    bearer = unlock.sign_in(ours, unlock.Credentials("rose", passphrase("rose")), Kind.BEARER)
    unsent = intake.receive(ours, intake.Submission(sheet, answers, "en", "api"))
    by_phone = live_by_phone(ours, MARK)
    return by_phone | {
        "tokens": [received.token.digits, unsent.token.digits],
        "cookies": [amina.cookie, rose.cookie],
        "bearer": bearer.cookie,
        "visit": visit.cookie,
        "page": [page.id, page.key],
        "report": report_id,
    }


def marked_answers(sheet: "Questionnaire") -> "dict[str, Value]":
    """An answer to every question: the mark in each text, the first choice elsewhere."""
    answers: dict[str, Value] = {}
    for question in sheet.questions:
        if question.type == "text":
            answers[question.name] = f"{MARK}{question.name}"
        elif question.type == "select_multiple":
            answers[question.name] = [question.choices[0].name]
        elif question.type == "select_one":
            answers[question.name] = question.choices[0].name
    return answers | {"about_us": "no", "consent_contact": "yes", "county": "040"}


if __name__ == "__main__":
    main()
