"""A further token for the same thread, vouched for by the keys of the one before it.

Succession v1, see docs/adr. Without the signature anybody who can write into the database could put
in a key of his own and receive copies of every reply.
"""

from tetea.kernel.crypto.frame import lp, u64

LABEL = b"tetea/succession/v1"


def succession(org: bytes, report: bytes, enc_pk: bytes, sig_pk: bytes, at: int) -> bytes:
    """Return the bytes that the older key signs for the newer one; `at` is milliseconds of 1970."""
    return lp(LABEL, org, report, enc_pk, sig_pk, u64(at))
