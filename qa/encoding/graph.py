"""An OpenVINO graph of an encoder: saved once, then run from its file.

The only module that imports openvino.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.encoding.remembered import digest_of, read_note, write_note
from qa.errors import MissingPackageError
from qa.vectors import EmbeddingMatrix

TokenStates = npt.NDArray[np.float32]
"""Vectors of every token of a batch, shape (batch, length, dimension)."""

# OpenVINO reports every conversion to its makers over the network, unasked, if its telemetry
# package can be imported. Nothing is to leave this machine, so here it cannot be.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
try:
    import openvino as openvino  # noqa: PLC0414  (the other graphs take it from here)
except ImportError as _error:
    raise MissingPackageError("openvino", "To run a model") from _error


_DIGESTS = "digests.json"


def save_graph(graph: openvino.Model, path: Path) -> None:
    """Write a graph, weights rounded to half precision.

    Rounding halves the file to 235 MB for the embedded model and moves no vector by more than
    a cosine of 0.00001, less than running it in bfloat16 does.

    Args:
        graph: From `input_ids` and `attention_mask` to the (batch, dimension) vectors and the
            (batch, length, dimension) token states.
        path: The .xml file to write; the weights go beside it.
    """
    openvino.save_model(graph, path, compress_to_fp16=True)


def traced_graph(module: object, example: Mapping[str, object]) -> openvino.Model:
    """The graph of a torch module, traced.

    Args:
        module: From the two inputs of `save_graph` to its two outputs.
        example: Example inputs by name.
    """
    return openvino.convert_model(module, example_input=dict(example))


def compiled_graph(
    graph: openvino.Model | Path,
    options: Mapping[str, str],
    compiled_folder: Path | None = None,
) -> openvino.CompiledModel:
    """A graph compiled for this processor, or taken as it was compiled before.

    Args:
        graph: The graph, or its .xml file.
        options: OpenVINO's, beyond those that every graph here has.
        compiled_folder: Where a graph of a file is kept compiled, without its weights: a megabyte.
            OpenVINO compiles anew what another version or processor left there, or what was
            altered since. None keeps nothing.
    """
    used = {"PERFORMANCE_HINT": "LATENCY", **options}
    # Who deals out processors, as Ray does, says so by a variable that OpenVINO does not read. The
    # numbers are the same with any number of threads.
    if (threads := os.environ.get("OMP_NUM_THREADS", "")).isdecimal():
        used["INFERENCE_NUM_THREADS"] = threads
    core = openvino.Core()
    if compiled_folder and _is_writable(compiled_folder):
        _drop_altered(compiled_folder)
        kept = {"CACHE_DIR": str(compiled_folder), "CACHE_MODE": "OPTIMIZE_SIZE"}
        with suppress(RuntimeError):  # another process has dropped what was being read
            compiled = core.compile_model(graph, "CPU", used | kept)
            _note_digests(compiled_folder)
            return compiled
    return core.compile_model(graph, "CPU", used)


def _drop_altered(folder: Path) -> None:
    """Remove what is not as it was compiled: OpenVINO takes a flipped bit for what it compiled."""
    known = read_note(folder / _DIGESTS)
    for path in _kept_files(folder):
        with suppress(OSError):  # another process has removed it
            if known.get(path.name) != digest_of(path):
                path.unlink()


def _note_digests(folder: Path) -> None:
    """Note what was compiled; where that cannot be, it is compiled again the next time."""
    known = read_note(folder / _DIGESTS)  # what is left of these was compared a moment ago
    with suppress(OSError):
        digests = {p.name: known.get(p.name) or digest_of(p) for p in _kept_files(folder)}
        if digests != known:
            write_note(folder / _DIGESTS, digests)


def _kept_files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if not path.name.endswith(".json")]


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _processor() -> str:
    """Names the processor, what it can, and OpenVINO's version."""
    core = openvino.Core()
    abilities = ", ".join(core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"))
    name = core.get_property("CPU", "FULL_DEVICE_NAME")
    return f"{name} ({abilities}), OpenVINO {openvino.__version__}"


_NUMERIC_MODES = {"bf16": "bfloat16", "f16": "float16", "f32": "float32"}


class Graph:
    """A compiled graph from token ids to vectors. Safe from several threads.

    Attributes:
        numeric_mode: In what numbers OpenVINO computes on this processor.
    """

    def __init__(self, path: Path, compiled_folder: Path | None = None) -> None:
        """Compile it, or take it as it was compiled before.

        Args:
            path: The .xml file.
            compiled_folder: See `compiled_graph`.
        """
        # Default precision: bfloat16 where the processor has it, else float32 (1.7 times slower).
        compiled = compiled_graph(path, {}, compiled_folder)
        self._compiled = compiled
        chosen = compiled.get_property("INFERENCE_PRECISION_HINT").to_string()
        self.numeric_mode: str = _NUMERIC_MODES.get(chosen, chosen)
        self._per_thread = threading.local()

    @cached_property
    def machine(self) -> str:
        """Names this processor, what it can and computes in, and OpenVINO's version."""
        return f"{_processor()}, {self.numeric_mode}"

    def run(
        self, input_ids: npt.NDArray[np.int64], attention_mask: npt.NDArray[np.int64]
    ) -> tuple[EmbeddingMatrix, TokenStates]:
        """Vectors and token states of a batch of token id rows, inputs of shape (batch, length)."""
        request = getattr(self._per_thread, "request", None)
        if request is None:
            request = self._per_thread.request = self._compiled.create_infer_request()
        request.infer({"input_ids": input_ids, "attention_mask": attention_mask})
        vectors, states = (request.get_output_tensor(i).data for i in (0, 1))
        return np.array(vectors, dtype=np.float32), np.array(states, dtype=np.float32)
