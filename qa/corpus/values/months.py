"""Names of months, by calendar; a name has its number by its place.

Sources: Unicode CLDR for the languages below; for Arabic its locales of Egypt, Syria, Iraq,
Algeria, Tunisia and Morocco together; the Hijri and Jalali names as papers print them. Forms
need no accents, and Arabic none of its letters' variants: both are folded.
"""

from __future__ import annotations

from collections.abc import Iterator

GREGORIAN, HIJRI, JALALI = "", "hijri", "jalali"

_ARABIC = """
يناير|جانفي|كانون الثاني|كانون ثاني|ك ٢
فبراير|فيفري|شباط
مارس|آذار|مارت
أبريل|إبريل|أفريل|نيسان
مايو|ماي|أيار|مايس
يونيو|يونيه|جوان|حزيران
يوليو|يوليه|يوليوز|جويلية|تموز
أغسطس|غشت|أوت|آب
سبتمبر|شتنبر|أيلول
أكتوبر|تشرين الأول|تشرين اول|ت ١
نوفمبر|نونبر|تشرين الثاني|تشرين ثاني|ت ٢
ديسمبر|دجنبر|كانون الأول|كانون اول|ك ١
"""

_GREGORIAN = {
    "ar": _ARABIC,
    "en": """
january|jan
february|feb
march|mar
april|apr
may
june|jun
july|jul
august|aug
september|sep|sept
october|oct
november|nov
december|dec
""",
    "fr": """
janvier|janv
fevrier|fevr|fev
mars
avril|avr
mai
juin
juillet|juil
aout
septembre
octobre
novembre
decembre
""",
    "de": """
januar|janner
februar|feber
marz|maerz
april
mai
juni
juli
august
september
oktober|okt
november
dezember|dez
""",
    "es": """
enero|ene
febrero
marzo
abril|abr
mayo
junio
julio
agosto|ago
septiembre|setiembre
octubre
noviembre
diciembre|dic
""",
    "pt": """
janeiro|jan
fevereiro|fev
marco|mar
abril|abr
maio|mai
junho|jun
julho|jul
agosto|ago
setembro|set
outubro|out
novembro|nov
dezembro|dez
""",
    "it": """
gennaio|gen
febbraio|feb
marzo|mar
aprile|apr
maggio|mag
giugno|giu
luglio|lug
agosto|ago
settembre|set
ottobre|ott
novembre|nov
dicembre|dic
""",
    "nl": """
januari
februari
maart|mrt
april
mei
juni
juli
augustus
september
oktober
november
december
""",
    "tr": """
ocak|oca
subat|sub
mart
nisan|nis
mayis
haziran|haz
temmuz|tem
agustos|agu
eylul|eyl
ekim|eki
kasim|kas
aralik|ara
""",
    "fa": """
ژانویه|ژانویهٔ|جنوری
فوریه|فوریهٔ|فبروری
مارس|مارچ
آوریل|اپریل
مه|می
ژوئن|جون
ژوئیه|ژوئیهٔ|جولای|جولائی
اوت|آگوست|اوگست
سپتامبر|سپتمبر
اکتبر|اکتوبر
نوامبر|نومبر
دسامبر|دسمبر
""",
    "ur": """
جنوری
فروری
مارچ
اپریل
مئی
جون
جولائی
اگست
ستمبر
اکتوبر
نومبر
دسمبر
""",
    "ckb": """
کانوونی دووەم|کانوونی دووەمی|کانونی دووەم|کانونی دووەمی
شوبات|شوباتی
ئازار|ئازاری|ئادار|ئاداری
نیسان|نیسانی
ئایار|ئایاری|مایس|مایسی
حوزەیران|حوزەیرانی
تەممووز|تەممووزی|تەموز|تەموزی|تەمموز
ئاب|ئابی
ئەیلوول|ئەیلوولی|ئەیلول|ئەیلولی
تشرینی یەکەم|تشرینی یەکەمی
تشرینی دووەم|تشرینی دووەمی
کانوونی یەکەم|کانوونی یەکەمی|کانونی یەکەم|کانونی یەکەمی
""",
    "ku": """
rebendan|cile|kanuna duyem|kanuna duyemin
sibat|reşemi
adar
nisan
gulan
heziran
tirmeh
tebax
ilon
cotmeh|çiriya yekem
mijdar|çiriya duyem
berfanbar|kanuna yekem|kanuna pesin
""",
    "ru": """
январь|января|январе|янв
февраль|февраля|феврале|февр|фев
март|марта|марте|мар
апрель|апреля|апреле|апр
май|мая|мае
июнь|июня|июне|июн
июль|июля|июле|июл
август|августа|августе|авг
сентябрь|сентября|сентябре|сент|сен
октябрь|октября|октябре|окт
ноябрь|ноября|ноябре|нояб
декабрь|декабря|декабре|дек
""",
    "uk": """
січень|січня|січні|січ
лютий|лютого|лютому|лют
березень|березня|березні|бер
квітень|квітня|квітні|квіт
травень|травня|травні|трав
червень|червня|червні|черв
липень|липня|липні|лип
серпень|серпня|серпні|серп
вересень|вересня|вересні|вер
жовтень|жовтня|жовтні|жовт
листопад|листопада|листопаді|лист
грудень|грудня|грудні|груд
""",
    "hi": """
जनवरी|जन
फ़रवरी|फ़र|फर
मार्च
अप्रैल
मई
जून
जुलाई|जुल
अगस्त|अग
सितंबर|सितम्बर|सित
अक्टूबर|अक्तूबर|अक्टू
नवंबर|नवम्बर|नव
दिसंबर|दिसम्बर|दिस
""",
    "el": """
Ιανουάριος|Ιανουαρίου|Ιανουάριο|Ιαν
Φεβρουάριος|Φεβρουαρίου|Φεβρουάριο|Φεβ
Μάρτιος|Μαρτίου|Μάρτιο|Μαρ
Απρίλιος|Απριλίου|Απρίλιο|Απρ
Μάιος|Μαΐου|Μάιο|Μαϊ|Μαι
Ιουν|Ιούνιος|Ιουνίου|Ιούνιο
Ιουλ|Ιούλιος|Ιουλίου|Ιούλιο
Αύγουστος|Αυγούστου|Αύγουστο|Αυγ
Σεπτέμβριος|Σεπτεμβρίου|Σεπτέμβριο|Σεπ
Οκτώβριος|Οκτωβρίου|Οκτώβριο|Οκτ
Νοέμβριος|Νοεμβρίου|Νοέμβριο|Νοε
Δεκέμβριος|Δεκεμβρίου|Δεκέμβριο|Δεκ
""",
    "he": """
ינואר|בינואר|בינו|ינו
פברואר|בפברואר|בפבר|פבר
מרץ|במרץ|מרס|במרס
אפריל|באפריל|באפר|אפר
מאי|במאי
יוני|ביוני
יולי|ביולי
אוגוסט|באוגוסט|באוג|אוג
ספטמבר|בספטמבר|בספט|ספט
אוקטובר|באוקטובר|באוק|אוק
נובמבר|בנובמבר|בנוב|נוב
דצמבר|בדצמבר|בדצמ|דצמ
""",
    "vi": "\n".join(
        f"thang {n}|thang 0{n}|thg {n}" if n < 10 else f"thang {n}|thg {n}" for n in range(1, 13)
    ),
    "sv": """
januari
februari
mars
april
maj
juni
juli
augusti
september
oktober
november
december
""",
    "id": """
januari
februari
maret
april
mei
juni
juli
agustus|agu
september
oktober
november
desember|des
""",
    "pl": """
styczeń|stycznia|styczniu|sty
luty|lutego|lutym|lut
marzec|marca|marcu
kwiecień|kwietnia|kwietniu|kwi
maj|maja|maju
czerwiec|czerwca|czerwcu|cze
lipiec|lipca|lipcu|lip
sierpień|sierpnia|sierpniu|sie
wrzesień|września|wrześniu|wrz
październik|października|październiku|paź
listopad|listopada|listopadzie|lis
grudzień|grudnia|grudniu|gru
""",
}

