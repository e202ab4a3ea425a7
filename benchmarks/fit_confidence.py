"""Fit the confidence model on development data and write `qa/answering/confidence.json`.

    python benchmarks/fit_confidence.py ../shared/datasets

Corpora: NoMIRACL, XQuAD, TyDi QA and ARCD passages in Arabic and English, and small ones of three
XQuAD articles. Questions: their own in up to 12 languages (a positive if a passage that answers is
among the three shown), NoMIRACL's unanswerable ones, and questions of other corpora. Every group
of corpora weighs the same. The seeds' questions take no part: they are the check at the end.
Two models are fitted: one for the embedded encoder, and one on evidence whose range is the same for
every encoder.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.answering.confidence import Evidence, gather_evidence
from qa.answering.question import prepare_question
from qa.answering.retrieval import retrieve
from qa.encoding.encoder import OpenVinoEncoder
from qa.evaluation.corpora import identifier_of, open_corpus
from qa.evaluation.datasets import Dataset, Question, load_dataset
from qa.evaluation.fitting import Logistic, fit_logistic
from qa.evaluation.metrics import auroc

SHOWN = 3
HITS = 10
SMALL_CORPORA = 8
SAME_RANGE = ("margin", "known", "coverage", "lexical_gap")  # whatever the encoder
THIS_ENCODER = (*SAME_RANGE, "cosine", "late_interaction", "late_interaction_gap")
ANY_ENCODER = (*SAME_RANGE, "fused_gap")
TARGET = Path(__file__).parents[1] / "qa" / "answering" / "confidence.json"
LANGUAGES = ("ar", "de", "el", "en", "es", "hi", "ro", "ru", "th", "tr", "vi", "zh")

Example = tuple[str, Evidence, bool]  # group, evidence, whether the shown passages answer


class Fitter:
    """Asks real indexes and collects evidence."""

    def __init__(self, data: Path, work: Path) -> None:
        self.data = data
        self.work = work
        self.encoder = OpenVinoEncoder()
        self.random = random.Random(7)

    def examples(self) -> Iterator[Example]:
        """Evidence and outcome of every question asked."""
        xquad = {code: load_dataset(self.data / "xquad", code, "ar") for code in LANGUAGES}
        nomiracl = {code: load_dataset(self.data / "nomiracl", code, code) for code in ("ar", "en")}
        for code in ("ar", "en"):
            strangers = self.some(xquad[code].questions, 100)
            yield from self.ask(f"nomiracl-{code}", nomiracl[code], strangers)
            corpus = load_dataset(self.data / "xquad", None, code)
            asked = [q for own in LANGUAGES for q in self.some_in(corpus, own, code)]
            strangers = self.some([*nomiracl["ar"].questions, *nomiracl["en"].questions], 200)
            part = Dataset(corpus.name, corpus.passages, tuple(asked))
            yield from self.ask(f"xquad-{code}", part, strangers)
            for _ in range(SMALL_CORPORA):
                yield from self.ask_small(f"small-{code}", corpus)
            tydi = load_dataset(self.data / "tydiqa_goldp_dev", code, code)
            yield from self.ask(f"tydi-{code}", tydi, self.some(xquad[code].questions, 150))
        arcd = load_dataset(self.data / "arcd")
        yield from self.ask("arcd-ar", arcd, self.some(xquad["ar"].questions, 150))

    def some(self, questions: Iterable[Question], count: int) -> list[Question]:
        """A random choice of questions."""
        return self.random.sample(list(questions), count)

    def some_in(self, corpus: Dataset, language: str, own: str) -> list[Question]:
        """A random choice of a corpus's questions in one language: more in the corpus's own."""
        questions = [q for q in corpus.questions if q.language == language]
        return self.some(questions, 150 if language == own else 40)

    def ask_small(self, group: str, corpus: Dataset) -> Iterator[Example]:
        """Ask a corpus of three articles its own questions and those of other articles."""
        article = {identifier: identifier.rsplit("-p", 1)[0] for identifier in corpus.passages}
        kept = set(self.random.sample(sorted(set(article.values())), 3))
        passages = {i: text for i, text in corpus.passages.items() if article[i] in kept}
        own = [q for q in corpus.questions if q.relevant & passages.keys()]
        strangers = [q for q in corpus.questions if not q.relevant & passages.keys()]
        part = Dataset(group, passages, tuple(self.some(own, 40)))
        yield from self.ask(group, part, self.some(strangers, 40))

    def ask(self, group: str, corpus: Dataset, strangers: list[Question]) -> Iterator[Example]:
        """Index a corpus; ask it its own questions and others that it cannot answer."""
        generation = open_corpus(corpus, self.work / group, self.encoder)
        sys.stderr.write(f"{group}: {len(generation):,} passages\n")
        for question, is_own in [
            *((q, True) for q in corpus.questions),
            *((q, False) for q in strangers),
        ]:
            text = prepare_question(question.text)
            retrieval = retrieve(generation, self.encoder, text, HITS)
            shown = {identifier_of(h.passage.document.path) for h in retrieval.hits[:SHOWN]}
            answered = question.is_answered_by(shown)
            yield group, gather_evidence(generation, self.encoder, retrieval), is_own and answered


def fit(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.bool_], groups: npt.NDArray[np.str_]
) -> Logistic:
    """A logistic regression in which every group weighs the same."""
    names, sizes = np.unique(groups, return_counts=True)
    share = dict(zip(names, 1 / sizes, strict=True))
    weights = np.array([share[group] for group in groups]) * len(groups) / len(names)
    zero = Logistic(0.0, np.zeros(x.shape[1]))
    return fit_logistic(x, y, prior=zero, penalty=1.0, intercept_penalty=0.0, shares=weights)


def describe(examples: list[Example], names: Sequence[str]) -> dict[str, object]:
    """Fit a model that looks at some of the evidence; each group's AUROC is by one without it."""
    groups = np.array([group for group, _, _ in examples])
    x = np.array([[asdict(evidence)[name] for name in names] for _, evidence, _ in examples])
    y = np.array([answered for _, _, answered in examples])
    held_out = {}
    for group in np.unique(groups):
        mine = groups == group
        chances = fit(x[~mine], y[~mine], groups[~mine]).probabilities(x[mine])
        held_out[str(group)] = round(float(auroc(chances, y[mine])[0]), 3)
    model = fit(x, y, groups)
    return {
        "intercept": round(model.intercept, 4),
        "weights": {name: round(float(w), 4) for name, w in zip(names, model.weights, strict=True)},
        "held_out_auroc": held_out,
    }


def main() -> None:
    """Fit both models and write their weights."""
    with tempfile.TemporaryDirectory() as work:
        fitter = Fitter(Path(sys.argv[1]), Path(work))
        examples = list(fitter.examples())
    # What `training/fit_confidence.py` fits with the reader stays.
    description = json.loads(TARGET.read_text(encoding="utf-8")) | {
        "how": "python benchmarks/fit_confidence.py ../shared/datasets (see its docstring)",
        "n_questions": len(examples),
        "encoder": fitter.encoder.fingerprint,
        "this_encoder": describe(examples, THIS_ENCODER),
        "any_encoder": describe(examples, ANY_ENCODER),
        "answered": 0.5,
        "related": 0.2,
    }
    text = json.dumps(description, indent=1)
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
