"""The command line; `qa -h` lists the commands.

Exit codes: 0 done; 1 an error, told on standard error; 2 a wrong command line; 3 the documents hold
no answer (ask) or no passage (search, sources), or something is not sound (verify).
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

from qa.arguments import add_answer_flags, add_question_flags, port, scope_of
from qa.errors import QAError
from qa.evaluation.commands import Told, run_calibrate, run_eval
from qa.evaluation.flags import add_calibrate_flags, add_eval_flags
from qa.knowledge_base import KnowledgeBase
from qa.records import Answer, AnswerState, Citation, Hit
from qa.reports import BuildReport, ProgressListener, VerifyReport
from qa.settings import DEFAULT_CITATIONS, DEFAULT_TOP_K, EMBEDDED_MODEL
from qa.terminal import (
    answer_lines,
    asking_bar,
    build_lines,
    citation_lines,
    hit_lines,
    printable,
    printable_json,
    progress_bar,
    verify_lines,
)

_DONE, _FAILED, _USAGE, _NEGATIVE = 0, 1, 2, 3

Command = Callable[[argparse.Namespace], int]
Record = TypeVar("Record", Answer, BuildReport, VerifyReport, Hit, Citation)

_EPILOG = """\
examples:
  qa build                                   index the documents in seeds/
  qa ask "متى تنتهي المرحلة الأولى؟"           answer from the index, with citations
  qa ask "والثانية؟" --after "متى تنتهي المرحلة الأولى؟"   a follow-up to an earlier question
  qa ask "..." --json | jq .citations        the same, for programs
  qa sources "من وقّع الاتفاق؟"               what each document says on a question
  qa serve                                   the chat, on http://127.0.0.1:7860
  qa watch                                   keep the index up to date as documents change
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is returned."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # no text can stop the program
    parsed = _parser().parse_args(arguments)
    command: Command = parsed.command
    try:
        return command(parsed)
    except QAError as error:
        _tell(f"qa: {error}")
        return _FAILED
    except KeyboardInterrupt:
        _tell("qa: stopped. What was encoded is kept; the next build goes on from there.")
        return 130
    except BrokenPipeError:
        # The visitor of our output went away (`qa search … | head`): that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="qa",
        description="Answers found in your documents, verbatim and cited; none is written.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--seeds", type=Path, default=Path("seeds"), metavar="FOLDER", help="documents [seeds]"
    )
    shared.add_argument(
        "--index", type=Path, default=Path("index"), metavar="FOLDER", help="the index [index]"
    )
    shared.add_argument(
        "--model",
        default=EMBEDDED_MODEL,
        metavar="NAME_OR_PATH",
        help="a SentenceTransformer: 'embedded' (the default), a folder, or a name on the hub",
    )

    def add(name: str, command: Command, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name, help=text, description=text[0].upper() + text[1:] + ".", parents=[shared]
        )
        added.set_defaults(command=command)
        added.add_argument("--json", action="store_true", help="print JSON instead of text")
        return added

    add("build", _build, "bring the index up to date with the documents")
    ask = add("ask", _ask, "answer a question with cited passages")
    add_question_flags(ask, "-k", "--top-k", default=DEFAULT_CITATIONS)
    add_answer_flags(ask)
    search = add("search", _search, "list the passages nearest to a question")
    add_question_flags(search, "-k", "--top-k", default=DEFAULT_TOP_K)
    sources = add("sources", _sources, "show the best passage of each document for a question")
    add_question_flags(sources, "-n", "--limit", default=DEFAULT_TOP_K)
    serve = add("serve", _serve, "open the chat in the browser, following the folder")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on [127.0.0.1]")
    serve.add_argument("--port", type=port, default=7860, help="port to listen on [7860]")
    serve.add_argument(
        "--allow-editing",
        action="store_true",
        help="let whoever reaches the page add and remove documents, also with another --host",
    )
    serve.add_argument(
        "--mcp", action="store_true", help="serve language models at /mcp (needs sanad-qa[mcp])"
    )
    add("mcp", _mcp, "serve one language model over standard input and output")
    add("watch", _watch, "keep the index up to date until stopped")
    add("verify", _verify, "check the index files, and the passages against the documents")
    evaluate = add(
        "eval", _measure, "measure retrieval, answer sentences and refusal on a data set"
    )
    add_eval_flags(evaluate, run_eval)
    calibrate = add("calibrate", _measure, "fit the confidence to judgements on answers")
    add_calibrate_flags(calibrate, run_calibrate)
    return parser


