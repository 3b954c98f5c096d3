"""How a script begins inside an installation."""

from tetea import starting


def begin() -> None:
    """Read the environment as the command line does and bring the database up to date."""
    starting.set_home("./var/tetea")
    starting.prepare()
