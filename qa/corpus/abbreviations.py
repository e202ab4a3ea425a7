"""Whether a full stop ends a sentence, or only an abbreviation, an initial or an ordinal number.

No language is given: a passage may mix several, and a question of its own would have to be told for
each. So one table serves all, and tells of each word what must follow for its stop to end nothing.
"""

from __future__ import annotations

import regex


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Titles and words that something always follows: their stop ends no sentence, but after a number,
# where they are units.
_NEVER = _words(
    """
    mr mrs ms mx dr drs prof profs messrs mmes revd msgr ste capt cmdr lt sgt cpl pvt brig supt
    insp
    atty vs cf eg ie viz approx incl excl gov
    bzw vgl ggf evtl sog bspw inkl exkl einschl zzgl abzgl bzgl betr hrsg dipl hl geb gest str
    mme mmes mlle mlles mgr env cie av apr
    sra srta srtas srs sras dra dras profa arq gral cnel mons excmo excma ilmo ilma exmo exma avda
    cía
    hnos dña gob pdte dpto depto prol aprox ud uds vd vds lic ing
    sig sigg dott avv geom spett egr gent on
    dhr mevr mej mw bijv zgn jhr
    np tzn tzw tj ul ks św inż płk kpt zob
    г-н г-жа ул пер пл проф акад доц им гр тов обл см ср напр наприм стр рис табл гл тел просп бул
    вул
    св див пр-т буд
    např tzv mj resp mudr judr rndr phdr nám kupř
    kb ún ill özv pl ifj dl dna dlui şos bd
    doç yrd bkz örn arş öğr gör uzm
    t.ex bl.a d.v.s s.k f.d f.eks d.w.z o.a z.b d.h u.a o.ä u.ä u.u d.r i.d.r i.a z.t s.o e.g i.e
    p.ej
    p.ex c.-à-d т.е т.к т.н т.наз m.in b.d n.b d.m ص.ب π.χ
    δηλ αρ δρ
    jl tgl gg esim
    डॉ सुश्री प्रो कु पं रु ए बी सी डी एम एस आर टी वी एन एल जे पी ডা ডাঃ প্রো মোঃ திரு డా శ్రీ
    أ.د د.م م.م د.د
    """
)
# Words of which only a number makes an abbreviation.
_BEFORE_NUMBERS = _words(
    """
    no nos nr nrs num núm nums fig figs abb tab tabl art arts abs sec sect ch chap kap cap caps
    par
    para pt vol vols bde bl blz pag pág págs pagg pp ss op sz č čl ust pos ziff rn tel tél fax ext
    max
    min ca abt kl eq eqs app vers ver ser rs rp idr tk jl sy bgbl párr
    fév     janv févr avr juil sept oct nov déc ene feb abr jun jul dic genn febbr giu lug ott jan
    mrz aug okt
    dez mar maj
    ст п пп ч т кв тыс млн млрд руб коп арк арт
    مادة ط ق رقم صص
    עמ מס טל
    अनु सं पृ ধারা নং পৃ
    """
)
# Words that may stand at a sentence's end too: there a word follows that begins sentences.
_PERHAPS = _words(
    """
    inc ltd corp bros llc plc jr sr esq al dept univ assn assoc yr yrs hr hrs lb lbs oz sq cm km
    kg
    mm ml u.s u.k u.n u.s.a e.u a.m p.m
    m.fl dgl kfz gmbh chr zrt kft гг вв н.э cd μ.χ
    هـ ه.ش ق.م ج.م.ع
    """
)
# "And so on": what goes on after it has a small letter.
_AND_SO_ON = _words("u.s.w т.д т.п и.т.д κ.λπ κ.ά n.k m.m m.fl")
# Only with a capital: the same letters in small are words of some language.
_PERHAPS_CAPITALISED = _words(
    """
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun
    Co St Ave Blvd Rd Ft Mt Hwy Calif Conn Fla Mich Minn Okla Penn Tenn Tex Wis Wyo Ariz
    """
)
_NEVER_CAPITALISED = _words(
    """
    Gen Gov Sen Rep Col Maj Pres Hon Rev Adm Amb Fr Av Sn Cad Sok Mah Apt Blv TP ThS TS GS PGS Dkt
    Bw Bi
    Gng Sdr Ir Mag Sto Cap
    """
)
_ENGLISH_OPENERS = _words(
    """
    the a an he she it they we you i this that these those there here in on at by for from with
    after
    before when while if as since during until although though because but and or so then thus
    however
    moreover its his her their our my your some many most all both each every not now today
    yesterday
    later what who where why how is are was were nobody nothing nowhere someone everyone under
    over
    about between among despite instead meanwhile finally also such to of another other
    """
)
_OPENERS = _ENGLISH_OPENERS | _words(
    """
    der die das den dem des ein eine einer er sie es wir ihr ich dies diese dieser dieses jene im
    am vom
    zum zur beim und aber oder denn dann danach doch auch nach vor seit bei mit von für auf aus
    wenn als
    weil obwohl sein seine ihre man nur hier dort heute jeder alle keine niemand
    el la los las un una unos unas él ella ello ellos ellas su sus este esta estos estas ese esa
    eso en
    con por para pero y o como cuando si desde hasta tras según aunque luego después también no
    le les l une des il elle ils elles ce cette ces cet son sa ses leur leurs dans sur avec pour
    mais et
    ou comme quand depuis après puis selon nous vous je aussi
    lo gli uno egli essa essi questo questa questi nel nella per ma e quando dopo poi
    os as um uma ele ela eles elas seu sua isto na nos nas em com mas
    de het een hij zij ze dit deze zijn haar hun maar en of toen daarna
    ona oni ono to ten ta te w z po ale lub gdy potem następnie jego jej ich nie
    он она они оно это этот эта эти его её ее их в на с со по но и а или затем потом после там
    тогда когда
    если для при к из за однако также не мы вы я все він вона вони воно це цей ця ці його її їх у
    та але
    v se nebo když pak její jejich je
    onlar bu şu ve ama fakat sonra için bir ancak
    det han hon hun detta dette denne och og men eller på med efter etter sedan så
    و ثم كما لكن ولكن أما وقد وكان وكانت ولم وفي هذا هذه كان كانت وهو وهي وهم بعد وبعد ولا ومن
    وعلى
    او آن این ولی اما سپس پس
    ο η το οι τα ένας μια αυτός αυτή αυτό στη στο στην στον και αλλά με για όταν μετά
    """
)
_MONTHS = _words(
    """
    januar jänner jan februar feber feb märz mrz april apr mai juni jun juli jul august aug
    september
    sept sep oktober okt november nov dezember dez desember december
    """
)
_BEFORE_ORDINALS = _words(
    """
    am vom zum den der die das dem des im bis ab seit beim ein eine einer einem einen und oder ihr
    ihre
    ihren ihrem sein seine seinen seinem seiner unser unsere mein meine jeder jeden jedes jede
    dieser
    diese dieses zur von det denne
    """
)

