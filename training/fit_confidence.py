"""Fit the confidence, with the reader and without, and write `qa/answering/confidence.json`.

    python -m training.fit_confidence ../shared/datasets [FOLDER]

Corpora are indexed in the folder, where they are used again the next time; what was asked for with
the same reader is not asked again.

No question here, and no article that it is about, was trained on: of XQuAD, TyDi QA and ARCD come
the articles kept apart (`training.sets`), NoMIRACL whole. Corpora: those four in Arabic and
English, small ones of XQuAD's articles, and XQuAD in twelve languages with a sentence cut out of
each passage asked about, so that some questions have all but their answer. A question is a positive
if a passage that answers is among the three shown. Every kind of corpus weighs the same. The
seeds' questions take no part: they are the check at the end.

Four models are fitted: for the embedded encoder and on evidence whose range is the same for every
encoder, each with what the reader says and without. Without it nothing tells a passage from the
same one less its answer, so the cut corpora take no part there. With it a model looks at what the
one without says, and at what the reader does: on all evidence at once, what tells in one kind of
corpus drowned what tells in others.

The threshold is chosen on chances of questions that a model was not fitted on; areas and errors are
of a model that saw none of the kind of corpus at all.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qa.answering.confidence import MAX_LOG_ODDS, Evidence, gather_evidence
from qa.answering.reading import read_hits
from qa.answering.retrieval import Retrieval, retrieve
from qa.corpus.sentences import sentence_spans
from qa.evaluation.corpora import identifier_of
from qa.evaluation.datasets import Dataset, Question, load_dataset
from qa.evaluation.fitting import Logistic, fit_logistic
from qa.evaluation.metrics import auroc
from qa.indexing.generation import Generation
from qa.reader.weights import reader_fingerprint
from qa.understanding.question import prepare_question
from training.corpora import Corpora, article_of, kept_apart
from training.sets import is_apart

SHOWN = 3
HITS = 10
SMALL_CORPORA = 6
OWN_QUESTIONS, OTHER_QUESTIONS = 150, 12
"""Questions of XQuAD asked in the corpus's own language, and in each of the others."""

STRANGERS = 100
CUT_QUESTIONS = 60
SAME_RANGE = ("margin", "known", "coverage", "lexical_gap")  # whatever the encoder
THIS_ENCODER = (*SAME_RANGE, "cosine", "late_interaction", "late_interaction_gap")
ANY_ENCODER = (*SAME_RANGE, "fused_gap")
READ = ("found", "both", "sentence")
FOLDS = 5
COST_OF_WRONG = 3.0
"""What a wrong answer costs, where one that is missed costs 1."""

ANSWERED_SHARE = 0.7
"""Share of the questions that a passage answers, where people ask their own documents.

The corpora of the fit have fewer on purpose, so that both kinds are learned; the threshold is for
what people ask: of 99 questions asked as a new user would, some 70 were such.
"""

RELATED_SHARE = 0.4
"""The threshold of related passages, as a share of that of answers."""

TARGET = Path(__file__).parents[1] / "qa" / "answering" / "confidence.json"
LANGUAGES = ("ar", "de", "el", "en", "es", "hi", "ro", "ru", "th", "tr", "vi", "zh")

