"""Documents added and removed from the page: whole or not at all, and never outside the folder."""

import socket

import httpx
import pytest
from starlette.testclient import TestClient

from qa.web.access.options import AccessOptions
from qa.web.pages.adding import EditRefusedError
from qa.web.pages.drafts import Drafts
from qa.web.pages.editing import remove_document, removed_documents, restore_document
from qa.web.security import MAX_BODY_BYTES
from support.web_stand_in import ENGLISH, StandIn, app_for
from support.web_visit import serving

HOST = "http://127.0.0.1:7860"


@pytest.fixture
def seeds(tmp_path):
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "guide.md").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "outside.txt").write_text("outside", encoding="utf-8")
    (folder / "fr.txt").symlink_to(tmp_path / "outside.txt")
    return folder


@pytest.fixture
def client(seeds):
    with TestClient(app_for(StandIn(), seeds), base_url=HOST) as opened:
        yield opened


def names(folder):
    return sorted(path.name for path in folder.rglob("*"))


def test_a_document_is_added_and_the_index_updated(client, seeds):
    text = "وثيقة جديدة عن المكتبة.\n" * 20_000  # larger than any other body may be
    assert len(text.encode()) > MAX_BODY_BYTES
    answer = client.put("/api/document?name=جديد.txt", content=text.encode())
    assert answer.status_code == 201
    assert answer.json() == {"added": "جديد.txt"}
    assert (seeds / "جديد.txt").read_text(encoding="utf-8") == text
    assert names(seeds) == ["fr.txt", "guide.md", "جديد.txt"]
    assert client.get("/api/build").json()["running"] or client.get("/api/build").json()["report"]


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        ".hidden.txt",
        "~$open.docx",
        "../up.txt",
        "a/b.txt",
        "a\\b.txt",
        "C:x.txt",
        "a\x00.txt",
        "a\n.txt",
        "gnp\u202etxt.md",
        "program.exe",
        "noending",
        "a\u2028b.txt",
        "a\u2029b.txt",
        "x" * 300 + ".txt",
        "ع" * 150 + ".txt",
    ],
)
def test_what_is_no_name_of_a_document_is_refused(client, seeds, name):
    answer = client.put("/api/document", params={"name": name}, content=b"text")
    assert answer.status_code == 422
    assert names(seeds) == ["fr.txt", "guide.md"]
    assert names(seeds.parent) == ["fr.txt", "guide.md", "outside.txt", "seeds"]


@pytest.mark.parametrize("name", ["guide.md", "fr.txt"])
def test_a_taken_name_is_not_written_over(client, seeds, name):
    assert client.put(f"/api/document?name={name}", content=b"new text").status_code == 409
    assert (seeds / "guide.md").read_text(encoding="utf-8") == ENGLISH
    assert (seeds.parent / "outside.txt").read_text(encoding="utf-8") == "outside"
    assert names(seeds) == ["fr.txt", "guide.md"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", b""), ("a.txt", b" \n"), ("a.txt", bytes(range(256)) * 9), ("a.pdf", b"%PDF no")],
)
def test_what_gives_no_text_is_refused_with_the_reason(client, seeds, name, content):
    answer = client.put(f"/api/document?name={name}", content=content)
    assert answer.status_code == 422
    assert isinstance(answer.json()["detail"], str)
    assert names(seeds) == ["fr.txt", "guide.md"]


def test_a_document_that_is_too_large_is_refused(seeds, monkeypatch):
    monkeypatch.setattr("qa.web.application.MAX_FILE_BYTES", 1000)
    with TestClient(app_for(StandIn(), seeds), base_url=HOST) as client:
        assert client.put("/api/document?name=a.txt", content=b"x" * 1001).status_code == 413
        assert client.put("/api/document?name=a.txt", content=b"x " * 500).status_code == 201
        assert client.post("/api/ask", content=b"x" * (MAX_BODY_BYTES + 1)).status_code == 413


