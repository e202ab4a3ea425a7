"""The encoder in service: a prepared model run by OpenVINO, loaded when first used."""

from __future__ import annotations

import hashlib
import itertools
import logging
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from qa.corpus.folding import FOLD_VERSION, fold, fold_with_offsets
from qa.encoding import embedded
from qa.encoding.batch_sizes import sizes_agree
from qa.encoding.prepared import (
    BATCHES,
    COMPILED,
    DESCRIPTION,
    GRAPH,
    TOKENIZER,
    VERSION,
    PreparedModel,
    check_prepared,
    make_prepared,
    read_prepared,
)
from qa.encoding.single_thread import single_thread
from qa.encoding.sliced_tokenizer import SlicedTokenizer, TextTokenizer
from qa.encoding.statistics import VectorStatistics
from qa.encoding.together import Together
from qa.encoding.tokens import (
    PassageEncodings,
    QuestionEncoding,
    TokenCode,
    TokenVectors,
    rotate,
)
from qa.encoding.word_counts import WordCounts
from qa.errors import MissingPackageError, ModelError
from qa.settings import EMBEDDED_MODEL, cache_folder
from qa.vectors import EmbeddingMatrix

if TYPE_CHECKING:
    from qa.encoding.graph import Graph, TokenStates

_LOG = logging.getLogger(__name__)

BATCH_SIZE = 8
"""Texts of one padded length that the model runs together; the fastest of 4, 8, 16, 32 on two
cores."""

_GATHERED = 4 * BATCH_SIZE  # texts of one length that are encoded together
_TOKENIZED_AT_ONCE = 32  # texts: more save nothing
_LENGTH_STEP = 16  # texts are padded to a multiple of this, so that few shapes are compiled


@dataclass(frozen=True, slots=True)
class _TokenizedText:
    """A tokenised text.

    Attributes:
        ids: Token ids, special tokens and prompt included.
        inner: Places in `ids` of the text's own tokens.
        remaining: Code points from the end of each of those to the end of the text.
    """

    ids: list[int]
    inner: list[int]
    remaining: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Loaded:
    prepared: PreparedModel
    tokenizer: TextTokenizer
    graph: Graph


