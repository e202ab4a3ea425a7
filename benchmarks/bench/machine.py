"""The machine and the packages that figures were measured with."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

INSTRUCTION_SETS = (
    "avx2",
    "avx_vnni",
    "avx512f",
    "avx512_vnni",
    "avx512_bf16",
    "amx_bf16",
    "amx_int8",
)
"""Those that decide how fast matrices are multiplied, by their names in Linux."""

PACKAGES = (
    "numpy",
    "faiss-cpu",
    "openvino",
    "tokenizers",
    "torch",
    "sentence-transformers",
    "transformers",
    "langchain-text-splitters",
    "bm25s",
    "txtai",
)

_CPU_INFO = Path("/proc/cpuinfo")


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine.

    Attributes:
        processor: Its model, as it calls itself.
        cores: Processors that this process may use.
        instruction_sets: Of `INSTRUCTION_SETS` those it has, "unknown" where it does not tell.
        memory_gb: Main memory, in GB.
        system: Operating system and Python.
        packages: Versions of the packages that were used.
    """

    processor: str
    cores: int
    instruction_sets: tuple[str, ...]
    memory_gb: float
    system: str
    packages: dict[str, str]


def this_machine() -> Machine:
    """The machine that this runs on."""
    text = _CPU_INFO.read_text(encoding="utf-8") if _CPU_INFO.is_file() else ""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return Machine(
        processor=field_of(text, "model name") or platform.processor() or platform.machine(),
        cores=len(affinity(0)) if affinity else os.cpu_count() or 1,
        instruction_sets=instruction_sets(text),
        memory_gb=round(memory / 1e9, 1),
        system=f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        packages=versions(PACKAGES),
    )


def field_of(cpu_info: str, name: str) -> str:
    """The first value of a field of /proc/cpuinfo; "" where it has none."""
    for line in cpu_info.splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return ""


def instruction_sets(cpu_info: str) -> tuple[str, ...]:
    """Which of `INSTRUCTION_SETS` the text of /proc/cpuinfo names."""
    flags = field_of(cpu_info, "flags").split()
    if not flags:
        return ("unknown",)
    return tuple(name for name in INSTRUCTION_SETS if name in flags)


def versions(packages: Iterable[str]) -> dict[str, str]:
    """Versions of those packages that are installed."""
    found = {}
    for name in packages:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