def _build(arguments: argparse.Namespace) -> int:
    from qa.encoding.encoder import OpenVinoEncoder
    from qa.indexing.building import build_index

    with progress_bar() as progress:
        encoder = OpenVinoEncoder(arguments.model)
        report = build_index(arguments.seeds, arguments.index, encoder, progress=progress)
    _show(arguments, report, build_lines)
    return _DONE


def _ask(arguments: argparse.Namespace) -> int:
    with _open(arguments) as kb:
        question, scope = _question(arguments), scope_of(arguments)
        top_k, history, explain = arguments.top_k, arguments.after, arguments.explain
        answer = kb.ask(question, top_k=top_k, history=history, scope=scope, explain=explain)
    _show(arguments, answer, answer_lines)
    return _DONE if answer.state is AnswerState.ANSWERED else _NEGATIVE


def _search(arguments: argparse.Namespace) -> int:
    with _open(arguments) as kb:
        question, scope = _question(arguments), scope_of(arguments)
        hits = kb.search(question, top_k=arguments.top_k, scope=scope)
    return _list(arguments, hits, hit_lines)


def _sources(arguments: argparse.Namespace) -> int:
    with _open(arguments) as kb:
        question, scope = _question(arguments), scope_of(arguments)
        citations = kb.by_source(question, limit=arguments.limit, scope=scope)
    return _list(arguments, citations, citation_lines)


def _serve(arguments: argparse.Namespace) -> int:
    if arguments.json:
        _tell("qa: serve prints no JSON; programs use POST /api/ask of the running chat")
        return _USAGE
    from qa.web.server import serve

    serve(
        arguments.seeds,
        arguments.index,
        model=arguments.model,
        host=arguments.host,
        port=arguments.port,
        allow_editing=arguments.allow_editing,
        mcp=arguments.mcp,
    )
    return _DONE


def _mcp(arguments: argparse.Namespace) -> int:
    if arguments.json:
        _tell("qa: mcp speaks MCP on standard output, and prints nothing else")
        return _USAGE
    from qa.web.api.mcp import serve_over_stdio
    from qa.web.loading import KnowledgeBaseLoader

    def opener(progress: ProgressListener) -> KnowledgeBase:
        opened = KnowledgeBase.open(
            arguments.seeds, arguments.index, model=arguments.model, progress=progress
        )
        opened.follow(on_error=lambda error: _tell(f"qa: {error}"))
        return opened

    loader = KnowledgeBaseLoader(opener, on_failure=lambda message: _tell(f"qa: {message}"))
    loader.start()
    try:
        serve_over_stdio(loader)
    finally:
        loader.close()
    return _DONE


def _watch(arguments: argparse.Namespace) -> int:
    with progress_bar() as progress:
        kb = KnowledgeBase.open(
            arguments.seeds, arguments.index, model=arguments.model, progress=progress
        )
    _tell(f"Following '{arguments.seeds}'; stop with Ctrl-C.")
    with kb:
        kb.follow(
            lambda report: _show(arguments, report, build_lines),
            lambda error: _tell(f"qa: {error}"),
        )
        threading.Event().wait()
    return _DONE


def _verify(arguments: argparse.Namespace) -> int:
    from qa.indexing.verifying import verify_index

    report = verify_index(arguments.seeds, arguments.index)
    _show(arguments, report, verify_lines)
    return _DONE if report.sound else _NEGATIVE


def _measure(arguments: argparse.Namespace) -> int:
    with progress_bar() as progress:
        told: Told = arguments.run(arguments, progress, asking_bar)
    if arguments.json:
        _print_json(told.value)
    else:
        _print_lines(told.lines)
    return _DONE


def _open(arguments: argparse.Namespace) -> KnowledgeBase:
    with progress_bar() as progress:
        return KnowledgeBase.open(
            arguments.seeds,
            arguments.index,
            model=arguments.model,
            refresh=not arguments.no_refresh,
            progress=progress,
        )


def _question(arguments: argparse.Namespace) -> str:
    return sys.stdin.read() if arguments.question == "-" else str(arguments.question)


def _show(
    arguments: argparse.Namespace,
    record: Record,
    lines: Callable[[Record], Iterable[str]],
) -> None:
    if arguments.json:
        _print_json(asdict(record))
    else:
        _print_lines(lines(record))


def _list(
    arguments: argparse.Namespace,
    records: Sequence[Record],
    lines: Callable[[Record], Iterable[str]],
) -> int:
    if arguments.json:
        _print_json([asdict(record) for record in records])
    else:
        _print_lines(line for record in records for line in lines(record))
    return _DONE if records else _NEGATIVE


def _print_json(value: object) -> None:
    print(printable_json(value), flush=True)


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(printable(line), flush=True)


def _tell(message: str) -> None:
    print(printable(message), file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
