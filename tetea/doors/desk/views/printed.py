"""What is taken along on paper: the pack of a month, the minutes of a forum."""

from django.http import HttpRequest, HttpResponse

from tetea.domain.cases import stories
from tetea.domain.figures import publish
from tetea.domain.forum import commitments, meetings
from tetea.domain.reports.errors import NotFound
from tetea.doors.desk import guard, pages, session
from tetea.doors.desk.show import figures, pack
from tetea.doors.desk.show.words import EDITIONS
from tetea.doors.desk.views.figures import COUNTERS
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.paper.pdf import Layout, pdf
from tetea.kernel.paper.word import word

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LAYOUTS = ("page", "slides")


@guard.members(*COUNTERS)
def month(
    request: HttpRequest, member: session.Member, month: str, edition: str, layout: str
) -> HttpResponse:
    """Give the pack of a month in one edition, as pages or as slides; it is logged first."""
    try:
        at = figures.month_of(month)
    except ValueError:
        raise NotFound from None
    now = publish.state(member, at)
    if edition not in EDITIONS or layout not in LAYOUTS or not now.is_ready:
        raise NotFound
    audience = Audience(edition)
    lang = pages.reader(member).lang
    contents = pack.Contents(
        month=at,
        audience=audience,
        lang=lang,
        tables=publish.tables(now.entries, audience),
        ledger=publish.all_entries(member),
        promises=commitments.every(member),
        topics=meetings.topics(member),
        stories=stories.told(member, lang),
        is_of_team=member.role in guard.TEAM,
    )
    made = pack.pack(contents)
    publish.take_along(member, at, audience)
    shape: Layout = "slides" if layout == "slides" else "page"
    return _file(pdf(made, shape), PDF, f"figures-{month}-{edition}.pdf")


@guard.members(*guard.TEAM)
def minutes(request: HttpRequest, member: session.Member, forum_id: str, form: str) -> HttpResponse:
    """Give the minutes of a forum, as PDF or for a word processor."""
    meeting = meetings.read(member, forum_id)
    if form not in {"pdf", "docx"} or not meeting.is_held:
        raise NotFound
    made = [one for one in commitments.every(member) if one.forum == forum_id]
    document = pack.minutes(meeting, made, pages.reader(member).lang)
    meetings.take_along(member, forum_id)
    name = f"minutes-{meeting.day:%Y-%m}.{form}"
    if form == "docx":
        return _file(word(document), DOCX, name)
    return _file(pdf(document), PDF, name)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """Return a PDF as a file to keep."""
    return _file(content, PDF, name)
