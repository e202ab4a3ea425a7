"""What stands where nothing is asked yet, and what may be asked next, as markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from qa.records import DocumentInfo, Suggestion
from qa.web.html.markup import Html, render
from qa.web.html.ui_strings import UiStrings

NAMED_LANGUAGES = 4
"""Languages named of the documents; the others are counted."""


def welcome(documents: Sequence[DocumentInfo] | None, strings: UiStrings) -> Html:
    """What stands in an empty chat.

    Args:
        documents: What can be asked; None while that is not known.
        strings: The visitor's language.
    """
    if documents is not None and not documents:
        return render("chat/no_documents_yet.html", {"strings": strings})
    counted = Counter(info.language for info in documents or ()).most_common()
    languages = [
        (strings.language_name(code), strings.number(count))
        for code, count in counted[:NAMED_LANGUAGES]
    ]
    values = {
        "strings": strings,
        "total": strings.number(len(documents)) if documents else "",
        "languages": languages,
        "more": len(counted) - len(languages),
    }
    return render("chat/welcome.html", values)


def suggestion_links(suggestions: Iterable[Suggestion], label: str, strings: UiStrings) -> Html:
    """Questions that may be asked, each by a press.

    Args:
        suggestions: The questions.
        label: What they are, in a word or two.
        strings: The visitor's language.
    """
    links = [(suggestion.text, urlencode({"q": suggestion.text})) for suggestion in suggestions]
    values = {"strings": strings, "label": label, "links": links}
    return render("chat/suggestions.html", values)
