"""Every string of ours that the page shows, in Arabic and in English.

A `Texts` record has one field for each string, so a language that lacks one does not type-check.
Documents, titles and questions never come from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from qa.web.bidi import Direction

Language = Literal["ar", "en"]

DEFAULT_LANGUAGE: Language = "ar"

EXAMPLES = (
    "متى تنتهي المرحلة الأولى من الانسحاب؟",
    "Who was killed by the 2020 US air strike?",
    "كيف ساهم العراق في التقارب بين الرياض وطهران؟",
    "Que vont devenir les bases américaines ?",
    "Irak'ta kaç Amerikan askeri var?",
    "¿Qué general iraní murió en el ataque estadounidense de 2020?",
)
"""Questions on the documents that come with the program.

Each is offered only when asking it of the index in service gives an answer, so the page of
somebody else's documents does not open with questions on ours (`conversation.Examples`).
"""


@dataclass(frozen=True, slots=True)
class Texts:
    """The page's strings in one language. Braces are filled with `str.format`."""

    language: Language
    direction: Direction
    name: str
    tagline: str
    other_language: Language
    switch: str
    question: str
    placeholder: str
    send: str
    conversation: str
    sources: str
    only_near: str
    no_sources: str
    welcome: str
    cited: str
    source: str
    related: str
    related_why: str
    not_found: str
    not_found_why: str
    nearest: str
    no_documents: str
    no_documents_do: str
    elapsed: str
    preparing: str
    reading: str
    encoding: str
    writing: str
    opening_ask: str
    failed: str
    faults: Mapping[str, str]
    too_long: str
    page: str
    row: str
    line: str
    open_document: str
    original: str
    back: str
    unknown_document: str
    unknown_original: str
    changed: str
    previous_part: str
    next_part: str
    part: str
    to_chat: str


_ARABIC = Texts(
    language="ar",
    direction="rtl",
    name="سند",
    tagline="أجوبة بنصّها من وثائقك، مع مصدر كل جواب",
    other_language="en",
    switch="English",
    question="سؤالك",
    placeholder="اسأل وثائقك…",
    send="اسأل",
    conversation="المحادثة",
    sources="مصادر:",
    only_near="أقرب المقاطع، وليست جواباً:",
    no_sources="تظهر هنا المقاطع التي يستند إليها الجواب، كلٌّ في موضعه من وثيقته.",
    welcome="اسأل بالعربية أو بغيرها. الجواب مقطع من وثائقك كما كُتب، وإن لم يوجد قيل لك.",
    cited="المصادر:",
    source="المصدر",
    related="لا تجيب الوثائق عن هذا السؤال",
    related_why="في الوثائق مقاطع قريبة من الموضوع، وليس فيها ما نراه جواباً.",
    not_found="لم يوجد جواب في هذه الوثائق",
    not_found_why="جرّب صياغة أخرى، أو أضف إلى مجلد seeds وثيقة تتناول الموضوع.",
    nearest="أقرب المقاطع:",
    no_documents="لا توجد وثائق يُبحث فيها",
    no_documents_do="ليس في مجلد seeds وثيقة يمكن قراءتها. ضع فيه وثائق، ثم اسأل من جديد.",
    elapsed="{ms} م‌ث",
    preparing="يُعَدّ النموذج اللغوي…",
    reading="تُقرأ الوثائق: {done} من {total}",
    encoding="يُبنى الفهرس: {done} من {total} مقطعاً",
    writing="يُحفظ الفهرس…",
    opening_ask="لم يكتمل الفهرس بعد. أعد السؤال حين يكتمل.",
    failed="تعذّر الجواب",
    faults=MappingProxyType(
        {
            "QuestionError": "لا يمكن البحث عن هذا السؤال.",
            "SeedsNotFoundError": "مجلد الوثائق غير موجود. أنشئه وضع فيه وثائق.",
            "ModelError": "تعذّر إعداد النموذج اللغوي أو تشغيله.",
            "IndexMissingError": "لم يُبنَ الفهرس بعد. ابنه بالأمر: qa build",
            "IndexDamagedError": "الفهرس تالف. أعد بناءه بالأمر: qa build",
            "IndexMismatchError": "بُني الفهرس بنموذج آخر. أعد بناءه بالأمر: qa build",
            "IndexBusyError": "عملية أخرى تبني الفهرس الآن. انتظر انتهاءها ثم أعد السؤال.",
            "Exception": "خلل داخلي في البرنامج؛ تفصيله في نافذة الأوامر.",
        }
    ),
    too_long="السؤال أطول من {limit} حرف. اختصره.",
    page="صفحة {label}",
    row="صف {label}",
    line="سطر {label}",
    open_document="افتح الوثيقة عند الموضع",
    original="الملف الأصلي",
    back="عودة إلى الجواب",
    unknown_document="لا توجد وثيقة بهذا الاسم في الفهرس.",
    unknown_original="هذا الملف غير متاح.",
    changed="تغيّرت الوثيقة منذ ذلك الجواب، فلم يُعلَّم الموضع.",
    previous_part="الجزء السابق",
    next_part="الجزء التالي",
    part="جزء {number} من {total}",
    to_chat="المحادثة",
)

