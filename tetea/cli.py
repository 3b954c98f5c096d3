"""The command line: `tetea`. Every command says what it does, fails with one plain line."""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

import click

from tetea import __version__, starting
from tetea.domain.demo.errors import DemoError
from tetea.domain.keyring.errors import KeyringError
from tetea.environment import EnvironmentRefused, read_environment

DEMO_HOME = "./var/demo"
REAL_HOME = "./var/tetea"


class Plain(click.Group):
    """Turns every expected failure into one plain line and a non-zero exit."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # click's own signature
        try:
            return super().invoke(ctx)
        except (EnvironmentRefused, starting.StartRefused, DemoError, KeyringError) as refused:
            raise click.ClickException(str(refused)) from None


@click.group(cls=Plain, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Tetea: sealed reporting and casework."""


def _begin(default_home: str, settings: str = "tetea.settings") -> None:
    home = starting.set_home(default_home)
    click.echo(f"Data folder: {os.path.relpath(home)}", err=True)
    read_environment()
    starting.prepare(settings)


def _organisation() -> Any:  # noqa: ANN401  # a model, importable only after prepare()
    from tetea.domain.people.queries import NotSetUp, organisation

    try:
        return organisation()
    except NotSetUp:
        raise starting.StartRefused("This data folder is empty: run `tetea init` first.") from None


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option("--name", default="Our organisation", help="Its name, as the public pages show it.")
@click.option("--county", multiple=True, help="Code of a county with an office, e.g. 040.")
@click.option("--duty-address", multiple=True, help="Address of the organisation's duty phone.")
def init(
    as_json: bool,  # noqa: FBT001  # an option
    name: str,
    county: tuple[str, ...],
    duty_address: tuple[str, ...],
) -> None:
    """Set up an empty data folder: organisation, first coordinator, outside officer, recovery.

    What it prints is shown once and stored nowhere. Write it down by hand.
    """
    _begin(REAL_HOME)
    from tetea.domain.people.models import Organisation
    from tetea.doors.setup import describe, found_organisation

    if starting.is_demo_folder():
        raise starting.StartRefused("This folder is a demo and never becomes a real one.")
    if Organisation.objects.exists():
        raise starting.StartRefused("This data folder has an organisation already.")
    founded = found_organisation(name, county, duty_address)
    click.echo(json.dumps(founded) if as_json else describe(founded))


@main.command()
@click.option("--only", type=click.Choice(["public", "desk"]), help="Serve one door only.")
@click.option("--demo", is_flag=True, help="Load the demo organisation if the folder is empty.")
def serve(only: str | None, demo: bool) -> None:  # noqa: FBT001  # an option
    """Serve web, desk, API and worker on http://127.0.0.1:$PORT."""
    from tetea import serving

    _begin(DEMO_HOME if demo else REAL_HOME, serving.SETTINGS[only or ""])
    if demo:
        _load_demo()
    _organisation()
    starting.check_triggers()
    environment = read_environment()
    _check_runtime()
    _check_strictly(environment.strict)
    click.echo(f"Tetea serves on http://127.0.0.1:{environment.port}")
    if demo:
        _print_demo_people()
    serving.serve(environment.port, only or "")


@main.command()
@click.option("--once", is_flag=True, help="Do one round and end.")
def work(once: bool) -> None:  # noqa: FBT001  # an option
    """Fire alerts, send what waits, tidy what is over."""
    _begin(REAL_HOME)
    from tetea import worker

    if once:
        done = worker.once()
        click.echo(f"{done.fired} alerts fired, {done.sent} sent, {done.tidied} tidied.")
    else:
        worker.run()


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def demo(as_json: bool) -> None:  # noqa: FBT001  # an option
    """Load the demo organisation and print who can sign in. Refused on a folder that is no demo."""
    _begin(DEMO_HOME)
    _load_demo()
    if not as_json:
        _print_demo_people()
        return
    from tetea.domain.demo import load
    from tetea.domain.keyring import secretfile

    base_url = read_environment().base_url
    click.echo(json.dumps(load.demo_json(base_url, secretfile.read().gateway_secret)))


@main.command()
def lock() -> None:
    """End every session and make the queue unreadable, at once. Reports still come in."""
    _begin(REAL_HOME)
    from tetea.domain.keyring.locking import lock_all

    lock_all()
    click.echo("Everything is locked. Reports still come in.")


