"""Words of grammar that Arabic is asked with in Latin letters, and what they are in Arabic.

Written by hand, as people type on phones: Iraqi, Levantine, Gulf, Egyptian and Maghrebi question
words and particles beside the standard ones, each in its usual spellings.
"""

from __future__ import annotations

from types import MappingProxyType

from qa.understanding.question_words import word_set


def _table(lines: str) -> dict[str, str]:
    pairs = (line.split(":") for line in lines.strip().splitlines())
    return {word: meant.strip() for words, meant in pairs for word in words.split()}


ASKING = MappingProxyType(
    _table("""
mata matta emta imta amta emtaa eimta yamta yimta yemta shwakit shwaket shwakt: متى
shwgt wa2tash wa2tesh wa9tach w9tach w9tash fou9ach: متى
shkad shgad shgd shkd eshgad eshkad shqad adesh addesh 2adesh 2addesh 2addeish: كم
adeish adeesh gdesh gaddesh sh7al ch7al chhal 9addach 9adech bkam bikam: كم
shlon shloon shlown eshlon ezzay ezay ezzai izay izzay kifash kifach kayfa kayf keef kif kef: كيف
wain wein wayn ween fein feen fayn: أين
shno shnu shnoo shinu shenu shinou eshnu shu sho shoo chou shou esh eish aish: ماذا
wesh wush wsh chno chnou shnowa chnowa eih eyh madha matha maza mada: ماذا
minu mino meno meenu minnu minho minhu meen chkoun chkon shkoun shkon: من
lesh laish leish leesh laysh lish lech leih leeh laih 3lash 3lach alash limadha: لماذا
lematha limatha limaza lemaza limada: لماذا
hal wach: هل
""")
)
"""Question words that no other language has in numbers, with their standard counterparts."""

PARTICLES = MappingProxyType(
    _table("""
kam kem cham: كم
wen fen ayna aina: أين
eh: ماذا
ma: ما
men min man mn: من
fi fee b: في
3ala 3la ala 3al: على
3an an 3ann: عن
ila ela 2ila: إلى
ma3a ma3 wiya wiyya weya wayya: مع
w wa we wu: و
aw aww: أو
lo law: لو
hatha hada haza hadha: هذا
hathi hadhi hathihi hadi hay: هذه
illi elli lli illy eli ili: الذي
huwa howa hua howwa: هو
hiya heya hiyya heyya: هي
hum huma: هم
ba3d ba3ad: بعد
qabl gabl 2abl qabel gabul: قبل
hassa hessa hassah hala2 halla2 dilwa2ti delwa2ti dilwa2ty delwa2ty daba dork al7een il7een: الآن
aku ako kayn kayen kaynin: يوجد
maku mako makaynch: لا يوجد
kan kaan: كان
kanat: كانت
3ind 3and 3end: عند
ay ayy: أي
kul kol kull: كل
bain bayn beyn bein: بين
la: لا
lil: ل
qal gal: قال
qalat galat: قالت
yqool yqoul yegool ygool yaqul yaqool: يقول
sanat sana sena: سنة
yom yoom: يوم
did dhid: ضد
an 2an: أن
inn inna enna: إن
""")
)
"""Words that other languages have too."""

ARTICLES = word_set("el al il")
FUTURE = word_set("ra7 rah ra7a ragh rayih raye7 7a ha")
"""Particles of the future, which becomes a letter of the verb."""

SIGNS = word_set(
    "el al il bil fil lil wel wil 3al kam kem fi men min w wen fen hal ma 3ala ala 3an ila aku "
    "maku rah "
    "illi elli huwa hiya bain lel bel"
)
"""Words that point at Arabizi together, never alone."""

LEADING = word_set("kam kef hal men meno mino minu")
"""Words that, where a question begins with them, count once more."""

OF_OTHERS = word_set(
    "the of is are was were what how who when where which why did does do in on at to and for by "
    "from with that this it he she they you can could would will has have had a an "
    "le les des du est que qui quel quelle une un et dans pour par sur pas ce il elle comment "
    "combien "
    "der die das ist sind wie wer wann wo ein eine und von zu mit hat im den dem "
    "los las del por una es en como cual cuando donde quien cuantos con para se y o de di "
    "bir ve ne kim hangi nasil mi mu bu ile icin olarak neden kac nedir "
    "yang apa siapa kapan berapa dan untuk dengan adalah pada dari "
    "ya na ni katika kwa gani nani lini nini je wapi cha vya la za ku ki "
    "li bi ji ku di ye kengi ci cend kijan kurdistane "
    "che chi gli della e per non sono quando dove quanti "
    "som och att det av til hva hvem hvor jeg er en et vad nar "
    "on ja ei mika kuka milloin"
) - word_set("la an bi man il je")
"""Common words of other languages in Latin letters; one says that a question is in that."""