Floats = npt.NDArray[np.float64]
Outcomes = npt.NDArray[np.bool_]
Names = npt.NDArray[np.str_]
Columns = Callable[[Outcomes], Floats]
"""The evidence, shape (n, n_pieces); what is fitted to have it is fitted on the rows of a mask."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the confidence looks at, and whether what is shown answers."""

    evidence: Evidence
    right: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A question that was asked.

    Attributes:
        group: Which kind of corpus it was asked of, and in which language.
        language: The question's own language.
        read: What came of it with the reader.
        unread: What came of it without.
    """

    group: str
    language: str
    read: Outcome
    unread: Outcome


class Asker:
    """Asks real indexes and collects evidence."""

    def __init__(self, corpora: Corpora) -> None:
        self.corpora = corpora
        self.data = corpora.data
        self.encoder = corpora.encoder
        self.reader = corpora.reader
        self.random = random.Random(7)

    def examples(self) -> Iterator[Example]:
        """Evidence and outcome of every question asked."""
        xquad = {code: load_dataset(self.data / "xquad", code, "ar") for code in LANGUAGES}
        nomiracl = {code: load_dataset(self.data / "nomiracl", code, code) for code in ("ar", "en")}
        arcd = load_dataset(self.data / "arcd")
        for code in ("ar", "en"):
            strangers = self.some(xquad[code].questions, STRANGERS)
            yield from self.ask(f"nomiracl-{code}", nomiracl[code], strangers)
            corpus = load_dataset(self.data / "xquad", None, code)
            asked = [q for own in LANGUAGES for q in self.some_in(corpus, own, code)]
            others = self.some([*nomiracl["ar"].questions, *nomiracl["en"].questions], STRANGERS)
            yield from self.ask(f"xquad-{code}", with_questions(corpus, asked), others)
            for _ in range(SMALL_CORPORA):
                yield from self.ask_small(f"small-{code}", corpus)
            tydi = load_dataset(self.data / "tydiqa_goldp_dev", code, code)
            own_questions = [q for q in tydi.questions if kept_apart("tydiqa_goldp_dev", q)]
            yield from self.ask(f"tydi-{code}", with_questions(tydi, own_questions), strangers)
        own_questions = [q for q in arcd.questions if kept_apart("arcd", q)]
        strangers = self.some(xquad["ar"].questions, STRANGERS)
        yield from self.ask("arcd-ar", with_questions(arcd, own_questions), strangers)
        for code in LANGUAGES:
            yield from self.ask_cut(code)

    def asked_once(self, path: Path) -> list[Example]:
        """The examples, from the file where they were asked for with this reader before."""
        name = f"{self.encoder.fingerprint} {reader_fingerprint()}"
        if path.is_file():
            first, *lines = path.read_text(encoding="utf-8").splitlines()
            if first == name:
                return [_example(json.loads(line)) for line in lines]
        examples = list(self.examples())
        lines = [name, *(json.dumps(asdict(one)) for one in examples)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return examples

    def some(self, questions: Iterable[Question], count: int) -> list[Question]:
        """A random choice of questions."""
        every = list(questions)
        return self.random.sample(every, min(count, len(every)))

    def some_in(self, corpus: Dataset, language: str, own: str) -> list[Question]:
        """Questions of XQuAD in one language on articles kept apart: more in the corpus's own."""
        mine = [q for q in corpus.questions if q.language == language and kept_apart("xquad", q)]
        return self.some(mine, OWN_QUESTIONS if language == own else OTHER_QUESTIONS)

    def ask_small(self, group: str, corpus: Dataset) -> Iterator[Example]:
        """Ask a corpus of two articles kept apart its own questions and those of others."""
        article = {identifier: article_of(identifier) for identifier in corpus.passages}
        apart = {name for name in article.values() if is_apart("xquad", name.split("-")[1])}
        kept = set(self.random.sample(sorted(apart), 2))
        passages = {i: text for i, text in corpus.passages.items() if article[i] in kept}
        apart_questions = [q for q in corpus.questions if kept_apart("xquad", q)]
        own = [q for q in apart_questions if q.relevant & passages.keys()]
        strangers = [q for q in apart_questions if not q.relevant & passages.keys()]
        part = Dataset(group, passages, tuple(self.some(own, 20)))
        yield from self.ask(group, part, self.some(strangers, 20))

    def ask_cut(self, code: str) -> Iterator[Example]:
        """Ask XQuAD in one language, without the sentence that most questions on a passage need."""
        corpus = load_dataset(self.data / "xquad", code, code)
        mine = [q for q in corpus.questions if kept_apart("xquad", q)]
        passages, missing = cut_passages(corpus, mine)
        questions = [
            replace(q, relevant=frozenset(), answerable=False) if q.question_id in missing else q
            for q in mine
        ]
        part = Dataset(f"cut-{code}", passages, tuple(self.some(questions, CUT_QUESTIONS)))
        yield from self.ask(f"cut-{code}", part, [])

    def ask(self, group: str, corpus: Dataset, strangers: list[Question]) -> Iterator[Example]:
        """Index a corpus; ask it its own questions and others that it cannot answer."""
        generation = self.corpora.open(corpus, group)
        sys.stderr.write(f"{group}: {len(generation):,} passages\n")
        for question in corpus.questions:
            yield self.asked(group, generation, question)
        for question in strangers:
            unknown = replace(question, relevant=frozenset(), answerable=False)
            yield self.asked(group, generation, unknown)

    def asked(self, group: str, generation: Generation, question: Question) -> Example:
        """What came of one question."""
        found = retrieve(generation, self.encoder, prepare_question(question.text), HITS)
        read = read_hits(generation, self.reader, found)
        return Example(
            group,
            question.language,
            read=self.outcome(generation, question, read),
            unread=self.outcome(generation, question, found),
        )

    def outcome(self, generation: Generation, question: Question, found: Retrieval) -> Outcome:
        """The evidence of what was found, and whether it answers."""
        shown = {identifier_of(hit.passage.document.path) for hit in found.hits[:SHOWN]}
        evidence = gather_evidence(generation, self.encoder, found)
        return Outcome(evidence, question.answerable and question.is_answered_by(shown))


