"""Ray is an extra: nothing loads it unasked, and who asks without it is told what to install."""

import subprocess
import sys

import pytest

from support.paths import ROOT


def run(code):
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_nothing_loads_ray_unasked():
    code = (
        "import sys, qa.knowledge_base, qa.cli.commands, qa.indexing.building, qa.web.opening\n"
        "assert 'ray' not in sys.modules\n"
    )
    found = run(code)
    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize("words", [["build"], ["ask", "why?"]], ids=" ".join)
def test_without_it_a_command_says_what_to_install(tmp_path, words):
    arguments = [*words, "--ray", "auto", "--seeds", str(tmp_path), "--index", str(tmp_path / "i")]
    code = (
        "import sys; sys.modules['ray'] = None\n"
        f"from qa.cli import main; sys.exit(main({arguments!r}))"
    )
    found = run(code)
    assert found.returncode == 1
    assert "pip install 'sanad-qa[ray]'" in found.stderr
    assert "Traceback" not in found.stderr
