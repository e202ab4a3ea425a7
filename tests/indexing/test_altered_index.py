"""An index of which any file is altered, in any way, says so or answers as it did."""

import io
import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.fuzz_index import AlterableIndex
from support.fuzz_samples import CUTS, cut


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return AlterableIndex(tmp_path_factory.mktemp("altered"))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), st.lists(CUTS, min_size=1, max_size=3))
def test_what_is_altered_is_named(index, data, cuts):
    name = data.draw(st.sampled_from(index.files))
    index.look(name, cut(cuts), sealed=False)


@pytest.mark.parametrize("n_kept", [0, 5, 11, 40])
def test_an_array_without_its_header_is_named_though_its_checksum_fits(index, n_kept):
    chance = random.Random(n_kept)
    for name in (name for name in index.files if name.endswith(".npy")):
        told = index.look(name, lambda data: data[:n_kept] + chance.randbytes(90), sealed=True)
        assert told == "IndexDamagedError", name


@pytest.mark.parametrize(
    ("name", "field", "numbers"),
    [
        ("lexical-grams.npy", "end", []),
        ("lexical-grams.npy", "end", [0, 1, 2]),
        ("lexical-grams.npy", "end", [1_000_000]),
        ("tokens.npy", "end", []),
        ("tokens.npy", "end", [0, 4, 1]),
        ("tokens.npy", "end", [1 << 60]),
    ],
)
def test_arrays_that_do_not_fit_together_are_named_though_their_checksums_fit(
    index, name, field, numbers
):
    """One number stands for each; others are all there are."""

    def altered(data):
        array = np.load(io.BytesIO(data)).copy()
        if len(numbers) == 1:
            array[field] = numbers[0]
        else:
            array = np.resize(array, len(numbers))
            array[field] = numbers
        written = io.BytesIO()
        np.save(written, array)
        return written.getvalue()

    for segment in {file.split("/")[0] for file in index.files if file.endswith(name)}:
        assert index.look(f"{segment}/{name}", altered, sealed=True) == "IndexDamagedError"
