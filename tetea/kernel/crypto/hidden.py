"""A base for what holds secrets: it shows nothing and is not written anywhere by accident."""

from typing import Never


class Hidden:
    """No secret in repr, str or a pickle."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Show the kind of thing, never its content."""
        return f"<{type(self).__name__}>"

    def __str__(self) -> str:
        """Show the same, so that a format string leaks nothing either."""
        return repr(self)

    def __reduce__(self) -> Never:
        """Refuse to be pickled: caches and task queues write to disk."""
        raise TypeError("secrets are not pickled")
