"""The process that parses, with faults: a file that names one makes its format's parser fail so.

A text names it in its first line ("stumble: ValueError"), a file of any format in its name
("stumble ValueError.pdf", or "stumble 0.5 ValueError.pdf" half-way through its parser). Drawing is
made to fail by the environment.
"""

import json
import os
import sys
import threading
from pathlib import PurePosixPath

from qa.corpus import parser_worker, parsing
from qa.corpus.formats import FORMATS, suffix_of
from support.faults import ACTS, ANSWERS, FAULTS, MORE_ACTS, MORE_FAULTS

ERRORS = FAULTS | MORE_FAULTS
DEEDS = ACTS | MORE_ACTS
sound = parsing._extract
sound_answer = parser_worker.answer


def fail(word):
    """Do what a word stands for."""
    if word in ERRORS:
        raise ERRORS[word]
    if word in DEEDS:
        DEEDS[word]()


def named_in(path):
    """How far into the parser, and what: of a file's name."""
    words = PurePosixPath(path).stem.removeprefix("stumble ").split(" ", 1)
    if PurePosixPath(path).name.startswith("stumble "):
        try:
            return float(words[0]), words[1]
        except ValueError:
            return 0.0, " ".join(words)
    return 0.0, ""


def calls_in(path, data, at, act):
    """Parse with a look at each call of our own code; at one of them, something is done."""
    count = 0

    def look(frame, event, _):
        nonlocal count
        if event == "call" and "qa/corpus" in frame.f_code.co_filename:
            count += 1
            if count == at:
                sys.setprofile(None)
                act()

    sys.setprofile(look)
    try:
        sound(path, data)
    finally:
        sys.setprofile(None)
    return count


def stumbling(path, data):
    """Fail as the file says, or parse it."""
    share, word = named_in(path)
    if share:
        at = 1 + int(share * (calls_in(path, data, 0, None) - 1))
        calls_in(path, data, at, lambda: fail(word))
    elif word:
        parsing._parser(FORMATS[suffix_of(path)])
        fail(word)
    fail(data[:100].decode("utf-8", "replace").split("\n")[0].removeprefix("stumble: "))
    return sound(path, data)


def answering(request):
    """Answer as the file says, or as one should."""
    _, word = named_in(request["file"]["path"])
    if word in ANSWERS:
        line = ANSWERS[word]
        if not line.endswith(b"\n"):  # it ends while it writes
            threading.Timer(0.2, os._exit, (1,)).start()
        return line % request["number"] if b"%d" in line else line
    if word == "a document with half a character":
        answer = json.loads(sound_answer(request))
        answer["document"]["text"] += "\ud800"
        return json.dumps(answer).encode() + b"\n"
    if "drawing" in request and "STUMBLE_DRAWING" in os.environ:
        word = os.environ["STUMBLE_DRAWING"]
        if word in ANSWERS:
            return ANSWERS[word]
    return sound_answer(request)


def drawing(file, wanted):
    """Fail as the environment says, whatever is to be drawn."""
    if wanted is not None:
        fail(os.environ["STUMBLE_DRAWING"])
    return sound_made(file, wanted)


sound_made = parser_worker._made

if __name__ == "__main__":
    parsing._extract = stumbling
    parser_worker.answer = answering
    if "STUMBLE_DRAWING" in os.environ:
        parser_worker._made = drawing
    parser_worker.main()
