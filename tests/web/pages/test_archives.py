"""Archives that are uploaded: their documents are added, and nothing else is done."""

import io
import os
import stat
import zipfile

import pytest
from starlette.testclient import TestClient

from qa.web.pages import archives
from support.live_folders import files_below
from support.web_stand_in import PAYLOADS, StandIn, app_for

HOST = "http://127.0.0.1:7860"


@pytest.fixture
def seeds(tmp_path):
    folder = tmp_path / "seeds"
    folder.mkdir()
    return folder


@pytest.fixture
def client(seeds):
    with TestClient(app_for(StandIn(), seeds), base_url=HOST) as opened:
        yield opened


def packed(entries):
    """The bytes of a .zip with these entries: names or `ZipInfo`, each with its content."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content, compress_type=zipfile.ZIP_DEFLATED)
    return written.getvalue()


def put(client, content, name="kept.zip"):
    return client.put("/api/archive", params={"name": name}, content=content)


def refused(answer):
    """Why each file was refused, by its name."""
    return {one["name"]: one["kind"] for one in answer.json()["refused"]}


def test_documents_of_an_archive_are_added_and_the_others_named(client, seeds):
    entries = [
        ("a/وثيقة.txt", "نص عربي عن المكتبة"),
        ("a/b/notes.md", "# Notes\n\nwords"),
        ("program.exe", "MZ"),
        ("inner.zip", packed([("x.txt", "text")])),
        ("empty.txt", " "),
        ("broken.pdf", "%PDF no"),
        ("a/.hidden.txt", "hidden"),
        ("__MACOSX/a/._notes.md", "finder"),
        ("a/b/", ""),
    ]
    answer = put(client, packed(entries))
    assert answer.status_code == 201
    assert sorted(answer.json()["added"]) == ["kept/a/b/notes.md", "kept/a/وثيقة.txt"]
    assert refused(answer) == {
        "program.exe": "unsupported",
        "inner.zip": "unsupported",
        "empty.txt": "empty",
        "broken.pdf": "broken",
        "a/.hidden.txt": "hidden",
    }
    assert files_below(seeds) == ["kept/a/b/notes.md", "kept/a/وثيقة.txt"]
    assert (seeds / "kept/a/وثيقة.txt").read_text(encoding="utf-8") == "نص عربي عن المكتبة"
    assert [path.name for path in seeds.iterdir()] == ["kept"]  # no draft is left


def test_one_folder_around_everything_gives_way_to_the_archives_name(client, seeds):
    answer = put(client, packed([("reports/a.txt", "one"), ("reports/2024/b.txt", "two")]))
    assert sorted(answer.json()["added"]) == ["kept/2024/b.txt", "kept/a.txt"]


WAYS_OUT = [
    "../up.txt",
    "a/../../up.txt",
    "/etc/up.txt",
    "C:/up.txt",
    "C:\\up.txt",
    "..\\up.txt",
    "\\\\server\\share\\up.txt",
    "a//up.txt",
    "./up.txt",
    "a/\x01.txt",
    "a\u202etxt.md",
    "a\u2028b.txt",
    "x" * 201 + ".txt",
    "~$open.docx",
    "/".join("d" * 13) + ".txt",
]


@pytest.mark.parametrize("name", WAYS_OUT)
def test_no_name_leads_anywhere_else(client, seeds, name):
    answer = put(client, packed([("good.txt", "good"), ("other/good.txt", "good"), (name, "bad")]))
    assert answer.json()["added"] == ["kept/good.txt", "kept/other/good.txt"]
    assert set(refused(answer).values()) <= {"name", "depth", "hidden"}
    assert len(refused(answer)) == 1
    assert files_below(seeds.parent) == ["seeds/kept/good.txt", "seeds/kept/other/good.txt"]


def test_links_and_devices_are_refused(client, seeds):
    entries = [("good.txt", "good")]
    for name, kind in (("link.txt", stat.S_IFLNK), ("pipe.txt", stat.S_IFIFO)):
        info = zipfile.ZipInfo(name)
        info.create_system, info.external_attr = 3, (kind | 0o777) << 16
        entries.append((info, "/etc/passwd"))
    answer = put(client, packed(entries))
    assert answer.json()["added"] == ["kept/good.txt"]
    assert refused(answer) == {"link.txt": "link", "pipe.txt": "link"}


def test_no_link_in_the_folder_is_followed(client, seeds):
    outside = seeds.parent / "outside"
    outside.mkdir()
    (seeds / "kept").symlink_to(outside)
    answer = put(client, packed([("a/b.txt", "text")]))
    assert answer.status_code == 422
    assert refused(answer) == {"b.txt": "link"}
    assert list(outside.iterdir()) == []


def locked(content):
    """The same archive with every entry said to be encrypted."""
    changed = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(signature, at + 4)
    return bytes(changed)


def test_protected_entries_are_refused(client, seeds):
    answer = put(client, locked(packed([("a.txt", "text")])))
    assert answer.status_code == 422
    assert answer.json()["kind"] == "archive_empty"
    assert refused(answer) == {"a.txt": "encrypted"}
    assert files_below(seeds) == []


def test_names_that_differ_in_capitals_or_in_their_code_points_are_one(client, seeds):
    entries = [("Guide.txt", "1"), ("guide.TXT", "2"), ("é.txt", "3"), ("e\u0301.txt", "4")]
    answer = put(client, packed(entries))
    assert answer.json()["added"] == ["kept/Guide.txt", "kept/é.txt"]
    assert list(refused(answer).values()) == ["case", "case"]


def test_a_taken_name_is_not_written_over(client, seeds):
    (seeds / "kept").mkdir()
    (seeds / "kept/a.txt").write_text("older", encoding="utf-8")
    answer = put(client, packed([("a.txt", "newer"), ("b.txt", "text"), ("b.txt/c.txt", "text")]))
    assert refused(answer) == {"a.txt": "taken", "b.txt/c.txt": "taken"}
    assert (seeds / "kept/a.txt").read_text(encoding="utf-8") == "older"


def test_a_bomb_is_not_unpacked(client, seeds):
    """Four megabytes of one letter, in four kilobytes."""
    bomb = packed([("bomb.txt", "a" * 4_000_000), ("good.txt", "good")])
    assert len(bomb) < 10_000
    answer = put(client, bomb)
    assert answer.json()["added"] == ["kept/good.txt"]
    assert refused(answer) == {"bomb.txt": "ratio"}


def test_a_bomb_that_lies_about_its_size_is_cut_off(client, seeds):
    """The directory says ten bytes; zipfile itself stops there, and finds the sum wrong."""
    bomb = bytearray(packed([("bomb.txt", "a" * 4_000_000), ("good.txt", "good")]))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = bomb.find(signature)
        bomb[at + offset : at + offset + 4] = (10).to_bytes(4, "little")
    answer = put(client, bytes(bomb))
    assert answer.json()["added"] == ["kept/good.txt"]
    assert refused(answer) == {"bomb.txt": "broken"}


def test_an_archive_that_is_too_much_as_a_whole_adds_nothing(client, seeds, monkeypatch):
    monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 1000)
    much = put(client, packed([("a.txt", "a b " * 200), ("b.txt", "c d " * 200)]))
    assert (much.status_code, much.json()["kind"]) == (422, "archive_size")
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    many = put(client, packed([(f"{n}.txt", "text") for n in range(4)]))
    assert (many.status_code, many.json()["kind"]) == (422, "archive_entries")
    assert list(seeds.iterdir()) == []


NO_ARCHIVES = {
    "empty": b"",
    "two bytes": b"PK",
    "text": b"no archive",
    "cut short": packed([("a.txt", "a")])[:-30],
}


# Named, since an archive's bytes hold the moment it was packed: two workers
# would collect two tests.
@pytest.mark.parametrize("content", NO_ARCHIVES.values(), ids=NO_ARCHIVES)
def test_what_is_no_archive_is_refused(client, seeds, content):
    answer = put(client, content)
    assert (answer.status_code, answer.json()["kind"]) == (422, "broken")
    assert list(seeds.iterdir()) == []


@pytest.mark.parametrize("name", ["", ".zip", "../up.zip", "a/b.zip", "a.txt", "\u202ea.zip", "a"])
def test_what_is_no_name_of_an_archive_is_refused(client, seeds, name):
    answer = put(client, packed([("a.txt", "text")]), name=name)
    assert answer.status_code == 422
    assert list(seeds.iterdir()) == []


def test_hostile_names_are_refused_or_kept_as_they_are(client, seeds):
    entries = [(f"{name} {text}.txt", "words") for name, text in PAYLOADS.items()]
    answer = put(client, packed(entries))
    told = answer.json()
    assert len(told["added"]) + len(told["refused"]) == len(PAYLOADS)
    assert files_below(seeds) == sorted(told["added"])
    assert "\u202e" not in str(told)


def test_names_that_are_utf8_without_saying_so_are_read_so(client):
    content = packed([("مكتبة.txt", "نص")])
    for signature, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        at = content.find(signature)
        content = content[: at + offset] + b"\x00" + content[at + offset + 1 :]
    assert put(client, content).json()["added"] == ["kept/مكتبة.txt"]


def test_a_folder_that_cannot_be_written_is_told_and_nothing_stays(seeds, monkeypatch, client):
    link, linked = os.link, []

    def full(*paths):
        linked.append(paths)
        if len(linked) > 2:
            raise OSError(28, "No space left on device")
        link(*paths)

    monkeypatch.setattr("os.link", full)
    answer = put(client, packed([(f"{n}.txt", "text") for n in range(4)]))
    assert (answer.status_code, answer.json()["kind"]) == (507, "disk")
    assert files_below(seeds) == []
