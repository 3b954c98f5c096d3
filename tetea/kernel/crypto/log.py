"""The log's exact bytes: commitment, entry, leaf, root, proof and checkpoint.

Log v1, see docs/adr. An entry carries no readable word: only a commitment to a detail that is
sealed elsewhere and can be erased without changing the root. Leaves and nodes are those of
RFC 6962, so that any later witness or tile server covers the log from entry 0.
"""

import base64
import hashlib
import hmac
import secrets
import struct
from collections.abc import Sequence

from tetea.kernel.crypto.frame import lp

VERSION = 1
ENTRY_BYTES = 57
HASH_BYTES = 32
SALT_BYTES = 32
LOG_ID_BYTES = 16
EMPTY_ROOT = hashlib.sha256(b"").digest()


def log_id(genesis_hash: bytes) -> bytes:
    """Return the log's name: it follows from the directory's printed root."""
    return hashlib.sha256(b"tetea/log-id/v1" + genesis_hash).digest()[:LOG_ID_BYTES]


def new_salt() -> bytes:
    """Return the salt that hides one detail; it is sealed and erased together with it."""
    return secrets.token_bytes(SALT_BYTES)


def commit(salt: bytes, detail: bytes) -> bytes:
    """Commit to the exact stored bytes of a detail: without the salt nobody can test a guess."""
    if len(salt) != SALT_BYTES:
        raise ValueError("a log salt has 32 bytes")
    return hashlib.sha256(lp(b"tetea/log-detail/v1", salt, detail)).digest()


def entry(log: bytes, index: int, commitment: bytes) -> bytes:
    """Return the 57 bytes of an entry: version, log, index from 0, commitment."""
    if len(log) != LOG_ID_BYTES or len(commitment) != HASH_BYTES:
        raise ValueError("a log id has 16 bytes and a commitment 32")
    return struct.pack(">B16sQ32s", VERSION, log, index, commitment)


def leaf(entry_bytes: bytes) -> bytes:
    """Return the leaf hash of an entry (RFC 6962, section 2.1)."""
    return hashlib.sha256(b"\x00" + entry_bytes).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over all leaves (RFC 6962, section 2.1)."""
    frontier = Frontier()
    for one in leaves:
        frontier.add(one)
    return frontier.root()


class Frontier:
    """The root of a growing log in memory of the logarithm of its size."""

    def __init__(self) -> None:
        """Begin with an empty log."""
        self.size = 0
        self._peaks: list[bytes] = []

    def add(self, leaf_hash: bytes) -> None:
        """Take the next leaf in."""
        self.size += 1
        merged = leaf_hash
        rest = self.size
        # Each trailing zero of the size closes one complete subtree.
        while not rest & 1:
            merged = _node(self._peaks.pop(), merged)
            rest >>= 1
        self._peaks.append(merged)

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._peaks:
            return EMPTY_ROOT
        *left, merged = self._peaks
        for peak in reversed(left):
            merged = _node(peak, merged)
        return merged


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Return the audit path of one leaf (RFC 6962, section 2.1.1), from the leaf upwards."""
    if not 0 <= index < len(leaves):
        raise ValueError("no such leaf")
    if len(leaves) == 1:
        return []
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    left, right = leaves[:split], leaves[split:]
    if index < split:
        return [*inclusion_proof(index, left), root(right)]
    return [*inclusion_proof(index - split, right), root(left)]


def is_included(index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes], of: bytes) -> bool:
    """Tell whether the proof leads from the leaf to the root `of` (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, merged = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            merged = _node(sibling, merged)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            merged = _node(merged, sibling)
        position >>= 1
        last >>= 1
    return last == 0 and hmac.compare_digest(merged, of)


def checkpoint(log: bytes, size: int, root_hash: bytes) -> str:
    """Return the text that a witness would sign (C2SP tlog-checkpoint): origin, size, root."""
    origin = "tetea.log/" + base64.urlsafe_b64encode(log).rstrip(b"=").decode()
    return f"{origin}\n{size}\n{base64.b64encode(root_hash).decode()}\n"


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
