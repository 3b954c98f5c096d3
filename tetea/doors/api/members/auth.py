"""Who calls: a bearer becomes a member with her keys for one request, or nobody."""

from typing import cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from tetea.domain.keyring import unlock
from tetea.domain.keyring.holder import ROLES
from tetea.domain.keyring.unlock import Unlocked
from tetea.domain.people.queries import organisation
from tetea.doors.api.problems import Refused
from tetea.kernel.crypto.registry import Kind


class MemberBearer(HttpBearer):
    """Takes bearers of members with one of these roles; to others the address does not exist."""

    def __init__(self, *roles: str) -> None:
        super().__init__()
        self.policy = frozenset(roles)

    def authenticate(self, request: HttpRequest, token: str) -> Unlocked:  # noqa: ARG002  # ninja's name
        """Return the member; raise SessionOver for anything that is no living bearer."""
        holder = unlock.resume(organisation(), token.strip(), Kind.BEARER)
        if holder.role not in self.policy:
            raise Refused("not-found")
        return holder


ANYONE = MemberBearer(*ROLES)
# Those whose keys open reports at all.
WORKERS = MemberBearer("coordinator", "paralegal", "hotline", "legal", "outside")
CASEWORKERS = MemberBearer("coordinator", "paralegal", "hotline", "legal")
# Who triages also answers for what goes out.
DISPATCH = MemberBearer("coordinator", "hotline")
COUNTERS = MemberBearer("coordinator", "analyst")
COORDINATORS = MemberBearer("coordinator")
OVERSEERS = MemberBearer("coordinator", "admin")


def holder(request: HttpRequest) -> Unlocked:
    """Return the member of a request that came past one of the above."""
    return cast("Unlocked", getattr(request, "auth", None))
