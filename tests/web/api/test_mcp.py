"""Language models as clients: the official MCP client over the real server, and over stdio."""

import asyncio
import sys

import pytest
from starlette.testclient import TestClient

from qa.errors import MissingExtraError
from qa.settings import MAX_QUESTION_CHARACTERS
from qa.web.loading import KnowledgeBaseLoader
from support.paths import ROOT
from support.web_stand_in import ENGLISH, MARKED_ENGLISH, PAYLOADS, StandIn, app_for
from support.web_visit import serving

mcp = pytest.importorskip("mcp", reason="an extra")
HOST = "http://127.0.0.1:7860"


@pytest.fixture(scope="module")
def address():
    with serving(app_for(StandIn(), mcp=True)) as served:
        yield served


def conversation(server, *calls):
    """What a client is told of the tools, and the result of each call."""

    async def talk():
        async with mcp.Client(server) as client:
            tools = (await client.list_tools()).tools
            return tools, [await client.call_tool(name, body) for name, body in calls]

    return asyncio.run(asyncio.wait_for(talk(), 60))


def test_an_answer_is_verbatim_and_cited(address):
    tools, (answer, hits) = conversation(
        f"{address}/mcp",
        ("ask", {"question": "books ?", "top_k": 1}),
        ("search", {"question": "books ?", "top_k": 3}),
    )
    assert {tool.name for tool in tools} == {"ask", "search"}
    assert all(tool.annotations.read_only_hint for tool in tools)
    for tool in tools:
        longest = tool.input_schema["properties"]["question"]["maxLength"]
        assert longest == MAX_QUESTION_CHARACTERS
    (citation,) = answer.structured_content["citations"]
    passage, (mark,) = citation["hit"]["passage"], citation["marks"]
    assert answer.structured_content["state"] == "answered"
    assert passage["document"]["path"] == "guide.md"
    assert ENGLISH[passage["start"] : passage["end"]] == passage["text"]
    assert ENGLISH[mark["start"] : mark["end"]] == MARKED_ENGLISH
    assert MARKED_ENGLISH in answer.content[0].text
    assert [hit["rank"] for hit in hits.structured_content["result"]] == [1, 1, 2]


def test_a_question_follows_others_within_a_scope(address):
    scope = {"documents": ["guide.md"]}
    body = {"question": "books ?", "after": ["why?"], "scope": scope}
    _, (answer, hits) = conversation(
        f"{address}/mcp", ("ask", body), ("search", {"question": "books ?", "scope": scope})
    )
    assert answer.structured_content["searched_for"] == "why? books ?"
    for hit in (
        answer.structured_content["citations"][0]["hit"],
        *hits.structured_content["result"],
    ):
        assert hit["passage"]["document"]["path"] == "guide.md"


def test_parts_and_corrections_are_told(address):
    _, (two, corrected, typed, hello) = conversation(
        f"{address}/mcp",
        ("ask", {"question": "two books and why?"}),
        ("ask", {"question": "corrected books"}),
        ("ask", {"question": "corrected books", "corrected": False}),
        ("ask", {"question": "hello goodbye"}),
    )
    parts = two.structured_content["parts"]
    assert [part["question"] for part in parts] == ["two books", "why?"]
    assert corrected.structured_content["corrections"] == [{"typed": "corrected", "read": "mended"}]
    assert typed.structured_content["corrections"] == []
    assert hello.structured_content["small_talk"] == "goodbye"


