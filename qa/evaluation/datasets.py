"""Reading a question-answering data set: passages, questions, and where which passage answers.

Format: a folder with `passages.jsonl` ({"id", "lang", "text", …}) and `questions.jsonl` ({"id",
"lang", "question", "passage_id", "answers": [{"text", "start"}], …}, optionally "question_clean",
"also_accept", "answerable", "source"). A set may tell its sentences: `sentences.jsonl` ({"id",
"passage_id", "lang", "start", "end"}) and `answer_sentences.jsonl` ({"question_id", "lang",
"sentence_id"}). Offsets count code points of the passage.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from qa.errors import DatasetError
from qa.evaluation.rows import Row, read_rows
from qa.records import Span

_LONGEST_NAME = 240  # bytes of a file name, leaving room for its ending
_UNTOLD = -1  # the start of an answer whose place is not known


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a data set.

    Attributes:
        question_id: Its identifier.
        language: Its language code.
        text: The question.
        relevant: Identifiers of the passages known to answer it.
        answerable: Whether some passage does; one may, without its being known which.
        source: The collection it comes from, or "".
        known: The passage it was asked about, or "".
        answers: By passage, the spans of which a mark has to hold one; in a set that tells its
            sentences, the sentences that answer.
        stranger: Whether it was added from another data set, as one that nothing answers.
    """

    question_id: str
    language: str
    text: str
    relevant: frozenset[str]
    answerable: bool
    source: str = ""
    known: str = ""
    answers: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    stranger: bool = False


@dataclass(frozen=True, slots=True)
class Dataset:
    """Passages by identifier, and questions on them.

    Attributes:
        name: Name of its folder.
        passages: Text of each passage by identifier.
        questions: The questions.
        sentences: Bounds of a passage's sentences, for passages whose sentences are told.
    """

    name: str
    passages: Mapping[str, str]
    questions: tuple[Question, ...]
    sentences: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


def load_dataset(
    folder: Path, question_language: str | None = None, passage_language: str | None = None
) -> Dataset:
    """Read a data set, or its part in certain languages.

    Where passages in several languages have the same identifier (as in XQuAD), a question in one
    language can be asked of the passages in another; with several passage languages at once,
    "#" and the language are added to the identifiers.

    Raises:
        DatasetError: A file is missing or malformed, or nothing is left in these languages.
    """
    rows = [
        row
        for row in read_rows(folder / "passages.jsonl")
        if passage_language in (None, row.text("lang", ""))
    ]
    keys = _identifiers(rows)
    passages = {keys[_key(row)]: row.text("text") for row in rows}
    named: defaultdict[str, list[str]] = defaultdict(list)
    for (identifier, _), name in keys.items():
        named[identifier].append(name)
    asked = list(read_rows(folder / "questions.jsonl"))
    sentences, right = _told_sentences(folder, keys)
    relevant: defaultdict[str, set[str]] = defaultdict(set)
    answers: defaultdict[str, dict[str, tuple[Span, ...]]] = defaultdict(dict)
    for row in asked:
        known = row.text("passage_id", "")
        for identifier in (known, *row.texts("also_accept")):
            relevant[row.text("id")].update(named.get(identifier, ()))
        answers[row.text("id")] |= _answer_spans(row, keys, passages, right)
    questions = tuple(
        Question(
            question_id=row.text("id"),
            language=row.text("lang", ""),
            text=row.text("question_clean", "") or row.text("question"),
            relevant=frozenset(relevant[row.text("id")]),
            answerable=row.flag("answerable", bool(relevant[row.text("id")])),
            source=row.text("source", ""),
            known=_known(row, keys, named),
            answers=answers[row.text("id")],
        )
        for row in asked
        if question_language in (None, row.text("lang", ""))
    )
    if not passages or not questions:
        raise DatasetError(
            f"The data set '{folder}' has {len(passages)} passages and {len(questions)} questions "
            "in the languages asked for. Check the languages."
        )
    return Dataset(folder.name or folder.resolve().name, passages, questions, sentences)


def languages_of(folder: Path) -> tuple[str, ...]:
    """Codes of the languages of a data set's passages, sorted.

    Raises:
        DatasetError: Its passages cannot be read.
    """
    return tuple(sorted({row.text("lang", "") for row in read_rows(folder / "passages.jsonl")}))


