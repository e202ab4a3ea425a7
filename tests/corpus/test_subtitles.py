"""Subtitles: running text, each cue findable at its time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.blocks import assemble, finish
from qa.corpus.subtitles import parse_subtitles
from qa.errors import DocumentParseError


def read(source):
    return assemble(finish(parse_subtitles(source.encode())).blocks)


def test_cues_become_sentences_with_their_times():
    text, sections = read(
        "\ufeff1\r\n00:00:01,000 --> 00:00:03,000\r\n<i>The river rises</i>\r\nin the hills\r\n\r\n"
        "2\r\n00:00:03,500 --> 00:00:05,000\r\n{\\an8}and reaches the sea.\r\n\r\n"
        "3\r\n01:01:15,500 --> 01:01:18,000\r\n- Who built it?\r\n- The king.\r\n"
        "4\r\n01:02:03,1 --> 01:02:04,0\r\nEnd &amp; fin\r\n"
    )
    assert text == (
        "The river rises in the hills and reaches the sea.\n\n- Who built it?\n- The king.\n\n"
        "End & fin"
    )
    assert [(s.kind, s.label) for s in sections] == [
        ("row", label) for label in ("00:00:01", "00:00:03", "01:01:15", "01:02:03")
    ]
    assert text.startswith("and reaches", sections[1].start)


def test_notes_styles_and_repeated_lines_of_webvtt_go_and_speakers_stay():
    text, _ = read(
        "WEBVTT - x\n\nNOTE\na comment\n\nSTYLE\n::cue{}\n\n"
        "id1\n00:01.000 --> 00:03.000 align:start\n"
        "<v هبة>We open <c.x>at nine</c>\n\n00:03.000 --> 00:05.000\n<v هبة>We open at nine\n"
        "and close <00:04.000>at two.\n\n00:05.500 --> 00:07.000\n<v Ali>Thanks.\n"
    )
    assert text == "هبة: We open at nine and close at two.\n\nAli: Thanks."


@pytest.mark.parametrize(
    ("source", "kind"),
    [("WEBVTT\n\n", "broken"), ("just text", "broken"), ("0:0:1,0 --> 0:0:2,0\n", "broken")],
)
def test_files_without_a_cue_are_broken(source, kind):
    with pytest.raises(DocumentParseError) as caught:
        parse_subtitles(source.encode())
    assert caught.value.kind == kind


def test_too_many_cues_are_refused():
    source = "".join(f"00:00:00,0 --> 00:00:01,0\nword{n}\n\n" for n in range(200_001))
    with pytest.raises(DocumentParseError, match="split it"):
        parse_subtitles(source.encode())


@given(st.lists(st.lists(st.text("abcب?.-", min_size=1, max_size=9), min_size=1, max_size=4)))
def test_every_word_is_said_once_in_order(cues):
    said = [f"{word}x{n}" for n, words in enumerate(cues) for word in words]
    blocks = [
        f"{n}\n00:{n // 10:02}:{n % 10:02},000 --> 00:{n // 10:02}:{n % 10:02},900\n"
        + "\n".join(f"{word}x{n}" for word in words)
        for n, words in enumerate(cues)
    ]
    if said:
        assert read("\n\n".join(blocks))[0].split() == said
