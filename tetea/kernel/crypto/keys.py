"""What a member's keys can do, as domain code sees it: no secrets and no libraries here."""

from typing import Protocol

from tetea.kernel.crypto.bearer import BearerCertificate
from tetea.kernel.crypto.frame import Context


class Keys(Protocol):
    """The keys of one signed-in member, passed as an argument and never kept."""

    @property
    def member(self) -> bytes:
        """The member's random id in the directory."""

    @property
    def organisation(self) -> bytes:
        """The organisation's id."""

    @property
    def enc_pk(self) -> bytes:
        """The public key to which things are wrapped for this member."""

    @property
    def can_sign(self) -> bool:
        """True for an interactive session: it may sign members, roles, epochs and exports."""

    @property
    def signer_certificate(self) -> BearerCertificate | None:
        """What a bearer shows beside its signatures, which count for single-object grants only."""

    def unwrap(self, info: bytes, blob: bytes) -> bytes:
        """Open a key wrapped to this member; raise Unsealable."""

    def unseal_from(self, context: Context, blob: bytes, epoch: int) -> bytes:
        """Open a note sealed to this member; raise Unsealable."""

    def sign(self, message: bytes) -> bytes:
        """Sign a labelled message; raise SigningRefused if these keys may not."""
