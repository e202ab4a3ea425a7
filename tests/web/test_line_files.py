"""Lines that several threads and processes add to one file."""

import json
import subprocess
import sys
import threading

import pytest
from filelock import FileLock

from qa.evaluation.jsonl import read_kept_lines
from qa.web.line_files import LineFile
from support.paths import ROOT

MANY_BYTES = 1_000_000
WRITER = """
import sys
from pathlib import Path
from qa.web.line_files import LineFile
file = LineFile(Path(sys.argv[1]), 1_000_000)
for number in range(40):
    file.append({"writer": sys.argv[2], "number": number, "text": "س" * 200})
"""


def test_a_line_cut_short_spoils_only_itself(tmp_path):
    path = tmp_path / "lines.jsonl"
    path.write_text('{"verdict": "go')
    LineFile(path, MANY_BYTES).append({"verdict": "good"})
    cut, whole = path.read_text().splitlines()
    assert (cut, json.loads(whole)) == ('{"verdict": "go', {"verdict": "good"})
    assert [row.text("verdict") for row in read_kept_lines(path)] == ["good"]


def test_lines_of_processes_and_threads_do_not_mix(tmp_path):
    path = tmp_path / "lines.jsonl"
    others = [
        subprocess.Popen([sys.executable, "-c", WRITER, path, name], cwd=ROOT) for name in "ab"
    ]
    file = LineFile(path, MANY_BYTES)
    threads = [
        threading.Thread(target=file.append, args=({"writer": "c", "number": number},))
        for number in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [other.wait(60) for other in others] == [0, 0]
    written = [json.loads(line) for line in path.read_text().splitlines()]
    told = sorted((line["writer"], line["number"]) for line in written)
    assert told == sorted(
        [("a", n) for n in range(40)]
        + [("b", n) for n in range(40)]
        + [("c", n) for n in range(20)]
    )


def test_a_line_waits_for_whoever_replaces_the_file(tmp_path):
    path, new = tmp_path / "lines.jsonl", tmp_path / "new"
    file = LineFile(path, MANY_BYTES)
    file.append({"number": 1})
    thread = threading.Thread(target=file.append, args=({"number": 2},))
    with FileLock(path.with_suffix(".lock")):
        thread.start()
        thread.join(0.2)
        assert thread.is_alive()
        new.write_text("")
        new.replace(path)
    thread.join(10)
    assert path.read_text() == '{"number": 2}\n'


def test_a_file_does_not_grow_beyond_its_bound(tmp_path):
    path = tmp_path / "lines.jsonl"
    file = LineFile(path, 40)
    file.append({"text": "a" * 20})
    before = path.read_bytes()
    with pytest.raises(OSError, match="is full"):
        file.append({"text": "b" * 20})
    assert path.read_bytes() == before
    file.append({})  # what has room still comes in
    assert path.stat().st_size <= 40