def test_what_a_killed_upload_left_behind_is_removed_at_the_next_start(seeds):
    dead, other = seeds / f".{'a' * 16}.part", seeds / ".x.part"
    for folder in (dead, other):
        folder.mkdir()
        (folder / "body").write_bytes(b"half")
    live = Drafts(seeds)
    app_for(StandIn(), seeds)
    assert (dead.exists(), live.folder.exists(), other.exists()) == (False, True, True)
    live.remove()
    assert not live.folder.exists()


def test_a_removed_document_is_kept_aside(client, seeds):
    answer = client.delete("/api/document?path=guide.md")
    assert answer.status_code == 200
    assert not (seeds / "guide.md").exists()
    (kept,) = (file for file in (seeds / ".removed").rglob("*") if file.is_file())
    assert kept.read_text(encoding="utf-8") == ENGLISH
    assert client.delete("/api/document?path=guide.md").status_code == 404


@pytest.mark.parametrize(
    "path", ["fr.txt", "../outside.txt", "none.txt", "", "/etc/passwd", "a\x00"]
)
def test_nothing_outside_the_folder_and_the_index_is_removed(client, seeds, path):
    assert client.delete("/api/document", params={"path": path}).status_code == 404
    assert (seeds.parent / "outside.txt").exists()
    assert (seeds / "fr.txt").is_symlink()


def test_a_folder_of_removed_files_that_is_a_link_is_not_followed(seeds):
    (seeds.parent / "elsewhere").mkdir()
    (seeds / ".removed").symlink_to(seeds.parent / "elsewhere")
    with pytest.raises(EditRefusedError):
        remove_document(seeds, "guide.md")
    assert (seeds / "guide.md").exists()
    assert not list((seeds.parent / "elsewhere").iterdir())


def test_a_removed_document_is_put_back_where_it_was(seeds):
    knowledge_base = StandIn()
    (seeds / "دليل").mkdir()
    inner = seeds / "دليل" / "المكتبة.txt"
    inner.write_text("نص", encoding="utf-8")
    with TestClient(app_for(knowledge_base, seeds), base_url=HOST) as client:
        key = client.delete("/api/document?path=دليل/المكتبة.txt").json()["key"]
        inner.parent.rmdir()
        page = client.get("/documents").text
        assert f'value="{key}"' in page
        restored = client.post(f"/api/document/restore?key={key}")
        assert restored.json() == {"restored": "دليل/المكتبة.txt"}
        assert inner.read_text(encoding="utf-8") == "نص"
        assert client.post(f"/api/document/restore?key={key}").status_code == 404
        assert 'class="restore"' not in client.get("/documents").text
    assert list((seeds / ".removed").iterdir()) == []


def test_putting_back_writes_over_nothing_and_follows_no_link(seeds):
    taken = remove_document(seeds, "guide.md")
    (seeds / "guide.md").write_text("newer", encoding="utf-8")
    with pytest.raises(EditRefusedError, match="in its place"):
        restore_document(seeds, taken.key)
    assert (seeds / "guide.md").read_text(encoding="utf-8") == "newer"
    (seeds / "sub").mkdir()
    (seeds / "sub" / "a.txt").write_text("a", encoding="utf-8")
    inner = remove_document(seeds, "sub/a.txt")
    (seeds / "sub").rmdir()
    (seeds / "sub").symlink_to(seeds.parent)
    with pytest.raises(EditRefusedError, match="link"):
        restore_document(seeds, inner.key)
    assert not (seeds.parent / "a.txt").exists()
    assert [one.path for one in removed_documents(seeds)] == ["sub/a.txt", "guide.md"]


@pytest.mark.parametrize("key", ["", "..", "00000000", "../../xx", "ABCDEF01", "x" * 9])
def test_only_what_was_removed_is_put_back(client, seeds, key):
    assert client.post("/api/document/restore", params={"key": key}).status_code in {404, 422}
    assert names(seeds) == ["fr.txt", "guide.md"]


