"""What there is to watch of a page, in the text format of Prometheus, at `/metrics`.

The only module that imports `prometheus_client`. Each application has a registry of its own, and no
label says what was asked, or of which document.
"""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse
from prometheus_client import (
    CONTENT_TYPE_PLAIN_0_0_4,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    Summary,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from qa.web.admission import Admission
from qa.web.api.rebuild import IndexRebuild
from qa.web.hearing import HeardQuestion, Stage
from qa.web.loading import KnowledgeBaseLike, KnowledgeBaseLoader

SECONDS = (0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 30.0)
"""Bounds of the histograms: a question takes some 0.1 s, 0.5 s with the reader, and waits for 30 s
at most."""


class Metrics:
    """Counts what happens on a page, and reads how things are when it is asked."""

    def __init__(self, loader: KnowledgeBaseLoader, rebuild: IndexRebuild) -> None:
        """Begin to count.

        Args:
            loader: Where the knowledge base is, and who waits for it; it tells of questions.
            rebuild: It tells of builds.
        """
        self.registry = CollectorRegistry()
        self._questions = Counter(
            "sanad_questions",
            "Questions asked, by the state of the answer; refused and failed ones too.",
            ["state"],
            registry=self.registry,
        )
        self._question_seconds = Histogram(
            "sanad_question_seconds",
            "How long questions took to answer, by the state of the answer.",
            ["state"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self._stage_seconds = Histogram(
            "sanad_stage_seconds",
            "How long a stage took: waiting for its turn, answering, drawing the chat.",
            ["stage"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self._builds = Counter(
            "sanad_builds",
            "Builds of the index, by what came of them.",
            ["outcome"],
            registry=self.registry,
        )
        self._build_seconds = Summary(
            "sanad_build_seconds", "How long builds took.", registry=self.registry
        )
        self.registry.register(_Present(loader))
        ProcessCollector(registry=self.registry)
        loader.hearing.tell_questions(self._note_question)
        loader.hearing.tell_stages(self._note_stage)
        rebuild.tell_builds(self._note_build)

    def text(self) -> bytes:
        """All of it, in the text format of Prometheus."""
        return generate_latest(self.registry)

    def _note_question(self, heard: HeardQuestion) -> None:
        self._questions.labels(heard.outcome).inc()
        self._question_seconds.labels(heard.outcome).observe(heard.seconds)

    def _note_stage(self, stage: Stage, seconds: float) -> None:
        self._stage_seconds.labels(stage).observe(seconds)

    def _note_build(self, outcome: str, seconds: float | None) -> None:
        self._builds.labels(outcome).inc()
        if seconds is not None:
            self._build_seconds.observe(seconds)


class _Present(Collector):
    """How things are, read whenever it is asked for."""

    def __init__(self, loader: KnowledgeBaseLoader) -> None:
        self._loader = loader

    def describe(self) -> Iterator[Metric]:
        """Nothing, so that registering reads nothing."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """The index in service, the build under way, the line."""
        knowledge_base = self._loader.ready()
        yield _gauge(
            "sanad_ready", "Whether questions can be answered.", knowledge_base is not None
        )
        if knowledge_base is not None:
            yield from _index(knowledge_base)
        yield from self._build()
        yield from _line(self._loader.admission)

    def _build(self) -> Iterator[Metric]:
        progress = self._loader.progress
        yield _gauge("sanad_build_running", "Whether the index is being built.", bool(progress))
        done = GaugeMetricFamily(
            "sanad_build_done_ratio", "How much of the present stage is done.", labels=["stage"]
        )
        if progress is not None and progress.total:
            done.add_metric([progress.stage], progress.done / progress.total)
        yield done
        yield _gauge(
            "sanad_waiting_files",
            "New and changed files that are not in the index yet.",
            progress.n_files if progress else 0,
        )


def _index(knowledge_base: KnowledgeBaseLike) -> Iterator[Metric]:
    documents = knowledge_base.documents()
    generation = InfoMetricFamily("sanad_generation", "The build of the index in service.")
    generation.add_metric([], {"generation": knowledge_base.generation})
    yield generation
    yield _gauge("sanad_documents", "Documents in the index.", len(documents))
    n_passages = sum(document.n_passages for document in documents)
    yield _gauge("sanad_passages", "Passages in the index.", n_passages)
    yield _gauge("sanad_problems", "Files without a passage.", len(knowledge_base.problems()))


def _line(admission: Admission) -> Iterator[Metric]:
    running = admission.running
    yield _gauge("sanad_questions_running", "Questions that are being computed.", running)
    waiting = max(admission.taken - running, 0)
    yield _gauge("sanad_questions_waiting", "Questions whose turn has not come.", waiting)
    yield CounterMetricFamily(
        "sanad_refusals", "Questions refused, since all places were taken.", admission.refused
    )


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, float(value))


def metrics_routes(metrics: Metrics) -> APIRouter:
    """The route `GET /metrics`."""
    router = APIRouter()

    @router.get("/metrics", response_class=PlainTextResponse)
    def read() -> PlainTextResponse:
        """What there is to watch, for Prometheus."""
        return PlainTextResponse(metrics.text(), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    return router
