"""Whom "he" stands for: the one person whom the last answer's marked sentence names.

Only a question about one person is looked at ("who is he?", "متى ولد؟"), and only where the
question before named nobody itself. Where several fit, or none for sure, nobody does.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from qa.records import Answer
from qa.understanding.closed_classes import plain
from qa.understanding.follow_ups_ar import is_content as is_arabic_content
from qa.understanding.follow_ups_en import is_content as is_english_content
from qa.understanding.names import people_in
from qa.understanding.question_words import Word, words_of

_CASED = regex.compile(r"[\p{Lu}\p{Ll}]")


def _class(text: str) -> frozenset[str]:
    return frozenset(plain(text).split())


_WHO = _class(
    "who whom whose من منو مين منهو اشكون شكون qui quién quiénes wer wen kim kimdir kime "
    "کیست کیه کسی מי کێ کێیە kî کون کس"
)
# With one of those, words of "who is he?" and nothing else.
_BEING_HE = _class(
    "is was s he she that this it exactly then and so "
    "هو هي هذا هذه هاذا هاي هاذي يكون تكون و "
    "est était il elle ce c et donc cet homme cette femme es él ella era ese esa y ist war er sie "
    "das und denn o bu peki bu kişi او وی آن این הוא היא זה זאת ئەو ئەوە ew ye وہ یہ ہے"
)
_ONE_PERSON = _class("he she him his her hers himself herself او وی")
# What is asked of people alone, where a pronoun may stand for a thing, or is left out.
_OF_PEOPLE = _class(
    "ولد ولدت توفي توفيت مات ماتت قتل قتلت قتله قتلها اغتيل اغتياله منصبه منصبها عمره عمرها جنسيته "
    "جنسيتها وظيفته وظيفتها مقتله "
    "né née mort morte tué tuée assassiné assassinée âge nationalité poste "
    "nació murió edad cargo mataron geboren gestorben starb getötet ermordet amt "
    "öldü doğdu öldürüldü öldürdü görevi yaşı נולד נולדה נהרג נהרגה מת מתה תפקידו תפקידה"
)


def antecedent(question: str, answer: Answer) -> str:
    """The name that a follow-up's pronoun stands for; "" where none surely is.

    Args:
        question: A follow-up.
        answer: The answer before it.
    """
    words = words_of(question)
    names_itself = any(word.raw[0].isupper() for word in words[1:])
    if not answer.citations or names_itself or not _asks_about_one_person(words):
        return ""
    before = words_of(answer.searched_for)
    asks_who = any(plain(word.raw) in _WHO for word in before)
    if _names_somebody(before, asks_who=asks_who):
        return ""
    citation = answer.citations[0]
    marked = " ".join(citation.marked_texts)
    found = people_in(marked, language=citation.passage.language)
    if asks_who and len(found) > 1:  # whom was asked for is told by the reader
        span = set(plain(citation.answer_text).split())
        found = [name for name in found if span.issuperset(plain(name).split())]
    known = {plain(word.raw) for word in before}
    return found[0] if len(found) == 1 and not known & set(plain(found[0]).split()) else ""


def _asks_only_who(found: Sequence[str]) -> bool:
    """Whether nothing but "who is he?" is asked."""
    rest = [form for form in found if form not in _WHO]
    return 0 < len(rest) < len(found) and _BEING_HE.issuperset(rest)


def _asks_about_one_person(words: Sequence[Word]) -> bool:
    found = [plain(word.raw) for word in words]
    bare = {form.removeprefix("و") for form in found}
    return bool((_ONE_PERSON | _OF_PEOPLE) & bare.union(found)) or _asks_only_who(found)


def _names_somebody(before: Sequence[Word], *, asks_who: bool) -> bool:
    """Whether the question before may be about somebody by name.

    "Who is Biden?" is; "who commands the army?" is not, whatever else has a capital. Of a question
    that does not ask who, any name may be meant.
    """
    content = [
        word for word in before if is_english_content(word.form) and is_arabic_content(word.form)
    ]
    content = [word for word in content if plain(word.raw) not in _WHO | _BEING_HE]
    if not any(_CASED.search(word.raw) for word in content):
        return False
    if asks_who:
        return all(word.raw[0].isupper() for word in content)
    return any(word.raw[0].isupper() for word in content)
