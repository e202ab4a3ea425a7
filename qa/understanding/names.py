"""The people that a sentence names, as far as its form tells.

In scripts with capitals a name is a run of capitalised words, after a title or of two words and
more; what follows an article or a preposition of place is none. In Arabic what follows a title is
taken ("رئيس الوزراء العراقي محمد شياع السوداني"), and "أبو …". What is doubtful is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from qa.understanding.closed_classes import plain
from qa.understanding.follow_up_words_ar import EMPTY_VERBS, VERBS
from qa.understanding.follow_ups_ar import is_content as is_arabic_content
from qa.understanding.follow_ups_en import is_content as is_english_content
from qa.understanding.question_words import word_set

_ARABIC = regex.compile(r"\p{Arabic}")
_EDGES = "\"'«»“”‘’()[]{}<>،,;؛:.!?؟…*_"
_MOST_WORDS = 4
_TITLES_ONLY = ("de", "tr")
_ARTICLES_OF_NAMES = ("al-", "el-", "es-", "as-", "ad-", "an-", "ar-", "at-", "ash-")
_PARTICLES = word_set("al bin ibn van von")

_TITLES = word_set(
    "president minister premier general commander leader spokesman spokeswoman spokesperson "
    "ambassador secretary chief adviser advisor senator sheikh ayatollah imam king prince "
    "queen princess pope dr mr mrs ms sir captain colonel lieutenant chancellor chairman "
    "director professor prof deputy envoy coordinator analyst governor mayor judge speaker "
    "ministre presidente general commandant ambassadeur ambassadrice chef depute colonel "
    "ministro embajador embajadora comandante portavoz lider jefe "
    "prasident prasidentin ministerin ministerprasident kommandeur sprecher sprecherin "
    "botschafter botschafterin kanzler kanzlerin aussenminister verteidigungsminister "
    "premierminister anfuhrer baskan baskani cumhurbaskani basbakan basbakani bakan bakani "
    "buyukelci buyukelcisi komutan komutani sozcusu lideri sefi"
)
_NO_PERSON_AFTER = word_set(
    "in at from to the of near into on with this that "
    "en a au aux la le les l du des de d dans el los las del "
    "im der die das dem den des nach aus von zum zur"
)
_ORGANISATION = word_set(
    "estados unidos etats unis vereinigte arabia arabie saudi parlamento parlement irak iraq "
    "kurdistan middle islamic popular state states movement forces force house east west party "
    "council ministry army group committee union nations base war agreement treaty act company "
    "university front department government kingdom republic court office agency bank street "
    "city river north south january february march april may june july august september "
    "october november december monday tuesday wednesday thursday friday saturday sunday"
)

_TITLES_AR = word_set(
    "رييس الرييس وزير الوزير وزيره جنرال الجنرال سفير السفير سفيره السفيره قايد القايد امين "
    "الامين المتحدث الناطق متحدث مستشار المستشار الشيخ السيد السيده اللواء العميد الفريق "
    "العقيد النايب النايبه نايب الدكتور المرجع الامير الملك زعيم الزعيم المبعوث المبعوثه "
    "المنسق المحلل الخبير الباحث الاستاذ مدير المدير نقيب المقدم محافظ قاضي القاضي"
)
_AFTER_TITLES_AR = word_set(
    "وزراء حكومه جمهوريه مجلس اركان هييه حركه حزب كتايب لجنه اقليم منظمه شوون قوات قياده وزاره "
    "دوله باسم عام خارجيه دفاع داخليه كردستان ايران سوريا تركيا امريكا بريطانيا فرنسا روسيا "
    "مصر لبنان قطر بغداد واشنطن اسبق سابق حالي جيش تحرير قسم مكتب مركز"
)
_DAYS_AR = word_set("الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت اليوم الان الماضي المقبل")
_STOPS_AR = word_set("بان بانه بانها بانهم بانهما")
_WITHIN_NAMES_AR = word_set("ابو ابي ابن بن عبد ال ام")


@dataclass(frozen=True, slots=True)
class _Token:
    """A word between spaces.

    Attributes:
        raw: As written, without the signs around it.
        form: Plain.
        ends: Whether a sign after it ends a run of words.
    """

    raw: str
    form: str
    ends: bool


def people_in(sentence: str, *, language: str) -> list[str]:
    """The different names of people in a sentence, the longest form of each.

    Args:
        sentence: As written.
        language: Its language code: German writes every noun with a capital, and Turkish puts what
            says that a name is a place behind it.
    """
    tokens = [
        _Token(raw, plain(raw), part[-1] in _EDGES)
        for part in sentence.split()
        if (raw := part.strip(_EDGES).removesuffix("'s").removesuffix("’s"))
    ]
    if _ARABIC.search(sentence):
        return _different(list(_after_arabic_titles(tokens)))
    if language == "tr":
        tokens = [_without_case_ending(token) for token in tokens]
    return _different(
        [
            name
            for name, has_title in _capitalised(tokens)
            if has_title or (" " in name and language not in _TITLES_ONLY)
        ]
    )


def _different(names: Sequence[str]) -> list[str]:
    """Names of which none is a part of another."""
    kept: list[str] = []
    for name in sorted(names, key=len, reverse=True):
        words = set(plain(name).split())
        if not any(words <= set(plain(other).split()) for other in kept):
            kept.append(name)
    return kept


def _capitalised(tokens: Sequence[_Token]) -> Iterator[tuple[str, bool]]:
    """Runs of capitalised words that may be people, and whether a title stands before them."""
    i = 0
    while i < len(tokens):
        first = i
        while i < len(tokens) and _goes_on(tokens, i, first):
            i += 1
            if tokens[i - 1].ends and tokens[i - 1].form not in _TITLES:
                break
        if i == first:
            i += 1
            continue
        run = tokens[first:i]
        before = tokens[first - 1] if first else None
        if run[0].form in _NO_PERSON_AFTER or not is_english_content(run[0].form):
            continue
        titles = [k for k, token in enumerate(run) if token.form in _TITLES]
        name = run[titles[-1] + 1 :] if titles else run
        has_title = bool(titles) or (before is not None and before.form in _TITLES)
        if not name or len(name) > _MOST_WORDS or _ORGANISATION & {t.form for t in name}:
            continue
        if not has_title and before and not before.ends and before.form in _NO_PERSON_AFTER:
            continue
        yield " ".join(token.raw for token in name), has_title


def _goes_on(tokens: Sequence[_Token], i: int, first: int) -> bool:
    """Whether a run of capitalised words that began at `first` has this word too."""
    if _is_capitalised(tokens[i].raw):
        return True
    within = first < i < len(tokens) - 1 and tokens[i].raw in _PARTICLES
    return within and _is_capitalised(tokens[i + 1].raw)


def _without_case_ending(token: _Token) -> _Token:
    raw = token.raw.replace("’", "'").partition("'")[0]
    return replace(token, raw=raw, form=plain(raw)) if raw else token


def _is_capitalised(raw: str) -> bool:
    """Whether a word begins like a name ("Biden", "al-Sudani"); "USA" and "I" do not."""
    head, sign, tail = raw.partition("-")
    bare = tail if f"{head.lower()}{sign}" in _ARTICLES_OF_NAMES else raw
    return len(bare) > 1 and bare[0].isupper() and not bare.isupper()


def _after_arabic_titles(tokens: Sequence[_Token]) -> Iterator[str]:
    for i, token in enumerate(tokens):
        if token.form in ("ابو", "وابو", "ام") and (name := _arabic_name(tokens[i : i + 4])):
            yield name  # whom they call by a child's name needs no title
        if not _is_arabic_title(token.form) or token.ends:
            continue
        start = i + 1
        while start < len(tokens) and _describes_title(tokens[start]):
            if tokens[start].ends:
                break
            start += 1
        name = _arabic_name(tokens[start : start + _MOST_WORDS + 1])
        if name:
            yield name


def _is_arabic_title(form: str) -> bool:
    return form in _TITLES_AR or (form[0] in "ولب" and form[1:] in _TITLES_AR)


def _describes_title(token: _Token) -> bool:
    form = token.form
    return (
        form in _TITLES_AR | _AFTER_TITLES_AR
        or (form.startswith(("ال", "لل")) and is_arabic_content(form))
        or (form[0] == "ل" and form[1:] in _AFTER_TITLES_AR)
    )


def _arabic_name(tokens: Sequence[_Token]) -> str:
    """The name that a run of words begins with: to a family name with ال, or to where it stops."""
    words: list[_Token] = []
    for token in tokens:
        form = token.form
        if not _may_be_in_arabic_name(form):
            break
        if form.startswith("ال") and len(form) > 2:  # a family name; a first name has no ال
            words = [*words, token] if words and form not in _DAYS_AR else words
            return " ".join(word.raw for word in words) if len(words) > 1 else ""
        words.append(token)
        if token.ends:
            break
    stops = len(words) < len(tokens) or (bool(words) and words[-1].ends)
    return " ".join(word.raw for word in words) if 2 <= len(words) <= 3 and stops else ""


def _may_be_in_arabic_name(form: str) -> bool:
    if form in _WITHIN_NAMES_AR:
        return True
    if form in _STOPS_AR or _is_arabic_title(form) or not form.isalpha():
        return False
    return len(form) > 1 and is_arabic_content(form) and form not in VERBS | EMPTY_VERBS
