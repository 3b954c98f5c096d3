"""What every page of the desk carries: the queues with their counts, the member, a notice."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tetea.domain import moment
from tetea.domain.people.queries import NotSetUp, organisation
from tetea.domain.reports.work import pace, queue, triage
from tetea.doors.desk import session
from tetea.doors.desk.show.rows import Reader
from tetea.doors.desk.show.words import QUEUES, ROLES, word

READERS = frozenset({"coordinator", "hotline", "paralegal", "legal", "outside"})
TRIAGE = frozenset({"coordinator", "hotline"})
# Nobody triages what is about the organisation itself: the outside officer takes it up herself.
QUEUES_OF = {
    "coordinator": queue.QUEUES,
    "hotline": queue.QUEUES,
    "paralegal": ("now", "mine", "all", "closed"),
    "legal": ("now", "mine", "all", "closed"),
    # A complaint about us that came in the middle of a flood is hers to find.
    "outside": ("now", "mine", "all", "closed", "quarantine"),
}
# Said after a redirect: a fixed word in the address stands for the sentence.
NOTICES: dict[str, object] = {
    "opened": _("Opened. The log has it, and the person who reported can see that it was opened."),
    "sealed": _("Closed again."),
    "identity": _(
        "Opened who this is. The log has it with the reason, and the person who reported can see "
        "that it was opened."
    ),
    "identity-sealed": _("Sealed again. The report itself is still open."),
    "lead": _("The safeguarding lead is named."),
    "replied": _("Sent. It waits behind the token. No SMS goes out; the form below says why."),
    "replied-queued": _("Sent. It waits behind the token. An SMS goes out within the safe hours."),
    "replied-waiting": _(
        "Sent. It waits behind the token. The SMS about an earlier answer has not left yet; no "
        "second one goes out."
    ),
    "released": _("Let through. It stands in the queues like any other, and its clocks run."),
    "prepared": _("Done. What your keys reach is prepared again, each message once."),
    "assigned": _("Given. The keys went along."),
    "case": _("It is a case now."),
    "noted": _("Written down."),
    "forum-planned": _("Planned. Its page is the agenda."),
    "forum-held": _("The minutes are kept."),
    "promise-made": _("Written down. It is on the agenda of the next forum."),
    "promise-said": _("Written down."),
    "change-said": _("Said. Everybody can read it now."),
    "corrected": _("Done. What is said anew stands below; everything else stands as it was."),
    "agreement-signed": _("Kept."),
    "total-told": _("Told, and in the ledger."),
    "story-lent": _("Lent. The team sees it without knowing of which case."),
    "story-taken-back": _("Taken back. Every story that was made of it is silent."),
    "story-composed": _("Kept. It waits for a second reader."),
    "story-read": _("Read. It goes into packs from now on."),
    "story-dropped": _("Deleted."),
    "on-roster": _("Kept. Use the code name everywhere."),
    "off-roster": _("Taken off. If it was a slip, put them back below."),
    "on-roster-again": _("Put back."),
    "change-taken-back": _("Taken back. Who read it has read it."),
    "coded": _("Coded. It is counted like this."),
    "coded-alike": _("Coded, exactly as your colleague did."),
    "coded-otherwise": _("Coded otherwise than your colleague did. Look at both, below."),
    "noted-all": _("Written down, here and in the cases of the others."),
    "noted-not-all": _(
        "Written down here, not in all the others: not everybody has agreed, or it is no case yet."
    ),
    "next": _("The next step is set."),
    "met": _("That clock is stopped. If that was a slip, strike its line out below."),
    "clock": _("The clock is changed. If that was a slip, strike its line out below."),
    "left": _("Left for whoever holds the case, in your name. They are woken."),
    "added": _("There is a case for that person now. Below is the token for them."),
    "joined": _("Joined. Both are read in this case; the other stands among the closed ones."),
    "tied": _("They belong together now. One step can be written into both cases."),
    "parted": _("Parted again. The other report is open by itself."),
    "told": _("Put away. Nobody can show that token again."),
    "struck": _("Struck out. What that line had stopped runs again."),
    "closed": _("Closed with its outcome. If that was a slip, open it again below."),
    "asked": _("Asked. It stays open until somebody else has approved it."),
    "sent-back": _("Sent back with your words. The case goes on."),
    "taken-back": _("Taken back. The case goes on."),
    "reopened": _("It is open again."),
    "locked": _("The desk is locked."),
    "locked-all": _("Everything is locked. Every session has ended; reports still come in."),
    "approved": _("Approved: fifty more. The log has it."),
    "locked-out": _("Every session of that member has ended. Speak to each other."),
    "care": _("Written down. You, whoever wrote it and the coordinators read it."),
    "told-there": _("Set. From now on you are told there that something waits."),
    "told-nowhere": _("Removed. You are told nowhere; colleagues and duty addresses still are."),
    "away": _("Noted. Whoever covers has the keys of the open cases now, and is called."),
    "back": _("Welcome back. The keys that were given for it are taken back."),
    "feed-withdrawn": _("Withdrawn. The address leads nowhere any more."),
    "filter": _("The filter is set for this session."),
    "setting": _("Changed for this session."),
}


@dataclass(frozen=True)
class Queue:
    """A link on the left."""

    code: str
    label: str
    count: int | None


def show(
    request: HttpRequest,
    member: session.Member,
    template: str,
    context: Mapping[str, object],
    status: int = 200,
) -> HttpResponse:
    """Render a page of the desk around its own content."""
    around = {
        "member": member,
        "role": word(ROLES, member.role),
        "lang": session.language(member),
        "theme": session.theme(member),
        "queues": _queues(member, str(context.get("current", ""))),
        "organisation": member.organisation,
        "here": request.path if request.method == "GET" else reverse("desk:home"),
        "notice": NOTICES.get(request.GET.get("done", ""), ""),
        "too_fast": pace.stopped(member),
        "is_coordinator": member.role == "coordinator",
        "is_reader": member.role in READERS,
        "has_calendar": member.role in READERS - {"outside"},
        "is_on_dispatch": member.role in TRIAGE,
    }
    return render(request, f"desk/{template}.html", {**around, **context}, status=status)


def not_here(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Answer for what does not exist and for what this member may not see: the same bytes."""
    return show(request, member, "not_here", {"current": ""}, status=404)


def reader(member: session.Member) -> Reader:
    """Return who reads: language, the moment, and her colleagues' names."""
    names = {one: username for one, username, _role in triage.assignable(member)}
    return Reader(session.language(member), moment.now(), names)


def door_context(lang: str) -> dict[str, object]:
    """Return what the sign-in page shows of the organisation; it may not be set up yet."""
    try:
        found = organisation()
    except NotSetUp:
        found = None
    return {"organisation": found, "lang": lang, "theme": ""}


def _queues(member: session.Member, current: str) -> tuple[Queue, ...]:
    if member.role not in READERS:
        return ()
    counts = queue.counts(member)
    return tuple(
        Queue(code, word(QUEUES, code), counts[code])
        for code in QUEUES_OF[member.role]
        # Floods are rare: on every other day this line would only be one more to read.
        if code != "quarantine" or counts[code] or current == code
    )
