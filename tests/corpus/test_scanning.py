"""What `scan_seeds` finds, leaves out, and says about it."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys

import pytest

from qa.corpus.listing import shown_name
from qa.corpus.scanning import Scan, scan_seeds
from qa.errors import SeedsNotFoundError
from support.paths import ROOT


def paths(scan: Scan) -> list[str]:
    return [file.path for file in scan.files]


def kinds(scan: Scan) -> dict[str, str]:
    return {problem.path: problem.kind for problem in scan.problems}


def test_files_are_found_at_every_depth_and_sorted_by_path(tmp_path):
    for name in ("b.txt", "a/z.md", "a/b/c.html", "README.md", "A.TXT"):
        location = tmp_path / name
        location.parent.mkdir(parents=True, exist_ok=True)
        location.write_text(name)
    scan = scan_seeds(tmp_path)
    assert paths(scan) == ["A.TXT", "README.md", "a/b/c.html", "a/z.md", "b.txt"]
    assert scan.problems == ()
    for file in scan.files:
        data = (tmp_path / file.path).read_bytes()
        assert file.sha256 == hashlib.sha256(data).hexdigest()
        assert file.n_bytes == len(data)
        assert file.location.read_bytes() == data


def test_hidden_and_temporary_files_are_passed_over(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "notes.txt").write_text("x")
    for name in (".hidden.txt", "notes.txt~", "~$report.docx", ".a.swp", "b.swp", "c.part"):
        (tmp_path / name).write_text("x")
    assert scan_seeds(tmp_path) == Scan((), ())


def test_an_unsupported_file_is_named_with_what_is_supported(tmp_path):
    (tmp_path / "film.mp4").write_text("x")
    (tmp_path / "LICENCE").write_text("x")
    scan = scan_seeds(tmp_path)
    assert kinds(scan) == {"film.mp4": "unsupported", "LICENCE": "unsupported"}
    for problem in scan.problems:
        assert ".pdf" in problem.message
        assert ".docx" in problem.message


def test_a_large_file_is_told_by_its_size_alone(tmp_path):
    with (tmp_path / "big.txt").open("wb") as stream:
        stream.truncate(3_000_000)
    scan = scan_seeds(tmp_path, max_file_bytes=2_000_000)
    assert kinds(scan) == {"big.txt": "too_large"}
    assert "3.0 MB" in scan.problems[0].message
    assert "2.0 MB" in scan.problems[0].message
    assert scan.problems[0].sha256 == ""


@pytest.mark.parametrize("missing", ["nothing", "file.txt"])
def test_without_a_folder_the_error_says_what_to_do(tmp_path, missing):
    (tmp_path / "file.txt").write_text("x")
    with pytest.raises(SeedsNotFoundError, match="--seeds"):
        scan_seeds(tmp_path / missing)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_links_stay_inside_the_folder(tmp_path):
    seeds, outside = tmp_path / "seeds", tmp_path / "outside"
    seeds.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    (seeds / "real.txt").write_text("real")
    (seeds / "inside.txt").symlink_to(seeds / "real.txt")
    (seeds / "out.txt").symlink_to(outside / "secret.txt")
    (seeds / "up.txt").symlink_to("../outside/secret.txt")
    (seeds / "dead.txt").symlink_to("nowhere.txt")
    (seeds / "self.txt").symlink_to("self.txt")
    (seeds / "loop").symlink_to(seeds)
    (seeds / "folder").symlink_to(outside)
    scan = scan_seeds(seeds)
    assert paths(scan) == ["inside.txt", "real.txt"]
    assert kinds(scan) == dict.fromkeys(
        ("dead.txt", "folder", "loop", "out.txt", "self.txt", "up.txt"), "link"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a link to the folder itself")
def test_the_folder_itself_may_be_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert paths(scan_seeds(tmp_path / "link")) == ["a.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system")
def test_pipes_and_sockets_are_never_opened(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe.txt")
    monkeypatch.chdir(tmp_path)  # a socket's path may have 100 characters only
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.txt")
        scan = scan_seeds(tmp_path)
    assert kinds(scan) == {"pipe.txt": "unreadable", "socket.txt": "unreadable"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_or_folder_without_permission_is_reported(tmp_path):
    (tmp_path / "locked.txt").write_text("x")
    (tmp_path / "locked.txt").chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    try:
        scan = scan_seeds(tmp_path)
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert kinds(scan) == {"locked.txt": "unreadable", "closed": "unreadable"}
    assert "Permission denied" in scan.problems[0].message


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
@pytest.mark.parametrize(
    "name",
    [b"a\nb.txt", b"tab\t.txt", b"\xff\xfe.txt", "x\u202etxt.exe".encode(), b"esc\x1b[1m.md"],
)
def test_a_name_that_cannot_be_shown_is_a_problem_and_is_escaped(tmp_path, name):
    location = os.fsencode(tmp_path) + b"/" + name
    with open(location, "wb") as stream:  # noqa: PTH123 (a name that Path cannot hold)
        stream.write(b"x")
    scan = scan_seeds(tmp_path)
    assert scan.files == ()
    assert [problem.kind for problem in scan.problems] == ["name"]
    for shown in (scan.problems[0].path, scan.problems[0].message):
        shown.encode("utf-8")
        assert shown.isprintable()


@pytest.mark.skipif(sys.platform == "win32", reason="a backslash separates folders there")
def test_other_names_are_kept_exactly(tmp_path):
    names = [
        "a\\b.txt",
        "تقرير.txt",
        "cafe\u0301.txt",
        "café.txt",
        "می‌خواهم.txt",
        " x .txt",
        "%2e.md",
    ]
    for name in names:
        (tmp_path / name).write_text(name)
    assert paths(scan_seeds(tmp_path)) == sorted(names)


def test_names_in_messages_hold_no_hidden_character():
    assert shown_name("a\u200fb\nc") == r"a\u200fb\nc"
    assert shown_name("تقرير é 日本") == "تقرير é 日本"


def test_scanning_loads_no_reader():
    code = (
        "import sys, qa.corpus.parsing\n"
        "heavy = {'trafilatura', 'docx', 'pypdfium2', 'lxml', 'markdown_it', 'bidi'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    root = ROOT
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root)