def _example(values: Mapping[str, Any]) -> Example:
    """An example as it was written."""
    outcomes = {
        key: Outcome(Evidence(**values[key]["evidence"]), values[key]["right"])
        for key in ("read", "unread")
    }
    return Example(values["group"], values["language"], **outcomes)


def with_questions(corpus: Dataset, questions: Sequence[Question]) -> Dataset:
    """The same corpus with some of its questions."""
    return replace(corpus, questions=tuple(questions))


def cut_passages(
    corpus: Dataset, questions: Sequence[Question]
) -> tuple[Mapping[str, str], set[str]]:
    """Passages, those asked about without one sentence, and the questions that need it."""
    needing: dict[str, Counter[tuple[int, int]]] = {}
    sentence_of: dict[str, tuple[str, tuple[int, int]]] = {}
    for question in questions:
        passage = question.known_passage
        (answer, *_) = question.answers[passage]
        for span in sentence_spans(corpus.passages[passage]):
            if span.start <= answer.start < span.end:
                place = (span.start, span.end)
                needing.setdefault(passage, Counter())[place] += 1
                sentence_of[question.question_id] = (passage, place)
    passages = dict(corpus.passages)
    cut = {}
    for passage, counts in needing.items():
        (place, _), *_ = counts.most_common(1)
        text = passages[passage]
        cut[passage] = place
        passages[passage] = f"{text[: place[0]]}{text[place[1] :]}".strip() or text
    missing = {key for key, (passage, place) in sentence_of.items() if cut[passage] == place}
    return passages, missing


def kind_of(group: str) -> str:
    """The kind of corpus that a group is, without its language."""
    return group.split("-", maxsplit=1)[0]


def shares_of(groups: Names) -> Floats:
    """What each question counts, so that every kind of corpus does alike, and its groups do."""
    in_group = Counter(groups.tolist())
    in_kind = Counter(kind_of(group) for group in in_group)
    shares = np.array([1 / in_group[g] / in_kind[kind_of(g)] for g in groups.tolist()])
    weighed: Floats = shares * len(groups) / shares.sum()
    return weighed


def fit(x: Floats, y: Outcomes, groups: Names) -> Logistic:
    """A logistic regression in which every kind of corpus weighs the same."""
    zero = Logistic(0.0, np.zeros(x.shape[1]))
    shares = shares_of(groups)
    return fit_logistic(x, y, prior=zero, penalty=1.0, intercept_penalty=0.0, shares=shares)


def held_out_chances(columns: Columns, y: Outcomes, groups: Names, parts: Names) -> Floats:
    """For each question the chance by a model fitted on the other parts, shape (n,)."""
    chances = np.zeros(len(y))
    for part in np.unique(parts):
        mine = parts == part
        x = columns(~mine)
        chances[mine] = fit(x[~mine], y[~mine], groups[~mine]).probabilities(x[mine])
    return chances


def matrix(outcomes: Sequence[Outcome], names: Sequence[str]) -> Floats:
    """Pieces of evidence, shape (n, len(names))."""
    values = [asdict(one.evidence) for one in outcomes]
    return np.array([[row[name] for name in names] for row in values])


def unread_columns(examples: Sequence[Example], names: Sequence[str]) -> Columns:
    """What a model without the reader looks at, whatever it is fitted on."""
    x = matrix([one.unread for one in examples], names)
    return lambda _: x


def read_columns(examples: Sequence[Example], names: Sequence[str]) -> Columns:
    """What a model with the reader looks at: first fits the one without, on the same examples."""
    groups = np.array([one.group for one in examples])
    is_whole = np.array([kind_of(one.group) != "cut" for one in examples])
    x = matrix([one.unread for one in examples], names)
    y = np.array([one.unread.right for one in examples])
    found_again = matrix([one.read for one in examples], names)

    def columns(fitted_on: Outcomes) -> Floats:
        chosen = fitted_on & is_whole
        without = fit(x[chosen], y[chosen], groups[chosen])
        odds = np.clip(without.log_odds(found_again), -MAX_LOG_ODDS, MAX_LOG_ODDS)
        read = [
            replace(one.read, evidence=one.read.evidence.with_found(float(found)))
            for one, found in zip(examples, odds, strict=True)
        ]
        return matrix(read, READ)

    return columns


