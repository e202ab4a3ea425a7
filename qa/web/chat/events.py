"""What the page's events do: from what a visitor did to new values for the components.

What comes from the browser is checked (`actions`, `restoring`): Gradio checks no type. What goes to
Gradio is plain text: it would join its own to our markup, and have it escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import gradio as gr
from gradio.blocks import Block
from gradio.components.chatbot import Message, MessageDict

from qa.records import Answer, Suggestion
from qa.web.chat.actions import apply_actions, parse_actions
from qa.web.chat.bubbles import answer_bubble, question_bubble
from qa.web.chat.exporting import as_html, as_json, as_markdown
from qa.web.chat.notices import (
    export_label,
    for_script,
    rebuild_notice,
    status_notice,
    suggestion_links,
    update_notice,
    welcome,
)
from qa.web.chat.restoring import restore_turns, to_browser
from qa.web.chat.sources_panel import source_panel
from qa.web.chat.state import Chat, Snapshot
from qa.web.chat.suggestions import Suggestions
from qa.web.chat.turns import Turn, answer_turn
from qa.web.html.locales import UiStrings
from qa.web.html.markup import embedded_json
from qa.web.loading import KnowledgeBaseLoader
from qa.web.preferences import visitor_of

Updates = dict[Block, object]
"""New values of components."""


@dataclass(frozen=True, slots=True)
class ChatComponents:
    """The components of the page that its events change.

    Attributes:
        remembered: The questions, kept by the browser.
        notice: How far the index is, while there is none to ask or files come into it.
        export_label: What stands before the buttons that save the conversation.
        messages: The bubbles.
        panel: The cards of the sources.
        tools: The row of buttons above the bubbles.
        suggestions: What may be asked next.
        for_script: What the page's script is told.
        timer: Asks again until there is an index that is up to date, and something to suggest.
    """

    remembered: gr.BrowserState
    notice: gr.Markdown
    export_label: gr.Markdown
    messages: gr.Chatbot
    panel: gr.Markdown
    tools: gr.Row
    suggestions: gr.Markdown
    for_script: gr.Markdown
    timer: gr.Timer

    def drawn(self) -> list[Block]:
        """Those that show the chat."""
        return [
            self.remembered,
            self.messages,
            self.panel,
            self.tools,
            self.suggestions,
            self.for_script,
        ]


class ChatEvents:
    """The events of the chat page, for every visitor."""

    def __init__(self, loader: KnowledgeBaseLoader, components: ChatComponents) -> None:
        self._loader = loader
        self._components = components
        self._suggestions = Suggestions()

    def on_load(self, chat: Chat, remembered: object, request: gr.Request) -> Iterator[Updates]:
        """A page opens; again and again until there is all that it waits for."""
        components, strings = self._components, _strings_of(request)
        _restore(chat, remembered, request)
        for drawn in self._answer_waiting(chat, request):
            progress = self._loader.progress
            if self._loader.ready() is None:
                notice, waiting = status_notice(progress, self._loader.failure, strings), True
            else:
                notice = update_notice(progress, strings)
                waiting = progress is not None or self._starters(strings) is None
            yield {
                **drawn,
                components.notice: str(notice),
                components.export_label: str(export_label(strings)),
                components.timer: gr.Timer(active=waiting),
            }

    def on_actions(
        self, actions: object, chat: Chat, remembered: object, request: gr.Request
    ) -> Iterator[Updates]:
        """A visitor wants something done with the chat."""
        _restore(chat, remembered, request)
        apply_actions(chat, parse_actions(actions))
        yield from self._answer_waiting(chat, request)

    def _answer_waiting(self, chat: Chat, request: gr.Request) -> Iterator[Updates]:
        """Draw the chat, answer what waits in it, and draw it with each answer.

        It ends when nothing has changed since it was last drawn. Of several events that overlap
        an older drawing may come to the page last: its script asks for a newer one.
        """
        while True:
            if self._loader.ready() or self._loader.failure:
                chat.resume()
            drawn = chat.snapshot()
            yield self._draw(drawn, _strings_of(request))
            answer = partial(answer_turn, self._loader)
            changed = chat.answer_next(answer) or chat.snapshot().version != drawn.version
            if not changed and not self._suggest(chat, drawn.turns):
                return

    def _suggest(self, chat: Chat, turns: Sequence[Turn]) -> bool:
        """Find what may be asked after the last turn; whether that changed anything."""
        knowledge_base, last = self._loader.ready(), turns[-1] if turns else None
        if knowledge_base is None or last is None or last.suggestions is not None:
            return False
        if not isinstance(last.outcome, Answer):
            return False
        suggestions = self._suggestions.after(knowledge_base, turns)
        chat.replace_turn(last, replace(last, suggestions=suggestions))
        return bool(suggestions)

    def _starters(self, strings: UiStrings) -> Sequence[Suggestion] | None:
        knowledge_base = self._loader.ready()
        if knowledge_base is None:
            return None
        return self._suggestions.starters(knowledge_base, strings.language)

    def _draw(self, snapshot: Snapshot, strings: UiStrings) -> Updates:
        components, turns = self._components, snapshot.turns
        knowledge_base = self._loader.ready()
        generation = knowledge_base.generation if knowledge_base else ""
        suggestions = turns[-1].suggestions if turns else self._starters(strings)
        links = suggestion_links(suggestions or (), strings)
        if generation:
            links = rebuild_notice(turns, generation, strings) + links
        return {
            components.remembered: to_browser(turns),
            components.messages: gr.Chatbot(
                _messages(turns, strings), placeholder=str(welcome(strings))
            ),
            components.panel: str(source_panel(turns, strings)),
            components.tools: gr.Row(visible=bool(turns)),
            components.suggestions: str(links),
            components.for_script: str(for_script(snapshot, generation)),
        }


def export_event(ending: str) -> Callable[[Chat, gr.Request], str]:
    """The event of a button that saves the conversation; the page's script makes the file."""

    def export(chat: Chat, request: gr.Request) -> str:
        strings, now = _strings_of(request), datetime.now().astimezone()
        when = now.isoformat(sep=" ", timespec="minutes")
        match ending:
            case "json":
                content = as_json(chat.turns, when)
            case "md":
                content = as_markdown(chat.turns, strings, when)
            case _:
                content = as_html(chat.turns, strings, when)
        name = f"sanad-{now:%Y%m%d-%H%M%S}.{ending}"
        # The time to the microsecond: a value like the one before would not reach the page.
        return str(embedded_json({"name": name, "content": content}, f"export-{now:%H%M%S%f}"))

    return export


def _restore(chat: Chat, remembered: object, request: gr.Request) -> None:
    chat.restore(restore_turns(remembered, request.query_params.get("q")))


def _strings_of(request: gr.Request) -> UiStrings:
    return visitor_of(request.cookies).strings


def _messages(turns: Sequence[Turn], strings: UiStrings) -> list[MessageDict | Message]:
    messages: list[MessageDict | Message] = []
    for turn in turns:
        messages.append({"role": "user", "content": str(question_bubble(turn, strings))})
        messages.append({"role": "assistant", "content": str(answer_bubble(turn, strings))})
    return messages
