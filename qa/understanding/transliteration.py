"""Names across scripts: what sounds alike in Arabic, Latin, Cyrillic, Greek, Hebrew and more.

A name's consonants survive transliteration, its vowels hardly do. So forms are found by the
skeleton of their consonants, in classes of sounds that scripts take for one another, and ranked by
how little has to be changed between the sounds of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import regex

from qa.corpus.analysis import normalise
from qa.understanding.letter_sounds import Alphabet, alphabet_of

_CLASSES = {
    "B": "bp",
    "F": "fv",
    "T": "tT",
    "D": "dD",
    "S": "szC",
    "J": "SZcj",
    "K": "kqgG",
    "H": "xh",
    "L": "l",
    "R": "r",
    "M": "m",
    "N": "nN",
}


class _Classes(dict[int, str]):
    """The class of each sign of a consonant; every other sign is left out."""

    def __missing__(self, sign: int) -> None:
        return None


_TO_CLASS = _Classes({ord(sign): name for name, signs in _CLASSES.items() for sign in signs})
# Classes that scripts and tongues confuse: Osman and عثمان, Gamal and جمال, Тегеран and طهران.
_CONFUSED = {
    "B": "F", "F": "B", "T": "SD", "D": "ST", "S": "TDJ", "J": "SKD", "K": "HJ", "H": "KJ",
    "L": "", "R": "", "M": "", "N": "",
}  # fmt: skip
_UNSTABLE = "FH"
"""Classes that one script writes and another leaves out: v for w, h."""

MIN_CONSONANTS = 3
"""Words of fewer are too often alike by chance."""

LONG = 5
"""From how many consonants on any one of them may differ."""

MAX_LETTERS = 30
LEAST_SIMILARITY = {3: 0.9, 4: 0.86, 5: 0.78}
LEAST_SIMILARITY_OF_LONG = 0.75

_ARTICLE = regex.compile(r"^(?:al|el|as|ash|ar|an|az|ad|at|ас|аль|ан|ар|аш|аз|эль|эр|αλ)[-–'’ ]+")
_DOUBLED_LETTER = regex.compile(r"([^اوي])\1")
# Each clitic with its sounds, and what is taken off a likeness without it.
_CLITICS = (
    ("وال", "wal", 0.02),
    ("بال", "bal", 0.02),
    ("فال", "fal", 0.02),
    ("كال", "kal", 0.02),
    ("لل", "l", 0.02),
    ("ال", "al", 0.0),
    ("و", "w", 0.04),
    ("ب", "b", 0.06),
    ("ل", "l", 0.06),
    ("ك", "k", 0.06),
    ("ف", "f", 0.06),
)
_CLITICS_OF = {
    first: tuple(clitic for clitic in _CLITICS if clitic[0][0] == first) for first in "وبفكلا"
}


def skeleton(word: str) -> str:
    """The classes of a word's consonants, the same in every script for most names.

    Args:
        word: In any script; one that is not known gives an empty skeleton.
    """
    form = normalise(word)
    alphabet = alphabet_of(form)
    return skeleton_of(alphabet.sounds(_bare(form))) if alphabet else ""


def skeleton_of(sounds: str) -> str:
    """The classes of the consonants among some sounds."""
    return sounds.translate(_TO_CLASS)


def _bare(form: str) -> str:
    """A form without the article that is written apart."""
    return _ARTICLE.sub("", form) if "-" in form or "'" in form or "’" in form else form


@dataclass(frozen=True, slots=True)
class Reading:
    """A form as it sounds, or as it sounds without its clitic.

    Attributes:
        form: As the corpus has it.
        sounds: The signs of its sounds, from the end of the clitic on.
        alphabet: Its alphabet.
        clitic: The clitic that is left out.
        doubt: What is taken off a likeness, for the clitic may be the word's own letter.
    """

    form: str
    sounds: str
    alphabet: Alphabet
    clitic: str = ""
    doubt: float = 0.0


@dataclass(frozen=True, slots=True)
class NameIndex:
    """The words of a corpus, to be found by how they sound.

    Attributes:
        counts: In how many passages each form stands.
        readings: The forms of each skeleton, with their sounds.
    """

    counts: Mapping[str, int]
    readings: Mapping[str, Sequence[Reading]]

    @classmethod
    def of(cls, forms: Mapping[str, int] | Iterable[str]) -> NameIndex:
        """An index of words.

        Args:
            forms: Words as they are to be given back, with the number of passages of each where
                that is known.
        """
        counts = dict(forms) if isinstance(forms, Mapping) else dict.fromkeys(forms, 1)
        found: dict[str, list[Reading]] = {}
        for form in counts:
            if len(form) <= MAX_LETTERS and form.isalpha():
                for reading in _readings(form):
                    key = skeleton_of(reading.sounds)
                    found.setdefault(key, []).append(reading)
        return cls(MappingProxyType(counts), MappingProxyType(found))

    def matches(self, word: str, limit: int = 3) -> tuple[str, ...]:
        """Forms in another script that are the same name, best first.

        Args:
            word: As typed, in any script.
            limit: How many at most.
        """
        form = _bare(normalise(word))
        if len(form) > MAX_LETTERS:
            return ()
        best: dict[str, float] = {}
        for asked in _readings(form):
            key = skeleton_of(asked.sounds)
            if len(key) < MIN_CONSONANTS:
                continue
            least = LEAST_SIMILARITY.get(len(key), LEAST_SIMILARITY_OF_LONG)
            for held in self._near(key):
                if held.alphabet is not asked.alphabet:
                    alike = similarity(asked, held, least)
                    if alike >= max(least, best.get(held.form, 0.0)):
                        best[held.form] = alike
        ranked = sorted(best, key=lambda form: (-round(best[form], 2), -self.counts[form], form))
        return tuple(ranked[:limit])

    def _near(self, key: str) -> Iterator[Reading]:
        """Readings whose skeleton is a given one, or nearly."""
        for neighbour in _neighbours(key):
            yield from self.readings.get(neighbour, ())


def _readings(form: str) -> list[Reading]:
    normalised = normalise(form)
    if form.endswith("ى"):
        normalised = f"{normalised[:-1]}ا"
    alphabet = alphabet_of(normalised)
    if alphabet is None:
        return []
    sounds = alphabet.sounds(normalised)
    found = [Reading(form, sounds, alphabet)]
    if alphabet.name == "Arabic":
        found += [
            Reading(form, sounds[len(spoken) :], alphabet, clitic, doubt)
            for clitic, spoken, doubt in _CLITICS_OF.get(form[0], ())
            if form.startswith(clitic)
            and sounds.startswith(spoken)
            and len(form) >= len(clitic) + MIN_CONSONANTS
        ]
        if _DOUBLED_LETTER.search(normalised):
            found.append(Reading(form, alphabet.sounds(normalised, keep_doubled=True), alphabet))
    elif alphabet.name == "Greek" and "ντ" in form[1:]:
        found.append(Reading(form, alphabet.sounds(form.replace("ντ", "νδ")), alphabet))
    return found


@lru_cache(maxsize=4096)
def _neighbours(key: str) -> tuple[str, ...]:
    """A skeleton, and those that one difference away are still the same name."""
    found = {key: None}
    for i, sound in enumerate(key):
        before, after = key[:i], key[i + 1 :]
        is_long = len(key) >= LONG
        others = "BFTDSJKHLRMN" if is_long else _CONFUSED[sound]
        found |= dict.fromkeys(before + other + after for other in others)
        if is_long or sound in _UNSTABLE:
            found[before + after] = None
    for i in range(len(key) + 1):
        for other in "BFTDSJKHLRMN" if len(key) >= LONG else _UNSTABLE:
            found[key[:i] + other + key[i:]] = None
    return tuple(near for near in found if len(near) >= MIN_CONSONANTS - 1)


def _costs() -> dict[str, dict[str, float]]:
    """What it costs that one sound stands where the other does; 1 for those not named."""
    written = (
        "bp.05 pf.3 bv.25 bf.35 fv.05 vw.15 vu.15 wf.35 tT.05 Ts.25 tD.35 Td.3 dD.05 td.35 Dz.1 "
        "dz.35 "
        "sz.2 sS.3 SZ.3 zZ.3 Zj.1 cj.3 cS.2 sc.4 zj.3 sC.15 zC.25 cC.25 tC.3 TS.4 jg.2 jG.3 jy.3 "
        "jd.4 "
        "Zy.4 kq.02 kg.2 qg.15 gG.1 kG.35 qG.3 kx.25 qx.4 xh.1 gh.3 Gx.3 Gh.4 cx.35 ck.4 ch.4 "
        "jx.35 "
        "jh.35 "
        "wu.0 wo.05 yi.0 ye.1 ya.3 wa.3 ae.1 ao.15 au.2 ai.3 ou.05 ei.05 eo.3 eu.3 iu.35 io.4 "
        "nN.15 Ei.1 Ee.1 Ea.2 Ey.1 Oo.05 Ou.1 Ow.1 Oa.2 'E.05 'O.05 EO.3 Aa.0 Ae.15 Ao.2 AE.2 "
        "A'.1 Iy.0 Ie.15 Ii.0 IE.1 Uw.0 Uu.0 Uo.05 UO.1 "
        "'a.05 'e.05 'i.05 'o.05 'u.05 'w.3 'y.3 'h.2 'q.3 'G.3 'k.4"
    )
    table: dict[str, dict[str, float]] = {}
    for entry in written.split():
        first, second, cost = entry[0], entry[1], float(entry[2:])
        table.setdefault(first, {})[second] = cost
        table.setdefault(second, {})[first] = cost
    for sign in "bpfvwtTdDszSZcCjkqgGxhlrmnNyaeiouEOAIU'":
        table.setdefault(sign, {})[sign] = 0.0
    return table


_COSTS = _costs()
_MISSING = {**dict.fromkeys("aeiouEOAIU", 0.25), "w": 0.3, "y": 0.3, "'": 0.1, "h": 0.35, "v": 0.6}
_MISSING |= dict.fromkeys("AIU", 0.3)
# A short vowel that the other script does not write.
_MISSING_SHORT = {
    **_MISSING,
    **dict.fromkeys("aeiou", 0.07),
    "E": 0.2,
    "O": 0.2,
    "h": 0.35,
    "w": 0.25,
    "y": 0.2,
}


def similarity(first: Reading, second: Reading, least: float = 0.0) -> float:
    """How alike two words sound: 1 is the same, 0 or less is nothing alike.

    Args:
        first: One word.
        second: The other.
        least: From which likeness on it matters; below it, 0 may be returned.
    """
    one, other = first.sounds, second.sounds
    lost = _MISSING if second.alphabet.writes_vowels else _MISSING_SHORT
    added = _MISSING if first.alphabet.writes_vowels else _MISSING_SHORT
    consonants = max(len(skeleton_of(one)), len(skeleton_of(other)), 1)
    affordable = (1.0 - least) * consonants + 1e-9
    row = [0.0]
    for sign in other:
        row.append(row[-1] + added.get(sign, 1.0))
    for sign in one:
        costs, loss = _COSTS.get(sign, {}), lost.get(sign, 1.0)
        diagonal, row[0] = row[0], row[0] + loss
        for j, held in enumerate(other):
            best = min(
                diagonal + costs.get(held, 1.0), row[j + 1] + loss, row[j] + added.get(held, 1.0)
            )
            diagonal, row[j + 1] = row[j + 1], best
        if min(row) > affordable:
            return 0.0
    return 1.0 - row[-1] / consonants - first.doubt - second.doubt
