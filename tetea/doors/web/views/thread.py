"""What a token opens: status, messages, consents, contact. Never the report."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tetea.domain.reports import card as cards
from tetea.domain.reports import questionnaire, thread
from tetea.domain.reports.thread import Visitor
from tetea.doors.web import advice, contact, pages, wording
from tetea.doors.web.fields import Said, make_field
from tetea.doors.web.views.rating import RATED
from tetea.doors.web.visitors import with_visit

# Pages stay light on old phones, however long the two have been writing.
MESSAGES_SHOWN = 6
WRONG = 422
# A word in the address after something was stored; a reload then stores nothing twice.
SAVED = "saved"


@with_visit
@require_http_methods(["GET", "HEAD", "POST"])
@pages.light
def messages(request: HttpRequest, lang: str, visitor: Visitor) -> HttpResponse:
    """Show the thread, or add her message to it."""
    if request.method != "POST":
        return _show(request, lang, visitor)
    text = request.POST.get("text", "").replace("\r\n", "\n").strip()
    if not text:
        return _show(request, lang, visitor, error=_("Please write something first."))
    if len(text) > thread.LONGEST_MESSAGE:
        error = _("This is longer than we can keep in one message. Please send it in two.")
        return _show(request, lang, visitor, error=error, text=text)
    thread.say(visitor, text)
    return _done("web:thread", lang)


@with_visit
@require_http_methods(["GET", "HEAD", "POST"])
@pages.light
def consents(request: HttpRequest, lang: str, visitor: Visitor) -> HttpResponse:
    """Show her nine consents, or sign and store those that she changed."""
    card = thread.read_card(visitor)
    if request.method == "POST":
        said = {name: request.POST.get(f"consent_{name}", "") for name in cards.CONSENTS}
        changes = {
            name: word == "yes"
            for name, word in said.items()
            if word in {"yes", "no"} and _is_news(card, name, word == "yes")
        }
        if changes:
            thread.change_consents(visitor, changes)
        return _done("web:consents", lang)
    sheet = questionnaire.current()
    shown = [
        make_field(sheet, sheet[f"consent_{name}"], {}, _given(card, name), lang)
        for name in cards.CONSENTS
    ]
    context = {
        "fields": shown,
        "is_saved": SAVED in request.GET,
        "written": [
            (sheet[f"consent_{name}"].label[lang], card.consents.get(name, False), wording.how(how))
            for name, how in card.written.items()
        ],
    }
    return pages.show(request, visitor.organisation, "consents", context)


@with_visit
@require_http_methods(["GET", "HEAD", "POST"])
@pages.light
def reach(request: HttpRequest, lang: str, visitor: Visitor) -> HttpResponse:
    """Take new safe-contact rules. What stands is never shown."""
    form = contact.empty(lang)
    if request.method == "POST":
        form = contact.read(request.POST, lang)
        if not form.errors:
            thread.change_contact(visitor, form.answers)
            return _done("web:reach", lang)
    card = thread.read_card(visitor)
    context = {
        "form": form,
        "may_contact": card.consents.get("contact", False),
        "is_saved": SAVED in request.GET,
    }
    status = WRONG if form.errors else 200
    return pages.show(request, visitor.organisation, "reach", context, status=status)


def _show(
    request: HttpRequest, lang: str, visitor: Visitor, *, error: str = "", text: str = ""
) -> HttpResponse:
    seen = thread.view(visitor)
    newest_first = Paginator(seen.messages[::-1], MESSAGES_SHOWN)
    page = newest_first.get_page(request.GET.get("page"))
    status, meaning = wording.status_words(seen.status)
    context = {
        "status": status,
        "meaning": meaning,
        "card": seen.card,
        "page": page,
        "messages": list(page)[::-1],
        "openings": wording.openings_words(seen.openings),
        "first_answer": advice.first_answer(seen.card, lang),
        "clocks": advice.health_clocks(seen.card, lang),
        "done": advice.done(seen.card, lang),
        "services": advice.nearest(seen.card, lang),
        "is_saved": SAVED in request.GET,
        "is_rated": RATED in request.GET,
        "may_rate": seen.may_rate,
        "error": error,
        "text": text,
    }
    return pages.show(
        request, visitor.organisation, "thread", context, status=WRONG if error else 200
    )


def _given(card: cards.Card, name: str) -> Said:
    return Said(["yes" if card.consents.get(name, False) else "no"], may_skip=False)


def _is_news(card: cards.Card, name: str, is_yes: bool) -> bool:  # noqa: FBT001 - what she chose
    """Whether her choice says something new: also what a member wrote down becomes her own word."""
    return is_yes != card.consents.get(name, False) or name in card.written


def _done(name: str, lang: str) -> HttpResponse:
    return HttpResponseRedirect(reverse(name, args=[lang]) + f"?{SAVED}")
