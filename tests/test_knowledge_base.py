"""The facade: asking, refreshing, following and verifying."""

import shutil
import threading
import time
from dataclasses import replace

import pytest

from qa import (
    Answer,
    AnswerState,
    BuildReport,
    Document,
    DocumentInfo,
    DocumentParseError,
    Hit,
    IndexMissingError,
    KnowledgeBase,
    QuestionError,
    SeedsNotFoundError,
    Suggestion,
    VerifyReport,
    knowledge_base,
)
from qa.answering.suggesting import is_answered_by
from qa.knowledge_base import feedback_file
from qa.reports import PassageStatus
from support.fake_encoder import FakeEncoder, build
from support.sample_documents import write_seeds

DEADLINE = 20.0


@pytest.fixture
def kb(seeds, tmp_path):
    with KnowledgeBase.open(seeds, tmp_path / "index", encoder=FakeEncoder()) as opened:
        yield opened


def until(condition):
    """Wait for a condition; a failure after the deadline."""
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)


def paths(kb):
    return [document.path for document in kb.documents()]


def test_what_comes_back_has_the_types_that_are_told(kb, seeds):
    answer, hits = kb.ask("When was the library founded?"), kb.search("library", top_k=2)
    assert isinstance(answer, Answer)
    assert len(answer.citations) == 3
    assert [type(hit) for hit in hits] == [Hit, Hit]
    assert all(isinstance(document, DocumentInfo) for document in kb.documents())
    assert paths(kb) == sorted(path.relative_to(seeds).as_posix() for path in seeds.rglob("*.*"))
    document = kb.document("en/library.md")
    assert isinstance(document, Document)
    assert document.title == "The library"
    report = kb.refresh()
    assert isinstance(report, BuildReport)
    assert not report.published
    assert report.generation == kb.generation == "000001"
    assert isinstance(kb.verify(), VerifyReport)
    with pytest.raises(KeyError):
        kb.document("nothing.md")


def test_every_passage_is_verbatim(kb):
    for hit in kb.search("library", top_k=1000):
        passage = hit.passage
        assert kb.document(passage.document.path).text[passage.start : passage.end] == passage.text


def test_a_document_suggests_what_its_words_ask(kb):
    text = kb.document("en/library.md").text
    found = kb.suggestions("en/library.md")
    assert found
    for suggestion in found:
        assert isinstance(suggestion, Suggestion)
        assert suggestion.path == "en/library.md"
        assert suggestion.text in " ".join(text.split()) + " The library"
    with pytest.raises(KeyError):
        kb.suggestions("nothing.md")


def test_after_an_answer_what_stands_near_it_is_suggested(kb):
    answer = kb.ask("When was the library founded?")
    passage = answer.citations[0].passage
    own = [s for s in kb.suggestions(passage.document.path) if s.text not in passage.place.headings]
    outside = [s for s in own if not passage.start <= s.start < passage.end]
    after = kb.suggestions_after(answer)
    assert sorted(after, key=lambda s: s.text) == sorted(outside, key=lambda s: s.text)
    distances = [abs(s.start - passage.start) for s in after]
    assert distances == sorted(distances)
    assert kb.suggestions_after(replace(answer, citations=())) == ()


def test_after_an_answer_from_a_document_since_removed_nothing_is_suggested(kb, seeds):
    answer = kb.ask("When was the library founded?")
    (seeds / answer.citations[0].passage.document.path).unlink()
    kb.refresh()
    assert kb.suggestions_after(answer) == ()


def test_a_suggestion_is_answered_if_asking_it_says_so(kb):
    passage = kb.search("library")[0].passage
    for path in (passage.document.path, "elsewhere.md"):
        suggestion = Suggestion(f"{passage.text[:40]}?", path, 0, is_question=True)
        answer = kb.ask(suggestion.text, top_k=1)
        assert kb.is_answered(suggestion) == is_answered_by(suggestion, answer)
    assert not kb.is_answered(suggestion)
    with pytest.raises(QuestionError):
        kb.is_answered(replace(suggestion, text="?"))