def test_a_folder_that_cannot_be_written_is_told(client, seeds):
    (seeds / "fr.txt").unlink()
    (seeds / "guide.md").unlink()
    seeds.rmdir()
    answer = client.put("/api/document?name=a.txt", content=b"text")
    assert (answer.status_code, answer.json()["kind"]) == (507, "disk")


NAMED = "PUT /api/document?name=new.txt HTTP/1.1\r\nhost: {host}\r\n"
CUT = {
    "fewer bytes than said": "content-length: 400\r\n\r\nhello world of words",
    "no byte of what was said": "content-length: 400\r\n\r\n",
    "a chunk and no end": "transfer-encoding: chunked\r\n\r\n14\r\nhello world of words\r\n",
    "a chunk cut": "transfer-encoding: chunked\r\n\r\n40\r\nhello world of words",
}


@pytest.mark.parametrize("half_closed", [True, False])
@pytest.mark.parametrize("name", CUT)
def test_an_upload_that_is_cut_short_stores_nothing(seeds, name, half_closed):
    """On the wire: the client sends a part, and goes away or says that no more will come."""
    held = StandIn()
    with serving(app_for(held, seeds)) as address:
        host = address.removeprefix("http://")
        with socket.create_connection(tuple(host.split(":"))) as client:
            client.sendall((NAMED.format(host=host) + CUT[name]).encode())
            if half_closed:
                client.shutdown(socket.SHUT_WR)
                client.settimeout(10)
                assert not client.recv(1000).startswith(b"HTTP/1.1 2")
        # A whole one after it is stored, so the server had its time.
        whole = httpx.put(f"{address}/api/document?name=whole.txt", content=b"hello world of words")
        assert whole.status_code == 201
    assert names(seeds) == ["fr.txt", "guide.md", "whole.txt"]
    assert held.refreshed <= 1


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
def test_other_sites_change_nothing(client, seeds, origin):
    headers = {"origin": origin}
    assert client.put("/api/document?name=a.txt", content=b"x", headers=headers).status_code == 403
    assert client.delete("/api/document?path=guide.md", headers=headers).status_code == 403
    assert names(seeds) == ["fr.txt", "guide.md"]


@pytest.mark.parametrize("host", ["192.168.1.7", "0.0.0.0"])  # noqa: S104  (the page is not served)
def test_a_page_that_others_can_reach_changes_nothing(seeds, host):
    app = app_for(StandIn(), seeds, host=host, access=AccessOptions(login=False))
    with TestClient(app, base_url=HOST) as client:
        assert client.put("/api/document?name=a.txt", content=b"text").status_code == 403
        large = client.put("/api/document?name=a.txt", content=b"x" * (MAX_BODY_BYTES + 1))
        assert large.status_code == 403
        assert client.delete("/api/document?path=guide.md").status_code == 403
        assert client.post("/api/rebuild").status_code == 403
        page = client.get("/documents").text
        assert 'type="file"' not in page
        assert 'class="remove"' not in page
        assert 'id="rebuild"' not in page
    assert names(seeds) == ["fr.txt", "guide.md"]


def test_the_owner_can_let_others_change_the_folder(seeds):
    access = AccessOptions(allow_editing=True, login=False)
    app = app_for(StandIn(), seeds, host="192.168.1.7", access=access)
    with TestClient(app, base_url="http://192.168.1.7:7860") as client:
        assert 'type="file"' in client.get("/documents").text
        assert client.put("/api/document?name=a.txt", content=b"a text").status_code == 201
        foreign = {"origin": "http://evil.example"}
        refused = client.put("/api/document?name=b.txt", content=b"b", headers=foreign)
        assert refused.status_code == 403
    assert names(seeds) == ["a.txt", "fr.txt", "guide.md"]
