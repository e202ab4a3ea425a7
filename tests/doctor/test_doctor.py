"""`qa doctor` on what is in order, and on what was put out of order."""

import json
import os
import shutil
import socket
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import qa.web
from qa.cli import main
from qa.doctor import cut_off, installation, offline
from qa.doctor.checks import Check, Examination, Status
from qa.doctor.index_health import check_index
from qa.doctor.offline import offline_check
from qa.doctor.places import port_check, seeds_check, writable_check
from qa.indexing.building import build_index
from qa.settings import EMBEDDED_MODEL
from support.fake_encoder import FakeEncoder
from support.paths import TESTS

STATIC = Path(qa.web.__file__).parent / "static"


@pytest.fixture
def index(seeds, tmp_path):
    build_index(seeds, tmp_path / "index", FakeEncoder())
    return tmp_path / "index"


def found(checks):
    return {check.name: check for check in checks}


@pytest.mark.parametrize("status", list(Status))
def test_only_what_fails_is_unsound(status):
    assert Examination((Check("a", status, ""),)).sound == (status is not Status.FAIL)


def test_what_is_installed_is_in_order():
    checks = found(installation.check_installation(EMBEDDED_MODEL))
    for name in ("python", "packages", "model", "reader", "fonts"):
        assert checks[name].status is Status.OK, checks[name]
    assert installation.python_check("3.9.1").status is Status.FAIL


@pytest.mark.parametrize(
    ("wanted", "status", "said"),
    [
        ("numpy>=1", None, ""),
        ("numpy>=999", Status.WARN, "pip install 'numpy>=999'"),
        ("no-package-of-this-name>=1", Status.FAIL, "pip install"),
    ],
)
def test_packages_are_compared_with_what_was_tried(wanted, status, said):
    check = installation._package_check(Requirement(wanted))
    assert (check and check.status, said in (check.advice if check else "")) == (status, True)


def test_a_font_that_the_page_lacks_is_named(tmp_path):
    static = Path(shutil.copytree(STATIC, tmp_path / "static"))
    assert installation.fonts_check(static).status is Status.OK
    (static / "vazirmatn-latin.woff2").write_bytes(b"<html>")
    check = installation.fonts_check(static)
    assert (check.status, "vazirmatn-latin.woff2" in check.found) == (Status.FAIL, True)


def test_documents_and_folders_that_this_user_may_not_use_are_named(seeds, tmp_path):
    os.mkfifo(seeds / "pipe.txt")
    assert seeds_check(seeds).status is Status.OK
    assert seeds_check(seeds / "none").status is Status.FAIL
    closed = next(path for path in seeds.rglob("*.md"))
    closed.chmod(0)
    sealed = tmp_path / "sealed"
    sealed.mkdir(mode=0o555)
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(folder.stat().st_mode | 0o755)
    effective = os.geteuid()
    if effective == 0:  # whom nothing is closed to
        os.seteuid(65_534)
    try:
        read, written = seeds_check(seeds), writable_check("index", sealed / "index", "So")
    finally:
        os.seteuid(effective)
    assert (read.status, closed.name in read.found) == (Status.WARN, True)
    assert (written.status, written.advice.startswith("So;")) == (Status.WARN, True)
    assert writable_check("index", tmp_path / "new" / "index", "").status is Status.OK
    assert not (tmp_path / "new").exists()


def test_a_port_that_is_taken_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert port_check("127.0.0.1", taken.getsockname()[1]).status is Status.WARN
    assert port_check("127.0.0.1", 0).status is Status.OK
    assert port_check("no-host.invalid", 0).status is Status.WARN


