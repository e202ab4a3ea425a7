"""Asks a cluster, then asks something else once its only node is killed; prints what came of it."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from qa.errors import QAError
from qa.knowledge_base import KnowledgeBase
from support.fake_encoder import FakeEncoder, build
from support.ray_cluster import kill, several_nodes
from support.sample_documents import write_seeds


def ask(folder):
    build(write_seeds(folder / "seeds"), folder / "index")
    with several_nodes(1) as cluster:
        kb = KnowledgeBase.open(
            None, folder / "index", encoder=FakeEncoder(), reader=False, ray=cluster.address
        )
        for question in ("When does it open on Fridays?", "Who founded the library?"):
            try:
                kb.ask(question)
            except QAError as error:
                sys.stdout.write(f"{type(error).__name__}\n")
            else:
                sys.stdout.write("answered\n")
            for node in cluster.worker_nodes:
                kill(node)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        ask(Path(made))
