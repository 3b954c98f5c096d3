"""What domain code sees of a signed-in member: her keys as an argument, and no secrets."""

from typing import Protocol

from tetea.domain.people.models import Organisation
from tetea.kernel.crypto.directory import Directory
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.keys import Keys
from tetea.kernel.crypto.registry import Group

# Who holds which key. The administrator holds none, a partner only what is sealed to her.
GROUP_HOLDERS: dict[Group, frozenset[str]] = {
    Group.INTAKE: frozenset({"coordinator", "hotline"}),
    Group.TEAM: frozenset({"coordinator", "paralegal", "hotline", "legal"}),
    Group.DISPATCH: frozenset({"coordinator", "hotline"}),
    Group.FIGURES: frozenset({"coordinator", "analyst"}),
    Group.LOG: frozenset({"coordinator"}),
    Group.OUTSIDE: frozenset({"outside"}),
}
# Who can be given a case at all.
CASE_ROLES = frozenset({"coordinator", "paralegal", "hotline", "legal"})
ROLES = (
    "admin",
    "coordinator",
    "paralegal",
    "hotline",
    "legal",
    "partner",
    "analyst",
    "outside",
)


class GroupReader(Protocol):
    """One epoch's reading key of a group."""

    def unwrap(self, info: bytes, blob: bytes) -> bytes:
        """Open a key wrapped to this epoch; raise Unsealable."""

    def unseal_from(self, context: Context, blob: bytes, epoch: int) -> bytes:
        """Open a note sealed to this epoch; raise Unsealable."""


class Holder(Protocol):
    """A member with her keys in reach, for the length of one request."""

    organisation: Organisation
    member_id: str
    username: str
    role: str

    @property
    def keys(self) -> Keys:
        """Her own keys."""

    @property
    def directory(self) -> Directory:
        """The verified directory, read once for the length of a request."""

    def holds(self, group: Group) -> bool:
        """Whether her role gives her a group's key."""

    def group(self, group: Group, number: int) -> GroupReader:
        """Return the reading key of one epoch; raise NoSuchKey if it was not granted to her."""

    def team(self, generation: int) -> bytes:
        """Return the team's symmetric facet key of one generation; raise NoSuchKey."""

    def has_opened(self, object_id: str) -> bool:
        """Whether this object was opened on purpose in this session within fifteen minutes."""

    def mark_opened(self, object_id: str) -> None:
        """Remember for fifteen minutes that it was; call it after the log entry."""

    def mark_closed(self, object_id: str) -> None:
        """Close it again before its time."""
