"""The machine is named as it names itself."""

import os

import numpy
import pytest

from bench.machine import field_of, instruction_sets, this_machine, versions

CPU_INFO = """processor\t: 0
model name\t: Some Processor 9 @ 2.1 GHz
flags\t\t: fpu avx2 avx512f amx_bf16 avx512_bf16x

processor\t: 1
model name\t: Another
"""


def test_fields_are_those_of_the_first_processor():
    assert field_of(CPU_INFO, "model name") == "Some Processor 9 @ 2.1 GHz"
    assert field_of(CPU_INFO, "model") == ""


def test_instruction_sets_are_whole_words():
    assert instruction_sets(CPU_INFO) == ("avx2", "avx512f", "amx_bf16")
    assert instruction_sets("") == ("unknown",)


def test_this_machine_has_cores_memory_and_packages():
    machine = this_machine()
    assert 1 <= machine.cores <= (os.cpu_count() or 1)
    assert machine.memory_gb > 0.2
    assert machine.processor
    assert machine.packages["numpy"] == numpy.__version__


def test_what_is_not_installed_has_no_version():
    assert versions(["pytest", "no-such-package-at-all"]) == {"pytest": pytest.__version__}
