"""Forgetting: what was in the folders before, in whatever form, is in none of them afterwards."""

import json
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import unicodedata

import numpy as np
import pytest

from qa.corpus.scanning import scan_seeds
from qa.encoding.rounding import levels_of
from qa.errors import ForgettingError, IndexDamagedError
from qa.indexing.cache import embedding_key
from qa.indexing.generation import Generation
from qa.indexing.generations import list_generations, open_kept
from qa.indexing.layout import Layout
from qa.indexing.planning import vectors_name
from qa.indexing.purging import purge_documents
from qa.indexing.quoting import LineList, Quotable
from qa.knowledge_base import KnowledgeBase
from qa.web.line_files import LineFile
from qa.web.pages.editing import remove_document, removed_documents
from support.fake_encoder import FakeEncoder, build, generation_files
from support.kill_points import environment, run, taken

SHARED = "Visitors leave their umbrellas and coats in the cloakroom by the entrance."
VERSIONS = [
    "# Kündigung\n\nIn {} the quincunx of Salma Noor's ZEPPELIN (Żółć) cost 48,{} dinars, payable "
    f"in fourteen instalments.\n\nحُفظت المخطوطة النادرة في القبو.\n\n## Coats\n\n{SHARED}\n"
] * 3
OTHER = "# Rules\n\nNo food in the reading room; the library opens at eight.\n"
WORDS = ["quincunx", "ZEPPELIN", "Żółć", "المخطوطة", "fourteen instalments", "secret"]


def forms(text):
    """A text as files may hold it."""
    for spelt in {text, text.casefold(), unicodedata.normalize("NFD", text), text.upper()}:
        yield spelt.encode()
        yield spelt.encode("utf-16-le")
        yield spelt.encode("utf-16-be")
        yield json.dumps(spelt)[1:-1].encode()
        yield spelt.encode("unicode_escape")
        yield spelt.encode().hex().encode()


def searched_files(work):
    hidden = [p for p in (work / "seeds").rglob("*") if "/." in p.relative_to(work).as_posix()]
    return [path for path in [*(work / "index").rglob("*"), *hidden] if path.is_file()]


def places_of(work, wanted):
    """Which files hold any of some bytes, in their content or their names."""
    found = set()
    for path in searched_files(work):
        data = path.read_bytes() + path.relative_to(work).as_posix().encode()
        found |= {path for piece in wanted if piece in data}
    return found


def encoded_forms(work, path="secret/a.md"):
    """The keys, vectors and tokens that every version of a document's own passages has."""
    keys = sqlite3.connect(work / "index" / "cache" / "embeddings.sqlite")
    texts = {
        text
        for info in list_generations(work / "index")
        for text in _texts(work, info.name, path)
        if SHARED not in text
    }
    known = {key for (key,) in keys.execute("SELECT key FROM embeddings")}
    keys.close()
    encoder = FakeEncoder()
    own = {embedding_key(vectors_name("fake-1", "float32"), text) for text in texts}
    assert own <= known
    encodings = [encoder.encode_passages([text]) for text in texts]
    levels = [levels_of(encoding.vectors) for encoding in encodings]
    kept = {own.tobytes() for own in levels}
    vectors = kept | {(own + np.int16(128)).astype(np.uint8).tobytes() for own in levels}  # FAISS's
    tokens = {encoding.tokens[0].codes.tobytes() for encoding in encodings}
    return {"keys": own, "vectors": vectors, "tokens": tokens}


def _texts(work, name, path):
    layout = Layout(work / "index")
    return open_kept(layout, name).split_document(path).encoded_texts()


def grams_of(index):
    files = index.glob("generations/*/segment-*/lexical-grams.npy")
    return {int(gram) for file in files for gram in np.load(file)["hash"]}


