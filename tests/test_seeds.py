"""The documents that ship in seeds/, and the questions asked of them.

The Arabic documents restate facts of texts that belong to other people. They
must say it in words of their own: where those texts lie beside the checkout, no
run of seven words may be shared with them.
"""

import html
import json
import re
import unicodedata

import pytest

from support.paths import DATA, ROOT

SEEDS = ROOT / "seeds"
ORIGINALS = ROOT.parent / "shared" / "seeds"
QUESTIONS = DATA / "seed_questions.jsonl"

LONGEST_SHARED_RUN = 6

# By name: a user's own documents in seeds/ are none of this test's business.
SHIPPED = (
    "ar/baghdad-washington-withdrawal-talks.txt",
    "ar/coalition-end-or-repositioning.html",
    "ar/coalition-mission-roadmap.md",
    "ar/foreign-troops-domestic-pressure.md",
    "ar/us-iraq-strategic-partnership.md",
    "de/us-abzug-irak.txt",
    "en/us-withdrawal-from-iraq.md",
    "es/retirada-estadounidense-irak.md",
    "fa/khoruj-amrika-az-eragh.txt",
    "fr/retrait-americain-irak.md",
    "tr/irak-abd-cekilme-takvimi.md",
)
ARABIC = tuple(name for name in SHIPPED if name.startswith("ar/"))
LANGUAGES = {"ar", "de", "en", "es", "fa", "fr", "tr"}

_FOLD = str.maketrans({"ى": "ي", "ی": "ي", "ة": "ه", "ٱ": "ا", "ک": "ك", "ـ": None})
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n\n", re.S)


def read(name):
    return (SEEDS / name).read_bytes().decode("utf-8")


def words(text):
    """Lower-cased words without marks or punctuation; alef, ya and ta marbuta folded."""
    text = html.unescape(_TAG.sub(" ", text))
    # NFKD takes tashkeel and the hamza of أ إ آ ؤ ئ off their letters.
    text = unicodedata.normalize("NFKD", text).translate(_FOLD)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return _WORD.findall(text.casefold())


def runs(sequence, length):
    return {tuple(sequence[i : i + length]) for i in range(len(sequence) - length + 1)}


def title(name):
    text = read(name)
    if name.endswith(".html"):
        found = re.search(r"<h1[^>]*>(.+?)</h1>", text, re.S)
        return found.group(1).strip() if found else ""
    first, _, rest = _FRONT_MATTER.sub("", text).partition("\n")
    if name.endswith(".md"):
        return first[2:].strip() if first.startswith("# ") else ""
    # Plain text: a short first line with an empty line below it.
    return first.strip() if rest.startswith("\n") and len(first) <= 120 else ""


def questions():
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


ANSWERABLE = [q for q in questions() if "unanswerable" not in q]
UNANSWERABLE = [q for q in questions() if "unanswerable" in q]


@pytest.mark.parametrize("name", SHIPPED)
def test_seed_is_utf8_with_a_title(name):
    text = read(name)
    assert text.strip()
    assert "\ufffd" not in text
    assert not text.startswith("\ufeff")
    assert title(name), f"{name} has no title"


@pytest.mark.parametrize("name", ARABIC)
def test_arabic_seed_names_its_origin(name):
    origin = [line for line in read(name).splitlines() if "مصدر الوقائع" in line]
    assert len(origin) == 1
    assert "عرض مكتوب لهذا المشروع" in origin[0]


@pytest.mark.parametrize("name", ARABIC)
def test_arabic_seed_has_the_length_of_a_brief(name):
    assert 350 <= len(words(read(name))) <= 700


@pytest.mark.parametrize("name", SHIPPED)
def test_seed_shares_no_long_run_of_words_with_an_original(name):
    originals = sorted(ORIGINALS.glob("*.txt")) if ORIGINALS.is_dir() else []
    if not originals:
        pytest.skip("the original texts are not beside this checkout (../shared/seeds)")
    length = LONGEST_SHARED_RUN + 1
    ours = runs(words(read(name)), length)
    for original in originals:
        shared = ours & runs(words(original.read_text(encoding="utf-8")), length)
        assert not shared, f"{name} shares with {original.name}: {sorted(map(' '.join, shared))}"


def test_words_folds_what_arabic_spelling_varies():
    assert words("الأميركيّة، إلى؛ آخِر") == words("الاميركيه الي اخر")
    assert words("<p>مئة&nbsp;وسبعة</p>") == words("مئه «وسبعه»")


def test_questions_cover_every_language():
    ids = [q["id"] for q in questions()]
    assert len(ids) == len(set(ids))
    count = {lang: sum(q["lang"] == lang for q in ANSWERABLE) for lang in LANGUAGES}
    assert count.pop("ar") >= 30
    assert min(count.values()) >= 5, count
    for kind in ("off-topic", "same-topic"):
        assert sum(q["unanswerable"] == kind for q in UNANSWERABLE) >= 10
    assert {q["lang"] for q in UNANSWERABLE} == LANGUAGES
    assert {name for q in ANSWERABLE for name in q["documents"]} == set(SHIPPED)


@pytest.mark.parametrize("question", ANSWERABLE, ids=lambda q: q["id"])
def test_answer_is_in_each_document_named(question):
    """`must`: every entry, in one of its |-alternatives; `sentence`: alternatives likewise."""
    assert question["question"].strip()
    assert question["must"]
    assert question["documents"]
    sentences = question["sentence"].split("|")
    for name in question["documents"]:
        text = read(name)
        for must in question["must"]:
            assert any(m in text for m in must.split("|")), f"{must} not in {name}"
        assert any(s in text for s in sentences), f"no sentence of the answer in {name}"
    everything = [read(name) for name in question["documents"]]
    for sentence in sentences:
        assert sentence
        assert any(sentence in text for text in everything), sentence


@pytest.mark.parametrize("question", UNANSWERABLE, ids=lambda q: q["id"])
def test_unanswerable_question_names_no_answer(question):
    assert question["question"].strip()
    assert not {"must", "documents", "sentence"} & set(question)
