"""Several questions in one, told apart at "and" where each asks by itself.

A part has its own question word and something that it asks about, so "when and where was it
signed?" stays one question, as does "who founded and who owns it?", whose first half lacks what
comes last. What may be one question is left whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from qa.understanding.asking_words import ASKING_FORMS
from qa.understanding.follow_up_words_ar import CONSTRUCT_HEADS, VERBS
from qa.understanding.part_words import (
    AUXILIARIES,
    DETERMINERS,
    DO,
    JOINING_WORDS,
    PRONOUNS,
    JoiningWords,
)
from qa.understanding.phrases import TypedWord, typed_forms, typed_words

MAX_PARTS = 4
MAX_CHARACTERS = 300
"""A longer question is pasted text, and is not split."""

_MARK = regex.compile(r"[?؟？]")
_COMMA = regex.compile("[,،]")
_QUOTES = regex.compile(r"[\"“”„«»「」『』《》]")
_PAUSES = " \t,،;؛:–—"
_NAMES_NOTHING = ASKING_FORMS.union(
    *(one.grammar | one.leading | one.conjunctions for one in JOINING_WORDS.values())
)
_ENGLISH, _ARABIC = JOINING_WORDS["en"], JOINING_WORDS["ar"]
# After these «من» and «ما» ask, as `phrases` spells them.
_PERSONAL = frozenset({"هو", "هي", "هم", "هما"})
_VERBS = frozenset(typed_forms(" ".join(VERBS)))
_HEADS = frozenset(typed_forms(" ".join(CONSTRUCT_HEADS))) | {"اسم"}
_UNSPACED_ASKING = regex.compile("[谁誰哪何怎几什吗嗎]|多少|か[?？]")


def split_questions(question: str) -> tuple[str, ...]:
    """The questions that one message asks, verbatim, in order; the message itself where it is one.

    The conjunction between two is left out.
    """
    if len(question) > MAX_CHARACTERS or _QUOTES.search(question):
        return (question,)
    parts = [part for piece in _at_marks(question) for part in _at_conjunctions(piece)]
    return tuple(parts) if 1 < len(parts) <= MAX_PARTS else (question,)


def _at_marks(question: str) -> list[str]:
    """A question in pieces that end with a question mark, if each of them asks."""
    pieces: list[str] = []
    start = 0
    for match in _MARK.finditer(question):
        pieces.append(question[start : match.end()].strip(_PAUSES))
        start = match.end()
    pieces.append(question[start:].strip(_PAUSES))
    pieces = [piece for piece in pieces if typed_words(piece)]
    asks = bool(pieces) and _asks_alone(pieces[0])
    if len(pieces) < 2 or not asks or not all(_asks_by_word(piece) for piece in pieces[1:]):
        return [question]
    return [pieces[0], *(_without_conjunction(piece) for piece in pieces[1:])]


def _asks_alone(piece: str) -> bool:
    """Whether a piece that ends with a question mark names what it asks about."""
    words = typed_words(piece)
    return len(words) > 1 and not all(word.form in _NAMES_NOTHING for word in words)


def _asks_by_word(piece: str) -> bool:
    """Whether a piece asks with a word of its own; "Chile or Argentina?" does not."""
    if not _asks_alone(piece):
        return False
    return bool(_UNSPACED_ASKING.search(piece)) or any(
        _asks(_parted(piece, language), language) for language in JOINING_WORDS.values()
    )


def _without_conjunction(piece: str) -> str:
    """A piece without the "and" that opens it, where a word that asks is next."""
    for language in JOINING_WORDS.values():
        words = _parted(piece, language)
        opens = len(words) > 2 and words[0].form in language.conjunctions
        if opens and (_asking_at(words, 1, language) or _is_yes_no(words[1:], language)):
            return piece[words[1].start :]
    return piece


def _at_conjunctions(piece: str) -> list[str]:
    for language in JOINING_WORDS.values():
        found = _in_language(piece, language)
        if len(found) > 1:
            return found
    return [piece]


def _in_language(piece: str, language: JoiningWords) -> list[str]:
    words = _parted(piece, language)
    if not language.conjunctions.intersection(word.form for word in words[1:]):
        return [piece]
    # "…, when …, and who …?": a comma parts where an "and" follows.
    listed, last = _cut(piece, words, language, at_commas=True)
    if len(listed) > 2 and words[last - 1].form in language.conjunctions:
        return listed
    return _cut(piece, words, language, at_commas=False)[0]


def _cut(
    piece: str, words: Sequence[TypedWord], language: JoiningWords, *, at_commas: bool
) -> tuple[list[str], int]:
    """A piece cut where two questions meet, and the number of the last part's first word."""
    parts: list[str] = []
    first = 0
    for at in range(1, len(words) - 1):
        joins = words[at].form in language.conjunctions
        comma = at_commas and _COMMA.search(piece, words[at - 1].end, words[at].start)
        begin = at + 1 if joins else at
        if at <= first or not (joins or comma):
            continue
        # What a later comma brings is a part of its own.
        end = _next_comma(piece, words, begin) if at_commas else len(words)
        if _are_two(words[first:at], words[begin:end], language):
            parts.append(piece[words[first].start if first else 0 : words[at - 1].end])
            first = begin
    rest = piece[words[first].start if first else 0 :]
    return [part.strip(_PAUSES) for part in (*parts, rest)], first


