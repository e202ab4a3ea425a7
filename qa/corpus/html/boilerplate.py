"""Leave out the lines that web pages put around a text: share bars, "read also", view counts.

Only whole short lines go, each matched from its first to its last character, so a sentence that
merely contains such words stays. One line is shortened instead: where a site has glued its view
count to the date, the date stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.findings import Finding

MAX_LINE = 120
"""Longest line, in characters, that may be a leftover: a linked headline fits, prose does not."""

NOTE_LINES = 3
"""Removed lines quoted in a note."""

NOTE_CHARACTERS = 60
"""Characters of each quoted line."""

_NETWORK = (
    r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|pinterest|reddit|messenger|viber|tumblr"
    r"|instagram|email|e-mail|print|copy link|فيسبوك|تويتر|واتساب|تيليجرام|تلغرام|لينكدان|لينكد ان"
    r"|ماسنجر|انستغرام|طباعه|بريد الكتروني|نسخ الرابط)"
)
_SEPARATOR = r"[\s|·•,،/\-]+"
_TEXT_AFTER_COLON = r"(?:\s*[:：|]\s*[^.]*)?"
# Patterns see a line as `_key` writes it: lower case, Arabic letters folded, spaces single.
_PATTERNS = (
    # sharing
    r"spread the love",
    r"sharing is caring!?",
    r"share (?:this|this (?:article|post|page|story|news)|on|via)?:?",
    rf"share (?:this )?(?:\w+ )?(?:on|via|with|to) {_NETWORK}",
    r"(?:click|tap) to share on .{1,30}",
    rf"tweet|tweet this|retweet|pin it|{_NETWORK}(?:{_SEPARATOR}{_NETWORK}){{2,}}",
    rf"(?:share|شارك|مشاركه|partager|compartir|teilen):?(?:{_SEPARATOR}{_NETWORK})+",
    rf"(?:partager|compartir|teilen)(?: cet article)?(?: (?:sur|en|auf) {_NETWORK})?",
    r"(?:شارك|شاركها|شاركنا|شارك المقال|شارك الخبر|شارك الموضوع|شارك هذا المقال|شارك هذا الخبر"
    r"|مشاركه المقال|مشاركه الخبر|شارك عبر|شارك علي)\s*[:.!]?",
    rf"(?:شارك|مشاركه)(?: (?:هذا )?(?:المقال|الخبر|الموضوع))? (?:علي|عبر) {_NETWORK}",
    # copy guards
    r"error: ?content is protected ?!*",
    r"(?:content is protected|copying is not allowed|right click is disabled) ?[!.]*",
    # other articles
    rf"(?:اقرا|اقراي|شاهد|طالع|اقروا) ايضا(?: في الموقع)?\s*\.*(?:{_TEXT_AFTER_COLON})",
    r"(?:للمزيد|ل?قراءه المزيد|لقراءه الموضوع كاملا|اقرا المزيد|المزيد|لمزيد من التفاصيل)"
    r"(?:[،,:]? ?(?:اضغط|انقر) هنا)?\s*[:.…!]*",
    r"(?:اضغط|انقر) هنا(?: (?:للمزيد|لقراءه المزيد|لقراءه المقال كاملا))?\s*[:.…!]*",
    r"(?:مقالات|اخبار|مواضيع|موضوعات) (?:ذات صله|مشابهه|متعلقه|اخري)\s*:?",
    r"قد يعجبك ايضا\s*:?|قد يهمك ايضا\s*:?",
    rf"(?:read|see|watch) also{_TEXT_AFTER_COLON}|also read{_TEXT_AFTER_COLON}",
    r"(?:read|see|view|show|load) more\s*(?:\.\.\.|…|»|>+|→)?|(?:click here )?to read more",
    r"read more ?[:|][^.]*|(?:continue|keep) reading\s*(?:\.\.\.|…|»|→)?",
    r"related (?:articles|posts|stories|news|topics)\s*:?|you (?:may|might) also like\s*:?",
    rf"(?:lire|voir) aussi{_TEXT_AFTER_COLON}|à lire(?: aussi| également)?{_TEXT_AFTER_COLON}",
    r"lire la suite\s*(?:\.\.\.|…|»|→)?|sur le m[êe]me sujet\s*:?",
    rf"(?:leer|ver|lea) tambi[ée]n{_TEXT_AFTER_COLON}|leer m[áa]s\s*(?:\.\.\.|…|»)?",
    rf"lesen sie auch{_TEXT_AFTER_COLON}|weiterlesen\s*(?:\.\.\.|…|»)?",
    rf"читайте также{_TEXT_AFTER_COLON}|ayrıca oku(?:yun)?{_TEXT_AFTER_COLON}",
    # counters
    r"(?:عدد )?(?:المشاهدات|القراءات|الزيارات)\s*:?\s*\d[\d.,٬]*|\d[\d.,٬]* ?(?:مشاهده|قراءه)",
    r"وقت القراءه\s*:?\s*\d+ ?(?:دقيقه|دقائق|دقيقتان|ثانيه)",
    r"\d[\d.,٬]* ?(?:مشاهده|قراءه)\s*[|·•\-]?\s*وقت القراءه\s*:?\s*\d+ ?(?:دقيقه|دقائق|ثانيه)",
    r"\d[\d.,]*k? (?:views?|comments?)|views?\s*:\s*\d[\d.,]*k?",
    r"(?:reading time\s*:?\s*)?\d+ ?(?:min|mins|minutes?)\.? read|reading time\s*:?\s*\d+ ?"
    r"(?:min|mins|minutes?)|temps de lecture\s*:?\s*\d+ ?(?:min|mn|minutes?)",
    # widgets
    r"حجم الخط\s*:?\s*\d{0,3}|font size\s*:?\s*\d{0,3}|taille (?:du texte|de (?:la )?police)\s*:?",
    r"(?:استمع (?:الي|لل)\s?(?:المقال|الخبر)|listen to this article)\s*:?",
    r"(?:subscribe|sign up) (?:to|for) (?:our|the) newsletter\s*[!.]?",
    r"(?:skip|jump) to (?:main )?content|back to top|العوده الي الاعلي",
    # cookies: the banner's own words, which ask for consent
    r"(?:we|this (?:web ?)?site|our (?:web ?)?site) uses? cookies\b.*\b(?:accept|agree|consent|by "
    r"continuing|by using)\b.*",
    r"(?:accept|reject|allow|manage)(?: all)? cookies|cookies? (?:settings|preferences)",
    r"(?:يستخدم هذا الموقع|نحن نستخدم|نستخدم) ملفات (?:تعريف الارتباط|الكوكيز)"
    r".*(?:موافق|توافق|قبول|باستمرارك|استمرارك).*",
)
_LEFTOVER = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))
_FONT_SIZE = re.compile(r"(?:حجم الخط|font size)\s*:?")
_BARE_NUMBER = re.compile(r"\d{1,3}")

_MONTHS = (
    r"(?:يناير|فبراير|مارس|أبريل|ابريل|إبريل|مايو|يونيو|يوليو|أغسطس|اغسطس|سبتمبر|أكتوبر|اكتوبر"
    r"|نوفمبر|ديسمبر|كانون (?:الثاني|الأول)|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول"
    r"|تشرين (?:الأول|الثاني))"
)
# "31 <month> 2025277 <views><reading time>: 3 <minutes>": the year has four digits, the rest of
# the glued number is the count.
_DATE_WITH_COUNTER = re.compile(
    rf"(?P<date>\d{{1,2}} {_MONTHS} (?:19|20)\d\d)(?P<glued>\s*[\d,.٬]*\s*"
    r"(?:مشاهد(?:ة|ات)|قراء(?:ة|ات))\s*[|·\-]?\s*"
    r"(?:وقت القراءة\s*:?\s*\d+\s*(?:دقيقة|دقائق|ثانية))?)"
)

_MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200b-\u200f]")
_FOLD = str.maketrans("أإآٱىة", "اااايه")
_SPACES = re.compile(r"\s+")
_EMPTY_LINES = re.compile(r"\n(?:[^\S\n]*\n){2,}")


def strip_leftovers(text: str) -> tuple[str, list[str]]:
    """Remove the lines that are surely leftovers of a web page.

    Returns:
        The text without them, and what was removed, in order. A text with none comes back as
        it is.
    """
    kept: list[str] = []
    removed: list[str] = []
    after_font_size = False
    for line in text.split("\n"):
        stripped = line.strip()
        if not stripped or len(stripped) > MAX_LINE:
            kept.append(line)
            after_font_size = after_font_size and not stripped
            continue
        is_size = after_font_size and _BARE_NUMBER.fullmatch(stripped) is not None
        after_font_size = _FONT_SIZE.fullmatch(_key(stripped)) is not None
        dated = _DATE_WITH_COUNTER.fullmatch(stripped)
        if dated:
            kept.append(dated["date"])
            removed.append(dated["glued"].strip())
        elif is_size or is_leftover(stripped):
            removed.append(stripped)
        else:
            kept.append(line)
    if not removed:
        return text, []
    return _EMPTY_LINES.sub("\n\n", "\n".join(kept)), removed


def removal_note(removed: Sequence[str]) -> Finding:
    """Say how many lines were left out, quoting the first few."""
    quoted = "; ".join(f"“{line[:NOTE_CHARACTERS]}”" for line in removed[:NOTE_LINES])
    more = "; …" if len(removed) > NOTE_LINES else ""
    return Finding.of("web_leftovers", len(removed), quoted + more)


def is_leftover(line: str) -> bool:
    """Whether a line, by itself, is surely a leftover of a web page."""
    return len(line) <= MAX_LINE and _LEFTOVER.fullmatch(_key(line)) is not None


def _key(line: str) -> str:
    """Write a line as the patterns see it."""
    folded = _MARKS.sub("", line).translate(_FOLD).lower()
    return _SPACES.sub(" ", folded).strip(" \t*_>#")
