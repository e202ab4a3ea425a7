"""The report in Markdown: tables of which a row can be copied as it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median

from bench.comparing import own_result
from bench.cost_curve.points import Point
from bench.interleaving import Ratio, percentile, ratio
from bench.machine import Machine
from bench.results import Index, Result, Turn

NOTHING = "–"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def times(values: Ratio) -> str:
    """A ratio with the range of its rounds: "3.1× (2.9–3.4)"."""
    return f"{values.median:.3g}× ({values.lowest:.3g}–{values.highest:.3g})"


def summary_table(results: Sequence[Result]) -> str:
    """The programs that answer questions, a row each: what README shows."""
    own = own_result(results).asking
    rows = []
    for result in results:
        asked, quality, index = result.asking, result.quality, index_of(result, results)
        if result.entry.is_limit or own is None or not (asked and quality and index):
            continue
        built = result.building
        speed = built and built.n_passages / median(turn.wall for turn in built.rounds)
        cpu = ratio([turn.cpu for turn in asked.rounds], [turn.cpu for turn in own.rounds])
        rows.append(
            [
                result.entry.label,
                f"{quality.ndcg_at_10:.3f}",
                f"{1000 * percentile(asked.seconds, 50):.0f} ms",
                f"{cpu.median:.3g}×",
                f"{median(turn.wall for turn in result.firsts):.1f} s",
                f"{speed:.0f}" if speed else NOTHING,
                f"{asked.memory_bytes / 1e6:,.0f} MB",
                f"{index.n_bytes / index.n_passages / 1000:.1f} kB",
            ]
        )
    head = (
        "",
        "nDCG@10",
        "question, p50",
        "CPU, as ours",
        "first answer",
        "passages built a second",
        "memory",
        "disk a passage",
    )
    return table(head, rows)


def index_of(result: Result, results: Sequence[Result]) -> Index | None:
    """The index that a contestant asks: its own, or the one that it shares."""
    name = result.entry.index_of or result.entry.name
    return next((one.index for one in results if one.entry.name == name), None)


def building_table(results: Sequence[Result]) -> str:
    """How fast documents become an index."""
    own = own_result(results).building
    rows = []
    for result in results:
        if (built := result.building) is None or own is None:
            continue
        wall = median(turn.wall for turn in built.rounds)
        cpu = median(turn.cpu for turn in built.rounds)
        rows.append(
            [
                result.entry.label,
                f"{built.n_documents / wall:.1f}",
                f"{built.n_passages / wall:.1f}",
                f"{1000 * cpu / built.n_passages:.1f}",
                times(per_passage(built.rounds, built.n_passages, own.rounds, own.n_passages)),
                f"{built.peak_bytes / 1e6:,.0f}",
            ]
        )
    head = (
        "building",
        "documents/s",
        "passages/s",
        "CPU ms a passage",
        "CPU a passage, as ours",
        "memory, MB",
    )
    return table(head, rows)


def per_passage(other: Sequence[Turn], n_other: int, own: Sequence[Turn], n_own: int) -> Ratio:
    """Processor time of a passage, round by round, as many times ours."""
    return ratio([turn.cpu / n_other for turn in other], [turn.cpu / n_own for turn in own])


def asking_table(results: Sequence[Result]) -> str:
    """How long a question takes, and how good what is found is."""
    own = own_result(results).asking
    rows = []
    for result in results:
        if (asked := result.asking) is None or own is None:
            continue
        cpu = sum(turn.cpu for turn in asked.rounds) / len(asked.seconds)
        quality = result.quality
        rows.append(
            [
                result.entry.label,
                f"{1000 * percentile(asked.seconds, 50):.1f}",
                f"{1000 * percentile(asked.seconds, 95):.1f}",
                f"{1000 * cpu:.1f}",
                times(ratio([t.wall for t in asked.rounds], [t.wall for t in own.rounds])),
                times(ratio([t.cpu for t in asked.rounds], [t.cpu for t in own.rounds])),
                f"{quality.ndcg_at_10:.3f}" if quality else NOTHING,
                f"{quality.recall_at_1:.3f}" if quality else NOTHING,
            ]
        )
    head = (
        "one question",
        "p50 ms",
        "p95 ms",
        "CPU ms",
        "time, as ours",
        "CPU, as ours",
        "nDCG@10",
        "R@1",
    )
    return table(head, rows)


def size_table(results: Sequence[Result]) -> str:
    """What starting, memory and disk cost."""
    rows = []
    for result in results:
        if result.failure:
            continue
        index = index_of(result, results)
        rows.append(
            [
                result.entry.label,
                f"{median(t.wall for t in result.firsts):.2f}" if result.firsts else NOTHING,
                f"{median(t.cpu for t in result.firsts):.2f}" if result.firsts else NOTHING,
                f"{result.asking.memory_bytes / 1e6:,.0f}" if result.asking else NOTHING,
                f"{index.n_passages:,}" if index else NOTHING,
                f"{index.n_bytes / index.n_passages / 1000:.1f}" if index else NOTHING,
            ]
        )
    head = (
        "start and size",
        "first answer, s",
        "CPU s",
        "memory, MB",
        "passages",
        "disk, kB a passage",
    )
    return table(head, rows)


def machine_lines(machine: Machine) -> str:
    """Where it was measured."""
    packages = ", ".join(f"{name} {number}" for name, number in machine.packages.items())
    return (
        f"{machine.processor}, {machine.cores} cores, {', '.join(machine.instruction_sets)}, "
        f"{machine.memory_gb:.0f} GB; {machine.system}.\n\n{packages}."
    )


def curve_table(points: Sequence[Point]) -> str:
    """What grows with the corpus."""
    rows = [
        [
            f"{point.n_passages:,}",
            f"{point.build.wall:.0f}",
            f"{1000 * point.build.cpu / point.n_passages:.2f}",
            f"{point.build_peak_bytes / 1e6:,.0f}",
            f"{point.unchanged.wall:.2f}",
            f"{point.refresh.cpu:.1f}",
            f"{point.open.wall:.2f}",
            f"{point.question_p50_ms:.1f}",
            f"{point.question_p95_ms:.1f}",
            f"{point.question_cpu_ms:.1f}",
            f"{point.memory_bytes / 1e6:,.0f}",
            f"{point.index_bytes / point.n_passages / 1000:.1f}",
            "exact" if point.recall is None else f"{point.recall:.4f}",
            f"{point.ndcg_at_10:.4f}",
            NOTHING if point.ndcg_at_10_exact is None else f"{point.ndcg_at_10_exact:.4f}",
        ]
        for point in points
    ]
    head = (
        "passages",
        "build, s",
        "CPU ms a passage",
        "its memory, MB",
        "nothing changed, s",
        "one edit, CPU s",
        "open, s",
        "question p50 ms",
        "p95 ms",
        "CPU ms",
        "memory, MB",
        "disk, kB a passage",
        "recall@30",
        "nDCG@10",
        "exact",
    )
    return table(head, rows)


@dataclass(frozen=True, slots=True)
class Report:
    """All that was measured.

    Attributes:
        machine: Where.
        task: What was asked of what, as a sentence.
        results: Of the contestants; none where nobody was compared.
        curve: Its points; none where it was not drawn.
        reader: The reader's table, "" where it was not measured.
    """

    machine: Machine
    task: str
    results: tuple[Result, ...]
    curve: tuple[Point, ...]
    reader: str

    def to_json(self) -> str:
        """Everything, for programs."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"

    def to_markdown(self) -> str:
        """Tables, for people."""
        parts = ["# Sanad beside others", machine_lines(self.machine)]
        if self.results:
            parts += [
                f"## The same documents, questions and weights\n\n{self.task} {_TURNS}",
                summary_table(self.results),
                building_table(self.results),
                asking_table(self.results),
                size_table(self.results),
                notes(self.results),
            ]
        if self.curve:
            parts += [f"## As the corpus grows\n\n{_CURVE}", curve_table(self.curve)]
        if self.reader:
            parts += [f"## The reader\n\n{self.reader}"]
        return "\n\n".join(parts) + "\n"


_TURNS = (
    'Ratios ("as ours") are medians of rounds taken in turns, with the lowest and the highest '
    "round; CPU is of all cores."
)
_CURVE = (
    "Passages of recombined sentences, their vectors drawn near real ones; real passages are "
    "hidden among them, and questions are on these. A question's time is without the encoder and "
    "the reader. The first build starts from nothing; disk has all of the index folder."
)


def notes(results: Sequence[Result]) -> str:
    """Versions of what was compared, and who is left out."""
    lines = [
        f"- {result.entry.label}: "
        + (
            f"left out, {result.failure}"
            if result.failure
            else ", ".join(f"{name} {number}" for name, number in result.packages.items())
        )
        for result in results
        if result.failure or result.packages
    ]
    return "\n".join(lines)
