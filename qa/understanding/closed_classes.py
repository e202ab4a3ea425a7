"""Closed classes of words, language by language, for the follow-up rules of `follow_ups_by_class`.

Latin letters stand without their accents, as many type them. A word may stand in several classes.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import regex

from qa.corpus.analysis import normalise

_LATIN = regex.compile(r"\p{Latin}")
_NOTHING: frozenset[str] = frozenset()


def plain(text: str) -> str:
    """Normalised, and Latin letters without accents ("Où" and "ou" are one, "kı" is "ki")."""
    found = normalise(text)
    if found.isascii() or not _LATIN.search(found):
        return found
    bare = unicodedata.normalize("NFKD", found.replace("ı", "i"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def _class(text: str) -> frozenset[str]:
    return frozenset(plain(text).split())


@dataclass(frozen=True, slots=True)
class ClosedClasses:
    """The words of grammar of a language.

    Attributes:
        own: Those that tell the language from the others in its letters.
        links: Conjunctions that open a question which goes on from another ("et", "peki").
        fillers: Words that may stand around them without being part of the question.
        interrogatives: Question words.
        amounts: Those of them that ask how many, when or why, and can do without a verb.
        auxiliaries: Forms of "be", "have" and the like.
        grammar: Articles, prepositions, particles.
        places: Prepositions before a place or a time, of which one may replace another.
        pronouns: What stands for something named before, in the question or else before it.
        pointers: Demonstratives before a noun.
        after_nouns: Demonstratives and possessives after a noun.
        pointed_at: Nouns at which "this" points outside the conversation: this year, this text.
        impersonal: Words beside which a pronoun stands for nothing ("il faut").
        ordinals: "The second", "the other".
        empty: Verbs and nouns that say nothing without what they are about.
        about: How "what about …?" begins.
        about_last: How it ends.
        prefix: A conjunction that is written onto the next word.
        articles: Articles that are pronouns before an auxiliary ("qui l'a tué ?").
        after_places: Postpositions and endings of place.
        copulas: Pronouns that only tie a sentence together after a question word.
        is_polite_in_capitals: Whether a pronoun with a capital is that of address ("Sie").
    """

    own: frozenset[str]
    links: frozenset[str]
    fillers: frozenset[str]
    interrogatives: frozenset[str]
    amounts: frozenset[str]
    auxiliaries: frozenset[str]
    grammar: frozenset[str]
    places: frozenset[str]
    pronouns: frozenset[str]
    pointers: frozenset[str]
    pointed_at: frozenset[str]
    ordinals: frozenset[str]
    empty: frozenset[str]
    impersonal: frozenset[str] = _NOTHING
    after_nouns: frozenset[str] = _NOTHING
    about: tuple[tuple[str, ...], ...] = ()
    about_last: tuple[tuple[str, ...], ...] = ()
    prefix: str = ""
    articles: frozenset[str] = _NOTHING
    after_places: frozenset[str] = _NOTHING
    copulas: frozenset[str] = _NOTHING
    is_polite_in_capitals: bool = False

    def knows(self, form: str) -> bool:
        """Whether a word is of one of the classes."""
        return form in self.ordinals or form in self.empty or not self.is_content(form)

    def is_content(self, form: str) -> bool:
        """Whether a word names something, rather than tying the sentence together."""
        return form in self.ordinals or not (
            form in self.links
            or form in self.fillers
            or form in self.interrogatives
            or form in self.auxiliaries
            or form in self.grammar
            or form in self.places
            or form in self.pronouns
            or form in self.pointers
            or form in self.after_nouns
        )


def _phrases(*texts: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(plain(text).split()) for text in texts)


FRENCH = ClosedClasses(
    own=_class(
        "pourquoi comment combien quand quel quelle quels quelles qui que quoi où est et était "
        "les des aux une cette ces leur leurs il elle ils elles dans avec sur donc alors mais "
        "cela ça deuxième première dernière celle celui"
    ),
    links=_class("et mais donc puis"),
    fillers=_class("alors ensuite ok oui non bien merci ah eh bon sinon"),
    interrogatives=_class(
        "pourquoi comment combien quand quel quelle quels quelles qui quoi où que qu lequel "
        "laquelle lesquels"
    ),
    amounts=_class("pourquoi combien quand depuis"),
    auxiliaries=_class(
        "est sont était étaient sera seront fut furent être été a ont avait avaient aura "
        "auront avoir fait font fit faisait doit peut peuvent a-t va vont t"
    ),
    grammar=_class(
        "le la les l un une des du de d au aux à ce c s se n ne pas plus par pour sur sous "
        "avec sans depuis jusqu jusque après avant pendant entre vers chez contre ou si comme "
        "comment y en dans là aussi encore exactement vraiment ainsi très tout tous toute "
        "toutes m même"
    ),
    places=_class("en à au aux dans"),
    pronouns=_class(
        "il elle ils elles lui eux leur leurs son sa ses cela ça ceci celui celle ceux"
    ),
    pointers=_class("cette cet ces ce"),
    pointed_at=_class(
        "année an mois semaine siècle matin soir document documents texte article rapport page "
        "pays qui que sont est qu plus passe moment"
    ),
    impersonal=_class(
        "y faut agit existe possible vrai fallu pleut important nécessaire passe passé arrivé "
        "arrive reste permis fréquent facile difficile payant question utile signifie interdit"
    ),
    ordinals=_class(
        "premier première deuxième second seconde troisième quatrième cinquième dernier "
        "dernière autre autres précédent précédente"
    ),
    empty=_class(
        "raison raisons cause résultat résultats détails date exemple but nombre moment année "
        "lieu endroit passé passe arrive arrivé dit dire disait signifie veut termine commence "
        "finit finira terminera commencera né née mort morte morts tué tuée tués signé signée"
    ),
    about=_phrases(
        "pour", "qu en est il", "qu en est il de", "quid de", "quid", "à propos de", "au sujet de"
    ),
    articles=_class("l le la les"),
)

SPANISH = ClosedClasses(
    own=_class(
        "qué quién quiénes cuándo dónde cómo cuánto cuántos cuántas cuál cuáles por y el los "
        "las una del ella ellos eso esa ese esta este pero entonces fue eran hay segunda "
        "segundo"
    ),
    links=_class("y pero entonces e"),
    fillers=_class("bueno ok vale sí no gracias ya luego ahora pues también"),
    interrogatives=_class(
        "qué quién quiénes cuándo dónde cómo cuánto cuántos cuánta cuántas cuál cuáles adónde"
    ),
    amounts=_class("cuándo cuánto cuántos cuánta cuántas"),
    auxiliaries=_class(
        "es son era eran fue fueron ser sido será serán está están estaba ha han había habían "
        "hay hubo habrá tiene tienen tuvo hizo hace hacen hacer puede pueden debe"
    ),
    grammar=_class(
        "el la los las un una unos unas de del al a en por para con sin desde hasta entre "
        "sobre tras antes después durante contra según se le les me nos lo no ya más muy o u "
        "que si como también todavía aún sólo solo exactamente allí ahí mismo"
    ),
    places=_class("en"),
    pronouns=_class("ella ellos ellas eso esto aquello su sus lo suyo suya"),
    pointers=_class("ese esa esos esas este esta estos estas aquel aquella"),
    pointed_at=_class(
        "año mes semana siglo mañana tarde documento documentos texto artículo informe página país"
    ),
    impersonal=_class("que posible más menos mejor peor"),
    ordinals=_class(
        "primero primera primer segundo segunda tercero tercera tercer cuarto cuarta quinto "
        "quinta último última otro otra otros otras siguiente anterior"
    ),
    empty=_class(
        "razón razones causa resultado resultados detalles fecha ejemplo objetivo pasó pasa "
        "ocurrió sucedió significa dijo dice dijeron quiere terminó termina terminará empezó "
        "empieza comenzó comienza acabó acaba nació murió mataron mató firmó firmaron empezará"
    ),
    about=_phrases(
        "qué pasa con", "qué hay de", "qué hay del", "qué tal", "acerca de", "qué pasó con"
    ),
)

GERMAN = ClosedClasses(
    own=_class(
        "warum wann wer was wie wo wieso weshalb welche welcher welches wen wem und der das "
        "ist sind war waren wurde wurden hat haben er sie es nicht mit von für den dem ein "
        "eine zweite zweiten aber dann viele gibt"
    ),
    links=_class("und aber also"),
    fillers=_class("dann ok ja nein gut danke na nun jetzt denn auch"),
    interrogatives=_class(
        "warum wann wer was wie wo wieso weshalb welche welcher welches welchen welchem wen "
        "wem wessen woher wohin wozu womit wodurch wofür"
    ),
    amounts=_class("warum wann wieso weshalb wie viele viel lange"),
    auxiliaries=_class(
        "ist sind war waren wird werden wurde wurden worden hat haben hatte hatten kann können "
        "muss soll sollen will gibt gab sein gewesen bin"
    ),
    grammar=_class(
        "der die das den dem des ein eine einen einem einer eines im in an am auf aus bei beim "
        "bis durch für gegen mit nach ohne seit um unter über von vom vor zu zum zur zwischen "
        "während nicht noch schon nur sehr mehr viele viel lange genau so es sich man ob oder "
        "als dort da etwa eigentlich"
    ),
    places=_class("in im"),
    pronouns=_class(
        "er ihn ihm ihnen ihre ihr ihren ihrem ihrer seine seinen seinem seiner sie dagegen "
        "davon daran dafür darüber"
    ),
    pointers=_class("diese dieser dieses diesen diesem jene jener jenes"),
    pointed_at=_class(
        "jahr jahres monat woche jahrhundert dokument dokumente text artikel bericht seite "
        "land jahre jahren"
    ),
    impersonal=_class("möglich"),
    ordinals=_class(
        "erste ersten erster zweite zweiten zweiter dritte dritten dritter vierte vierten "
        "fünfte letzte letzten letzter andere anderen anderer nächste nächsten"
    ),
    empty=_class(
        "grund gründe ursache ergebnis ergebnisse einzelheiten datum beispiel ziel passiert "
        "geschah geschehen passierte sagt sagte gesagt bedeutet heißt endet endete beginnt "
        "begann geboren gestorben starb getötet unterzeichnet unterschrieben unterschrieb zahl"
    ),
    about=_phrases("was ist mit", "wie steht es mit", "wie sieht es mit", "wie ist es mit"),
    is_polite_in_capitals=True,
)

TURKISH = ClosedClasses(
    own=_class(
        "neden niçin niye nasıl nerede nereye kim kimdir kimin kaç hangi nedir ne zaman ve "
        "peki ya için ile olan bu tane onun onu onlar onların mı mi mu mü oldu edildi ikincisi "
        "sonra başka"
    ),
    links=_class("peki ya ve ama fakat"),
    fillers=_class("tamam evet hayır teşekkürler şimdi öyleyse da de"),
    interrogatives=_class(
        "neden niçin niye nasıl nerede nereye nereden kim kimdir kime kimi kimler kimin kaç "
        "hangi hangisi nedir ne neler neydi kimdi kaçtır nerededir"
    ),
    amounts=_class("neden niçin niye kaç kadar zaman"),
    auxiliaries=_class("var vardı yok oldu olur olacak edildi etti ediyor olmuştur edilmiştir"),
    grammar=_class(
        "bir de da te ta den dan in ın un ün nin nın nun nün ile için gibi kadar göre mı mi mu "
        "mü zaman tane kişi daha çok en ise ki dır dir dur dür sonra önce beri tam olarak başka"
    ),
    places=_NOTHING,
    pronouns=_class(
        "onu ona onun ondan onda onlar onları onlara onların orada oraya oradan bunu buna "
        "bunun bundan bunlar bunları bunların şunu"
    ),
    pointers=_class("bu o"),
    pointed_at=_class(
        "yıl yılda ay ayda hafta haftada yüzyıl yüzyılda belge belgeler belgede metin metinde "
        "makale makalede rapor raporda sayfa sayfada ülke ülkede günkü gün günlerde kadar"
    ),
    ordinals=_class(
        "ilki birincisi ikincisi üçüncüsü dördüncüsü beşincisi sonuncusu diğeri diğerleri "
        "öteki öbürü"
    ),
    empty=_class(
        "sebebi nedeni sonucu sonuçları amacı tarihi sayısı detayları ayrıntılar örneğin "
        "bitiyor bitti bitecek başladı başlıyor başlayacak dedi diyor söyledi yaptı yapıyor "
        "öldü doğdu öldürüldü imzaladı imzalandı demek"
    ),
    about=_phrases("peki ya", "ya"),
    about_last=_phrases("ya", "ne olacak", "hakkında ne", "nasıl"),
    after_places=_class("de da te ta"),
)

PERSIAN = ClosedClasses(
    own=_class(
        "است در از را که چه چرا کجا کی چند چگونه چطور آیا کدام کیست چیست بود شد با این آن او "
        "آنها می دوم و بعد هست هستند چی درباره"
    ),
    links=_class("و اما ولی پس"),
    fillers=_class("خب خوب باشه بله نه مرسی ممنون حالا بعد اکنون هم"),
    interrogatives=_class(
        "چه چرا کجا کجاست کی چند چگونه چطور آیا کدام کیست چیست چی کیستند چقدر چندم کیه چیه"
    ),
    amounts=_class("چرا چند چقدر کی"),
    auxiliaries=_class(
        "است هست هستند بود بودند باشد شد شدند می نمی شود شده دارد دارند داشت خواهد کرد کردند "
        "کند کنند شوند رفت اند ای"
    ),
    grammar=_class(
        "در از به را که با تا برای بر یا اگر تر ترین ها های یک هم نیز فقط دقیقا مورد بین زیر "
        "روی پیش قبل بعد تعداد نفر زمانی وقت کسی چیزی سالی جایی آنجا"
    ),
    places=_class("در"),
    pronouns=_class("او وی آنها آنان ایشان آن‌جا آنجا"),
    pointers=_class("این آن همین همان"),
    pointed_at=_class(
        "سال ماه هفته قرن روز مقاله گزارش سند اسناد متن صفحه کشور که ها را از جا رو است"
    ),
    ordinals=_class("اول اولی دوم دومی سوم سومی چهارم پنجم آخری دیگری بعدی قبلی"),
    empty=_class(
        "علت دلیل نتیجه هدف تاریخ جزئیات مثال منظور تعدادشان هدفش هدفشان دلیلش علتش اسمش نامش "
        "معنی گفت گفتند می‌گوید افتاد اتفاق تمام شروع آغاز پایان مرد کشته متولد امضا اتفاقی"
    ),
    about=_phrases("درباره", "در باره", "در مورد", "راجع به"),
    about_last=_phrases("چطور", "چی", "چه طور"),
)

SORANI = ClosedClasses(
    own=_class(
        "بۆچی دوای کەی کوێ لەکوێ چۆن کێ کێیە چەند چی چییە ئەی ئەو ئەوان لە بۆ و ئەم دووەم "
        "دەربارەی بە"
    ),
    links=_class("ئەی و بەڵام"),
    fillers=_class("باشە بەڵێ نەخێر سوپاس ئینجا دوای"),
    interrogatives=_class(
        "بۆچی بۆ کەی کوێ لەکوێ لەکوێیە چۆن کێ کێیە چەند چی چییە کام کامە ئایا کوێیە"
    ),
    amounts=_class("بۆچی کەی چەند"),
    auxiliaries=_class("بوو بوون هەیە هەبوو دەبێت دەکات کرد کرا کران"),
    grammar=_class("لە بە بۆ تا لەگەڵ دەربارەی لەبارەی یان کە هەر دوای پێش نێوان ژمارەیان"),
    places=_class("لە"),
    pronouns=_class("ئەو ئەوان ئەوە ئەمە ئەوێ لەوێ ئەمانە ئەوانە"),
    pointers=_class("ئەم"),
    pointed_at=_class("ساڵ ساڵە مانگە هەفتەیە بەڵگەیە دەقە وتارە وڵاتە ڕۆژە"),
    ordinals=_class("یەکەم دووەم سێیەم چوارەم پێنجەم دوایین ئەویتر"),
    empty=_class(
        "هۆکار هۆکاری هۆکارەکە هۆکارەکەی ئەنجام ئەنجامەکەی ئامانج ئامانجی ڕوویدا ڕوودەدات وت "
        "گوتی وتی کۆتایی دێت دەستی پێکرد مرد لەدایک کوژرا ژمارەیان"
    ),
    about=_phrases("دەربارەی", "لەبارەی", "سەبارەت بە"),
    about_last=_phrases("چی", "چۆن"),
)

KURMANJI = ClosedClasses(
    own=_class("çima kengî kengê çend kî kîjan çawa û ew wan li ku çi ye bû ji bo yê duyem ev"),
    links=_class("û lê îcar"),
    fillers=_class("baş belê na spas paşê ka"),
    interrogatives=_class("çima kengî kengê çend kî kîjan çawa ku kê çi çiqas kîne"),
    amounts=_class("çima kengî kengê çend çiqas"),
    auxiliaries=_class("ye ne bû bûn heye hene hebû dibe dike kir kirin bûye"),
    grammar=_class("li ji bi bo di de da re ve ya yê yên an jî her tenê piştî berî heta derbarê"),
    places=_class("li di"),
    pronouns=_class("ew wî wê wan ewan wir vê vî"),
    pointers=_class("ev"),
    pointed_at=_class("sal mehê hefte belge nivîs welat"),
    ordinals=_class("yekem duyem duyemîn sêyem sêyemîn dawî din dawîn"),
    empty=_class(
        "sedem sedema encam encama armanc armanca got dibêje diqede qediya mir çêbû kuştin"
    ),
    about=_phrases("derbarê", "ya"),
    about_last=_phrases("çi", "çawa"),
)

URDU = ClosedClasses(
    own=_class(
        "کیوں کب کہاں کون کیا کتنے کتنی کتنا کیسے ہے ہیں تھا تھے تھی اور میں کا کی کے نے سے وہ اس"
    ),
    links=_class("اور لیکن مگر تو پھر"),
    fillers=_class("اچھا ٹھیک ہے جی ہاں نہیں شکریہ اب بھی"),
    interrogatives=_class("کیوں کب کہاں کون کیا کتنے کتنی کتنا کیسے کس کونسا کونسی کسے کنہوں"),
    amounts=_class("کیوں کب کتنے کتنی کتنا"),
    auxiliaries=_class(
        "ہے ہیں تھا تھے تھی ہوا ہوئی ہوئے ہو ہوگا ہوگی گا گی گئے گیا گئی کیا رہا رہے"
    ),
    grammar=_class("میں کا کی کے کو نے سے پر تک بھی ہی یا اگر کہ جو بارے لیے ساتھ بعد پہلے"),
    places=_NOTHING,
    pronouns=_class("وہ اسے انہیں اُن ان اس اُس انہوں وہاں اسکا انکا"),
    pointers=_class("یہ"),
    pointed_at=_class("سال مہینے ہفتے صدی دستاویز مضمون رپورٹ متن ملک"),
    ordinals=_class("پہلا پہلی دوسرا دوسری دوسرے تیسرا تیسری آخری چوتھا"),
    empty=_class("وجہ سبب نتیجہ مقصد تاریخ تفصیل مثال مطلب کہا ختم شروع فوت پیدا ہلاک دستخط تعداد"),
    about_last=_phrases("کے بارے میں", "کا کیا", "کے بارے میں کیا", "کیسے"),
    after_places=_class("میں"),
)

HEBREW = ClosedClasses(
    own=_class("מי מה למה מדוע מתי איפה היכן כמה איך איזה איזו של את על הוא היא הם לגבי האם לאן"),
    links=_class("אבל אז"),
    fillers=_class("טוב בסדר כן לא תודה עכשיו אוקיי"),
    interrogatives=_class(
        "מי מה למה מדוע מתי איפה היכן כמה איך כיצד איזה איזו אילו האם לאן מאיפה מאין מהו מהי "
        "מיהו מיהי מהם מהן ממתי"
    ),
    amounts=_class("למה מדוע מתי כמה ממתי"),
    auxiliaries=_class("היה היתה הייתה היו יהיה תהיה יהיו יש אין"),
    grammar=_class("של את על עם אל מן בין לפני אחרי עד או אם כי גם רק עוד כל לגבי בנוגע כדי שם זה"),
    places=_NOTHING,
    pronouns=_class(
        "הוא היא הם הן אותו אותה אותם אותן בו בה בהם לו לה להם עליו עליה עליהם ממנו ממנה אליו"
    ),
    pointers=_NOTHING,
    after_nouns=_class("שלו שלה שלהם שלהן הזה הזאת הזו האלה ההוא ההיא ההם"),
    pointed_at=_class("השנה החודש השבוע המאה המסמך הטקסט המאמר הדוח העמוד הארץ המדינה"),
    ordinals=_class(
        "הראשון הראשונה השני השנייה השניה השלישי השלישית הרביעי הרביעית האחרון האחרונה האחר "
        "האחרת האחרים"
    ),
    empty=_class(
        "הסיבה הסיבות התוצאה התוצאות המטרה התאריך הפרטים דוגמה הכוונה קרה קורה אמר אמרה אמרו "
        "עשה עשתה נגמר נגמרת הסתיים הסתיימה מסתיים מסתיימת התחיל התחילה מתחיל נולד נולדה מת "
        "מתה נהרג נהרגה נחתם נחתמה"
    ),
    about=_phrases("מה לגבי", "מה עם", "מה בנוגע", "לגבי"),
    prefix="ו",
    copulas=_class("הוא היא הם הן"),
)

LATIN = (FRENCH, SPANISH, GERMAN, TURKISH, KURMANJI)
