"""What is installed: the distributions, the command, and what a shell completes."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.parser import BytesParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

import qa
from support.distributions import build_distributions
from support.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SERVING = ROOT / "docs" / "deploy" / "requirements-serving.txt"


@pytest.fixture(scope="module")
def distributions(tmp_path_factory):
    """The wheel and the source distribution of this tree."""
    return build_distributions(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def unpacked(distributions, tmp_path_factory):
    """The folder of the source distribution, unpacked elsewhere."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(distributions.source) as archive:
        archive.extractall(folder, filter="data")
    (only,) = folder.iterdir()
    return only


def python(*arguments, cwd=ROOT, **variables):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(cwd)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


# The distributions


def test_the_wheel_installs_one_package(distributions):
    with zipfile.ZipFile(distributions.wheel) as wheel:
        names = wheel.namelist()
        code = {name for name in names if name.endswith(".py")}
    assert {name.split("/")[0] for name in names} == {"qa", f"sanad_qa-{qa.__version__}.dist-info"}
    tree = {path.relative_to(ROOT).as_posix() for path in (ROOT / "qa").rglob("*.py")}
    assert code == tree
    for data in ("qa/py.typed", "qa/reader/reader.safetensors", "qa/web/static/page.css"):
        assert data in names or not (ROOT / data).exists(), data
    shipped = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "qa").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert shipped <= set(names)


def addresses_of(markdown):
    """Where the links and pictures of a text lead, by a reader of Markdown."""
    for block in MarkdownIt().parse(markdown):
        for token in block.children or ():
            yield from (token.attrs[name] for name in ("href", "src") if name in token.attrs)


def metadata_of(wheel):
    with zipfile.ZipFile(wheel) as opened:
        (name,) = (name for name in opened.namelist() if name.endswith("/METADATA"))
        return BytesParser().parsebytes(opened.read(name))


def test_the_page_of_the_package_leads_nowhere_wrong(distributions):
    metadata = metadata_of(distributions.wheel)
    assert metadata["Description-Content-Type"] == "text/markdown"
    text = metadata.get_payload(decode=True).decode()
    assert "Ask your documents a question" in text
    assert "docs/operating.md" in text
    assert [to for to in addresses_of(text) if not to.startswith(("http://", "https://"))] == []
    assert "![" not in text
    assert all(", https://" in one for one in metadata.get_all("Project-URL"))
    assert len(metadata.get_all("Classifier")) == len(PROJECT["classifiers"])


def test_with_an_address_every_link_of_the_page_leads_to_a_file_of_the_version():
    spec = importlib.util.spec_from_file_location("setup", ROOT / "setup.py")
    setup = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(setup)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    at = "https://example.org/sanad"
    led = list(addresses_of(setup.description(readme, at, "9.9.9")))
    own = [to for to in addresses_of(readme) if not to.startswith("http")]
    assert len(led) == len(list(addresses_of(readme)))
    for to in own:
        kind = "raw" if to.endswith(".png") else "blob"
        assert f"{at}/{kind}/v9.9.9/{to}" in led
        assert (ROOT / to.partition("#")[0]).exists()
    assert set(setup.addresses(at)) >= {"Repository", "Documentation", "Changelog", "Issues"}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a checkout knows what belongs to it")
def test_the_source_distribution_is_the_repository(unpacked):
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    wanted = {name for name in tracked if (ROOT / name).is_file()}
    there = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*")}
    assert wanted - there == set()


def test_the_tests_of_the_source_distribution_run(unpacked):
    some = ["tests/test_release.py", "tests/corpus/test_dates.py", "tests/indexing/test_dense.py"]
    done = python("-m", "pytest", "-q", "-p", "no:cacheprovider", *some, cwd=unpacked)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"\d+ passed", done.stdout)


def test_serving_takes_what_the_program_takes_but_torch():
    lines = SERVING.read_text(encoding="utf-8").splitlines()
    taken = [line for line in lines if line and not line.startswith("#")]
    left_out = [one for one in PROJECT["dependencies"] if one not in taken]
    assert {re.split(r"[<>=]", one)[0] for one in left_out} == {"torch", "sentence-transformers"}
    assert set(taken) <= set(PROJECT["dependencies"])


# The command


@pytest.mark.parametrize("module", ["qa", "qa.cli"])
def test_the_program_tells_its_version(module, tmp_path):
    done = python("-m", module, "--version", cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert (done.returncode, done.stdout) == (0, f"sanad-qa {PROJECT['version']}\n")


def completions(line, cwd):
    """What bash offers where the line ends, as the shell sets it up."""
    words = line.split(" ")
    quoted = " ".join(f"'{word}'" for word in words)
    script = (
        'eval "$(register-python-argcomplete qa)"\n'
        f"COMP_LINE='{line}' COMP_POINT={len(line.encode())} COMP_WORDS=({quoted})\n"
        f"COMP_CWORD={len(words) - 1} COMP_TYPE=9 COMP_KEY=9\n"
        f"_python_argcomplete qa '{words[-1]}' '{words[-2]}' 2>/dev/null\n"
        "printf '%s\\n' \"${COMPREPLY[@]}\"\n"
    )
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=cwd,
        env=os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return {one.strip() for one in done.stdout.splitlines() if one.strip()}


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("line", "offered", "not_offered"),
    [
        ("qa se", {"search", "serve"}, {"build"}),
        ("qa ask --no-r", {"--no-refresh", "--no-reader"}, {"--json"}),
        ("qa build --seeds pap", {"papers/"}, {"papers.txt"}),
        ("qa eval --plot da", {"data.jsonl"}, {"papers"}),
        ("qa ask da", set(), {"data.jsonl"}),
    ],
)
def test_the_shell_completes(line, offered, not_offered, tmp_path):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers.txt").touch()
    (tmp_path / "data.jsonl").touch()
    found = completions(line, tmp_path)
    assert offered <= found
    assert not not_offered & {one.rstrip("/") for one in found}


def test_no_command_waits_for_what_completes():
    code = (
        "import sys\n"
        "from qa.cli.program import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "assert 'argcomplete' not in sys.modules"
    )
    done = python("-c", code)
    assert done.returncode == 0, done.stderr


# Windows


ON_WINDOWS = "import sys; sys.platform = 'win32'\n"


@pytest.mark.parametrize(
    "entry",
    [
        "import runpy; runpy.run_path('app.py', run_name='__main__')",
        "import runpy; sys.argv = ['qa', 'build']; runpy.run_module('qa', run_name='__main__')",
        "import runpy; sys.argv = ['qa', 'serve']; runpy.run_module('qa', run_name='__main__')",
    ],
)
def test_windows_is_refused_in_one_line(entry):
    done = python("-c", ON_WINDOWS + entry)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert "Linux and macOS" in line
    assert "'win32'" in line
    assert "WSL" in line


def test_on_windows_the_package_is_imported_and_opens_nothing():
    code = (
        "import qa\n"
        "try:\n    from qa import KnowledgeBase\n"
        "except qa.UnsupportedSystemError as error:\n    print(error.system)\n"
    )
    done = python("-c", ON_WINDOWS + code)
    assert (done.stdout, done.stderr) == ("win32\n", "")