_ENGLISH = Texts(
    language="en",
    direction="ltr",
    name="Sanad",
    tagline="Answers in your documents' own words, each with its source",
    other_language="ar",
    switch="العربية",
    question="Your question",
    placeholder="Ask your documents…",
    send="Ask",
    conversation="Conversation",
    sources="Sources:",
    only_near="Nearest passages, not an answer:",
    no_sources="The passages behind an answer appear here, each at its place in its document.",
    welcome="Ask in any language. The answer is a passage of your documents as it stands; "
    "where there is none, you are told so.",
    cited="Sources:",
    source="Source",
    related="The documents do not answer this question",
    related_why="There are passages on the subject, none of which seems to be an answer.",
    not_found="No answer in these documents",
    not_found_why="Try other words, or add a document on the subject to the seeds folder.",
    nearest="Nearest passages:",
    no_documents="There are no documents to search",
    no_documents_do="The seeds folder has no readable document. Put some there, then ask again.",
    elapsed="{ms} ms",
    preparing="Preparing the language model…",
    reading="Reading documents: {done} of {total}",
    encoding="The index is being built: {done} of {total} passages",
    writing="Saving the index…",
    opening_ask="The index is not complete yet. Ask again when it is.",
    failed="This could not be answered",
    faults=MappingProxyType(
        {
            "QuestionError": "This question cannot be searched for.",
            "SeedsNotFoundError": "The folder of documents is missing. Create it, and fill it.",
            "ModelError": "The language model cannot be prepared or run.",
            "IndexMissingError": "The index has not been built. Build it with: qa build",
            "IndexDamagedError": "The index is damaged. Rebuild it with: qa build",
            "IndexMismatchError": "The index was made by another model. Rebuild it: qa build",
            "IndexBusyError": "Another process is building the index. Wait, then ask again.",
            "Exception": "A fault in the program; the terminal has the details.",
        }
    ),
    too_long="The question is longer than {limit} characters. Shorten it.",
    page="page {label}",
    row="row {label}",
    line="line {label}",
    open_document="Open the document at the place",
    original="Original file",
    back="Back to the answer",
    unknown_document="The index has no document of this name.",
    unknown_original="This file is not available.",
    changed="The document has changed since that answer, so the place is not marked.",
    previous_part="Previous part",
    next_part="Next part",
    part="Part {number} of {total}",
    to_chat="Conversation",
)

TEXTS: Mapping[Language, Texts] = MappingProxyType({"ar": _ARABIC, "en": _ENGLISH})


def texts_for(language: object) -> Texts:
    """The texts of a language named by a cookie or an address; Arabic where it names none."""
    return _ENGLISH if language == "en" else _ARABIC