class OpenVinoEncoder:
    """An `Encoder` over a prepared model. Safe from several threads.

    Construction is cheap and imports no model library: the model is prepared (once a machine, in
    seconds) and loaded when the first text arrives.

    Args:
        model: "embedded", the folder of a SentenceTransformer, or a hub name.
    """

    def __init__(self, model: str = EMBEDDED_MODEL) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None
        self._questions = Together(self._encode_questions, self._padded_length, BATCH_SIZE)

    def __reduce__(self) -> tuple[object, ...]:
        """Copied to another process by its model's name, and loaded there."""
        return OpenVinoEncoder, (self._model,)

    @cached_property
    def fingerprint(self) -> str:
        """Names the weights, the prompts and the fold of what is read, without loading them.

        Raises:
            ModelError: A hub model that was never prepared cannot be loaded.
        """
        return f"{self._model_name}-fold{FOLD_VERSION}"

    @cached_property
    def _model_name(self) -> str:
        if self._model == EMBEDDED_MODEL:
            return embedded.FINGERPRINT
        if _is_folder(self._model):
            return f"{Path(self._model).resolve().name}-{_folder_digest(Path(self._model))[:12]}"
        # A hub name is taken at its word: preparing it once pins the weights for this machine.
        return f"hub:{self._model}"

    @property
    def numeric_mode(self) -> str:
        """In what numbers this processor runs the model ("bfloat16", "float32")."""
        return self._load().graph.numeric_mode

    @property
    def dimension(self) -> int:
        """Number of components of a vector."""
        return self._load().prepared.dimension

    @property
    def max_tokens(self) -> int:
        """Most tokens the model sees."""
        return self._load().prepared.max_tokens

    def embedded_tokenizer(self) -> TextTokenizer:
        """The embedded model's tokenizer: this encoder's own, where that is its model."""
        if self._model == EMBEDDED_MODEL:
            return self._load().tokenizer
        return embedded.read_embedded_tokenizer()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Number of tokens of each text as a passage, prompt and special tokens included."""
        prompt = self._load().prepared.passage_prompt
        read = [prompt + fold(text) for text in texts]
        if self._model == EMBEDDED_MODEL:
            return self._word_counts.of(read)
        return [len(tokens.ids) for tokens in self._load().tokenizer.encode_batch_fast(read)]

    @cached_property
    def _word_counts(self) -> WordCounts:
        return WordCounts(self._load().tokenizer)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> PassageEncodings:
        """Vectors of passages and of their tokens, in input order."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        tokens: dict[int, TokenVectors] = {}
        for numbers, encodings in self.encode_stream(texts):
            vectors[list(numbers)] = encodings.vectors
            tokens |= zip(numbers, encodings.tokens, strict=True)
            if progress:
                progress(len(tokens))
        return PassageEncodings(vectors, tuple(tokens[i] for i in range(len(texts))))

    def encode_stream(
        self, texts: Iterable[str]
    ) -> Iterator[tuple[Sequence[int], PassageEncodings]]:
        """Encode passages batch by batch: the numbers of some, and their encodings.

        Those of one padded length wait for each other, so that batches are whole but for the last:
        `_GATHERED` of a length at most, some megabytes in all.
        """
        waiting: defaultdict[int, dict[int, _TokenizedText]] = defaultdict(dict)
        for number, text in enumerate(self._tokenized_passages(texts)):
            length = self._padded_length(text)
            alike = waiting[length]
            alike[number] = text
            if len(alike) == _GATHERED:
                yield from self._encode_alike(alike, length)
                alike.clear()
        for length, alike in sorted(waiting.items()):
            yield from self._encode_alike(alike, length)

    def _tokenized_passages(self, texts: Iterable[str]) -> Iterator[_TokenizedText]:
        prompt, left = self._load().prepared.passage_prompt, iter(texts)
        while some := list(itertools.islice(left, _TOKENIZED_AT_ONCE)):
            yield from self._tokenize(some, prompt)

    def _encode_alike(
        self, texts: dict[int, _TokenizedText], length: int
    ) -> Iterator[tuple[Sequence[int], PassageEncodings]]:
        """Encode texts of one padded length, by their numbers."""
        mean, code = self._statistics.token_mean, self._token_code
        for first in range(0, len(texts), BATCH_SIZE):
            numbers = list(texts)[first : first + BATCH_SIZE]
            batch = [texts[number] for number in numbers]
            if len(batch) < BATCH_SIZE and not self._sizes_agree:
                # As many texts as ever, so that a text's vector is the same bits in any company.
                batch = [batch[k % len(batch)] for k in range(BATCH_SIZE)]
            vectors, states = self._run(batch, length)
            with single_thread():
                tokens = tuple(
                    code.rounded(rotate(own[text.inner], mean), text.remaining)
                    for text, own in zip(batch[: len(numbers)], states, strict=False)
                )
            yield numbers, PassageEncodings(vectors[: len(numbers)], tokens)

    @cached_property
    def _sizes_agree(self) -> bool:
        """Whether batches need not be filled up on this machine."""
        loaded = self._load()
        note = self.prepared_folder() / BATCHES
        most = loaded.prepared.max_tokens
        return sizes_agree(loaded.graph.run, BATCH_SIZE, most, note, loaded.graph.machine)

    def encode_question(self, text: str) -> QuestionEncoding:
        """The vectors of a question and of its tokens, the same bits in any company.

        Questions of several threads that come while one is encoded are encoded together.
        """
        (tokenized,) = self._tokenize([text], self._load().prepared.question_prompt)
        return self._questions.do(tokenized)

    def _encode_questions(self, batch: Sequence[_TokenizedText]) -> list[QuestionEncoding]:
        """Encode questions of one padded length."""
        vectors, states = self._run(batch, self._padded_length(batch[0]))
        mean, code = self._statistics.token_mean, self._token_code
        with single_thread():
            return [
                QuestionEncoding(
                    vector, code.question(rotate(own[text.inner], mean)), text.remaining
                )
                for text, vector, own in zip(batch, vectors, states, strict=True)
            ]

    def _tokenize(self, texts: Sequence[str], prompt: str) -> list[_TokenizedText]:
        """Fold and tokenise texts after a prompt."""
        loaded = self._load()
        limit = loaded.prepared.max_tokens
        folded = [fold_with_offsets(text) for text in texts]
        encodings = loaded.tokenizer.encode_batch([prompt + one.text for one in folded])
        tokenized = []
        for text, read, encoding in zip(texts, folded, encodings, strict=True):
            # Each of these is a new list whenever it is asked for.
            ids, offsets, special = encoding.ids, encoding.offsets, encoding.special_tokens_mask
            # Cut over-long texts before their last token, so that the closing special token stays.
            kept = list(range(len(ids)))
            if len(kept) > limit:
                kept = [*kept[: limit - 1], kept[-1]]
            ends = [offsets[i][1] - len(prompt) for i in kept]
            inner = [place for place, i in enumerate(kept) if ends[place] > 0 and not special[i]]
            lasts = np.array([ends[place] - 1 for place in inner], dtype=np.int64)
            remaining = (len(text) - read.ends[lasts]).astype(np.int32)
            tokenized.append(_TokenizedText([ids[i] for i in kept], inner, remaining))
        return tokenized

    def _padded_length(self, text: _TokenizedText) -> int:
        return padded_length(len(text.ids), self._load().prepared.max_tokens)

    def _run(
        self, batch: Sequence[_TokenizedText], length: int
    ) -> tuple[EmbeddingMatrix, TokenStates]:
        """Run a batch of texts, each padded to a length."""
        loaded = self._load()
        ids = np.full((len(batch), length), loaded.prepared.pad_id, dtype=np.int64)
        mask = np.zeros((len(batch), length), dtype=np.int64)
        for i, text in enumerate(batch):
            ids[i, : len(text.ids)] = text.ids
            mask[i, : len(text.ids)] = 1
        vectors, states = loaded.graph.run(ids, mask)
        return self._statistics.without_language(vectors), states

    @cached_property
    def _statistics(self) -> VectorStatistics:
        if self._model == EMBEDDED_MODEL:
            return VectorStatistics.of_embedded_model()
        return VectorStatistics.unknown(self.dimension)

    @cached_property
    def _token_code(self) -> TokenCode:
        if self._model == EMBEDDED_MODEL:
            return TokenCode.of_embedded_model()
        return TokenCode.of_dimension(self.dimension)

    def _load(self) -> _Loaded:
        if self._loaded is None:
            with self._lock:
                if self._loaded is None:
                    self._loaded = self._load_prepared()
        return self._loaded

    def _load_prepared(self) -> _Loaded:
        folder = self.prepared_folder()
        if (folder / DESCRIPTION).is_file():
            try:
                return _open_prepared(folder)
            except MissingPackageError:
                raise
            except Exception as error:  # noqa: BLE001 (tokenizers and OpenVINO raise anything)
                _LOG.warning(
                    "The prepared model at '%s' cannot be read (%s): preparing it again.",
                    folder,
                    error,
                )
                self._prepare(folder, again=True)
        else:
            self._prepare(folder)
        try:
            return _open_prepared(folder)
        except MissingPackageError:
            raise
        except Exception as error:
            raise ModelError(
                f"The prepared model at '{folder}' cannot be read ({error}). "
                "Remove that folder; it is made again at the next start."
            ) from error

    def _prepare(self, folder: Path, *, again: bool = False) -> None:
        """Make the prepared folder, or wait for the process that is making it."""
        from filelock import FileLock  # noqa: PLC0415 (only to prepare)

        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(folder.with_name(f".{folder.name}.lock")):
                if (folder / DESCRIPTION).is_file() and not again:
                    return
                if self._model == EMBEDDED_MODEL:
                    from qa.encoding.embedded_graph import fill_folder  # noqa: PLC0415

                    make_prepared(folder, fill_folder)
                else:
                    _prepare_other(self._model, self._model_name, folder)
        except OSError as error:
            raise ModelError(
                f"The model cannot be prepared in '{folder.parent}': {error}. It needs 500 MB of "
                "room there; name another folder with the environment variable SANAD_CACHE."
            ) from error

    def prepared_folder(self) -> Path:
        """Where the prepared model is, or will be."""
        name = re.sub(r"[^\w.-]+", "-", self._model_name)[:150]
        return cache_folder() / "models" / f"{name}-v{VERSION}"


