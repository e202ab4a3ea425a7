"""The record of every string of ours that the page shows; one field for each.

A language that lacks a string does not type-check. Documents, titles and questions never come
from here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from qa.errors import QAError
from qa.findings import Finding, filled
from qa.records import SmallTalk
from qa.reports import Problem, Progress, Staleness, clock_time
from qa.settings import MAX_FILE_BYTES
from qa.web.html.bidi import Direction, direction

Plural = Literal["zero", "one", "two", "few", "many", "other"]
"""The forms that a counted noun may take in some language (CLDR's names)."""

SHOWN_SECONDS = 5.0
"""From how long on the page says how long a build will take."""

_LTR_MARK = "\u200e"


@dataclass(frozen=True, slots=True)
class UiStrings:
    """The page's strings in one language. Braces are filled with `str.format`.

    A string that counts is a table of `Plural` forms, told by `counted`. "other" is always there.
    """

    language: str
    direction: Direction
    name: str
    tagline: str
    own_name: str
    # How the language counts and dates
    plural: Callable[[int], Plural]
    thousands: str
    decimal: str
    months: tuple[str, ...]
    first_of_month: str
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
    anew: str
    parsing: str
    encoding: str
    writing: str
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
    # Logging in
    log_in: str
    log_in_why: str
    password: str
    log_in_wrong: str
    log_in_wait: str
    log_out: str
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
    remove: str
    remove_sure: str
    not_removed: str
    rebuild: str
    rebuild_why: str
    not_rebuilt: str
    unrefreshed: str
    outdated: str
    changed_since: str
    unchecked_since: str
    problems: str
    no_problems: str
    problem_kinds: Mapping[str, str]
    findings: Mapping[str, str]
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
    restore: str
    not_restored: str
    removed_list: str
    # A document
    removed: str
    document_changed: str
    document_removed: str
    previous_citation: str
    next_citation: str
    citation_of: str
    find_in_document: str
    find_next: str
    find_previous: str
    found_of: str
    found_none: str
    found_failed: str
    page_picture: str
    page_of: str
    previous_page: str
    next_page: str
    page_not_drawn: str
    # Documents being added
    growing_empty: str
    growing_reading: str
    growing_unwatched: str
    growing_pinned: str
    add_here: str
    add_kinds: str
    add_archive: str
    add_on_desktop: str
    cancel: str
    upload_cancelled: str
    upload_waiting: str
    upload_sending: str
    upload_checking: str
    upload_refusals: Mapping[str, str]
    file_waiting: str
    file_reading: str
    file_answerable: str
    archive_growing: str
    archive_refused: str
    up_to_date: str
    no_such_document: str
    # Where to search
    by_folder: str
    scope: str
    # The cards of the sources
    score: str
    also_in: str
    also_more: Mapping[Plural, str]
    show_sources: str
    hide_sources: str

    # The frame of the chat
    documents_held: str
    more_languages: str
    no_documents_yet: str
    no_documents_yet_do: str
    ask_next: str
    ask_of: str
    ask_overview: str
    waiting: str
    busy: str
    busy_long: str
    conversations: str
    find_conversation: str
    no_conversations: str
    no_such_conversation: str
    today: str
    earlier: str
    rename: str
    delete: str
    undo: str
    conversation_deleted: str
    export_one: str
    more_actions: str
    nothing_asked: str
    print: str
    close: str
    # An answer
    from_source: str
    in_context: str
    answer_actions: str
    copy_passage_link: str
    similar: str
    no_similar: str
    looking: str
    show_on_map: str
    why: str
    put_away: str
    took: str
    same_words: str
    no_same_words: str
    same_meaning: str
    place_of: str
    read_as_answer: str
    searched_all: str
    searched_in: str
    n_passages: str
    ask_this_document: str
    more_of_this: str
    no_more: str

    def language_name(self, code: str) -> str:
        """A language in a word; its code where there is no word for it."""
        return self.language_names.get(code, code)

    def number(self, number: int | float) -> str:
        """A count, or a measure with one decimal, as the language writes it."""
        written = f"{number:,}" if isinstance(number, int) else f"{number:,.1f}"
        return written.translate({ord(","): self.thousands, ord("."): self.decimal})

    def shown_of(self, shown: int, total: int) -> str:
        """How many are shown of how many."""
        return self.indexed_count.format(shown=self.number(shown), total=self.number(total))

    def counted(self, forms: Mapping[Plural, str], count: int) -> str:
        """A string about so many things, with `{count}` in it."""
        form = forms.get(self.plural(count), forms["other"])
        return form.format(count=self.number(count))

    def date(self, date: str) -> str:
        """A day, a month or a year ("2024-05-02", "2024-05", "2024") in words.

        What is no such date is given back as it is.
        """
        try:
            year, *rest = (int(part) for part in date.split("-"))
            month = [self.months[number - 1] for number in rest[:1]]
        except (ValueError, IndexError):
            return date
        day = [self.first_of_month if number == 1 else str(number) for number in rest[1:2]]
        return " ".join((*day, *month, str(year)))

    def progress(self, progress: Progress | None) -> str:
        """How far a build is; None before it has told."""
        if progress is None:
            return self.preparing
        words = self._stage(progress)
        return f"{self.anew} {words}" if progress.is_anew else words

    def _stage(self, progress: Progress) -> str:
        template = str(getattr(self, progress.stage))
        if progress.total == 0:
            template = template.partition(":")[0].rstrip().rstrip("…") + "…"
        words = template.format(done=self.number(progress.done), total=self.number(progress.total))
        if progress.seconds_left is None or progress.seconds_left < SHOWN_SECONDS:
            return words
        return f"{words} · {self.time_left.format(time=clock_time(progress.seconds_left))}"

    def note(self, note: Finding) -> str:
        """What reading a file found and mended."""
        return self._told(note)

    def problem(self, problem: Problem) -> str:
        """Why a file gave no passage."""
        return self._told(Finding(problem.code, problem.values))

    def _told(self, finding: Finding) -> str:
        template = self.findings.get(finding.code)
        if template is None:
            return finding.text
        values = (self._name(v) if isinstance(v, str) else v for v in finding.values)
        return filled(template, tuple(values), self.number)

    def _name(self, text: str) -> str:
        """A name to stand in a sentence: between Arabic letters ".docx" would be drawn "docx."."""
        is_foreign = self.direction == "rtl" and direction(text, "ltr") == "ltr"
        return f"{_LTR_MARK}{text}{_LTR_MARK}" if is_foreign else text

    def refusal(self, kind: str) -> str:
        """Why a file is refused, by the one word that programs are told."""
        reason = self.upload_refusals.get(kind, self.upload_refusals["fault"])
        return reason.format(limit=MAX_FILE_BYTES // (1024 * 1024))

    def build_failure(self, kind: str) -> str:
        """Why the index is not brought up to date, by the class of the error."""
        return f"{self.not_rebuilt} {self.fault_of(kind, {}) or self.failed}"

    def stale(self, stale: Staleness) -> str:
        """Why the index is answered from as it is, and how much it lacks."""
        reasons = {"unrefreshed": self.unrefreshed, "outdated": self.outdated}
        fault = f"{self.not_rebuilt} {self.fault_of(stale.kind, stale.values)}"
        why = reasons.get(stale.kind, fault)
        if not stale.checked:
            return why if stale.kind == "outdated" else f"{why} {self.unchecked_since}"
        lacking = (stale.added, stale.changed, stale.removed)
        if not any(lacking):
            return why
        added, changed, removed = (self.number(len(paths)) for paths in lacking)
        counts = self.changed_since.format(added=added, changed=changed, removed=removed)
        return f"{why} {counts}"

    def fault(self, error: QAError) -> str:
        """What went wrong, and where."""
        return self.fault_of(type(error).__name__, vars(error))

    def fault_of(self, kind: str, values: Mapping[str, object]) -> str:
        """What an error says, by its class and its attributes.

        A class whose errors are of several kinds has words for each: "ScopeError.date". Of an
        error without words the page says that the terminal has them.
        """
        template = self.faults.get(f"{kind}.{values.get('kind')}") or self.faults.get(kind)
        if template is None:
            return self.faults["Exception"]
        named = {name: self._name(str(value)) for name, value in values.items()}
        return template.format_map(defaultdict(lambda: "…", named))
