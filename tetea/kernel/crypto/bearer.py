"""The certificate by which a member lets an API bearer sign grants of single objects.

Bearer certificate v1, see docs/adr. A bearer signs with a key of its own, never with the
member's; the certificate says whose bearer it is, for what, and until when.
"""

from dataclasses import dataclass

from tetea.kernel.crypto.errors import GrantForged
from tetea.kernel.crypto.frame import lp, u64, unlp
from tetea.kernel.crypto.signing import is_signed

LABEL = b"tetea/bearer/v1"
GRANT_ONE = b"grant-one"


@dataclass(frozen=True, slots=True)
class BearerCertificate:
    """Public. `expires` is in seconds since 1970, the same for everything the bearer signs."""

    organisation: bytes
    member: bytes
    sig_pk: bytes
    expires: int
    signature: bytes

    def message(self) -> bytes:
        """Return what the member's signing key signs."""
        return certificate_message(self.organisation, self.member, self.sig_pk, self.expires)

    def dump(self) -> bytes:
        """Return the certificate as stored beside a grant."""
        return lp(self.message(), self.signature)

    @classmethod
    def load(cls, data: bytes) -> "BearerCertificate":
        """Read a stored certificate, still unchecked; raise GrantForged if it is none."""
        try:
            message, signature = unlp(data)
            _, organisation, member, sig_pk, _, expires = unlp(message)
            loaded = cls(organisation, member, sig_pk, int.from_bytes(expires), signature)
            # Writing it again must give the same bytes: no other label, use or length.
            same = loaded.message() == message
        except ValueError:
            raise GrantForged("not a bearer certificate") from None
        if not same:
            raise GrantForged("not a bearer certificate")
        return loaded


def certificate_message(organisation: bytes, member: bytes, sig_pk: bytes, expires: int) -> bytes:
    """Return the statement "until then, this key signs single-object grants for me"."""
    return lp(LABEL, organisation, member, sig_pk, GRANT_ONE, u64(expires))


def verify_bearer_certificate(
    certificate: BearerCertificate, member_sig_pk: bytes, now: int
) -> None:
    """Raise GrantForged unless the member signed it and it has not expired at `now` (seconds)."""
    if now >= certificate.expires:
        raise GrantForged("the bearer had expired")
    if not is_signed(member_sig_pk, certificate.message(), certificate.signature):
        raise GrantForged("the bearer is not certified by its member")
