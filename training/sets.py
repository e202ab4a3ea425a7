"""The question-answering sets that the reader is trained on and measured with.

    python -m training.sets ../shared/datasets > apart.txt    # titles of the articles kept apart

Which articles are kept apart is decided here, by name or by a hash of it: nothing of them, in any
language, is trained on.
"""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.corpus.sentences import sentence_spans
from qa.records import Span

APART_XQUAD = ("a05", "a11", "a17", "a23")
"""XQuAD's articles that are kept apart, in all twelve languages."""

APART_SHARE = 4
"""One in so many articles of ARCD and of TyDi QA is kept apart."""

LEAST_REST = 60
"""Characters that a passage has at least once its answer is cut out."""

NEVER = frozenset({"nomiracl", "_pool_ar"})
"""Sets of the folder that are for measuring alone."""


@dataclass(frozen=True, slots=True)
class SourcePassage:
    """A passage of a set.

    Attributes:
        passage_id: Its identifier, with its language where several share one.
        article: What it is part of; one never to be told from its siblings by chance.
        title: What stands above it, or "".
        language: Its language code.
        text: Its text.
    """

    passage_id: str
    article: str
    title: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceQuestion:
    """A question of a set.

    Attributes:
        text: The question.
        language: Its language code.
        passage_id: The passage it was asked of.
        answers: Where that answers it; empty for none.
        answerable: Whether that passage answers.
        has_span: Whether the answers are real spans, not whole passages.
        parallel: What its translations share, or "".
    """

    text: str
    language: str
    passage_id: str
    answers: tuple[Span, ...]
    answerable: bool
    has_span: bool = True
    parallel: str = ""


@dataclass(frozen=True, slots=True)
class SourceSet:
    """A set as it was read.

    Attributes:
        name: Its folder's name.
        passages: By identifier.
        questions: All of them.
    """

    name: str
    passages: Mapping[str, SourcePassage]
    questions: tuple[SourceQuestion, ...]


def is_apart(name: str, article: str) -> bool:
    """Whether an article is kept from training, to measure with."""
    if name == "xquad":
        return article in APART_XQUAD
    if name in {"arcd", "tydiqa_goldp_dev"}:
        return zlib.crc32(article.encode()) % APART_SHARE == 0
    return False


def without_answer(passage: SourcePassage, question: SourceQuestion) -> str:
    """A passage without the sentences that hold an answer; "" where it recurs or little is left."""
    text = passage.text
    rest = " ".join(
        text[s.start : s.end]
        for s in sentence_spans(text)
        if not any(s.start < a.end and a.start < s.end for a in question.answers)
    )
    said = {text[a.start : a.end].casefold() for a in question.answers}
    recurs = any(words in rest.casefold() for words in said)
    return "" if recurs or not said or len(rest) < LEAST_REST else rest


def titles_apart(data: Path) -> list[str]:
    """Titles of the articles kept apart, for `qa eval --titles`."""
    sets = (read_set(data / name) for name in ("xquad", "arcd", "tydiqa_goldp_dev"))
    return sorted(
        {
            passage.title
            for source in sets
            for passage in source.passages.values()
            if is_apart(source.name, passage.article)
        }
    )


def read_sets(data: Path) -> Iterator[SourceSet]:
    """Every set that has questions on passages."""
    folders = [*sorted((data / "train").iterdir()), *sorted(data.iterdir())]
    for folder in folders:
        if folder.name not in NEVER and any(folder.glob("questions.jsonl*")):
            yield read_set(folder)


def read_set(folder: Path) -> SourceSet:
    """Read one set, plain or compressed."""
    name = folder.name
    several = name == "xquad"  # one identifier for twelve languages
    passages = {}
    for row in _rows(folder, "passages"):
        key = _key(row["id"], row["lang"], several)
        passages[key] = SourcePassage(
            key, _article(name, row), str(row.get("title") or ""), row["lang"], row["text"]
        )
    questions = []
    for row in _rows(folder, "questions"):
        if row.get("passage_id") is None:
            continue
        key = _key(row["passage_id"], row["lang"], several)
        questions.append(
            SourceQuestion(
                text=row.get("question_clean") or row["question"],
                language=row["lang"],
                passage_id=key,
                answers=_answers(row, passages[key].text),
                answerable=row.get("answerable", True),
                has_span=not row.get("rank_only", False),
                parallel=row["id"] if several else "",
            )
        )
    return SourceSet(name, passages, tuple(questions))


def _rows(folder: Path, kind: str) -> Iterator[dict[str, Any]]:
    packed, plain = folder / f"{kind}.jsonl.gz", folder / f"{kind}.jsonl"
    if packed.is_file():
        lines = gzip.decompress(packed.read_bytes()).decode().split("\n")
    else:
        lines = plain.read_text(encoding="utf-8").split("\n")
    yield from map(json.loads, filter(None, lines))


def _key(identifier: str, language: str, several: bool) -> str:
    return f"{identifier}#{language}" if several else identifier


def _article(name: str, row: dict[str, Any]) -> str:
    if name == "xquad":
        return str(row["id"]).split("-")[1]
    return str(row.get("doc") or row.get("title") or "")


def _answers(row: dict[str, Any], text: str) -> tuple[Span, ...]:
    spans = []
    for answer in row["answers"]:
        start, end = answer["start"], answer["start"] + len(answer["text"])
        if start >= 0 and text[start:end] == answer["text"]:
            spans.append(Span(start, end))
    return tuple(spans)


if __name__ == "__main__":
    print("\n".join(titles_apart(Path(sys.argv[1]))))
