"""What `docs/deploy/requirements-serving.txt` installs builds, asks and serves, without torch."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request

import pytest

from support.distributions import build_distributions
from support.paths import ROOT
from support.sample_documents import write_seeds

REQUIREMENTS = ROOT / "docs" / "deploy" / "requirements-serving.txt"
MOST_BYTES = 1_000_000_000
LEFT_OUT = ("torch", "transformers", "sentence_transformers", "sympy", "networkx")

pytestmark = [pytest.mark.long, pytest.mark.model]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A virtual environment as the documentation has it made, and nothing else at hand."""
    folder = tmp_path_factory.mktemp("serving")
    wheel = build_distributions(folder / "distributions").wheel
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    pip = [folder / "venv" / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-compile"]
    subprocess.run([*pip, "-r", REQUIREMENTS], check=True)
    subprocess.run([*pip, "--no-deps", wheel], check=True)
    return folder / "venv"


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    """A folder with documents, far from the checkout."""
    folder = tmp_path_factory.mktemp("work")
    write_seeds(folder / "seeds")
    return folder


@pytest.fixture(scope="module")
def environment(work):
    """That of a new machine: no prepared model, nothing of the checkout."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return kept | {"SANAD_CACHE": str(work / "cache")}


def packages(venv):
    (folder,) = venv.glob("lib/python3*/site-packages")
    return folder


def test_the_packages_are_small_and_torch_is_not_among_them(installed):
    site = packages(installed)
    names = {path.name for path in site.iterdir()}
    assert not names & set(LEFT_OUT)
    assert not names & {"app.py", "tests", "benchmarks"}
    size = sum(
        path.lstat().st_size for path in site.rglob("*") if path.is_file() and path.suffix != ".pyc"
    )
    assert size <= MOST_BYTES


def test_an_index_is_built_and_asked(installed, work, environment):
    qa = [installed / "bin" / "qa"]
    built = subprocess.run(
        [*qa, "build", "--json"], cwd=work, env=environment, capture_output=True, check=True
    )
    assert json.loads(built.stdout)["n_encoded"] > 0
    code = (
        "import sys\n"
        "from qa.cli.program import main\n"
        "code = main(['ask', 'When does the library open?', '--json'])\n"
        f"loaded = set({LEFT_OUT}) & set(sys.modules)\n"
        "assert not loaded, loaded\n"
        "sys.exit(code)\n"
    )
    asked = subprocess.run(
        [installed / "bin" / "python", "-c", code],
        cwd=work,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr.decode()
    passage = json.loads(asked.stdout)["citations"][0]["hit"]["passage"]
    source = work / "seeds" / passage["document"]["path"]
    assert source.name == "library.md"
    assert passage["text"].splitlines()[-1] in source.read_text("utf-8")


def test_the_page_is_served(installed, work, environment):
    served = subprocess.Popen(
        [installed / "bin" / "qa", "serve", "--port", "0"],
        cwd=work,
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    try:
        lines = iter(served.stderr.readline, "")
        address = next(found[0] for line in lines if (found := re.search(r"http://\S+", line)))
        for path, type_ in (("/healthz", "application/json"), ("/", "text/html")):
            with urllib.request.urlopen(address.rstrip("/") + path, timeout=120) as answer:  # noqa: S310
                assert answer.status == 200
                assert answer.headers["content-type"].startswith(type_)
    finally:
        served.send_signal(signal.SIGINT)
        served.communicate(timeout=30)
    assert served.returncode == 0


def test_another_model_is_told_to_need_what_is_not_there(installed, work, environment):
    (work / "model").mkdir()
    asked = subprocess.run(
        [installed / "bin" / "qa", "build", "--model", "model"],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 1
    (line,) = asked.stderr.splitlines()
    assert line.startswith("qa: To use another model than the embedded one")
    assert "pip install sanad-qa" in line
