"""The words that ask, by language, in the spelling in which `phrases` compares them."""

from __future__ import annotations

from qa.understanding.phrases import typed_forms

_WRITTEN = {
    "ar": (
        "متى اين كيف كم من ما ماذا لماذا هل اي ايه ايهما ايهم لمن ممن بم بماذا بكم عم علام "
        "شنو شنهو شنهي شو ايش اش وش شكد شگد چم جم شوكت وين منين ليش علاش لويش منو منهو مين شلون "
        "اشلون قديش قديه اديش ايمتى امتى امته ايمته فين ازاي كام ليه اشحال شحال فوقاش وقتاش كيفاش "
        "واش اشكون شكون وقتيش كيفن جديش وشلون بيش بشنو بشكد شصار شكم شني"
    ),
    "arabizi": (
        "mata mita ayna wayn wein kayf shlon kam shgad shkad shwakt shwakit leish leesh lesh "
        "limatha shinu shnu shno shu sho minu meno mino fein feen emta imta ezay hal matha "
        "kaif lemaza madha"
    ),
    "en": "what when who whom whose why how where which whats whos wheres whens hows",
    "fr": "que quoi qui quand où comment combien pourquoi quel quelle quels quelles lequel "
    "laquelle quest est-ce quelest",
    "de": "was wann wer wen wem wessen warum wieso weshalb wie wo woher wohin wofür womit wodurch "
    "welche welcher welches welchen welchem wieviel wieviele worüber wozu woran",
    "es": "qué que cuándo cuando quién quien quiénes quienes cómo como dónde donde cuánto cuánta "
    "cuántos cuántas cuanto cuanta cuantos cuantas cuál cual cuáles cuales adónde",
    "it": "che cosa chi quando dove come quanto quanta quanti quante perché quale quali qual",
    "pt": "que quê quem quando onde como quanto quanta quantos quantas qual quais porque",
    "tr": "ne neden niçin niye kim kimin kimi kime kimler nerede nereden nereye nasıl kaç hangi "
    "neler nedir kimdir kaçıncı kaçta",
    "fa": "چه چی چرا کی کجا چگونه چطور چطوری چند چقدر کدام کدامین آیا کیست چیست چندم چندتا کو "
    "چیه کیه چیا",
    "ckb": "چی چۆن کەی کهی کوێ لهکوێ لەکوێ کێ چهند چەند بۆچی کام کامه کامە چییە چییه ئایا کێن",
    "kmr": "çi kî kengî kengê li çawa çima çend kîjan kîja kê ku çiqas kuderê gelo",
    "ru": "что кто кого кому кем когда где куда откуда как почему зачем сколько какой какая какое "
    "какие каков какова каково чей чья чьё чьи каких каком какую чем чего",
    "zh": "谁 誰 哪 何 怎 几",
    "hi": "क्या कब कौन कहाँ कहां कैसे क्यों कितने कितनी कितना किस किसने किसका किसकी किसे कौनसा कौनसी",
    "ur": "کیا کب کون کہاں کیسے کیوں کتنے کتنی کتنا کس کونسا کونسی کدھر",
    "he": "מה מתי מי איפה היכן איך כיצד למה מדוע כמה איזה איזו אילו האם לאן מאין מהו מהי מהם מיהו",
    "nl": "wat wanneer wie waarom hoe waar welke welk hoeveel",
    "sv": "vad när vem varför hur var vilken vilket vilka",
}

ASKING_BY_LANGUAGE = {
    language: frozenset(typed_forms(written)) for language, written in _WRITTEN.items()
}
"""The words that ask, of each language."""

ASKING_FORMS = frozenset().union(*ASKING_BY_LANGUAGE.values())
"""Those of any language."""
