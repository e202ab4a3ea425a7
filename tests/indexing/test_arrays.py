"""Arrays on disk are numpy's own .npy files, and what is none is refused."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from qa.indexing.arrays import array_of, save_array

RECORD = np.dtype([("hash", "<u8"), ("end", "<u4"), ("checksum", "<u4")])
KINDS = st.sampled_from(["<f8", "<f4", "<f2", "<i8", "<u2", "|u1", "|i1", "|b1", "|S3", RECORD])
ANY_ARRAY = KINDS.flatmap(
    lambda kind: arrays.arrays(kind, arrays.array_shapes(min_dims=0, min_side=0, max_side=5))
)


def by_numpy(array):
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    return file.getvalue()


@given(ANY_ARRAY)
def test_an_array_is_what_numpy_writes_and_reads(tmp_path_factory, array):
    path = tmp_path_factory.getbasetemp() / "array.npy"
    save_array(path, array)
    written = path.read_bytes()
    assert written == by_numpy(np.ascontiguousarray(array))
    read, known = array_of(written), np.load(io.BytesIO(written), allow_pickle=False)
    assert (read.dtype, read.shape, read.tobytes()) == (known.dtype, known.shape, known.tobytes())


@given(ANY_ARRAY, st.data())
def test_of_altered_bytes_comes_an_array_or_a_refusal(array, data):
    written = bytearray(by_numpy(array))
    place = data.draw(st.integers(0, len(written) - 1))
    written[place] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(written)))
    for octets in (bytes(written), bytes(written[:end])):
        try:
            read = array_of(octets)
        except ValueError:
            continue
        assert read.nbytes <= len(octets)


@pytest.mark.parametrize(
    "array",
    [np.array([{}]), np.asfortranarray(np.eye(3)), np.array(["text"]), np.array([1j])],
    ids=["objects", "columns", "text", "complex"],
)
def test_what_no_index_holds_is_refused(array):
    with pytest.raises(ValueError, match="no array that this program wrote"):
        array_of(by_numpy(array))


def test_nothing_is_no_array():
    for octets in (b"", b"\x93NUMPY\x01\x00", b"PK\x03\x04", bytes(200)):
        with pytest.raises(ValueError, match="no array"):
            array_of(octets)
