"""A corpus of any size from the sentences of a small one."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from qa.corpus.sentences import sentence_spans
from qa.corpus.splitting import split_document
from qa.encoding.protocol import Encoder
from qa.evaluation.corpora import document_folder, identifier_of, write_documents
from qa.evaluation.datasets import Dataset
from qa.records import Document
from qa.settings import SplitterSettings

PARAGRAPHS = 50
"""Of a recombined document: a million passages are then 20,000 files."""

_FOLDER = "recombined"
_EACH = 256  # documents in a folder
_SAMPLE = 4  # documents from which it is told how many passages one has


def sentences_of(texts: Sequence[str]) -> list[str]:
    """The sentences of some texts, each once, in order."""
    found = (text[span.start : span.end] for text in texts for span in sentence_spans(text))
    return list(dict.fromkeys(found))


def recombined_paragraph(
    sentences: Sequence[str], lengths: Sequence[int], draw: random.Random
) -> str:
    """Sentences drawn until they are as long as a real passage, one that is drawn too."""
    wanted = draw.choice(lengths)
    chosen = [draw.choice(sentences)]
    while sum(map(len, chosen)) < wanted:
        chosen.append(draw.choice(sentences))
    return " ".join(chosen)


def recombined_documents(texts: Sequence[str], seed: int = 0) -> Iterator[tuple[str, str]]:
    """Paths and texts of recombined documents, without end, the same ones every time."""
    sentences = sentences_of(texts)
    lengths = [len(text) for text in texts]
    number = 0
    while True:
        draw = random.Random(f"{seed}-{number}")
        paragraphs = [recombined_paragraph(sentences, lengths, draw) for _ in range(PARAGRAPHS)]
        yield f"{_FOLDER}/{number // _EACH}/{number}.txt", "\n\n".join(paragraphs)
        number += 1


def write_corpus(
    documents: Mapping[str, str],
    answering: Collection[str],
    n_passages: int,
    seeds: Path,
    count: Callable[[str], int],
) -> str:
    """Write the real documents and, among them, recombined ones up to about so many passages.

    Args:
        documents: Text of each real document by identifier.
        answering: Identifiers of those that answer what will be asked: no sentence of theirs is
            recombined, so that nothing but they answers.
        n_passages: Passages wanted.
        seeds: The folder to write to.
        count: How many passages a text will be.

    Returns:
        The path of the document that is to be edited: the last one.
    """
    write_documents(Dataset("real", documents, ()), seeds)
    last = document_folder(list(documents)[-1])
    free = [text for identifier, text in documents.items() if identifier not in answering]
    found = list(islice(recombined_documents(free), _SAMPLE))
    of_each = sum(count(text) for _, text in found) / _SAMPLE
    lacking = n_passages - sum(map(count, documents.values()))
    for path, text in islice(recombined_documents(free), max(0, math.ceil(lacking / of_each))):
        last = path
        (seeds / path).parent.mkdir(parents=True, exist_ok=True)
        (seeds / path).write_text(text, encoding="utf-8")
    return last


def passages_in(encoder: Encoder) -> Callable[[str], int]:
    """How many passages a text is cut into for an encoder."""

    def count(text: str) -> int:
        document = Document("", "", "", text)
        settings = SplitterSettings()
        spans = split_document(document, encoder.count_tokens, encoder.max_tokens, settings)
        return sum(1 for _ in spans)

    return count


def source_of(path: str) -> str:
    """Which document a path is: the identifier of a real one, a recombined one's own path."""
    return path if path.startswith(f"{_FOLDER}/") else identifier_of(path)
