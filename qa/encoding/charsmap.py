"""A SentencePiece "precompiled charsmap" made from a map of code points.

The tokenizers library normalises text by such a map: a Darts-clone double-array trie over the
UTF-8 bytes of what is replaced, then the NUL-ended replacements.
Source: github.com/s-yata/darts-clone (layout of a unit), and sentencepiece's
`Normalizer::EncodePrecompiledCharsMap` (layout of the whole).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

import numpy as np

_LEAF_VALUE = 1 << 31  # marks a unit that holds a value
_HAS_LEAF = 1 << 8  # marks a unit at which a key ends
_SEARCHED = 1 << 10  # units at the array's end that are searched for room, as Darts-clone does
_MAX_OFFSET = 1 << 21  # the widest offset a unit holds without its extension bit

_Trie = dict[int, Any]  # byte → trie below it; 0 → offset of the replacement


def precompiled_charsmap(replacements: Mapping[int, str]) -> bytes:
    """Compile code point → replacement text into the bytes `normalizers.Precompiled` takes."""
    texts = bytearray()
    offsets: dict[str, int] = {}
    root: _Trie = {}
    for code_point, replacement in sorted(replacements.items()):
        if code_point == 0:
            continue  # NUL ends a key in this format
        if replacement not in offsets:
            offsets[replacement] = len(texts)
            texts += replacement.encode() + b"\0"
        node = root
        for byte in chr(code_point).encode():
            node = node.setdefault(byte, {})
        node[0] = offsets[replacement]
    units = _double_array(root)
    return struct.pack("<I", units.nbytes) + units.tobytes() + bytes(texts)


def _double_array(root: _Trie) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """Lay a trie out as Darts-clone units: a child stands at (base of its parent) XOR its byte.

    No two parents share a base: a unit names its byte and not its parent, so that the child of one
    would be found from the other, and letters that the map does not hold would be replaced.
    """
    units = [0] * 256
    taken = bytearray(256)
    taken[0] = 1
    bases: set[int] = set()
    pending: list[tuple[int, _Trie]] = [(0, root)]
    while pending:
        position, node = pending.pop()
        first, place = next(iter(node), 0), max(1, len(units) - _SEARCHED)
        while True:
            place = taken.find(0, place)  # where the first child may stand
            if place < 0:
                place = len(units)
                units += [0] * 256
                taken += bytearray(256)
            base = place ^ first
            if base and base not in bases and not any(taken[base ^ label] for label in node):
                break
            place += 1
        bases.add(base)
        offset = position ^ base
        if offset >= _MAX_OFFSET:
            raise ValueError("the map is too large for a double array of short offsets")
        units[position] |= offset << 10 | (_HAS_LEAF if 0 in node else 0)
        for label, child in node.items():
            taken[base ^ label] = 1
            if isinstance(child, int):
                units[base] = child | _LEAF_VALUE
            else:
                units[base ^ label] = label
                pending.append((base ^ label, child))
    return np.array(units, dtype="<u4")
