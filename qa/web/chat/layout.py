"""The Gradio page: its layout, and which event does what (`events`).

Every text a component shows comes from `rendering` (escaped markup) or `texts`; Markdown, LaTeX
and raw HTML are off, and no component has a template.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import gradio as gr
from fastapi import FastAPI
from gradio.components import Component
from gradio.events import Dependency
from gradio.i18n import I18nData

from qa.settings import MAX_QUESTION_CHARACTERS
from qa.web.api.gradio_endpoints import offer_endpoints
from qa.web.api.rest import QUESTIONS_AT_ONCE
from qa.web.chat.events import Desk, exporter
from qa.web.chat.exporting import FORMATS
from qa.web.chat.state import Chat
from qa.web.html.locales import TEXTS
from qa.web.loading import Shelf

SESSIONS = 500
"""Chats whose turns are kept: 500 of 50 turns are some 200 MB at the very most."""

WAITING_QUESTIONS = 64
"""Questions that may wait; the next one is told that the queue is full."""

OPENING_SECONDS = 1.0
"""How often an open page asks how far the index is, until it is ready."""

REMEMBERED_KEY = "sanad_questions"
"""Where the browser keeps a chat's questions (not its answers: they are asked for again)."""

_LABELS = (
    "question",
    "placeholder",
    "send",
    "conversation",
    "new_chat",
    "edit_last",
    "in_everything",
)


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
        offer_endpoints(shelf)  # before the page's events, which would take their names
        chat = gr.State(Chat())
        # The secret is no secret: it lets a restarted server read what its predecessor wrote.
        remembered = gr.BrowserState([], storage_key=REMEMBERED_KEY, secret="sanad")
        timer = gr.Timer(OPENING_SECONDS)
        with gr.Row(elem_id="columns", equal_height=False):
            with gr.Column(scale=3, elem_id="talk", min_width=300):
                notice = _markup("notice")
                with gr.Row(elem_id="tools", visible=False) as tools:
                    _tool(i18n("new_chat"), "new-chat")
                    _tool(i18n("edit_last"), "edit-last")
                    label = _markup("export-label")
                    exports = [(_tool(name), ending) for ending, name in FORMATS.items()]
                messages = _chatbot(i18n)
                offered = _markup("examples")
                gr.Button(i18n("in_everything"), elem_id="narrow", size="sm")
                with gr.Row(elem_id="asking"):
                    _question_box(i18n)
                    gr.Button(i18n("send"), variant="primary", elem_id="send", scale=0)
            with gr.Column(scale=2, elem_id="panel", min_width=300):
                panel = _markup("sources")
        exported, heeded = _markup("exported"), _markup("heeded")
        # The script writes into it and presses its button: `asking.js`.
        with gr.Row(elem_id="wishes"):
            wish = gr.Textbox(elem_id="wish", show_label=False, container=False)
            fulfil = gr.Button("", elem_id="fulfil")

        drawn = [remembered, messages, panel, tools, offered, heeded]
        desk = Desk(shelf)
        for event in (page.load, timer.tick):
            _wire(event, desk.greet, [chat, remembered], [notice, label, *drawn, timer])
        _wire(fulfil.click, desk.attend, [wish, chat, remembered], drawn)
        for button, ending in exports:
            _wire(button.click, exporter(ending), [chat], [exported])
    return page


def _tool(label: str | I18nData, name: str | None = None) -> gr.Button:
    return gr.Button(label, elem_id=name, elem_classes="tool", size="sm", scale=0, min_width=0)


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
        autoscroll=False,  # to the end of an answer; `asking.js` shows its beginning
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
        max_length=MAX_QUESTION_CHARACTERS,  # the box stops there; `asked` enforces it
        autofocus=True,
        scale=1,
    )


def _wire(
    event: Callable[..., Dependency],
    handler: Callable[..., object],
    inputs: Sequence[Component],
    outputs: Sequence[Component | gr.Row],
) -> Dependency:
    return event(
        handler,
        inputs=inputs,
        outputs=outputs,
        show_progress="hidden",
        trigger_mode="multiple",  # "once" would drop what is done while an answer is under way
        api_visibility="private",  # programs ask `/api/ask`
    )
