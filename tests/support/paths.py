"""Where things are."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The checkout."""

TESTS = ROOT / "tests"
DATA = TESTS / "data"
SHARED_DATASETS = ROOT.parent / "shared" / "datasets"
"""Development data beside the checkout; not part of it."""
