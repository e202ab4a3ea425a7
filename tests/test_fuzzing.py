"""Any bytes at all are read, or refused with a reason; any text is split into slices of itself."""

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.fuzz_samples import CUTS, SUFFIXES, cut, mutated, sample
from support.fuzz_targets import parse, split_text

PICTURES = (".png", ".tiff")
TRIES = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_sample_is_read(suffix):
    if suffix in PICTURES and not shutil.which("tesseract"):
        pytest.skip("Tesseract is not installed: no text is recognised")
    assert parse(suffix, sample(suffix)) == "read"


@pytest.mark.parametrize("suffix", SUFFIXES)
@TRIES
@given(cuts=st.lists(CUTS, min_size=1, max_size=6), member=st.integers(0, 63))
def test_a_mutated_file_is_read_or_refused(suffix, cuts, member):
    parse(suffix, mutated(sample(suffix), member, cut(cuts)))


@pytest.mark.parametrize("suffix", SUFFIXES)
@TRIES
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(suffix, data):
    parse(suffix, data)


@settings(TRIES, max_examples=150)
@given(st.text(max_size=400))
def test_any_text_is_split_into_slices_of_itself(text):
    split_text(text)