LONGEST_ELLIPSIS = 4
"""Stops in a row; more lead to the number of a page."""

LONGEST = 24
"""Characters before a stop that are looked at."""

_WORD_BEFORE = regex.compile(r"[^\s(\[\"'«“„‘/]+$")
# "z. B.", "EE. UU.": of a pair of letters the first is one letter, or a capital twice.
_SPACED_PAIR = regex.compile(
    r"(?<![\p{L}\p{N}])(\p{L}|(?:(\p{Lu})\2))\.[ \u00a0\u202f]+(\p{L}{1,2})$"
)
_DOTTED = regex.compile(r"(?:\p{L}\p{M}*+){1,4}(?:\.-?(?:\p{L}\p{M}*+){1,4})+")
_SINGLE = regex.compile(r"\p{L}[\u0300-\u036f]*")
_TURKISH_ORDERED = _words(
    "dünya lig kat ordu kolordu tümen meclis madde bölüm cadde sokak abdülhamid"
)
_ROMAN = regex.compile(r"[IVXLC]+")
_DOUBLED = regex.compile(r"(\p{Lu})\1")
_NUMBERED = regex.compile(r"\p{N}[\u00a0\u202f ]*$")
_DAY_AND_MONTH = regex.compile(r"(?<!\p{N})\p{N}{1,2}\.[ \u00a0]?\p{N}{1,2}$")
_AND_MONTH = regex.compile(r"\p{N}{1,2}\.")
_AFTER_MONTH = regex.compile(r"\p{L}+\.?(?:\s+(?:\p{N}|\p{Ll})|[,;)–-]|[.?!]?\s*$)")
_PREVIOUS = regex.compile(r"(\p{L}+)\s+$")
_TURKISH = regex.compile("[ışğİŞĞ]")
_UNABBREVIATED = regex.compile(r"[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}]")
_THAI = regex.compile(r"[\p{Thai}\p{Lao}]{1,6}")
_AFTER = regex.compile(r"(?P<gap>\s*+)[\"'«“„‘(\[¿¡]*+(?P<word>\p{L}[\p{L}\p{M}’]*+|\p{N}++|\S)?")


