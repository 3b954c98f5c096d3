"""Evaluating conditions: one merged tree per thread, XPath compiled once per thread.

lxml trees and compiled XPaths are not to be changed by two threads at a time. Each thread
therefore builds its own tree at first use and nothing that changes is shared; the answers
are taken out of the tree again before a call returns.
"""

import math
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from lxml import etree

from tetea.kernel.dialogue.functions import EXTENSIONS, day_number, number_text

_END_OF_DAY = 86_399 / 86_400  # now() when only the day is known: nothing of today is refused
NO_ANSWERS: Mapping[str, str] = MappingProxyType({})
_NOT_IN_XML = re.compile("[^\\t\\n\\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the machine of one questionnaire runs on.

    ``paths`` gives each question's path in the answer tree, ``dates`` the names whose answers
    stand as day numbers, ``looked_at`` the names that some condition mentions, ``lists`` the
    rows of lists that a filter looks into.
    """

    paths: Mapping[str, str]
    dates: frozenset[str]
    looked_at: frozenset[str]
    lists: Mapping[str, Rows]
    conditions: Mapping[tuple[str, str], str]  # (name, "relevant" or "constraint") -> XPath
    mentions: Mapping[tuple[str, str], frozenset[str]]  # the questions that each of them looks at
    filters: Mapping[str, str]  # name -> XPath giving the names of the choices on offer
    variables: Mapping[str, Mapping[str, str]]  # name -> its filter's variables, by question


class Machine:
    """Answers conditions of one questionnaire; safe to share between threads."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._local = threading.local()

    @contextmanager
    def holding(self, answers: Mapping[str, object], today: date | None) -> Iterator["Bench"]:
        """Give this thread's bench with these answers on it; it is swept on leaving."""
        bench: Bench | None = getattr(self._local, "bench", None)
        if bench is None or bench.in_use:
            bench = self._local.bench = Bench(self.plan)
        bench.in_use = True
        try:
            bench.set_clock(today)
            for name, answer in answers.items():
                bench.put(name, answer)
            yield bench
        finally:
            bench.sweep()
            bench.in_use = False


class Bench:
    """One thread's tree and compiled XPaths."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.in_use = False
        self.nodes: dict[str, etree._Element] = {}
        self._root = etree.Element("m")
        self._add_answers(etree.SubElement(self._root, "i", id="main"))
        for name, rows in plan.lists.items():
            _add_list(etree.SubElement(self._root, "i", id=name), rows)
        self._filled: set[str] = set()
        self._compiled: dict[str, etree.XPath] = {}
        self._unanswered: dict[tuple[str, str], bool] = {}
        self._day: date | None = None
        self._today = self._now = math.nan

    def _add_answers(self, main: etree._Element) -> None:
        groups: dict[str, etree._Element] = {"": main}
        for name, path in self.plan.paths.items():
            steps = path.split("/")[1:]
            for depth in range(1, len(steps) + 1):
                here = "/".join(steps[:depth])
                if here not in groups:
                    parent = groups["/".join(steps[: depth - 1])]
                    groups[here] = etree.SubElement(parent, steps[depth - 1])
            self.nodes[name] = groups["/".join(steps)]

    def set_clock(self, today: date | None) -> None:
        """Set what ``today()`` and ``now()`` say; without a day both are NaN."""
        if today != self._day:
            self._unanswered.clear()
            self._day = today
        if today is None:
            self._today = self._now = math.nan
            return
        moment = day_number(today)
        self._today = math.floor(moment)
        self._now = moment if isinstance(today, datetime) else moment + _END_OF_DAY

    def put(self, name: str, answer: object) -> None:
        """Write one answer into the tree as XForms would hold it.

        An answer that no condition mentions stays out: her story never enters the tree.
        """
        if name in self.plan.looked_at:
            self.nodes[name].text = self._as_text(name, answer)
            self._filled.add(name)

    def sweep(self) -> None:
        """Leave no answer in the tree."""
        for name in self._filled:
            self.nodes[name].text = None
        self._filled.clear()

    def holds(self, name: str, kind: str) -> bool:
        """Whether the question's condition of this kind is true; true where it has none."""
        condition = name, kind
        xpath = self.plan.conditions.get(condition)
        if xpath is None:
            return True
        if not self._filled.isdisjoint(self.plan.mentions[condition]):
            return bool(self._run(xpath))
        # Nothing that it looks at is answered: then it is true or not for the day. Most are so.
        if condition not in self._unanswered:
            self._unanswered[condition] = bool(self._run(xpath))
        return self._unanswered[condition]

    def offered(self, name: str) -> frozenset[str]:
        """The names of the choices that the question's filter lets through."""
        carried = self.plan.variables[name]
        answers = {carried[other]: self.nodes[other].text or "" for other in carried}
        found = self._run(self.plan.filters[name], answers)
        return frozenset(map(str, found)) if isinstance(found, list) else frozenset()

    def _run(self, xpath: str, answers: Mapping[str, str] = NO_ANSWERS) -> object:
        compiled = self._compiled.get(xpath)
        if compiled is None:
            compiled = self._compiled[xpath] = etree.XPath(xpath, extensions=dict(EXTENSIONS))
        return compiled(self._root, today=self._today, now=self._now, **answers)

    def _as_text(self, name: str, answer: object) -> str | None:
        if answer is None:
            return None
        if name in self.plan.dates:
            return _day_text(str(answer))
        text = " ".join(map(str, answer)) if isinstance(answer, list) else str(answer)
        return _NOT_IN_XML.sub(" ", text)


def _day_text(text: str) -> str | None:
    """The day number; None for what is no day, as for a question without an answer."""
    try:
        if len(text) == len("2026-01-31"):
            return number_text(day_number(date.fromisoformat(text)))
        return number_text(day_number(datetime.fromisoformat(text)))
    except ValueError:
        return None


def _add_list(instance: etree._Element, rows: Rows) -> None:
    root = etree.SubElement(instance, "root")
    for row in rows:
        item = etree.SubElement(root, "item")
        for column, value in row.items():
            etree.SubElement(item, column).text = value
