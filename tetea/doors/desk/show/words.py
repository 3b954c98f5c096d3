"""The desk's words for the codes that the domain uses."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, str | Promise]

QUEUES: Words = {
    "now": _("Now"),
    "mine": _("Mine"),
    "waiting": _("Waiting for triage"),
    "all": _("All open"),
    "closed": _("Closed"),
    "quarantine": _("Held back"),
}
QUEUE_HINTS: Words = {
    "now": _("In danger, or due within a day. What would be lost soonest comes first."),
    "mine": _("What you own. What is due soonest comes first."),
    "waiting": _("Nobody has it yet. Give each one to a member."),
    "all": _("Everything open that your keys reach. What is due soonest comes first."),
    "closed": _("Finished, by month. Any of them can be opened again."),
    "quarantine": _(
        "Came while very many alike came by phone. Nothing is refused and nothing is deleted, but "
        "these wake nobody. Look whether a person is among them, and let that one through."
    ),
}
EMPTY: Words = {
    "now": _("Nothing is urgent now. Look at what waits, or at what is yours."),
    "mine": _("You own nothing at the moment. A report is yours once it is given to you."),
    "waiting": _("Nothing waits for triage. New reports appear here within moments."),
    "all": _("Nothing is open within your reach. Reports appear here once they are triaged."),
    "closed": _("Nothing is closed yet. A report comes here with its outcome."),
    "quarantine": _("Nothing is held back."),
    "outside": _("Nobody has reported anything about the organisation itself."),
}
STATES: Words = {
    "new": _("New"),
    "open": pgettext_lazy("state", "Open"),
    "closed": _("Closed"),
    "held": _("Held"),
    "erasing": _("Being erased"),
}
ROLES: Words = {
    "admin": _("Administrator"),
    "coordinator": _("Coordinator"),
    "paralegal": _("Paralegal"),
    "hotline": _("Hotline operator"),
    "legal": _("Legal officer"),
    "partner": _("Partner"),
    "analyst": _("Programme officer"),
    "outside": _("Outside officer"),
    "reporter": _("The person who reported"),
    "": _("The system"),
}
CHANNELS: Words = {
    "web": _("Web"),
    "ussd": _("Phone menu"),
    "sms": _("SMS"),
    "voice": _("Voice"),
    "api": _("App"),
    "field": _("Face to face"),
}
# How one message of hers came.
VIA: Words = {
    "web": _("on the web"),
    "ussd": _("by phone menu"),
    "sms": _("by SMS"),
    "voice": _("by voice"),
    "api": _("by app"),
    "field": _("face to face"),
}
LANGUAGES: Words = {"en": _("English"), "sw": _("Kiswahili")}
# What a member may choose for a step; the first is what Enter takes.
STEPS: Words = {
    "note": _("Note"),
    "spoke": _("Spoke with them"),
    "met": _("Met them"),
    "clinic": _("Clinic"),
    "police": _("Police"),
    "court": _("Court"),
    "safety": _("Safety"),
}
EDITIONS: Words = {
    "inside": _("For our own eyes"),
    "outside": _("For police and everybody else"),
}
NOTES: Words = {
    **STEPS,
    "opened": _("Became a case"),
    "next": _("Next step set"),
    "closed": _("Closed"),
    "reopened": _("Opened again"),
    "coded": _("Coded for the figures"),
    "closing_asked": _("Asked to close it"),
    "closing_sent_back": _("Sent back: not closed yet"),
    "closing_taken_back": _("Question taken back: it goes on"),
}
# How another report belongs to this one.
LINKS: Words = {
    "group": _("The same happened to another person"),
    "head": _("Belongs to the case where it began"),
    "merged": _("Told twice: joined into this case"),
    "merged_into": _("Goes on in another case"),
    "split_to": _("Lines moved into a case of its own"),
    "split_from": _("Came out of another case"),
}
# What became of a clock, as a line of the story.
CLOCK_VERBS: Words = {
    "met": _("Clock stopped: done"),
    "missed": _("Clock missed"),
    "waived": _("Clock waived"),
    "paused": _("Clock paused"),
    "resumed": _("Clock runs again"),
}
CLOCK_STATES: Words = {
    "running": _("runs"),
    "paused": _("paused"),
    "met": _("done"),
    "missed": _("missed"),
    "waived": _("waived"),
}
# By-laws that stand against a step.
REFUSALS: Words = {
    "no_child": _(
        "Not written down: somebody under 18 is concerned. Nothing that concerns a child is ever "
        "settled, and nobody can override this. Speak to the safeguarding lead."
    ),
    "legal_officer": _(
        "Not written down: only the legal officer may settle this, because of what stands above. "
        "Ask her, or write down a step of another kind."
    ),
    "her_decision": _(
        "Not written down: first say that their own informed decision is on record, made without "
        "pressure and with all other ways explained."
    ),
    "unseen": _(
        "Not written down: this needs their agreement, and without the case nobody sees what they "
        "agreed to. Call the owner, or tick that they did it themselves."
    ),
    "two_adults": _(
        "Not written down: somebody under 18 is concerned, and nobody meets a child alone. Say "
        "that two went, and who they were."
    ),
    "tell_first": _(
        "Not written down: whoever is concerned is told first what is passed on. If that could "
        "not be, say here why."
    ),
    "lead_only": _(
        "Not done: only the safeguarding lead says that nobody under 18 is concerned. A slip is "
        "struck out by whoever wrote it."
    ),
    "contact_unknown": _(
        "Not written down: nobody knows whether that is safe. If they chose it themselves just "
        "now, say so below; else let them come back with their token, or meet face to face."
    ),
    "contact_refused": _(
        "Not written down: they do not agree to be contacted. They come back with their token, or "
        "meet you face to face."
    ),
    "contact_other_way": _(
        "Not written down: they chose another way to be reached. It stands under “Before you "
        "answer”."
    ),
    "contact_hours": _(
        "Not written down: at that hour it is not safe for them. Their safe hours stand under "
        "“Before you answer”."
    ),
    "witness_missing": _("Please say who saw it. Without a witness, write down that it was said."),
    "witness_is_writer": _(
        "You cannot be the witness of what you write down yourself. Name somebody else who was "
        "there, or write down that it was said."
    ),
    "own_unit": _(
        "Not written down: the case is against police. Only an officer of another unit may be "
        "spoken to, and you have to say so below."
    ),
}
# What stopped a step, by the name of the error.
STOPPED: Words = {
    "NotOpened": _(
        "The report closed itself after 15 minutes. Open it again in another tab, then send this "
        "once more."
    ),
    "NoLawyer": _(
        "Not written down: the organisation has no legal officer who could read this. Leave that "
        "field empty, and write it nowhere else."
    ),
    "WrongState": _("It has changed meanwhile, so this was not done. Look below before you go on."),
    "NoCase": _("It has changed meanwhile, so this was not done. Look below before you go on."),
}
# What is wrong with a field of a step, and what to do.
WRONG: Words = {
    "required": _("This cannot be left out. Please fill it in."),
    "not_a_choice": _("Please choose one of those that are offered."),
    "not_a_moment": _("Please choose a day, for example 2026-03-31, and an hour."),
    "not_a_date": _("Please choose a day, for example 2026-03-31."),
    "not_an_amount": _("Please write whole shillings in digits, for example 1300."),
    "too_long": _("That is too long: at most 2,000 letters."),
}
CONSENTS: Words = {
    "store": _("Keep the report to help"),
    "match": _("Check for others who reported the same person"),
    "alert": _("Warn members about the person"),
    "partner": _("Share with a clinic, counsellor, shelter or lawyer"),
    "police": _("Speak to police or a complaints body"),
    "stats": _("Count it"),
    "contact": _("Make contact"),
    "research": _("Research"),
    "media": _("Tell the story in public, names changed"),
}
# Why nobody can cover like that, by the field or a closer reason.
UNCOVERED: Words = {
    "day": _("Please choose a day, for example 2026-03-31."),
    "until": _(
        "The last day must come after the first, not be past, and at most sixty days later."
    ),
    "to": _("Please choose a colleague who can have cases, and who is not the one who is away."),
    "away": _("That colleague is away in those days too. Please choose somebody else."),
    "covers": _(
        "In those days the one who is away covers for somebody else. Let another colleague cover "
        "there first."
    ),
}
VERBS: Words = {
    "report.received": _("A report came in"),
    "report.completed": _("A report by phone was told to its end"),
    "report.moved-outside": _("A report went to the outside officer alone"),
    "report.opened": _("Opened a report"),
    "identity.opened": _("Opened who somebody is"),
    "safeguarding.lead": _("Named the safeguarding lead"),
    "report.shared": _("Gave the keys of a report to a colleague too"),
    "member.address": _("Set where she is told that something waits"),
    "member.away": _("Said who is away and who covers"),
    "member.back": _("Said that somebody is back"),
    "supervision.written": _("Wrote down how a responder is"),
    "opening.stopped": _("Opened fifty reports within ten minutes and was stopped"),
    "opening.approved": _("Approved that a colleague opens more"),
    "opening.locked-out": _("Ended all sessions of a colleague who had opened very much"),
    "calendar.made": _("Made a secret calendar address"),
    "calendar.withdrawn": _("Withdrew a secret calendar address"),
    "report.refused": _("Tried to open a report without its key"),
    "report.taken": _("Took up a report"),
    "report.released": _("Let a held report through"),
    "report.triaged": _("Triaged a report"),
    "report.assigned": _("Gave a report to another member"),
    "message.sent": _("Answered"),
    "message.received": _("A message came in"),
    "survey.received": _("Somebody said how it was"),
    "consent.changed": _("Consents were changed"),
    "contact.changed": _("Safe-contact rules were changed"),
    "token.added": _("A token was made"),
    "canary.removed": _("A trial report of our own came through and was removed"),
    "case.opened": _("Made a case of a report"),
    "case.coded": _("Coded a case for the figures"),
    "figures.counted": _("Read the register"),
    "figures.released": _("Made a table of figures"),
    "figures.corrected": _("Began a batch of corrections"),
    "figures.stations_read": _("Looked at single stations"),
    "agreement.signed": _("Wrote down an agreement about totals"),
    "agreement.total_told": _("Told an exact total under an agreement"),
    "story.lent": _("Lent a story for a composite"),
    "story.taken_back": _("Took back a story that was lent"),
    "story.composed": _("Made one story of several"),
    "story.read": _("Read a composite as the second person"),
    "story.dropped": _("Deleted a composite"),
    "roster.added": _("Put somebody on the roster"),
    "roster.ended": _("Took somebody off the roster"),
    "roster.put_back": _("Put somebody back on the roster"),
    "roster.asked": _("Asked who may hear of a unit"),
    "roster.opened": _("Opened who somebody on the roster is"),
    "pack.made": _("Took a pack of figures along"),
    "minutes.made": _("Took minutes along"),
    "forum.planned": _("Planned a forum"),
    "forum.held": _("Wrote the minutes of a forum"),
    "commitment.made": _("Wrote a promise down"),
    "commitment.said": _("Said what became of a promise"),
    "change.said": _("Said to everybody what changed"),
    "change.taken_back": _("Took back what was said to everybody"),
    "case.next": _("Set the next step"),
    "case.noted": _("Wrote down a step"),
    "case.closed": _("Closed a report"),
    "case.reopened": _("Opened a closed report again"),
    "case.struck": _("Struck out a line"),
    "clock.met": _("Stopped a clock"),
    "clock.missed": _("Said that a clock was missed"),
    "clock.waived": _("Waived a clock"),
    "clock.paused": _("Paused a clock"),
    "clock.resumed": _("Let a clock run again"),
    "session.opened": _("Signed in"),
    "session.locked": _("Locked the desk"),
    "session.locked-all": _("Locked everything"),
}


def word(words: Words, code: str) -> str:
    """Return the word for a code in the reader's language, or the code itself when it is new."""
    return str(words.get(code, code))
