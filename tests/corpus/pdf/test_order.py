"""Letters as they are painted are read in the order in which they were written."""

from __future__ import annotations

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.pdf.order import reading_order, with_brackets

ARABIC = ("قال", "مدير", "المكتبة", "في", "إن", "می", "گروه", "ئەو", "کتاب")
HEBREW = ("הגשר", "נסגר", "לתנועה", "עד", "בגלל")
NUMBERS = ("45", "1,250,000", "15/03/2024", "10:30", "3.5")
LATIN = ("UNICEF", "Libre Office", "a.b@example.org", "C3PO")


def read(painted: str, *, rtl: bool) -> str:
    return "".join(painted[n] for n in reading_order(painted, rtl=rtl))


def lines_in(words: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Lines of words with numbers and Latin words among them, none of these side by side."""
    word = st.sampled_from(words)
    other = st.sampled_from(NUMBERS + LATIN)
    pieces = st.lists(st.tuples(word, st.none() | other), min_size=1, max_size=6)
    return st.builds(
        lambda pairs, stop: (
            " ".join(w for pair in [*pairs, (words[0], None)] for w in pair if w) + stop
        ),
        pieces,
        st.sampled_from(["", ".", "!", "؟", " -", ":"]),
    )


@pytest.mark.parametrize("words", [ARABIC, HEBREW], ids=["arabic", "hebrew"])
@given(data=st.data())
def test_what_the_bidirectional_algorithm_paints_is_read_back(words, data):
    line = data.draw(lines_in(words))
    assert read(str(get_display(line, base_dir="R")), rtl=True) == line


@given(lines_in(ARABIC))
def test_words_to_the_left_in_a_line_to_the_right(line):
    quoted = f"The words {line.rstrip('.!؟: -')} are quoted here"
    assert read(str(get_display(quoted, base_dir="L")), rtl=False) == quoted


@pytest.mark.parametrize(
    "line",
    [
        "زادت الإنتاجية بنسبة 18% بعد حل المشكلات",
        "تعمل حتى 31/12/2025.",
        "صدر في 2024-03-15 عن الدائرة",
        "הוועדה אישרה ב-15/03/2024 תוכנית",
        "העלות היא 45% מהסך ו-5$ לאדם",
        "ساله ۱۴۰۳/۰۵/۱۲ و ٪۴۵ از آن",
        "عددها ١٬٢٥٠ وحدة",
        "يستخدم نظام Windows 10 في المكاتب",
        "برنامج C++ للمبتدئين",
        "شركة Google (GOOG) الأمريكية",
    ],
)
def test_numbers_signs_and_names(line):
    painted = str(get_display(line, base_dir="R"))
    ordered = [painted[n] for n in reading_order(painted, rtl=True)]
    assert "".join(with_brackets(ordered)) == line


@given(st.text(alphabet="ابשL1٢,.%-+$ ()«", max_size=40), st.booleans(), st.booleans())
def test_nothing_is_lost_or_doubled(painted, rtl, after_arabic):
    order = reading_order(painted, rtl=rtl, after_arabic=after_arabic)
    assert sorted(order) == list(range(len(painted)))


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("تعمل )هنا( بجد", "تعمل (هنا) بجد"),
        ("تعمل (هنا) بجد", "تعمل (هنا) بجد"),
        (")ראו סעיף 7( ]כולל[", "(ראו סעיף 7) [כולל]"),
        ("الحل »ممكن خلال عامين«.", "الحل «ممكن خلال عامين»."),
        ("1) أولا", "1) أولا"),
        ("( مسافات )", "( مسافات )"),
        ("«(أ)»", "«(أ)»"),
        ("دالة f(x) هنا", "دالة f(x) هنا"),
    ],
)
def test_brackets_open_before_words(line, mended):
    assert "".join(with_brackets(line)) == mended
