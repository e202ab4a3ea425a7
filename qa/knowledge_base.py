"""The facade: open an index, ask it, search it, keep it fresh. Composes, computes nothing."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import partial, reduce
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar, Literal, TypeVar

from qa.answering.by_source import cite_sources
from qa.answering.confidence import ConfidenceModel, confidence_model
from qa.answering.conversing import Asking
from qa.answering.many import answer_many
from qa.answering.reading import hits_to_find, read_hits
from qa.answering.repeated import RepeatedAnswers
from qa.answering.retrieval import retrieve
from qa.answering.similar import similar_passages
from qa.answering.suggesting import is_answered_by, near, suggestions_of
from qa.corpus.formats import SUPPORTED_SUFFIXES, is_supported
from qa.corpus.listing import check_path
from qa.corpus.parser_process import check_file, check_files, draw_apart
from qa.corpus.pdf.sought import sought_in
from qa.corpus.scanning import SourceFile
from qa.corpus.searching import find_words
from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.protocol import Encoder
from qa.errors import (
    BuildStoppedError,
    ClusterError,
    DocumentParseError,
    IndexDamagedError,
    IndexMismatchError,
    IndexPinnedError,
    IndexStateError,
    QAError,
    QuestionError,
    SeedsNotFoundError,
    words_of,
)
from qa.indexing.batching import Unfinished
from qa.indexing.building import build_index, is_servable
from qa.indexing.carrying import export_index
from qa.indexing.freshness import (
    is_outdated,
    staleness_after,
    staleness_outdated,
    staleness_unrefreshed,
)
from qa.indexing.generation import Generation, current_generation
from qa.indexing.generations import list_generations, use_generation
from qa.indexing.growing import grow_index
from qa.indexing.layout import Layout
from qa.indexing.locking import LOCK_SECONDS
from qa.indexing.pinning import pinned_generation
from qa.indexing.projection import draw_map, place_passages
from qa.indexing.purging import purge_documents
from qa.indexing.stamps import forget_stamps
from qa.indexing.verifying import verify_index
from qa.reader.reader import Reader
from qa.records import (
    EVERYTHING,
    Answer,
    Citation,
    CorpusMap,
    Document,
    DocumentInfo,
    Hit,
    MapPoint,
    Passage,
    Scope,
    Span,
    Suggestion,
)
from qa.reports import (
    BuildReport,
    ExportReport,
    GenerationInfo,
    Problem,
    Progress,
    ProgressListener,
    PurgeReport,
    Staleness,
    VerifyReport,
)
from qa.settings import (
    DEFAULT_CITATIONS,
    DEFAULT_INDEX,
    DEFAULT_READER,
    DEFAULT_SEEDS,
    DEFAULT_TOP_K,
    EMBEDDED_MODEL,
    FOLLOW_SWEEP_SECONDS,
)
from qa.understanding.question import prepare_question

if TYPE_CHECKING:
    from qa.indexing.following import Follower
    from qa.scaling.cluster import Cluster

CLOSING_SECONDS = 4.0
"""How long `close` waits for a build under way to end."""

SERVED_LOCK_SECONDS = 0.5
"""How long another process's build is waited for where there is an index to answer from."""

_LOG = logging.getLogger(__name__)
Found = TypeVar("Found")


