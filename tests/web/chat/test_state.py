"""A page's chat on the server: what the browser sends is not trusted, and nothing is lost."""

import json
import threading
from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.records import EVERYTHING, Scope
from qa.web.chat.actions import apply_actions, parse_actions
from qa.web.chat.restoring import restore_turns, to_browser
from qa.web.chat.state import MAX_APPLIED, Chat
from qa.web.chat.turns import MAX_TURNS, Failure, IndexLoading, Pending, answer_turn, new_turn
from qa.web.loading import KnowledgeBaseLoader
from support.web_stand_in import StandIn, until


def questions_of(chat):
    return [turn.question for turn in chat.turns]


def ask_all(chat, knowledge_base):
    loader = KnowledgeBaseLoader.holding(knowledge_base)
    while chat.answer_next(lambda turn, earlier: answer_turn(loader, turn, earlier)):
        pass


def test_a_chat_answers_in_order_and_each_in_the_light_of_those_before():
    chat = Chat()
    for turn in (
        new_turn("متى؟"),
        new_turn("broken"),
        new_turn("books ?"),
        new_turn("new", as_new=True),
    ):
        chat.add(turn)
    ask_all(chat, StandIn())
    assert [turn.number for turn in chat.turns] == [1, 2, 3, 4]
    first, failed, follow_up, new = (turn.outcome for turn in chat.turns)
    assert first.searched_for == "متى؟"
    assert isinstance(failed, Failure)
    assert follow_up.searched_for == "متى؟ books ?"
    assert new.searched_for == "new"


def test_a_turn_added_while_another_is_answered_is_answered_by_the_same_event():
    chat, begun, go = Chat(), threading.Event(), threading.Event()
    loader = KnowledgeBaseLoader.holding(StandIn())

    def slow(turn, earlier):
        begun.set()
        assert go.wait(10)
        return answer_turn(loader, turn, earlier)

    def event():
        while chat.answer_next(slow):
            pass

    chat.add(new_turn("متى؟"))
    thread = threading.Thread(target=event)
    thread.start()
    assert begun.wait(10)
    chat.add(new_turn("books ?"))
    assert not chat.answer_next(slow)  # that event goes on with it
    go.set()
    until(lambda: all(not isinstance(turn.outcome, Pending) for turn in chat.turns))
    thread.join()
    assert questions_of(chat) == ["متى؟", "books ?"]


@pytest.mark.parametrize("change", ["open", "remove_last", "edited"])
def test_an_answer_that_comes_too_late_changes_nothing(change):
    chat = Chat()
    chat.add(new_turn("متى؟"))

    def overtaken(turn, earlier):
        if change == "edited":
            chat.change(lambda known: replace(known, question="books ?"))
        elif change == "open":
            chat.open("another", ())
        else:
            chat.remove_last()
        return answer_turn(KnowledgeBaseLoader.holding(StandIn()), turn, earlier)

    assert chat.answer_next(overtaken)
    assert questions_of(chat) == (["books ?"] if change == "edited" else [])
    assert all(isinstance(turn.outcome, Pending) for turn in chat.turns)


def test_a_fault_while_answering_holds_up_nobody():
    chat = Chat()
    chat.add(new_turn("متى؟"))
    with pytest.raises(ZeroDivisionError):
        chat.answer_next(lambda turn, earlier: 1 / 0)
    ask_all(chat, StandIn())
    assert chat.turns[0].outcome.found


