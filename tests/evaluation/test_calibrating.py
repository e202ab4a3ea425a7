"""Fitting against scikit-learn and scipy; feedback; a calibrated index, with a fake encoder."""

import json
from dataclasses import fields

import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss as log_loss_of_scikit_learn
from sklearn.preprocessing import StandardScaler

from qa import AnswerState, CalibrationError, DatasetError, KnowledgeBase
from qa.answering.confidence import Evidence, confidence_model, shipped_model
from qa.cli.printing import answer_lines
from qa.evaluation.calibrating import Example, calibrate, calibration_file
from qa.evaluation.fitting import Logistic, fit_logistic, log_loss
from qa.evaluation.judgements import read_judgements
from qa.evaluation.judging import evaluate_judgements
from support.fake_encoder import FakeEncoder

NAMES = [field.name for field in fields(Evidence)]
PRIOR = shipped_model("another encoder")


@pytest.fixture(scope="module")
def rows():
    """Evidence on different scales, one piece always the same, and outcomes that follow it."""
    generator = np.random.default_rng(11)
    evidence = generator.normal(size=(200, 5)) * [1, 10, 0.1, 2, 0] + [0, 5, 1, -3, 7]
    odds = evidence @ [1.0, -0.1, 4.0, 0.0, 0.0] - 3
    return evidence, generator.random(200) < 1 / (1 + np.exp(-odds))


def test_a_fit_from_nothing_is_that_of_scikit_learn(rows):
    evidence, outcomes = rows
    shares = np.where(np.arange(200) < 50, 2.0, 0.5)
    zero = Logistic(0.0, np.zeros(5))
    ours = fit_logistic(
        evidence, outcomes, prior=zero, penalty=1.0, intercept_penalty=0.0, shares=shares
    )
    scaler = StandardScaler().fit(evidence)
    theirs = LogisticRegression(tol=1e-10, max_iter=5_000).fit(
        scaler.transform(evidence), outcomes, sample_weight=shares
    )
    expected = theirs.predict_proba(scaler.transform(evidence))[:, 1]
    assert ours.probabilities(evidence) == pytest.approx(expected, abs=1e-5)
    assert ours.weights[:4] == pytest.approx(theirs.coef_[0][:4] / scaler.scale_[:4], abs=1e-4)
    assert ours.weights[4] == 0


def test_a_fit_held_to_a_prior_is_the_minimum_that_scipy_finds(rows):
    evidence, outcomes = rows
    prior = Logistic(0.5, np.array([3.0, 0.2, -9.0, 1.0, 0.4]))
    ours = fit_logistic(evidence, outcomes, prior=prior, penalty=6.0, intercept_penalty=3.0)
    means, deviations = evidence.mean(axis=0)[:4], evidence.std(axis=0)[:4]

    def loss(change):
        weights = prior.weights.copy()
        weights[:4] += change[1:] / deviations
        odds = prior.intercept + change[0] - (change[1:] / deviations) @ means + evidence @ weights
        fit = np.logaddexp(0, odds).sum() - odds[outcomes].sum()
        return fit + 3.0 * change[0] ** 2 / 2 + 6.0 * (change[1:] ** 2).sum() / 2

    best = minimize(loss, np.zeros(5), method="BFGS", options={"gtol": 1e-8}).x
    assert ours.weights[:4] == pytest.approx(prior.weights[:4] + best[1:] / deviations, abs=1e-3)
    assert ours.weights[4] == prior.weights[4]


def test_the_log_loss_is_that_of_scikit_learn(rows):
    outcomes = rows[1]
    chances = np.linspace(0.01, 0.99, 200)
    assert log_loss(chances, outcomes) == pytest.approx(log_loss_of_scikit_learn(outcomes, chances))


def judged(count, seed=1):
    """Synthetic judgements: what decides is coverage, the other way round than margin."""
    generator = np.random.default_rng(seed)
    for _ in range(count):
        values = dict(zip(NAMES, generator.random(len(NAMES)), strict=True))
        odds = 8 * (values["coverage"] - 0.5) - 4 * (values["margin"] - 0.5)
        supported = bool(generator.random() < 1 / (1 + np.exp(-odds)))
        yield Example(Evidence(**values), supported)


