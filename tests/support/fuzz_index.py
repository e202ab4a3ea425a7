"""An index whose files are altered and sealed again, as by somebody who knows how."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from qa.errors import QAError
from qa.knowledge_base import KnowledgeBase
from support.fake_encoder import FakeEncoder, build
from support.fuzz_samples import Mutate
from support.sample_documents import write_seeds

QUESTIONS = ("When was the library founded?", "متى تنتهي المرحلة الأولى؟")


class AlterableIndex:
    """An index of a few documents, altered for one look at a time."""

    def __init__(self, work: Path) -> None:
        self._whole, self._altered = work / "whole", work / "altered"
        build(write_seeds(work / "seeds"), self._whole)
        folder = self._whole / "generations" / "000001"
        self.files = sorted(
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        )

    def content(self, name: str) -> bytes:
        """The bytes of a file as it was written."""
        return (self._whole / "generations" / "000001" / name).read_bytes()

    def look(self, name: str, mutate: Mutate, *, sealed: bool) -> str:
        """Ask the index with one file altered: "read", or the error that says what is wrong.

        Args:
            name: The file.
            mutate: Alters its bytes.
            sealed: Whether the checksums are made to fit.
        """
        shutil.rmtree(self._altered, ignore_errors=True)
        shutil.copytree(self._whole, self._altered)
        folder = self._altered / "generations" / "000001"
        file = folder / name
        before = file.read_bytes()
        file.write_bytes(mutate(before))
        if sealed:
            _seal(self._altered, folder, name)
        try:
            self._read_all()
        except QAError as error:
            return type(error).__name__
        assert sealed or file.read_bytes() == before or name.startswith("manifest.sha256")
        return "read"

    def _read_all(self) -> None:
        with KnowledgeBase.open(None, self._altered, encoder=FakeEncoder()) as opened:
            for question in QUESTIONS:
                opened.ask(question, reader=False)
                for hit in opened.search(question):
                    opened.similar(hit.passage)
                    text = opened.document(hit.passage.document.path).text
                    assert text[hit.passage.start : hit.passage.end] == hit.passage.text
            for info in opened.documents():
                opened.document(info.path)
            opened.problems()


def _seal(index: Path, folder: Path, name: str) -> None:
    manifest = folder / "manifest.json"
    if name != manifest.name:
        try:
            values = json.loads(manifest.read_bytes())
        except ValueError:
            return
        data = (folder / name).read_bytes()
        if name in values["files"]:
            record = {"n_bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            values["files"][name] = record
        manifest.write_text(json.dumps(values))
    digest = hashlib.sha256(manifest.read_bytes()).hexdigest()
    (index / "CURRENT").write_text(f"000001 {digest}\n")
    (folder / "manifest.sha256").write_text(f"{digest}\n")
