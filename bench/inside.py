"""What has to run inside the installation: `python -m bench.inside`, answers in JSON."""

import json
import sys
import time
from collections.abc import Callable

from django.db import connection, transaction

from bench.filler import INSERT, ROWS_OF_A_REPORT, TABLE, row
from tetea import serving, starting
from tetea.environment import read_environment
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.hpke import seal_to, wrap, wrap_info
from tetea.kernel.crypto.registry import Kind, Part
from tetea.kernel.crypto.seal import new_key, seal, unseal
from tetea.kernel.crypto.token import ReporterKeys, derive, new_token

ORG, OBJECT, SALT = b"o" * 16, b"r" * 16, b"s" * 32
STORY, SMALL = b"x" * 1500, b"x" * 300

Task = Callable[..., object]


def serve() -> None:
    """Serve the limits with the parameters that Tetea is served with."""
    serving.SETTINGS["limits"] = "bench.limits_settings"
    serving.serve(read_environment().port, "limits", with_worker=False)


def make_table() -> None:
    """Make the table that the limits write to."""
    blob, tail = ("bytea", "") if connection.vendor == "postgresql" else ("BLOB", " WITHOUT ROWID")
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {TABLE} (id varchar(26) PRIMARY KEY, filler {blob} NOT NULL){tail}"
        )


def sizes() -> dict[str, int]:
    """Return how many bytes the newest draft takes, and each row of a report on average."""
    from tetea.domain.keyring.models import Wrap  # noqa: PLC0415  # models need the settings
    from tetea.domain.reports.models import Draft, Report  # noqa: PLC0415  # the same

    draft = max((len(one.blob) for one in Draft.objects.all()[:20]), default=0)
    report = Report.objects.all()[0]
    wraps = Wrap.objects.filter(object=report.id)
    parts = [report.story, report.identity, report.facets, *(one.wrap for one in wraps)]
    return {"draft": draft, "row": sum(map(len, parts)) // ROWS_OF_A_REPORT}


def inserts(seconds: str, size: str) -> float:
    """Return how many transactions of one insert a second one connection commits."""

    def one() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(INSERT, row(int(size)))

    return _rate(one, float(seconds))


def crypto(seconds: str) -> dict[str, float]:
    """Return what each step costs, in microseconds, and all steps of one report without the KDF."""
    keys = derive(new_token(), ORG, SALT)
    place, key = Context(Kind.REPORT, ORG, OBJECT, Part.STORY), new_key()
    info = wrap_info(ORG, OBJECT, Part.BODY, OBJECT, keys.enc_pk, 1)
    blob, wrapped = seal(key, place, STORY), wrap(key, keys.enc_pk, info)
    steps: dict[str, Callable[[], object]] = {
        "seal": lambda: seal(key, place, STORY),
        "open": lambda: unseal(key, place, blob),
        "wrap": lambda: wrap(key, keys.enc_pk, info),
        "unwrap": lambda: keys.unwrap(info, wrapped),
        "report": lambda: _seal_report(keys),
    }
    each = float(seconds) / len(steps)
    return {name: 1e6 / _rate(step, each) for name, step in steps.items()}


def fill(count: str, *credentials: str) -> dict[str, float]:
    """Add so many cases whose keys this member holds; return how long it took."""
    from bench.fill import add_cases  # noqa: PLC0415  # needs the settings

    began = time.monotonic()
    add_cases(int(count), *credentials)
    return {"seconds": time.monotonic() - began}


def cases(*credentials: str) -> object:
    """Measure the board, a round of the alarm and a long case."""
    from bench import inside_cases  # noqa: PLC0415  # needs the settings

    return inside_cases.measure(*credentials)


def phone(name: str, *arguments: str) -> object:
    """Run one of the tasks of `inside_phone`."""
    from bench import inside_phone  # noqa: PLC0415  # needs the settings

    task: Task = getattr(inside_phone, name)
    return task(*arguments)


def _seal_report(keys: ReporterKeys) -> None:
    """Do every cryptographic step of one report after its KDF, and nothing else."""
    body, facets = new_key(), new_key()
    for part, key, plain in (
        (Part.STORY, body, STORY),
        (Part.IDENTITY, body, SMALL),
        (Part.FACETS, facets, SMALL),
    ):
        seal(key, Context(Kind.REPORT, ORG, OBJECT, part), plain)
    info = wrap_info(ORG, OBJECT, Part.BODY, OBJECT, keys.enc_pk, 1)
    for key in (body, facets, body):
        wrap(key, keys.enc_pk, info)
    keys.sign(SMALL)
    for kind, part in (
        (Kind.THREAD, Part.CARD),
        (Kind.ALERT, Part.TARGET),
        (Kind.LOG, Part.DETAIL),
    ):
        seal_to(keys.enc_pk, Context(kind, ORG, OBJECT, part), b"x" * 100, 1)


def _rate(step: Callable[[], object], seconds: float) -> float:
    began, count = time.perf_counter(), 0
    while time.perf_counter() < began + seconds:
        step()
        count += 1
    return count / (time.perf_counter() - began)


def figures(*arguments: str) -> object:
    """Return what is measured of the register and what is published from it."""
    from bench import inside_figures  # noqa: PLC0415  # needs the settings

    return inside_figures.measure(*arguments)


TASKS: dict[str, Task] = {
    "table": make_table,
    "sizes": sizes,
    "inserts": inserts,
    "crypto": crypto,
    "fill": fill,
    "cases": cases,
    "figures": figures,
    "phone": phone,
}


def main() -> None:
    """Run the task that is named, or serve."""
    name, *arguments = sys.argv[1:]
    if name == "serve":
        serve()
        return
    starting.set_home("./var/tetea")
    starting.prepare()
    print(json.dumps(TASKS[name](*arguments)))


if __name__ == "__main__":
    main()