def test_a_file_is_checked_before_it_is_a_document(tmp_path):
    draft = tmp_path / ".draft"
    draft.write_text("A text of some words.")
    KnowledgeBase.check_file("notes.txt", draft)
    for name, content, kind in (
        ("notes.txt", b"   ", "empty"),
        ("notes.xyz", b"words", "unsupported"),
        ("notes.pdf", b"words", "broken"),
    ):
        draft.write_bytes(content)
        with pytest.raises(DocumentParseError) as caught:
            KnowledgeBase.check_file(name, draft)
        assert caught.value.kind == kind
    with pytest.raises(FileNotFoundError):
        KnowledgeBase.check_file("notes.txt", tmp_path / "missing")


def test_what_can_be_parsed_is_told_from_a_name():
    assert {".txt", ".md", ".pdf"} <= set(KnowledgeBase.supported_suffixes)
    for suffix in KnowledgeBase.supported_suffixes:
        assert KnowledgeBase.is_supported(f"folder/Notes{suffix.upper()}")
    assert not KnowledgeBase.is_supported("notes.xyz")
    assert not KnowledgeBase.is_supported("notes")


def test_feedback_is_kept_in_the_index_folder(tmp_path):
    assert feedback_file(tmp_path) == feedback_file(str(tmp_path)) == tmp_path / "feedback.jsonl"


@pytest.mark.parametrize("top_k", [0, -1])
def test_fewer_than_one_passage_is_misuse(kb, top_k):
    with pytest.raises(ValueError, match="top_k"):
        kb.ask("library", top_k=top_k)
    with pytest.raises(ValueError, match="top_k"):
        kb.search("library", top_k=top_k)


@pytest.mark.parametrize("question", ["", "   \n", "؟؟!", "x" * 100_000, "\ud800"])
def test_a_question_that_cannot_be_searched_for_is_refused(kb, question):
    with pytest.raises(QuestionError):
        kb.ask(question)
    with pytest.raises(QuestionError):
        kb.search(question)


def test_lone_surrogates_are_replaced(kb):
    assert kb.ask("library \ud800").question == "library \ufffd"
    assert kb.search("\udfff library")


def test_without_documents_it_opens_and_says_so(tmp_path):
    (tmp_path / "seeds").mkdir()
    with KnowledgeBase.open(tmp_path / "seeds", tmp_path / "index", encoder=FakeEncoder()) as kb:
        assert kb.ask("anything").state is AnswerState.NO_DOCUMENTS
        assert kb.search("anything") == []
        assert kb.documents() == ()
        assert kb.verify().sound
        assert not kb.refresh().published


def test_without_seeds_an_index_answers_but_cannot_be_refreshed(seeds, tmp_path):
    build(seeds, tmp_path / "index")
    shutil.rmtree(seeds)
    with KnowledgeBase.open(None, tmp_path / "index", encoder=FakeEncoder()) as kb:
        assert kb.ask("library").citations
        for call in (kb.refresh, kb.verify, kb.follow):
            with pytest.raises(SeedsNotFoundError):
                call()


def test_opening_without_a_build_needs_an_index(seeds, tmp_path):
    with pytest.raises(IndexMissingError):
        KnowledgeBase.open(seeds, tmp_path / "index", refresh=False, encoder=FakeEncoder())
    with pytest.raises(SeedsNotFoundError):
        KnowledgeBase.open(tmp_path / "nowhere", tmp_path / "index", encoder=FakeEncoder())


def test_refresh_and_other_processes_builds_are_picked_up(kb, seeds, tmp_path):
    (seeds / "harbour.txt").write_text("The harbour master keeps the ships in order.")
    build(seeds, tmp_path / "index", settings=None)
    assert kb.search("harbour master", top_k=1)[0].passage.document.path == "harbour.txt"
    assert kb.generation == "000002"