class KnowledgeBase:
    """Documents that can be asked. Safe from several threads.

    Make one with `KnowledgeBase.open`. Every call answers from the newest generation of the index,
    whichever process built it; a build in progress never holds a question up.

        with KnowledgeBase.open(seeds="seeds", index="index") as kb:
            answer = kb.ask("متى تنتهي المرحلة الأولى من الانسحاب؟")
            for citation in answer.citations:
                print(citation.number, citation.passage.document.path, citation.marked_texts)
    """

    supported_suffixes: ClassVar[tuple[str, ...]] = SUPPORTED_SUFFIXES
    """Endings of the files that can be parsed (".pdf"), in the order in which to name them."""

    def __init__(
        self,
        seeds: Path | None,
        layout: Layout,
        encoder: Encoder,
        *,
        reads: bool = DEFAULT_READER,
        cluster: Cluster | None = None,
    ) -> None:
        self._seeds = seeds
        self._layout = layout
        self._encoder = encoder
        self._reader = Reader.beside(encoder)
        self._reads = reads
        self._repeated = RepeatedAnswers()
        self._swap = threading.Lock()
        self._cluster = cluster
        self._pointer = current_generation(layout)
        self._generation = self._open_generation()
        self._drawing = threading.Lock()
        self._map: tuple[CorpusMap, Generation] | None = None
        self._stop = threading.Event()
        self._follower: Follower | None = None
        self._refreshing = threading.Lock()
        self._unfinished = Unfinished()
        self._progress: Progress | None = None
        self._failure: QAError | None = None
        self._mending = threading.Lock()
        self._mends = seeds is not None
        self._stale: Staleness | None = None
        if seeds is not None and is_outdated(self._generation):
            self._stale = staleness_outdated(self._generation)

    @classmethod
    def open(
        cls,
        seeds: Path | str | None = DEFAULT_SEEDS,
        index: Path | str = DEFAULT_INDEX,
        *,
        model: str = EMBEDDED_MODEL,
        refresh: bool | Literal["behind"] = True,
        progress: ProgressListener | None = None,
        encoder: Encoder | None = None,
        reader: bool = DEFAULT_READER,
        ray: str = "",
    ) -> KnowledgeBase:
        """Open an index, brought up to date with its documents first.

        Where that cannot be done (no right, a full disk, no documents, another process at it) and
        there is an index that answers, it is opened as it is: `stale` says why, and what it lacks.

        With `refresh="behind"` it is not: the index answers as it is, or, where none can be used,
        from the first documents, as soon as these are in. `follow` or `refresh` brings in the
        others, small ones first. An index that is pinned to a generation is opened at that.

        Args:
            seeds: The folder of documents, or None to use an index as it is, without documents.
            index: The index folder; made if missing.
            model: "embedded", the folder of a SentenceTransformer, or its name on the hub.
            refresh: Whether to bring the index up to date first (needs `seeds`). False uses it as
                it is, and builds nothing later either, but by `refresh` and `follow`.
            progress: Told how far that build is; what it raises ends it.
            encoder: An encoder of your own, instead of `model`.
            reader: Whether the reader reads what is found, where a question does not say.
            ray: Address of a Ray cluster that searches it ("auto", "host:6379"); "" for none.

        Raises:
            SeedsNotFoundError: There is no such folder of documents, nor an index that answers.
            IndexMissingError, IndexDamagedError, IndexMismatchError: It is missing, altered, or of
                another model, and nothing was to be built.
            IndexBusyError, IndexWriteError: It cannot be built, and there is none that answers.
            ModelError, MissingExtraError, ClusterError: The model, Ray, or its cluster is missing.
        """
        folder, layout = Path(seeds) if seeds is not None else None, Layout(Path(index))
        used = encoder or OpenVinoEncoder(model)
        make = partial(cls, folder, layout, used, reads=reader, cluster=_cluster_at(ray))
        if folder is None or refresh is False:
            return make() if folder is None else make()._unrefreshed()
        is_there = is_servable(layout.root, used)
        if refresh == "behind":
            grow = partial(grow_index, folder, layout.root, used, progress=progress)
            return cls._first(make, grow, is_there=is_there)
        build = partial(build_index, folder, layout.root, used, progress=progress)
        return cls._fresh(make, build, is_there=is_there)

    @classmethod
    def _first(
        cls,
        make: Callable[[], KnowledgeBase],
        grow: Callable[[], Iterator[BuildReport]],
        *,
        is_there: bool,
    ) -> KnowledgeBase:
        """The index as it is, or with the first documents in."""
        if is_there:
            try:
                opened = make()
            except IndexStateError as error:
                _LOG.warning("Not answering from the index as it is: %s", error)
            else:
                if opened.pinned:
                    _LOG.warning("%s", IndexPinnedError(opened.generation))
                return opened
        try:
            next(grow())
        except IndexPinnedError as error:
            _LOG.warning("Not bringing the index up to date: %s", error)
        return make()

    @classmethod
    def _fresh(
        cls,
        make: Callable[[], KnowledgeBase],
        build: Callable[..., BuildReport],
        *,
        is_there: bool,
    ) -> KnowledgeBase:
        """The index brought up to date, in one build: nobody asks before it is done."""
        try:
            build(lock_seconds=SERVED_LOCK_SECONDS if is_there else LOCK_SECONDS)
        except BuildStoppedError:
            raise
        except IndexPinnedError as error:
            _LOG.warning("Not bringing the index up to date: %s", error)
        except QAError as error:
            if not is_there:
                raise
            return cls._as_it_is(make, error)
        try:
            return make()
        except IndexDamagedError as error:  # which the build did not see: all looked as before
            _LOG.warning("Building once more: %s", error)
            build()
            return make()

    @classmethod
    def _as_it_is(cls, make: Callable[[], KnowledgeBase], error: QAError) -> KnowledgeBase:
        """The index as it is, where it can be used, since an error keeps it from being built."""
        try:
            opened = make()
        except IndexStateError:
            raise error from None
        opened._note_failure(error)
        return opened

    def _unrefreshed(self) -> KnowledgeBase:
        self._mends = False
        self._stale = staleness_unrefreshed()
        return self

    def __enter__(self) -> KnowledgeBase:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def generation(self) -> str:
        """Name of the generation now in service."""
        return self._current().name

    @property
    def pinned(self) -> bool:
        """Whether the index is pinned to its generation, so that nothing refreshes it."""
        return pinned_generation(self._layout) is not None

    @property
    def progress(self) -> Progress | None:
        """How far the index is being brought up to date; None while it is not."""
        return self._progress

    @property
    def failure(self) -> QAError | None:
        """Why the index could not be brought up to date last; None where it could."""
        return self._failure

    @property
    def unwatched(self) -> str:
        """Why changes in the followed folder are seen late; "" where they are seen at once."""
        return "" if self._follower is None else self._follower.unwatched

    @property
    def stale(self) -> Staleness | None:
        """Why the index is answered from as it is, and what it lacks; None where it lacks nothing.

        As it was found when the index was last to be brought up to date.
        """
        return self._stale

    def ask(
        self,
        question: str,
        *,
        top_k: int = DEFAULT_CITATIONS,
        history: Sequence[Answer | str] = (),
        scope: Scope = EVERYTHING,
        explain: bool = False,
        reader: bool | None = None,
        corrected: bool = True,
    ) -> Answer:
        """Answer a question with cited, verbatim passages, or say that none answers.

        Several questions in one are answered in turn, "what are these documents about?" is given an
        overview, and small talk nothing.

        Args:
            question: In any language.
            top_k: Most passages to cite.
            history: The answers of the conversation so far, or the questions alone, oldest first.
                A question that cannot be understood without them ("and the second?", «ولماذا؟») is
                completed from the last; `Answer.searched_for` tells how.
            scope: Which passages may be found: of some languages, documents or dates, or all.
            explain: Whether each citation tells why it was found (`Citation.explanation`).
            reader: Whether the first passages are read: slower, better at marks and at refusing.
                None leaves it to how the knowledge base was opened.
            corrected: Whether mistyped words are read as the documents' (`Answer.corrections`).

        Raises:
            QuestionError: It is empty, too long, or holds no letter or digit.
            ScopeError: The scope names a language or a document that the index does not know, or a
                date that is none.
            ModelError: The reader's weights are missing or damaged.
            IndexDamagedError: A file of the index was altered in use, and it is not built anew yet.
            CalibrationError: What `qa calibrate` wrote into the index is damaged.
            ValueError: `top_k` is less than 1.
        """
        _check_number("top_k", top_k)
        used = self._used_reader(reader)
        asking = partial(
            Asking,
            encoder=self._encoder,
            n_citations=top_k,
            reader=used,
            model=self._confidence_model(used),
            scope=scope,
            explain=explain,
            corrected=corrected,
        )
        return self._proved(lambda found: self._repeated.answer(asking(found), question, history))

    def ask_many(
        self,
        questions: Iterable[str],
        *,
        top_k: int = DEFAULT_CITATIONS,
        scope: Scope = EVERYTHING,
        explain: bool = False,
        reader: bool | None = None,
        corrected: bool = True,
    ) -> list[Answer | QuestionError]:
        """Answer many questions, each by itself: as `ask` does, and faster than one by one.

        Args:
            questions: In any languages.
            top_k: Most passages to cite for each.
            scope: Which passages may be found.
            explain: Whether each citation tells why it was found.
            reader: Whether the first passages are read (see `ask`).
            corrected: Whether mistyped words are read as the documents'.

        Returns:
            In the order of the questions the answer to each; in place of one that is empty, too
            long, or holds no letter or digit, the error that says so. It stops no other.

        Raises:
            ScopeError, ModelError, IndexDamagedError, CalibrationError, ValueError: As of `ask`.
        """
        _check_number("top_k", top_k)
        ask = partial(
            self.ask,
            top_k=top_k,
            scope=scope,
            explain=explain,
            reader=reader,
            corrected=corrected,
        )
        return answer_many(questions, ask)

    def search(
        self,
        question: str,
        *,
        top_k: int = DEFAULT_TOP_K,
        scope: Scope = EVERYTHING,
        reader: bool = False,
    ) -> list[Hit]:
        """The passages nearest to a question, best first, without judging whether they answer.

        Args:
            question: In any language.
            top_k: Most hits to return.
            scope: Which passages may be found: of some languages, documents or dates, or all.
            reader: Whether the first passages are read, and put in order by that too.

        Raises:
            QuestionError: It is empty, too long, or holds no letter or digit.
            ScopeError: The scope names a language or a document that the index does not know, or a
                date that is none.
            ModelError: The reader's weights are missing or damaged.
            ValueError: `top_k` is less than 1.
        """
        _check_number("top_k", top_k)
        prepared = prepare_question(question)
        used = self._used_reader(reader)
        n_hits = hits_to_find(top_k, used)

        def found(generation: Generation) -> list[Hit]:
            retrieval = retrieve(generation, self._encoder, prepared, n_hits, scope=scope)
            return list(read_hits(generation, used, retrieval).hits[:top_k])

        return self._proved(found)

    def by_source(
        self,
        question: str,
        *,
        limit: int = DEFAULT_TOP_K,
        scope: Scope = EVERYTHING,
        reader: bool | None = None,
    ) -> list[Citation]:
        """What each document says: its passage nearest to a question, the nearest document first.

        Every passage of every document is considered, so no document hides another. The sentence
        nearest to the question is marked; whether it answers is not judged.

        Args:
            question: In any language.
            limit: Most documents to cite.
            scope: Which passages may be found: of some languages, documents or dates, or all.
            reader: Whether the first of them are read, and put in order by that too. None leaves it
                to how the knowledge base was opened.

        Raises:
            QuestionError, ScopeError: As of `search`.
            ValueError: `limit` is less than 1.
        """
        _check_number("limit", limit)
        used = self._used_reader(reader)
        return self._proved(
            lambda generation: list(
                cite_sources(generation, self._encoder, question, limit, reader=used, scope=scope)
            )
        )

    def similar(
        self, passage: Passage, *, top_k: int = DEFAULT_TOP_K, scope: Scope = EVERYTHING
    ) -> list[Hit]:
        """Passages that say something like a passage, the nearest first, without its copies.

        Args:
            passage: A passage of this index.
            top_k: Most hits to return.
            scope: Which passages may be found: of some languages, documents or dates, or all.

        Raises:
            KeyError: Its document has changed or is no longer indexed.
            ScopeError: As of `search`.
            ValueError: `top_k` is less than 1.
        """
        _check_number("top_k", top_k)
        return self._proved(lambda generation: similar_passages(generation, passage, top_k, scope))

    def documents(self) -> tuple[DocumentInfo, ...]:
        """The indexed documents, in order of path."""
        return self._current().documents()

    def problems(self) -> tuple[Problem, ...]:
        """Files that gave no passage, each with its reason, in order of path."""
        return self._current().manifest.problems

    def document(self, path: str) -> Document:
        """A document as indexed, with its text.

        Raises:
            KeyError: It is not indexed.
        """
        return self._proved(lambda generation: generation.split_document(path).document)

    def suggestions(self, path: str) -> tuple[Suggestion, ...]:
        """What a document suggests to ask, in its own words: questions, headings, its title.

        Whether the documents answer one is for `is_answered` to say.

        Raises:
            KeyError: It is not indexed.
        """
        return tuple(suggestions_of(self.document(path)))

    def suggestions_after(self, answer: Answer) -> tuple[Suggestion, ...]:
        """What the first cited document of an answer suggests, the nearest to the answer first.

        What stands in the cited passage itself, or heads it, is left out. There is nothing to
        suggest where nothing is cited or the document is no longer indexed.
        """
        if not answer.citations:
            return ()
        try:
            found = self.suggestions(answer.citations[0].passage.document.path)
        except KeyError:
            return ()
        return tuple(near(found, answer))

    def is_answered(self, suggestion: Suggestion, scope: Scope = EVERYTHING) -> bool:
        """Whether the documents answer a suggestion, from its document and in other words.

        It is asked, which takes as long as any question.

        Raises:
            QuestionError, CalibrationError, ScopeError: As of `ask`.
        """
        return is_answered_by(suggestion, self.ask(suggestion.text, top_k=1, scope=scope))

    @staticmethod
    def is_supported(name: str) -> bool:
        """Whether a file of this name can be parsed, told from its ending."""
        return is_supported(name)

    @staticmethod
    def check_file(name: str, location: Path) -> None:
        """Parse a file that is not among the documents yet, to see whether it gives passages.

        Args:
            name: The name it is to have; its ending says what format it is in.
            location: Where it is now.

        Raises:
            DocumentParseError: It would give none.
            OSError: It cannot be read.
        """
        check_file(name, location)

    @staticmethod
    def check_path(path: str) -> None:
        """See whether a file of this path would be read, before there is one.

        Raises:
            DocumentParseError: It would be passed over, or is of a kind that cannot be read.
        """
        check_path(path)

    @staticmethod
    def check_files(files: Iterable[tuple[str, Path]]) -> Iterator[DocumentParseError | None]:
        """Parse several such files.

        Args:
            files: For each the name it is to have, and where it is now.

        Yields:
            For each why it would give none, or None where it gives some.

        Raises:
            OSError: One cannot be read.
        """
        return check_files(files)

    @staticmethod
    def draw_page(
        document: Document, location: Path, page: int, marks: Sequence[Span] = ()
    ) -> bytes:
        """A page of a PDF as a picture (PNG), parts of its text boxed where they are found there.

        The file is read by a process apart, with limits of time and memory.

        Args:
            document: The PDF as indexed.
            location: Where its file is.
            page: Number of the page, from 1.
            marks: The parts of the document's text.

        Raises:
            DocumentParseError: The file has changed, is gone, has no such page, or cannot be drawn.
        """
        try:
            n_bytes = location.stat().st_size
        except OSError:  # reading it says why
            n_bytes = 0
        file = SourceFile(document.path, location, document.sha256, n_bytes)
        sought = [part for mark in marks if (part := sought_in(document, mark))]
        return draw_apart(file, page, sought)

    @staticmethod
    def find_words(text: str, words: str) -> Iterator[Span]:
        """Each place of some words in a text, in any spelling that people take for the same."""
        return find_words(text, words)

    def map(self) -> CorpusMap:
        """The passages in two dimensions: seconds once for a generation, at once from then on."""
        return self._drawn_map()[0]

    def place_on_map(self, passages: Sequence[Passage]) -> tuple[MapPoint, ...]:
        """Where passages are on the map, drawn or not; those of documents since changed are not."""
        drawn, generation = self._drawn_map()
        return place_passages(passages, drawn, generation)

    def _drawn_map(self) -> tuple[CorpusMap, Generation]:
        return self._proved(self._map_of)

    def _map_of(self, generation: Generation) -> tuple[CorpusMap, Generation]:
        with self._drawing:
            if self._map is None or self._map[1] is not generation:
                self._map = draw_map(generation, self._layout), generation
            return self._map

    def refresh(self, progress: ProgressListener | None = None) -> BuildReport:
        """Bring the index up to date with the documents.

        Large changes go into service in several builds, small files first; the report is of all.

        Raises:
            SeedsNotFoundError: The folder of documents is not there.
            IndexBusyError: Another process is building and does not end.
            IndexPinnedError: The index is pinned to a generation.
            BuildStoppedError: `close` was called meanwhile.
        """
        if self._follower is not None:
            self._follower.look()
        try:
            return reduce(BuildReport.followed_by, self._refreshes(progress, LOCK_SECONDS))
        except QAError as error:
            self._note_failure(error)
            raise

    def _refreshes(
        self, progress: ProgressListener | None = None, lock_seconds: float = SERVED_LOCK_SECONDS
    ) -> Generator[BuildReport]:
        """The builds that bring the index up to date, one after the other."""
        seeds, stop, follower = self._need_seeds(), self._stop, self._follower

        def listen(told: Progress) -> None:
            if stop.is_set():
                raise BuildStoppedError
            self._progress = told
            if progress is not None:
                progress(told)

        with self._refreshing:
            try:
                yield from grow_index(
                    seeds,
                    self._layout.root,
                    self._encoder,
                    progress=listen,
                    unfinished=self._unfinished,
                    news=None if follower is None else follower.changed,
                    lock_seconds=lock_seconds,
                    is_served=True,
                )
                self._failure = self._stale = None
            except (BuildStoppedError, IndexPinnedError, GeneratorExit, KeyboardInterrupt):
                raise  # it is wanted so
            except BaseException as error:
                self._failure = error if isinstance(error, QAError) else QAError(_fault_in(error))
                raise
            finally:
                self._progress = None

    def _note_failure(self, error: QAError) -> None:
        if self._seeds is not None and not isinstance(error, BuildStoppedError | IndexPinnedError):
            self._stale = staleness_after(error, self._seeds, self._current())

    def _followed(self) -> Generator[BuildReport]:
        """The same for whoever follows the folder: of a pinned index there are none."""
        try:
            yield from self._refreshes()
        except IndexPinnedError as error:
            _LOG.debug("The folder is looked at again later: %s", error)

    def verify(self) -> VerifyReport:
        """Check every index file, and every passage against the documents on disk.

        Raises:
            SeedsNotFoundError: The folder of documents is not there.
            IndexStateError: The index is missing or unreadable.
        """
        return verify_index(self._need_seeds(), self._layout.root)

    def generations(self) -> tuple[GenerationInfo, ...]:
        """The generations that are kept, the newest first, each checked."""
        return list_generations(self._layout.root)

    def use_generation(self, name: str) -> GenerationInfo:
        """Go back to a kept generation, and stay there: nothing refreshes the index any more.

        Args:
            name: Its name, or "latest" to let go: the next refresh brings the index up to date.

        Raises:
            GenerationError: There is none of this name, it is damaged, or of another model.
            IndexBusyError: Another process is building.
        """
        return use_generation(self._layout.root, name, self._encoder)

    def purge(self, path: str, *, with_file: bool = False) -> PurgeReport:
        """Forget a document wherever it is kept: generations, removed files, cache, verdicts.

        Args:
            path: Its path under the folder of documents, or that of a folder with "/" at its end.
            with_file: Whether its file is removed too, where it is still among the documents.

        Raises:
            ForgettingError: The file is still there and is not to be removed, or the path is none.
            IndexPinnedError: The index is pinned to a generation.
            IndexBusyError: Another process is building.
            IndexStateError: The index is damaged, or something cannot be removed.
        """
        return purge_documents(self._seeds, self._layout.root, path, with_file=with_file)

    def export(
        self, file: Path | str, *, feedback: bool = False, confidence: bool = False
    ) -> ExportReport:
        """Write the generation in service into one checksummed file, for `qa import`.

        Args:
            file: What is written, whole or not at all.
            feedback: Whether the verdicts of visitors are put in too.
            confidence: Whether what `qa calibrate` fitted is.

        Raises:
            ExportError: The file cannot be written.
            IndexStateError: The index is missing or damaged.
        """
        return export_index(self._layout.root, Path(file), feedback=feedback, confidence=confidence)

    def follow(
        self,
        on_refresh: Callable[[BuildReport], None] | None = None,
        on_error: Callable[[QAError], None] | None = None,
        *,
        sweep_seconds: float = FOLLOW_SWEEP_SECONDS,
    ) -> None:
        """Keep the index up to date from a background thread, until `close`.

        Args:
            on_refresh: Told of every build that put a new generation in service.
            on_error: Told of what went wrong with a build; following goes on.
            sweep_seconds: How often to look through the folder without a change event.
        """
        from qa.indexing.following import Follower  # noqa: PLC0415  (only followers need it)

        seeds = self._need_seeds()

        def failed(error: QAError) -> None:
            self._note_failure(error)
            if on_error is not None:
                on_error(error)

        if self._follower is None:
            self._follower = Follower(
                seeds,
                self._followed,
                on_refresh=on_refresh,
                on_error=failed,
                sweep_seconds=sweep_seconds,
            )
            self._follower.start()

    def close(self) -> None:
        """Stop following the folder, and end what is being built. Asking still works."""
        self._stop.set()
        if self._follower is not None:
            self._follower.end(CLOSING_SECONDS)
            self._follower = None
        if self._refreshing.acquire(timeout=CLOSING_SECONDS):
            self._refreshing.release()
        else:
            _LOG.warning("The build under way does not end at once; it is left to itself.")
        self._stop = threading.Event()  # what is asked for from now on is another matter

    def _need_seeds(self) -> Path:
        if self._seeds is None:
            raise SeedsNotFoundError("(none given)")
        return self._seeds

    def _used_reader(self, reader: bool | None) -> Reader | None:
        return self._reader if (self._reads if reader is None else reader) else None

    def _confidence_model(self, reader: Reader | None) -> ConfidenceModel:
        calibration = self._layout.calibration
        return confidence_model(self._encoder.fingerprint, calibration, read=reader is not None)

    def _proved(self, work: Callable[[Generation], Found]) -> Found:
        """What comes of the newest generation; of one built anew, where that proves damaged."""
        generation = self._current()
        try:
            return work(generation)
        except IndexDamagedError as error:
            return work(self._mended(generation, error))

    def _mended(self, damaged: Generation, error: IndexDamagedError) -> Generation:
        """A generation in place of one that an error has shown to be damaged.

        Raises:
            IndexDamagedError: There is none yet.
        """
        with self._mending:
            generation = self._current()
            if generation is not damaged:
                return generation
            _LOG.warning("Not answered from generation %s: %s", damaged.name, error)
            forget_stamps(self._layout.stamps)
            try:
                self._generation = self._open_generation()  # its files may be back
            except IndexStateError:
                self._rebuild(error)
            return self._current()

    def _rebuild(self, error: IndexDamagedError) -> None:
        """Build the index anew, or raise the error that says why it has to be."""
        if self._follower is not None:
            self._note_failure(error)
            self._follower.look()  # which finds the damage, and builds anew
            raise error
        if not self._mends:
            raise error
        try:
            self.refresh()
        except QAError:
            raise error from None

    def _current(self) -> Generation:
        """The newest generation; the one at hand where the newest cannot be opened."""
        try:
            pointer = current_generation(self._layout)
            if pointer != self._pointer and self._cluster is not None:
                self._turn_to_behind(pointer)
            elif pointer != self._pointer:
                with self._swap:
                    self._turn_to(pointer)
        except (IndexStateError, ClusterError) as error:
            _LOG.warning("Answering from generation %s: %s", self._generation.name, error)
        return self._generation

    def _turn_to(self, pointer: tuple[str, str]) -> None:
        if pointer != self._pointer:
            self._generation = self._open_generation()
            self._pointer = pointer

    def _turn_to_behind(self, pointer: tuple[str, str]) -> None:
        """Turn to a generation that takes its nodes some time to open: questions do not wait."""
        if not self._swap.acquire(blocking=False):
            return

        def turn() -> None:
            try:
                self._turn_to(pointer)
            except QAError as error:
                _LOG.warning("Answering from generation %s: %s", self._generation.name, error)
            finally:
                self._swap.release()

        threading.Thread(target=turn, name="turning", daemon=True).start()

    def _open_generation(self) -> Generation:
        try:
            generation = self._opened()
        except IndexDamagedError:
            forget_stamps(self._layout.stamps)  # so that a build finds the damage too
            raise
        if generation.manifest.model != self._encoder.fingerprint:
            raise IndexMismatchError(self._encoder.fingerprint, generation.manifest.model)
        return generation

    def _opened(self) -> Generation:
        if self._cluster is None:
            return Generation.open(self._layout)
        from qa.scaling.generation import ClusterGeneration  # noqa: PLC0415  (the extra `ray`)

        return ClusterGeneration.open_on(self._cluster, self._layout)


def _cluster_at(address: str) -> Cluster | None:
    if not address:
        return None
    from qa.scaling.cluster import Cluster  # noqa: PLC0415  (the extra `ray`)

    return Cluster(address)


def feedback_file(index: Path | str) -> Path:
    """The file of an index folder in which what visitors judged on the page is kept."""
    return Layout(Path(index)).feedback


def unanswered_file(index: Path | str) -> Path:
    """The file of an index folder in which questions that found nothing are kept, if they are."""
    return Layout(Path(index)).unanswered


def _fault_in(error: BaseException) -> str:
    return f"A fault of the program while updating: {type(error).__name__}: {words_of(error)}"


def _check_number(name: str, number: int) -> None:
    if number < 1:
        raise ValueError(f"{name} must be 1 or more, not {number}")
