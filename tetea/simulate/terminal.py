"""How a phone looks in a terminal: a box for the screen, a line to type on."""

import sys
import textwrap
from collections.abc import Iterator

import click

WIDTH = 30
EDGE = f"+{'-' * (WIDTH + 2)}+"


def show(text: str, below: str) -> None:
    """Draw a screen, and one line below it."""
    lines = [part for line in text.split("\n") for part in textwrap.wrap(line, WIDTH) or [""]]
    click.echo("\n".join([EDGE, *(f"| {line:<{WIDTH}} |" for line in lines), EDGE, below]))


def typed() -> Iterator[str]:
    """Yield what is typed, line by line, until the end of the input; it may be a pipe."""
    while True:
        click.echo("> ", nl=False)
        line = sys.stdin.readline()
        if not sys.stdin.isatty():
            click.echo(line.rstrip("\n"))
        if not line:
            return
        yield line.strip()
