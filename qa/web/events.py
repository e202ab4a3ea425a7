"""What the page's events do: from what a reader did to new values for the components.

Every text is made by `rendering` and `panel`, escaped. What comes from the browser is checked
here: Gradio checks no type.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import gradio as gr
from gradio.components.chatbot import Message, MessageDict

from qa.web.conversation import Examples, Turn, remembered_questions, resume, take_turn
from qa.web.exporting import as_html, as_json, as_markdown
from qa.web.markup import carried, escape
from qa.web.panel import source_panel
from qa.web.preferences import reader_of
from qa.web.rendering import answer_bubble, question_bubble, status_notice, welcome
from qa.web.shelf import Shelf
from qa.web.texts import EXAMPLES, Texts

Refreshed = tuple[object, ...]
"""New values for the components an event puts out, in their order."""


def drawn(turns: tuple[Turn, ...], texts: Texts) -> Refreshed:
    """A chat's turns as new values for what is drawn of it (`page._Chat.outputs`)."""
    return (
        turns,
        [turn.question for turn in turns],
        gr.Chatbot(_messages(turns, texts), placeholder=welcome(texts)),
        source_panel(turns, texts),
        gr.Row(visible=bool(turns)),
        gr.Row(visible=not turns),
    )


def asker(shelf: Shelf) -> Callable[[str, tuple[Turn, ...], gr.Request], Refreshed]:
    """The event of a question."""

    def ask(question: str, turns: tuple[Turn, ...], request: gr.Request) -> Refreshed:
        # The server checks no type: a forged request can send anything as the question.
        if not isinstance(question, str) or not question.strip():
            return tuple(gr.skip() for _ in range(7))
        return "", *drawn(take_turn(shelf, question, turns), _texts_of(request))

    return ask


def greeter(
    shelf: Shelf,
) -> Callable[[tuple[Turn, ...], object, bool, gr.Request], Refreshed]:
    """The event of a page that opens: what it shows until the index is ready, and from then on.

    It is quick, and touches the chat only to go on with one that was begun before: the reader may
    have asked something meanwhile, and what is put out here is drawn over it.
    """

    def greet(
        turns: tuple[Turn, ...], remembered: object, resumed: bool, request: gr.Request
    ) -> Refreshed:
        texts = _texts_of(request)
        ready = shelf.ready() is not None
        # With them, those that were asked while there was no index yet.
        questions = remembered_questions(remembered, request.query_params.get("q"))
        if ready and not resumed and questions:
            shown = drawn(resume(shelf, questions), texts)
        else:
            panel = gr.skip() if turns else source_panel((), texts)
            placeholder = gr.Chatbot(placeholder=welcome(texts))
            shown = (gr.skip(), gr.skip(), placeholder, panel, gr.skip(), gr.skip())
        return (
            status_notice(shelf.progress, shelf.failure, texts) if not ready else "",
            f'<span dir="{texts.direction}">{escape(texts.export)}</span>',
            *shown,
            ready,
            gr.Timer(active=not ready),
        )

    return greet


def offerer(shelf: Shelf) -> Callable[[], Refreshed]:
    """The event that offers the prepared questions, once the index can answer them."""
    examples = Examples(EXAMPLES)

    def offer() -> Refreshed:
        knowledge_base = shelf.ready()
        offered = examples.answered_by(knowledge_base) if knowledge_base else ()
        return tuple(
            gr.Button(offered[i] if i < len(offered) else "", visible=i < len(offered))
            for i in range(len(EXAMPLES))
        )

    return offer


def forget(request: gr.Request) -> Refreshed:
    """An empty chat; the buttons of the example questions are as `greet` left them."""
    return drawn((), _texts_of(request))


def take_back(turns: tuple[Turn, ...], request: gr.Request) -> Refreshed:
    """The last question back in the box, and its answer gone."""
    question = turns[-1].question if turns else ""
    return question, *drawn(turns[:-1], _texts_of(request))


def exporter(ending: str) -> Callable[[tuple[Turn, ...], gr.Request], str]:
    """The event of a button that saves the conversation; the page's script makes the file."""

    def export(turns: tuple[Turn, ...], request: gr.Request) -> str:
        texts, now = _texts_of(request), datetime.now().astimezone()
        when = now.isoformat(sep=" ", timespec="minutes")
        if ending == "json":
            content = as_json(turns, when)
        else:
            content = (as_markdown if ending == "md" else as_html)(turns, texts, when)
        name = f"sanad-{now:%Y%m%d-%H%M%S}.{ending}"
        # The time to the microsecond: a value like the one before would not reach the page.
        return carried(f"export-{now:%H%M%S%f}", {"name": name, "content": content})

    return export


def _texts_of(request: gr.Request) -> Texts:
    return reader_of(request.cookies).texts


def _messages(turns: Sequence[Turn], texts: Texts) -> list[MessageDict | Message]:
    messages: list[MessageDict | Message] = []
    for turn in turns:
        messages.append({"role": "user", "content": question_bubble(turn)})
        messages.append({"role": "assistant", "content": answer_bubble(turn, texts)})
    return messages