def test_an_index_is_whole_and_fresh_or_told_to_be_neither(seeds, index):
    checks = found(check_index(seeds, index, EMBEDDED_MODEL))
    assert (checks["index"].status, checks["index's age"].status) == (Status.OK, Status.OK)
    assert checks["index's model"].status is Status.WARN  # the fake encoder's
    (seeds / "new.txt").write_text("Something new.")
    next(seeds.rglob("*.md")).unlink()
    age = found(check_index(seeds, index, EMBEDDED_MODEL))["index's age"]
    assert (age.status, age.found) == (
        Status.WARN,
        "since it was built 1 files are new, 0 changed, 1 gone",
    )
    lost = found(check_index(seeds / "none", index, EMBEDDED_MODEL))["index's age"]
    assert lost.status is Status.WARN


@pytest.mark.parametrize(
    ("harm", "status"),
    [
        (shutil.rmtree, Status.WARN),
        (lambda index: (index / "CURRENT").write_text("?"), Status.FAIL),
        (lambda index: flip(next(index.rglob("texts.utf8"))), Status.FAIL),
        (lambda index: next(index.rglob("vectors.faiss")).unlink(), Status.FAIL),
    ],
    ids=["gone", "pointer", "flipped", "file-gone"],
)
def test_a_damaged_index_is_told(seeds, index, harm, status):
    harm(index)
    (check,) = check_index(seeds, index, EMBEDDED_MODEL)
    assert (check.status, "qa build" in check.advice) == (status, True)


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_the_command_tells_by_its_exit_code_and_as_json(seeds, index, capsys):
    words = ["doctor", "--seeds", str(seeds), "--index", str(index), "--port", "0"]
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sound"] is True
    assert {check["name"] for check in told["checks"]} >= {"python", "reader", "index", "port"}
    assert all(check.keys() == {"name", "status", "found", "advice"} for check in told["checks"])
    flip(next(index.rglob("texts.utf8")))
    assert main(words) == 3
    printed = capsys.readouterr().out
    assert "FAIL  index:" in printed
    assert printed.endswith("Something stops the program.\n")


def test_a_page_that_loads_something_elsewhere_is_told():
    async def page(scope, receive, send):
        if scope["type"] != "http":
            return
        written = {
            "/": b'<script src="https://192.0.2.7/a?b=1&amp;c=2"></script><a href="https://x.org/">',
            "/map": b'<link href="style.css"><img src="data:image/png,">',
            "/style.css": b"@font-face { src: url(gone.woff2) }",
        }.get(scope["path"])
        kind = b"text/css" if scope["path"].endswith("css") else b"text/html"
        status = 404 if written is None and scope["path"] == "/gone.woff2" else 200
        headers = [(b"content-type", kind)]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": written or b""})

    told = cut_off._loaded(page)
    assert sorted(told) == [
        "/gone.woff2: HTTP Error 404: Not Found",
        "the page would load https://192.0.2.7/a?b=1&c=2",
    ]


def needs_namespace(namespace):
    if namespace is None and not offline._namespace():
        pytest.skip("this user cannot make a network namespace: nothing was counted by the kernel")


COUNTED, WATCHED = None, ()


@pytest.mark.model
@pytest.mark.parametrize(
    "namespace",
    [
        pytest.param(COUNTED, id="counted"),
        pytest.param(WATCHED, id="watched", marks=pytest.mark.long),
    ],
)
def test_nothing_calls_out(namespace):
    needs_namespace(namespace)
    check = offline_check(EMBEDDED_MODEL, namespace)
    assert check.status is Status.OK, check
    assert ("kernel" in check.found) == (namespace is None)


@pytest.mark.model
@pytest.mark.long
@pytest.mark.parametrize("namespace", [COUNTED, WATCHED], ids=["counted", "watched"])
def test_who_calls_out_is_told(namespace, monkeypatch):
    needs_namespace(namespace)
    monkeypatch.setenv("PYTHONPATH", str(TESTS / "support" / "calling_out"))
    check = offline_check(EMBEDDED_MODEL, namespace)
    assert check.status is Status.FAIL
    assert "attempts to reach another machine: connect '192.0.2.7'" in check.found