def as_people_ask(shares: Floats, right: Outcomes) -> Floats:
    """The weight of each question where `ANSWERED_SHARE` of all have an answer."""
    answered, missing = shares[right].sum(), shares[~right].sum()
    scale = np.where(right, ANSWERED_SHARE / answered, (1 - ANSWERED_SHARE) / missing)
    weighed: Floats = shares * scale
    return weighed


def cheapest_threshold(chances: Floats, right: Outcomes, shares: Floats) -> float:
    """The threshold, in steps of .01, at which wrong and missed answers cost least."""
    grid = np.arange(0.05, 0.96, 0.01)
    costs = []
    for threshold in grid:
        called = chances >= threshold
        wrong, missed = shares[called & ~right].sum(), shares[~called & right].sum()
        costs.append(COST_OF_WRONG * wrong + missed)
    return round(float(grid[int(np.argmin(costs))]), 2)


def mean_errors(names: Names, chances: Floats, right: Outcomes) -> dict[str, float]:
    """For each name, how far the mean chance of its questions is from the share that are right."""
    parts = {str(name): names == name for name in np.unique(names)}
    return {
        name: round(float(abs(chances[mine].mean() - right[mine].mean())), 3)
        for name, mine in parts.items()
    }


def describe(
    examples: Sequence[Example], columns: Columns, names: Sequence[str], y: Outcomes
) -> dict[str, object]:
    """Fit a model that looks at some of the evidence; figures are by ones without the own kind."""
    every = np.array([one.group for one in examples])
    kinds = np.array([kind_of(one.group) for one in examples])
    fifths = np.array([str(n % FOLDS) for n in range(len(examples))])
    by_fifth = held_out_chances(columns, y, every, fifths)
    answered = cheapest_threshold(by_fifth, y, as_people_ask(shares_of(every), y))
    chances = held_out_chances(columns, y, every, kinds)
    model = fit(columns(np.ones(len(y), dtype=bool)), y, every)
    areas, called = {}, {}
    for group in np.unique(every):
        mine = every == group
        p, right = chances[mine], y[mine]
        areas[str(group)] = round(float(auroc(p, right)[0]), 3)
        shares = [float((p[side] >= answered).mean()) for side in (right, ~right)]
        called[str(group)] = [round(share, 3) for share in shares]
    languages = np.array([one.language for one in examples])
    return {
        "intercept": round(model.intercept, 4),
        "weights": {name: round(float(w), 4) for name, w in zip(names, model.weights, strict=True)},
        "answered": answered,
        "related": round(RELATED_SHARE * answered, 2),
        "held_out_auroc": areas,
        "held_out_mean_error": mean_errors(every, chances, y),
        "held_out_mean_error_by_language": mean_errors(languages, chances, y),
        "held_out_called_answered": called,  # of those that are answered, and of the others
    }


def describe_unread(examples: Sequence[Example], names: Sequence[str]) -> dict[str, object]:
    """Fit the model without the reader."""
    y = np.array([one.unread.right for one in examples])
    return describe(examples, unread_columns(examples, names), names, y)


def describe_read(examples: Sequence[Example], names: Sequence[str]) -> dict[str, object]:
    """Fit the model with the reader, over the one without that looks at some of the evidence."""
    y = np.array([one.read.right for one in examples])
    return describe(examples, read_columns(examples, names), READ, y)


def main() -> None:
    """Fit the models and write their weights."""
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(temporary)
        asker = Asker(Corpora(Path(sys.argv[1]), work))
        examples = asker.asked_once(work / "examples.jsonl")
    whole = [one for one in examples if kind_of(one.group) != "cut"]
    description = {
        "how": "python -m training.fit_confidence ../shared/datasets (see its docstring)",
        "n_questions": len(examples),
        "encoder": asker.encoder.fingerprint,
        "reader": reader_fingerprint(),
        "this_encoder": describe_unread(whole, THIS_ENCODER),
        "any_encoder": describe_unread(whole, ANY_ENCODER),
        "this_encoder_read": describe_read(examples, THIS_ENCODER),
        "any_encoder_read": describe_read(examples, ANY_ENCODER),
    }
    text = json.dumps(description, indent=1)
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