def test_a_newer_index_that_cannot_be_opened_leaves_the_old_one_in_service(kb, seeds, tmp_path):
    expected = kb.search("library")
    build(seeds, tmp_path / "index", FakeEncoder("fake-2"))
    assert kb.search("library") == expected
    (tmp_path / "index" / "CURRENT").write_text("garbage")
    assert kb.search("library") == expected
    (tmp_path / "index" / "CURRENT").unlink()
    assert kb.search("library") == expected
    assert kb.refresh().published
    assert [hit.passage for hit in kb.search("library")] == [hit.passage for hit in expected]


def test_several_threads_ask_while_refreshes_run(kb, seeds):
    stop, failures, n_answers = threading.Event(), [], [0] * 4

    def ask(number):
        try:
            while not stop.is_set():
                answer = kb.ask("When was the library founded?")
                for citation in answer.citations:
                    assert citation.passage.text
                n_answers[number] += 1
        except Exception as error:  # noqa: BLE001 (whatever it is fails the test)
            failures.append(repr(error))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for number in range(8):
        (seeds / "new.txt").write_text(f"The harbour has {number} ships in it.")
        assert kb.refresh().published
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert min(n_answers) > 0


# Following


def test_following_picks_up_what_is_added_edited_renamed_and_deleted(kb, seeds):
    reports, errors = [], []
    kb.follow(reports.append, errors.append, sweep_seconds=30)
    (seeds / "harbour.txt").write_text("The harbour master keeps the ships in order.")
    until(lambda: "harbour.txt" in paths(kb))
    (seeds / "harbour.txt").write_text("The lighthouse keeper sleeps by day.")
    until(lambda: "lighthouse" in kb.document("harbour.txt").text)
    (seeds / "harbour.txt").rename(seeds / "light.txt")
    until(lambda: "light.txt" in paths(kb) and "harbour.txt" not in paths(kb))
    shutil.rmtree(seeds / "en")
    until(lambda: "en/library.md" not in paths(kb))
    until(lambda: len(reports) >= 4)
    assert all(report.published for report in reports)
    assert errors == []


def test_following_outlives_the_folder(kb, seeds, tmp_path):
    errors = []
    kb.follow(None, errors.append, sweep_seconds=0.3)
    seeds.rename(tmp_path / "away")
    until(lambda: errors)
    assert isinstance(errors[0], SeedsNotFoundError)
    assert kb.search("library")  # the last generation stays in service
    write_seeds(seeds)
    (seeds / "back.txt").write_text("The folder is back with a new document.")
    until(lambda: "back.txt" in paths(kb))
    # Events come from the new folder now.
    (seeds / "again.txt").write_text("Another one came later still.")
    until(lambda: "again.txt" in paths(kb))


class Panic(BaseException):
    """No `Exception`, as what a parser in Rust ends with is none."""


@pytest.mark.parametrize("fault", [RuntimeError("a fault"), Panic("a fault"), SystemExit(1)])
def test_following_outlives_any_fault(kb, seeds, monkeypatch, fault):
    """Builds fail, and those who are told of it fail too."""
    sound, errors = knowledge_base.grow_index, []

    def broken(*_, **__):
        raise fault

    def complain(error):
        errors.append(error)
        raise ValueError("cannot be told")

    kb.follow(broken, complain, sweep_seconds=0.2)
    monkeypatch.setattr(knowledge_base, "grow_index", broken)
    (seeds / "harbour.txt").write_text("The harbour master keeps the ships in order.")
    until(lambda: len(errors) >= 2)
    assert "a fault" in str(errors[0]) or "SystemExit" in str(errors[0])
    monkeypatch.setattr(knowledge_base, "grow_index", sound)
    until(lambda: "harbour.txt" in paths(kb))


def test_a_file_that_broke_every_build_is_read_and_the_folder_followed(kb, seeds):
    kb.follow(sweep_seconds=0.2)
    (seeds / "half.jsonl").write_text('{"text": "hello world of words", "\\ud800key": 1}')
    until(lambda: "half.jsonl" in paths(kb))
    (seeds / "half.jsonl").unlink()
    until(lambda: "half.jsonl" not in paths(kb))