def _next_comma(piece: str, words: Sequence[TypedWord], start: int) -> int:
    """The number of the word after the next comma, or that after the last word."""
    for i in range(start + 2, len(words)):
        if _COMMA.search(piece, words[i - 1].end, words[i].start):
            return i
    return len(words)


def _parted(piece: str, language: JoiningWords) -> list[TypedWord]:
    """The words of a piece, an attached conjunction apart from the word that asks after it."""
    found: list[TypedWord] = []
    for word in typed_words(piece):
        raw = piece[word.start : word.end]
        if raw == "WHO" and piece != piece.upper():
            found.append(replace(word, form=raw))  # the organisation
            continue
        if not (language.attached and raw.startswith(language.attached)):
            found.append(word)
            continue
        rest = "".join(typed_forms(raw[1:]))
        doubled = raw[:2] == 2 * language.attached  # «ووين» is "and where", «وين» is "where"
        known = rest in language.asking | language.leading
        if known and (doubled or word.form not in language.asking):
            found.append(replace(word, form=language.attached, end=word.start + 1))
            found.append(TypedWord(rest, word.start + 1, word.end))
        else:
            found.append(word)
    return found


def _are_two(left: Sequence[TypedWord], right: Sequence[TypedWord], language: JoiningWords) -> bool:
    """Whether what stands on either side of an "and" is a question by itself."""
    asks_by_word = bool(_asking_at(right, 0, language))
    if not asks_by_word and not _is_yes_no_after(left, right, language):
        return False
    if not _named(right, language) or not _asks(left, language):
        return False
    asking = [i for i in range(len(left)) if _is_asking(left, i, language)]
    if len(asking) > 1 and not _is_adjacent(asking):
        return False
    if language is _ENGLISH and not _is_english_clause(left, right, asking):
        return False
    if language.asks_anywhere:  # the verb comes last: "nasıl ve ne zaman girdi"
        ends = bool(asking) and not _named(left[asking[-1] + 1 :], language)
        if ends or left[asking[-1]].form in [word.form for word in right[:2]]:
            return False
    return _is_complete(left, right, language)


def _is_english_clause(
    left: Sequence[TypedWord], right: Sequence[TypedWord], asking: Sequence[int]
) -> bool:
    """Whether both sides of an English "and" can be clauses of their own."""
    forms = [word.form for word in right]
    if asking and _is_yes_no(left, _ENGLISH) and left[1].form not in ("you", "i"):
        return False  # "Are there reasons other than how … and who …?"
    if forms[1] == "to" or forms[:2] == ["what", "not"]:
        return False  # "Fantastic Beasts and Where to Find Them"
    nominal = {"what", "which"}.intersection(forms[:2])
    return not nominal or bool(AUXILIARIES.intersection(forms))  # "and in what year?"