@pytest.fixture(scope="module")
def kept_everywhere(tmp_path_factory):
    """A document that has left its words in every place there is."""
    work = tmp_path_factory.mktemp("purging")
    seeds, index = work / "seeds", work / "index"
    (seeds / "secret").mkdir(parents=True)
    (seeds / "other.md").write_text(OTHER)
    (seeds / "coats.md").write_text(f"# Kündigung\n\n## Coats\n\n{SHARED}\n")
    shutil.copy(seeds / "coats.md", seeds / "secret" / "coats.md")
    for number, version in enumerate(VERSIONS):
        (seeds / "secret" / "a.md").write_text(version.format(1990 + number, 250 + number))
        build(seeds, index)
    (seeds / "secret" / "broken.md").write_bytes(b"\x00\xff\x01" * 40)
    build(seeds, index)
    np.save(index / "cache" / "map-0123.npy", np.zeros((3, 2), dtype=np.float32))
    (seeds / ".0123456789abcdef.part").mkdir()
    shutil.copy(seeds / "secret" / "a.md", seeds / ".0123456789abcdef.part" / "0")
    (index / "cache" / "embeddings.damaged").write_bytes(b"quincunx of Salma")
    lines = [
        {"question": "What did it cost?", "passages": ["secret/a.md#1"], "passage": ""},
        {"question": "the QUINCUNX of  Salma Noor's zeppelin (żółć) cost how much", "passages": []},
        {"question": "When does the library open?", "passages": ["other.md#1"], "passage": ""},
        {"question": "payable in fourteen instalments", "passages": []},
    ]
    feedback = "".join(json.dumps(line) + "\n" for line in lines)
    (index / "feedback.jsonl").write_text(feedback + '{"question": "the quincunx cut short')
    quoting = {"question": "حُفظت المخطوطة النادرة في القبو"}
    (index / "questions.jsonl").write_text(json.dumps(quoting) + "\n")
    return work


@pytest.fixture
def work(kept_everywhere, tmp_path):
    shutil.copytree(kept_everywhere, tmp_path / "work")
    return tmp_path / "work"


def purge(work, path="secret/", **options):
    return purge_documents(work / "seeds", work / "index", path, segment_passages=8, **options)


def assert_forgotten(work, before):
    for word in WORDS:
        assert places_of(work, set(forms(word))) == set(), word
    for what, pieces in before.items():
        assert places_of(work, pieces) == set(), what
    assert not list((work / "index" / "cache").glob("map-*"))


def test_no_byte_of_it_stays(work, tmp_path):
    seeds, index = work / "seeds", work / "index"
    removed = remove_document(seeds, "secret/a.md")
    for name in ("broken.md", "coats.md"):
        (seeds / "secret" / name).unlink()
    before = encoded_forms(work)
    grams = grams_of(index)
    # What is looked for is found, everywhere, as long as nothing is purged.
    found = {p.name for word in WORDS for p in places_of(work, set(forms(word)))}
    assert {"texts.utf8", "words.utf8", "documents.jsonl", "a.md", "0"} <= found
    assert {"feedback.jsonl", "questions.jsonl", "embeddings.damaged", "manifest.json"} <= found
    for what, pieces in before.items():
        places = {path.name for path in places_of(work, pieces)}
        assert "embeddings.sqlite" in places, what
    assert "vectors.faiss" in {path.name for path in places_of(work, before["vectors"])}
    assert "tokens.bin" in {path.name for path in places_of(work, before["tokens"])}
    report = purge(work)
    assert_forgotten(work, before)
    build(seeds, tmp_path / "scratch")
    own_grams = grams - grams_of(tmp_path / "scratch")
    assert len(own_grams) > 50
    assert not grams_of(index) & own_grams
    assert not places_of(work, {gram.to_bytes(8, "little") for gram in own_grams})
    assert report.documents == ("secret/a.md", "secret/coats.md")
    assert f".removed/{removed.key}/secret/a.md" in report.files
    assert report.shared == ("coats.md",)
    assert report.n_lines == 5
    assert "library open" in (index / "feedback.jsonl").read_text()
    assert [info.name for info in list_generations(index)] == [report.generation]
    assert removed_documents(seeds) == []
    # What stays is what a build from nothing makes, and needs no encoding.
    assert generation_files(index) == generation_files(tmp_path / "scratch")
    again = build(seeds, index, encoder := FakeEncoder())
    assert (again.published, encoder.encoded) == (False, [])
    (index / "generations" / report.generation / "manifest.json").unlink()
    assert build(seeds, index, encoder).n_encoded == 0
    assert not purge(work).found


def test_a_file_that_is_still_there_is_refused_unless_it_is_to_go(work):
    files = sorted(p for p in work.rglob("*"))
    with pytest.raises(ForgettingError, match="--with-file"):
        purge(work)
    assert sorted(p for p in work.rglob("*")) == sorted({*files, work / "index" / "build.lock"})
    before = encoded_forms(work)
    report = purge(work, with_file=True)
    assert {"secret/a.md", "secret/broken.md"} <= set(report.files)
    assert_forgotten(work, before)
    assert [file.path for file in scan_seeds(work / "seeds").files] == ["coats.md", "other.md"]


