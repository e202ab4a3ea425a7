"""Feed every regular expression of the program, until one takes too long and ends the process."""

import importlib
import pkgutil
import re
import signal
import sys
from pathlib import Path

import regex

import qa
from qa.corpus.abbreviations import LONGEST
from qa.corpus.pdf.hyphens import MAX_PIECE
from qa.errors import MissingExtraError

LENGTH = 40_000  # over which the square of it takes minutes
CPU_SECONDS = 5
# The most of a text that a pattern is given.
BOUNDED = {
    "qa.corpus.html.boilerplate._LEFTOVER": 120,
    "qa.corpus.html.record._SEPARATOR": 400,
    "qa.corpus.pdf.hyphens._LAST": MAX_PIECE,
    "qa.corpus.abbreviations._PREVIOUS": LONGEST,
}
COMMON = list(' \na A1.-<>[("\\:/ا文ก\u064b')
PAIRS = [". ", "a ", "a.", " \n", "1.", "<a", "<!", "--", "a-", "1 ", "a\n", "ا ", "./", "a:"]


def patterns():
    for module in pkgutil.walk_packages(qa.__path__, "qa."):
        if module.name.endswith("__main__"):
            continue
        try:
            loaded = importlib.import_module(module.name)
        except MissingExtraError:  # `make test-ray` has what these need
            assert module.name.startswith("qa.scaling.")
            continue
        for name, value in sorted(vars(loaded).items()):
            for pattern in flattened(value):
                yield f"{module.name}.{name}", pattern, looks_anywhere(loaded, name)


def looks_anywhere(module, name):
    """Whether a pattern is looked for throughout a text; else only at a place."""
    used = set(re.findall(rf"\b{name}\.(\w+)\(", Path(module.__file__).read_text()))
    return not used or bool(used - {"match", "fullmatch"})


def flattened(value):
    if isinstance(value, (re.Pattern, regex.Pattern)):
        yield value
    elif isinstance(value, (tuple, list)) and len(value) < 200:
        for one in value:
            yield from flattened(one)
    elif isinstance(value, dict) and len(value) < 200:
        yield from flattened(list(value.values()))


def feed(pattern, longest, scans):
    as_bytes = isinstance(pattern.pattern, bytes)
    written = pattern.pattern.decode("latin-1") if as_bytes else pattern.pattern
    own = sorted({c for c in written if c.isalpha()})[:12]
    for unit in [*COMMON, *PAIRS, *own]:
        text = unit * (longest // len(unit)) + "\x00"
        text = text.encode() if as_bytes else text
        signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS)
        pattern.match(text)
        pattern.fullmatch(text)
        if scans:
            for _ in pattern.finditer(text):
                pass


def tell(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main():
    """Name each pattern before it is fed; at the end tell how many there were."""
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    seen = set()
    for name, pattern, scans in patterns():
        if pattern in seen:
            continue
        seen.add(pattern)
        tell(name)
        feed(pattern, BOUNDED.get(name, LENGTH), scans)
    tell(f"{len(seen)} fed")


if __name__ == "__main__":
    main()
