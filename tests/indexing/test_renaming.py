"""A file under another name is not encoded again where its passages are the same."""

import os
import shutil

import pytest

from qa.corpus import parser_process
from support.fake_encoder import FakeEncoder, build, generation_files

BODY = "The harbour lies in the north. Ships come on Fridays, and the market opens at six.\n"
LONG = "".join(
    f"Pier {number} has room for {number * 3} boats and a crane. " for number in range(40)
)
TITLED = f"# The harbour\n\n{BODY}\n## Piers\n\n{LONG}\n"
UNTITLED = f"{BODY}\n{LONG}\n"


class Unloaded(FakeEncoder):
    """Tells its fingerprint, and fails if it is asked for anything that needs the model."""

    @property
    def dimension(self):
        raise AssertionError("the model was loaded")

    max_tokens = numeric_mode = dimension

    def count_tokens(self, texts):
        raise AssertionError("the model was loaded")

    def encode_passages(self, texts, progress=None):
        raise AssertionError("the model was loaded")


@pytest.fixture
def parsed(monkeypatch):
    """How many files were given to a parser."""
    counts = []
    sound = parser_process.ParserPool.parse_each

    def counting(pool, files, *more):
        counts.append(len(files))
        return sound(pool, files, *more)

    monkeypatch.setattr(parser_process.ParserPool, "parse_each", counting)
    return counts


# The name before and after, the text, and whether the file has to be read to know.
ALIKE = {
    "a title of its own": ("a.md", "b.md", TITLED, False),
    "another folder": ("one/a.md", "two/three/a.md", TITLED, False),
    "another folder, no title": ("one/harbour.txt", "two/harbour.txt", UNTITLED, False),
    "capitals": ("harbour.md", "HARBOUR.md", TITLED, False),
    "another ending of one format": ("harbour.txt", "harbour.text", UNTITLED, False),
    "identifiers, which are no titles": ("a0017-p03.txt", "a0018-p04.txt", UNTITLED, True),
    "a title that was the name": ("The harbour.md", "piers.md", TITLED, True),
    "a title that is the name now": ("piers.md", "The harbour.md", TITLED, True),
}


@pytest.mark.parametrize("case", ALIKE)
def test_a_renamed_file_needs_no_model(tmp_path, parsed, case):
    before, after, text, is_read = ALIKE[case]
    seeds, index = tmp_path / "seeds", tmp_path / "index"
    write(seeds / before, text)
    write(seeds / "other.md", f"# Other\n\n{BODY}")
    build(seeds, index)
    shutil.rmtree(index / "cache")  # the vectors come from the generation
    (seeds / after).parent.mkdir(parents=True, exist_ok=True)
    (seeds / before).rename(seeds / after)
    parsed.clear()
    report = build(seeds, index, Unloaded())
    assert (report.added, report.removed) == ((after,), (before,))
    assert report.n_encoded == 0
    assert sum(parsed) == is_read
    check_scratch(seeds, index, tmp_path)


UNLIKE = {
    "the name is the title": ("harbour.txt", "bridge.txt", UNTITLED),
    "an identifier becomes a title": ("a0017-p03.txt", "bridge.txt", UNTITLED),
    "another format": ("harbour.md", "harbour.txt", TITLED),
}


@pytest.mark.parametrize("case", UNLIKE)
def test_a_renamed_file_is_encoded_anew_where_its_name_is_read(tmp_path, case):
    before, after, text = UNLIKE[case]
    seeds, index = tmp_path / "seeds", tmp_path / "index"
    write(seeds / before, text)
    build(seeds, index)
    (seeds / before).rename(seeds / after)
    encoder = FakeEncoder()
    assert build(seeds, index, encoder).n_encoded == len(encoder.encoded) > 0
    check_scratch(seeds, index, tmp_path)


def test_two_files_that_change_names_need_no_model(tmp_path):
    seeds, index = tmp_path / "seeds", tmp_path / "index"
    write(seeds / "a.md", TITLED)
    write(seeds / "b.md", f"# The bridge\n\n{BODY}")
    build(seeds, index)
    (seeds / "a.md").rename(seeds / "c.md")
    (seeds / "b.md").rename(seeds / "a.md")
    (seeds / "c.md").rename(seeds / "b.md")
    assert build(seeds, index, Unloaded()).changed == ("a.md", "b.md")
    check_scratch(seeds, index, tmp_path)


def test_a_document_dated_by_its_file_takes_its_new_day(tmp_path):
    seeds, index = tmp_path / "seeds", tmp_path / "index"
    write(seeds / "a.md", TITLED)
    os.utime(seeds / "a.md", (1_600_000_000, 1_600_000_000))
    build(seeds, index)
    os.utime(seeds / "a.md", (1_700_000_000, 1_700_000_000))
    assert build(seeds, index, Unloaded()).changed == ("a.md",)
    check_scratch(seeds, index, tmp_path)


def test_many_documents_deleted_need_no_model_though_the_segments_are_others(tmp_path):
    seeds, index = tmp_path / "seeds", tmp_path / "index"
    for number in range(12):
        write(seeds / f"{number}.md", TITLED.replace("Pier", f"Pier {number}"))
    build(seeds, index)
    for number in range(10):
        (seeds / f"{number}.md").unlink()
    assert len(build(seeds, index, Unloaded()).removed) == 10
    check_scratch(seeds, index, tmp_path)


def write(location, text):
    location.parent.mkdir(parents=True, exist_ok=True)
    location.write_text(text)


def check_scratch(seeds, index, tmp_path):
    """The index has the bytes of a build from nothing."""
    build(seeds, tmp_path / "scratch")
    assert generation_files(index) == generation_files(tmp_path / "scratch")
