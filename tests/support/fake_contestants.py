"""Contestants that tests compare, each in a process of its own as the real ones are."""

import json
import re
import sys


def own(task, model, work):
    """The program, with the encoder of tests. The others start sooner without it."""
    from bench.contestants.sanad import Sanad
    from support.fake_encoder import FakeEncoder

    return Sanad(task, model, work, reader=False, encoder=FakeEncoder())


class Words:
    """Ranks whole documents by how many words they share with the question."""

    def __init__(self, task, model, work):
        self.task = task
        self.documents = {}

    def load(self):
        sys.stdout.write("libraries write there, too\n")

    def build(self, folder):
        text = json.dumps(dict(self.task.documents), ensure_ascii=False)
        (folder / "documents.json").write_text(text, encoding="utf-8")
        return len(self.task.documents)

    def open(self, folder):
        self.documents = json.loads((folder / "documents.json").read_text(encoding="utf-8"))

    def ask(self, question):
        self.rank(question, 3)

    def rank(self, question, depth):
        asked = set(re.findall(r"\w+", question.lower()))
        shared = {
            name: len(asked & set(re.findall(r"\w+", text.lower())))
            for name, text in self.documents.items()
        }
        return sorted(shared, key=lambda name: -shared[name])[:depth]


class Broken(Words):
    """Cannot build."""

    def build(self, folder):
        raise RuntimeError("the disk is made of cheese")
