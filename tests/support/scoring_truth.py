"""What passages score, by plain loops over languages: the truth that fast code is held to."""

import numpy as np

from qa.answering.encoded_question import VALUE_COUNT
from qa.answering.fusion import (
    DENSE_WEIGHT,
    FULL_WEIGHT_KNOWN_SHARE,
    LANGUAGE_PRIOR,
    LEXICAL_WEIGHT,
)
from qa.answering.reranking import LATE_INTERACTION_WEIGHT, RERANKED_LANGUAGE_PRIOR
from qa.corpus.analysis import gram_hashes
from qa.corpus.value_grams import hashes_of
from qa.corpus.values import values_of


def usual(scores, languages, prior):
    """For each score, the mean of those of its language and of some of the mean of all."""
    mean = sum(scores) / len(scores)
    means = {}
    for language in set(languages):
        own = [score for score, code in zip(scores, languages, strict=True) if code == language]
        means[language] = (sum(own) + prior * mean) / (len(own) + prior)
    return means


def retriever_contributions(generation, cosines, lexical, known):
    """What the dense and the lexical retriever add to each row's score."""
    languages = [generation.passage(row).language for row in range(len(generation))]
    usual_dense = usual(cosines, languages, LANGUAGE_PRIOR)
    usual_lexical = usual(lexical, languages, LANGUAGE_PRIOR)
    full = LEXICAL_WEIGHT * min(1.0, known / FULL_WEIGHT_KNOWN_SHARE)
    dense_part, lexical_part = [], []
    for cosine, score, language in zip(cosines, lexical, languages, strict=True):
        best = max(s for s, code in zip(lexical, languages, strict=True) if code == language)
        weight = full * best / max(*lexical, 1e-9)
        shared = (DENSE_WEIGHT + full) / (DENSE_WEIGHT + weight)
        dense = (cosine - usual_dense[language]) / np.std(cosines)
        words = (score - usual_lexical[language]) / max(np.std(lexical), 1e-9)
        dense_part.append(shared * DENSE_WEIGHT * dense)
        lexical_part.append(shared * weight * words)
    return np.array(dense_part), np.array(lexical_part)


def late_interaction_contributions(scores, languages, leading):
    """What the tokens add, by key: those not compared get the lowest of it.

    `scores` and `languages` are by key; `leading` are the keys of the first in the fused order.
    """
    first = [scores[key] for key in leading]
    means = usual(first, [languages[key] for key in leading], RERANKED_LANGUAGE_PRIOR)
    mean = sum(first) / len(first)
    standing = {key: score - means.get(languages[key], mean) for key, score in scores.items()}
    middle = np.mean([standing[key] for key in leading])
    return {
        key: LATE_INTERACTION_WEIGHT * (value - middle) / max(np.std(first), 1e-9)
        for key, value in standing.items()
    }


def question_grams(text):
    """The grams of a question: those of its words, and each of its values so often as it counts."""
    values = [value.canonical for value in values_of(text)]
    return np.concatenate([gram_hashes(text), *[hashes_of(values)] * VALUE_COUNT])


def lexical_scores(generation, grams):
    """BM25 of every row of a generation for the grams of a question, repeats included."""
    hashes, counts = np.unique(grams, return_counts=True)
    return generation.lexical_scores(hashes, generation.inverse_frequencies(hashes) * counts).scores