def test_many_judgements_move_the_weights_the_right_way_and_lower_the_loss():
    calibration = calibrate(list(judged(400)), PRIOR, n_left_out=3)
    assert calibration.model.weights["coverage"] > PRIOR.weights["coverage"] + 1
    assert calibration.model.weights["margin"] < PRIOR.weights["margin"] - 1
    assert calibration.after.log_loss < calibration.before.log_loss - 0.1
    assert calibration.after.auroc > calibration.before.auroc
    assert (calibration.n_judgements, calibration.n_left_out) == (400, 3)
    thresholds = (calibration.model.answered, calibration.model.related)
    assert thresholds == (PRIOR.answered, PRIOR.related)
    for fit in (calibration.before, calibration.after):
        for shares in fit.states.values():
            assert sum(shares.values()) == pytest.approx(1)


def test_ten_judgements_against_the_shipped_weights_cannot_wreck_them():
    """Ten judgements that all contradict the model move no confidence far; 400 such turn it."""
    examples = sorted(judged(400, seed=2), key=lambda e: PRIOR.confidence(e.evidence))
    wrong = [Example(e.evidence, True) for e in examples[:5]]
    wrong += [Example(e.evidence, False) for e in examples[-5:]]
    before = np.array([PRIOR.confidence(each.evidence) for each in examples])
    few, many = (
        np.array([calibrate(given, PRIOR).model.confidence(each.evidence) for each in examples])
        for given in (wrong, wrong * 40)
    )
    assert np.corrcoef(few, before)[0, 1] > 0.9
    assert np.abs(few - before).max() < 0.25
    assert np.corrcoef(many, before)[0, 1] < 0


def test_it_comes_out_the_same_each_time_and_too_few_of_a_kind_are_refused():
    examples = list(judged(60))
    assert calibrate(examples, PRIOR) == calibrate(examples, PRIOR)
    right = [example for example in examples if example.supported]
    with pytest.raises(CalibrationError, match="at least 5 of each"):
        calibrate(right, PRIOR)
    with pytest.raises(CalibrationError, match="Judge more answers"):
        calibrate([], PRIOR)


def line(verdict, question="q", state="answered", passages=("a#0", "b#0"), passage=""):
    return {
        "time": "2026-01-01T00:00:00+00:00",
        "verdict": verdict,
        "passage": passage,
        "question": question,
        "state": state,
        "confidence": 0.5,
        "passages": passages,
        "generation": "000001",
    }


def write_lines(path, lines):
    path.write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")
    return path


def test_feedback_becomes_judgements(tmp_path):
    path = write_lines(
        tmp_path / "feedback.jsonl",
        [
            line("good", "well answered"),
            line("bad", "badly answered"),
            line("good", "rightly refused", "not_found"),
            line("bad", "wrongly refused", "related"),
            line("good", "thought again"),
            line("wrong_source", "one source wrong", passage="a#0"),
            line("wrong_source", "no source right", passage="a#0"),
            line("wrong_source", "no source right", passage="b#0"),
            line("bad", "thought again"),
            line("bad", "well answered", passages=("c#0",)),
            line("good", "tell me of the bridge", "overview"),
            line("bad", "What are these documents about?", "overview"),
            line("wrong_source", "something on bridges", "overview", ("a#0",), "a#0"),
            line("bad", "hello", "answered"),
            line("good", "thanks", "small_talk"),
            line("good", "When was the library founded? And who founded it?"),
        ],
    )
    found = [(each.question, each.passages[0], each.supported) for each in read_judgements(path)]
    assert found == [
        ("well answered", "a#0", True),
        ("badly answered", "a#0", False),
        ("rightly refused", "a#0", False),
        ("wrongly refused", "a#0", None),
        ("thought again", "a#0", False),
        ("one source wrong", "a#0", None),
        ("no source right", "a#0", False),
        ("well answered", "c#0", False),
        ("tell me of the bridge", "a#0", None),
        ("What are these documents about?", "a#0", None),
        ("something on bridges", "a#0", None),
        ("hello", "a#0", None),
        ("thanks", "a#0", None),
        ("When was the library founded? And who founded it?", "a#0", None),
    ]


