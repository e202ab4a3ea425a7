"""What each letter sounds like, script by script: one sign for a sound, the same for all scripts.

Consonants are `b p f v w t d s z j k q g h l r m n y`, `T` th, `D` dh, `S` sh, `Z` zh, `c` ch,
`C` ts, `G` gh, `x` kh, `N` ng, and `'` a stop in the throat; vowels `a e i o u`, `E` ai, `O` au,
long `A I U`. Written by hand from what each alphabet is taught with; where a letter has several
sounds, the one it mostly has in names.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import regex


@dataclass(frozen=True, slots=True)
class Alphabet:
    """How one script is read.

    Attributes:
        name: Its name.
        letters: The signs of each letter, as `normalise` writes it.
        runs: Letters that sound otherwise together, each a group, from the longest.
        run_sounds: Their signs, group by group; each is a letter of `letters` to be read.
        writes_vowels: Whether short vowels are written.
    """

    name: str
    letters: Mapping[int, str]
    runs: regex.Pattern[str]
    run_sounds: tuple[str, ...]
    writes_vowels: bool = True

    def sounds(self, word: str, *, keep_doubled: bool = False) -> str:
        """The signs of a word's sounds.

        Args:
            word: As `normalise` writes it.
            keep_doubled: Whether what is written twice is heard twice, as in سبب.
        """
        if not word.isascii():
            word = unicodedata.normalize("NFD", word.translate(_MARKED_LETTERS))
            word = _ACCENTS.sub("", word)
        read = self.runs.sub(self._stand_in, word).translate(self.letters)
        return read if keep_doubled else _DOUBLED.sub(r"\1", read)

    def _stand_in(self, run: regex.Match[str]) -> str:
        return self.run_sounds[(run.lastindex or 1) - 1]


_FIRST_STAND_IN = 0xE000
_ACCENTS = regex.compile("[\u0300-\u036f]")
_DOUBLED = regex.compile(r"(.)\1+")
# Letters whose mark makes another sound; the marks of all others are dropped.
_MARKED_LETTERS = {
    ord(pair[0]): pair[1:] for pair in ["şsh", "šsh", "çch", "čch", "ćch", "ğgh", "žzh", "йј", "ўw"]
}


def _alphabet(name: str, letters: str, runs: str, *, writes_vowels: bool = True) -> Alphabet:
    """An alphabet written as text.

    Args:
        name: Its name.
        letters: "شS" is a letter and its signs; a lone letter is silent.
        runs: "sh:S" are letters and their signs; `^` and `$` stand for the word's edges.
        writes_vowels: Whether short vowels are written.
    """
    table = {ord(pair[0]): pair[1:] for pair in letters.split()}
    pairs = sorted((pair.split(":") for pair in runs.split()), key=lambda pair: -len(pair[0]))
    stand_ins = [chr(_FIRST_STAND_IN + i) for i in range(len(pairs))]
    table |= {ord(sign): sounds for sign, (_, sounds) in zip(stand_ins, pairs, strict=True)}
    pattern = regex.compile("|".join(f"({run})" for run, _ in pairs))
    return Alphabet(name, table, pattern, tuple(stand_ins), writes_vowels)


_ARABIC = _alphabet(
    "Arabic",
    # Arabic, then Persian, Kurdish, Urdu.
    "اa بb تt ثT جj حh خx دd ذD رr زz سs شS صs ضd طt ظD ع' غG فf قq كk لl مm نn هh وw يy ء' "
    "پp چc ژZ گg ڤv ەe ێi ۆo ڕr ڵl ۊu ۋv ڭn ٹt ڈd ڑr ںn ہh ھ ےe ۃh ۀh ڨg",
    "تش:c تس:C دج:j اي:E او:O ^ا(?=[^لاوي]):' ه$:a اه$:a نغ(?=[^اويه]|$):N نج$:N نك$:N نق$:N",
    writes_vowels=False,
)
_HEBREW = _alphabet(
    "Hebrew",
    "אa בb גg דd הh וw זz חx טt יy כk ךx לl מm םm נn ןn סs ע' פp ףf צC ץC קk רr שS תt",
    "ה$: ^א:' וו:w יי:y ג':j ג׳:j צ':c צ׳:c ץ':c ז':Z ז׳:Z ת':T ת׳:T ד':D ח':x ט\"ו:tw",
    writes_vowels=False,
)
_LATIN_LETTERS = (
    "aa bb ck dd ee ff gg hh ii jj kk ll mm nn oo pp qk rr ss tt uu vv ww xks yy zz "
    "ıi łl øo đd ðD þT ßs æe œe əa"
)
_LATIN = _alphabet(
    "Latin",
    _LATIN_LETTERS,
    "tsch:c dsch:j sch:S tch:c dzh:j sh:S ch:c kh:x gh:G th:T dh:D zh:Z ph:f ck:k qu:k ce:se "
    "ci:si cy:si dj:j tz:C ts:C ou:u oo:u ee:i ie:i ^x:z h$: ah$:a eh$:e ^wr:r "
    "^kn:n cz:c sz:S dž:j scz:S rh:r ai:E ay:E ei:E ey:E au:O aw:O ow:O ng(?=[^aeiouy]|$):N",
)
_CYRILLIC = _alphabet(
    "Cyrillic",
    "аa бb вv гg дd еe ёo жZ зz иi йy кk лl мm нn оo пp рr сs тt уu фf хx цC чc шS щS ъ ыi ь эe "
    "юu яa іi їi єe ґg ўw әa ғG қk ңn өo ұu үu һh ђj јy љl њn ћc џj ѓg ќk ѕC ҷj ҳh ӣi ӯu",
    "дж:j тс:C дз:z ай:E ей:E эй:E ау:O оу:O ья:ya ью:yu ье:ye ия:iya ^я:ya ^ю:yu "
    "нг(?=[^аеёиоуыэюяіє]|$):N",
)
_GREEK = _alphabet(
    "Greek",
    "αa βv γg δD εe ζz ηi θT ιi κk λl μm νn ξks οo πp ρr σs τt υi φf χx ψps ωo",
    "ου:u μπ:b ντ:d ^γκ:g γκ:g ν?γκ(?=[^αεηιουω]|$):N γγ(?=[^αεηιουω]|$):N νγκ:ng γγ:ng τζ:j τσ:c "
    "αυ:av ευ:ev αι:e ει:i οι:i γιου:yu για:ya",
)
_ARMENIAN = _alphabet(
    "Armenian",
    "աa բb գg դd եe զz էe ըe թt ժZ իi լl խx ծC կk հh ձC ղG ճc մm յy նn շS օo ոo չc պp ջj ռr սs "
    "վv տt րr ցC ւv փp քk ֆf",
    "ու:u եւ:ev",
)
_GEORGIAN = _alphabet(
    "Georgian",
    "აa ბb გg დd ეe ვv ზz თt იi კk ლl მm ნn ოo პp ჟZ რr სs ტt უu ფp ქk ღG ყq შS ჩc ცC ძC წC ჭc "
    "ხx ჯj ჰh",
    "უა:wa",
)
_DEVANAGARI = _alphabet(
    "Devanagari",
    "अa आa इi ईi उu ऊu ऋr एe ऐe ऑo ओo औo कk खk गg घg ङn चc छc जj झj ञn टt ठt डd ढd णn तt थt दd "
    "धd नn पp फp बb भb मm यy रr लl ळl वv शS षS सs हh ाa िi ीi ुu ूu ृr ेe ैe ॅa ॉo ोo ौo ंn ँn ः ्",
    "क़:q",
    writes_vowels=False,
)

_RANGES = (
    (0x0041, 0x024F, _LATIN),
    (0x0370, 0x03FF, _GREEK),
    (0x0400, 0x052F, _CYRILLIC),
    (0x0531, 0x0587, _ARMENIAN),
    (0x05D0, 0x05F4, _HEBREW),
    (0x0620, 0x06FF, _ARABIC),
    (0x0750, 0x077F, _ARABIC),
    (0x0900, 0x097F, _DEVANAGARI),
    (0x10A0, 0x10FF, _GEORGIAN),
)


def alphabet_of(word: str) -> Alphabet | None:
    """The alphabet of a word, told from its first letter; None where none is known."""
    if not word:
        return None
    first = ord(word[0])
    for low, high, alphabet in _RANGES:
        if low <= first <= high:
            return alphabet
    return None
