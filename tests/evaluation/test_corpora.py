"""The passages of a data set as documents: their text and title are kept, whatever the names."""

import pytest

from qa.evaluation.corpora import document_folder, identifier_of, open_corpus
from qa.evaluation.datasets import Dataset
from support.fake_encoder import FakeEncoder

TITLES = {
    "lib/1": "The Amazon_rainforest",
    "gar#2": "",
    "مرفأ": "تاريخ المرفأ: النشأة",
    "a..b": "x" * 900,
    "10036%238": "غ" * 500,
    "odd": ' ./\\:*?"<>|\x00 ',
    "half": "a\ud800b",
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    texts = {key: f"What is said of {n}: nothing much." for n, key in enumerate(TITLES)}
    dataset = Dataset("set", texts, (), titles=TITLES)
    folder = tmp_path_factory.mktemp("corpus")
    return dataset, folder, open_corpus(dataset, folder, FakeEncoder())


def test_documents_have_the_passages_text_and_title(corpus):
    dataset, _, generation = corpus
    documents = {identifier_of(info.path): info for info in generation.documents()}
    assert documents.keys() == dataset.passages.keys()
    for identifier, text in dataset.passages.items():
        path = documents[identifier].path
        assert path.startswith(document_folder(identifier))
        assert generation.split_document(path).document.text == text
    assert documents["lib/1"].title == "The Amazon rainforest"
    assert documents["مرفأ"].title == "تاريخ المرفأ النشأة"
    assert documents["half"].title == "ab"
    assert set(documents["10036%238"].title) == {"غ"}


def test_a_title_is_read_with_its_passage_and_an_identifier_is_not(corpus):
    _, _, generation = corpus
    contexts = {
        identifier_of(info.path): generation.split_document(info.path).context(0)
        for info in generation.documents()
    }
    assert contexts["lib/1"] == "The Amazon rainforest"
    assert contexts["gar#2"] == ""
    assert contexts["odd"] == ""


def test_what_another_data_set_left_is_removed(corpus):
    dataset, folder, _ = corpus
    part = Dataset("set", {"gar#2": dataset.passages["gar#2"]}, (), titles={"gar#2": "Gardens"})
    (info,) = open_corpus(part, folder, FakeEncoder()).documents()
    assert (identifier_of(info.path), info.title) == ("gar#2", "Gardens")