def write_documents(dataset: Dataset, seeds: Path) -> None:
    """Write each passage of a data set as a document of its own, named by its identifier."""
    seeds.mkdir(parents=True, exist_ok=True)
    wanted = {document_path(identifier) for identifier in dataset.passages}
    for path in seeds.iterdir():
        if path.name not in wanted:
            path.unlink()
    for identifier, text in dataset.passages.items():
        (seeds / document_path(identifier)).write_text(text, encoding="utf-8", newline="")


def document_path(identifier: str) -> str:
    """The path of the document that a passage is written to."""
    return f"{quote(identifier, safe='')}.txt"


def identifier_of(path: str) -> str:
    """The identifier of the passage that a document was written from."""
    return unquote(path.removesuffix(".txt"))


def _key(row: Row) -> tuple[str, str]:
    return row.text("id"), row.text("lang", "")


def _identifiers(rows: Collection[Row]) -> dict[tuple[str, str], str]:
    """The identifier of each passage, by its id and language."""
    languages: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        identifier, language = _key(row)
        if not identifier or len(document_path(f"{identifier}#{language}")) > _LONGEST_NAME:
            raise DatasetError(f"{row.place}: its 'id' is empty or too long for a file's name.")
        languages[identifier].add(language)
    repeated = any(len(some) > 1 for some in languages.values())
    return {
        (identifier, language): f"{identifier}#{language}" if repeated else identifier
        for identifier, some in languages.items()
        for language in some
    }


def _known(
    row: Row, keys: Mapping[tuple[str, str], str], named: Mapping[str, Iterable[str]]
) -> str:
    """The passage a question was asked about, in its own language where that is there."""
    identifier, language = row.text("passage_id", ""), row.text("lang", "")
    return keys.get((identifier, language)) or next(iter(named.get(identifier, ())), "")


def _told_sentences(
    folder: Path, keys: Mapping[tuple[str, str], str]
) -> tuple[dict[str, tuple[Span, ...]], dict[tuple[str, str], Span]]:
    """Sentence bounds by passage, and the sentence that answers by question id and language."""
    if not (folder / "sentences.jsonl").exists():
        return {}, {}
    bounds: dict[tuple[str, str], Span] = {}
    sentences: defaultdict[str, list[Span]] = defaultdict(list)
    for row in read_rows(folder / "sentences.jsonl"):
        span = Span(row.number("start"), row.number("end"))
        bounds[_key(row)] = span
        if name := keys.get((row.text("passage_id"), row.text("lang", ""))):
            sentences[name].append(span)
    right = {}
    for row in read_rows(folder / "answer_sentences.jsonl"):
        language = row.text("lang", "")
        if answering := bounds.get((row.text("sentence_id"), language)):
            right[row.text("question_id"), language] = answering
    return {name: tuple(spans) for name, spans in sentences.items()}, right


def _answer_spans(
    row: Row,
    keys: Mapping[tuple[str, str], str],
    passages: Mapping[str, str],
    right: Mapping[tuple[str, str], Span],
) -> dict[str, tuple[Span, ...]]:
    """Where the passages that a row names hold its answer."""
    language = row.text("lang", "")
    name = keys.get((row.text("passage_id", ""), language))
    if name and (span := right.get(_key(row))):
        return {name: (span,)}
    answers = [(a.text("text"), a.number("start", _UNTOLD)) for a in row.rows("answers")]
    spans = {}
    if name:
        spans[name] = tuple(
            {s for text, start in answers for s in _at(passages[name], text, start)}
        )
    for identifier in row.texts("also_accept"):
        if other := keys.get((identifier, language)):
            spans[other] = tuple({s for text, _ in answers for s in _all(passages[other], text)})
    return {name: found for name, found in spans.items() if found}


def _at(passage: str, text: str, start: int) -> list[Span]:
    """Where an answer is said to stand; where it does not, every place at which it does."""
    if text and start >= 0 and passage.startswith(text, start):
        return [Span(start, start + len(text))]
    return _all(passage, text)


def _all(passage: str, text: str) -> list[Span]:
    spans, start = [], passage.find(text) if text else -1
    while start >= 0:
        spans.append(Span(start, start + len(text)))
        start = passage.find(text, start + 1)
    return spans