def _is_adjacent(places: Sequence[int]) -> bool:
    """Whether words that ask stand side by side, as in "qu'est-ce que"."""
    return places[-1] - places[0] < len(places)


def _asks(words: Sequence[TypedWord], language: JoiningWords) -> bool:
    """Whether words are a question: one that begins with the word that asks, or of yes or no."""
    start = 0
    while start < len(words) and words[start].form in language.openers | language.conjunctions:
        if _asking_at(words, start, language) or _is_yes_no(words[start:], language):
            break
        start += 1
    if _asking_at(words, start, language) or _is_yes_no(words[start:], language):
        return True
    return language.asks_anywhere and any(
        _is_asking(words, i, language) for i in range(start, len(words))
    )


def _asking_at(words: Sequence[TypedWord], start: int, language: JoiningWords) -> bool:
    """Whether a word asks at a place, or after one of the words that may stand before it."""
    if start >= len(words):
        return False
    if _is_asking(words, start, language):
        return True
    follows = start + 1 < len(words) and _is_asking(words, start + 1, language)
    return words[start].form in language.leading and follows


def _is_asking(words: Sequence[TypedWord], i: int, language: JoiningWords) -> bool:
    """Whether a word asks, and does not only look like one that does."""
    form = words[i].form
    if form not in language.asking:
        return False
    if language is not _ARABIC:
        return True
    following = words[i + 1].form if i + 1 < len(words) else ""
    previous = words[i - 1].form if i else ""
    if form == "من":  # "who", and "from" far more often
        return following in _PERSONAL | _VERBS or following.startswith(("الذي", "التي", "اللي"))
    if form == "ما":  # "what", and also "that which" and "not"
        names = following.startswith("ال") and following not in ("الي", "الا")
        return names or following in _PERSONAL | _HEADS
    if form == "اي":  # "which", and also "any"
        return i == 0 or previous in language.leading | language.conjunctions
    return not (form == "كم" and previous.isdecimal())  # kilometres


def _is_yes_no(words: Sequence[TypedWord], language: JoiningWords) -> bool:
    """Whether an English question of yes or no begins."""
    return (
        language is _ENGLISH
        and len(words) > 2
        and words[0].form in AUXILIARIES
        and words[1].form not in AUXILIARIES
    )


def _is_yes_no_after(
    left: Sequence[TypedWord], right: Sequence[TypedWord], language: JoiningWords
) -> bool:
    """Whether a question of yes or no follows another: it has a subject right after its verb."""
    if not _is_yes_no(right, language):
        return False
    subject = right[1].form
    if right[0].form in DO:
        return subject in PRONOUNS | DETERMINERS
    return subject in PRONOUNS and left[0].form in AUXILIARIES | language.asking


def _named(words: Sequence[TypedWord], language: JoiningWords) -> list[str]:
    """The words that name something."""
    return [
        word.form
        for word in words
        if word.form not in language.asking | language.grammar | language.leading
    ]


def _is_complete(
    left: Sequence[TypedWord], right: Sequence[TypedWord], language: JoiningWords
) -> bool:
    """Whether the first question lacks nothing that the second brings.

    "Who founded and who owns …" and «متى ولد وأين مات …» have it at the end of the second.
    """
    forms = [word.form for word in left]
    named = _named(left, language)
    same = forms[:2] == [word.form for word in right[:2]] or forms[0] == right[0].form
    if not named:
        return False
    if language is _ENGLISH:
        if not AUXILIARIES.intersection(forms):
            return len(named) > 1 and not same
        return len(named) > 1 or not _has_complement(right, language)
    if len(named) > 1 or len(_named(right, language)) < 2:
        return True
    if language.definite.intersection(forms) or any(form.startswith("ال") for form in named):
        return True
    return not same and bool(language.counting.intersection(forms))


def _has_complement(words: Sequence[TypedWord], language: JoiningWords) -> bool:
    """Whether an "of …" or "in …" ends an English question, which may belong to both."""
    return any(
        word.form in ("of", "in", "for") and _named(words[i + 1 :], language) and i > 1
        for i, word in enumerate(words)
    )
