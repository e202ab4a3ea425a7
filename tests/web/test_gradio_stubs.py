"""Gradio's editor stubs are not written, and Gradio is whole without them."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
if sys.argv[2] == "skip":
    from qa.web.gradio_stubs import skip_stubs
    skip_stubs()
    assert len([f for f in sys.meta_path if type(f).__module__ == "qa.web.gradio_stubs"]) == 1
import gradio
assert gradio.__file__.startswith(sys.argv[1])
assert not [f for f in sys.meta_path if type(f).__module__ == "qa.web.gradio_stubs"]
with gradio.Blocks():
    gradio.Button("ask").click(print)
"""


def test_no_stub_is_written_beside_gradio_and_events_are_there(tmp_path):
    copy = tmp_path / "gradio"
    installed = Path(importlib.util.find_spec("gradio").origin).parent
    ignored = shutil.ignore_patterns("*.pyi", "__pycache__", "node", "_frontend_code", "templates")
    shutil.copytree(installed, copy, ignore=ignored)

    def stubs(how):
        subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path), how], check=True)
        return len(list(copy.rglob("*.pyi")))

    assert stubs("skip") == 0
    assert stubs("as it is") > 10  # what Gradio would do