_HIJRI = """
محرم|المحرم|muharram
صفر|safar
ربيع الأول|ربیع الاول
ربيع الآخر|ربيع الثاني|ربیع الثانی
جمادى الأولى|جمادي الاول|جمادی الاولی
جمادى الآخرة|جمادى الثانية|جمادی الثانی|جمادى الاخر
رجب|rajab
شعبان|shaban
رمضان|ramadan|ramazan
شوال|shawwal
ذو القعدة|ذي القعدة|ذوالقعدة|ذی القعده|ذیقعده
ذو الحجة|ذي الحجة|ذوالحجة|ذی الحجه|ذیحجه
"""

_JALALI = """
فروردین
اردیبهشت
خرداد
تیر
مرداد|امرداد
شهریور
مهر
آبان
آذر
دی
بهمن
اسفند
"""

NEEDS_YEAR = (
    "صفر",
    "تیر",
    "مهر",
    "دی",
    "آذر",
    "می",
    "مه",
    "safar",
    "set",
    "ago",
    "out",
    "mag",
    "ara",
    "kas",
    "des",
    "lis",
    "sie",
    "gen",
    "лист",
    "бер",
    "вер",
    "नव",
    "जन",
    "फर",
    "अग",
)
"""Names that are another word too: with a day and no year they are no date."""

_PREFIXES = ("", "ل", "ب", "و", "ف")


def month_names() -> Iterator[tuple[str, str, str, int]]:
    """Calendar, language, name and number of each month; a name may be several words."""
    tables = [(GREGORIAN, language, names) for language, names in _GREGORIAN.items()]
    for calendar, language, names in [*tables, (HIJRI, "ar", _HIJRI), (JALALI, "fa", _JALALI)]:
        for number, same in enumerate(names.strip().splitlines(), 1):
            for name in same.split("|"):
                for prefix in _PREFIXES if language == "ar" and name > "ء" else ("",):
                    yield calendar, language, prefix + name, number