def ends_sentence(text: str, start: int, stop: int, end: int) -> bool:
    """Whether terminal punctuation ends the sentence it stands in.

    Args:
        text: The text.
        start: Where the sentence begins.
        stop: Where the punctuation begins.
        end: Where it ends, with its closing quotes and brackets.
    """
    after = _AFTER.match(text, end)
    word = after["word"] if after else ""
    if not after or not word or after["gap"].count("\n") > 1:
        return True
    if word[0].islower() or word == "." or end - stop > LONGEST_ELLIPSIS:
        return False
    if text[stop:end] != ".":
        return True
    found = _WORD_BEFORE.search(text, max(start, stop - LONGEST), stop)
    if not found:
        return True
    if found[0][-1].isnumeric():
        return _number_ends(text, start, found.span(), word, after.start("word"))
    return _word_ends(text, start, found.start(), found[0], word)


def _word_ends(text: str, start: int, first: int, before: str, word: str) -> bool:
    """Whether the stop after a word ends a sentence.

    Args:
        text: The text.
        start: Where the sentence begins.
        first: Where the word begins.
        before: The word.
        word: The one that follows the stop.
    """
    if before[0] == "و" and len(before) > 1:  # "and" is written together with the word
        first, before = first + 1, before[1:]
    opens = word.lower() in (_ENGLISH_OPENERS if before[0].isupper() else _OPENERS)
    pair = _SPACED_PAIR.search(text, max(start, first - 6), first + len(before))
    if pair:
        before = f"{pair[1]}.{pair[3]}"
    elif _SINGLE.fullmatch(before):
        return _letter_ends(text, start, first, before, opens=opens)
    if _ROMAN.fullmatch(before):  # "II. Mahmud"
        return first != start and (opens or not _is_turkish(text, first))
    is_unit = _NUMBERED.search(text, max(start, first - 4), first) is not None
    return _abbreviation_ends(before, word, opens=opens, is_unit=is_unit)


def _abbreviation_ends(before: str, word: str, *, opens: bool, is_unit: bool) -> bool:
    """Whether the stop after what may be an abbreviation ends a sentence.

    Args:
        before: The word before it.
        word: The word after it.
        opens: Whether that begins sentences.
        is_unit: Whether a number stands before the first.
    """
    key = before.lower()
    if key in _NEVER or before in _NEVER_CAPITALISED:
        return opens and is_unit
    if key in _PERHAPS or before in _PERHAPS_CAPITALISED or _DOUBLED.fullmatch(before):
        return opens
    if _DOTTED.fullmatch(before):
        return word.lower() in _OPENERS or key in _AND_SO_ON
    if key in _BEFORE_NUMBERS:
        return not (word[0].isnumeric() or _ROMAN.fullmatch(word))
    return not _THAI.fullmatch(before)


def _letter_ends(text: str, start: int, first: int, letter: str, *, opens: bool) -> bool:
    """Whether the stop after a single letter ends a sentence: mostly it is an initial or a unit."""
    if _UNABBREVIATED.match(letter):
        return True
    if first == start or not opens:
        return False
    if letter.isupper():  # "vitamin C. The", not "John F. The"
        previous = _PREVIOUS.search(text, max(start, first - LONGEST), first)
        return previous is not None and previous[1].islower()
    return _NUMBERED.search(text, max(start, first - 4), first) is not None


def _number_ends(
    text: str, start: int, number: tuple[int, int], word: str, word_start: int
) -> bool:
    """Whether the stop after a number ends a sentence: not that of a list, a date, an ordinal."""
    first, stop = number
    digits = text[first:stop]
    is_small = digits.isnumeric() and stop - first <= 3
    if first == start and (is_small or not digits.isnumeric()):
        return False
    if word[0].isnumeric():
        if _DAY_AND_MONTH.search(text, max(start, first - 5), stop):
            return len(word) not in (2, 4)
        return not (is_small and _AND_MONTH.match(text, word_start))
    if not is_small or not word[0].isupper() or word.lower() in _OPENERS:
        return True
    previous = _PREVIOUS.search(text, max(start, first - LONGEST), first)
    after_article = previous is not None and previous[1].lower() in _BEFORE_ORDINALS
    is_date = word.lower() in _MONTHS and _AFTER_MONTH.match(text, word_start, word_start + LONGEST)
    is_ordered = word.lower() in _TURKISH_ORDERED and _is_turkish(text, first)
    return not (after_article or is_date or is_ordered)


def _is_turkish(text: str, place: int) -> bool:
    return _TURKISH.search(text, max(0, place - 80), place + 80) is not None


def opens_sentence(word: str) -> bool:
    """Whether a word with a capital is one that has it only at the beginning of a sentence."""
    return word[:1].isupper() and word.lower() in _OPENERS
