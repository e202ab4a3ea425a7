"""What the page's events do: from what a reader did to new values for the components.

Every text is made by `rendering` and `panel`, escaped. What comes from the browser is checked
(`wishes`, `remembering`): Gradio checks no type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import gradio as gr
from gradio.components.chatbot import Message, MessageDict

from qa.records import Answer, Suggestion
from qa.web.chat.actions import heed, wishes_in
from qa.web.chat.bubbles import (
    answer_bubble,
    heard,
    offers,
    question_bubble,
    rebuilt,
    status_notice,
    welcome,
)
from qa.web.chat.exporting import as_html, as_json, as_markdown
from qa.web.chat.restoring import remembered_turns, written
from qa.web.chat.sources_panel import source_panel
from qa.web.chat.state import Chat
from qa.web.chat.suggestions import Suggestions
from qa.web.chat.turns import Turn, answered
from qa.web.html.locales import Texts
from qa.web.html.markup import carried, escape
from qa.web.loading import Shelf
from qa.web.preferences import reader_of

Refreshed = tuple[object, ...]
"""New values for the components an event puts out, in their order."""


class Desk:
    """What the events of every page share: the documents, and what may be asked of them."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._suggestions = Suggestions()

    def greet(self, chat: Chat, remembered: object, request: gr.Request) -> Iterator[Refreshed]:
        """The event of a page that opens, again and again until there is all that it waits for."""
        texts = _texts_of(request)
        label = f'<span dir="{texts.direction}">{escape(texts.export)}</span>'
        for shown in self._answering(chat, remembered, request):
            ready = self._shelf.ready() is not None
            notice = status_notice(self._shelf.progress, self._shelf.failure, texts)
            waiting = not ready or self._starters(texts) is None
            yield ("" if ready else notice, label, *shown, gr.Timer(active=waiting))

    def attend(
        self, wishes: object, chat: Chat, remembered: object, request: gr.Request
    ) -> Iterator[Refreshed]:
        """The event of whatever a reader wants done with the chat."""
        chat.restore(_remembered(remembered, request))
        heed(chat, wishes_in(wishes))
        yield from self._answering(chat, remembered, request)

    def _answering(
        self, chat: Chat, remembered: object, request: gr.Request
    ) -> Iterator[Refreshed]:
        """Draw the chat, answer what waits in it, and draw it with each answer.

        It ends when nothing has changed since it was last drawn: of several events that overlap,
        whichever draws last has drawn everything.
        """
        chat.restore(_remembered(remembered, request))
        while True:
            if self._shelf.ready() or self._shelf.failure:
                chat.wake()
            version, turns = chat.look()
            yield self._drawn(chat, turns, _texts_of(request))
            answer = partial(answered, self._shelf)
            changed = chat.answer_next(answer) or chat.look()[0] != version
            if not changed and not self._suggest(chat, turns):
                return

    def _suggest(self, chat: Chat, turns: Sequence[Turn]) -> bool:
        """Find what may be asked after the last turn; whether that changed anything."""
        knowledge_base, last = self._shelf.ready(), turns[-1] if turns else None
        if knowledge_base is None or last is None or last.offered is not None:
            return False
        if not isinstance(last.outcome, Answer):
            return False
        offered = self._suggestions.after(knowledge_base, turns)
        chat.put(last, replace(last, offered=offered))
        return bool(offered)

    def _starters(self, texts: Texts) -> Sequence[Suggestion] | None:
        knowledge_base = self._shelf.ready()
        if knowledge_base is None:
            return None
        return self._suggestions.starters(knowledge_base, texts.language)

    def _drawn(self, chat: Chat, turns: Sequence[Turn], texts: Texts) -> Refreshed:
        """New values for what is drawn of a chat (`page.build_page`)."""
        knowledge_base = self._shelf.ready()
        generation = knowledge_base.generation if knowledge_base else ""
        suggestions = turns[-1].offered if turns else self._starters(texts)
        told = rebuilt(turns, generation, texts) if generation else ""
        return (
            written(turns),
            gr.Chatbot(_messages(turns, texts), placeholder=welcome(texts)),
            source_panel(turns, texts),
            gr.Row(visible=bool(turns)),
            told + offers(suggestions or (), texts),
            heard(chat.heeded, generation),
        )


def exporter(ending: str) -> Callable[[Chat, gr.Request], str]:
    """The event of a button that saves the conversation; the page's script makes the file."""

    def export(chat: Chat, request: gr.Request) -> str:
        texts, now = _texts_of(request), datetime.now().astimezone()
        when = now.isoformat(sep=" ", timespec="minutes")
        if ending == "json":
            content = as_json(chat.turns, when)
        else:
            content = (as_markdown if ending == "md" else as_html)(chat.turns, texts, when)
        name = f"sanad-{now:%Y%m%d-%H%M%S}.{ending}"
        # The time to the microsecond: a value like the one before would not reach the page.
        return carried(f"export-{now:%H%M%S%f}", {"name": name, "content": content})

    return export


def _remembered(remembered: object, request: gr.Request) -> tuple[Turn, ...]:
    return remembered_turns(remembered, request.query_params.get("q"))


def _texts_of(request: gr.Request) -> Texts:
    return reader_of(request.cookies).texts


def _messages(turns: Sequence[Turn], texts: Texts) -> list[MessageDict | Message]:
    messages: list[MessageDict | Message] = []
    for turn in turns:
        messages.append({"role": "user", "content": question_bubble(turn, texts)})
        messages.append({"role": "assistant", "content": answer_bubble(turn, texts)})
    return messages
