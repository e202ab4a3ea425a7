"""No file holds a parser for longer than its length allows.

Each input is one that a pattern whose time grows with the square would need hours for; read in
time that grows with the length it takes seconds, however busy the machine is.
"""

import subprocess
import sys

import pytest

SIZE = 1_000_000

READ = """
import sys
from pathlib import Path
from qa.corpus.blocks import clean_characters
from qa.corpus.boilerplate import strip_leftovers
from qa.corpus.encodings import decode
from qa.corpus.markdown import _without_tags, parse_markdown
from qa.corpus.pdf import _PAGE_NUMBER
from qa.corpus.sentences import sentence_spans
from qa.corpus.webpage import parse_webpage
n = int(sys.argv[2])
{case}
"""

CASES = {
    "unclosed scripts in a broken page": (
        "page = '<div>' * 6_000 + 'hello words ' + '<script ' * (n // 8)\n"
        "print(parse_webpage(page.encode()).blocks[0].text)",
        "hello words",
    ),
    "unclosed comments in a broken page": (
        "page = '<div>' * 6_000 + 'hello words ' + '<!-- ' * (n // 5)\n"
        "print(parse_webpage(page.encode()).blocks[0].text)",
        "hello words",
    ),
    "angle brackets in a broken page": (
        "page = '<div>' * 6_000 + 'hello words ' + '<a ' * (n // 3)\n"
        "print(parse_webpage(page.encode()).blocks[0].text[:11])",
        "hello words",
    ),
    "ends of scripts that do not end in Markdown": (
        "print(_without_tags('hello words <script>' + '</script' * (n // 8)))",
        "hello words",
    ),
    "a title of spaces in Markdown": (
        "text = '---\\ntitle: a' + ' ' * n + 'b\\n---\\n\\nhello words\\n'\n"
        "print(parse_markdown(text.encode()).blocks[0].text)",
        "hello words",
    ),
    "a date followed by spaces": (
        "print(strip_leftovers('31 يناير 2025' + ' ' * n + '\\nhello words')[0][-11:])",
        "hello words",
    ),
    "a line of dots in a PDF": (
        "print(_PAGE_NUMBER.fullmatch('.' * n + '1' + '.' * n + 'x'))",
        "None",
    ),
    "spaces before many abbreviations": (
        "print(len(sentence_spans(' ' * n + 'a. ' * (n // 3) + 'End.')))",
        "1",
    ),
    "soft hyphens before spaces": (
        "print(len(clean_characters('a\\xad ' * (n // 3) + 'a\\xad' + ' ' * n)))",
        "1666667",
    ),
    "escapes that do not end": (
        "print(len(decode((('~{' + '!!' * 200) * (n // 400)).encode()).text))",
        "1005000",
    ),
    "lines that may be wrapped": (
        "print(len(sentence_spans('and so on it\\n' * (n // 13) + ('x' * 500 + '\\n') * 999)) > 9)",
        "True",
    ),
    "a column of letters": ("print(len(sentence_spans('a\\n \\n' * (n // 4))))", "250000"),
    "spaces after many stops": ("print(len(sentence_spans(('A.' + ' ' * 99) * (n // 101))))", "1"),
    "runs of stops": ("print(len(sentence_spans(('.' * 50 + 'a') * (n // 50))))", "1"),
}


@pytest.mark.parametrize("name", CASES)
def test_hostile_input_is_read_in_linear_time(name):
    case, expected = CASES[name]
    code = READ.replace("{case}", case)
    done = subprocess.run(
        [sys.executable, "-c", code, name, str(SIZE)],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == expected
