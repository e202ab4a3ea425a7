"""The Gradio page: its layout, and which event does what (`events`).

Everything a component shows is our markup (`qa.web.html.markup`) or one of our strings; Markdown,
LaTeX and raw HTML are off, and no component has a template.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import gradio as gr
from fastapi import FastAPI
from gradio.blocks import Block
from gradio.components import Component
from gradio.events import Dependency
from starlette.routing import Mount

from qa.settings import MAX_QUESTION_CHARACTERS
from qa.web.access.gradio_doors import GradioDoors
from qa.web.api.gradio_endpoints import ENDPOINTS, offer_endpoints
from qa.web.chat.admitting import GradioDoor
from qa.web.chat.events import ChatComponents, ChatEvents, export_event
from qa.web.chat.gradio_bridge import hidden_controls
from qa.web.chat.state import Chat
from qa.web.html.locales import STRINGS, strings_for
from qa.web.loading import KnowledgeBaseLoader

SESSIONS = 128
"""Chats whose turns are kept, a tenth of a megabyte an answer. A page whose chat is not kept any
more gives its conversation again, which the browser keeps."""

WAITING_EVENTS = 64
"""Events of pages that may wait for Gradio; questions have their own line (`admission`)."""

MESSAGE_QUEUES = 500
"""Pages whose messages Gradio keeps a queue for, 4 KB each, whether or not any is left to be sent.
Few have: those whose question waits or is answered."""

IDLE_SECONDS = 0.01
"""How often Gradio looks whether there is an event; by itself it does a thousand times a second."""

OPENING_SECONDS = 1.0
"""How often an open page asks how far the index is, until it is ready."""

FORMER_KEY = "sanad_questions"
"""Where a browser kept the one conversation there was; `conversations.js` keeps several."""

_LABELS = (
    "question",
    "placeholder",
    "send",
    "conversation",
    "in_everything",
)


def mount_page(app: FastAPI, loader: KnowledgeBaseLoader) -> None:
    """Mount the chat at `/`."""
    i18n = gr.I18n(
        **{
            language: {label: getattr(strings, label) for label in _LABELS}
            for language, strings in STRINGS.items()
        }
    )
    page = build_page(loader, i18n)
    # Whatever comes begins at once: it is drawn, and its questions wait in their own line.
    page.queue(default_concurrency_limit=None, max_size=WAITING_EVENTS)
    page._queue.sleep_when_free = IDLE_SECONDS
    page._queue.pending_messages_per_session.max_size = MESSAGE_QUEUES
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
    _guard(app, page, loader)


def _guard(app: FastAPI, page: gr.Blocks, loader: KnowledgeBaseLoader) -> None:
    """Let Gradio hear of what the page uses alone, and of questions for which there is a place."""
    mount = app.routes[-1]
    assert isinstance(mount, Mount)  # noqa: S101  (`mount_gradio_app` made it)
    names = ((number, str(event.api_name)) for number, event in page.fns.items())
    events = {number: name if name in ENDPOINTS else None for number, name in names}
    mount.app = GradioDoors(GradioDoor(mount.app, loader.admission, events))


def build_page(loader: KnowledgeBaseLoader, i18n: gr.I18n) -> gr.Blocks:
    """Lay out the page and wire its events."""
    page = gr.Blocks(analytics_enabled=False, fill_width=True, title=strings_for(None).name)
    with page:
        offer_endpoints(loader)  # before the page's events, which would take their names
        chat = gr.State(Chat())
        # The secret is no secret: with it an older version wrote what is taken over once.
        former = gr.BrowserState([], storage_key=FORMER_KEY, secret="sanad")
        timer = gr.Timer(OPENING_SECONDS)
        with gr.Row(elem_id="columns", equal_height=False):
            with gr.Column(scale=3, elem_id="talk", min_width=300):
                notice = _markup("notice")
                messages = _chatbot(i18n)
                suggestions = _markup("examples")
                with gr.Column(elem_id="foot"), gr.Row(elem_id="asking"):
                    _question_box(i18n)
                    gr.Button(i18n("in_everything"), elem_id="scope-button", size="sm")
                    gr.Button(i18n("send"), variant="primary", elem_id="send", scale=0)
            with gr.Column(scale=2, elem_id="panel", min_width=300):
                panel = _markup("sources")
        components = ChatComponents(
            notice=notice,
            messages=messages,
            panel=panel,
            suggestions=suggestions,
            for_script=_markup("for-script"),
            timer=timer,
        )
        events = ChatEvents(loader, components)
        opened = [*components.drawn(), notice, timer]
        for event in (page.load, timer.tick):
            _wire(event, events.on_load, [chat, former], opened)
        hidden = hidden_controls()
        _wire(hidden.send.click, events.on_actions, [hidden.actions, chat], components.drawn())
        exported = _markup("exported")
        for ending, button in hidden.exports.items():
            _wire(button.click, export_event(ending), [chat], [exported])
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
        autoscroll=False,  # to the end of an answer; `chat.js` shows its beginning
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
        max_length=MAX_QUESTION_CHARACTERS,  # the box stops there; `turns.new_turn` enforces it
        autofocus=True,
        scale=1,
    )


def _wire(
    event: Callable[..., Dependency],
    handler: Callable[..., object],
    inputs: Sequence[Component],
    outputs: Sequence[Block],
) -> Dependency:
    return event(
        handler,
        inputs=inputs,
        outputs=outputs,
        show_progress="hidden",
        trigger_mode="multiple",  # "once" would drop what is done while an answer is under way
        api_visibility="private",  # programs ask `/api/ask`
    )
