"""What has been drawn of a chat: so that a further answer draws itself, not all those before it."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from qa.web.html.markup import Html


class Drawings:
    """The markup of the parts of one chat, each kept until what it shows has changed."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[object, Html]] = {}
        self._used: set[Hashable] = set()

    def of(self, part: Hashable, shown: object, draw: Callable[[], Html]) -> Html:
        """The markup of a part.

        Args:
            part: Which part.
            shown: All that the drawing depends on; of frozen records, which compare quickly where
                they are the same.
            draw: Draws it anew.
        """
        self._used.add(part)
        kept = self._kept.get(part)
        if kept is None or kept[0] != shown:
            kept = shown, draw()
            self._kept[part] = kept
        return kept[1]

    def sweep(self) -> None:
        """Forget what has not been asked for since the last time: the chat has it no more."""
        for part in self._kept.keys() - self._used:
            self._kept.pop(part, None)
        self._used.clear()
