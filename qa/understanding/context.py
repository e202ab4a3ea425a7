"""What a follow-up takes over from the question before it, told from the forms of their words."""

from __future__ import annotations

from collections.abc import Sequence

from qa.understanding import follow_up_words_ar, follow_ups_ar, follow_ups_en
from qa.understanding.closed_classes import ClosedClasses, plain
from qa.understanding.follow_ups_by_class import classes_of
from qa.understanding.question_words import Word, forms, words_of

_PLACE_PREPOSITIONS = frozenset({"in", "at", "في"})


DASH = " – "
"""What parts the words taken over from the question that follows them."""


def words_taken_over(question: str, previous: str) -> list[str]:
    """Words of the previous question that the new one neither repeats nor replaces, in order.

    A question that asks something new takes over what the previous one was about; a fragment
    ("and in Syria?") also takes over what was asked.
    """
    new = words_of(question)
    ours = _language(new)
    asks_anew = any(_asks(word, ours) for word in new) or new[0].form in follow_ups_en.AUXILIARIES
    names_something = sum(_is_content(word, ours) and not _is_empty(word, ours) for word in new)
    old = _subject(previous) if asks_anew and names_something else words_of(previous)
    theirs = _language(words_of(previous))
    replaced = _replaced(new, old, ours, theirs)
    repeated = set(forms(new))
    named = [_is_content(word, theirs) for word in old]
    asking = [_asks(word, theirs) for word in old]
    kept = [
        i
        for i, word in enumerate(old)
        if i not in replaced
        and (word.form not in repeated or not named[i])
        and ((named[i] and not _says_nothing(word)) or (asking[i] and not asks_anew))
    ]
    if not kept:
        return []
    # Words of grammar between two that are kept hold them together; من asks only where it begins.
    span = range(kept[0], kept[-1] + 1)
    return [
        old[i].raw
        for i in span
        if i in kept
        or (
            i not in replaced
            and not named[i]
            and _ties(old[i], theirs)
            and (old[i].form == "من" or not asking[i])
        )
    ]


def _subject(previous: str) -> list[Word]:
    """What the conversation is about: of a completed question what completed it, and names."""
    taken_over, _, asked = previous.rpartition(DASH)
    if not taken_over:
        return words_of(asked)
    names = [word for word in words_of(asked)[1:] if word.raw[:1].isupper()]
    return [*words_of(taken_over), *names]


def _says_nothing(word: Word) -> bool:
    return word.form in follow_ups_en.REQUESTS


def _ties(word: Word, language: ClosedClasses | None) -> bool:
    """Whether a word of grammar ties two others together, rather than standing for something."""
    if language is not None:
        form = plain(word.raw)
        return form not in language.pronouns and form not in language.auxiliaries
    return word.form not in follow_ups_en.NO_TIES


def _is_empty(word: Word, language: ClosedClasses | None) -> bool:
    if language is not None:
        return plain(word.raw) in language.empty
    return (
        word.form in follow_ups_en.EMPTY
        or word.form in follow_up_words_ar.EMPTY_VERBS | follow_up_words_ar.EMPTY_NOUNS
    )


def _language(words: Sequence[Word]) -> ClosedClasses | None:
    """The closed classes of a question that is neither Arabic nor English, where they are known."""
    if follow_ups_en.is_english(words):
        return None
    return classes_of(words)


def _replaced(
    new: Sequence[Word],
    old: Sequence[Word],
    ours: ClosedClasses | None,
    theirs: ClosedClasses | None,
) -> set[int]:
    """Old words whose counterpart the new question names: an ordinal, a number, a place."""
    replaced: set[int] = set()
    if any(_is_ordinal(word, ours) for word in new):
        replaced |= {i for i, word in enumerate(old) if _is_ordinal(word, theirs)}
    sizes = {len(word.form) for word in new if word.form.isdecimal()}
    replaced |= {i for i, w in enumerate(old) if w.form.isdecimal() and len(w.form) in sizes}
    places = _PLACE_PREPOSITIONS | (ours.places if ours else frozenset())
    named = {_place(word) for word in new[:-1]} & places
    if not named:
        return replaced
    for i, word in enumerate(old[:-1]):
        # "in" may be "at" in the other question, where both are of the same language.
        if _place(word) in (places if ours and ours is theirs else named):
            replaced.add(i)
            for j in range(i + 1, len(old)):
                if not _is_content(old[j], theirs):
                    break
                replaced.add(j)
    return replaced


def _place(word: Word) -> str:
    """A preposition as the closed classes write it, without an attached conjunction."""
    return plain(word.raw).removeprefix("و")


def _bare(word: Word) -> str:
    """A word without an attached conjunction."""
    return word.form.removeprefix("و")


def _is_ordinal(word: Word, language: ClosedClasses | None) -> bool:
    if language is not None:
        form = plain(word.raw)
        return form in language.ordinals or form.removeprefix("ו") in language.ordinals
    return (
        word.form in follow_ups_en.ORDINALS
        or word.form in follow_up_words_ar.ORDINALS
        or _bare(word) in follow_up_words_ar.ORDINALS
    )


def _asks(word: Word, language: ClosedClasses | None) -> bool:
    if language is not None:
        return plain(word.raw) in language.interrogatives
    return word.form in follow_ups_en.WH or bool(
        {word.form, _bare(word)} & follow_up_words_ar.INTERROGATIVES
    )


def _is_content(word: Word, language: ClosedClasses | None) -> bool:
    if _is_ordinal(word, language):
        return True
    if language is not None:
        return language.is_content(plain(word.raw))
    return follow_ups_ar.is_content(word.form) and follow_ups_en.is_content(word.form)