def test_many_threads_lose_no_turn():
    chat, loader = Chat(), KnowledgeBaseLoader.holding(StandIn())

    def event(number):
        for part in range(5):
            chat.add(new_turn(f"{number} {part}"))
            while chat.answer_next(lambda turn, earlier: answer_turn(loader, turn, earlier)):
                pass

    threads = [threading.Thread(target=event, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(chat.turns) == 40
    assert sorted(questions_of(chat)) == sorted(f"{n} {p}" for n in range(8) for p in range(5))
    assert [turn.number for turn in chat.turns] == list(range(1, 41))
    assert all(turn.outcome.found for turn in chat.turns)


def test_a_chat_is_bounded_and_its_numbers_go_on_rising():
    chat = Chat()
    for number in range(MAX_TURNS + 3):
        chat.add(new_turn(str(number)))
    assert len(chat.turns) == MAX_TURNS
    assert chat.turns[-1].number == MAX_TURNS + 3
    for number in range(MAX_APPLIED + 1):
        with chat.applying(str(number)) as new:
            assert new
    with chat.applying(str(MAX_APPLIED)) as new:
        assert not new
    assert len(chat.snapshot().applied) == MAX_APPLIED


def test_a_copy_for_another_page_is_empty():
    chat = Chat()
    chat.add(new_turn("متى؟"))
    assert deepcopy(chat).turns == ()


def test_turns_that_waited_for_the_index_are_woken():
    chat = Chat()
    chat.add(replace(new_turn("متى؟"), outcome=IndexLoading(None)))
    ask_all(chat, StandIn())
    assert isinstance(chat.turns[0].outcome, IndexLoading)
    chat.resume()
    ask_all(chat, StandIn())
    assert chat.turns[0].outcome.found


def sent_action(number, do, **more):
    return {"id": f"page-{number}", "do": do, **more}


def test_actions_are_applied_once_and_in_order():
    chat = Chat()
    sent = [
        sent_action(1, "ask", question="متى؟"),
        sent_action(2, "ask", question="books ?", as_new=True),
    ]
    apply_actions(chat, parse_actions(json.dumps(sent[:1])))
    apply_actions(chat, parse_actions(json.dumps(sent)))
    assert questions_of(chat) == ["متى؟", "books ?"]
    assert [turn.as_new for turn in chat.turns] == [False, True]
    assert chat.snapshot().applied == ("page-1", "page-2")
    ask_all(chat, StandIn())
    scope = {"languages": [], "documents": ["guide.md"]}
    apply_actions(
        chat,
        parse_actions(
            json.dumps(
                [
                    sent_action(3, "again", turn=1),
                    sent_action(4, "as_new", turn=2),
                    sent_action(5, "ask", question="in", scope=scope),
                    sent_action(6, "everywhere", turn=3),
                    sent_action(7, "again", turn=99),
                    sent_action(8, "ask", question=" \n"),
                    sent_action(9, "refresh"),
                    sent_action(14, "as_typed", turn=1),
                ]
            )
        ),
    )
    assert [isinstance(turn.outcome, Pending) for turn in chat.turns] == [True] * 3
    assert [turn.as_new for turn in chat.turns] == [False, True, False]
    assert [turn.corrected for turn in chat.turns] == [False, True, True]
    assert {turn.scope for turn in chat.turns} == {EVERYTHING}
    ask_all(chat, StandIn())
    chat.add(new_turn("broken"))
    ask_all(chat, StandIn())
    apply_actions(chat, parse_actions(json.dumps([sent_action(12, "renew")])))
    assert [isinstance(turn.outcome, Pending) for turn in chat.turns] == [True, True, True, False]
    apply_actions(
        chat,
        parse_actions(json.dumps([sent_action(13, "remove_last"), sent_action(10, "remove_last")])),
    )
    assert questions_of(chat) == ["متى؟", "books ?"]
    apply_actions(chat, parse_actions(json.dumps([sent_action(11, "open", conversation="b")])))
    assert chat.turns == ()


@pytest.mark.parametrize(
    "sent",
    [
        None,
        {"a": 1},
        "",
        "[",
        "{}",
        "[1]",
        '[{"id": "a b", "do": "refresh"}]',
        '[{"id": "a", "do": "explode"}]',
        '[{"id": "a", "do": "ask", "question": 5}]',
        '[{"id": "a", "do": "ask", "question": "\\ud800"}]',
        '[{"id": "a", "do": "again", "turn": "1"}]',
        '[{"id": "a", "do": "refresh", "more": 1}]',
    ],
)
def test_forged_actions_do_nothing(sent):
    assert list(parse_actions(sent)) == []


@pytest.mark.parametrize(
    ("remembered", "questions"),
    [
        (["a", "b"], ["a", "b"]),
        ([], []),
        (None, []),
        ("abc", []),
        ([1, None, ["x"], {"a": 1}, "", " ", "x" * 10_001, "ok"], ["ok"]),
        (
            [{"question": "a", "scope": 1}, {"question": "b", "as_new": 1}, {"question": "c"}],
            ["c"],
        ),
        ([{"question": "a", "key": "<b>"}, {"question": "b", "key": "k-1"}], ["b"]),
        ([str(n) for n in range(60)], [str(n) for n in range(10, 60)]),
    ],
)
def test_what_a_browser_remembers_is_not_trusted(remembered, questions):
    turns = restore_turns(remembered)
    assert [turn.question for turn in turns] == questions
    assert all(isinstance(turn.outcome, Pending) for turn in turns)


@given(
    st.lists(
        st.builds(
            new_turn,
            st.text(min_size=1, max_size=20).filter(lambda text: text.strip()),
            as_new=st.booleans(),
            corrected=st.booleans(),
            key=st.sampled_from(["", "a-1", "b_2"]),
            scope=st.builds(
                Scope,
                languages=st.lists(st.sampled_from(["ar", "en"])).map(tuple),
                documents=st.lists(st.text(max_size=9)).map(tuple),
            ),
        ),
        max_size=8,
    )
)
def test_what_is_written_for_the_browser_is_read_back(turns):
    kept = json.loads(json.dumps(to_browser(turns)))
    assert list(restore_turns(kept)) == turns


def asked_in(chat, *keys):
    entries = [{"question": f"books {key}", "key": key} for key in keys]
    chat.open("one", restore_turns(entries))


def test_a_conversation_is_asked_again_of_the_index_as_it_is():
    knowledge_base, chat = StandIn(), Chat()
    knowledge_base.generation = "newer"
    asked_in(chat, "a", "b")
    ask_all(chat, knowledge_base)
    assert questions_of(chat) == ["books a", "books b"]
    assert [turn.number for turn in chat.turns] == [1, 2]
    assert {turn.outcome.generation for turn in chat.turns} == {"newer"}


def test_an_open_conversation_keeps_its_answers_and_gains_what_is_new():
    chat = Chat()
    asked_in(chat, "a", "b")
    ask_all(chat, StandIn())
    first, second = chat.turns
    asked_in(chat, "a", "c", "b")
    assert chat.turns[0] is first
    assert isinstance(chat.turns[1].outcome, Pending)
    assert (chat.turns[2].key, chat.turns[2].outcome) == ("b", second.outcome)
    chat.open("another", restore_turns([{"question": "books a", "key": "a"}]))
    assert isinstance(chat.turns[0].outcome, Pending)


def test_a_question_is_asked_once_and_in_its_own_conversation():
    chat = Chat()
    ask = sent_action(1, "ask", question="books ?", key="k", conversation="one")
    apply_actions(chat, parse_actions(json.dumps([ask])))
    assert chat.turns == ()  # a restarted server: the page sees that, and opens it
    assert chat.snapshot().applied == ("page-1",)
    asked_in(chat, "k")
    again = [ask | {"id": "page-2"}, ask | {"id": "page-3", "key": "other"}]
    apply_actions(chat, parse_actions(json.dumps(again)))
    assert [turn.key for turn in chat.turns] == ["k", "other"]