@pytest.mark.parametrize("path", ["", "/", "/secret/a.md", "../secret", "a//b", ".", "secret/.."])
def test_what_names_no_document_is_refused(work, path):
    with pytest.raises(ForgettingError, match="names no document"):
        purge(work, path, with_file=True)


def test_one_document_only(work):
    report = purge(work, "./secret/a.md", with_file=True)
    assert (report.documents, (work / "seeds" / "secret" / "broken.md").exists()) == (
        ("secret/a.md",),
        True,
    )
    assert [p.path for p in Generation.open(Layout(work / "index")).manifest.problems] == [
        "secret/broken.md"
    ]


def test_a_damaged_index_is_mended_first(work):
    texts = next((work / "index" / "generations" / "000004").rglob("texts.utf8"))
    texts.write_bytes(b"x" + texts.read_bytes()[1:])
    with pytest.raises(IndexDamagedError):
        purge(work, with_file=True)
    assert (work / "seeds" / "secret" / "a.md").exists()


def test_an_index_without_documents_forgets_too(work):
    before = encoded_forms(work)
    purge_documents(None, work / "index", "secret/", segment_passages=8)
    shutil.rmtree(work / "seeds")
    (work / "seeds").mkdir()
    (work / "seeds" / "coats.md").write_text(SHARED)
    assert_forgotten(work, before)


@pytest.mark.parametrize(
    ("words", "quotes"),
    [
        ("the library opens at eight", True),
        ("I was told that no food in the reading room; the library is fine", True),
        ("reading room", False),
        ("Where does one eat when the library is open until late at night?", False),
    ],
)
def test_what_is_a_quotation(words, quotes):
    assert Quotable(OTHER * 50).is_quoted_by(words) is quotes


def kill_at_steps(work, tmp_path, every):
    """Kill `qa purge` at steps, and repeat it; how many kills struck."""
    seeds, index = work / "seeds", work / "index"
    before = encoded_forms(work)
    words = ["purge", "secret/", "--with-file", "--seeds", str(seeds), "--index", str(index)]
    shutil.copytree(work, tmp_path / "counted")
    counted = [word.replace(str(work), str(tmp_path / "counted")) for word in words]
    done = run(counted, tmp_path / "steps")
    assert done.returncode == 0, done.stderr
    n_steps = len(taken(tmp_path / "steps"))
    assert n_steps > 20
    for step in range(1, n_steps + 1, every):
        copy = tmp_path / f"killed-{step}"
        shutil.copytree(work, copy)
        own = [word.replace(str(work), str(copy)) for word in words]
        killed = run(own, tmp_path / "steps", kill_at=step)
        assert killed.returncode == -signal.SIGKILL, (step, killed.stderr)
        with KnowledgeBase.open(None, copy / "index", encoder=FakeEncoder()) as kb:
            assert "library opens" in kb.search("When does the library open?")[0].passage.text
        purge_documents(copy / "seeds", copy / "index", "secret/", with_file=True)
        assert_forgotten(copy, before)
        assert "library open" in (copy / "index" / "feedback.jsonl").read_text()
        shutil.rmtree(copy)
    return n_steps


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_purge_is_repeated(work, tmp_path):
    kill_at_steps(work, tmp_path, every=41)


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_purge_killed_at_any_step_is_repeated(work, tmp_path):
    kill_at_steps(work, tmp_path, every=1)


def test_a_verdict_that_is_given_meanwhile_is_kept(work):
    """A page that writes verdicts while their file is replaced loses none."""
    log = work / "index" / "feedback.jsonl"
    program = (
        "import sys\nfrom pathlib import Path\n"
        "from qa.web.line_files import LineFile\n"
        "log = LineFile(Path(sys.argv[1]), 1_000_000)\n"
        "print('ready', flush=True)\n"
        "for n in range(150):\n"
        "    log.append({'question': f'question {n}', 'passages': ['other.md#0']})\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", program, str(log)],
        stdout=subprocess.PIPE,
        env=environment(work / "steps"),
    )
    writer.stdout.readline()
    while writer.poll() is None:
        LineFile(log, 1_000_000).append({"passages": ["secret/a.md#1"]})
        LineList(log).forget(lambda name: name == "secret/a.md#1")
    writer.communicate()
    given = set(re.findall(r"question \d+", log.read_text()))
    assert given >= {f"question {n}" for n in range(150)}
