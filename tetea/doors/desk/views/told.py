"""Where a member is told that something waits: her own address, sealed by her passphrase."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tetea.domain.keyring.errors import Busy, SignInRefused
from tetea.doors.desk import guard, pages, session


@guard.members(*guard.READERS, methods=guard.BOTH)
def told(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show whether she is told, or set where. A known address is never shown again."""
    if request.method != "POST":
        return _page(request, member)
    address = "" if request.POST.get("do") == "nowhere" else request.POST.get("address", "")
    if not address.strip() and request.POST.get("do") != "nowhere":
        return _page(request, member, _("Please write a phone number or an e-mail address."))
    try:
        session.set_address(member, request.POST.get("passphrase", ""), address)
    except ValueError:
        fault = _("That is no phone number and no e-mail address. For example 0712 345678.")
        return _page(request, member, fault)
    except SignInRefused:
        return _page(request, member, _("The passphrase is not right. Nothing was changed."))
    except Busy:
        return _page(request, member, _("Too much at once. Please try again in a minute."))
    done = "told-there" if address else "told-nowhere"
    return HttpResponse(status=303, headers={"Location": f"{reverse('desk:told')}?done={done}"})


def _page(request: HttpRequest, member: session.Member, fault: str = "") -> HttpResponse:
    context = {
        "current": "told",
        "fault": fault,
        "is_told": session.is_told(member),
        "address": request.POST.get("address", "") if fault else "",
    }
    return pages.show(request, member, "told", context, 409 if fault else 200)
