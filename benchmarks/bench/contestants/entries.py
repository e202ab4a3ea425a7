"""Who is compared with whom."""

from __future__ import annotations

from dataclasses import dataclass, field

PROGRAM, LEANN = "program", "leann"
"""Environments: that of the program, and one of its own."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A contestant.

    Attributes:
        name: Short, unique.
        label: As the report calls it.
        place: Its class, or what makes it, as "module:name".
        is_limit: Whether it is a part alone, which shows what cannot be passed.
        environment: Which interpreter runs it.
        packages: What it is made of, besides Python.
        index_of: The contestant whose index it opens; "" for its own.
    """

    name: str
    label: str
    place: str
    is_limit: bool = False
    environment: str = PROGRAM
    packages: tuple[str, ...] = field(default=())
    index_of: str = ""


OWN = Entry(
    "sanad",
    "Sanad without its reader",
    "bench.contestants.sanad:without_reader",
    packages=("openvino", "faiss-cpu", "tokenizers", "numpy"),
)
"""What the others are measured by."""

ENTRIES = (
    OWN,
    Entry(
        "reading",
        "Sanad with its reader",
        "bench.contestants.sanad:with_reader",
        index_of=OWN.name,
    ),
    Entry(
        "script",
        "the usual script (sentence-transformers, FAISS, first 3)",
        "bench.contestants.script:Script",
        packages=("sentence-transformers", "torch", "transformers", "langchain-text-splitters"),
    ),
    Entry(
        "txtai",
        "txtai, dense and BM25",
        "bench.contestants.txtai_index:TxtaiIndex",
        packages=("txtai", "torch", "transformers"),
    ),
    Entry(
        "leann",
        "LEANN, HNSW with its vectors",
        "bench.contestants.leann_index:LeannIndex",
        environment=LEANN,
        packages=("leann-core", "sentence-transformers", "torch", "transformers"),
    ),
    Entry(
        "openvino",
        "limit: OpenVINO's encoding alone",
        "bench.contestants.openvino_loop:OpenVinoLoop",
        is_limit=True,
        packages=("openvino",),
    ),
    Entry(
        "faiss",
        "limit: FAISS's search alone, vectors given",
        "bench.contestants.faiss_search:FaissSearch",
        is_limit=True,
        packages=("faiss-cpu",),
    ),
    Entry(
        "bm25s",
        "limit: bm25s alone",
        "bench.contestants.bm25s_search:Bm25sSearch",
        is_limit=True,
        packages=("bm25s",),
    ),
)