def test_following_notices_a_folder_that_took_the_place_of_another(kb, seeds, tmp_path):
    kb.follow(sweep_seconds=0.5)
    write_seeds(tmp_path / "other")
    seeds.rename(tmp_path / "away")
    (tmp_path / "other").rename(seeds)
    (seeds / "swapped.txt").write_text("This folder took the place of the other.")
    until(lambda: "swapped.txt" in paths(kb))


def test_closing_stops_following_and_asking_still_works(kb, seeds):
    kb.follow()
    kb.close()
    kb.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "sanad-follower"]
    assert kb.search("library")


def test_following_twice_is_following_once(kb):
    kb.follow()
    kb.follow()
    followers = [thread for thread in threading.enumerate() if thread.name == "sanad-follower"]
    assert len(followers) == 1


# Verifying


def statuses(report, path):
    return [check for check in report.passages if check.passage_id.startswith(f"{path}#")]


def test_an_untouched_index_is_sound(kb):
    report = kb.verify()
    assert report.sound
    assert (
        len(report.passages)
        == report.count(PassageStatus.VERBATIM)
        == len(kb.search("a", top_k=999))
    )
    assert report.problems == ()
    assert {file.damage for file in report.files} == {""}


def test_verify_tells_what_became_of_each_passage(kb, seeds):
    before = {d.path: kb.document(d.path).text for d in kb.documents()}
    library = (seeds / "en/library.md").read_text()
    (seeds / "en/library.md").write_text(
        library.replace(
            "# The library\n", "# The library\n\nA new first paragraph stands here.\n"
        ).replace("Membership is free", "Membership costs ten")
    )
    (seeds / "fr/guide.txt").unlink()
    (seeds / "th/ห้องสมุด.md").rename(seeds / "th/moved.md")
    report = kb.verify()
    assert not report.sound
    library_checks = statuses(report, "en/library.md")
    assert library_checks[-1].status is PassageStatus.CHANGED
    moved = [check for check in library_checks if check.status is PassageStatus.MOVED]
    assert moved
    text = None
    for check in moved:
        path, _, offset = check.found_at.rpartition(":")
        assert path == "en/library.md"
        number = int(check.passage_id.rpartition("#")[2])
        (passage,) = {
            hit.passage
            for hit in kb.search("library", top_k=999)
            if hit.passage.document.path == path and hit.passage.ordinal == number
        }
        assert before[path][passage.start : passage.end] == passage.text
        text = text or rebuilt_text(seeds, path)
        assert text[int(offset) : int(offset) + len(passage.text)] == passage.text
    assert {check.status for check in statuses(report, "fr/guide.txt")} == {PassageStatus.GONE}
    thai = statuses(report, "th/ห้องสมุด.md")
    assert {check.status for check in thai} == {PassageStatus.MOVED}
    assert thai[0].found_at.startswith("th/moved.md:")
    assert {check.status for check in statuses(report, "zh/图书馆.md")} == {PassageStatus.VERBATIM}
    assert len(report.passages) == len(kb.search("library", top_k=999))
    kb.refresh()
    assert kb.verify().sound


def rebuilt_text(seeds, path):
    build(seeds, seeds.parent / "rebuilt")
    with KnowledgeBase.open(None, seeds.parent / "rebuilt", encoder=FakeEncoder()) as kb:
        return kb.document(path).text


def test_verify_tells_of_a_document_that_cannot_be_read_any_more(kb, seeds):
    (seeds / "fr/guide.txt").write_bytes(b"\0" * 500)
    report = kb.verify()
    assert [problem.path for problem in report.problems] == ["fr/guide.txt"]
    assert {check.status for check in statuses(report, "fr/guide.txt")} == {PassageStatus.GONE}


def test_verify_names_damaged_files_and_leaves_them(kb, tmp_path):
    path = tmp_path / "index" / "generations" / "000001" / "segment-000" / "texts.utf8"
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    report = kb.verify()
    assert not report.sound
    assert [file.file for file in report.files if file.damage] == [
        "generations/000001/segment-000/texts.utf8"
    ]
    assert report.passages == ()
    assert path.read_bytes() != data
    kb.refresh()
    assert kb.verify().sound
