"""What can go wrong at one file: errors of every kind, and ways in which a process ends."""

import errno
import json
import lzma
import os
import pickle
import queue
import signal
import struct
import time
import zipfile
import zlib
from xml.etree.ElementTree import ParseError


class Panic(BaseException):
    """As a parser in Rust ends that found itself in a state it does not know."""


class UnspeakableError(Exception):
    """An error whose message is one more."""

    def __str__(self):
        raise ValueError("no words")

    __repr__ = __str__


class UnspeakablePanic(BaseException):
    """The same past `Exception`, and no error is its message."""

    def __str__(self):
        raise Panic("no words")


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
    "UnspeakableError": UnspeakableError(),
}
"""A sample of each kind."""

MORE_FAULTS = {
    "UnspeakablePanic": UnspeakablePanic(),
    "UnicodeDecodeError": UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    **{
        name: OSError(getattr(errno, name), os.strerror(getattr(errno, name)))
        for name in ("ENOENT", "EACCES", "EISDIR", "EIO", "ENOSPC", "EMFILE", "ENOMEM", "ELOOP")
    },
    **{
        name: OSError(getattr(errno, name), os.strerror(getattr(errno, name)))
        for name in ("EPIPE", "ECONNRESET", "ETIMEDOUT", "EINTR", "EAGAIN", "ECHILD", "ESTALE")
    },
    "KeyError": KeyError("\ud800"),
    "IndexError": IndexError("list index out of range"),
    "LookupError": LookupError("unknown encoding"),
    "TypeError": TypeError("'NoneType' object is not subscriptable"),
    "AttributeError": AttributeError("'NoneType' object has no attribute 'text'"),
    "NameError": NameError("name 'x' is not defined"),
    "ZeroDivisionError": ZeroDivisionError("division by zero"),
    "OverflowError": OverflowError("int too large to convert to float"),
    "FloatingPointError": FloatingPointError(),
    "BufferError": BufferError(),
    "EOFError": EOFError(),
    "ImportError": ImportError("DLL load failed"),
    "SyntaxError": SyntaxError("invalid syntax"),
    "NotImplementedError": NotImplementedError("That compression method is not supported"),
    "RuntimeError": RuntimeError("File is encrypted"),
    "StopAsyncIteration": StopAsyncIteration(),
    "GeneratorExit": GeneratorExit(),
    "SystemError": SystemError("error return without exception set"),
    "ReferenceError": ReferenceError(),
    "Warning": DeprecationWarning("old"),
    "zlib": zlib.error("Error -3 while decompressing data: invalid distance"),
    "lzma": lzma.LZMAError("Corrupt input data"),
    "struct": struct.error("unpack requires a buffer of 4 bytes"),
    "zipfile": zipfile.BadZipFile("File is not a zip file"),
    "json": json.JSONDecodeError("Expecting value", "x", 0),
    "pickle": pickle.UnpicklingError("invalid load key"),
    "xml": ParseError("not well-formed"),
    "queue": queue.Empty(),
    "group": ExceptionGroup("several", [ValueError("a"), KeyError("b")]),
    "base group": BaseExceptionGroup("several", [Panic("a")]),
    "long": ValueError("x" * 1_000_000),
    "BaseException": BaseException(),
}
"""The others."""


def crash():
    """As a library in C does that writes where it may not."""
    os.kill(os.getpid(), signal.SIGSEGV)


def killed():
    """As the system does to who takes too much memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def leave():
    """As a library does that ends the program on its own."""
    os._exit(0)


def interrupt():
    """As Ctrl-C does."""
    raise KeyboardInterrupt


def hang():
    """As a parser does that goes in circles."""
    while True:
        pass


def wait():
    """As a parser does that waits for what never comes."""
    time.sleep(1_000_000)


def fill_memory():
    """As a parser does that believes a length in a file."""
    return [bytes(1 << 24) for _ in range(1 << 12)]


def chatter():
    """As a library does that prints what it thinks."""
    os.write(1, b"a warning, and no line of ours\n")


ACTS = {act.__name__: act for act in (crash, hang, fill_memory, chatter)}
"""A sample of what a file may do to the process."""

MORE_ACTS = {act.__name__: act for act in (killed, leave, interrupt, wait)}
"""The rest."""

ANSWERS = {
    "no json": b"\xff\xfe garbage\n",
    "half a line": b'{"number": 1, "docu',
    "nothing": b"\n",
    "a number": b"7\n",
    "nested": b"[" * 100_000 + b"\n",
    "no fields": b'{"number": %d}\n',
    "another number": b'{"number": 0, "kind": "empty", "reason": {}}\n',
    "wrong fields": b'{"number": %d, "document": {"text": "a"}}\n',
    "wrong types": b'{"number": %d, "document": [1, 2]}\n',
    "a reason that is none": b'{"number": %d, "kind": "empty", "reason": 7}\n',
    "half a character": b'{"number": %d, "kind": "empty", "reason": '
    b'{"code": "fault", "values": ["\\ud800"], "text": "a"}}\n',
    "two lines": b'{"number": 0}\n{"number": 0}\n',
}
"""What may come of a process, instead of the answer, that a library has taken over."""
