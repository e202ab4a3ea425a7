"""Try any input at all on the program, for as long as is wanted, guided by what each one reaches.

    python benchmarks/fuzzing.py .docx .pdf --minutes 30
    python benchmarks/fuzzing.py --minutes 5    # each format in turn, the splitter, index and page

Atheris mutates valid files, keeps what reaches new lines of `qa`, and mutates that: documents,
texts (`text`), the files of an index whose checksums are made to fit (`index`), and requests to a
server (`page`). Each target runs in a process of its own, since a library in C may end it; what
made one fail is kept in `.fuzzing/`, by target, and tried first the next time. Needs atheris:
`pip install atheris`.
"""

from __future__ import annotations

import argparse
import importlib
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".fuzzing"
sys.path.insert(0, str(ROOT / "tests"))

MAX_BYTES = 60_000
OTHERS = ("text", "index", "page")
TEXTS = tuple(
    text.encode()
    for text in (
        "# A\n\nIt opened in 1911. Dr. Salem came!\n",
        "افتُتح في ١٩١١؟ نعم؛ هو عميق.",
        "图书馆。成立",
    )
)


def main() -> None:
    """Try each target, and tell what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", help="endings, 'text', 'index' or 'page' [all]")
    parser.add_argument("--minutes", type=float, default=1.0, help="for each target [1]")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    endings = importlib.import_module("support.fuzz_samples").SUFFIXES
    targets = given.targets or [*endings, *OTHERS]
    if given.alone:
        _fuzz(targets[0], int(given.minutes * 60))
        return
    failed = [target for target in targets if not _tried(target, given.minutes)]
    print(f"{len(targets) - len(failed)} of {len(targets)} targets without a fault", *failed)
    sys.exit(bool(failed))


def _tried(target: str, minutes: float) -> bool:
    """Try one target in a process of its own; whether nothing was found."""
    command = [sys.executable, __file__, target, "--minutes", str(minutes), "--alone"]
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
        errors="replace",
    )
    runs = re.findall(r"^#(\d+)", done.stdout, re.MULTILINE)
    reached = re.findall(r"cov: (\d+)", done.stdout)
    told = "nothing found" if done.returncode == 0 else "FOUND"
    print(f"{target:8} {_last(runs):>9} inputs, {_last(reached):>6} edges: {told}")
    if done.returncode:
        (KEPT / f"{target}.log").write_text(done.stdout, encoding="utf-8")
        print(done.stdout[-1500:])
    sys.stdout.flush()
    return done.returncode == 0


def _last(told: list[str]) -> str:
    return told[-1] if told else "0"


def _fuzz(target: str, seconds: int) -> None:
    import atheris  # noqa: PLC0415 (asked for by hand alone)

    kept = KEPT / target
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, ExitStack() as open_until_the_end:
        with atheris.instrument_imports(include=["qa"]):
            tried = _target(target, Path(work), open_until_the_end)
        for number, seed in enumerate(tried.seeds):
            (kept / f"seed-{number}").write_bytes(seed)

        def mutate(data: bytes, most: int, seed: int) -> bytes:
            chance = random.Random(seed)

            def mutate_part(part: bytes) -> bytes:
                return bytes(atheris.Mutate(part, max(len(part) + 1_000, 2)))

            changed = tried.mutated(data, chance.randrange(1 << 16), mutate_part)
            return changed if len(changed) <= most else data

        limits = [
            f"-max_total_time={seconds}",
            f"-max_len={MAX_BYTES}",
            "-timeout=120",
            "-rss_limit_mb=4096",
        ]
        arguments = [sys.argv[0], *limits, f"-artifact_prefix={KEPT}/{target}-", str(kept)]
        atheris.Setup(arguments, tried.run, custom_mutator=mutate)
        atheris.Fuzz()


@dataclass(frozen=True)
class Target:
    """What is tried.

    Attributes:
        seeds: Inputs that are in order.
        run: Tries one, and raises where it makes the program stumble.
        mutated: An input with one part of it changed: the input, a number that chooses the part,
            and what changes it.
    """

    seeds: Sequence[bytes]
    run: Callable[[bytes], None]
    mutated: Callable[[bytes, int, Callable[[bytes], bytes]], bytes]


def _target(name: str, work: Path, open_until_the_end: ExitStack) -> Target:
    if name == "index":
        return _index_target(work)
    if name == "page":
        return _page_target(work, open_until_the_end)
    samples = importlib.import_module("support.fuzz_samples")
    tried = importlib.import_module("support.fuzz_targets")
    for module, _ in importlib.import_module("qa.corpus.parsing").PARSERS.values():
        importlib.import_module(f"qa.corpus.{module}")  # else loaded by the first file
    if name == "text":
        run = lambda data: tried.split_text(data.decode(errors="ignore"))  # noqa: E731
        return Target(TEXTS, run, _whole_mutated)
    return Target(
        [samples.sample(name)], lambda data: tried.parse(name, data) and None, samples.mutated
    )


def _index_target(work: Path) -> Target:
    """Files of an index: an input is the number of one, then its bytes."""
    index = importlib.import_module("support.fuzz_index").AlterableIndex(work)

    def run(data: bytes) -> None:
        name = index.files[data[0] % len(index.files)] if data else index.files[0]
        index.look(name, lambda _: data[1:], sealed=True)

    def mutated(data: bytes, _: int, mutate: Callable[[bytes], bytes]) -> bytes:
        return data[:1] + mutate(data[1:])

    contents = enumerate(index.content(name) for name in index.files)
    return Target([bytes([number]) + content for number, content in contents], run, mutated)


def _page_target(work: Path, open_until_the_end: ExitStack) -> Target:
    """Requests, as bytes, to a server in this process."""
    raw = importlib.import_module("support.raw_requests")
    stand_in = importlib.import_module("support.web_stand_in")
    (work / "guide.md").write_text(stand_in.ENGLISH, encoding="utf-8")
    app = stand_in.app_for(stand_in.StandIn(), work)
    server = open_until_the_end.enter_context(raw.raw_server(app))

    def run(data: bytes) -> None:
        server.ask(raw.whole(data), patience=0.3)

    return Target(raw.EXAMPLES, run, _whole_mutated)


def _whole_mutated(data: bytes, _: int, mutate: Callable[[bytes], bytes]) -> bytes:
    return mutate(data)


if __name__ == "__main__":
    main()
