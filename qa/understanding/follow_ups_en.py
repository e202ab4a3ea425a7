"""Whether an English question leans on the one before it, told from its form alone.

It does if it names nothing ("why?"), if a pronoun, a demonstrative or an ordinal in it stands for
something that the question itself does not name, or if it is a fragment ("and in Syria?"). What
could be complete is taken as complete.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.understanding.question_words import Word, forms, word_set

_LINKS = word_set("and but or so plus also")
_FILLERS = word_set("then ok okay well now yes no please hmm right thanks")
WH = word_set("what when who whom whose why how where which")
AUXILIARIES = word_set(
    "is are was were be been am s re do does did will would can could may might must shall "
    "should has have had ll d"
)
_PREPOSITIONS = word_set(
    "in on at from to by for with without since until during before after under between"
)
_DETERMINERS = word_set("a an the some any each every all both much many more most such")
_LINKING = word_set("of about as than if whether because while although though not t there")
_PERSONS = word_set("he she him his her hers they them their theirs it its")
_DEMONSTRATIVES = word_set("this that these those")
_POSSESSIVES = word_set("his her its their")
ORDINALS = word_set(
    "first second third fourth fifth sixth last latter former other others next previous same"
)
_ADVERBS = word_set(
    "ever yet still again too else exactly long far often later earlier soon just only really "
    "actually there here then instead"
)
# Verbs and nouns that say nothing without what they are about.
_EMPTY_VERBS = word_set(
    "say says said think thinks do doing done happen happens happened mean means come comes "
    "came go goes went get got end ends ended begin begins began start starts started finish "
    "finished explain elaborate continue tell told me describe compare list give show become "
    "became"
)
REQUESTS = word_set(
    "tell me you your my i describe explain elaborate continue list give show thanks thank "
    "hello hi interesting wow great please information aspects article anything something"
)
"""Words that ask to be told something, and are no part of what."""
_EMPTY_NOUNS = word_set(
    "reason reasons result results details detail more number date time exactly example "
    "examples one ones type types kind kinds effects side benefit benefits "
    "advantage advantages disadvantage disadvantages difference differences symptom symptoms "
    "origin origins characteristics purpose purposes role importance significance finding "
    "findings requirements criteria option options alternatives treatment treatments risk "
    "risks impact impacts implications consequences steps stages features main key common "
    "popular major biggest important possible famous notable best worst oldest youngest "
    "largest similar different aspects interesting info information leader leaders members "
    "winner winners founder address price cost costs pros cons"
)
EMPTY = _EMPTY_VERBS | _EMPTY_NOUNS
"""Words that say nothing without what they are about."""
_FUNCTION = (
    _LINKS | _FILLERS | WH | AUXILIARIES | _PREPOSITIONS | _DETERMINERS | _LINKING | _PERSONS
    | _DEMONSTRATIVES | ORDINALS | _ADVERBS
)  # fmt: skip
NO_TIES = _PERSONS | _DEMONSTRATIVES | _LINKS | _FILLERS | _ADVERBS
"""Words of grammar that hold no two others together."""
# A clause that these open can hold a pronoun for something named before it.
_OPENERS = (
    _LINKS | WH
    | word_set(
        "that to if whether because while although though since until before after as than say "
        "says said think thinks believe believes claim claims claimed"
    )
)  # fmt: skip
_BE = word_set("is was be been are were s seem seems appear appears")
# "It is possible to …", "it takes two years to …": the pronoun stands for nothing.
_IMPERSONAL = word_set(
    "possible impossible necessary important common true right wrong legal safe easy hard "
    "difficult enough better best useful allowed permitted take takes took mandatory fair"
)
_COMPLEMENTS = word_set("that to whether if who which for")
_DO = word_set("do does did")
_DEICTIC_TIMES = word_set(
    "year month week day century decade morning evening summer winter spring autumn"
)
_DEICTIC_DOCUMENTS = word_set(
    "document documents report article text page file files folder project collection corpus "
    "country"
)
_CALLING = word_set("call called calls")
_WEATHER = word_set("cold hot warm rain rains snow snows")
_TIMES = word_set("time day night year moment")
_MOST_NAMED = 7
"""With more things named, a question is found by these alone."""

_COMPARING = word_set("compare compares differ differs different similar")
_CAPITALISED = frozenset({"IT", "WHO", "US"})  # names, in capitals
# Words that no other language in Latin letters has as words of grammar.
_ENGLISH_ONLY = word_set(
    "what when who whom whose why how where which the and does did will would could should "
    "they them their it its he she this that these those there about then because"
)


def is_english(words: Sequence[Word]) -> bool:
    """Whether enough of the words are English grammar for the rules to apply."""
    known = sum(word.form in _ENGLISH_ONLY for word in words)
    if known == 1 and any(word.form == "he" for word in words):  # a word of other languages too
        known = sum(word.form in AUXILIARIES for word in words)
    return known >= (1 if all(word.raw.isascii() for word in words) else 2)


def is_content(form: str) -> bool:
    """Whether a word names something, rather than tying the sentence together."""
    return form not in _FUNCTION


def leans_on_conversation(words: Sequence[Word]) -> bool:
    """Whether an English question cannot be understood without the one before it."""
    led = False
    while words and words[0].form in _LINKS | _FILLERS:
        led = led or words[0].form in _LINKS
        words = words[1:]
    found = forms(words)
    named = [i for i, word in enumerate(words) if _names(word)]
    if not named:
        return not any(form == "it" and _is_impersonal(found, i) for i, form in enumerate(found))
    if len(named) > _MOST_NAMED:
        return False
    if found[:2] in (["what", "about"], ["how", "about"]):
        return len(named) <= 3
    if any(_refers_back(words, i, named) for i in range(len(words))):
        return True
    return _is_fragment(found, named, led)


def _names(word: Word) -> bool:
    if word.raw in _CAPITALISED:
        return True
    return is_content(word.form) and word.form not in EMPTY


def _is_fragment(found: Sequence[str], named: Sequence[int], led: bool) -> bool:
    """Whether the main verb is missing, or tells nothing by itself."""
    asks = bool(WH.intersection(found))
    has_verb = bool((AUXILIARIES | _EMPTY_VERBS).intersection(found))
    if found[-1] in _COMPARING and len(named) <= 1:
        return True
    if asks:
        says_little = led and found[-1] in ("say", "said", "think", "do", "mean")
        return len(named) <= 1 and (not has_verb or says_little)
    if has_verb:
        return False
    opens_with_place = found[0] in _PREPOSITIONS and len(named) <= 2
    return opens_with_place or (led and len(named) <= 4)


def _refers_back(words: Sequence[Word], i: int, named: Sequence[int]) -> bool:
    """Whether the word stands for something that the question does not name."""
    found = forms(words)
    form = found[i]
    if _is_generic(found, i, named):
        return False
    titled = i > 0 and words[i].raw.istitle()  # within a name: "This I Believe"
    if titled or words[i].raw in _CAPITALISED:
        return False
    previous = found[i - 1] if i else ""
    following = found[i + 1] if i + 1 < len(found) else ""
    if form in _PERSONS:
        refers = form != "it" or not _is_impersonal(found, i)
        refers = refers and not (form == "they" and following in ("call", "say"))
    elif form in _DEMONSTRATIVES:
        refers = _points(
            form,
            previous,
            following,
            early=i == 0 or (i <= 2 and previous in ("do", "does", "did")),
        )
    elif form in ("there", "then"):
        refers = not following and not (form == "there" and previous in _BE)
    elif form in ("one", "ones"):
        refers = previous in ORDINALS | {"that", "this", "which", "new"} and (
            not following or following in _FUNCTION - {"of", "who", "that", "which", "to"}
            or following in _EMPTY_VERBS
        )  # fmt: skip
    elif form in ORDINALS:
        refers = _lacks_noun(found, i)
    elif form == "else":
        refers = not {"besides", "apart", "than", "except"}.intersection(found) and len(named) <= 2
    else:
        return False
    return refers and not _is_bound(words, i, named)


def _is_impersonal(found: Sequence[str], i: int) -> bool:
    """Whether this "it" stands for nothing: "is it true that", "how long does it take to"."""
    near = [*found[max(0, i - 1) : i], *found[i + 1 : i + 2]]
    rest = found[i + 1 :]
    if found[max(0, i - 2) : i] in (["time", "is"], ["date", "is"], ["day", "is"]):
        return True
    if not (_BE | _IMPERSONAL).intersection(near) and not _IMPERSONAL.intersection(rest[:4]):
        return False
    if {"that", "whether", "who"}.intersection(rest[:-1]):  # what they open is to follow
        return True
    return bool(_IMPERSONAL.intersection(rest)) and bool(_COMPLEMENTS.intersection(rest[1:]))


def _is_generic(found: Sequence[str], i: int, named: Sequence[int]) -> bool:
    """Whether a pronoun stands for people, a name or the weather: "what do they speak in …"."""
    names_more = bool(named) and named[-1] > i
    if _CALLING.intersection(found[max(0, i - 2) : i + 3]) and names_more and named[-1] > i + 2:
        return found[i] in _PERSONS
    if found[i] == "it":
        return names_more and bool(_WEATHER.intersection(found))
    in_a_place = found[i - 1 : i] == ["do"] and len(named) >= 3
    return found[i] == "they" and in_a_place and bool({"in", "from"}.intersection(found[i:]))


def _points(form: str, previous: str, following: str, *, early: bool) -> bool:
    """Whether a demonstrative points at the conversation."""
    if following in ("of", "who", "which"):
        return False
    if form == "that":
        # After anything else it opens a clause: "says that", "what did he do that …".
        grammar = AUXILIARIES | _PREPOSITIONS | WH | {"about", "of", "like", "than", "because"}
        if previous in _DO | {"have", "has", "had"}:
            return early or not following
        return early or previous in grammar
    if form in ("this", "these"):
        return following not in _DEICTIC_TIMES | _DEICTIC_DOCUMENTS
    return True


def _lacks_noun(found: Sequence[str], i: int) -> bool:
    """Whether an ordinal stands alone: "the second", "the other", "the same"."""
    previous = found[i - 1] if i else ""
    following = found[i + 1] if i + 1 < len(found) else ""
    if previous != "the" and not (i == 0 and len(found) == 1):
        return False
    if following in ("of", "to", "as", "who", "that", "which", "one", "ones"):
        return False
    if following in ORDINALS | {"ever"}:
        return False
    return not following or following in _FUNCTION | _EMPTY_VERBS


def _opens(form: str) -> bool:
    return form in _OPENERS or form.endswith("ing")


def _is_bound(words: Sequence[Word], i: int, named: Sequence[int]) -> bool:
    """Whether something the question names before this word can be what it stands for.

    A possessive can stand for anything named before it. Another pronoun cannot stand for what its
    own clause names, so a new clause must begin in between; "after it" begins none.
    """
    before = [j for j in named if j < i]
    if not before:
        return False
    misspelt_its = words[i].raw.lower() == "it" and i + 2 < len(words) and words[i + 1].form == "s"
    if words[i].form in _POSSESSIVES or misspelt_its:
        return True
    if (
        words[i].form in ("that", "those")
        and words[i + 1 : i + 2]
        and (words[i + 1].form in _DEICTIC_TIMES | {"time", "days"})
    ):
        return True
    # "The man he met", "at the time she died": a clause without an opener.
    nominative = words[i].form in ("he", "she", "they")
    if nominative and (i - 1 in named or words[i - 1].form in _TIMES):
        return True
    last = i == len(words) - 1
    openers = [
        j
        for j in range(before[0] + 1, i + 1)
        if words[j].after_pause or (j < i and _opens(words[j].form) and not (last and j == i - 1))
    ]
    return bool(openers)
