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
janeiro
fevereiro
marco
abril
maio
junho
julho
agosto
setembro
outubro
novembro
dezembro
""",
    "it": """
gennaio
febbraio
marzo
aprile
maggio
giugno
luglio
agosto
settembre
ottobre
novembre
dicembre
""",
    "nl": """
januari
februari
maart
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
ocak
subat
mart
nisan
mayis
haziran
temmuz
agustos
eylul
ekim
kasim
aralik
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
март|марта|марте
апрель|апреля|апреле|апр
май|мая|мае
июнь|июня|июне
июль|июля|июле
август|августа|августе|авг
сентябрь|сентября|сентябре|сент|сен
октябрь|октября|октябре|окт
ноябрь|ноября|ноябре|нояб
декабрь|декабря|декабре|дек
""",
    "uk": """
січень|січня|січні
лютий|лютого|лютому
березень|березня|березні
квітень|квітня|квітні
травень|травня|травні
червень|червня|червні
липень|липня|липні
серпень|серпня|серпні
вересень|вересня|вересні
жовтень|жовтня|жовтні
листопад|листопада|листопаді
грудень|грудня|грудні
""",
    "hi": """
जनवरी
फ़रवरी
मार्च
अप्रैल
मई
जून
जुलाई
अगस्त
सितंबर|सितम्बर
अक्टूबर|अक्तूबर
नवंबर|नवम्बर
दिसंबर|दिसम्बर
""",
    "el": """
Ιανουάριος|Ιανουαρίου|Ιανουάριο|Ιαν
Φεβρουάριος|Φεβρουαρίου|Φεβρουάριο|Φεβ
Μάρτιος|Μαρτίου|Μάρτιο|Μαρ
Απρίλιος|Απριλίου|Απρίλιο|Απρ
Μάιος|Μαΐου|Μάιο
Ιούνιος|Ιουνίου|Ιούνιο
Ιούλιος|Ιουλίου|Ιούλιο
Αύγουστος|Αυγούστου|Αύγουστο|Αυγ
Σεπτέμβριος|Σεπτεμβρίου|Σεπτέμβριο|Σεπ
Οκτώβριος|Οκτωβρίου|Οκτώβριο|Οκτ
Νοέμβριος|Νοεμβρίου|Νοέμβριο|Νοε
Δεκέμβριος|Δεκεμβρίου|Δεκέμβριο|Δεκ
""",
    "he": """
ינואר|בינואר
פברואר|בפברואר
מרץ|במרץ|מרס|במרס
אפריל|באפריל
מאי|במאי
יוני|ביוני
יולי|ביולי
אוגוסט|באוגוסט
ספטמבר|בספטמבר
אוקטובר|באוקטובר
נובמבר|בנובמבר
דצמבר|בדצמבר
""",
    "vi": "\n".join(f"thang {n}|thang 0{n}" if n < 10 else f"thang {n}" for n in range(1, 13)),
    "id": """
januari
februari
maret
april
mei
juni
juli
agustus
september
oktober
november
desember
""",
    "pl": """
styczeń|stycznia|styczniu
luty|lutego|lutym
marzec|marca|marcu
kwiecień|kwietnia|kwietniu
maj|maja|maju
czerwiec|czerwca|czerwcu
lipiec|lipca|lipcu
sierpień|sierpnia|sierpniu
wrzesień|września|wrześniu
październik|października|październiku
listopad|listopada|listopadzie
grudzień|grudnia|grudniu
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

NEEDS_YEAR = ("صفر", "تیر", "مهر", "دی", "آذر", "می", "مه", "safar")
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
