"""The reader's network as it is kept on this machine: made once from its weights, compiled once."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.encoding.embedded import WordEmbeddings
from qa.encoding.prepared import (
    COMPILED,
    DESCRIPTION,
    GRAPH,
    PreparedFiles,
    check_prepared,
    make_prepared,
    read_prepared_files,
)
from qa.encoding.transformer import TransformerShape
from qa.reader.graph import ReaderGraph, reader_graph, save_reader_graph
from qa.reader.weights import read_weights, reader_fingerprint
from qa.settings import cache_folder

_LOG = logging.getLogger(__name__)

_VERSION = 1  # raised when the folder's contents change
_PLACES = "places.npy"
_TYPES = "types.npy"

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ReaderNetwork:
    """What turns the tokens of a pair into numbers.

    Attributes:
        words: Embeddings of token ids.
        places: Those of the places of tokens, shape (places, hidden).
        types: Those of token types, shape (2, hidden).
        graph: From their sums to four numbers for each token.
    """

    words: WordEmbeddings
    places: Floats
    types: Floats
    graph: ReaderGraph


def load_network() -> ReaderNetwork:
    """The network that is kept; made where there is none, or where it is damaged.

    Where nothing can be kept, it is made for this process alone.

    Raises:
        ModelError: The weights are missing or damaged.
    """
    words, folder = WordEmbeddings(), network_folder()
    try:
        if not (folder / DESCRIPTION).is_file():
            _make(folder, words)
        try:
            return _open(words, folder)
        except Exception as error:  # noqa: BLE001 (OpenVINO raises anything)
            _LOG.warning("The reader in '%s' cannot be used (%s): making it again.", folder, error)
            _make(folder, words, again=True)
            return _open(words, folder)
    except OSError as error:
        _LOG.info("The reader is not kept in '%s': %s", folder, error)
        return _unkept(words)


def _make(folder: Path, words: WordEmbeddings, *, again: bool = False) -> None:
    """Make the folder, or wait for the process that is making it."""
    from filelock import FileLock  # noqa: PLC0415 (only to make it)

    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f".{folder.name}.lock")):
        if again or not (folder / DESCRIPTION).is_file():
            make_prepared(folder, partial(_fill, words))


def network_folder() -> Path:
    """Where the network is kept, or will be."""
    return cache_folder() / "models" / f"reader-{reader_fingerprint()[:12]}-v{_VERSION}"


def _open(words: WordEmbeddings, folder: Path) -> ReaderNetwork:
    check_prepared(read_prepared_files(folder), folder)
    places, types = (np.load(folder / name, allow_pickle=False) for name in (_PLACES, _TYPES))
    return ReaderNetwork(words, places, types, ReaderGraph(folder / GRAPH, folder / COMPILED))


def _fill(words: WordEmbeddings, folder: Path) -> PreparedFiles:
    arrays = read_weights()
    save_reader_graph(reader_graph(arrays, _shape(arrays, words)), folder / GRAPH)
    np.save(folder / _PLACES, _floats(arrays, "position"), allow_pickle=False)
    np.save(folder / _TYPES, _floats(arrays, "token_type"), allow_pickle=False)
    return PreparedFiles()


def _unkept(words: WordEmbeddings) -> ReaderNetwork:
    arrays = read_weights()
    graph = ReaderGraph(reader_graph(arrays, _shape(arrays, words)))
    return ReaderNetwork(words, _floats(arrays, "position"), _floats(arrays, "token_type"), graph)


def _shape(arrays: dict[str, npt.NDArray[np.generic]], words: WordEmbeddings) -> TransformerShape:
    layers = sum(name.endswith(".attention.self.query.bias") for name in arrays)
    return TransformerShape(words.dimension, layers, words.heads, words.layer_norm_epsilon)


def _floats(arrays: dict[str, npt.NDArray[np.generic]], kind: str) -> Floats:
    return arrays[f"embeddings.{kind}_embeddings.weight"].astype(np.float32)
