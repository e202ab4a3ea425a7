"""Runs of letters, digits and the signs that join them: what each says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from qa.corpus.values.digit_dates import date_in_digits
from qa.corpus.values.identifiers import canonical_identifier, name_before
from qa.corpus.values.lexicon import LEXICON, Meaning, Month
from qa.corpus.values.months import GREGORIAN
from qa.corpus.values.numerals import amount, canonical_amount, canonical_numeral
from qa.corpus.values.pieces import Piece, word_pieces
from qa.corpus.values.spelling import FILLER, LETTERS, bare, word_set

_SIGNS = re.compile(r"[-/_.,:'٫]")
_NO_ADDRESS_PART = 255
_TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\d)t\d\d.*")
_CLOCK = re.compile(r"\d{1,2}h\d{0,2}")
_SEGMENTS = re.compile(rf"[{LETTERS}]+|\d+(?:[.,'٫]\d+)*")
_APOSTROPHE = re.compile(
    rf"(?P<article>[{LETTERS}]{{1,9}}')(?P<rest>.+)|(?P<head>[^']+)'[{LETTERS}]+"
)
_LED = re.compile(rf"(?P<word>[{LETTERS}]+)(?P<sign>[-/_.]?)(?P<rest>\d.*)")
_TRAILED = re.compile(rf"(?P<number>\d+(?:[.,'٫]\d+)*)(?P<sign>[-_]?)(?P<word>[{LETTERS}]+)")
_RANGE = re.compile(rf"(\d[^-]*)-(\d[^-]*[{LETTERS}])")
_HEADED = re.compile(rf"(?P<head>\d[\d.,:/'٫-]*)(?P<word>[{LETTERS}]+)(?P<power>[23]?)")
_COMPOUND = re.compile(rf"(\d+(?:[.,]\d+)*[{LETTERS}]*)(?:-[{LETTERS}]{{2,}})+")
_SIZES = re.compile(r"\d+(?:[.,]\d+)?(?:[x×]\d+(?:[.,]\d+)?)+[a-z]{0,4}")
_PREFIXED = re.compile(r"([a-z]{2,6})-")
_GLUED = re.compile(r"[\u05d0-\u06ff]+(?=[a-z])")  # «وF-16»
_PLAIN_WORDS = re.compile(r"[\u05d0-\u097f]+[/_.]|\d+[\u05d0-\u097f]+\d")  # «نسمة/كم2»
_HAS_LETTER = re.compile(rf"[{LETTERS}]")
_HAS_LATIN = re.compile(r"[a-z\u00df-\u02af\u1e00-\u1eff]")
_UNCASED = re.compile(r"[\u05d0-\u097f]*")  # Hebrew, Arabic, Devanagari
_PARTS = re.compile(r"\d+(?:[.'٫]\d+)*(?:,\d{3})*(?!\d)|\d+")
_SEASON = re.compile(r"\d{4}/\d\d")
_SERIAL = re.compile(r" \d{4,7}(?!\d)")

_ORDINAL_ENDINGS = word_set(
    "st nd rd th er ere re e eme nde de o a os as ten te ter го й я е м х му го ти inci "
    "nci uncu ος η"
)
_UNITS = word_set(
    "km m cm mm nm kg g mg t l ml cl ha km2 m2 m3 w kw mw gw kwh mwh gwh v kv a ma hz khz "
    "mhz ghz b kb mb gb tb pb kbps mbps gbps c f k s ms min h hr hrs sec d x p px pt ft "
    "in lb lbs oz mi mph kmh usd eur gbp iqd pp th "
    "an cc watt watts hp mah inch gal er ern ers lar ler am pm gmt utc"
)
_LENGTHS = word_set("mm cm dm m km ft mi in كم م سم ملم متر км м см")
_MULTIPLYING = {"k": 10**3, "mn": 10**6, "mln": 10**6, "bn": 10**9, "tn": 10**12}
_CURRENCIES = "$€£¥₺₽₹₪"
_MONEY = {"m": 10**6, "b": 10**9, "t": 10**12}
_ORDINARY = word_set(
    "mid pre post top non sub under over circa ca early late ex anti pro and to since "
    "until till before after of at by in on for no nr num page pp art fig table part room "
    "day week year aged age from the vor nach ab bis seit um de des les en el al und et y "
    "o or level grade phase step line item chapter section ke"
)
_CLITICS = word_set("و ف ب ل ك ال وال بال لل فال كال وب ول ب ל ה ו מ כ ש ב בה מה לה")
_KANUN = {("ك", "2"): 1, ("ت", "1"): 10, ("ت", "2"): 11, ("ك", "1"): 12}


def chunk_pieces(text: str, folded: str, start: int, end: int) -> Iterator[Piece]:
    """The pieces of a run that holds a digit; none of an address of mail.

    Args:
        text: The text as written: capitals tell a name from a word.
        folded: The same, folded.
        start: Where the run begins.
        end: Where it ends.
    """
    if "@" in (folded[start - 1 : start], folded[end : end + 1]):
        return
    while folded[start] == FILLER:
        start += 1
    while folded[end - 1] == FILLER:
        end -= 1
    if glued := _GLUED.match(folded, start):
        start = glued.end()
    named = name_before(text, folded, start, end)
    if named < start:
        if folded[named : start - 1] == "cve" and (serial := _SERIAL.match(folded, end)):
            end = serial.end()
        yield Piece(named, end, identifier=canonical_identifier(folded[named:end]))
    elif FILLER in folded[start:end] and not _HAS_LETTER.search(bare(folded[start:end])):
        pieces = list(_digit_pieces(bare(folded[start:end]), start))
        yield from (replace(piece, end=end) for piece in pieces if len(pieces) == 1)
    else:
        yield from _pieces(text, folded, start, end)


def _pieces(text: str, folded: str, start: int, end: int) -> Iterator[Piece]:
    chunk = folded[start:end]
    if not _HAS_LETTER.search(chunk):
        yield from _digit_pieces(chunk, start)
    elif found := _TIMESTAMP.fullmatch(chunk):
        yield Piece(start, start + 10, date=date_in_digits(found[1]))
    elif _names_month(chunk):
        for segment in _SEGMENTS.finditer(chunk):
            yield from _segment_pieces(text, folded, start + segment.start(), start + segment.end())
    elif (found := _HEADED.fullmatch(chunk)) and _only_grammar(found):
        yield from _pieces(text, folded, start, start + found.end("head"))
    elif found := _APOSTROPHE.fullmatch(chunk):
        group = "rest" if found["rest"] else "head"
        yield from _pieces(text, folded, start + found.start(group), start + found.end(group))
    elif found := _LED.fullmatch(chunk):
        yield from _led_pieces(text, folded, start, found)
    elif found := _TRAILED.fullmatch(chunk):
        yield from _trailed_pieces(text, folded, start, found)
    else:
        yield from _other_pieces(text, folded, start, end)


def _other_pieces(text: str, folded: str, start: int, end: int) -> Iterator[Piece]:
    chunk = folded[start:end]
    if found := _RANGE.fullmatch(chunk):
        yield from _pieces(text, folded, start, start + found.end(1))
        yield from _pieces(text, folded, start + found.start(2), end)
    elif _SIZES.fullmatch(chunk):
        for part in _PARTS.finditer(chunk):
            yield from _digit_pieces(part[0], start + part.start())
    elif (found := _PREFIXED.match(chunk)) and found[1] in _ORDINARY:
        yield from _pieces(text, folded, start + found.end(), end)
    elif found := _COMPOUND.fullmatch(chunk):  # 19th-century, 75-year-old
        yield from _pieces(text, folded, start, start + found.end(1))
    elif not (_CLOCK.fullmatch(chunk) or _PLAIN_WORDS.match(chunk)):
        yield Piece(start, end, identifier=canonical_identifier(chunk))


def _only_grammar(found: re.Match[str]) -> bool:
    """Whether a date, a time, a measure or an age has a word after it that says no more."""
    word = bare(found["word"])
    several = bool(_SIGNS.search(found["head"])) and not _TRAILED.fullmatch(found[0])
    measure = bool(found["power"]) and word in _LENGTHS
    return measure or (several and (word in _UNITS or bool(_UNCASED.fullmatch(word))))


def _segment_pieces(text: str, folded: str, start: int, end: int) -> Iterator[Piece]:
    if folded[start].isdigit():
        yield from _digit_pieces(folded[start:end], start)
    else:
        yield from word_pieces(text, folded, start, end)


def _names_month(chunk: str) -> bool:
    """Whether a month's name stands with a year, or after a day."""
    segments = _SEGMENTS.findall(chunk)
    dated = segments[0][0].isdigit() or any(len(s) == 4 and s.isdigit() for s in segments)
    words = (LEXICON.get(bare(segment)) for segment in segments if not segment[0].isdigit())
    return dated and any(word is not None and word.months for word in words)


