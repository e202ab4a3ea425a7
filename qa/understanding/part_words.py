"""What joins two questions in one, by language, in the spelling that `phrases` compares."""

from __future__ import annotations

from dataclasses import dataclass

from qa.understanding.asking_words import ASKING_BY_LANGUAGE
from qa.understanding.phrases import typed_forms


def _set(text: str) -> frozenset[str]:
    return frozenset(typed_forms(text))


@dataclass(frozen=True, slots=True)
class JoiningWords:
    """How one language joins two questions.

    Attributes:
        asking: Words that ask.
        conjunctions: Words that join.
        leading: Words that may stand before the one that asks: "in which", «منذ متى».
        grammar: Words that name nothing that could be asked about.
        counting: Words that ask for a number, and so have a noun after them.
        definite: Words that stand before what is named.
        openers: Words before a question that only ask to be answered: "tell me when".
        attached: A conjunction that is written with the next word.
        asks_anywhere: Whether the word that asks may stand anywhere in its question.
    """

    asking: frozenset[str]
    conjunctions: frozenset[str]
    leading: frozenset[str] = frozenset()
    grammar: frozenset[str] = frozenset()
    counting: frozenset[str] = frozenset()
    definite: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    attached: str = ""
    asks_anywhere: bool = False


AUXILIARIES = _set(
    "is are was were am do does did will would can could shall should may might must has have had "
    "isnt arent wasnt werent dont doesnt didnt wont cant"
)
DO = _set("do does did will would can could should")
PRONOUNS = _set("he she it they we you i")
DETERMINERS = _set("the this that these those his her its their any")
JOINING_WORDS = {
    "en": JoiningWords(
        asking=_set("what when who whom whose why how where which whats whos"),
        conjunctions=_set("and"),
        leading=_set("in on at to from by for with of about since until during after before under"),
        grammar=AUXILIARIES
        | _set(
            "the a an of in on at to by for from there many much long often far old exactly not"
        ),
        openers=_set(
            "tell me please can could would you i want need to know like do let us ok also so and"
        ),
    ),
    "ar": JoiningWords(
        asking=ASKING_BY_LANGUAGE["ar"] - _set("ايه شكم شني شصار عم مم جم بم وشلون ايهم"),
        conjunctions=_set("و ثم"),
        leading=_set("في من منذ الى على عن مع حتى بعد قبل ب ل"),
        grammar=_set(
            "هو هي هم هن كان كانت هل قد تم يتم هذا هذه ذلك عدد هناك اكو في من على الى عن مع عام "
            "سنه مكان بلد مدينه يوم تاريخ شهر دوله اسم سبب بالضبط"
        ),
        counting=_set("كم شكد شگد چم قديش اديش قديه شحال كام"),
        openers=_set(
            "اريد اعرف قل لي اخبرني كلي گلي قولي ممكن تخبرني ان احب اسال ابي بدي عايز خبرني هل و ف"
        ),
        attached="و",
    ),
    "fr": JoiningWords(
        asking=ASKING_BY_LANGUAGE["fr"] - _set("que quoi"),
        conjunctions=_set("et"),
        leading=_set("à de depuis en dans par pour avec sur jusqu d"),
        grammar=_set(
            "est ce que a t il elle ils elles le la les de des du sont ont y en se on un une était "
            "été année date ville pays lieu fut au"
        ),
        definite=_set("le la les cette ce ces"),
        openers=_set("dis moi je veux voudrais savoir peux tu me dire pouvez vous"),
    ),
    "de": JoiningWords(
        asking=ASKING_BY_LANGUAGE["de"],
        conjunctions=_set("und"),
        leading=_set("in seit von mit bis auf an zu aus für durch bei nach vor unter"),
        grammar=_set(
            "ist sind war waren wird werden wurde wurden hat haben hatte der die das den dem des "
            "es er sie ein eine in viele jahr datum ort stadt land lange"
        ),
        counting=_set("wieviel wieviele viele"),
        definite=_set("der die das den dem"),
        openers=_set("sag mir ich möchte will wissen bitte kannst du können sie sagen"),
    ),
    "es": JoiningWords(
        asking=_set(
            "qué cuándo quién quiénes cómo dónde cuánto cuánta cuántos cuántas cuál cuáles"
        ),
        conjunctions=_set("y e"),
        leading=_set("en de desde a por para con hasta"),
        grammar=_set(
            "es son era fue fueron está están ha han se el la los las de del un una lo en a año "
            "fecha lugar país ciudad"
        ),
        counting=_set("cuántos cuántas"),
        definite=_set("el la los las"),
        openers=_set("dime quiero saber puedes decirme"),
    ),
    "it": JoiningWords(
        asking=_set("quando chi cosa come dove quanto quanta quanti quante perché quale quali"),
        conjunctions=_set("e ed"),
        leading=_set("in di da a per con su"),
        grammar=_set("è sono era fu ha hanno si il lo la i gli le di del della un una anno in"),
        counting=_set("quanti quante"),
        definite=_set("il lo la i gli le"),
    ),
    "pt": JoiningWords(
        asking=_set("quem quando onde como quanto quanta quantos quantas qual quais quê"),
        conjunctions=_set("e"),
        leading=_set("em de desde a por para com até"),
        grammar=_set("é são era foi foram está há se o a os as de do da um uma que em no na ano"),
        counting=_set("quantos quantas"),
        definite=_set("o a os as"),
    ),
    "tr": JoiningWords(
        asking=_set("kim kimin kimi neden niçin niye nerede nereden nereye nasıl kaç hangi ne"),
        conjunctions=_set("ve"),
        grammar=_set("zaman kadar dir mı mi mu mü yılda yıl tarihte ülkede şehirde"),
        counting=_set("kaç"),
        asks_anywhere=True,
    ),
    "fa": JoiningWords(
        asking=_set("چه چرا کی کجا چگونه چطور چند چقدر کدام"),
        conjunctions=_set("و"),
        leading=_set("در از به با تا برای"),
        grammar=_set(
            "است هست هستند بود بودند شد شده اند را زمانی کسی چیزی سالی این آن نفر تاریخی سال در از "
            "می ی ها کشوری شهری دلیلی کسانی قرنی"
        ),
        counting=_set("چند چقدر"),
        asks_anywhere=True,
    ),
    "ckb": JoiningWords(
        asking=ASKING_BY_LANGUAGE["ckb"],
        conjunctions=_set("و"),
        leading=_set("له لە به بە"),
        grammar=_set("ه یه هەیە بوو له لە"),
        counting=_set("چهند چەند"),
        asks_anywhere=True,
    ),
    "kmr": JoiningWords(
        asking=ASKING_BY_LANGUAGE["kmr"] - _set("ku"),
        conjunctions=_set("û"),
        leading=_set("li ji bi di"),
        grammar=_set("e ye in hene li ji de"),
        counting=_set("çend"),
        asks_anywhere=True,
    ),
    "ru": JoiningWords(
        asking=ASKING_BY_LANGUAGE["ru"] - _set("что как чем чего каков"),
        conjunctions=_set("и"),
        leading=_set("в на с от до из за по о к у при"),
        grammar=_set("был была было были есть это она он они же в на году город стране"),
        counting=_set("сколько"),
        openers=_set("скажи скажите мне я хочу знать"),
    ),
    "ur": JoiningWords(
        asking=_set("کب کون کہاں کیسے کیوں کتنے کتنی کتنا کس"),
        conjunctions=_set("اور"),
        leading=_set("وہ یہ"),
        grammar=_set("ہے ہیں تھا تھی میں کو نے سال"),
        counting=_set("کتنے کتنی کتنا"),
        asks_anywhere=True,
    ),
    "hi": JoiningWords(
        asking=_set("कब कौन कहाँ कहां कैसे क्यों कितने कितनी कितना किस"),
        conjunctions=_set("और"),
        leading=_set("वे वह ये यह"),
        grammar=_set("है हैं था थे थी में को ने"),
        counting=_set("कितने कितनी कितना"),
        asks_anywhere=True,
    ),
    "he": JoiningWords(
        asking=ASKING_BY_LANGUAGE["he"] - _set("מה האם"),
        conjunctions=_set("ו"),
        grammar=_set("הוא היא הם יש של את שנה"),
        counting=_set("כמה"),
        attached="ו",
    ),
}
