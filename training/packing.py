"""Pack what the reader learns from into arrays, small enough to carry to a machine with a GPU.

    python -m training.packing ../shared/datasets .training/pack

Everything that needs this program is done here: folding, tokenising, sentences, spellings. What is
left to `train_packed` is to cut windows, choose negatives and learn. Of the vocabulary only the
words that occur are packed, in the four bits that they are shipped in.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file

from qa.corpus.folding import fold
from qa.corpus.sentences import sentence_spans
from qa.encoding.embedded import EmbeddedModel, read_embedded_model, read_embedded_tokenizer
from qa.reader.pairs import QUESTION_TOKENS, TITLE_TOKENS, passage_tokens
from qa.records import Span
from training.export_reader import packed
from training.noise import misspelt
from training.sets import SourcePassage, SourceQuestion, SourceSet, is_apart, read_sets
from training.swaps import swapped

SPELLINGS = 3
"""Ways in which a question is spelled, the first as it is."""

Ids = npt.NDArray[np.int32]


@dataclass
class Ragged:
    """Rows of several lengths in one array."""

    values: list[Sequence[int]] = field(default_factory=list)

    def add(self, row: Sequence[int]) -> int:
        """Append a row; its number."""
        self.values.append(row)
        return len(self.values) - 1

    def arrays(self, name: str) -> dict[str, Ids]:
        """The values one after the other, and where each row begins, with one more for the end."""
        lengths = [len(row) for row in self.values]
        flat = np.concatenate([np.asarray(row, dtype=np.int32) for row in self.values])
        starts = np.concatenate([[0], np.cumsum(lengths)])
        return {name: flat, f"{name}_starts": starts.astype(np.int32)}


class Packer:
    """Collects passages and questions as arrays."""

    def __init__(self) -> None:
        self.tokenizer = read_embedded_tokenizer()
        self.draw = random.Random(5)
        self.tokens, self.sentences, self.titles = Ragged(), Ragged(), Ragged()
        self.spellings = Ragged()
        self.passage_rows: list[tuple[int, int]] = []
        self.question_rows: list[tuple[int, ...]] = []
        self.languages: dict[str, int] = {}
        self.parallels: dict[str, int] = {}
        self.groups: list[str] = []
        self._known: dict[str, Ids] = {}

    def add(self, source: SourceSet) -> None:
        """Pack a set, but for the articles kept apart."""
        self._known.clear()
        numbers: dict[str, int] = {}
        groups: dict[str, int] = {}
        for key, passage in source.passages.items():
            if is_apart(source.name, passage.article):
                continue
            if passage.language not in groups:
                groups[passage.language] = len(self.groups)
                self.groups.append(f"{source.name}/{passage.language}")
            numbers[key] = self._passage(passage, groups[passage.language])
        for question in source.questions:
            if question.passage_id in numbers:
                self._question(source, question, numbers[question.passage_id])

    def _passage(self, passage: SourcePassage, group: int) -> int:
        tokens = self._tokens(passage.text)
        starts = [s.start for s in sentence_spans(passage.text)]
        self.sentences.add(np.unique(np.searchsorted(tokens[:, 1], starts)).tolist())
        self.titles.add(self.ids(passage.title.replace("_", " "))[:TITLE_TOKENS])
        parallel = passage.passage_id.split("#")[0] if "#" in passage.passage_id else ""
        self.passage_rows.append((group, self._parallel(f"p {parallel}") if parallel else -1))
        return self.tokens.add(tokens[:, 0].tolist())

    def _question(self, source: SourceSet, question: SourceQuestion, number: int) -> None:
        passage = source.passages[question.passage_id]
        first, last = self._span(question, passage)
        texts = [question.text]
        texts += [
            misspelt(question.text, question.language, self.draw) for _ in range(SPELLINGS - 1)
        ]
        rows = [self.spellings.add(self.ids(text)[:QUESTION_TOKENS]) for text in texts]
        other = swapped(question.text, passage.text, self.draw) if first >= 0 else ""
        exchanged = self.spellings.add(self.ids(other)[:QUESTION_TOKENS]) if other else -1
        language = self.languages.setdefault(question.language, len(self.languages))
        parallel = self._parallel(f"q {question.parallel}") if question.parallel else -1
        self.question_rows.append(
            (number, first, last, int(question.answerable), rows[0], exchanged, language, parallel)
        )

    def _span(self, question: SourceQuestion, passage: SourcePassage) -> tuple[int, int]:
        """First and last token of the shortest answer; -1 where there is none."""
        if not (question.answerable and question.has_span and question.answers):
            return -1, -1
        answer: Span = min(question.answers, key=lambda span: span.end - span.start)
        tokens = self._tokens(passage.text)
        places = np.flatnonzero((tokens[:, 2] > answer.start) & (tokens[:, 1] < answer.end))
        return (int(places[0]), int(places[-1])) if len(places) else (-1, -1)

    def _tokens(self, text: str) -> Ids:
        """Of each token of a passage its id, and where it starts and ends."""
        if text not in self._known:
            self._known[text] = passage_tokens(self.tokenizer, text).astype(np.int32)
        return self._known[text]

    def _parallel(self, key: str) -> int:
        return self.parallels.setdefault(key, len(self.parallels))

    def ids(self, text: str) -> list[int]:
        """Token ids of a text, folded."""
        ids: list[int] = self.tokenizer.encode(fold(text), add_special_tokens=False).ids
        return ids

    def arrays(self) -> dict[str, Ids]:
        """All of it; token ids are those of the whole vocabulary."""
        return {
            **self.tokens.arrays("tokens"),
            **self.sentences.arrays("sentences"),
            **self.titles.arrays("titles"),
            **self.spellings.arrays("spellings"),
            "passages": np.array(self.passage_rows, dtype=np.int32),
            "questions": np.array(self.question_rows, dtype=np.int32),
        }


def renumbered(arrays: dict[str, Ids], special: Sequence[int]) -> tuple[dict[str, Ids], Ids]:
    """The arrays with token ids counted by use, the most used first; and what each was."""
    parts = ("tokens", "titles", "spellings")
    used, counts = np.unique(np.concatenate([arrays[part] for part in parts]), return_counts=True)
    order = [*special, *(int(i) for i in used[np.argsort(-counts, kind="stable")])]
    words = np.array(list(dict.fromkeys(order)), dtype=np.int32)
    number = np.full(int(words.max()) + 1, -1, dtype=np.int32)
    number[words] = np.arange(len(words), dtype=np.int32)
    return arrays | {part: number[arrays[part]] for part in parts}, words


def _bytes(arrays: dict[str, Ids]) -> Iterator[tuple[str, npt.NDArray[np.generic]]]:
    """Token ids as their low and high parts: the high ones are nearly all 0, and pack well."""
    for name, values in arrays.items():
        if name in {"tokens", "titles", "spellings"}:
            yield f"{name}_low", (values & 0xFFFF).astype(np.uint16)
            yield f"{name}_high", (values >> 16).astype(np.uint8)
        else:
            yield name, values


def main() -> None:
    """Write the pack."""
    parser = argparse.ArgumentParser(description="Pack the training sets.")
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    packer = Packer()
    for source in read_sets(arguments.data):
        packer.add(source)
        print(source.name, len(packer.passage_rows), len(packer.question_rows), flush=True)
    begin, padding, end, query, passage = 0, 1, 2, "query: ", "passage: "
    prompts = {"query": packer.ids(query), "passage": packer.ids(passage)}
    special = [begin, padding, end, *prompts["query"], *prompts["passage"]]
    arrays, words = renumbered(packer.arrays(), special)
    np.save(arguments.folder / "numbers.npy", words)
    write_arrays(arrays, arguments.folder)
    model = read_embedded_model()
    table = model.weights["embeddings.word_embeddings.weight"]
    rows = table.reshape(-1, model.hidden)[words]
    np.savez_compressed(arguments.folder / "words.npz", allow_pickle=False, **four_bits(rows))
    layers: dict[str, npt.NDArray[np.generic]] = {}
    for name, values in model.weights.items():
        if name.startswith("encoder.") and name.endswith("weight") and "LayerNorm" not in name:
            rows = values.reshape(-1, _columns(name, model))
            layers |= {name + ending: part for ending, part in packed(rows).items()}
        elif name != "embeddings.word_embeddings.weight":
            layers[name] = values.astype(np.float16)
    save_file(layers, arguments.folder / "encoder.safetensors")
    number = {int(word): i for i, word in enumerate(words)}
    described = {
        "prompts": {name: [number[i] for i in ids] for name, ids in prompts.items()},
        "languages": list(packer.languages),
        "groups": packer.groups,
        "hidden": model.hidden,
        "layers": model.layers,
        "heads": model.heads,
        "feed_forward": model.feed_forward,
        "positions": model.positions,
        "token_types": model.token_types,
        "layer_norm_epsilon": model.layer_norm_epsilon,
        "spellings": SPELLINGS,
    }
    (arguments.folder / "pack.json").write_text(json.dumps(described, indent=1) + "\n")
    print(f"{len(words):,} words, {len(arrays['tokens']):,} tokens of passages")


def write_arrays(arrays: dict[str, Ids], folder: Path) -> None:
    """Write what `packed_examples` reads."""
    np.savez_compressed(folder / "pack.npz", allow_pickle=False, **dict(_bytes(arrays)))


def _columns(name: str, model: EmbeddedModel) -> int:
    """How wide a layer's matrix is."""
    widens = name.endswith("output.dense.weight") and "attention" not in name
    return model.feed_forward if widens else model.hidden


def four_bits(rows: npt.NDArray[np.float32]) -> dict[str, npt.NDArray[np.generic]]:
    """Rows in four bits with a scale for each 32 weights, as the embedded model has them."""
    blocks = rows.reshape(-1, 32)
    top = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=1)[:, None], axis=1)
    scale = (top / -8).astype(np.float16)
    safe = np.where(scale == 0, np.float16(1), scale).astype(np.float32)
    levels = np.clip(np.round(blocks / safe) + 8, 0, 15).astype(np.uint8)
    return {"levels": levels[:, ::2] | levels[:, 1::2] << 4, "scales": scale}


if __name__ == "__main__":
    main()
