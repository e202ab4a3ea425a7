"""From records to HTML: everything that is not ours stays text."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import ERRORS_LANGUAGE
from qa.records import AnswerState, Correction, SmallTalk, Span, Suggestion
from qa.reports import Progress
from qa.settings import MAX_QUESTION_CHARACTERS
from qa.web.chat.bubbles import answer_bubble, confidence_word, question_bubble
from qa.web.chat.empty_page import suggestion_links, welcome
from qa.web.chat.notices import (
    rebuild_notice,
    status_notice,
)
from qa.web.chat.sources_panel import source_panel
from qa.web.chat.turns import Failure, IndexLoading, Pending, Source, Turn, with_context
from qa.web.html.bidi import direction, strip_overrides
from qa.web.html.markup import Run, escape, split_runs, verbatim
from qa.web.loading import KnowledgeBaseLoader
from support.parsed_html import (
    ADDRESSES,
    ATTRIBUTES,
    BOTH,
    OURS,
    ParsedHtml,
    answer_of,
    honest,
)
from support.web_stand_in import (
    ARABIC,
    MARKED_ARABIC,
    MARKED_ENGLISH,
    PAYLOADS,
    StandIn,
    hostile_citation,
    take_turn,
)

EACH_PAYLOAD = pytest.mark.parametrize("name", PAYLOADS)


@EACH_PAYLOAD
@BOTH
def test_hostile_passage_title_path_and_heading_stay_text(name, strings):
    payload = PAYLOADS[name]
    citation = hostile_citation(name)
    source = Source(citation, before=payload, after=payload)
    turn = Turn(1, payload, answer_of([citation], question=payload), (source,))
    bubbles = (question_bubble(turn, strings), answer_bubble(turn, strings))
    offered = [Suggestion(payload, "a.txt", 0, is_question=asks) for asks in (True, False)]
    for html in (
        *bubbles,
        source_panel([turn], strings),
        suggestion_links(offered, payload, strings),
    ):
        seen = ParsedHtml(html)
        assert set(seen.tags) <= OURS
        assert {key for key, _ in seen.attributes} <= ATTRIBUTES
        for key, value in seen.attributes:
            assert key != "href" or value.startswith(ADDRESSES)
        assert "\n" not in html
    passage = citation.passage.text
    assert ParsedHtml(answer_bubble(turn, strings)).by_class["blockquote"] == honest(passage)
    panel = ParsedHtml(source_panel([turn], strings))
    assert panel.by_class["excerpt"] == honest(payload + passage + payload)
    assert panel.by_class["title"] == honest(payload)
    assert ParsedHtml(bubbles[0]).by_class["said"] == honest(payload)
    follow_up = replace(turn, outcome=replace(turn.outcome, searched_for=f"x {payload}"))
    completed = ParsedHtml(question_bubble(follow_up, strings))
    assert set(completed.tags) <= OURS
    assert honest(f"x {payload}") in completed.by_class["completed"]
    bubble = ParsedHtml(bubbles[1])
    assert any(honest(payload) in value for key, value in bubble.attributes if key == "title")


@EACH_PAYLOAD
@BOTH
def test_hostile_error_message_stays_text(name, strings):
    failure = Failure("ScopeError", PAYLOADS[name], {"kind": "document", "wanted": PAYLOADS[name]})
    seen = ParsedHtml(answer_bubble(Turn(1, "?", failure), strings))
    assert set(seen.tags) <= OURS
    assert honest(PAYLOADS[name]) in seen.text
    in_english = strings.language == ERRORS_LANGUAGE
    assert seen.by_class.get("detail") == (honest(PAYLOADS[name]) if in_english else None)


@EACH_PAYLOAD
def test_no_sign_of_a_markup_language_is_left(name):
    written = escape(PAYLOADS[name])
    rest = "".join(c for c in written if c.isascii() and not c.isalnum() and c != " ")
    assert set(rest) <= set("&#;")


@given(st.text())
def test_escaped_text_reads_as_written(text):
    seen = ParsedHtml(f"<div>{escape(text)}</div>").text
    kept = honest(text)
    assert len(seen) == len(kept)
    for shown, written in zip(seen, kept, strict=True):
        control = ord(written) < 32 or 127 <= ord(written) < 160
        assert shown == written or (control and shown == "\ufffd" and written not in "\t\n")


def test_lone_surrogates_and_null_can_be_sent():
    assert escape("a\ud800b\x00").encode() == "a\ufffdb\ufffd".encode()


@BOTH
@pytest.mark.parametrize("question", ["books ?", "متى؟", "zzz"])
def test_a_calibration_of_another_version_is_named_under_the_answer(question, strings):
    (turn,) = take_turn(KnowledgeBaseLoader.holding(StandIn()), question, ())
    outdated = replace(turn, outcome=replace(turn.outcome, calibration_outdated=True))
    assert "qa calibrate" in ParsedHtml(answer_bubble(outdated, strings)).text
    assert "qa calibrate" not in ParsedHtml(answer_bubble(turn, strings)).text


@given(st.text(alphabet="اب ab.\n"), st.data())
def test_runs_and_lines_lose_nothing(text, data):
    offset = data.draw(st.integers(0, 5))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text) + 9), max_size=6)))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    runs = split_runs(text, offset, spans)
    assert "".join(run.text for run in runs) == text
    marked = "".join(run.text for run in runs if run.style == "mark")
    expected = [i for i in range(len(text)) if any(s.start <= i + offset < s.end for s in spans)]
    assert marked == "".join(text[i] for i in expected)
    assert ParsedHtml(verbatim(runs)).text == text


def test_the_answer_itself_is_bold_inside_its_mark():
    text = "Fines? Books are lent for two weeks. No."
    mark, answer = Span(107, 136), Span(126, 135)
    runs = split_runs(text, 100, [mark], [Span(107, 112), Span(126, 129)], answer)
    assert "".join(run.text for run in runs) == text
    assert [run.text for run in runs if run.answer] == ["two", " weeks"]
    assert all(run.style == "mark" for run in runs if run.answer)
    html = str(verbatim(runs))
    assert '<strong><span class="term">two</span></strong><strong> weeks</strong>' in html
    assert ParsedHtml(html).text == text
    outside = split_runs(text, 100, [mark], (), Span(100, 106))
    assert not any(run.answer for run in outside)


def test_each_line_has_its_own_direction():
    html = verbatim((Run("سطر عربي\nAn English line of text\n12\n"),))
    assert [value for key, value in ParsedHtml(html).attributes if key == "dir"] == [
        "rtl",
        "ltr",
        "ltr",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WiFi مجاني في كل القاعات", "rtl"),
        ("The word كتاب means book", "ltr"),
        ("2025", "rtl"),
        ("", "rtl"),
        ("שלום עולם", "rtl"),
        ("你好", "ltr"),
    ],
)
def test_direction_is_that_of_most_letters(text, expected):
    assert direction(text) == expected


def test_joiners_and_marks_survive_and_overrides_do_not():
    assert strip_overrides("می\u200cخواهم\u200e\u200f\u202egnp\u202c\u2067x\u2069") == (
        "می\u200cخواهم\u200e\u200fgnpx"
    )


@BOTH
def test_an_answer_is_its_sentence_then_its_source_its_passage_and_a_line_for_each_other(strings):
    (turn,) = take_turn(KnowledgeBaseLoader.holding(StandIn()), "متى؟", ())
    html = answer_bubble(turn, strings)
    seen = ParsedHtml(html)
    assert seen.by_class["mark"] == MARKED_ARABIC
    assert seen.by_class["blockquote"] == turn.outcome.citations[0].passage.text
    assert seen.by_class["lead"] == MARKED_ARABIC
    assert seen.text.index(MARKED_ARABIC) == 0  # before all else
    chips = [v for k, v in seen.attributes if k == "href" and v.startswith("#source")]
    assert chips == ["#source-1-1", "#source-1-2", "#source-1-3"]
    source = seen.by_class["from"]
    assert strings.from_source.format(title="دليل المكتبة") in source
    assert source.endswith(strings.line.format(label=5))
    lines = html.split('<ul class="further"')[1].split("<li>")[1:]
    assert len(lines) == 2
    line = ParsedHtml(lines[0].split("</li>")[0])
    assert line.by_class["tag"] == "2 · Library guide"
    assert line.by_class["words"] == MARKED_ENGLISH
    assert line.by_class["place"] == strings.line.format(label=3)


@BOTH
def test_each_state_has_its_style_and_only_an_answer_is_marked(strings):
    loader = KnowledgeBaseLoader.holding(StandIn())
    turns = ()
    for question in ("متى؟", "related", "missing", "nothing", "broken", "bug", " "):
        turns = take_turn(loader, question, turns, as_new=True)
    bubbles = [answer_bubble(turn, strings) for turn in turns]
    styles = ["answered", "related", "missing", "empty", "error", "error", "error"]
    for bubble, style in zip(bubbles, styles, strict=True):
        assert bubble.startswith('<div class="answer ')
        assert style in bubble.split('"')[1].split()
        assert ("<mark>" in bubble) == (style == "answered")
        assert ('class="lead' in bubble) == (style == "answered")
        assert "%" not in ParsedHtml(bubble).text  # a number is for those who ask why
    assert "secret" not in bubbles[5]
    panel = source_panel(turns, strings)
    captions = ParsedHtml(panel).by_class["caption"]
    assert captions.count(strings.only_near) == 2
    assert panel.count("<mark>") == 3  # the answered turn's three cards
    for turn in (1, 2, 3):
        for number in (1, 2, 3):
            assert f'id="src-{turn}-{number}"' in panel
    assert panel.count("turn shown") == 1
    assert 'class="turn shown" id="turn-3"' in panel


@BOTH
def test_how_sure_an_answer_is_stands_there_in_a_word(strings):
    words = [confidence_word(confidence, strings) for confidence in (0.99, 0.7, 0.51)]
    assert words == [strings.sure, strings.fairly_sure, strings.unsure]
    (turn,) = take_turn(KnowledgeBaseLoader.holding(StandIn()), "متى؟", ())
    for confidence, level in ((0.99, "high"), (0.7, "fair"), (0.51, "low")):
        html = answer_bubble(
            replace(turn, outcome=replace(turn.outcome, confidence=confidence)), strings
        )
        word = confidence_word(confidence, strings)
        assert ParsedHtml(html).by_class["sureness"] == f"{strings.confidence} {word}"
        assert f'class="sureness {level}"' in html


@BOTH
@pytest.mark.parametrize("kind", SmallTalk)
def test_small_talk_is_one_line_that_asks_nothing(kind, strings):
    (turn,) = take_turn(KnowledgeBaseLoader.holding(StandIn()), f"hello {kind}", ())
    seen = ParsedHtml(answer_bubble(turn, strings))
    assert seen.text == strings.small_talk[kind]
    assert seen.tags == ["div"]
    assert ParsedHtml(question_bubble(turn, strings)).text == turn.question
    assert source_panel([turn], strings).count("card") == source_panel([], strings).count("card")


@BOTH
def test_an_overview_lists_each_document_with_its_marked_sentence(strings):
    (turn,) = take_turn(KnowledgeBaseLoader.holding(StandIn()), "overview", ())
    html = answer_bubble(turn, strings)
    seen = ParsedHtml(html)
    assert seen.by_class["asked"] == strings.overview
    assert seen.by_class["title"] == "دليل المكتبةLibrary guideGuide de la bibliothèque"
    within = [v for k, v in seen.attributes if k == "href" and v.startswith("#within?q=")]
    assert within[1] == "#within?q=guide.md"
    marked = [text for citation in turn.outcome.citations for text in citation.marked_texts]
    assert seen.by_class["verbatim"] == "".join(marked)
    chips = [v for k, v in seen.attributes if k == "href" and v.startswith("#source")]
    assert chips == ["#source-1-1", "#source-1-2", "#source-1-3"]
    assert "note" not in seen.by_class
    panel = ParsedHtml(source_panel([turn], strings))
    assert panel.by_class["caption"].startswith(strings.sources)
    assert panel.tags.count("mark") == 3
    more = replace(turn, outcome=replace(turn.outcome, is_follow_up=True))
    assert ParsedHtml(answer_bubble(more, strings)).by_class["asked"] == strings.more_of_it


@BOTH
def test_each_of_several_questions_has_its_heading_notice_and_citations(strings):
    (turn,) = take_turn(KnowledgeBaseLoader.holding(StandIn()), "two books and why?", ())
    html = answer_bubble(turn, strings)
    first, second = html.split("<h3 ")[1:]
    assert html.count('"answer ') == 1
    assert ParsedHtml(html).by_class["asked"] == "two bookswhy?"
    assert first.count("chip-1-") == 1
    assert "chip-1-1" in first
    assert "<blockquote" in first
    assert 'class="note related"' in second
    assert [n in second for n in ("chip-1-1", "chip-1-2", "chip-1-3")] == [False, True, True]
    assert html.count("#copy-1") == 1
    panel = ParsedHtml(source_panel([turn], strings))
    assert panel.by_class["mark"] == MARKED_ARABIC  # of what answers alone


@BOTH
def test_a_corrected_question_tells_what_was_searched_for_and_the_way_back(strings):
    loader = KnowledgeBaseLoader.holding(StandIn())
    (turn,) = take_turn(loader, "corrected books", ())
    seen = ParsedHtml(question_bubble(turn, strings))
    expected = f"{strings.searched_for} mended books {strings.search_as_typed}"
    assert seen.by_class["completed"] == expected
    assert [value for key, value in seen.attributes if key == "href"] == ["#as_typed-1"]
    (turn,) = take_turn(loader, "corrected books", (), corrected=False)
    assert "completed" not in ParsedHtml(question_bubble(turn, strings)).by_class
    (turn,) = take_turn(loader, "two books and why?", ())
    part = turn.outcome.parts[1]
    mended = replace(part, searched_for="who?", corrections=(Correction("why", "who"),))
    parts = (turn.outcome.parts[0], mended)
    turn = replace(turn, outcome=replace(turn.outcome, parts=parts))
    assert "completed" not in ParsedHtml(question_bubble(turn, strings)).by_class
    completed = ParsedHtml(answer_bubble(turn, strings)).by_class["completed"]
    assert completed == f"{strings.searched_for} who? {strings.search_as_typed}"


@EACH_PAYLOAD
@BOTH
def test_hostile_titles_and_questions_stay_text_in_overviews_and_parts(name, strings):
    payload = PAYLOADS[name]
    overview = answer_of([hostile_citation(name)], AnswerState.OVERVIEW, payload)
    part = replace(overview, state=AnswerState.ANSWERED, searched_for=f"x {payload}")
    two = replace(part, parts=(part, replace(part, state=AnswerState.RELATED)))
    for answer in (overview, two):
        html = answer_bubble(Turn(1, payload, answer), strings)
        seen = ParsedHtml(html)
        assert set(seen.tags) <= OURS
        assert {key for key, _ in seen.attributes} <= ATTRIBUTES
        assert all(v.startswith(ADDRESSES) for k, v in seen.attributes if k == "href")
        assert "\n" not in html
    assert seen.by_class["asked"] == honest(payload) * 2


@BOTH
def test_cards_surround_the_passage_with_its_document(strings):
    knowledge_base = StandIn()
    citation = knowledge_base.ask("متى؟").citations[0]
    source = with_context(knowledge_base, citation)
    assert source.before + citation.passage.text + source.after in ARABIC
    assert source.before
    assert source.after
    turn = Turn(1, "?", answer_of([citation]), (source,))
    seen = ParsedHtml(source_panel([turn], strings))
    assert seen.by_class["excerpt"] == source.before + citation.passage.text + source.after
    assert seen.by_class["dim"] == source.before + source.after


def test_a_replaced_document_gives_no_context():
    knowledge_base = StandIn()
    citation = knowledge_base.ask("متى؟").citations[0]
    path = citation.passage.document.path
    del knowledge_base.held[path]
    assert with_context(knowledge_base, citation) == Source(citation)
    knowledge_base.held[path] = knowledge_base.held["guide.md"]
    assert with_context(knowledge_base, citation) == Source(citation)


@BOTH
def test_an_index_rebuilt_since_makes_answers_old_and_small_talk_not(strings):
    loader = KnowledgeBaseLoader.holding(StandIn())
    turns = take_turn(loader, "hello", ())
    assert rebuild_notice(turns, "newer", strings) == ""
    turns = take_turn(loader, "متى؟", turns)
    assert strings.index_rebuilt in ParsedHtml(rebuild_notice(turns, "newer", strings)).text
    assert rebuild_notice(turns, StandIn.generation, strings) == ""


@BOTH
def test_a_question_that_is_too_long_is_refused_and_shown_shortened(strings):
    (turn,) = take_turn(
        KnowledgeBaseLoader.holding(StandIn()), "x" * (MAX_QUESTION_CHARACTERS + 1), ()
    )
    assert len(turn.question) < 300
    assert f"{MAX_QUESTION_CHARACTERS}" in ParsedHtml(answer_bubble(turn, strings)).text


@BOTH
def test_progress_is_told_in_words(strings):
    assert "12" in strings.progress(Progress("encoding", 12, 40))
    assert "40" in strings.progress(Progress("encoding", 12, 40))
    assert "0" not in strings.progress(Progress("encoding", 0, 0))
    assert strings.progress(None)
    notice = status_notice(Progress("encoding", 12, 40), None, strings)
    assert '<progress max="40" value="12"' in notice
    assert "<progress" not in status_notice(Progress("writing", 0, 0), None, strings)
    asked_early = answer_bubble(Turn(1, "?", IndexLoading(Progress("encoding", 12, 40))), strings)
    assert "12" in ParsedHtml(asked_early).text
    assert strings.searching in ParsedHtml(answer_bubble(Turn(1, "?", Pending()), strings)).text
    assert strings.opening_ask in ParsedHtml(asked_early).text


@BOTH
def test_an_empty_page_tells_what_can_be_asked(strings):
    info, languages = StandIn().documents()[0], ("ar", "ar", "ar", "en", "fr", "de", "es")
    documents = [replace(info, language=language) for language in languages]
    drawn = ParsedHtml(welcome(documents, strings))
    assert set(drawn.tags) <= OURS
    for told in ("7", f"{strings.language_name('ar')} 3", strings.welcome, strings.add):
        assert told in drawn.text
    assert ("href", "documents") in drawn.attributes
    loading, empty = (ParsedHtml(welcome(known, strings)) for known in (None, ()))
    assert strings.no_documents_yet in empty.text
    assert strings.no_documents_yet not in loading.text
    assert strings.welcome in loading.text
