"""The process that parses, with faults: a file that names one makes its format's parser fail so."""

import os
import signal

from qa.corpus import parser_worker, parsing


class Panic(BaseException):
    """As a parser in Rust ends that found itself in a state it does not know."""


FAULTS = {
    "ValueError": ValueError("no value"),
    "UnicodeEncodeError": UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
    "OSError": OSError("no disk"),
    "MemoryError": MemoryError(),
    "RecursionError": RecursionError("too deep"),
    "AssertionError": AssertionError(),
    "StopIteration": StopIteration(),
    "SystemExit": SystemExit(3),
    "Panic": Panic("\ud800 index out of bounds"),
}


def crash():
    """As a library in C does that writes where it may not."""
    os.kill(os.getpid(), signal.SIGSEGV)


def hang():
    """As a parser does that goes in circles."""
    while True:
        pass


def fill_memory():
    """As a parser does that believes a length in a file."""
    return [bytes(1 << 24) for _ in range(1 << 12)]


def chatter():
    """As a library does that prints what it thinks."""
    os.write(1, b"a warning, and no line of ours\n")


ACTS = {act.__name__: act for act in (crash, hang, fill_memory, chatter)}
sound = parsing._extract


def stumbling(path, data):
    """Fail as the file says in its first line, or parse it."""
    word = data.decode("utf-8", "replace").split("\n")[0].removeprefix("stumble: ")
    if word in FAULTS:
        raise FAULTS[word]
    if word in ACTS:
        ACTS[word]()
    return sound(path, data)


def drawing(file, page, sought):
    """Fail as the environment says, whatever is to be drawn."""
    ACTS[os.environ["STUMBLE_DRAWING"]]()


if __name__ == "__main__":
    parsing._extract = stumbling
    if "STUMBLE_DRAWING" in os.environ:
        parser_worker.drawn = drawing
    parser_worker.main()
