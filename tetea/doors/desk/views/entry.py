"""The door: sign in, lock, lock everything, language, light or dark."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from tetea.domain.keyring.errors import Busy, DirectoryAlarm, RuntimeRefused, SignInRefused
from tetea.doors import cookies, policy
from tetea.doors.desk import guard, pages, session
from tetea.doors.desk.views import lists


@policy.public
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
def home(request: HttpRequest) -> HttpResponse:
    """Show the door, or the desk to whoever is signed in."""
    if request.method == "POST":
        return _sign_in(request)
    member = session.resume(request)
    if member is not None:
        return guard.welcome(request, member, _start)
    return _door(request, is_over="over" in request.GET, done=request.GET.get("done", ""))


@guard.members(*guard.EVERYONE, methods=guard.POST)
def lock(request: HttpRequest, member: session.Member) -> HttpResponse:
    """End the session."""
    session.end(member)
    return _away("locked")


@guard.members("coordinator", methods=guard.BOTH)
def lock_all(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Ask once, then end every session of everybody."""
    if request.method != "POST":
        return pages.show(request, member, "lock_all", {"current": "lock_all"})
    session.lock_everything(member)
    return _away("locked-all")


@guard.members(*guard.EVERYONE, methods=guard.POST)
def setting(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Change language or light and dark, for this session."""
    name, value = request.POST.get("name", ""), request.POST.get("value", "")
    allowed = {"lang": session.LANGUAGES, "theme": session.THEMES}
    if value not in allowed.get(name, ()):
        return pages.not_here(request, member)
    member.put_setting(name, value)
    return HttpResponseRedirect(_back(request))


@guard.members(*guard.EVERYONE, methods=guard.POST)
def alive(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Say that somebody is still typing, so that the idle time-out does not eat her words."""
    return HttpResponse(status=204)


@guard.members(*guard.EVERYONE)
def keys(request: HttpRequest, member: session.Member) -> HttpResponse:
    """List the keys."""
    return pages.show(request, member, "keys", {"current": "keys"})


@guard.members(*guard.EVERYONE, methods=("GET", "HEAD", "POST"))
def nothing(request: HttpRequest, member: session.Member, rest: str) -> HttpResponse:
    """Answer every other address of the desk."""
    return pages.not_here(request, member)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from a page of ours; settings name this view."""
    member = session.resume(request)
    lang = session.language(member) if member else _door_language(request)
    with translation.override(lang):
        return render(request, "403_csrf.html", pages.door_context(lang), status=403)


def _start(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show the first queue; to those who read no report, what is theirs."""
    if member.role in guard.READERS:
        return lists.first(request, member)
    return pages.show(request, member, "no_reports", {"current": "start"})


def _sign_in(request: HttpRequest) -> HttpResponse:
    typed = session.Typed(
        request.POST.get("username", ""),
        request.POST.get("passphrase", ""),
        request.POST.get("code", "").strip(),
    )
    try:
        opened = session.begin(request, typed)
    except SignInRefused:
        return _door(request, status=403, username=typed.username, is_wrong=True)
    except DirectoryAlarm:
        return _door(request, status=503, is_alarm=True)
    except (Busy, RuntimeRefused):
        response = _door(request, status=503, username=typed.username, is_busy=True)
        response["Retry-After"] = str(Busy.retry_after)
        return response
    lang = request.POST.get("lang", "")
    if lang in session.LANGUAGES:
        opened.unlocked.put_setting("lang", lang)
    rotate_token(request)
    response = HttpResponseRedirect(reverse("desk:home"))
    response.status_code = 303
    session.keep(response, opened)
    return response


def _door(request: HttpRequest, status: int = 200, **what: object) -> HttpResponse:
    lang = _door_language(request)
    with translation.override(lang):
        done = str(what.get("done", ""))
        notice = pages.NOTICES.get(done, "") if done in {"locked", "locked-all"} else ""
        if what.get("is_over"):
            notice = _("You are not signed in, or your session has ended.")
        context = {**pages.door_context(lang), **what, "notice": notice}
        response = render(request, "desk/door.html", context, status=status)
    response["Content-Language"] = lang
    if what.get("is_over") or what.get("done"):
        cookies.forget(response)
    return response


def _door_language(request: HttpRequest) -> str:
    for wanted in (request.POST.get("lang"), request.GET.get("lang")):
        if wanted in session.LANGUAGES:
            return str(wanted)
    found = translation.get_language_from_request(request).partition("-")[0]
    return found if found in session.LANGUAGES else session.LANGUAGES[0]


def _away(done: str) -> HttpResponse:
    response = HttpResponse(status=303, headers={"Location": f"{reverse('desk:home')}?done={done}"})
    cookies.forget(response)
    return response


def _back(request: HttpRequest) -> str:
    """Return the page of the desk that a small form was sent from, never anything else."""
    wanted = request.POST.get("back", "")
    home_page = reverse("desk:home")
    return wanted if wanted.startswith(home_page) and "//" not in wanted else home_page
