"""What kind of overview a question asks for, if any.

An order to sum up, to tell of or to list is answered with many sentences of the documents; a
question after one fact is none, however it is put.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import regex

from qa.understanding import overview_words as tables
from qa.understanding.asking_words import ASKING_FORMS
from qa.understanding.phrases import Phrases, TypedWord, typed_forms, typed_words, whole_lines
from qa.understanding.small_talk import small_talk, without_greeting

MAX_WORDS = 40
"""A question of more words is no overview: what it says is searched for."""

MAX_SUBJECT_WORDS = 14

_ENDS = regex.compile("[?؟？]")  # what is asked after it is another question
_SUBJECT = "…"
_DOCS = "docs"  # how `phrases` writes the DOCS of a pattern


class OverviewKind(StrEnum):
    """What there is an overview of."""

    DOCUMENTS = "documents"
    SUBJECT = "subject"
    DATES = "dates"
    NUMBERS = "numbers"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Overview:
    """An overview that is asked for.

    Attributes:
        kind: What it is of.
        subject: What it is about, verbatim from the question; "" for all that the documents hold.
    """

    kind: OverviewKind
    subject: str = ""


@dataclass(frozen=True, slots=True)
class _Frame:
    """A pattern with its subject in the middle: what stands before it, and what after it."""

    before: Phrases
    after: Phrases


def _frames(patterns: Mapping[str, str]) -> tuple[Phrases, Phrases, list[_Frame]]:
    """Patterns that stand before their subject, those that stand after it, those around it."""
    lines: dict[str, dict[str, list[str]]] = {"before": {}, "after": {}}
    around: list[_Frame] = []
    for language, table in patterns.items():
        for line in whole_lines(table):
            before, _, after = (part.strip() for part in line.partition(_SUBJECT))
            if before and after:
                around.append(_Frame(Phrases({language: before}), Phrases({language: after})))
            elif before or after:
                side = "before" if before else "after"
                lines[side].setdefault(language, []).append(before or after)
    before_all, after_all = (
        Phrases({language: "\n".join(found) for language, found in lines[side].items()})
        for side in ("before", "after")
    )
    return before_all, after_all, around


_DOCUMENT_NOUNS = Phrases(tables.DOCUMENT_NOUNS)
_EVERYTHING = Phrases(tables.EVERYTHING)
_ABOUT_DOCUMENTS = Phrases(tables.ABOUT_DOCUMENTS)
_BEFORE_SUBJECT, _AFTER_SUBJECT, _AROUND_SUBJECT = _frames(tables.SUBJECTS)
_LISTS = {
    OverviewKind.DATES: Phrases(tables.DATES),
    OverviewKind.NUMBERS: Phrases(tables.NUMBERS),
    OverviewKind.NAMES: Phrases(tables.NAMES),
}
_MENTIONED = Phrases(tables.MENTIONED)
_IN_DOCUMENTS = Phrases(tables.IN_DOCUMENTS)
_ABOUT = Phrases(tables.ABOUT)
_OF = Phrases(tables.OF)
_WEIGHTY = frozenset(typed_forms(tables.WEIGHTY))
# What has its subject right after it in Arabic: «تواريخ الانسحاب».
_CONSTRUCT_HEADS = frozenset(typed_forms("تواريخ مواعيد ارقام احصاءات احصاييات"))
_OPENERS = Phrases(tables.OPENERS)
_CLOSERS = Phrases(tables.CLOSERS)
_POINTERS = Phrases(tables.POINTERS)


def overview_of(question: str) -> Overview | None:
    """The overview that a question asks for, or None where it asks for a fact."""
    if small_talk(question):
        return None
    asked = without_greeting(question)
    words = typed_words(asked)
    if not words or len(words) > MAX_WORDS:
        return None
    words = _with_documents(words)
    words = words[: _before_closers(words)]
    for start in _starts(words):
        if found := _overview(asked, words[start:]):
            return found
    return None


def _forms(words: Sequence[TypedWord]) -> list[str]:
    return [word.form for word in words]


def _with_documents(words: Sequence[TypedWord]) -> list[TypedWord]:
    """The words, those that name the documents ("all these files") as one."""
    forms, found, at = _forms(words), [], 0
    while at < len(words):
        end = _DOCUMENT_NOUNS.longest(forms, at)
        if end > at:
            found.append(TypedWord(_DOCS, words[at].start, words[end - 1].end))
        else:
            found.append(words[at])
            end = at + 1
        at = end
    return found


def _before_closers(words: Sequence[TypedWord]) -> int:
    """Where what only makes an order polite or short begins, at its end."""
    forms = _forms(words)
    end = len(forms)
    for at in range(len(forms) - 1, 0, -1):
        if end in _CLOSERS.ends(forms, at):
            end = at
    return end


def _starts(words: Sequence[TypedWord]) -> Iterator[int]:
    """Where an order may begin: at the first word, and after what opens it."""
    forms, start = _forms(words), 0
    yield 0
    while start < (end := _OPENERS.longest(forms, start)):
        start = end
        yield start


def _overview(asked: str, words: Sequence[TypedWord]) -> Overview | None:
    forms = _forms(words)
    if not forms:
        return None
    if len(forms) in _ABOUT_DOCUMENTS.ends(forms, 0):
        return Overview(OverviewKind.DOCUMENTS)
    for kind, phrases in _LISTS.items():
        for end in sorted(phrases.ends(forms, 0), reverse=True):
            orders = forms[0] not in ASKING_FORMS or bool(_WEIGHTY.intersection(forms[:end]))
            after_of = orders and kind is not OverviewKind.NAMES
            construct = after_of and forms[end - 1] in _CONSTRUCT_HEADS
            subject = _listed_subject(asked, words[end:], after_of=after_of, construct=construct)
            if subject is not None:
                return Overview(kind, subject)
    for start, end in _subject_bounds(forms):
        if found := _of_subject(asked, words[start:end]):
            return found
    return None


def _subject_bounds(forms: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Between which words the subject of an order to sum up stands, where it is one."""
    n = len(forms)
    for frame in _AROUND_SUBJECT:
        start = frame.before.longest(forms, 0)
        if start:
            yield from (
                (start, at) for at in range(start + 1, n) if n in frame.after.ends(forms, at)
            )
    if start := _BEFORE_SUBJECT.longest(forms, 0):
        yield start, n
    yield from ((0, at) for at in range(1, n) if n in _AFTER_SUBJECT.ends(forms, at))


