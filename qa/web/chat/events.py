"""What the page's events do: from what a visitor did to new values for the components.

What comes from the browser is checked (`actions`, `restoring`): Gradio checks no type. What goes to
Gradio is plain text: it would join its own to our markup, and have it escaped.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import gradio as gr
from anyio import CapacityLimiter, to_thread
from gradio.blocks import Block
from gradio.components.chatbot import Message, MessageDict

from qa.errors import BusyError
from qa.records import EVERYTHING, Answer, Scope, Suggestion
from qa.web.chat.actions import apply_actions, parse_actions
from qa.web.chat.admitting import Asking
from qa.web.chat.bubbles import answer_bubble, question_bubble
from qa.web.chat.closer_look import with_closer_look
from qa.web.chat.drawings import Drawings
from qa.web.chat.empty_page import suggestion_links, welcome
from qa.web.chat.exchanges import exchanges
from qa.web.chat.exporting import export
from qa.web.chat.notices import rebuild_notice, status_notice
from qa.web.chat.restoring import for_script
from qa.web.chat.sources_panel import source_panel
from qa.web.chat.state import Chat, Snapshot
from qa.web.chat.suggestions import Suggestions
from qa.web.chat.turns import Turn, answer_turn
from qa.web.html.locales import UiStrings
from qa.web.html.markup import embedded_json
from qa.web.loading import KnowledgeBaseLike, KnowledgeBaseLoader
from qa.web.preferences import visitor_of

STARTERS_SECONDS = 5.0
"""How long a drawing waits for what an empty chat offers."""

LOOK_SECONDS = 0.05

Updates = dict[Block, object]
"""New values of components."""


@dataclass(frozen=True, slots=True)
class ChatComponents:
    """The components of the page that its events change.

    Attributes:
        notice: How far the index is, while there is none to ask.
        messages: The bubbles.
        panel: The cards of the sources.
        suggestions: What may be asked next.
        for_script: What the page's script is told.
        timer: Asks again until there is an index that is up to date, and something to suggest.
    """

    notice: gr.Markdown
    messages: gr.Chatbot
    panel: gr.Markdown
    suggestions: gr.Markdown
    for_script: gr.Markdown
    timer: gr.Timer

    def drawn(self) -> list[Block]:
        """Those that show the chat."""
        return [self.messages, self.panel, self.suggestions, self.for_script]


class ChatEvents:
    """The events of the chat page, for every visitor."""

    def __init__(self, loader: KnowledgeBaseLoader, components: ChatComponents) -> None:
        self._loader = loader
        self._components = components
        self._suggestions = Suggestions(loader.admission)
        self._drawing = CapacityLimiter(loader.admission.at_once)
        self._digests: tuple[str, Mapping[str, str]] = ("", {})

    async def on_load(
        self, chat: Chat, former: object, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """A page opens; again and again until there is all that it waits for.

        `former` is what the browser kept when it kept one conversation alone.
        """
        components, strings = self._components, _strings_of(request)
        async for drawn in self._answer_waiting(chat, request, former):
            ready = self._loader.ready() is not None
            notice = status_notice(self._loader.progress, self._loader.failure, strings)
            waiting = not ready or await to_thread.run_sync(self._starters, strings) is None
            yield {
                **drawn,
                components.notice: "" if ready else str(notice),
                components.timer: gr.Timer(active=waiting),
            }

    async def on_actions(
        self, actions: object, chat: Chat, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """A visitor wants something done with the chat."""
        apply_actions(chat, parse_actions(actions))
        async for drawn in self._answer_waiting(chat, request):
            yield drawn
        # When the page opens, it asks again until it is there; here nothing else would draw it.
        if await self._await_starters(chat.snapshot(), _strings_of(request)):
            yield await self._draw(chat, chat.snapshot(), _strings_of(request))

    async def _answer_waiting(
        self, chat: Chat, request: gr.Request, former: object = None
    ) -> AsyncIterator[Updates]:
        """Draw the chat, answer what waits in it, and draw it with each answer.

        It ends when nothing has changed since it was last drawn. Of several events that overlap
        an older drawing may come to the page last: its script asks for a newer one.
        """
        strings = _strings_of(request)
        asking = Asking(self._loader.admission, request)
        with asking:
            while True:
                if self._loader.ready() or self._loader.failure:
                    chat.resume()
                drawn = chat.snapshot()
                yield await self._draw(chat, drawn, strings, former)
                changed = await asking.run(self._step(chat, drawn))
                if changed or chat.snapshot().version != drawn.version:
                    continue
                asking.leave()
                if not self._loader.admission.is_idle:
                    return
                if not await to_thread.run_sync(self._suggest, chat, drawn.turns, strings):
                    return

    def _step(self, chat: Chat, drawn: Snapshot) -> Callable[[], bool] | None:
        """What is next to ask the knowledge base, which says whether it changed anything."""
        if chat.is_waiting:
            return partial(chat.answer_next, partial(answer_turn, self._loader))
        knowledge_base = self._loader.ready()
        wanted = next((turn for turn in drawn.turns if turn.look and not turn.look.is_known), None)
        if knowledge_base is None or wanted is None:
            return None
        return partial(_look_closer, knowledge_base, chat, wanted)

    async def _await_starters(self, drawn: Snapshot, strings: UiStrings) -> bool:
        """Wait a moment for what an empty chat offers; whether there is any to draw."""
        until = time.monotonic() + STARTERS_SECONDS
        while not drawn.turns and time.monotonic() < until and self._loader.ready() is not None:
            if await to_thread.run_sync(self._starters, strings, drawn.scope) is not None:
                return True
            await asyncio.sleep(LOOK_SECONDS)
        return False

    def _suggest(self, chat: Chat, turns: Sequence[Turn], strings: UiStrings) -> bool:
        """Find what may be asked after the last turn; whether that changed anything."""
        knowledge_base, last = self._loader.ready(), turns[-1] if turns else None
        if knowledge_base is None or last is None or last.suggestions is not None:
            return False
        if not isinstance(last.outcome, Answer):
            return False
        try:
            suggestions = self._suggestions.after(knowledge_base, turns, strings)
        except BusyError:  # the next drawing may find a better moment
            return False
        chat.replace_turn(last, replace(last, suggestions=suggestions))
        return bool(suggestions)

    def _starters(
        self, strings: UiStrings, scope: Scope = EVERYTHING
    ) -> Sequence[Suggestion] | None:
        knowledge_base = self._loader.ready()
        if knowledge_base is None:
            return None
        return self._suggestions.starters(knowledge_base, strings, scope)

    def _digests_of(self, knowledge_base: KnowledgeBaseLike, generation: str) -> Mapping[str, str]:
        """Path → digest of each document of a generation; there may be many, so they are kept."""
        known = self._digests
        if known[0] != generation:
            documents = knowledge_base.documents()
            known = generation, {document.path: document.sha256 for document in documents}
            self._digests = known
        return known[1]

    async def _draw(
        self, chat: Chat, snapshot: Snapshot, strings: UiStrings, former: object = None
    ) -> Updates:
        """The chat as components, drawn in a thread: requests are heard meanwhile."""
        draw = partial(self._drawn, chat, snapshot, strings, former)
        with self._loader.hearing.timing("drawing"):
            return await to_thread.run_sync(draw, limiter=self._drawing)

    def _drawn(self, chat: Chat, snapshot: Snapshot, strings: UiStrings, former: object) -> Updates:
        components, turns, drawings = self._components, snapshot.turns, chat.drawings
        knowledge_base = self._loader.ready()
        generation = knowledge_base.generation if knowledge_base else ""
        digests = self._digests_of(knowledge_base, generation) if knowledge_base and turns else None
        suggestions = turns[-1].suggestions if turns else self._starters(strings, snapshot.scope)
        label = strings.ask_next if turns else strings.ask_about
        links = suggestion_links(suggestions or (), label, strings)
        if generation:
            links = rebuild_notice(turns, generation, strings) + links
        documents = knowledge_base.documents() if knowledge_base and not turns else None
        messages = _messages(turns, strings, drawings)
        panel = source_panel(turns, strings, digests, drawings)
        drawings.sweep()
        return {
            components.messages: gr.Chatbot(messages, placeholder=str(welcome(documents, strings))),
            components.panel: str(panel),
            components.suggestions: str(links),
            components.for_script: str(for_script(snapshot, generation, former)),
        }


def _look_closer(knowledge_base: KnowledgeBaseLike, chat: Chat, wanted: Turn) -> bool:
    """Find what a visitor wants to know of an answer besides."""
    chat.replace_turn(wanted, with_closer_look(knowledge_base, wanted))
    return True


def export_event(ending: str) -> Callable[[Chat, gr.Request], str]:
    """The event of a button that saves the conversation; the page's script makes the file."""

    def save(chat: Chat, request: gr.Request) -> str:
        now = datetime.now().astimezone()
        content = export(ending, chat.turns, _strings_of(request), now)
        name = f"sanad-{now:%Y%m%d-%H%M%S}.{ending}"
        # The time to the microsecond: a value like the one before would not reach the page.
        return str(embedded_json({"name": name, "content": content}, f"export-{now:%H%M%S%f}"))

    return save


def _strings_of(request: gr.Request) -> UiStrings:
    return visitor_of(request.cookies).strings


def _messages(
    turns: Sequence[Turn], strings: UiStrings, drawings: Drawings
) -> list[MessageDict | Message]:
    messages: list[MessageDict | Message] = []
    for exchange in exchanges(turns):
        turn, shown = exchange.turn, (exchange, strings.language)
        asked = drawings.of(("asked", turn.number), shown, partial(question_bubble, turn, strings))
        answered = drawings.of(
            ("answered", turn.number), shown, partial(answer_bubble, turn, strings, exchange.more)
        )
        messages.append({"role": "user", "content": str(asked)})
        messages.append({"role": "assistant", "content": str(answered)})
    return messages
