"""The Gradio page: its layout and its events. The only module that imports gradio.

Every text a component shows comes from `rendering` (escaped markup) or `texts`; Markdown, LaTeX
and raw HTML are off, and no component has a template.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

# Read when gradio is imported: no telemetry, and no endless list of timings behind the queue.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("GRADIO_ANALYTICS_MAX_EVENTS", "100")

import gradio as gr
from fastapi import FastAPI
from gradio.components import Component

from qa.settings import MAX_QUESTION_CHARACTERS
from qa.web.conversation import Examples, Turn, take_turn
from qa.web.rendering import (
    answer_bubble,
    question_bubble,
    source_panel,
    status_notice,
    welcome,
)
from qa.web.shelf import Shelf
from qa.web.shell import LANGUAGE_COOKIE
from qa.web.texts import EXAMPLES, TEXTS, Texts, texts_for

SESSIONS = 500
"""Chats whose turns are kept: 500 of 50 turns are some 200 MB at the very most."""

WAITING_QUESTIONS = 64
"""Questions that may wait; the next one is told that the queue is full."""

QUESTIONS_AT_ONCE = 2
"""Questions answered at a time: one for each core of the smallest machine we promise."""

OPENING_SECONDS = 1.0
"""How often an open page asks how far the index is, until it is ready."""

_LABELS = ("question", "placeholder", "send", "conversation")


Refreshed = tuple[object, ...]
"""New values for the components an event puts out, in their order."""


def mount_page(app: FastAPI, shelf: Shelf) -> None:
    """Mount the chat at `/`."""
    i18n = gr.I18n(
        **{
            language: {label: getattr(texts, label) for label in _LABELS}
            for language, texts in TEXTS.items()
        }
    )
    page = build_page(shelf, i18n)
    page.queue(default_concurrency_limit=QUESTIONS_AT_ONCE, max_size=WAITING_QUESTIONS)
    page.state_session_capacity = SESSIONS
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        i18n=i18n,
        theme=gr.themes.Base(
            primary_hue="teal",
            neutral_hue="slate",
            font=["Vazirmatn", "system-ui", "sans-serif"],
            font_mono=["ui-monospace", "monospace"],
        ),
        footer_links=[],
        run_history=False,
        pwa=False,
        ssr_mode=False,
        show_error=False,
        mcp_server=False,
        enable_monitoring=False,
        max_file_size="1kb",
    )


def build_page(shelf: Shelf, i18n: gr.I18n) -> gr.Blocks:
    """Lay out the page and wire its events."""
    page = gr.Blocks(analytics_enabled=False, fill_width=True, title=TEXTS["ar"].name)
    with page:
        turns = gr.State(())
        timer = gr.Timer(OPENING_SECONDS)
        with gr.Row(elem_id="columns", equal_height=False):
            with gr.Column(scale=3, elem_id="talk", min_width=300):
                notice = _markup("notice")
                chat = _chatbot(i18n)
                with gr.Row(elem_id="examples", visible=False) as offered:
                    examples = [
                        gr.Button("", elem_classes="example", size="sm", visible=False)
                        for _ in EXAMPLES
                    ]
                with gr.Row(elem_id="asking"):
                    box = _question_box(i18n)
                    send = gr.Button(i18n("send"), variant="primary", elem_id="send", scale=0)
            with gr.Column(scale=2, elem_id="panel", min_width=300):
                panel = _markup("sources")

        greet = _greeter(shelf)
        greeted = [notice, chat, panel, offered, *examples, timer]
        for event in (page.load, timer.tick):
            _wire(event, greet, [turns], greeted)
        _wire(chat.clear, _forget, [], [turns, panel, offered])
        ask = _asker(shelf)
        for trigger in (box.submit, send.click):
            _wire(trigger, ask, [box, turns], [box, turns, chat, panel, offered])
        for example in examples:
            _wire(example.click, ask, [example, turns], [box, turns, chat, panel, offered])
    return page


def _markup(name: str) -> gr.Markdown:
    """A place for our HTML. Not `gr.HTML`, whose templates execute data and need eval."""
    return gr.Markdown("", elem_id=name, sanitize_html=True, latex_delimiters=[], container=False)


def _chatbot(i18n: gr.I18n) -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        label=i18n("conversation"),
        show_label=False,
        height=None,
        buttons=[],  # "share" leads to another site, "copy" copies our markup
        feedback_options=None,
        sanitize_html=True,
        render_markdown=False,
        latex_delimiters=[],
        allow_tags=False,
        allow_file_downloads=False,
        layout="bubble",
    )


def _question_box(i18n: gr.I18n) -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label=i18n("question"),
        placeholder=i18n("placeholder"),
        show_label=False,
        container=False,
        lines=1,
        max_lines=4,
        max_length=MAX_QUESTION_CHARACTERS,  # the box stops there; `take_turn` enforces it
        autofocus=True,
        scale=1,
    )


def _wire(
    event: Callable[..., object],
    handler: Callable[..., Refreshed],
    inputs: Sequence[Component],
    outputs: Sequence[Component | gr.Row],
) -> None:
    event(
        handler,
        inputs=inputs,
        outputs=outputs,
        show_progress="hidden",
        api_visibility="private",  # programs ask `/api/ask`
    )


def _asker(shelf: Shelf) -> Callable[[str, tuple[Turn, ...], gr.Request], Refreshed]:
    def ask(question: str, turns: tuple[Turn, ...], request: gr.Request) -> Refreshed:
        # The server checks no type: a forged request can send anything as the question.
        if not isinstance(question, str) or not question.strip():
            return tuple(gr.skip() for _ in range(5))
        texts = _texts_of(request)
        turns = take_turn(shelf, question, turns)
        return "", turns, _messages(turns, texts), source_panel(turns, texts), gr.Row(visible=False)

    return ask


def _greeter(shelf: Shelf) -> Callable[[tuple[Turn, ...], gr.Request], Refreshed]:
    """What an open page shows until the index is ready, and the questions it offers then."""
    examples = Examples(EXAMPLES)

    def greet(turns: tuple[Turn, ...], request: gr.Request) -> Refreshed:
        texts = _texts_of(request)
        knowledge_base = shelf.ready()
        questions = examples.answered_by(knowledge_base) if knowledge_base else ()
        buttons = [
            gr.Button(questions[i] if i < len(questions) else "", visible=i < len(questions))
            for i in range(len(EXAMPLES))
        ]
        return (
            status_notice(shelf.progress, shelf.failure, texts) if not knowledge_base else "",
            gr.Chatbot(placeholder=welcome(texts)),
            source_panel(turns, texts),
            gr.Row(visible=bool(questions) and not turns),
            *buttons,
            gr.Timer(active=knowledge_base is None),
        )

    return greet


def _forget(request: gr.Request) -> Refreshed:
    """An empty chat; the buttons of the example questions are as `greet` left them."""
    return (), source_panel((), _texts_of(request)), gr.Row(visible=True)


def _texts_of(request: gr.Request) -> Texts:
    return texts_for(request.cookies.get(LANGUAGE_COOKIE))


def _messages(turns: Sequence[Turn], texts: Texts) -> list[dict[str, str]]:
    messages = []
    for turn in turns:
        messages.append({"role": "user", "content": question_bubble(turn)})
        messages.append({"role": "assistant", "content": answer_bubble(turn, texts)})
    return messages