def _of_subject(asked: str, words: Sequence[TypedWord]) -> Overview | None:
    forms = _forms(words)
    if not forms or len(forms) > MAX_SUBJECT_WORDS:
        return None
    n = len(forms)
    if forms == [_DOCS] or n in _EVERYTHING.ends(forms, 0) | _ABOUT_DOCUMENTS.ends(forms, 0):
        return Overview(OverviewKind.DOCUMENTS)
    subject = asked[words[0].start : words[-1].end]
    if forms[0] in ASKING_FORMS or n in _POINTERS.ends(forms, 0) or _ENDS.search(subject):
        return None
    return Overview(OverviewKind.SUBJECT, subject)


def _only_says_where(forms: Sequence[str], at: int) -> set[int]:
    return _IN_DOCUMENTS.ends(forms, at) | _MENTIONED.ends(forms, at)


def _listed_subject(
    asked: str, words: Sequence[TypedWord], *, after_of: bool, construct: bool
) -> str | None:
    """What a list is to be about, after what asks for it; None where it asks for more."""
    forms = _forms(words)
    start, end = 0, len(forms)
    while rest := [at for at in range(end) if end in _only_says_where(forms, at)]:
        end = rest[0]
    forms = forms[:end]
    for skipped in (_MENTIONED, _IN_DOCUMENTS, _MENTIONED):
        start = skipped.longest(forms, start)
    if start == end:
        return ""
    subject = _ABOUT.longest(forms, start)
    if subject == start and after_of:
        subject = _OF.longest(forms, start)
    if subject == start and construct:
        return asked[words[start].start : words[end - 1].end]
    if subject in (start, end) or forms[subject] in ASKING_FORMS:
        return None
    if _POINTERS.longest(forms, subject) == end:
        return None
    return asked[words[subject].start : words[end - 1].end]
