"""Bytes to text: which encoding a file is in, judged by what each would make of it.

In order: a byte-order mark, UTF-16 without one, the escapes of ISO-2022 and HZ, strict UTF-8,
then the old single-byte encodings, each scored by how much its reading looks like words of its
languages, and at last charset-normalizer for the East Asian ones. What the file declares is
believed, unless its reading is no words of any language and another one is. A statistical guess
alone errs on short texts: an Arabic headline of five words reads as well-formed Greek. UTF-7 is
never read: its escapes are plain text.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from qa.corpus.alphabets import LANGUAGES, PRIOR
from qa.errors import DocumentParseError
from qa.findings import Finding

SAMPLE_BYTES = 64 * 1024
"""Bytes an old encoding is judged by: some 10,000 words."""

MAX_CONTROL_SHARE = 0.01
"""Share of control bytes from which a file is no text. Real texts have stray ones at most."""

MIN_SCORE = 0.5
"""Mean points per non-ASCII character from which a single-byte reading is believed; right
readings score 1.3 and more, wrong ones less than 0.3."""

CONTRADICTING_SCORE = 1.0
"""Mean points from which a reading speaks against the declared encoding, ..."""

CONTRADICTING_LEAD = 0.5
"""... and by how many it must be ahead of what the declared encoding makes of the bytes."""

CONTRADICTING_CHARACTERS = {"latin": 8, "other": 4}
"""Non-ASCII letters that it takes, from one Latin reading to another and otherwise: a lone "¥"
is an accented letter elsewhere."""

MAX_BROKEN_UTF8 = 0.02
"""Share of undecodable non-ASCII bytes up to which a file counts as damaged UTF-8."""

_SIGNATURES = (
    (b"\x7fELF", "binary_program"),
    (b"MZ\x90\x00", "binary_program"),
    (b"\x89PNG\r\n", "binary_picture"),
    (b"GIF8", "binary_picture"),
    (b"\xff\xd8\xff", "binary_picture"),
    (b"PK\x03\x04", "binary_zip"),
    (b"\x1f\x8b\x08", "binary_archive"),
    (b"7z\xbc\xaf", "binary_archive"),
    (b"Rar!\x1a", "binary_archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "binary_office"),
    (b"%PDF-", "binary_pdf"),
    (b"SQLite format 3", "binary_database"),
)
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_TYPOGRAPHY = "«»“”‘’„‚–—…•،؛؟°§€£©®\xa0\xad\u200c\u200d"
_WORD = re.compile(r"[^\W\d_]+")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_SHAPES = re.compile("[\ufe80-\ufefc]+")
# The upper half of Mac Arabic has the signs of ASCII once more. These seldom stand in a text.
_MAC_SIGNS = b"\xa1\xa2\xa3\xa4\xa6\xaa\xab\xaf\xbc\xbd\xbe\xdb\xdc\xdd\xde\xdf\xfb\xfc\xfd"
_NO_MAC_SIGNS = bytes(sorted(set(range(256)) - set(_MAC_SIGNS)))
_FINAL_LETTERS = "ةىךםןףץ"
_SPANISH_OPENING = re.compile(r"(?<!\w)[¿¡](?=\w)")
# Escapes to two-byte letters, and the encodings that have them: the first without a fault is taken.
_ESCAPES = (
    (re.compile(rb"\x1b\$\)C"), ("iso2022_kr",)),
    (
        re.compile(rb"\x1b\$[@B]|\x1b\$\([DOPQ]|\x1b\([IJ]"),
        ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_ext", "iso2022_jp_2004"),
    ),
    (re.compile(rb"~\{(?:[!-w][!-~]){1,200}~\}"), ("hz",)),
)
# Korean is all Hangul and Japanese part kana; by chance other readings hold few of either.
_SCRIPTS = (
    ("euc-kr", re.compile("[가-힣]"), 0.85),
    ("shift_jis", re.compile("[ぁ-んァ-ヶ]"), 0.3),
    ("euc-jp", re.compile("[ぁ-んァ-ヶ]"), 0.3),
)


_EAST_ASIAN = 16  # bytes of letters from which they may contradict a declaration
_MULTI_BYTE = re.compile("gb|big5|euc_|johab|shift_jis|cp9[345]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text and, where it was not plain UTF-8, a note of how it was read."""

    text: str
    notes: tuple[Finding, ...] = ()


