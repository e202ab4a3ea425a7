"""Whether an Arabic question leans on the one before it, told from its form alone.

It does if it names nothing ("ولماذا؟"), if an attached or free pronoun, a demonstrative or an
ordinal in it stands for something that the question itself does not name, if a verb has its subject
hidden in it ("متى تنتهي؟"), or if it is a fragment ("وفي سوريا؟"). What could be complete is taken
as complete. Word forms are those of `normalise`: no vowel signs, ا for أ إ آ, ه for ة, ي for ى.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from qa.understanding.follow_up_words_ar import (
    ADVERBS,
    BE,
    CONSTRUCT_HEADS,
    COUNTING,
    DEICTIC_NOUNS,
    DEMONSTRATIVES,
    EMPTY_NOUNS,
    EMPTY_VERBS,
    FILLERS,
    INTERROGATIVES,
    IRAQI,
    LAST_DEMONSTRATIVES,
    NEVER_SPLIT,
    NOT_PRONOUN,
    OPENERS,
    ORDINALS,
    PARTICLES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SAYING_AND_DOING,
    STANCES,
    TIES,
    VERBS,
)
from qa.understanding.question_words import Word, forms, word_set

_PERSIAN_LETTERS = regex.compile("[پچژگکیھہۀےٹڈڑں]")
_PERSIAN_WORDS = word_set("در از است را ايا ها اند چه كه دوم سوم اور دوسرا كيست درباره")
_SUFFIX = regex.compile(r"(?:هما|هم|ها|ه)$")
_FUNCTION = (
    INTERROGATIVES | PREPOSITIONS | PRONOUNS | DEMONSTRATIVES | PARTICLES | RELATIVES | ADVERBS
    | TIES | FILLERS | BE
)  # fmt: skip


def is_arabic(words: Sequence[Word]) -> bool:
    """Whether a question in Arabic letters is Arabic: no letter or word of its neighbours.

    Iraqis write چ and گ too ("شگد", "چم"): a word that only they have tells.
    """
    if any(word.form in IRAQI for word in words):
        return True
    return not any(
        _PERSIAN_LETTERS.search(word.raw) or word.form in _PERSIAN_WORDS for word in words
    )


def is_content(form: str) -> bool:
    """Whether a word names something, rather than tying the sentence together."""
    if form in _FUNCTION or form in ORDINALS:
        return False
    return not (form[0] in "وف" and form[1:] in _FUNCTION)


def leans_on_conversation(words: Sequence[Word], *, has_question_mark: bool) -> bool:
    """Whether an Arabic question cannot be understood without the one before it.

    Args:
        words: Its words.
        has_question_mark: Whether it carries one.
    """
    words, led = _without_lead(words, has_question_mark=has_question_mark)
    found = forms(words)
    named = [i for i, word in enumerate(words) if _names(word)]
    if not named:
        return True
    if _asks_about(found):
        return len(named) <= 3
    if any(_refers_back(words, i, named) for i in range(len(words))):
        return True
    return _is_fragment(words, named, led=led, has_question_mark=has_question_mark)


def _without_lead(words: Sequence[Word], *, has_question_mark: bool) -> tuple[Sequence[Word], bool]:
    """The words without the conjunction and the fillers that open them, and if there was one."""
    led = False
    while words and words[0].form in FILLERS:
        led = led or words[0].form in TIES - {"و"}
        # A lone و may be Persian: what follows it must be a word of Arabic grammar, or have ال.
        led = led or any(word.form in _FUNCTION or word.form[:2] == "ال" for word in words[1:2])
        words = words[1:]
    if words and (
        rest := _after_conjunction(words[0], alone=len(words) == 1 and has_question_mark)
    ):
        led = True
        words = [replace(words[0], raw=words[0].raw[1:], form=rest), *words[1:]]
    return words, led


def _after_conjunction(word: Word, *, alone: bool) -> str:
    """What follows an attached و or ف ("ومتى", "والثانية"); "" where it is part of the word."""
    form, rest = word.form, word.form[1:]
    if form[0] not in "وف" or not rest or form in NEVER_SPLIT:
        return ""
    if rest in _FUNCTION or _is_preposition_with_pronoun(rest):
        return rest
    if form[0] == "ف":
        return ""
    article = rest.startswith(("ال", "لل", "بال", "بعد")) and len(rest) > 4
    hamza = word.raw[1:2] in ("أ", "إ", "آ")
    return rest if article or hamza or (alone and len(rest) > 2) else ""


def _names(word: Word) -> bool:
    form = word.form
    if not is_content(form) or form in EMPTY_VERBS | EMPTY_NOUNS | LAST_DEMONSTRATIVES:
        return False
    return not _is_preposition_with_pronoun(form)


def _asks_about(found: Sequence[str]) -> bool:
    pairs = {"ماذا", "شنو", "شو", "ايش", "وش", "ايه", "اش", "شني"}
    asks_last = len(found) == 2 and found[1] in pairs  # "وسوريا شنو؟"
    return (found[0] in pairs and found[1:2] == ["عن"]) or found[0] == "بالنسبه" or asks_last


def _is_preposition_with_pronoun(form: str) -> bool:
    stem = _SUFFIX.sub("", form)
    return stem != form and (stem in PREPOSITIONS or stem in ("ل", "ب", "ان", "لان", "كان"))


def _refers_back(words: Sequence[Word], i: int, named: Sequence[int]) -> bool:
    """Whether the word stands for something that the question does not name."""
    found = forms(words)
    form = found[i]
    previous = found[i - 1] if i else ""
    following = found[i + 1] if i + 1 < len(found) else ""
    possessive = False
    if form in DEMONSTRATIVES:
        possessive = following in DEICTIC_NOUNS | {"الوقت", "الحين"}
        near = form in ("هذا", "هذه", "هاي", "هذي", "هاذا")
        refers = not (near and following in DEICTIC_NOUNS)
        refers = refers and (form != "هاي" or not following or following.startswith("ال"))
    elif form in ("هناك", "هنالك") or form in LAST_DEMONSTRATIVES:
        refers = not following
    elif form in PRONOUNS:
        # "ما هي المراحل": elsewhere the pronoun only ties the question together.
        refers = previous in ("هل", "لماذا", "ليش", "لويش", "علاش")
        refers = refers and not {"ان", "انه", "الممكن", "ممكن"}.intersection(found[i + 1 :])
    elif form in ORDINALS:
        refers = _lacks_noun(words, i)
    elif form in ("انه", "انها", "انهم", "لانه", "لانها", "لانهم"):
        refers = possessive = True
    elif _is_preposition_with_pronoun(form):
        # An honorific; "صاحب له": the pronoun belongs to the noun before it.
        refers = following not in ("السلام", "وسلم", "الصلاه") and previous != "الله"
        possessive = i - 1 in named and (form[0] == "ل" or previous.startswith("ال"))
        if _repeats_what_is_asked(words, i, named):
            return False
    else:
        return _has_free_suffix(words, i, named)
    return refers and not _is_bound(words, i, named, possessive=possessive)


def _has_free_suffix(words: Sequence[Word], i: int, named: Sequence[int]) -> bool:
    """Whether a noun or a verb carries a pronoun for something not named: "عددهم", "قتله"."""
    stem = _stem_before_pronoun(words, i)
    if not stem:
        return False
    previous = words[i - 1].form if i else ""
    is_verb = stem in VERBS | EMPTY_VERBS and previous not in PREPOSITIONS | {"ما"}
    if is_verb and previous in RELATIVES and i + 1 == len(words):
        return sum(j < i for j in named) <= 1  # "ما السيناريو الذي يرجحه؟": who does is not named
    looks_like_verb = is_verb or (stem[0] in "يتس" and stem not in CONSTRUCT_HEADS)
    if looks_like_verb and _repeats_what_is_asked(words, i, named):
        return False
    return not _is_bound(words, i, named, possessive=not is_verb)


def _repeats_what_is_asked(words: Sequence[Word], i: int, named: Sequence[int]) -> bool:
    """Whether a pronoun only repeats what is asked for: "ماذا يريده العراق", "أي دولة زارها بايدن".

    Then its clause has a subject of its own after it; in "من قتله؟" there is none.
    """
    found = forms(words)
    if not any(j > i and found[j] not in VERBS for j in named):
        return False
    asked = {"من", "ماذا"} & set(found[:1]) or RELATIVES.union(COUNTING).intersection(found[:i])
    if asked:
        return True
    indefinite = [
        j
        for j in named
        if j < i and not found[j].startswith(("ال", "لل", "بال")) and found[j] not in VERBS
    ]
    return bool(indefinite) and i + 1 in named  # "أول ميدالية حصلت عليها ماريا"


def _stem_before_pronoun(words: Sequence[Word], i: int) -> str:
    """The word without its attached pronoun; "" where it has none."""
    word = words[i]
    form = word.form
    if form in NOT_PRONOUN or form.startswith(("ال", "وال", "بال", "لل", "فال")):
        return ""
    stem = _SUFFIX.sub("", form)
    # ى and ة open up before a pronoun: مهمة, مهمته; أنهى, أنهاها.
    if "ة" in word.raw or (
        form.endswith("ه") and i + 1 < len(words) and words[i + 1].form.startswith("ال")
    ):
        return ""  # not a pronoun but ة, however it is typed
    known = stem in VERBS | CONSTRUCT_HEADS | EMPTY_NOUNS | EMPTY_VERBS
    known = known or (stem.endswith("ت") and f"{stem[:-1]}ه" in CONSTRUCT_HEADS)
    known = known or (stem.endswith("ا") and f"{stem[:-1]}ي" in VERBS)
    if stem == form or len(stem) < 2:
        return ""
    if known:
        return stem
    if form.endswith(("ها", "هم", "هما")):
        tanwin = word.raw.endswith(("ًا", "اً"))
        return stem if len(stem) > 2 and not tanwin else ""
    # Many type ه for ة: it is a pronoun after the ت that ة becomes before one.
    writes_marbuta = any("ة" in other.raw for other in words)
    return stem if writes_marbuta and stem.endswith("ت") and len(stem) > 3 else ""


def _lacks_noun(words: Sequence[Word], i: int) -> bool:
    """Whether an ordinal stands alone: "متى تنتهي الثانية؟"."""
    following = words[i + 1].form if i + 1 < len(words) else ""
    if following in ("من", "عشر", "عشره", "في", "ان", "الذي", "التي") or is_number(following):
        return False
    if i == 0:
        return not following or following in _FUNCTION
    previous = words[i - 1].form
    return previous in _FUNCTION | VERBS | EMPTY_VERBS


def is_number(form: str) -> bool:
    """Whether a word is written in digits."""
    return form.isdecimal()


def _is_bound(words: Sequence[Word], i: int, named: Sequence[int], *, possessive: bool) -> bool:
    """Whether something the question names before this word can be what it stands for.

    A possessive can stand for anything named before it, but for the noun it determines. Another
    pronoun cannot stand for what its own clause names, so a new clause must begin in between,
    unless the question word comes after what is named ("اللجنة ما مهمتها؟").
    """
    found = forms(words)
    before = [j for j in named if j < i and found[j] not in VERBS]
    if before and before[-1] == i - 1 and found[i - 1] in CONSTRUCT_HEADS:
        before = before[:-1]
    if not before:
        return False
    if possessive:
        return True
    return any(
        words[j].after_pause or found[j] in OPENERS or found[j] in INTERROGATIVES - {"من", "ما"}
        or (found[j][0] == "و" and found[j][1:] in _FUNCTION)
        for j in range(before[0] + 1, i)
    )  # fmt: skip


def _is_fragment(
    words: Sequence[Word], named: Sequence[int], *, led: bool, has_question_mark: bool
) -> bool:
    """Whether the question has no verb, or a verb with its subject hidden in it."""
    found = forms(words)
    asks = (
        found[0] in INTERROGATIVES
        or (found[0] in PREPOSITIONS and found[1:2] in (["من"], ["ما"]))
        or any(form in INTERROGATIVES - {"من", "ما"} for form in found)
    )
    if asks:
        return _asks_too_little(found, named, led=led)
    if led:
        return len(named) <= 3
    return has_question_mark and found[0] in PREPOSITIONS and len(named) <= 2


def _asks_too_little(found: Sequence[str], named: Sequence[int], *, led: bool) -> bool:
    first = found[named[0]]
    if len(named) == 1:
        if first in VERBS or COUNTING.intersection(found):
            return True
        says_little = led and bool(SAYING_AND_DOING.intersection(found))
        why = found[0] in ("لماذا", "ليش", "لويش", "علاش") and named == [1]
        return says_little or why
    if led and len(named) == 2 and first in STANCES:  # "وما موقف إيران؟"
        return True
    # "متى تبدأ في كردستان؟": all that is named beside the verb hangs on a preposition.
    hidden_subject = first in VERBS and found[0] not in ("من", "ما", "ماذا")
    return hidden_subject and all(found[i - 1] in PREPOSITIONS for i in named[1:])
