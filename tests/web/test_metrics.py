"""What Prometheus is told, read back by its own parser."""

import subprocess
import sys

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from qa.errors import BusyError
from qa.evaluation.feedback import read_unanswered
from qa.reports import Progress
from qa.web.api.rebuild import IndexRebuild
from qa.web.chat.closer_look import with_closer_look
from qa.web.loading import KnowledgeBaseLoader
from qa.web.metrics import Metrics
from support.paths import ROOT
from support.web_stand_in import StandIn, app_for, take_turn, until

HOST = "http://127.0.0.1:7860"
CANARY = "canary-of-the-mine"


def samples(text):
    """Name and labels of each sample → its value."""
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_questions_are_counted_by_what_came_of_them(tmp_path):
    kept, rebuild = tmp_path / "unanswered.jsonl", IndexRebuild()
    app = app_for(StandIn(), unanswered=kept, rebuild=rebuild)
    with TestClient(app, base_url=HOST, raise_server_exceptions=False) as client:
        for question in ("متى؟", f"missing {CANARY}", "missing two", "broken", "bug", " "):
            client.post("/api/ask", json={"question": question})
        client.post("/api/rebuild")
        until(lambda: not rebuild.running)
        response = client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert CANARY not in response.text
    told = samples(response.text)
    counted = {key[1][1]: n for key, n in told.items() if key[0] == "sanad_questions_total"}
    assert counted == {"answered": 1, "not_found": 2, "failed": 2, "refused": 1}
    assert told["sanad_question_seconds_count", ("state", "answered")] == 1
    assert told["sanad_stage_seconds_count", ("stage", "answering")] == 6
    assert told["sanad_builds_total", ("outcome", "published")] == 1
    assert told["sanad_build_seconds_sum",] == 0.5
    assert told["sanad_documents",] == len(StandIn().documents())
    assert told["sanad_passages",] == sum(d.n_passages for d in StandIn().documents())
    assert told["sanad_problems",] == len(StandIn().problems())
    assert told["sanad_generation_info", ("generation", "g-test-1")] == 1
    assert told["process_resident_memory_bytes",] > 0
    assert {one.question for one in read_unanswered(kept)} == {f"missing {CANARY}", "missing two"}


def test_each_question_of_two_in_one_is_kept_where_it_found_nothing(tmp_path):
    kept = tmp_path / "unanswered.jsonl"
    with TestClient(app_for(StandIn(), unanswered=kept), base_url=HOST) as client:
        client.post("/api/ask", json={"question": "two books and why?"})
    assert [one.question for one in read_unanswered(kept)] == ["why?"]


def test_how_things_are_is_read_when_asked():
    loader = KnowledgeBaseLoader(lambda _: StandIn())
    metrics, admission = Metrics(loader, IndexRebuild()), loader.admission
    places = [admission.enter() for _ in range(admission.most)]
    with pytest.raises(BusyError):
        admission.enter()
    told = samples(metrics.text().decode())
    assert told["sanad_ready",] == 0
    assert ("sanad_documents",) not in told
    assert told["sanad_questions_waiting",] == admission.most
    assert told["sanad_refusals_total",] == 1
    for place in places:
        place.leave()
    loader.start()
    until(loader.ready)
    loader.ready().itself.progress = Progress("encoding", 3, 4, n_files=9)
    told = samples(metrics.text().decode())
    assert told["sanad_ready",] == 1
    assert told["sanad_build_done_ratio", ("stage", "encoding")] == 0.75
    assert told["sanad_waiting_files",] == 9
    assert told["sanad_questions_waiting",] == 0
    assert told["sanad_refusals_total",] == 1


def test_failed_builds_are_counted():
    rebuild, knowledge_base = IndexRebuild(), StandIn()
    metrics = Metrics(KnowledgeBaseLoader.holding(knowledge_base), rebuild)
    knowledge_base.refreshed = 5
    rebuild.start(knowledge_base)
    until(lambda: not rebuild.running)
    rebuild.note_failure(OSError("the follower's"))
    assert samples(metrics.text().decode())["sanad_builds_total", ("outcome", "failed")] == 2


def test_a_closer_look_is_no_question():
    loader = KnowledgeBaseLoader.holding(StandIn())
    metrics = Metrics(loader, IndexRebuild())
    (turn,) = take_turn(loader, "books ?")
    with_closer_look(loader.ready(), turn)
    counted = samples(metrics.text().decode())["sanad_questions_total", ("state", "answered")]
    assert counted == 1


def test_who_listens_and_fails_stops_no_answer(caplog):
    loader = KnowledgeBaseLoader.holding(StandIn())
    loader.hearing.tell_questions(lambda _: 1 / 0)
    told = []
    loader.hearing.tell_questions(told.append)
    assert loader.ready().ask("books ?").found
    assert [heard.outcome for heard in told] == ["answered"]
    assert "could not be taken note of" in caplog.text


@pytest.mark.parametrize("n", [2])
def test_applications_count_for_themselves(n):
    apps = [app_for(StandIn()) for _ in range(n)]
    with TestClient(apps[0], base_url=HOST) as client:
        client.post("/api/ask", json={"question": "books ?"})
    with TestClient(apps[1], base_url=HOST) as client:
        assert "sanad_questions_total" not in {
            key[0] for key in samples(client.get("/metrics").text)
        }


def test_nothing_is_counted_beside_the_applications():
    code = (
        "import qa.web.application, prometheus_client as p\n"
        "names = {m.name for m in p.REGISTRY.collect()}\n"
        "assert not [name for name in names if name.startswith('sanad')]"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
