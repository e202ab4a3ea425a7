"""A corpus of any size from the sentences of a small one."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from qa.corpus.sentences import sentence_spans
from qa.evaluation.corpora import document_folder, identifier_of, write_documents
from qa.evaluation.datasets import Dataset

PARAGRAPHS = 50
"""Of a recombined document: a million passages are then 20,000 files."""

_FOLDER = "recombined"
_EACH = 256  # documents in a folder


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
    documents: Mapping[str, str], answering: Collection[str], n_passages: int, seeds: Path
) -> str:
    """Write the real documents and, among them, recombined ones up to some passages.

    A paragraph of a recombined document counts as a passage, as nearly all become one.

    Args:
        documents: Text of each real document by identifier.
        answering: Identifiers of those that answer what will be asked: no sentence of theirs is
            recombined, so that nothing but they answers.
        n_passages: Passages wanted.
        seeds: The folder to write to.

    Returns:
        The path of the document that is to be edited: the last one.
    """
    write_documents(Dataset("real", documents, ()), seeds)
    last = document_folder(list(documents)[-1])
    free = [text for identifier, text in documents.items() if identifier not in answering]
    found = recombined_documents(free or list(documents.values()))
    for _ in range(-(-max(0, n_passages - len(documents)) // PARAGRAPHS)):
        last, text = next(found)
        path = seeds / last
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return last


def source_of(path: str) -> str:
    """Which document a path is: the identifier of a real one, a recombined one's own path."""
    return path if path.startswith(f"{_FOLDER}/") else identifier_of(path)
