"""Lines that are leftovers of web pages go; prose that holds the same words stays."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.corpus.html.boilerplate import MAX_LINE, is_leftover, strip_leftovers

LEFTOVERS = [
    "Spread the love",
    "error: Content is protected !!",
    "لقراءة المزيد اضغط هنا",
    "إقرأ أيضاً: كيف تزرع الزيتون؟",
    "اقرأ أيضا",
    "اقرأ أيضًا:",
    "شاهد أيضاً",
    "Read more",
    "Read more...",
    "READ MORE »",
    "Read also: How olives grow",
    "Lire aussi : Comment pousse l'olivier",
    "À lire aussi",
    "Lire la suite",
    "Leer también: Los olivos",
    "Читайте также: Как растут оливы",
    "شارك",
    "شارك المقال",
    "شارك على فيسبوك",
    "Share on Facebook",
    "Share this:",
    "Click to share on WhatsApp (Opens in new window)",
    "Facebook Twitter WhatsApp Telegram",
    "Tweet",
    "حجم الخط:",
    "277 مشاهدة",
    "وقت القراءة: 3 دقيقة",
    "277 مشاهدة | وقت القراءة: 3 دقائق",
    "1,204 views",
    "5 min read",
    "مقالات ذات صلة",
    "Related articles",
    "Accept all cookies",
    "We use cookies. By continuing to use this site you accept them.",
    "نستخدم ملفات تعريف الارتباط، وباستمرارك في التصفح فإنك توافق على ذلك",
]

PROSE = [
    "Spread the love of reading among children, the minister said.",
    "اقرأ أيضا هذا الكتاب قبل أن تسافر إلى المدينة.",
    "Read more books and you will write better.",
    "Read more than one source before you judge.",
    "شارك المقال في تغيير الرأي العام في تلك السنة.",
    "شارك في الاجتماع عشرون مندوبا.",
    "She will tweet the result tomorrow.",
    "Share on Monday your results with the team.",
    "Share your findings.",
    "حجم الخط في الوثيقة صغير.",
    "بلغ عدد المشاهدات 277 مشاهدة في اليوم الأول.",
    "The film had 1,204 views on its first day.",
    "We use cookies and milk in this recipe.",
    "This site uses cookies to remember your language.",
    "Facebook and Twitter were founded in the same decade.",
    "إعلان",
    "16",
    "2025",
    "31 أغسطس 2025",
    "المشاهدات كثيرة هذا العام",
    "Related work",
    "See also the annex, which lists all stations.",
]


@pytest.mark.parametrize("line", LEFTOVERS)
def test_a_leftover_goes(line):
    assert is_leftover(line)
    text, removed = strip_leftovers(f"First sentence.\n\n{line}\n\nSecond sentence.")
    assert text == "First sentence.\n\nSecond sentence."
    assert removed == [line]


@pytest.mark.parametrize("line", PROSE)
def test_prose_stays(line):
    text = f"First sentence.\n{line}\nSecond sentence."
    assert strip_leftovers(text) == (text, [])


def test_a_leftover_inside_a_longer_line_stays():
    text = "First sentence. Spread the love"
    assert strip_leftovers(text) == (text, [])


def test_a_font_size_goes_with_its_number():
    text, removed = strip_leftovers("عنوان\nحجم الخط:\n\n16\nالنص يبدأ هنا.\n17")
    assert text == "عنوان\n\nالنص يبدأ هنا.\n17"
    assert removed == ["حجم الخط:", "16"]


@pytest.mark.parametrize("glued", ["52 مشاهدة", "52 مشاهدةوقت القراءة: 4 دقائق"])
def test_the_date_stays_where_a_counter_is_glued_to_it(glued):
    text, removed = strip_leftovers(f"عنوان\n7 مارس 2021{glued}\nنص")
    assert text == "عنوان\n7 مارس 2021\nنص"
    assert removed == [glued]


def test_a_long_line_is_never_a_leftover():
    line = "إقرأ أيضاً: " + "كلمة " * 40
    assert len(line) > MAX_LINE
    assert strip_leftovers(line) == (line, [])


@settings(deadline=None)
@given(st.lists(st.sampled_from(LEFTOVERS + PROSE + ["", "  "]), max_size=12))
def test_what_stays_is_lines_of_the_text_in_their_order(lines):
    text, removed = strip_leftovers("\n".join(lines))
    kept = [line for line in text.split("\n") if line.strip()]
    assert len(kept) + len(removed) == sum(bool(line.strip()) for line in lines)
    rest = iter(lines)
    assert all(any(line == other for other in rest) for line in kept)


def test_long_texts_take_linear_time():
    started = time.perf_counter()
    strip_leftovers("اقرأ أيضا " * 200_000)
    strip_leftovers("\n" * 200_000 + "Read more\n" * 20_000)
    strip_leftovers(("\n" + " " * 100) * 20_000 + "\nRead more")
    assert time.perf_counter() - started < 5
