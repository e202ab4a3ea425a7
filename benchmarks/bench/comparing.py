"""Running the contestants in turns: building, the first answer, asking, and how good it is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import TypeVar

from bench.contestants.entries import OWN, Entry
from bench.interleaving import blocks, orders
from bench.processes import ContestantError, Place, Process, first_answer
from bench.results import Asking, Building, Index, Quality, Result, Turn
from bench.task import Question, Task, write_task
from qa.evaluation.metrics import ndcg, success

DEPTH = 10
_WARMING = 5  # questions asked of each before the clock runs

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured.

    Attributes:
        built_documents: Documents of the part that is built in rounds.
        build_rounds: Rounds of building it.
        first_rounds: Rounds of a process's first answer.
        ask_rounds: Rounds that the questions are asked in.
    """

    built_documents: int
    build_rounds: int
    first_rounds: int
    ask_rounds: int


class Comparison:
    """Contestants, and what is known of them so far. One that fails is left out from then on.

    Args:
        entries: Who is compared.
        task: What they are given.
        extent: How much is measured.
        place: Where they run.
        tell: Told what is being done.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        task: Task,
        extent: Extent,
        place: Place,
        tell: Callable[[str], None],
    ) -> None:
        self._task = task
        self._extent = extent
        self._place = place
        self._tell = tell
        self._results = {entry.name: Result(entry, {}) for entry in entries}
        write_task(task, place.task)

    def run(self) -> tuple[Result, ...]:
        """Everything, one after the other."""
        self._build_part()
        self._build_all()
        self._ask_first()
        self._ask()
        return tuple(self._results.values())

    def _going(self, *, builders: bool = False, whole: bool = False) -> list[Entry]:
        """Those that have not failed."""
        return [
            result.entry
            for result in self._results.values()
            if not result.failure
            and not (builders and result.entry.index_of)
            and not (whole and result.entry.is_limit)
        ]

    def _try(self, entry: Entry, work: Callable[[], Value]) -> Value | None:
        """What comes of some work; None, and the contestant is out, where it fails."""
        try:
            return work()
        except ContestantError as error:
            self._tell(f"{entry.name} is left out: {error}")
            self._note(replace(self._results[entry.name], failure=str(error)))
            return None

    def _start(
        self, stack: ExitStack, entries: Sequence[Entry], place: Place, do: str
    ) -> dict[str, Process]:
        """A process for each that starts; `do` is its first command."""
        started: dict[str, Process] = {}
        for entry in entries:
            folder = str(self._index_folder(entry))
            begun = self._try(entry, partial(_begun, stack, entry, place, do, folder))
            if begun is not None:
                started[entry.name] = begun
        return started

    def _in_turns(
        self, names: Sequence[str], rounds: int, work: Callable[[str, int], Value]
    ) -> dict[str, list[Value]]:
        """What comes of some work, by contestant and round, done in turns; of who came through."""
        found: dict[str, list[Value]] = {name: [] for name in names}
        for number, order in enumerate(orders(names, rounds)):
            self._tell(f"round {number + 1} of {rounds}: {', '.join(order)}")
            for name in order:
                if not self._results[name].failure:
                    entry = self._results[name].entry
                    one = self._try(entry, partial(work, name, number))
                    found[name] += [] if one is None else [one]
        return {name: some for name, some in found.items() if not self._results[name].failure}

    def _build_part(self) -> None:
        """Build the same part of the documents in rounds, each time from nothing."""
        part = self._task.part(self._extent.built_documents)
        place = replace(self._place, task=self._place.task.with_name("part.json"))
        write_task(part, place.task)
        self._tell(f"building {len(part.documents):,} documents")
        with ExitStack() as stack:
            processes = self._start(stack, self._going(builders=True), place, "load")

            def build(name: str, number: int) -> tuple[Turn, int]:
                folder = _empty(self._place.work / name / f"part-{number}")
                turn, count = processes[name].tell("build", folder=str(folder))
                shutil.rmtree(folder)
                return turn, count

            built = self._in_turns(list(processes), self._extent.build_rounds, build)
            for name, some in built.items():
                _, peak = processes[name].tell("peak")
                turns = tuple(turn for turn, _ in some)
                building = Building(len(part.documents), some[0][1], turns, peak)
                self._note(replace(self._results[name], building=building))

    def _index_folder(self, entry: Entry) -> Path:
        return self._place.work / (entry.index_of or entry.name) / "index"

    def _build_all(self) -> None:
        """Build the index of all documents once: what is asked, and measured on disk."""
        for entry in self._going(builders=True):
            self._tell(f"building all {len(self._task.documents):,} documents: {entry.name}")
            folder = _empty(self._index_folder(entry))
            built = self._try(entry, partial(_built, entry, self._place, folder))
            if built is not None:
                count, packages = built
                index = Index(count, size_on_disk(folder))
                own = self._results[entry.name]
                self._note(replace(own, index=index, packages=packages))

    def _ask_first(self) -> None:
        """The first answer of a process, in rounds, by those that answer."""
        place = replace(self._place, task=self._place.task.with_name("nothing.json"))
        write_task(self._task.part(0), place.task)
        entries = {entry.name: entry for entry in self._going(whole=True)}
        self._tell("first answers")

        def ask(name: str, _number: int) -> Turn:
            entry = entries[name]
            question = self._task.questions[0].text
            return first_answer(entry, place, self._index_folder(entry), question)

        firsts = self._in_turns(list(entries), self._extent.first_rounds, ask)
        for name, turns in firsts.items():
            self._note(replace(self._results[name], firsts=tuple(turns)))

    def _ask(self) -> None:
        """Ask the questions in rounds, then once more for the documents found."""
        questions = [one.text for one in self._task.questions]
        asked = blocks(questions, self._extent.ask_rounds)
        self._tell(f"asking {len(questions):,} questions")
        with ExitStack() as stack:
            processes = self._start(stack, self._going(), self._place, "open")
            for name, process in processes.items():
                warm = partial(process.tell, "ask", questions=questions[:_WARMING])
                self._try(self._results[name].entry, warm)

            def ask(name: str, number: int) -> tuple[Turn, list[float]]:
                return processes[name].tell("ask", questions=asked[number])

            for name, some in self._in_turns(list(processes), len(asked), ask).items():
                turns = tuple(turn for turn, _ in some)
                seconds = tuple(second for _, each in some for second in each)
                memory = processes[name].memory_bytes()
                asking = Asking(turns, seconds, memory)
                self._note(replace(self._results[name], asking=asking))
                self._judge(name, processes[name])

    def _judge(self, name: str, process: Process) -> None:
        """Ask once more, for the documents found."""
        self._tell(f"judging {name}")
        questions = [one.text for one in self._task.questions]
        rank = partial(process.tell, "rank", questions=questions, depth=DEPTH)
        ranked = self._try(self._results[name].entry, rank)
        if ranked is not None and any(ranked[1]):
            quality = judge(self._task.questions, ranked[1])
            self._note(replace(self._results[name], quality=quality))

    def _note(self, result: Result) -> None:
        self._results[result.entry.name] = result


def _begun(stack: ExitStack, entry: Entry, place: Place, do: str, folder: str) -> Process:
    """A process that has carried out its first command."""
    process = stack.enter_context(Process(entry, place))
    process.tell(do, folder=folder)
    return process


def _built(entry: Entry, place: Place, folder: Path) -> tuple[int, dict[str, str]]:
    """Build all documents in a process: passages, and versions of what they were built with."""
    with Process(entry, place) as process:
        process.tell("load")
        _, count = process.tell("build", folder=str(folder))
        _, packages = process.tell("versions", packages=entry.packages)
    return count, packages


def judge(questions: Sequence[Question], rankings: Sequence[Sequence[str]]) -> Quality:
    """How good rankings of documents are, by the program's own judge."""
    pairs = list(zip(questions, rankings, strict=True))
    return Quality(
        fmean(ndcg(ranking, one.relevant, DEPTH) for one, ranking in pairs),
        fmean(success(ranking, one.relevant, 1) for one, ranking in pairs),
    )


def size_on_disk(folder: Path) -> int:
    """Bytes of the files under a folder, those with several names counted once."""
    stats = [path.stat() for path in folder.rglob("*") if path.is_file()]
    return sum({(stat.st_dev, stat.st_ino): stat.st_size for stat in stats}.values())


def _empty(folder: Path) -> Path:
    """A folder with nothing in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def own_result(results: Sequence[Result]) -> Result:
    """What the others are measured by.

    Raises:
        ContestantError: It has no figures.
    """
    for result in results:
        if result.entry.name == OWN.name and not result.failure:
            return result
    raise ContestantError(f"{OWN.label} has no figures: there is nothing to compare with")
