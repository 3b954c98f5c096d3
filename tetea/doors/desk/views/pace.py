"""A colleague has opened very much: approve that it goes on, or end her sessions."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tetea.domain.reports.errors import NotForDuty, NotFound
from tetea.domain.reports.work import pace
from tetea.doors.desk import guard, session


@guard.members("coordinator", "hotline", "legal", methods=guard.POST)
def approve(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Let her go on, or lock her out; nobody answers for herself."""
    does_lock = request.POST.get("do") == "lock"
    try:
        (pace.lock_out if does_lock else pace.approve)(member, request.POST.get("member", ""))
    except NotForDuty:
        raise NotFound from None
    done = "locked-out" if does_lock else "approved"
    return HttpResponse(status=303, headers={"Location": f"{reverse('desk:home')}?done={done}"})
