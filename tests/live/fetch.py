"""One HTTP request of a test, after which nothing stays open."""

import urllib.request
from urllib.error import HTTPError


def fetch(
    request: str | urllib.request.Request, body: bytes | None = None, *, seconds: float
) -> str:
    """Return the text of the answer.

    Raises what urllib raises. An HTTPError holds its connection until somebody closes it; left to
    the garbage collector, that becomes a warning in whichever test runs then.
    """
    try:
        with urllib.request.urlopen(request, body, timeout=seconds) as answer:
            return str(answer.read().decode())
    except HTTPError as refused:
        refused.close()
        raise
