"""Files that ask for minutes or gigabytes are read, or ended and reported; the next is read."""

import hashlib
import subprocess
import sys

import pytest

from qa.corpus import parser_process
from qa.corpus.parser_process import ParserProcess
from qa.corpus.scanning import SourceFile
from qa.errors import DocumentParseError
from support.hostile_files import HOSTILE

QUICK = ("forms.pdf", "paragraphs.docx", "nesting.html", "nesting.json", "openings.md")
MEMORY_BYTES = 1_500_000_000

PEAK = """
import json, resource, sys
from pathlib import Path
from qa.corpus.parser_process import ParserProcess
from qa.corpus.scanning import SourceFile
from qa.errors import DocumentParseError
name, location, sha256, n_bytes = sys.argv[1:]
with ParserProcess() as parser:
    try:
        parser.parse(SourceFile(name, Path(location), sha256, int(n_bytes)))
    except DocumentParseError:
        pass
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


def written(folder, name, data):
    location = folder / name
    location.write_bytes(data)
    return SourceFile(name, location, hashlib.sha256(data).hexdigest(), len(data))


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_file_costs_itself_alone(tmp_path, monkeypatch, name):
    monkeypatch.setattr(parser_process, "CPU_SECONDS", 5)
    hostile = written(tmp_path, name, HOSTILE[name]())
    with ParserProcess() as parser:
        outcome = "read"
        try:
            parser.parse(hostile)
        except DocumentParseError as error:
            outcome = error.kind
        assert outcome in {"read", "broken", "too_large"}
        assert parser.parse(written(tmp_path, "next.txt", b"All is well.")).text == "All is well."


@pytest.mark.long
@pytest.mark.parametrize("name", HOSTILE)
def test_the_memory_of_a_hostile_file_is_bounded(tmp_path, name):
    """Measured in a process of its own: the peak of its children is that of the parser."""
    hostile = written(tmp_path, name, HOSTILE[name]())
    arguments = [name, str(hostile.location), hostile.sha256, str(hostile.n_bytes)]
    done = subprocess.run(
        [sys.executable, "-c", PEAK, *arguments], capture_output=True, check=True, encoding="utf-8"
    )
    assert int(done.stdout) < MEMORY_BYTES
