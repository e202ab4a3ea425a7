"""What a reader can choose to search in."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from qa.records import DocumentInfo, Scope
from qa.web.chat.bubbles import answer_bubble, question_bubble
from qa.web.html.locales import STRINGS
from qa.web.loading import KnowledgeBaseLoader
from qa.web.pages import scope_dialog as narrowing
from qa.web.pages.scope_dialog import dialog
from support.parsed_html import OVERRIDES
from support.web_stand_in import PAYLOADS, StandIn, app_for, take_turn


class Library(StandIn):
    """The stand-in's documents, in three languages, and one whose name cannot be sent."""

    def documents(self):
        spoken = ["ar", "en", "en"] + ["und"] * len(PAYLOADS)
        infos = zip(super().documents(), spoken, strict=True)
        broken = DocumentInfo("\udcff.txt", "broken", "0", 1, 1)
        return (*(replace(info, language=language) for info, language in infos), broken)


@pytest.fixture(scope="module")
def client():
    app = app_for(Library())
    with TestClient(app, base_url="http://127.0.0.1:7860") as opened:
        yield opened


def test_languages_and_documents_are_offered_with_their_numbers(client):
    told = client.get("/filter", headers={"cookie": "sanad_language=en"}).json()
    spoken = {option["name"]: (option["value"], option["note"]) for option in told["languages"]}
    assert spoken == {
        "Arabic": ("ar", "1"),
        "English": ("en", "2"),
        "Unknown language": ("und", str(len(PAYLOADS))),
    }
    assert len(told["documents"]) == 3 + len(PAYLOADS)
    assert told["documents"][0] == {
        "value": "دليل/المكتبة.txt",
        "name": "دليل المكتبة",
        "dir": "rtl",
        "note": "دليل/المكتبة.txt",
    }
    assert told["count"] == ""


def test_documents_are_found_by_title_or_name_and_the_rest_is_counted(client, monkeypatch):
    names = {"cookie": "sanad_language=en"}
    for wanted in ("LIBRARY", "guide.MD "):
        told = client.get("/filter", params={"q": wanted}, headers=names).json()
        assert [option["value"] for option in told["documents"]] == ["guide.md"]
        assert told["count"] == f"1 of {3 + len(PAYLOADS)}"
    monkeypatch.setattr(narrowing, "OFFERED_DOCUMENTS", 2)
    assert len(client.get("/filter").json()["documents"]) == 2
    assert client.get("/filter", params={"q": "x" * 201}).status_code == 422


def test_names_cannot_turn_around_what_stands_beside_them(client):
    text = "".join(option["name"] for option in client.get("/filter").json()["documents"])
    assert not OVERRIDES.search(text)


@pytest.mark.parametrize("strings", STRINGS.values(), ids=STRINGS.keys())
def test_a_bubble_says_where_alone_was_searched_and_leads_out_of_it(strings):
    loader = KnowledgeBaseLoader.holding(StandIn())
    scope = Scope(("en",), ("guide.md", "hostile/script.txt"))
    (turn,) = take_turn(loader, "missing", scope=scope)
    within = question_bubble(turn, strings)
    assert strings.language_names["en"] in within
    assert "Library guide" in within
    assert "<script" not in within
    assert 'href="#everywhere-1"' in answer_bubble(turn, strings)
    (unknown,) = take_turn(loader, "متى؟", scope=Scope(documents=("gone.md",)))
    assert "gone&#46;md" in question_bubble(unknown, strings)
    assert 'href="#everywhere-1"' in answer_bubble(unknown, strings)
    (found,) = take_turn(loader, "متى؟", scope=scope)
    assert "#everywhere" not in answer_bubble(found, strings)
    (anywhere,) = take_turn(loader, "missing")
    assert "#everywhere" not in answer_bubble(anywhere, strings)
    assert strings.within not in question_bubble(anywhere, strings)
    assert "<script" not in dialog(strings)