def padded_length(n_tokens: int, most: int) -> int:
    """Tokens that a text takes in a batch: its own, up to the next step."""
    return min(most, -(-n_tokens // _LENGTH_STEP) * _LENGTH_STEP)


def _prepare_other(model: str, name: str, folder: Path) -> None:
    """Make the prepared folder of any SentenceTransformer but the embedded one."""
    try:
        from qa.encoding.preparing import (  # noqa: PLC0415 (torch, needed for this alone)
            load_sentence_transformer,
            prepare_model,
        )
    except ImportError as error:
        raise MissingPackageError(
            error.name or "sentence-transformers",
            "To use another model than the embedded one",
            "pip install sanad-qa, which brings sentence-transformers and torch, "
            "or leave --model out",
        ) from error
    prepare_model(load_sentence_transformer(model), name, folder)


def _is_folder(model: str) -> bool:
    """Whether a model's name is that of a folder here."""
    try:
        return bool(model) and Path(model).is_dir()
    except OSError:  # a name that no folder can have
        return False


def _open_prepared(folder: Path) -> _Loaded:
    """Load a prepared folder, its files checked meanwhile."""
    from qa.encoding.graph import Graph  # noqa: PLC0415

    prepared = read_prepared(folder)
    with ThreadPoolExecutor(1) as pool:
        check = pool.submit(check_prepared, prepared, folder)
        loaded = _Loaded(
            prepared, _tokenizer(prepared, folder), Graph(folder / GRAPH, folder / COMPILED)
        )
        check.result()
    return loaded


def _tokenizer(prepared: PreparedModel, folder: Path) -> TextTokenizer:
    from tokenizers import Tokenizer  # noqa: PLC0415

    def load() -> TextTokenizer:
        whole: TextTokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        return whole

    return SlicedTokenizer(load) if prepared.fingerprint == embedded.FINGERPRINT else load()


def _folder_digest(folder: Path) -> str:
    """Hex digest of a model folder: names and bytes of all files that are not hidden."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in relative.parts):
            digest.update(f"{relative.as_posix()}\0{path.stat().st_size}\0".encode())
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
