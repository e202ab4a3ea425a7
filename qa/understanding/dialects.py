"""Questions in an Arabic dialect, with their question words and particles in standard Arabic.

Documents are written in standard Arabic, and the models know it best. Only words that carry no
subject are replaced; all else, spaces and signs included, stays as typed. A word that standard
Arabic has too is replaced only where the words around it prove the dialect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from qa.understanding.dialect_words import ASKING, DIALECTS, DOUBTFUL
from qa.understanding.follow_up_words_ar import EMPTY_VERBS, VERBS
from qa.understanding.question_words import word_set

_WORD = regex.compile(r"[\p{L}\p{M}]+")
_MARKS = regex.compile(r"[\p{M}\u0640]")
_FOLDED = str.maketrans("أإٱى", "اااي")
# Letters of Persian, Urdu, Kurdish; Iraqis write گ چ پ ڤ too, and those are no sign.
_FOREIGN = regex.compile("[یکژہۀےٹڈڑںەێۆڕڵھ]")
_FOREIGN_WORDS = word_set("است را چه از براي اين كه اند شد كجا چند چرا چيست در ها")
_STANDARD_ASKING = word_set("متي كم كيف هل لماذا ماذا اين اي باي")
_OPENING = word_set("و طيب طب زين يعني بس الي من لحد حتي مع هي هو يا")


def _merged() -> dict[str, str]:
    merged: dict[str, str] = {}
    for table in DIALECTS.values():
        merged = {**table, **merged}
    return merged


_MEANT = _merged()
_SURE = frozenset(_MEANT) - ASKING - DOUBTFUL
_POSSESSIVE = word_set("مال مالت متاع تبع")
_SURE_POSSESSIVE = word_set("بتاع بتاعه بتاعة بتاعت بتوع نتاع ديال")
_FUTURE = word_set("راح رح غادي")
_PROGRESSIVE = word_set("دي عم قاعد گاعد قاعدين گاعدين")
_BEFORE_NO_OWNER = word_set("الي نحو عن علي في من")
_MORE_VERBS = word_set(
    "يصير يحكي يشتغل يشتغلون يروح يجي يسوي يكون يقدر يحارب يحاربون يريدون يصيرون تصير تشتغل يعني "
    "يخلص تخلص"
)
_VERBS = VERBS | EMPTY_VERBS | _MORE_VERBS
_IMPERFECT = frozenset(
    verb
    for verb in _VERBS
    if len(verb) >= 4 and (verb[0] == "ي" or (verb[0] == "ت" and f"ي{verb[1:]}" in _VERBS))
)
_MASDARS = word_set("توقف توسط تعهد تغير توقع تولي تشكل تاسس")
"""Nouns that look like such verbs: "بتوقف" is "by a halt"."""
_IS = word_set("هو هي هم")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the question, as typed and folded, and where it stands."""

    raw: str
    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Change:
    """What stands instead of the question's text up to an offset."""

    text: str
    end: int


def standardised(question: str) -> str:
    """The question with dialect words replaced by standard ones; the same where there are none."""
    words = [
        _Word(match[0], _folded(match[0]), match.start(), match.end())
        for match in _WORD.finditer(question)
    ]
    if not words or _is_foreign(words):
        return question
    asks = any(_asks_in_standard(words, i) for i in range(len(words)))
    proven = any(_is_sure(word.form) for word in words) or any(
        word.form in ASKING
        and _asks_in_dialect(_Around(words, i, proven=False, asks=asks), word.form)
        for i, word in enumerate(words)
    )
    pieces: list[str] = []
    done = 0
    for i, word in enumerate(words):
        around = _Around(words, i, proven=proven, asks=asks)
        particle = _particle(around) if around.after else None
        change = particle or _table_word(around) or _prefixed(around)
        if change and word.start >= done:
            pieces += [question[done : word.start], change.text]
            done = change.end
    return "".join([*pieces, question[done:]])


@dataclass(frozen=True, slots=True)
class _Around:
    """A word and what stands around it.

    Attributes:
        words: All words of the question.
        i: Which of them it is.
        proven: Whether one of the words is dialect for sure.
        asks: Whether one of them is a standard question word.
    """

    words: Sequence[_Word]
    i: int
    proven: bool
    asks: bool

    @property
    def word(self) -> _Word:
        """The word itself."""
        return self.words[self.i]

    @property
    def before(self) -> str:
        """The form of the word before it, or nothing."""
        return self.words[self.i - 1].form if self.i else ""

    @property
    def after(self) -> str:
        """The form of the word after it, or nothing."""
        return self.words[self.i + 1].form if self.i + 1 < len(self.words) else ""

    def joined(self, prefix: str) -> _Change:
        """The next word with a prefix instead of both; "ل" and the article are "لل"."""
        following = self.words[self.i + 1]
        if prefix == "ل" and following.raw.startswith("ال"):
            return _Change("لل", following.start + 2)
        return _Change(prefix, following.start)


