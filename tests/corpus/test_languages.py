"""Languages told from real text: the shipped documents, and a page that mixes two."""

import pytest

from qa.corpus.languages import identify_languages
from qa.corpus.parsing import parse_document
from qa.corpus.scanning import scan_seeds
from qa.knowledge_base import KnowledgeBase
from support.fake_encoder import FakeEncoder, build, generation_files
from support.paths import ROOT
from support.sample_documents import SEEDS

SHIPPED = ROOT / "seeds"
ENGLISH = "The library opens at eight in the morning and closes at ten at night."
ARABIC = "تفتح المكتبة أبوابها في الثامنة صباحاً وتغلق في العاشرة ليلاً من كل يوم."


@pytest.mark.parametrize("file", scan_seeds(SHIPPED).files, ids=lambda file: file.path)
def test_every_shipped_document_is_in_the_language_of_its_folder(file):
    paragraphs = parse_document(file).text.split("\n")  # headings among them, short and undecided
    languages = identify_languages(paragraphs)
    assert languages.document == file.path.split("/")[0]
    assert set(languages.passages) <= {languages.document, "und"}


@pytest.mark.parametrize("path", SEEDS)
def test_short_documents_of_six_scripts(path):
    languages = identify_languages([SEEDS[path]])
    assert languages.document == path.split("/")[0]
    assert languages.passages == (languages.document,)


def test_each_passage_of_a_bilingual_page_has_its_own_language():
    languages = identify_languages([ARABIC, ENGLISH, ARABIC])
    assert (languages.document, languages.passages) == ("ar", ("ar", "en", "ar"))


def test_most_of_the_text_decides_not_most_of_the_passages():
    assert identify_languages([ENGLISH, ENGLISH, ARABIC * 5]).document == "ar"


def test_what_is_too_short_to_tell_is_in_its_documents_language():
    assert identify_languages(["Guide", ARABIC, "A. Salem"]).passages == ("ar", "ar", "ar")


def test_where_there_are_no_letters_there_is_no_language():
    assert identify_languages(["1998", ENGLISH]).passages == ("und", "en")
    assert identify_languages(["12 – 34", "🎉 ٣٫١٤"]).document == "und"
    nothing = identify_languages([])
    assert (nothing.document, nothing.passages) == ("und", ())


@pytest.mark.parametrize("text", ["", "\n", "\x00", "a" * 100_000, "__label__fr"])
def test_no_text_is_too_odd(text):
    assert len(identify_languages([text]).passages) == 1


def test_a_dialect_of_arabic_is_arabic():
    egyptian = "النهارده الجو حلو قوي وإحنا رايحين عند جدو علشان هو عيان شويه ومش قادر ييجي"
    assert identify_languages([egyptian]).passages == ("ar",)


def test_a_refresh_keeps_the_languages_and_tells_those_of_what_changed(seeds, tmp_path):
    mixed = seeds / "mixed.txt"
    mixed.write_text(f"{ARABIC}\n\n1998\n\n{ENGLISH}\n", encoding="utf-8")
    build(seeds, tmp_path / "index")
    mixed.write_text(f"{ENGLISH}\n\n{ENGLISH}\n\n{ARABIC}\n", encoding="utf-8")
    (seeds / "fr/guide.txt").unlink()
    build(seeds, tmp_path / "index")
    build(seeds, tmp_path / "scratch")
    files = generation_files(tmp_path / "index")
    assert files == generation_files(tmp_path / "scratch")
    assert any(name.endswith("languages.npy") for name in files)
    with KnowledgeBase.open(None, tmp_path / "index", encoder=FakeEncoder()) as kb:
        languages = {info.path: info.language for info in kb.documents()}
    assert languages["mixed.txt"] == "en"
    assert languages["ar/انسحاب.md"] == "ar"
    assert "fr" not in languages.values()