def decode(data: bytes, declared: str = "") -> Decoded:
    """Turn a file's bytes into text.

    Args:
        data: The bytes.
        declared: An encoding that the file itself names; tried before any guess.

    Raises:
        DocumentParseError: "binary": these are not the bytes of a text. "encoding": no encoding
            gives a text.
    """
    _refuse_signatures(data)
    marked = _decode_marked(data)
    if marked is not None:
        return marked
    wide = _utf16_without_mark(data)
    if wide:
        return Decoded(data.decode(wide), (_decoded(wide),))
    escaped = _decode_escaped(data)
    if escaped is not None:
        return escaped
    if _control_share(data) > MAX_CONTROL_SHARE:
        raise DocumentParseError("binary", Finding.of("binary_data"))
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    return _decode_old(data, declared)


def _refuse_signatures(data: bytes) -> None:
    for signature, code in _SIGNATURES:
        if data.startswith(signature):
            raise DocumentParseError("binary", Finding.of(code))


def _decode_marked(data: bytes) -> Decoded | None:
    """Decode data that begins with a byte-order mark."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                text = data.decode(encoding, errors="replace")
                broken = text.count("\ufffd")
                if broken > MAX_BROKEN_UTF8 * len(text) + 1:
                    continue
                return Decoded(text, (_damaged(encoding, broken),))
            return Decoded(text, () if encoding == "utf-8-sig" else (_decoded(encoding),))
    return None


def _decode_escaped(data: bytes) -> Decoded | None:
    """Decode the seven-bit encodings of East Asia, which plain UTF-8 would let pass as ASCII."""
    if not data.isascii():
        return None
    for escape, encodings in _ESCAPES:
        if not escape.search(data):
            continue
        for encoding in encodings:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            return Decoded(text, (_decoded(encoding),))
        text = data.decode(encodings[0], errors="replace")
        broken = text.count("\ufffd")
        if encodings != ("hz",) and broken <= MAX_BROKEN_UTF8 * len(_NON_ASCII.findall(text)) + 1:
            return Decoded(text, (_damaged(encodings[0], broken),))
    return None


def _decoded(encoding: str) -> Finding:
    return Finding.of("decoded", encoding)


def _damaged(encoding: str, broken: int) -> Finding:
    return Finding.of("damaged_characters", encoding.removesuffix("-sig"), broken)


def _control_share(data: bytes) -> float:
    """Share of bytes that no text holds: C0 controls but white space and escape."""
    if not data:
        return 0.0
    printable = data.translate(None, delete=bytes([*range(0x09), *range(0x0E, 0x1B), 0x7F]))
    return 1 - len(printable) / len(data)


def _utf16_without_mark(data: bytes) -> str:
    """Return "utf-16-le" or "utf-16-be" where the bytes are evidently that, or ""."""
    if len(data) % 2 or len(data) < 4 or not _control_share(data[:SAMPLE_BYTES]):
        return ""
    readings = []
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            data.decode(encoding)
            sample = data[:SAMPLE_BYTES].decode(encoding, errors="ignore")
        except UnicodeDecodeError:
            continue
        readings.append((_plain_share(sample), encoding))
    share, encoding = max(readings, default=(0.0, ""))
    return encoding if share > 0.95 else ""


def _plain_share(text: str) -> float:
    """Share of characters that are of the text's two commonest blocks, ASCII, or punctuation.

    Bytes of something else, read as UTF-16, scatter over the thousands of Chinese characters
    and private and unassigned code points.
    """
    blocks: dict[int, int] = {}
    plain = 0
    for character in text:
        code = ord(character)
        if character in "\t\n\r" or 0x20 <= code < 0x7F or 0x2010 <= code < 0x2030:
            plain += 1
        elif unicodedata.category(character)[0] in "LMNPSZ" and not 0x3400 <= code < 0xA000:
            blocks[code >> 8] = blocks.get(code >> 8, 0) + 1
    common = sum(sorted(blocks.values(), reverse=True)[:2])
    return (plain + common) / max(1, len(text))


def _decode_old(data: bytes, declared: str) -> Decoded:
    """Decode data that is not valid UTF-8."""
    damaged = data.decode("utf-8", errors="replace")
    broken = damaged.count("\ufffd")
    if broken <= MAX_BROKEN_UTF8 * len(_NON_ASCII.findall(damaged[:SAMPLE_BYTES])):
        return Decoded(damaged, (_damaged("utf-8", broken),))
    encoding = _single_byte(data, declared) or _east_asian(data)
    if not encoding:
        raise DocumentParseError("encoding", Finding.of("unknown_encoding"))
    text = _reading(data, encoding, errors="replace")
    broken = text.count("\ufffd")
    note = _damaged(encoding, broken) if broken else _decoded(encoding)
    return Decoded(text, (note,))


def _single_byte(data: bytes, declared: str) -> str:
    """Return the declared encoding, or another that fits the data better, or ""."""
    name = _usable(data, declared)
    best, letters, score = _best_single_byte(data)
    if not name:
        return best
    sample = _reading(data[:SAMPLE_BYTES], name, errors="ignore")
    # Of any language: a declared encoding may be one that is not guessed.
    declared_score = max(_score(sample, letters) for _, letters in LANGUAGES)
    contradicted = max(CONTRADICTING_SCORE, declared_score + CONTRADICTING_LEAD)
    if best and score > contradicted and _n_high(data, best) >= _least_high(sample, letters):
        return best
    is_single_byte = not _MULTI_BYTE.match(codecs.lookup(name).name)
    if declared_score < 0 and is_single_byte and len(_NON_ASCII.findall(sample)) >= _EAST_ASIAN:
        other = _east_asian(data)
        return other if other and _MULTI_BYTE.match(codecs.lookup(other).name) else name
    return name


def _n_high(data: bytes, encoding: str) -> int:
    """How many non-ASCII letters stand in words of three letters and more."""
    words = _WORD.findall(_reading(data[:SAMPLE_BYTES], encoding))
    return sum(len(_NON_ASCII.findall(word)) for word in words if len(word) > 2)


def _least_high(sample: str, letters: str) -> int:
    """How many non-ASCII characters it takes to go from a reading to another's letters."""
    both_latin = _is_latin(letters) and all(
        unicodedata.name(character, "LATIN").startswith("LATIN")
        for character in _NON_ASCII.findall(sample)
        if character.isalpha()
    )
    return CONTRADICTING_CHARACTERS["latin" if both_latin else "other"]


