"""A source's card as HTML: what it tells of a citation, as text, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.records import AnswerState, Span
from qa.web.chat.sources_panel import SHOWN_PLACES, source_panel
from qa.web.html.locales import STRINGS
from qa.web.html.markup import Run, split_runs, verbatim
from support.parsed_html import ADDRESSES, ATTRIBUTES, BOTH, OURS, ParsedHtml, honest, turn_of
from support.web_stand_in import ENGLISH, MARKED_ENGLISH, PAYLOADS, StandIn, hostile_citation


def spans_of(text, *words):
    return tuple(Span(text.index(word), text.index(word) + len(word)) for word in words)


def cited(**changes):
    """The English citation of the stand-in, with other facts of its hit and passage."""
    citation = StandIn().ask("books ?").citations[0]
    known = {key: changes.pop(key) for key in ("language",) if key in changes}
    passage = replace(citation.passage, **known)
    terms = changes.pop("terms", ())
    return replace(citation, terms=terms, hit=replace(citation.hit, passage=passage, **changes))


def card(citation, strings, state=AnswerState.ANSWERED):
    return ParsedHtml(source_panel([turn_of([citation], state=state)], strings))


@given(st.text(alphabet="اب ab.\n"), st.data())
def test_marks_and_terms_overlap_and_lose_nothing(text, data):
    offset = data.draw(st.integers(0, 5))
    marks, terms = (
        [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
        for cuts in (
            sorted(data.draw(st.lists(st.integers(0, len(text) + 9), max_size=6))) for _ in "mt"
        )
    )
    runs = split_runs(text, offset, marks, terms)
    assert "".join(run.text for run in runs) == text
    at = 0
    for run in runs:
        assert run.text
        for i in range(at, at + len(run.text)):
            assert (run.style == "mark") == any(s.start <= i + offset < s.end for s in marks)
            assert run.term == any(s.start <= i + offset < s.end for s in terms)
        at += len(run.text)
    assert ParsedHtml(verbatim(runs)).text == text


def test_a_marked_sentence_stays_one_mark_around_its_terms():
    html = verbatim([Run("a "), Run("b", "mark"), Run("c", "mark", term=True), Run(" d")])
    assert html.count("<mark>") == 1
    assert '<mark>b<span class="term">c</span></mark>' in html


@BOTH
def test_words_of_the_question_are_underlined_in_the_sentence_and_beside_it(strings):
    terms = spans_of(ENGLISH, "reading", "lent", "loan")
    seen = card(cited(terms=terms), strings)
    assert seen.by_class["term"] == "readinglentloan"
    assert seen.by_class["mark"] == MARKED_ENGLISH
    assert seen.by_class["excerpt"] == cited().passage.text


@BOTH
def test_language_is_told_in_the_readers_words_or_by_its_code(strings):
    assert card(cited(language="fr"), strings).by_class["badge"] == strings.language_names["fr"]
    assert card(cited(language="mi"), strings).by_class["badge"] == "mi"
    assert "badge" not in card(cited(), strings).by_class


@BOTH
def test_a_card_tells_no_number_that_only_programs_need(strings):
    seen = card(cited(score=2.346, dense=0.876, lexical=12.34), strings)
    assert "score" not in seen.by_class
    assert "2.35" not in seen.text
    assert not any("0.88" in value for _, value in seen.attributes)


@BOTH
def test_other_places_of_the_text_are_links_and_many_are_counted(strings):
    others = tuple(citation.passage for citation in StandIn().ask("متى؟").citations) * 3
    shown = card(cited(duplicates=others[:2]), strings)
    links = [v for k, v in shown.attributes if k == "href" and v.startswith("document?")]
    assert len(links) == 1 + 2
    for other, link in zip(others, links[:2], strict=False):
        assert other.document.title in shown.by_class["also"]
        assert f"start={other.start}&end={other.end}&sha256={other.document.sha256}" in link
    many = card(cited(duplicates=others), strings)
    assert strings.counted(strings.also_more, 9 - SHOWN_PLACES) in many.by_class["also"]
    assert "also" not in card(cited(), strings).by_class


@BOTH
def test_what_does_not_answer_has_no_mark(strings):
    terms = spans_of(ENGLISH, "lent")
    seen = card(cited(terms=terms), strings, AnswerState.RELATED)
    assert "mark" not in seen.by_class
    assert seen.by_class["term"] == "lent"


@pytest.mark.parametrize("name", PAYLOADS)
@pytest.mark.parametrize("strings", STRINGS.values(), ids=STRINGS.keys())
def test_hostile_languages_titles_and_places_of_duplicates_stay_text(name, strings):
    payload = PAYLOADS[name]
    citation = hostile_citation(name)
    other = replace(citation.passage, language=payload)
    terms = (Span(other.start, other.end),)
    hit = replace(citation.hit, passage=other, duplicates=(other,))
    html = source_panel([turn_of([replace(citation, hit=hit, terms=terms)])], strings)
    seen = ParsedHtml(html)
    assert set(seen.tags) <= OURS
    assert {key for key, _ in seen.attributes} <= ATTRIBUTES
    for key, value in seen.attributes:
        assert key != "href" or value.startswith(ADDRESSES)
    assert seen.by_class["badge"] == honest(payload)
    assert honest(payload) in seen.by_class["also"]
    assert seen.by_class["term"] == honest(other.text)
