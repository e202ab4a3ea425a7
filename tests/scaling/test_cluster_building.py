"""A build on a cluster: the bytes of one machine's, nothing twice, and nothing lost with a node."""

import dataclasses
import itertools
import threading

import pytest

from qa.encoding.encoder import OpenVinoEncoder
from qa.errors import ClusterError
from qa.evaluation.corpora import write_documents
from qa.evaluation.datasets import load_dataset
from qa.settings import SplitterSettings
from support.cluster_encoders import (
    ElsewhereEncoder,
    OlderEncoder,
    SlowEncoder,
    StumblingEncoder,
)
from support.fake_encoder import FakeEncoder, build, generation_files
from support.paths import SHARED_DATASETS
from support.ray_cluster import NODE, kill

pytestmark = pytest.mark.ray

POOL = SHARED_DATASETS / "_pool_ar"
SMALL = {"settings": SplitterSettings(24), "segment_passages": 8}


def build_there(cluster, seeds, index, encoder=None, **options):
    from qa.scaling.building import build_on_cluster

    used = encoder or FakeEncoder()
    return build_on_cluster(seeds, index, used, cluster=cluster, **SMALL, **options)


@pytest.fixture
def many(seeds):
    """Enough documents for several pieces of work."""
    for number in range(80):
        words = " ".join(f"note{number * place}." for place in range(60))
        (seeds / f"note-{number:02d}.txt").write_text(f"Note {number}. {words}\n")
    (seeds / "empty.txt").write_text("")
    (seeds / "binary.txt").write_bytes(bytes(range(256)) * 20)
    return seeds


def test_it_has_the_bytes_of_a_build_on_one_machine(cluster, many, tmp_path):
    there = build_there(cluster, many, tmp_path / "there")
    here = build(many, tmp_path / "here")
    assert generation_files(tmp_path / "there") == generation_files(tmp_path / "here")
    assert (there.n_documents, there.n_encoded) == (here.n_documents, here.n_encoded)
    assert there.problems == here.problems
    assert {problem.path for problem in there.problems} == {"empty.txt", "binary.txt"}


def test_it_does_what_changed_and_nothing_else(cluster, many, tmp_path):
    build_there(cluster, many, tmp_path / "there")
    assert not build_there(cluster, many, tmp_path / "there").published
    (many / "note-03.txt").write_text("Note three says something else now.\n")
    (many / "note-04.txt").unlink()
    (many / "note-05.txt").rename(many / "renamed.txt")
    report = build_there(cluster, many, tmp_path / "there")
    assert report.changed == ("note-03.txt",)
    build(many, tmp_path / "here")
    assert generation_files(tmp_path / "there") == generation_files(tmp_path / "here")


def test_it_goes_on_where_it_was_ended(cluster, many, tmp_path):
    class EnoughError(Exception):
        pass

    def end(progress):
        if progress.stage == "encoding" and progress.done >= 64:
            raise EnoughError

    with pytest.raises(EnoughError):
        build_there(cluster, many, tmp_path / "there", progress=end)
    again = build_there(cluster, many, tmp_path / "there")
    here = build(many, tmp_path / "here")
    assert 0 < again.n_encoded <= here.n_encoded - 64 + 32  # what was not in the cache yet
    assert generation_files(tmp_path / "there") == generation_files(tmp_path / "here")


def test_a_node_that_is_killed_costs_nothing(ray_cluster, cluster, many, tmp_path):
    node = ray_cluster.add_node(wait=True, **NODE)
    doomed = threading.Event()

    def listen(progress):
        if progress.stage == "encoding" and progress.done >= 32 and not doomed.is_set():
            doomed.set()
            kill(node)

    there = build_there(cluster, many, tmp_path / "there", SlowEncoder(), progress=listen)
    assert doomed.is_set()
    ray_cluster.remove_node(node, allow_graceful=False)
    here = build(many, tmp_path / "here")
    assert there.problems == here.problems
    assert generation_files(tmp_path / "there") == generation_files(tmp_path / "here")


def test_one_document_that_cannot_be_encoded_stops_no_other(cluster, many, tmp_path):
    (many / "bad.txt").write_text("Here they all stumble, and nobody goes on.\n")
    there = build_there(cluster, many, tmp_path / "there", StumblingEncoder())
    here = build(many, tmp_path / "here", StumblingEncoder())
    assert "bad.txt" in {problem.path for problem in there.problems}
    assert there.problems == here.problems
    assert generation_files(tmp_path / "there") == generation_files(tmp_path / "here")


def test_a_node_that_computes_in_other_numbers_is_refused(cluster, many, tmp_path):
    with pytest.raises(ClusterError, match="computes in other numbers: bfloat16"):
        build_there(cluster, many, tmp_path / "there", ElsewhereEncoder())
    assert not (tmp_path / "there" / "CURRENT").exists()


def test_a_node_with_another_model_is_refused(cluster, many, tmp_path):
    with pytest.raises(ClusterError, match="another version of the program or the model: fake-0"):
        build_there(cluster, many, tmp_path / "there", OlderEncoder())
    assert not (tmp_path / "there" / "CURRENT").exists()


@pytest.mark.long
@pytest.mark.model
@pytest.mark.skipif(not POOL.is_dir(), reason="no development data beside the tree")
def test_the_real_model_gives_the_same_bytes_on_nodes(cluster, tmp_path):
    dataset = load_dataset(POOL)
    some = dict(itertools.islice(dataset.passages.items(), 300))
    write_documents(dataclasses.replace(dataset, passages=some), tmp_path / "seeds")
    build_there(cluster, tmp_path / "seeds", tmp_path / "there", OpenVinoEncoder())
    build(tmp_path / "seeds", tmp_path / "here", OpenVinoEncoder())
    assert generation_files(tmp_path / "there") == generation_files(tmp_path / "here")


def test_what_a_node_cannot_read_and_this_machine_can_is_told(cluster, many, tmp_path):
    from qa.corpus.listing import list_seeds
    from qa.corpus.scanning import hash_files
    from qa.errors import DocumentParseError
    from qa.findings import Finding
    from qa.scaling.building import _refuse_readable

    error = DocumentParseError("unreadable", Finding.of("unreadable", "No such file"))
    (file,) = hash_files(list_seeds(many), ["note-01.txt"]).values()
    with pytest.raises(ClusterError, match="under the same path"):
        _refuse_readable(file, error)
    file.location.unlink()
    _refuse_readable(file, error)
