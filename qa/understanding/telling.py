"""Pasted text: of what is too long for a question, the sentences that tell most of the subject."""

from __future__ import annotations

import numpy as np

from qa.corpus.analysis import gram_hashes
from qa.corpus.sentences import sentence_spans
from qa.indexing.generation import Generation

LONGEST_QUESTION = 300
"""Characters up to which a message is searched for as it is: what people ask is shorter."""

MOST_WORDS = 60
"""Words that are searched for of a longer one: the size of a paragraph, some 100 tokens."""

_ASKING = ("?", "؟", "？")


def telling_text(message: str, generation: Generation) -> str:
    """What to search for: the message, or its most telling sentences in their order.

    A sentence tells by the weight of its grams that the documents have, a word. The last sentence
    that asks is always one of them, and stands last.

    Args:
        message: A prepared question.
        generation: Whose documents weigh the grams.
    """
    if len(message) <= LONGEST_QUESTION:
        return message
    sentences = [message[span.start : span.end] for span in sentence_spans(message)]
    asking = [sentence for sentence in sentences if sentence.endswith(_ASKING)][-1:]
    told = [sentence for sentence in sentences if sentence not in asking]
    weights = [_weight(sentence, generation) for sentence in told]
    room = MOST_WORDS - sum(len(sentence.split()) for sentence in asking)
    chosen: list[int] = []
    for i in np.argsort(weights)[::-1].tolist():
        room -= len(told[i].split())
        if room < 0 and (chosen or asking):
            break
        chosen.append(i)
    found = " ".join([*(told[i] for i in sorted(chosen)), *asking])
    return " ".join(found.split()[-MOST_WORDS:]) if room < -MOST_WORDS else found


def _weight(sentence: str, generation: Generation) -> float:
    grams = np.unique(gram_hashes(sentence))
    known = generation.document_frequencies(grams) > 0
    weight = float(generation.inverse_frequencies(grams)[known].sum())
    return weight / max(len(sentence.split()), 8)  # a short sentence tells little
