"""An index of which any file is altered, in any way, says so or answers as it did."""

import random

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