def _digit_pieces(chunk: str, start: int) -> Iterator[Piece]:
    """What digits and signs say: a date, a number, two with a sign between them, an identifier."""
    end = start + len(chunk)
    date = "" if _SEASON.fullmatch(chunk) and _is_two_or_more(chunk) else date_in_digits(chunk)
    if date:
        yield Piece(start, end, date=date)
    elif numeral := canonical_numeral(chunk):
        yield Piece(start, end, numeral, plain=chunk.isdigit())
    elif _is_two_or_more(chunk):
        for part in _PARTS.finditer(chunk):
            numeral = canonical_numeral(part[0])
            yield Piece(start + part.start(), start + part.end(), numeral, plain=part[0].isdigit())
    elif _is_code(chunk):
        yield Piece(start, end, identifier=canonical_identifier(chunk))


def _is_two_or_more(chunk: str) -> bool:
    """Whether digits are a range or a list of numbers: "10-15", "2023/24", "1,2,3"."""
    signs = set(_SIGNS.findall(chunk))
    parts = _PARTS.findall(chunk)
    if not all(map(canonical_numeral, parts)):
        return False
    if "/" in signs:  # a season
        year, _, end = chunk.partition("/")
        following = str(int(year) + 1) if year.isdigit() and len(year) == 4 else ""
        return end in (following, following[2:]) and bool(end)
    return (chunk.count("-") == 1 and ":" not in signs) or signs == {","}


