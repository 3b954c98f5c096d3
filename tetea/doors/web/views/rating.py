"""How it was: three questions and a few words, once, when it is closed."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tetea.domain.directory.survey import survey
from tetea.domain.reports import rating, thread
from tetea.domain.reports.errors import AlreadyRated
from tetea.domain.reports.thread import Visitor
from tetea.doors.web import pages
from tetea.doors.web.visitors import with_visit

RATED = "rated"
WRONG = 422


@with_visit
@require_http_methods(["GET", "HEAD", "POST"])
@pages.light
def rate(request: HttpRequest, lang: str, visitor: Visitor) -> HttpResponse:
    """Ask how it was, or keep what she says. Said already or not closed: back to the thread."""
    back = reverse("web:thread", args=[lang])
    if not thread.view(visitor).may_rate:
        return HttpResponseRedirect(back)
    if request.method != "POST":
        return _form(request, lang, visitor)
    answers = {
        one.code: code
        for one in survey()
        if (code := request.POST.get(one.code, "")) in dict(one.options)
    }
    words = request.POST.get("words", "").replace("\r\n", "\n").strip()
    if not answers and not words:
        return _form(request, lang, visitor, _("Please choose or write something first."))
    if len(words) > thread.LONGEST_MESSAGE:
        error = _("This is longer than we can keep in one message. Please send it in two.")
        return _form(request, lang, visitor, error)
    try:
        rating.rate(visitor, answers, words)
    except AlreadyRated:
        return HttpResponseRedirect(back)
    return HttpResponseRedirect(f"{back}?{RATED}")


def _form(request: HttpRequest, lang: str, visitor: Visitor, error: str = "") -> HttpResponse:
    questions = [
        (
            one.code,
            one.label[lang],
            [
                (code, labels[lang], request.POST.get(one.code) == code)
                for code, labels in one.options
            ],
        )
        for one in survey()
    ]
    context: dict[str, object] = {
        "questions": questions,
        "error": error,
        "words": request.POST.get("words", ""),
    }
    status = WRONG if error else 200
    return pages.show(request, visitor.organisation, "rate", context, status=status)