@main.command()
@click.option("--root", is_flag=True, help="Print the log's size and root, for paper.")
def verify(root: bool) -> None:  # noqa: FBT001  # an option
    """Check the log, its triggers and the directory, without any key."""
    _begin(REAL_HOME)
    from tetea.domain.keyring import recipients
    from tetea.domain.keyring.errors import DirectoryAlarm
    from tetea.domain.log.read import prove

    organisation = _organisation()
    try:
        head = recipients.directory(organisation).head
    except DirectoryAlarm as alarm:
        raise starting.StartRefused(str(alarm)) from None
    proof = prove(organisation)
    if proof.problems:
        raise starting.StartRefused(f"The log is damaged: {'; '.join(proof.problems)}.")
    if root:
        click.echo(proof.checkpoint, nl=False)
        click.echo(f"directory {head.seq} {head.hash.hex()}")
    else:
        click.echo(f"The log is whole: {proof.size} entries. The directory verifies.")


@main.command()
@click.option("--urls", is_flag=True, help="Print what to paste at the provider: it is secret.")
def check(urls: bool) -> None:  # noqa: FBT001  # an option
    """Look at the machine, the settings and the way of the phones, and say what is missing."""
    _begin(REAL_HOME)
    from tetea.checking import callbacks, findings, phone_findings

    if urls:
        click.echo("\n".join(callbacks()))
        return
    found = [*findings(), *phone_findings()]
    for finding in found:
        click.echo(f"{'ok  ' if finding.is_fine else 'LOOK'}  {finding.text}")
    if any(not finding.is_fine and finding.is_grave for finding in found):
        raise starting.StartRefused("Something above must be mended first.")


@main.command()
def bench() -> None:
    """Measure speed as ratios against this machine's own limits."""
    os.execv(sys.executable, [sys.executable, "-m", "bench"])  # noqa: S606  # ourselves


# The network is called so in the sandbox of Africa's Talking [domain 4.1].
number_option = click.option(
    "--number", default="+254700000001", show_default=True, help="Nobody's number."
)
network_option = click.option("--network", default="99999", help="The provider's network code.")


@main.group()
def simulate() -> None:
    """Be a phone, beside the running demo: what it posts goes to the real gateway addresses."""


@simulate.command("ussd")
@number_option
@network_option
@click.option("--repeat", is_flag=True, help="Send each step twice and compare the screens.")
def simulate_ussd(number: str, network: str, repeat: bool) -> None:  # noqa: FBT001  # an option
    """Dial the menu. `q` hangs up, `drop` drops the line, `again` sends the last step again."""
    _begin(DEMO_HOME)
    from tetea.simulate import phone, ussd

    caller = phone.of_this_demo(number, network, read_environment().base_url)
    ussd.talk(caller, is_repeating=repeat)


@simulate.command("sms")
@number_option
@network_option
@click.option("--twice", is_flag=True, help="Send each text twice under the same id.")
@click.option("--parts", is_flag=True, help="Cut long texts and send the last part first (Kannel).")
@click.option("--wait", default=10.0, show_default=True, help="Seconds to wait for an answer.")
def simulate_sms(number: str, network: str, *, twice: bool, parts: bool, wait: float) -> None:
    """Write texts, one a line, and see what comes back to this number."""
    _begin(DEMO_HOME)
    from tetea.simulate import phone, sms

    writer = phone.of_this_demo(number, network, read_environment().base_url)
    sms.talk(writer, is_twice=twice, in_parts=parts, patience=wait)


def _later(name: str, what: str) -> Callable[[], None]:
    def command() -> None:
        raise starting.StartRefused(f"`tetea {name}` is not there yet: {what}")

    command.__doc__ = f"Not there yet: {what}"
    return command


for _name, _what in {
    "backup": "stop Tetea, copy folder and secret file to two encrypted disks.",
    "restore": "put folder and secret file back where they were.",
    "recover": "the recovery ceremony comes later; keep the shares safe.",
}.items():
    main.command(_name)(_later(_name, _what))


def _load_demo() -> None:
    from tetea.domain.demo import load

    starting.mark_demo()
    if not load.is_loaded():
        click.echo("Loading the demo organisation (a minute or two) ...", err=True)
        load.load(lambda line: click.echo(line, err=True))


def _print_demo_people() -> None:
    from tetea.domain.demo import load

    for line in load.describe():
        click.echo(line)


def _check_strictly(is_strict: bool) -> None:  # noqa: FBT001  # one private step
    """Warn of what is not as it should be; under TETEA_STRICT a warning stops the start."""
    from tetea.checking import findings

    for finding in findings():
        if finding.is_fine:
            continue
        if is_strict:
            raise starting.StartRefused(finding.text)
        click.echo(f"Note: {finding.text}", err=True)


def _check_runtime() -> None:
    from tetea.domain.keyring import runtime
    from tetea.domain.keyring.errors import RuntimeRefused

    try:
        runtime.current()
    except RuntimeRefused as refused:
        raise starting.StartRefused(str(refused)) from None


if __name__ == "__main__":
    main()
