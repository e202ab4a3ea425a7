"""What a follow-up takes over from the question before it, told from the forms of their words."""

from __future__ import annotations

from collections.abc import Sequence

from qa.understanding import follow_up_words_ar, follow_ups_ar, follow_ups_en
from qa.understanding.closed_classes import ClosedClasses, plain
from qa.understanding.follow_ups_by_class import classes_of
from qa.understanding.question_words import Word, forms, words_of

_MOST_IN_FRAGMENT = 2
_PLACE_PREPOSITIONS = frozenset({"in", "at", "في"})


DASH = " – "
"""What parts the words taken over from the question that follows them."""


def words_taken_over(question: str, previous: str, *, previous_leans: bool) -> list[str]:
    """Words of the previous question that the new one neither repeats nor replaces, in order.

    A question that asks something new takes over what the previous one was about; a fragment
    ("and in Syria?") also takes over what was asked.

    Args:
        question: A follow-up.
        previous: What was searched for before it.
        previous_leans: Whether that is itself a follow-up with nothing before it.
    """
    new = words_of(question)
    ours = _language(new)
    asks_anew = any(_asks(word, ours) for word in new) or new[0].form in follow_ups_en.AUXILIARIES
    names_something = any(_tells(word, ours) for word in new)
    old = (
        _subject(previous, previous_leans) if asks_anew and names_something else words_of(previous)
    )
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
    if not any(not asks_anew or _tells(old[i], theirs) for i in kept):
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


def _subject(previous: str, leans: bool) -> list[Word]:
    """What the conversation is about: of a completed question what completed it, and names."""
    taken_over, _, asked = previous.rpartition(DASH)
    words = words_of(asked)
    if not taken_over and not (leans and follow_ups_en.is_english(words)):
        return words
    return [*words_of(taken_over), *(word for word in words[1:] if word.raw[:1].isupper())]


def _says_nothing(word: Word) -> bool:
    return word.form in follow_ups_en.REQUESTS


def _ties(word: Word, language: ClosedClasses | None) -> bool:
    """Whether a word of grammar ties two others together, rather than standing for something."""
    if language is not None:
        form = plain(word.raw)
        return form not in language.pronouns and form not in language.auxiliaries
    return word.form not in follow_ups_en.NO_TIES


def _tells(word: Word, language: ClosedClasses | None) -> bool:
    """Whether a word alone says what is spoken of: neither "the second" nor "begins" does."""
    if not _is_content(word, language) or _is_ordinal(word, language):
        return False
    if language is not None:
        return plain(word.raw) not in language.empty
    return (
        word.form not in follow_ups_en.EMPTY
        and word.form not in follow_up_words_ar.EMPTY_VERBS | follow_up_words_ar.EMPTY_NOUNS
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
    endings = ours.after_places if ours else frozenset()
    if endings.intersection(plain(word.raw) for word in new):
        after = [i for i, word in enumerate(old) if plain(word.raw) in endings]
        replaced |= {j for i in after if i for j in (i - 1, i) if _is_content(old[i - 1], theirs)}
    if any(_in_one_word(word) for word in new[:1]) and len(new) <= _MOST_IN_FRAGMENT:
        replaced |= {i for i, word in enumerate(old) if _in_one_word(word, surely=True)}
    for i, word in enumerate(old[:-1]):
        # "in" may be "at" in the other question, where both are of the same language.
        if _place(word) in (places if ours and ours is theirs else named):
            replaced.add(i)
            for j in range(i + 1, len(old)):
                if not _is_content(old[j], theirs):
                    break
                replaced.add(j)
    return replaced


def _in_one_word(word: Word, *, surely: bool = False) -> bool:
    """Whether a word is a place with its preposition: "بالعراق", "وبسوريا", "בעיראק"."""
    form = word.form.removeprefix("و").removeprefix("ו")
    return len(form) > 3 and form.startswith(("بال" if surely else "ب", "ב"))


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
