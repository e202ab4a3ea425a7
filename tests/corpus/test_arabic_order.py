"""Presentation forms and visual order: mended where evident, left alone and noted where not."""

from __future__ import annotations

import unicodedata

import arabic_reshaper
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.arabic_order import (
    NOTE_FORMS,
    NOTE_REPAIRED,
    NOTE_UNCERTAIN,
    fold_presentation_forms,
    mend_arabic,
    order_of,
)
from support.parsing_samples import ARABIC_LINES, visual

PERSIAN = "این کتابخانه در سال ۱۳۵۰ ساخته شد و می‌توان در آن هزاران کتاب خواند."
URDU = "یہ کتب خانہ سن انیس سو ستر میں بنایا گیا اور اس میں ہزاروں کتابیں ہیں۔"


@pytest.mark.parametrize("line", ARABIC_LINES)
def test_shaped_letters_fold_to_the_letters_they_were_made_from(line):
    shaped = arabic_reshaper.reshape(line)
    assert shaped != line
    assert fold_presentation_forms(shaped) == line


def test_shaped_vowel_signs_fold_without_a_space():
    assert fold_presentation_forms("\ufee3\ufe76\ufeaa") == "م\u064eد"  # meem, fatha, dal


@given(st.text())
def test_only_presentation_forms_change(text):
    folded = fold_presentation_forms(text)
    forms = [c for c in text if "\ufb50" <= c <= "\ufdff" or "\ufe70" <= c <= "\ufeff"]
    if not forms:
        assert folded == text
    kept = [c for c in text if c not in forms]
    rest = iter(folded)
    assert all(c in rest for c in kept)


@pytest.mark.parametrize("shape", [True, False])
def test_visual_lines_are_turned_to_what_they_were(shape):
    backward = [
        visual(line) if shape else unicodedata.normalize("NFC", _reversed(line))
        for line in ARABIC_LINES
    ]
    mended, notes = mend_arabic(["\n".join(backward)])
    assert mended == ["\n".join(ARABIC_LINES)]
    assert NOTE_REPAIRED in notes
    assert (NOTE_FORMS in notes) == shape


def _reversed(line: str) -> str:
    from bidi import get_display

    return str(get_display(line))


@pytest.mark.parametrize(
    "text",
    ["\n".join(ARABIC_LINES), PERSIAN, URDU, "plain English", "", "إلا قليلا، مثلا، وأهلا وسهلا"],
)
def test_sound_text_is_left_as_it_is(text):
    assert order_of([text]) == "logical"
    assert mend_arabic([text]) == ([text], ())


def test_latin_lines_among_backward_ones_stay():
    lines = [visual(ARABIC_LINES[1]), "An English line (with brackets).", visual(ARABIC_LINES[2])]
    mended, _ = mend_arabic(["\n".join(lines)])
    assert mended[0].split("\n")[1] == lines[1]


def test_mixed_evidence_gives_a_note_and_no_change():
    sound, backward = ARABIC_LINES[1], _reversed(ARABIC_LINES[1])
    assert mend_arabic([sound, backward]) == ([sound, backward], (NOTE_UNCERTAIN,))


def test_two_words_are_no_evidence():
    assert order_of(["ةسردم"]) == "logical"


@given(st.lists(st.text(alphabet="ابتةىلم ﻻﻼﷲ()12aB\n", max_size=40), max_size=4))
def test_mending_never_fails_and_keeps_the_number_of_parts(texts):
    mended, _ = mend_arabic(texts)
    assert len(mended) == len(texts)
