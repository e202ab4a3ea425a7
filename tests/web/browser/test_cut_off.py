"""Cut off from every network the program builds, serves and answers, and calls nobody."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from support.paths import ROOT, TESTS
from support.sample_documents import write_seeds
from support.web_visit import CHROMIUM

CUT_OFF = ["unshare", "--net"]


@pytest.mark.browser
@pytest.mark.model
@pytest.mark.long
def test_nothing_is_asked_of_any_other_machine(tmp_path):
    able = shutil.which("unshare") and shutil.which("ip") and CHROMIUM
    if not able or subprocess.run([*CUT_OFF, "true"], check=False).returncode:
        pytest.skip("this user cannot make a network namespace, or there is no Chromium")
    write_seeds(tmp_path / "seeds")
    visit = [*CUT_OFF, sys.executable, str(TESTS / "support" / "cut_off.py"), str(tmp_path)]
    path = os.pathsep.join([str(TESTS), str(ROOT)])
    done = subprocess.run(
        visit, env=os.environ | {"PYTHONPATH": path}, capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["state"] == "answered"
    assert "1998" in told["shown"]
    assert told["attempts"] == 0
    assert told["foreign"] == told["faults"] == []
