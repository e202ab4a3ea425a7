"""The weights that ship are those that were trained, within half a step of eight bits."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from training.export_reader import packed
from training.measure_reader import f1


@given(
    arrays.arrays(np.float32, (3, 7), elements=st.floats(-4, 4, width=32, allow_subnormal=False))
)
def test_a_packed_matrix_is_within_half_a_step_of_the_trained_one(weight):
    parts = packed(weight)
    assert parts[""].dtype == np.int8
    step = parts[".scale"]
    assert step.shape == (3, 1)
    assert (np.abs(parts[""] * step - weight) <= step * 0.5001).all()


def test_overlap_is_squads_measure():
    assert f1("The Maria Stone", "Maria Stone") == 1.0
    assert f1("Maria", "Maria Stone") == 2 / 3
    assert f1("nobody", "Maria Stone") == 0.0
    assert f1("المكتبة", "مكتبة") == 1.0
    assert f1("東京都", "東京") == 0.8
