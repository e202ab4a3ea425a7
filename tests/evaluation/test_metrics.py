"""Our measures against ir-measures, scikit-learn and scipy."""

import random

import ir_measures
import numpy as np
import pytest
from ir_measures import RR, Success, nDCG
from scipy.stats import bootstrap
from sklearn.metrics import f1_score, precision_score, recall_score, roc_auc_score

from qa.evaluation import metrics


@pytest.fixture(scope="module")
def runs():
    """200 random rankings of 30 documents, with 1 to 6 relevant ones, some of them not found."""
    chance = random.Random(3)
    names = [f"d{i}" for i in range(60)]
    return [(chance.sample(names, 30), chance.sample(names, 1 + i % 6)) for i in range(200)]


@pytest.mark.parametrize(
    ("ours", "depth", "theirs"),
    [
        *((metrics.success, depth, Success @ depth) for depth in (1, 5, 10, 100)),
        (metrics.reciprocal_rank, 10, RR @ 10),
        (metrics.ndcg, 10, nDCG @ 10),
        (metrics.ndcg, 100, nDCG @ 100),
    ],
)
def test_measures_of_a_ranking_are_those_of_ir_measures(runs, ours, depth, theirs):
    judged = {str(i): dict.fromkeys(relevant, 1) for i, (_, relevant) in enumerate(runs)}
    run = {
        str(i): {name: 100.0 - rank for rank, name in enumerate(ranking)}
        for i, (ranking, _) in enumerate(runs)
    }
    expected = {m.query_id: m.value for m in ir_measures.iter_calc([theirs], judged, run)}
    assert len(expected) == len(runs)
    for i, (ranking, relevant) in enumerate(runs):
        assert ours(ranking, relevant, depth) == pytest.approx(expected[str(i)])


@pytest.fixture(scope="module")
def scored():
    """Scores with ties, and labels that go with them."""
    generator = np.random.default_rng(5)
    scores = np.round(generator.random(300), 2)
    return scores, generator.random(300) < 0.2 + 0.6 * scores


def test_auroc_is_that_of_scikit_learn_in_every_resample(scored):
    scores, labels = scored
    assert metrics.auroc(scores, labels)[0] == pytest.approx(roc_auc_score(labels, scores))
    drawn = metrics.Bootstrap(len(scores)).weights[:20]
    for figure, weights in zip(metrics.auroc(scores, labels, drawn), drawn, strict=True):
        assert figure == pytest.approx(roc_auc_score(labels, scores, sample_weight=weights))
    assert np.isnan(metrics.auroc([1.0, 2.0], [True, True])[0])


def test_precision_recall_and_f1_are_those_of_scikit_learn_in_every_resample(scored):
    scores, labels = scored
    said = scores > 0.5
    drawn = metrics.Bootstrap(len(scores)).weights[:20]
    ours = metrics.precision_recall_f1(said, labels, drawn)
    for name, theirs in (
        ("precision", precision_score),
        ("recall", recall_score),
        ("F1", f1_score),
    ):
        for figure, weights in zip(ours[name], drawn, strict=True):
            assert figure == pytest.approx(theirs(labels, said, sample_weight=weights))
    nothing_said = metrics.precision_recall_f1(np.zeros(3, bool), np.ones(3, bool))
    assert np.isnan(nothing_said["precision"][0])
    assert nothing_said["recall"][0] == 0


def test_the_calibration_error_is_the_mean_gap_of_the_bins(scored):
    scores, labels = scored
    gaps = []
    for low in np.arange(10) / 10:
        mine = np.array([min(int(s * 10), 9) == round(low * 10) for s in scores])
        gaps.append(mine.mean() * abs(scores[mine].mean() - labels[mine].mean()))
    assert metrics.calibration_error(scores, labels)[0] == pytest.approx(sum(gaps))
    certain = np.array([1.0, 1.0, 0.0])
    assert metrics.calibration_error(certain, np.array([True, True, False]))[0] == 0
    assert metrics.calibration_error(certain, np.array([False, False, True]))[0] == 1


def test_intervals_are_those_of_scipys_bootstrap(scored):
    scores, labels = scored
    for values in (scores, labels.astype(float), scores**4):
        ours = metrics.Bootstrap(len(values)).means({"mean": list(values)})["mean"]
        theirs = bootstrap(
            (values,), np.mean, n_resamples=5_000, method="percentile", rng=1
        ).confidence_interval
        width = theirs.high - theirs.low
        assert ours.value == pytest.approx(values.mean())
        assert ours.low == pytest.approx(theirs.low, abs=0.07 * width)
        assert ours.high == pytest.approx(theirs.high, abs=0.07 * width)
        assert ours.n == len(values)


def test_an_interval_of_auroc_is_that_of_scipys_bootstrap(scored):
    scores, labels = scored
    ours = metrics.Bootstrap(len(scores)).of(lambda drawn: metrics.auroc(scores, labels, drawn))
    theirs = bootstrap(
        (scores, labels),
        lambda s, y: roc_auc_score(y, s),
        n_resamples=1_000,
        method="percentile",
        paired=True,
        vectorized=False,
        rng=1,
    ).confidence_interval
    width = theirs.high - theirs.low
    assert ours.value == pytest.approx(roc_auc_score(labels, scores))
    assert ours.low == pytest.approx(theirs.low, abs=0.1 * width)
    assert ours.high == pytest.approx(theirs.high, abs=0.1 * width)


def test_the_same_figures_come_every_time():
    values = {"a": [0.0, 1.0, 0.5, 0.25]}
    assert metrics.Bootstrap(4).means(values) == metrics.Bootstrap(4).means(values)
