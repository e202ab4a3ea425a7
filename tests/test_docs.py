"""The documents say what is: modules have their place, flags their line, and snippets run."""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from qa.cli.parser import build_parser
from qa.knowledge_base import KnowledgeBase
from support.paths import ROOT
from support.web_stand_in import app_for
from support.web_visit import serving

DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NOT_RUN = ("git clone", "make ", ". .venv", "qa serve", "qa watch", "qa mcp")


def blocks(path, language):
    """The fenced blocks of a language."""
    text = path.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(path):
    """The commands of the console blocks that can run by themselves."""
    for block in blocks(path, "console"):
        joined = block.replace("\\\n", " ")
        for line in joined.splitlines():
            if line.startswith("$ ") and not line[2:].startswith(NOT_RUN):
                yield line[2:]


def sections(text):
    """The text of ARCHITECTURE.md under each folder's heading."""
    parts = re.split(r"^### \[(qa/[\w/]*)\].*$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_module_stands_under_its_folder_in_the_architecture():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = sections(text)
    for path in sorted((ROOT / "qa").rglob("*.py")):
        if path.name == "__init__.py":
            continue
        folder = f"{path.parent.relative_to(ROOT).as_posix()}/"
        assert folder in named, f"ARCHITECTURE.md has no heading for {folder}"
        assert re.search(rf"`{path.stem}(\.py)?`", named[folder]), f"{path.stem} under {folder}"


def test_the_architecture_names_nothing_that_is_not_there():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!#|http)([^)#]+)", text):
        assert (ROOT / link).exists(), link
    for folder, section in sections(text).items():
        first = section.split("\n### ")[0]
        for name in re.findall(r"\[`(\w+\.py)`\]", first):
            assert (ROOT / folder / name).exists(), f"{folder}{name}"


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_between_the_documents_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    for link, anchor in re.findall(r"\]\((?!http)([^)#]*)#?([\w-]*)\)", text):
        target = (path.parent / link).resolve() if link else path
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
            assert anchor in {heading.lower().replace(" ", "-") for heading in headings}, anchor


def parsers():
    """The parser of each command, by name."""
    (commands,) = (
        action
        for action in build_parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    return commands.choices


def test_every_command_and_flag_is_documented():
    told = "\n".join(path.read_text(encoding="utf-8") for path in DOCS)
    for name, parser in parsers().items():
        assert f"`qa {name}" in told, name
        for action in parser._actions:
            for flag in action.option_strings:
                if flag not in {"-h", "--help"}:
                    assert re.search(rf"`{flag}[ `]", told), f"qa {name} {flag}"


@pytest.fixture(scope="module")
def workplace(tmp_path_factory):
    """A folder like a fresh checkout: the shipped documents, and their index."""
    folder = tmp_path_factory.mktemp("snippets")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    with KnowledgeBase.open(folder / "seeds", folder / "index"):
        pass
    return folder


@pytest.fixture(scope="module")
def port(workplace):
    """Where the chat of that folder is served."""
    with (
        KnowledgeBase.open(workplace / "seeds", workplace / "index") as kb,
        serving(app_for(kb, workplace / "seeds")) as address,
    ):
        yield address.rpartition(":")[2]


def run(arguments, workplace):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        arguments,
        cwd=workplace,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{arguments}\n{done.stderr}"
    return done.stdout


SNIPPETS = [pytest.param(b, id=path.name) for path in DOCS for b in blocks(path, "python")]
COMMANDS = [command for path in DOCS for command in commands(path)]


@pytest.mark.model
@pytest.mark.parametrize("snippet", SNIPPETS)
def test_every_python_snippet_runs(snippet, workplace, port):
    output = run([sys.executable, "-c", snippet.replace("7860", port)], workplace)
    assert output.strip()


@pytest.mark.model
@pytest.mark.parametrize("command", COMMANDS)
def test_every_shell_command_runs(command, workplace, port):
    if command.startswith("curl") and shutil.which("curl") is None:
        pytest.skip("curl is not installed: the HTTP snippets were not tried")
    output = run(["sh", "-c", command.replace("7860", port)], workplace)
    assert output.strip()
    if command.startswith("curl"):
        assert '"citations"' in output


def test_there_are_snippets_of_each_kind():
    assert len(SNIPPETS) >= 3
    assert {command.split()[0] for command in COMMANDS} >= {"qa", "curl"}