def _reading(data: bytes, encoding: str, errors: str = "strict") -> str:
    """Decode data; the shapes of letters that code page 864 keeps become the letters."""
    text = data.decode(encoding, errors)
    if encoding == "cp864":
        return _SHAPES.sub(lambda shape: unicodedata.normalize("NFKC", shape[0]), text)
    return text


def _usable(data: bytes, declared: str) -> str:
    """Return the declared encoding if it exists and fits the data."""
    try:
        name = codecs.lookup(declared).name if declared else ""
        # Browsers, and so the authors of pages, take Latin-1 to be windows-1252.
        name = "windows-1252" if name in ("iso8859-1", "ascii") else name
        name = f"windows-{name[2:]}" if name.startswith("cp125") else name
        if name:
            data.decode(name)
    except (LookupError, ValueError):
        return ""
    return name


def _best_single_byte(data: bytes) -> tuple[str, str, float]:
    """The single-byte encoding whose reading looks most like words, its letters, and its score.

    The encoding is "" where none reads like words.
    """
    sample = data[:SAMPLE_BYTES]
    n_high = max(1, len(sample.translate(None, bytes(range(0x80)))))
    best = ("", "", MIN_SCORE)
    for encoding, letters in LANGUAGES:
        try:
            text = _reading(sample, encoding)
        except UnicodeDecodeError:
            continue
        score = _score(text, letters)
        if encoding == "mac-arabic":
            score -= 4 * len(sample.translate(None, _NO_MAC_SIGNS)) / n_high
        score += PRIOR.get(encoding, 0)
        if score > best[2]:
            best = (encoding, letters, score)
    return best