def test_what_the_page_writes_is_what_is_read(tmp_path):
    from qa.web.api.feedback import Verdict, keep_verdict
    from qa.web.line_files import LineFile

    values = line("good", "سؤال؟")
    del values["time"]
    values["passages"] = list(values["passages"])
    keep_verdict(LineFile(tmp_path / "feedback.jsonl", 10_000), Verdict(**values))
    (judgement,) = read_judgements(tmp_path / "feedback.jsonl")
    assert (judgement.question, judgement.supported) == ("سؤال؟", True)


@pytest.mark.parametrize(
    ("fields_", "said"),
    [
        ({"verdict": "meh"}, "line 2: 'verdict' is none of"),
        ({"state": "lost"}, "line 2: 'state' is no state"),
        ({"passages": "a#0"}, "line 2: 'passages' is not a list"),
        ({"question": None}, "line 2: it has no 'question'"),
    ],
)
def test_malformed_feedback_is_told_with_its_line(tmp_path, fields_, said):
    path = write_lines(tmp_path / "feedback.jsonl", [line("good"), line("good") | fields_])
    with pytest.raises(DatasetError, match=said):
        read_judgements(path)


def test_no_feedback_is_told_with_what_to_do(tmp_path):
    with pytest.raises(DatasetError, match="qa serve"):
        read_judgements(tmp_path / "feedback.jsonl")


@pytest.fixture
def kb(seeds, tmp_path):
    index = tmp_path / "index"
    with KnowledgeBase.open(seeds, index, encoder=FakeEncoder(), reader=False) as opened:
        yield opened


QUESTION = "When was the library founded by Dr. Salem?"


def test_a_calibrated_index_is_used_at_once_and_a_damaged_one_is_told(kb, tmp_path):
    path = tmp_path / "index" / "confidence.json"
    shipped = kb.ask(QUESTION).confidence
    calibration = calibrate(list(judged(400)), PRIOR)
    path.write_bytes(calibration_file(calibration, "fake-1"))
    fitted = kb.ask(QUESTION).confidence
    assert fitted != shipped
    assert "calibrat" not in "\n".join(answer_lines(kb.ask(QUESTION)))
    assert not kb.ask(QUESTION).calibration_outdated
    assert confidence_model("fake-1", path) == calibration.model
    path.write_bytes(calibration_file(calibration, "another encoder"))
    assert kb.ask(QUESTION).confidence == shipped
    outdated = kb.ask(QUESTION)
    assert outdated.calibration_outdated
    assert "qa calibrate" in "\n".join(answer_lines(outdated))
    values = json.loads(calibration_file(calibration, "fake-1"))
    path.write_text(json.dumps(values | {"shipped": "0" * 64}))
    assert kb.ask(QUESTION).confidence == shipped
    for damaged in (
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"{}",
        b"[" * 100_000,
        json.dumps(values | {"weights": [1]}).encode(),
        json.dumps(values | {"intercept": "much"}).encode(),
        json.dumps(values | {"intercept": float("nan")}).encode(),
    ):
        path.write_bytes(damaged)
        with pytest.raises(CalibrationError, match="qa calibrate --reset"):
            kb.ask(QUESTION)
    path.unlink()
    assert kb.ask(QUESTION).confidence == shipped
    assert not kb.ask(QUESTION).calibration_outdated


def test_answers_are_measured_against_judgements_that_still_hold(kb, tmp_path):
    answer = kb.ask(QUESTION)
    ids = [citation.passage.passage_id for citation in answer.citations]
    path = write_lines(
        tmp_path / "feedback.jsonl",
        [
            line("good", QUESTION, "answered", ids),
            line("bad", QUESTION, "answered", ["gone.md#0"]),
            line("bad", QUESTION, "related", ids[:1]),
        ],
    )
    judged_answers = evaluate_judgements(kb, read_judgements(path))
    assert (judged_answers.n_judgements, judged_answers.n_left_out) == (1, 2)
    assert judged_answers.state_right.value == float(answer.state is AnswerState.ANSWERED)
    assert judged_answers.auroc is None
    nothing = evaluate_judgements(kb, [])
    assert (nothing.n_judgements, nothing.state_right, nothing.reliability) == (0, None, None)
