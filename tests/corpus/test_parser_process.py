"""Parsing apart: real processes, real limits; whatever one file does, the next is read."""

import hashlib
import subprocess
import sys
import time

import pytest

from qa.corpus import parser_process
from qa.corpus.parser_process import ParserPool, ParserProcess, check_file
from qa.corpus.parsing import parse_document
from qa.corpus.scanning import SourceFile
from qa.errors import DocumentParseError
from support.faults import FAULTS


def written(folder, name, text):
    location = folder / name
    data = text.encode()
    location.write_bytes(data)
    return SourceFile(name, location, hashlib.sha256(data).hexdigest(), len(data))


@pytest.fixture
def stumbling(monkeypatch):
    monkeypatch.setattr(parser_process, "_WORKER", "support.stumbling_parser_worker")


def test_a_document_comes_over_whole(tmp_path):
    file = written(
        tmp_path,
        "a.md",
        "# Weir ❡\n\nA \u2028 line,\ttwo \U0001f6b0.\n\n| a | b |\n|-|-|\n| 1 | 2 |",
    )
    with ParserProcess() as parser:
        assert parser.parse(file) == parse_document(file)


def test_documents_come_in_order_with_what_is_wrong(tmp_path):
    texts = [f"Note {n} on the weir." if n % 3 else "" for n in range(30)]
    files = [written(tmp_path, f"{n}.txt", text) for n, text in enumerate(texts)]
    with ParserPool() as parsers:
        for file, text, (same, parsed) in zip(files, texts, parsers.parse_each(files), strict=True):
            assert same is file
            if text:
                assert parsed.text == text
            else:
                assert isinstance(parsed, DocumentParseError)
                assert parsed.kind == "empty"


@pytest.mark.parametrize(
    ("n_files", "n_words", "n_processes"), [(6, 10, 1), (2, 100_000, 2), (60, 10, 2)]
)
def test_a_few_small_files_start_one_process(tmp_path, n_files, n_words, n_processes):
    files = [written(tmp_path, f"{n}.txt", "word " * n_words) for n in range(n_files)]
    with ParserPool() as parsers:
        found = [document.path for _, document in parsers.parse_each(files)]
        assert found == [file.path for file in files]
        assert sum(parser._process is not None for parser in parsers._every) == n_processes


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_and_the_process_goes_on(tmp_path, stumbling, fault):
    with ParserProcess() as parser:
        with pytest.raises(DocumentParseError) as told:
            parser.parse(written(tmp_path, "bad.txt", f"stumble: {fault}\nhello"))
        assert told.value.kind in {"fault", "broken", "too_large"}
        assert str(told.value).encode()
        assert parser.parse(written(tmp_path, "good.txt", "All is well.")).text == "All is well."


@pytest.mark.parametrize(("act", "kind"), [("crash", "broken"), ("fill_memory", "too_large")])
def test_a_process_that_breaks_down_takes_one_file_with_it(tmp_path, stumbling, act, kind):
    with ParserProcess() as parser:
        with pytest.raises(DocumentParseError) as told:
            parser.parse(written(tmp_path, "bad.txt", f"stumble: {act}\nhello"))
        assert told.value.kind == kind
        assert parser.parse(written(tmp_path, "good.txt", "All is well.")).text == "All is well."


def test_a_file_that_takes_too_long_is_ended(tmp_path, stumbling, monkeypatch):
    monkeypatch.setattr(parser_process, "CPU_SECONDS", 1)
    files = [
        written(tmp_path, "bad.txt", "stumble: hang\nhello"),
        *(written(tmp_path, f"{n}.txt", "All is well.") for n in range(4)),
    ]
    with ParserPool() as parsers:
        (_, first), *others = parsers.parse_each(files)
    assert first.kind == "too_large"
    assert "1 seconds" in str(first)
    assert [document.text for _, document in others] == ["All is well."] * 4


def test_a_file_that_waits_for_ever_is_ended_by_the_clock(tmp_path, stumbling, monkeypatch):
    monkeypatch.setattr(parser_process, "CLOCK_SHARE", 0.1)
    file = written(tmp_path, "bad.txt", "stumble: hang\nhello")
    with ParserProcess() as parser, pytest.raises(DocumentParseError, match="seconds"):
        parser.parse(file)


def test_a_text_longer_than_a_document_may_be_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(parser_process, "OUTPUT_BYTES", 10_000)
    with ParserProcess() as parser:
        with pytest.raises(DocumentParseError, match="split"):
            parser.parse(written(tmp_path, "long.txt", "word " * 4_000))
        assert parser.parse(written(tmp_path, "short.txt", "word")).text == "word"


def test_what_a_library_prints_is_no_answer(tmp_path, stumbling):
    file = written(tmp_path, "a.txt", "stumble: chatter\nhello")
    with ParserProcess() as parser:
        assert parser.parse(file).text.endswith("hello")


def test_no_process_is_left_when_a_build_is_ended(tmp_path, stumbling):
    files = [written(tmp_path, f"{n}.txt", "stumble: hang") for n in range(2)]
    parsers = ParserPool()
    for file in files:
        parsers._threads.submit(parsers._parsed, file)
    while not all(parser._process for parser in parsers._every):
        time.sleep(0.01)
    processes = [parser._process for parser in parsers._every]
    assert all(process.poll() is None for process in processes)
    parsers.__exit__(KeyboardInterrupt, None, None)
    assert all(process.poll() is not None for process in processes)


def test_a_draft_is_checked_apart(tmp_path):
    draft = tmp_path / "draft"
    draft.write_text("hello")
    check_file("notes.txt", draft)
    with pytest.raises(DocumentParseError):
        check_file("notes.pdf", draft)


def test_a_parser_starts_without_what_it_does_not_need():
    code = "import sys, qa.corpus.parser_worker; print(sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert not [name for name in ("numpy", "torch", "openvino", "gradio") if f"'{name}'" in loaded]
