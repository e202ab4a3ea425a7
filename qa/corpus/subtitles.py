"""Subtitles (.srt, .vtt) to running text, each cue at its time.

Sentences run over several cues, so cues are joined; a long pause or another speaker begins a new
paragraph. The time of a cue is the place at which a passage is found.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.corpus.blocks import Block, Extract, clean_characters
from qa.corpus.encodings import decode
from qa.errors import DocumentParseError
from qa.findings import Finding

MAX_CUES = 200_000
"""Cues of a file; a film has some 1,500."""

PAUSE = 4.0
"""Seconds without words after which a new paragraph begins."""

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,]\d{1,3})?"
_TIMES = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}")
_VOICE = re.compile(r"<v[ .][^<>]{0,200}?\s*([^<>.]{1,100})>", re.I)
_MARKUP = re.compile(r"<[^<>]{0,300}>|\{\\?[a-z][^{}]{0,100}\}", re.I)
_DASHES = ("-", "–", "—")


@dataclass(frozen=True, slots=True)
class _Cue:
    """What is said in one cue, and the seconds at which it begins and ends."""

    begins: int
    ends: int
    lines: tuple[str, ...]
    speaker: str = ""


def parse_subtitles(data: bytes) -> Extract:
    """Parse subtitles.

    Raises:
        DocumentParseError: "broken": there is no cue. "too_large": more than `MAX_CUES`.
    """
    decoded = decode(data)
    blocks: list[Block] = []
    before: _Cue | None = None
    for number, cue in enumerate(_cues(clean_characters(decoded.text))):
        if number >= MAX_CUES:
            raise DocumentParseError("too_large", Finding.of("many_subtitles", MAX_CUES))
        lines = _unsaid(cue, before)
        if lines:
            blocks.append(_block(cue, lines, before))
            before = cue
    if not blocks:
        raise DocumentParseError("broken", Finding.of("no_subtitle"))
    return Extract(tuple(blocks), notes=decoded.notes)


def _cues(text: str) -> Iterator[_Cue]:
    """Yield the cues: what stands below a line of times, up to an empty line or the next times."""
    times: re.Match[str] | None = None
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        found = _TIMES.match(line[:200])
        if found or not line.strip():
            if times and found and lines and lines[-1].strip().isdigit():
                lines.pop()  # the number of the next cue
            if times:
                yield _cue(times, lines)
            times, lines = found, []
        else:
            lines.append(line)


def _cue(times: re.Match[str], lines: list[str]) -> _Cue:
    voice = _VOICE.search(" ".join(lines)[:500])
    said = (html.unescape(_MARKUP.sub("", line)) for line in lines)
    shown = tuple(filter(None, (" ".join(line.split()) for line in said)))
    return _Cue(_seconds(times.groups()[:3]), _seconds(times.groups()[3:]), shown, _name(voice))


def _name(voice: re.Match[str] | None) -> str:
    return html.unescape(voice[1].strip()) if voice else ""


def _seconds(clock: tuple[str | None, ...]) -> int:
    hours, minutes, seconds = (int(part or 0) for part in clock)
    return 3600 * hours + 60 * minutes + seconds


def _unsaid(cue: _Cue, before: _Cue | None) -> list[str]:
    """A cue's lines without those with which it repeats the one before (rolling captions)."""
    if before is None or cue.begins > before.ends + 1:
        return list(cue.lines)
    for n in range(len(cue.lines), 0, -1):
        if before.lines[-n:] == cue.lines[:n]:
            return list(cue.lines[n:])
    return list(cue.lines)


def _block(cue: _Cue, lines: list[str], before: _Cue | None) -> Block:
    minutes, seconds = divmod(cue.begins, 60)
    label = f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    is_other = before is not None and cue.speaker != before.speaker
    is_new = before is None or is_other or cue.begins - before.ends >= PAUSE
    dialogue = sum(line.startswith(_DASHES) for line in lines) > 1
    text = ("\n" if dialogue else " ").join(lines)
    if cue.speaker and is_new:
        text = f"{cue.speaker}: {text}"
    return Block(text, "row", label, joined=not is_new and not dialogue)