def _folded(word: str) -> str:
    return _MARKS.sub("", word.lower()).translate(_FOLDED)


def _is_foreign(words: Sequence[_Word]) -> bool:
    return any(_FOREIGN.search(word.raw) or word.form in _FOREIGN_WORDS for word in words)


def _is_sure(form: str) -> bool:
    bare = form[1:] if form[:1] in ("و", "ف") else form
    return form in _SURE or bare in _SURE or form in _SURE_POSSESSIVE


def _asks_in_standard(words: Sequence[_Word], i: int) -> bool:
    """Whether a word asks in standard Arabic; the place tells "who" from the preposition."""
    form = words[i].form
    if form in ("من", "ما"):
        return i == 0 or (i + 1 < len(words) and words[i + 1].form in _IS)
    return form in _STANDARD_ASKING


def _asks_in_dialect(around: _Around, form: str) -> bool:
    """Whether a question word that may be a name asks: at either end, and nothing else does."""
    after = around.after
    if around.asks and not around.proven:
        return False
    if _MEANT[form] in ("كم", "بكم"):
        return bool(after) and not after.startswith("ال")
    first = around.i == 0 or (around.i == 1 and around.before in _OPENING)
    return around.proven or first or not after or is_verb(after)


def _is_imperfect(form: str) -> bool:
    return form in _IMPERFECT or (len(form) >= 6 and form[0] == "ي" and form.endswith("ون"))


def is_verb(form: str) -> bool:
    """Whether a folded word is a verb that questions ask with, with a dialect's letter or not."""
    bare = form[1:] if form[:1] in ("د", "ب", "س", "ه", "ح") else form
    return form in _VERBS or _is_imperfect(form) or _is_imperfect(bare) or form in _FUTURE


def _particle(around: _Around) -> _Change | None:
    """Particles of the next word: of the future, of what goes on, of whose a thing is."""
    form, after = around.word.form, around.after
    if form in _FUTURE and (_is_imperfect(after) or (around.proven and after[0] in "يتن")):
        return around.joined("س")
    if form in _PROGRESSIVE and _is_imperfect(after) and (around.proven or form == "دي"):
        return around.joined("")
    if form == "ديال" and _MEANT.get(around.before) == "كم":
        return _Change("من", around.word.end)
    if form in _SURE_POSSESSIVE or (form in _POSSESSIVE and _owns(around)):
        return around.joined("ل")
    if form == "لو" and _is_imperfect(around.before.removeprefix("د")) and _is_imperfect(after):
        return _Change("أم", around.word.end)
    return None


def _owns(around: _Around) -> bool:
    """Whether a word that is a noun too says whose the definite thing before it is."""
    definite = around.before.startswith("ال")
    return around.proven and definite and around.after not in _BEFORE_NO_OWNER


def _table_word(around: _Around) -> _Change | None:
    """A word of the tables, with the "and" before it kept."""
    word = around.word
    if word.form == "اللي":
        return _Change(_relative(around.before), word.end)
    lead, form = "", word.form
    if form not in _MEANT and form[:1] in ("و", "ف"):
        lead, form = form[0], form[1:]
    if form not in _MEANT or not _is_meant(around, form):
        return None
    meant = _MEANT[form]
    if meant == "ماذا" and around.after and not is_verb(around.after):
        meant = "ما"
    if form == "اكو" and around.i == 0:
        meant = "هل يوجد"
    return _Change(lead + meant, word.end)


def _is_meant(around: _Around, form: str) -> bool:
    """Whether a word of the tables is dialect where it stands."""
    if form in _SURE:
        return True
    if form == "بعد":
        return around.after in ("اكو", "ماكو")
    if form == "تخلص" and around.after == "من":
        return False
    if form in DOUBTFUL:
        return around.proven
    return _asks_in_dialect(around, form)


def _relative(before: str) -> str:
    if not before:
        return "من"
    if before.endswith(("ون", "ين")):
        return "الذين"
    return "التي" if before.endswith(("ة", "ات", "وات")) else "الذي"


def _prefixed(around: _Around) -> _Change | None:
    """Verbs with the letters of dialects: of what goes on, of the future, and "what" before one."""
    word = around.word
    prefix, rest = word.form[:1], word.form[1:]
    raw = word.raw[1:]
    if rest in _MASDARS or len(rest) < 4:
        return None
    if prefix in ("د", "ب") and rest in _IMPERFECT:
        return _Change(raw, word.end)
    if prefix in ("ح", "ه") and rest in _IMPERFECT:
        return _Change(f"س{raw}", word.end)
    if prefix == "ش" and rest in _IMPERFECT:
        return _Change(f"ماذا {raw}", word.end)
    if word.form.startswith("هال") and around.proven and len(word.form) >= 6:
        shown = "هذه" if word.form.endswith(("ة", "ات")) else "هذا"
        return _Change(f"{shown} {raw}", word.end)
    return None
