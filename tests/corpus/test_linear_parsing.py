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
from qa.corpus.boilerplate import strip_leftovers
from qa.corpus.fields import stated_date
from qa.corpus.front_matter import read_front_matter
from qa.corpus.json_records import parse_json
from qa.corpus.markdown import parse_markdown
from qa.corpus.markup_blocks import _without_tags, markup_blocks
from qa.corpus.pdf import _PAGE_NUMBER
from qa.corpus.sentences import sentence_spans
from qa.corpus.tables import parse_table
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
        "print(parse_markdown(text.encode()).blocks[-1].text)",
        "hello words",
    ),
    "many links in Markdown": (
        "print(len(parse_markdown(b'[a](b)\\n\\n' * (n // 8)).blocks))",
        "125000",
    ),
    "many links in one paragraph of Markdown": (
        "print(len(parse_markdown(b'[a](b) ' * (n // 7)).notes))",
        "1",
    ),
    "links that are not closed": (
        "print(len(parse_markdown((b'[a](' * 2_000 + b'\\n\\n') * (n // 8_002)).blocks))",
        "124",
    ),
    "brackets that are not closed": (
        "print(len(parse_markdown((b'*a_ [b ' * 1_400 + b'\\n\\n') * (n // 19_604)).blocks))",
        "51",
    ),
    "many small tables in Markdown": (
        "print(len(parse_markdown(b'|a|b|\\n|-|-|\\n|1|2|\\n\\n' * (n // 38)).blocks))",
        "26315",
    ),
    "lists and quotations nested in every line of Markdown": (
        "line = b'- ' * 99 + b'a\\n\\n' + b'>' * 99 + b'a\\n\\n'\n"
        "print(len(parse_markdown(line * (n // 303)).notes))",
        "1",
    ),
    "HTML nested deep in Markdown": (
        "print(markup_blocks('<div>' * (n // 5) + 'hello words')[0].text)",
        "hello words",
    ),
    "front matter that is not closed": (
        "print(read_front_matter('---\\n' + 'a: b\\n' * (n // 5)))",
        "None",
    ),
    "a date of digits": ("print(stated_date('1' * n + ' ' * n))", ""),
    "rows of two cells": (
        "print(len(parse_table(b'a,b\\n' * n).blocks))",
        "20000",
    ),
    "wide rows with empty rows between them": (
        "print(len(parse_table(((b'a,' * 2_000 + b'\\n') * 30 + b'\\n') * (n // 120_000)).blocks))",
        "240",
    ),
    "commas": ("print(len(parse_table(b'x,y\\n' + b',' * n).blocks))", "1"),
    "objects in objects under long names": (
        "key = 'k' * 2_000\n"
        "fields = ','.join(f'\"a{i}\":0' for i in range(n // 10))\n"
        "text = ('{\"' + key + '\":') * 200 + '{' + fields + '}' * 201\n"
        "print(len(parse_json(text.encode()).blocks[0].text) < 2 * n)",
        "True",
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
