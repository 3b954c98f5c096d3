"""What can go wrong with the demo.

DemoError
├── NotADemo    this folder is no demo folder, and never becomes one
├── NotLoaded   this folder has no organisation yet
└── BadScript   a story of the demo does not fit the questionnaire or the clock
"""


class DemoError(Exception):
    """Something about the demo was refused; the message is one plain line."""


class NotADemo(DemoError):
    """This folder is no demo folder, and never becomes one."""

    def __init__(self) -> None:
        super().__init__("This folder is not marked as a demo; nothing was touched.")


class NotLoaded(DemoError):
    """This folder has no organisation yet."""

    def __init__(self) -> None:
        super().__init__("This folder has no demo yet; `make run` loads it.")


class BadScript(DemoError):
    """A story of the demo does not fit; the message names the story and the field."""