def _is_latin(letters: str) -> bool:
    return unicodedata.name(letters[0]).startswith("LATIN")


def _score(text: str, letters: str) -> float:
    """Mean points per non-ASCII character; see `MIN_SCORE`."""
    # From 2 points for the commonest letter to 0.5 for the rarest; 1 for marks of punctuation.
    # Latin letters count alike: what tells their languages apart is which they have at all.
    latin = _is_latin(letters)
    points_of = dict.fromkeys(_TYPOGRAPHY, 1.0)
    for rank, letter in enumerate(letters):
        points_of[letter] = 1.5 if latin else 2 - 1.5 * rank / len(letters)
    points = 0.0
    for word in _WORD.findall(text):
        high = [character for character in word if not character.isascii()]
        if high and _is_misspelt(word, len(high), latin=latin):
            points -= 2 * len(high)
        else:
            points += sum(points_of.get(character, -2) for character in high)
            points += word.startswith("ال")  # the article, which other readings do not give
    marks = [character for character in _NON_ASCII.findall(text) if not character.isalpha()]
    points += sum(points_of.get(mark, -2) for mark in marks)
    points += 3.5 * len(_SPANISH_OPENING.findall(text))  # makes up for the loss just above
    n = len(_NON_ASCII.findall(text))
    if not latin and sum(map(str.isalpha, text)) > 4 * n:
        points -= n  # a few strange letters in a Latin text are sooner accented ones
    return points / n if n else 0.0


def _is_misspelt(word: str, n_high: int, *, latin: bool) -> bool:
    """Whether no language writes a word like this one.

    A Latin word is not made of accented letters alone (but for words like the French "à"); a word
    of another alphabet has no Latin letter in it, no capital after a small letter, and, in
    Arabic and Hebrew, none of the letters that only end a word before its end.
    """
    if latin:
        return n_high > 2 and n_high > 0.75 * len(word)
    if n_high < len(word) or any(letter in word[:-1] for letter in _FINAL_LETTERS):
        return True
    return word[1:] != word[1:].lower() and word != word.upper()


def _east_asian(data: bytes) -> str:
    """Tell the multi-byte encodings of East Asia apart, with charset-normalizer's help."""
    for encoding, expected, share in _SCRIPTS:
        try:
            high = _NON_ASCII.findall(data[: SAMPLE_BYTES * 2].decode(encoding))
        except UnicodeDecodeError:
            continue
        if len([character for character in high if expected.match(character)]) > share * len(high):
            return encoding
    from charset_normalizer import from_bytes  # noqa: PLC0415 (few files come this far)

    guess = from_bytes(data[:SAMPLE_BYTES]).best()
    if guess is None:
        return ""
    return guess.encoding if _mostly_words(str(guess)) else ""


def _mostly_words(text: str) -> bool:
    """Whether a reading is made of letters rather than of symbols and rare characters."""
    high = _NON_ASCII.findall(text)
    letters = sum(character.isalpha() for character in high)
    return bool(high) and letters >= 0.7 * len(high)
