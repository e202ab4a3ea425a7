"""The grams of a text by plain loops: the truth that hashed ones are held to."""

import re
import unicodedata

from qa.corpus.analysis import words

UNSPACED = re.compile(
    "CJK UNIFIED|CJK COMPAT|CJK RADICAL|KANGXI|IDEOGRAPHIC|HIRAGANA|KATAKANA|THAI|LAO |KHMER|"
    "MYANMAR"
)


def slow_grams(text):
    """Every gram as a string, a word at a time."""
    grams = []
    for word in words(text):
        if is_unspaced(word):
            if len(word) == 1:
                grams.append(f"_{word}_")
            grams += [word[i : i + 2] for i in range(len(word) - 1)]
            grams += [word[i : i + 3] for i in range(len(word) - 2)]
        else:
            bounded = f"_{word}_"
            if len(word) == 1:
                grams.append(bounded)
            grams += [bounded[i : i + 4] for i in range(len(bounded) - 3)]
    return grams


def is_unspaced(word):
    return bool(UNSPACED.match(unicodedata.name(word[0], "")))
