"""Mend Arabic text that keeps how it was painted: shaped letters, and letters from left to right.

Two faults make Arabic text unsearchable while it looks right on the page. *Presentation forms*
are one code point for each shape of a letter (U+FE8E for a final alef); they are folded to the
letters themselves. *Visual order* is a line written backwards, last letter first; it is turned
round, with numbers and Latin words kept in their own direction. Whether a text is backwards is
judged by letters that can only end an Arabic word and by the article, which begins one; where
the evidence is mixed the text is left alone and a note says so. PDFs have better evidence, the
places of the letters (`pdf.order`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from qa.findings import Finding

Order = Literal["logical", "visual", "uncertain"]

NOTE_FORMS = Finding.of("arabic_shapes")
NOTE_REPAIRED = Finding.of("arabic_turned")
NOTE_UNCERTAIN = Finding.of("arabic_uncertain")

MIN_EVIDENCE = 4
"""Points below which a text is too short to call backwards: two words that end in teh marbuta."""

VISUAL_SHARE = 0.8
"""Share of the evidence from which a text counts as backwards. Correct Arabic has some 0.02."""

UNCERTAIN_SHARE = 0.25
"""Share from which a note is due. Between the two, part of a text is backwards."""

# U+FDD0-FDEF are not characters, and U+FD3E/F are ornate brackets with no base letter.
_FORMS = re.compile("[\ufb50-\ufd3d\ufd40-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe]+")
_WORD = re.compile("[\u0621-\u064a\u0671-\u06d3]{3,}")
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]+")
_ARABIC = re.compile("[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefe]")

ENDS_ONLY = "ةى"
"""Letters that end an Arabic word and never begin one."""


def fold_presentation_forms(text: str) -> str:
    """Replace each presentation form by its letters; every other character stays as it is."""
    return _FORMS.sub(_fold_run, text)


def _fold_run(match: re.Match[str]) -> str:
    # NFKC writes the isolated shape of a vowel sign as a space and the sign.
    run = unicodedata.normalize("NFKC", match.group())
    return re.sub(" (?=[\u064b-\u0652\u0670])", "", run)


def order_of(texts: Sequence[str]) -> Order:
    """Judge in which order the Arabic of a document is stored.

    Args:
        texts: The document's parts, presentation forms folded or not.
    """
    logical = visual = 0
    for text in texts:
        for word in _WORD.findall(_MARKS.sub("", fold_presentation_forms(text))):
            forward, backward = _evidence(word)
            logical += forward
            visual += backward
    total = logical + visual
    if visual < MIN_EVIDENCE or visual < UNCERTAIN_SHARE * total:
        return "logical"
    return "visual" if visual >= VISUAL_SHARE * total else "uncertain"


def mend_arabic(texts: Sequence[str]) -> tuple[list[str], tuple[Finding, ...]]:
    """Fold presentation forms and turn backward lines round, judged over all parts together.

    Returns:
        The mended parts, and notes of what was done.
    """
    if not any(_ARABIC.search(text) for text in texts):
        return list(texts), ()
    notes = []
    order = order_of(texts)
    mended = list(texts)
    if order == "visual":
        # Before folding: a lam-alef is one shape, and folded it would come out as alef-lam.
        mended = [turn_lines(text) for text in mended]
        notes.append(NOTE_REPAIRED)
    elif order == "uncertain":
        notes.append(NOTE_UNCERTAIN)
    folded = [fold_presentation_forms(text) for text in mended]
    if folded != mended:
        notes.append(NOTE_FORMS)
    return folded, tuple(notes)


def turn_lines(text: str) -> str:
    """Turn each line that holds Arabic from visual to logical order."""
    return "\n".join(_turn(line) if _ARABIC.search(line) else line for line in text.split("\n"))


def _turn(line: str) -> str:
    # Loaded only for the rare file that needs it.
    from bidi import get_display  # noqa: PLC0415

    return str(get_display(line, base_dir="R"))


def _evidence(word: str) -> tuple[int, int]:
    """Points for (logical, visual) order that one word of three letters or more gives."""
    forward = backward = 0
    if word[-1] in ENDS_ONLY:
        forward += 2
    if word[0] in ENDS_ONLY:
        backward += 2
    if len(word) >= 5:
        # One point only: some words do end in lam-alef (qalilan, mathalan).
        forward += word.startswith("ال")
        backward += word.endswith("لا")
    return forward, backward
