"""A release is refused where tag, version and CHANGELOG do not agree."""

import importlib.util
import subprocess
import sys

import pytest

from support.paths import ROOT

SCRIPT = ROOT / ".ci" / "release_notes.py"
CHANGELOG = """# Changelog

## [Unreleased]

## [1.2.0] - 2026-01-02

### Added

- Something.

## [1.1.0] - 2025-01-02

- Older.

## [1.0.0] - 2024-01-02
"""


@pytest.fixture(scope="module")
def release_notes():
    spec = importlib.util.spec_from_file_location("release_notes", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.release_notes


def test_the_notes_are_the_section_of_the_version(release_notes):
    assert release_notes("v1.2.0", "1.2.0", CHANGELOG) == "### Added\n\n- Something.\n"
    assert release_notes("v1.1.0", "1.1.0", CHANGELOG) == "- Older.\n"


@pytest.mark.parametrize(
    ("tag", "version"),
    [("v1.2.1", "1.2.0"), ("1.2.0", "1.2.0"), ("v9.0.0", "9.0.0"), ("v1.0.0", "1.0.0")],
)
def test_what_does_not_agree_is_refused(release_notes, tag, version):
    with pytest.raises(ValueError, match=version):
        release_notes(tag, version, CHANGELOG)


def test_a_wrong_tag_ends_it_in_one_line():
    done = subprocess.run(
        [sys.executable, SCRIPT, "v0.0.0"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("release: The tag is v0.0.0")
    assert "Traceback" not in done.stderr
