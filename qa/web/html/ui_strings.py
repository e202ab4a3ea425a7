"""The record of every string of ours that the page shows; one field for each.

A language that lacks a string does not type-check. Documents, titles and questions never come
from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from qa.errors import QAError
from qa.records import SmallTalk
from qa.web.html.bidi import Direction

Language = Literal["ar", "en"]


@dataclass(frozen=True, slots=True)
class UiStrings:
    """The page's strings in one language. Braces are filled with `str.format`."""

    language: Language
    direction: Direction
    name: str
    tagline: str
    other_language: Language
    switch: str
    question: str
    placeholder: str
    send: str
    # Asking
    searching: str
    searched_for: str
    take_as_new: str
    search_as_typed: str
    try_again: str
    where: str
    in_everything: str
    search_within: str
    within: str
    comma: str
    everything: str
    ask_everywhere: str
    by_document: str
    done: str
    ask_about: str
    index_rebuilt: str
    ask_all_again: str
    copy_link: str
    link_copied: str
    edit: str
    conversation: str
    sources: str
    only_near: str
    no_sources: str
    welcome: str
    cited: str
    source: str
    related: str
    related_why: str
    not_found: str
    not_found_why: str
    nearest: str
    overview: str
    more_of_it: str
    small_talk: Mapping[SmallTalk, str]
    no_documents: str
    no_documents_do: str
    elapsed: str
    preparing: str
    parsing: str
    encoding: str
    writing: str
    reading_behind: str
    opening_ask: str
    failed: str
    faults: Mapping[str, str]
    too_long: str
    page: str
    row: str
    line: str
    open_document: str
    original: str
    more_context: str
    back: str
    unknown_document: str
    unknown_original: str
    changed: str
    previous_part: str
    next_part: str
    part: str
    to_chat: str
    to_documents: str
    dark: str
    light: str
    new_chat: str
    edit_last: str
    export: str
    copy: str
    copied: str
    not_copied: str
    confidence: str
    calibration_outdated: str
    sure: str
    fairly_sure: str
    unsure: str
    good: str
    bad: str
    wrong_source: str
    thanks: str
    not_saved: str
    each_source: str
    each_source_why: str
    no_passage: str
    indexed: str
    indexed_count: str
    filter: str
    filter_do: str
    document_title: str
    document_path: str
    passages: str
    notes: str
    add: str
    not_added: str
    remove: str
    remove_sure: str
    not_removed: str
    rebuild: str
    rebuild_why: str
    rebuilding: str
    rebuilt: str
    not_rebuilt: str
    problems: str
    no_problems: str
    problem_kinds: Mapping[str, str]
    api: str
    api_why: str
    # The map and the documents
    language_names: Mapping[str, str]
    map: str
    map_why: str
    map_all: str
    map_sample: str
    map_label: str
    map_do: str
    map_ask: str
    map_hits: str
    map_drawing: str
    map_others: str
    map_by_document: str
    map_by_language: str
    document_language: str
    by_date: str
    since: str
    until: str
    document_author: str
    time_left: str
    document_date: str
    changed_when: str
    by_language: str
    any_language: str
    drop_here: str
    restore: str
    not_restored: str
    removed_list: str
    # The cards of the sources
    score: str
    score_of: str
    also_in: str
    also_more: str
    show_sources: str
    hide_sources: str

    def language_name(self, code: str) -> str:
        """A language in a word; its code where there is no word for it."""
        return self.language_names.get(code, code)

    def fault(self, error: QAError) -> str:
        """What went wrong, in the visitor's language."""
        return self.faults.get(type(error).__name__, self.failed)
