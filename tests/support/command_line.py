"""Commands run in this process, as they would run in one of their own."""

import io
import sys
from contextlib import chdir

import pytest

from qa.cli.program import main


def run(*arguments, cwd, given=b""):
    """Run a command to its end: its exit code, standard output and standard error."""
    streams = [io.TextIOWrapper(io.BytesIO(data), encoding="utf-8") for data in (given, b"", b"")]
    with chdir(cwd), pytest.MonkeyPatch.context() as patch:
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            patch.setattr(sys, name, stream)
        try:
            code = main([str(word) for word in arguments])
        except SystemExit as ended:
            code = ended.code
    for stream in streams:
        stream.flush()
    _, output, error = (stream.buffer.getvalue().decode() for stream in streams)
    return code, output, error