def _is_code(chunk: str) -> bool:
    """Whether digits are a code: "2024/115", "3.2.1", "12-345-678"; no time, telephone, address."""
    parts = _SIGNS.split(chunk)
    signs = set(_SIGNS.findall(chunk))
    if signs == {"."}:
        return len(parts) != 4 or any(int(part[:9]) > _NO_ADDRESS_PART for part in parts)
    if signs == {"-"}:
        return len(parts) > 2 and sum(map(len, parts)) >= 7 and chunk[0] != "0"
    return signs <= {"/", "-", "_"} and any(len(part) >= 3 for part in parts) and len(parts) > 1


def _led_pieces(text: str, folded: str, start: int, found: re.Match[str]) -> Iterator[Piece]:
    """Of a word before digits: what the digits say, if it is only grammar; else an identifier."""
    word, sign = bare(found["word"]), found["sign"]
    first, end = start + found.start("rest"), start + found.end()
    if not sign and (month := _KANUN.get((word, found["rest"]))):
        yield Piece(start, end, meaning=Meaning(months={GREGORIAN: Month(GREGORIAN, month)}))
        return
    if word in _LENGTHS and found["rest"] in ("2", "3"):
        return  # square and cubic metres
    capital = text[start : start + 1].isupper()
    if _UNCASED.fullmatch(word):
        grammar = sign != "-" or word in _CLITICS
    elif word in _ORDINARY:
        grammar = bool(sign) or len(word) >= 3
    else:
        grammar = sign == "." and not capital
    if grammar:
        yield from _pieces(text, folded, first, end)
    else:
        yield Piece(start, end, identifier=canonical_identifier(found[0]))


def _trailed_pieces(text: str, folded: str, start: int, found: re.Match[str]) -> Iterator[Piece]:
    """Of a word after digits: a number with its multiplier or unit, a place in a row, or a code."""
    word, numeral = bare(found["word"]), canonical_numeral(found["number"])
    first, end = start + found.end("number"), start + found.end()
    plain = found["number"].isdigit()
    scale = _scale(word, text[first : first + 1], text[max(0, start - 2) : start])
    number = amount(numeral) if numeral else None
    multiplier = LEXICON.get(word)
    if not numeral:
        yield Piece(start, end, identifier=canonical_identifier(found[0]))
    elif scale and number is not None and not found["sign"]:
        yield Piece(start, end, canonical_amount(number * scale))
    elif multiplier is not None and (multiplier.amounts or multiplier.multiplies):
        yield Piece(start, first, numeral, plain=plain)
        yield from word_pieces(text, folded, start + found.start("word"), end)
    elif word in _ORDINAL_ENDINGS and len(numeral) < len("1970"):  # but 1970-е, 1970er
        yield Piece(start, end, numeral, plain=plain, ordinal=True)
    elif word in _UNITS or not _HAS_LATIN.search(word) or (found["sign"] and len(word) >= 3):
        yield Piece(start, first, numeral, plain=plain)
    elif not (_CLOCK.fullmatch(found[0])):
        yield Piece(start, end, identifier=canonical_identifier(found[0]))


def _scale(word: str, written: str, before: str) -> int:
    """What a letter or two after digits multiply them by: "5k", "1.25M", "$5m"; else 0."""
    if word == "m" and written == "M":
        return _MONEY["m"]
    if word in _MONEY and any(sign in before for sign in _CURRENCIES):
        return _MONEY[word]
    return _MULTIPLYING.get(word, 0)
