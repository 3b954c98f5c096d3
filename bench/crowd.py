"""The load generator: several processes, each with a connection of its own, for a few seconds."""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import quantiles

from bench.wire import Line

# Each starts within this time of being told to; then all begin together.
HEAD_START = 0.25
PARTS = 100

# One round: sends what one person sends and returns how long each request took, in seconds.
Round = Callable[[Line, int], list[float]]


@dataclass(frozen=True)
class Job:
    """What each of the crowd does until the time is over."""

    work: Round
    port: int
    begin: float
    seconds: float
    number: int
    source: str


@dataclass(frozen=True)
class Outcome:
    """What all of them did together: rounds a second, and each request's time."""

    rate: float
    times: list[float] = field(repr=False)
    seconds: float
    """Until the last of them had finished."""

    @property
    def pace(self) -> float:
        """Return requests a second, where each had so many to send: the slowest one counts."""
        return len(self.times) / self.seconds

    @property
    def p99(self) -> float:
        """Return the time within which 99 of 100 requests were answered, in seconds."""
        return percentile(self.times, 99)


class Crowd:
    """Processes that are started once and used for every measurement."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._pool = ProcessPoolExecutor(size, multiprocessing.get_context("spawn"))
        list(self._pool.map(time.sleep, [HEAD_START] * size))  # so that each has started

    def run(
        self, work: Round, port: int, seconds: float, sources: Sequence[str] = (), people: int = 0
    ) -> Outcome:
        """Let everybody, or so many, do `work` again and again for that long, but once at least.

        Beyond one for each process they share the processes, each with a line of its own.
        """
        begin = time.monotonic() + HEAD_START
        addresses = sources or ("127.0.0.1",)
        jobs = [
            Job(work, port, begin, seconds, number, addresses[number % len(addresses)])
            for number in range(people or self.size)
        ]
        shares = [jobs[at :: self.size] for at in range(min(self.size, len(jobs)))]
        done = [one for share in self._pool.map(_do_all, shares) for one in share]
        rate = sum(rounds / took for rounds, took, _ in done)
        times = [one for _, _, taken in done for one in taken]
        return Outcome(rate, times, max(took for _, took, _ in done))

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown()


def percentile(times: Sequence[float], which: int) -> float:
    """Return a percentile; of fewer than two values the largest."""
    if len(times) < 2:
        return max(times, default=0.0)
    return quantiles(times, n=PARTS, method="inclusive")[which - 1]


def _do_all(jobs: Sequence[Job]) -> list[tuple[int, float, list[float]]]:
    """Do what several of the crowd do, at the same time, in this process."""
    with ThreadPoolExecutor(len(jobs)) as people:
        return list(people.map(_do, jobs))


def _do(job: Job) -> tuple[int, float, list[float]]:
    """Return (rounds, seconds, times). The last round is finished, so none is counted in part."""
    line = Line(job.port, job.source)
    time.sleep(max(0.0, job.begin - time.monotonic()))
    start = time.monotonic()
    rounds, times = 0, []
    try:
        while not rounds or time.monotonic() < start + job.seconds:
            times += job.work(line, job.number)
            rounds += 1
    finally:
        line.close()
    return rounds, time.monotonic() - start, times
