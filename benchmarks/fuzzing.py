"""Try any input at all on the program, for as long as is wanted, guided by what each one reaches.

    python benchmarks/fuzzing.py .docx .pdf --minutes 30
    python benchmarks/fuzzing.py --minutes 5            # each format in turn, and the splitter

Atheris mutates valid files, keeps what reaches new lines of `qa`, and mutates that. Each target
runs in a process of its own, since a library in C may end it; what made one fail is kept in
`.fuzzing/`, by target, and tried first the next time. Needs `pip install atheris`.
"""

from __future__ import annotations

import argparse
import importlib
import random
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".fuzzing"
sys.path.insert(0, str(ROOT / "tests"))

MAX_BYTES = 60_000
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
    parser.add_argument("targets", nargs="*", help="endings, or 'text' [all]")
    parser.add_argument("--minutes", type=float, default=1.0, help="for each target [1]")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    targets = given.targets or [*importlib.import_module("support.fuzz_samples").SUFFIXES, "text"]
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

    with atheris.instrument_imports(include=["qa"]):
        samples = importlib.import_module("support.fuzz_samples")
        tried = importlib.import_module("support.fuzz_targets")
        for module, _ in importlib.import_module("qa.corpus.parsing").PARSERS.values():
            importlib.import_module(f"qa.corpus.{module}")  # else loaded by the first file
    kept = KEPT / target
    kept.mkdir(parents=True, exist_ok=True)
    seeds = TEXTS if target == "text" else [samples.sample(target)]
    for number, seed in enumerate(seeds):
        (kept / f"seed-{number}").write_bytes(seed)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)

        def mutate_part(part: bytes) -> bytes:
            return bytes(atheris.Mutate(part, max(len(part) + 1_000, 2)))

        changed: bytes = samples.mutated(data, chance.randrange(1 << 16), mutate_part)
        return changed if len(changed) <= most else data

    def run(data: bytes) -> None:
        if target == "text":
            tried.split_text(data.decode(errors="ignore"))
        else:
            tried.parse(target, data)

    limits = [
        f"-max_total_time={seconds}",
        f"-max_len={MAX_BYTES}",
        "-timeout=120",
        "-rss_limit_mb=4096",
    ]
    arguments = [sys.argv[0], *limits, f"-artifact_prefix={KEPT}/{target}-", str(kept)]
    atheris.Setup(arguments, run, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
