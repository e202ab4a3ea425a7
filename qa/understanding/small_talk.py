"""Small talk: told apart from questions, and taken off those that begin or end with it.

A message is small talk only if every word of it is; what could be a question is searched for.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from qa.records import SmallTalk
from qa.understanding.asking_words import ASKING_FORMS
from qa.understanding.phrases import Phrases, TypedWord, typed_forms, typed_words
from qa.understanding.small_talk_words import EXCUSES, FILLERS, PLEASE, SMALL_TALK_PHRASES

MAX_WORDS = 24
"""A message of more words is read as a question."""

_PHRASES = {kind: Phrases(tables) for kind, tables in SMALL_TALK_PHRASES.items()}
_PLEASE = Phrases(PLEASE)
_EXCUSES = Phrases(EXCUSES)
_FILLERS = Phrases(FILLERS)
# Of several kinds in one message, the first of these is what it wants.
_BY_WEIGHT = (
    SmallTalk.HELP,
    SmallTalk.IDENTITY,
    SmallTalk.WELLBEING,
    SmallTalk.GOODBYE,
    SmallTalk.THANKS,
    SmallTalk.GREETING,
)
_BEFORE_A_QUESTION = (SmallTalk.WELLBEING, SmallTalk.THANKS, SmallTalk.GREETING)
_AFTER_A_QUESTION = (SmallTalk.GOODBYE, SmallTalk.THANKS)
_MAX_AROUND = 8  # words of thanks after a question
_WORDS_OF_A_QUESTION = 3
_PARTING_MARKS = frozenset(",،;؛.!?؟…\n。，！？")
_PAUSES = ",،;؛:–—-，"
_OPENING_MARKS = '¿¡"«“„('
# What thanks may be the words of: "who said thanks?".
_SAYING = frozenset(
    typed_forms(
        "say says said saying word words mean means meaning sang sing song for of as to the a "
        "called named write wrote like than and or about with "
        "قال قالت قالوا يقول تقول كلمه كلمة معني عباره لفظ اغنيه فيلم كتاب عن من الي في مثل عباره"
    )
)
# Thanks that need no comma before them.
_THANKING = frozenset(
    typed_forms(
        "شكرا مشكور مشكورين متشكر تسلم ممنون shukran shokran thx merci danke gracias "
        "grazie obrigado obrigada teşekkürler teşekkür ممنون مرسی متشکرم سپاس سوپاس spas спасибо "
        "谢 धन्यवाद शुक्रिया شکریہ תודה"
    )
)
_QUOTED = regex.compile(r"[\"“”„«»「」『』《》]")


def small_talk(question: str) -> SmallTalk | None:
    """What kind of small talk a message is, or None where it may ask something."""
    words = typed_words(question)
    if not words or len(words) > MAX_WORDS or _QUOTED.search(question):
        return None
    forms = [word.form for word in words]
    end, kinds = _run(forms, 0, _BY_WEIGHT)
    if end < len(forms):
        return None
    return next((kind for kind in _BY_WEIGHT if kind in kinds), None)


def _run(
    forms: Sequence[str], start: int, kinds: Sequence[SmallTalk]
) -> tuple[int, set[SmallTalk]]:
    """How far words are small talk of some kinds from a word on, and of which kinds.

    At each word the longest phrase is taken.
    """
    found: set[SmallTalk] = set()
    while start < len(forms):
        # Of kinds as long, the last: "ciao" greets before it parts.
        ends = {kind: _PHRASES[kind].longest(forms, start) for kind in reversed(kinds)}
        end = max(beside.longest(forms, start) for beside in (_PLEASE, _EXCUSES, _FILLERS))
        longest = max(ends, key=lambda kind: ends[kind])
        if ends[longest] >= end:
            end = ends[longest]
            if end > start:
                found.add(longest)
        if end == start:
            break
        start = end
    return start, found


def without_greeting(question: str) -> str:
    """A question without the greeting, the thanks or the please that stand before or after it.

    It is unchanged where there is none, where nothing else is said, and where the words may be of
    the question ("Hello Kitty", "who said thanks?").
    """
    if small_talk(question):
        return question
    words = typed_words(question)
    forms = [word.form for word in words]
    start, end = _opening_end(question, words, forms), len(words)
    if start < end:
        end = _closing_start(question, words, forms, start)
    if start >= end or (start == 0 and end == len(words)):
        return question
    # From the first word, with a quotation mark or a sign of Spanish right before it.
    begin = words[start].start if start else 0
    while start and begin > words[start - 1].end and question[begin - 1] in _OPENING_MARKS:
        begin -= 1
    stop = words[end].start if end < len(words) else len(question)
    return question[begin:stop].strip().rstrip(_PAUSES).rstrip()


def _opening_end(question: str, words: Sequence[TypedWord], forms: Sequence[str]) -> int:
    """Before which word the question itself begins."""
    end, kinds = _run(forms, 0, _BEFORE_A_QUESTION)
    polite = any(
        beside.ends(forms, at)
        for beside in (_PLEASE, _EXCUSES)
        for at in range(min(end, _MAX_AROUND))
    )
    if not (kinds or polite) or end == len(words) or question[: words[0].start].strip():
        return 0
    first = question[words[end].start]
    gap = question[words[end - 1].end : words[end].start]
    asks = forms[end] in ASKING_FORMS
    part = any(mark in gap for mark in _PARTING_MARKS)
    # "Hello, Dolly!" is a name; «السلام عليكم، …» has no capital to tell.
    return end if asks or (part and not first.isupper()) else 0


def _closing_start(
    question: str, words: Sequence[TypedWord], forms: Sequence[str], start: int
) -> int:
    """After which word the question itself ends, as the number of the next."""
    best = len(words)
    for at in range(len(words) - 1, max(start, len(words) - 1 - _MAX_AROUND), -1):
        end, kinds = _run(forms, at, _AFTER_A_QUESTION)
        polite = any(_PLEASE.ends(forms, i) for i in range(at, len(words)))
        if end < len(words) or not (kinds or polite):
            continue
        gap = question[words[at - 1].end : words[at].start]
        parted = any(mark in gap for mark in _PARTING_MARKS)
        if parted or (at < best and _may_close(question, words, forms, start, at)):
            best = at
    return best


def _may_close(
    question: str, words: Sequence[TypedWord], forms: Sequence[str], start: int, at: int
) -> bool:
    """Whether thanks or a please that nothing parts from the question are no part of it."""
    before = forms[start:at]
    said = forms[at - 1] in _SAYING or forms[at - 1] == forms[at]
    begins = bool(_PLEASE.ends(forms, at)) or forms[at] in _THANKING
    begins = begins or forms[at : at + 2] == ["thank", "you"]
    named = question[words[at].start].isupper()
    asks = bool(ASKING_FORMS.intersection(before))
    return begins and asks and len(before) >= _WORDS_OF_A_QUESTION and not said and not named