def test_hostile_passages_arrive_letter_by_letter(address):
    calls = [("ask", {"question": f"hostile {name}"}) for name in PAYLOADS]
    _, answers = conversation(f"{address}/mcp", *calls)
    for payload, answer in zip(PAYLOADS.values(), answers, strict=True):
        (citation,) = answer.structured_content["citations"]
        assert citation["hit"]["passage"]["text"] == f"before {payload}\n{payload} after"
        assert citation["hit"]["passage"]["document"]["title"] == payload


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": 5},
        {"question": ""},
        {"question": "  "},
        {"question": "x" * (MAX_QUESTION_CHARACTERS + 1)},
        {"question": "x", "top_k": 0},
        {"question": "x", "top_k": 51},
        {"question": "broken"},
        {"question": "x", "after": ["x"] * 11},
        {"question": "x", "after": [""]},
        {"question": "x", "scope": {"documents": ["none.txt"]}},
        {"question": "x", "scope": {"folder": ["ar/"]}},
    ],
)
def test_what_cannot_be_answered_is_told(address, body):
    _, (answer,) = conversation(f"{address}/mcp", ("ask", body))
    assert answer.is_error
    assert answer.content[0].text
    assert "Traceback" not in answer.content[0].text


def test_a_tool_for_which_there_is_no_place_says_when_to_ask_again():
    loader = KnowledgeBaseLoader.holding(StandIn())
    places = [loader.admission.enter() for _ in range(loader.admission.most)]
    with serving(app_for(loader, mcp=True)) as served:
        calls = [("ask", {"question": "books ?"}), ("search", {"question": "books ?"})]
        _, refused = conversation(f"{served}/mcp", *calls)
        for place in places:
            place.leave()
        _, answered = conversation(f"{served}/mcp", *calls)
    assert [result.is_error for result in (*refused, *answered)] == [True, True, False, False]
    assert all("Ask again in" in result.content[0].text for result in refused)


def test_a_fault_of_the_program_shows_nothing_of_itself(address):
    _, (answer,) = conversation(f"{address}/mcp", ("ask", {"question": "bug"}))
    assert answer.is_error
    assert "secret" not in answer.content[0].text


def test_other_hosts_and_sites_are_refused():
    app = app_for(StandIn(), mcp=True)
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    accept = {"accept": "application/json, text/event-stream"}
    with TestClient(app, base_url=HOST) as client:
        assert client.post("/mcp", json=body, headers=accept).status_code == 200
        for name, status in (("host", 400), ("origin", 403)):
            headers = accept | {name: "http://evil.example" if status == 403 else "evil.example"}
            assert client.post("/mcp", json=body, headers=headers).status_code == status
        assert client.post("/mcp", content=b"x" * 300_000, headers=accept).status_code == 413
        for broken in (b"{", b"[]", b'"x"', b"\xff", b'{"jsonrpc": "2.0"}'):
            assert client.post("/mcp", content=broken, headers=accept).status_code < 500


def test_there_is_no_endpoint_unless_it_is_asked_for():
    with TestClient(app_for(StandIn()), base_url=HOST) as client:
        assert client.post("/mcp", json={}).status_code in {404, 405}


def test_a_missing_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    monkeypatch.delitem(sys.modules, "qa.web.api.mcp", raising=False)
    monkeypatch.delattr("qa.web.api.mcp", raising=False)
    with pytest.raises(MissingExtraError, match=r"pip install 'sanad-qa\[mcp\]'"):
        app_for(StandIn(), mcp=True)


@pytest.mark.model
def test_a_desktop_client_asks_over_standard_input(seeds, tmp_path):
    command = ["-m", "qa.cli", "mcp", "--seeds", str(seeds), "--index", str(tmp_path / "index")]
    server = mcp.StdioServerParameters(command=sys.executable, args=command, cwd=ROOT)

    async def talk():
        async with mcp.Client(server) as client:
            while True:
                answer = await client.call_tool(
                    "ask", {"question": "When was the library founded?"}
                )
                if not answer.is_error:
                    return answer
                assert "opened" in answer.content[0].text
                await asyncio.sleep(0.5)

    answer = asyncio.run(asyncio.wait_for(talk(), 120))
    strings = [c["hit"]["passage"]["text"] for c in answer.structured_content["citations"]]
    assert "founded in 1998" in strings[0]
