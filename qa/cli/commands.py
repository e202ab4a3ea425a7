"""What each command does: one function a command, from parsed arguments to an exit code.

The parts that only some commands need are loaded by those commands, so that the others start
quickly.
"""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from qa.cli.evaluation_flags import misuse_of_eval
from qa.cli.exit_codes import ExitCode
from qa.cli.printing import (
    build_lines,
    citation_lines,
    hit_lines,
    print_answer,
    print_message,
    print_record,
    print_records,
    print_result,
    progress_bar,
    questions_bar,
    stale_lines,
    verify_lines,
)
from qa.knowledge_base import KnowledgeBase
from qa.records import AnswerState, Scope
from qa.reports import BuildReport, ProgressListener

if TYPE_CHECKING:
    from qa.web.logs import LogOptions

_DONE = (AnswerState.ANSWERED, AnswerState.OVERVIEW, AnswerState.SMALL_TALK)
Command = Callable[[argparse.Namespace], int]
"""Does what the parsed arguments ask for, and returns the exit code."""


def build(arguments: argparse.Namespace) -> int:
    """Bring the index up to date with the documents.

    In one build, not in the growing ones of a chat: nobody waits for the first documents, and a
    script wants the index as it was, or whole.
    """
    from qa.encoding.encoder import OpenVinoEncoder
    from qa.indexing.building import build_index

    run: Callable[..., BuildReport] = build_index
    if arguments.ray:
        from qa.scaling.building import build_on_cluster
        from qa.scaling.cluster import Cluster

        run = partial(build_on_cluster, cluster=Cluster(arguments.ray))
    with progress_bar() as progress:
        encoder = OpenVinoEncoder(arguments.model)
        report = run(
            arguments.seeds, arguments.index, encoder, progress=progress, check=arguments.check
        )
    print_record(report, build_lines, as_json=arguments.json)
    return ExitCode.DONE


def ask(arguments: argparse.Namespace) -> int:
    """Answer a question with cited passages."""
    with _open(arguments) as kb:
        answer = kb.ask(
            _question(arguments),
            top_k=arguments.top_k,
            history=arguments.after,
            scope=_scope(arguments),
            explain=arguments.explain,
            reader=arguments.reader,
            corrected=not arguments.as_typed,
        )
        stale = kb.stale
    print_answer(answer, stale, as_json=arguments.json)
    return ExitCode.DONE if answer.state in _DONE else ExitCode.NOTHING_FOUND


def search(arguments: argparse.Namespace) -> int:
    """List the passages nearest to a question."""
    with _open(arguments) as kb:
        question = _question(arguments)
        scope, reader = _scope(arguments), arguments.reader
        hits = kb.search(question, top_k=arguments.top_k, scope=scope, reader=reader)
    print_records(hits, hit_lines, as_json=arguments.json)
    return ExitCode.DONE if hits else ExitCode.NOTHING_FOUND


def sources(arguments: argparse.Namespace) -> int:
    """Show the best passage of each document for a question."""
    with _open(arguments) as kb:
        question = _question(arguments)
        scope, reader = _scope(arguments), arguments.reader
        citations = kb.by_source(question, limit=arguments.limit, scope=scope, reader=reader)
    print_records(citations, citation_lines, as_json=arguments.json)
    return ExitCode.DONE if citations else ExitCode.NOTHING_FOUND


def serve(arguments: argparse.Namespace) -> int:
    """Open the chat in the browser, following the folder."""
    if arguments.json:
        print_message("qa: serve prints no JSON; programs use POST /api/ask of the running chat")
        return ExitCode.WRONG_USAGE
    from qa.web.access.options import AccessOptions
    from qa.web.server import serve as serve_chat

    serve_chat(
        arguments.seeds,
        arguments.index,
        model=arguments.model,
        reader=arguments.reader,
        host=arguments.host,
        port=arguments.port,
        access=AccessOptions(
            allowed_hosts=tuple(arguments.allowed_host),
            root_path=arguments.root_path,
            allow_editing=arguments.allow_editing,
            trusted_proxies=tuple(arguments.trusted_proxy),
            password_file=arguments.password_file,
            token_file=arguments.token_file,
            login=not arguments.no_login,
            certfile=arguments.certfile,
            keyfile=arguments.keyfile,
        ),
        mcp=arguments.mcp,
        refresh=not arguments.no_refresh,
        keep_unanswered=arguments.keep_unanswered,
        ray=arguments.ray,
        logs=_logs(arguments),
    )
    return ExitCode.DONE


def mcp(arguments: argparse.Namespace) -> int:
    """Serve one language model over standard input and output."""
    if arguments.json:
        print_message("qa: mcp speaks MCP on standard output, and prints nothing else")
        return ExitCode.WRONG_USAGE
    from qa.web.api.mcp import serve_over_stdio
    from qa.web.loading import KnowledgeBaseLoader
    from qa.web.logs import announce, log_question, logging_to_stderr

    def opener(progress: ProgressListener) -> KnowledgeBase:
        opened = KnowledgeBase.open(
            arguments.seeds,
            arguments.index,
            model=arguments.model,
            refresh=False if arguments.no_refresh else "behind",
            progress=progress,
            reader=arguments.reader,
        )
        if not arguments.no_refresh:
            opened.follow(on_error=lambda error: announce(str(error)))
        return opened

    loader, logs = KnowledgeBaseLoader(opener, on_failure=announce), _logs(arguments)
    if logs.questions:
        loader.hearing.tell_questions(log_question)
    with logging_to_stderr(logs):
        loader.start()
        try:
            serve_over_stdio(loader)
        finally:
            loader.close()
    return ExitCode.DONE


def watch(arguments: argparse.Namespace) -> int:
    """Keep the index up to date until stopped."""
    with progress_bar() as progress:
        kb = KnowledgeBase.open(
            arguments.seeds, arguments.index, model=arguments.model, progress=progress
        )
    print_message(f"Following '{arguments.seeds}'; stop with Ctrl-C.")
    with kb:
        kb.follow(
            lambda report: print_record(report, build_lines, as_json=arguments.json), _print_error
        )
        threading.Event().wait()
    return ExitCode.DONE


def verify(arguments: argparse.Namespace) -> int:
    """Check the index files, and the passages against the documents."""
    from qa.indexing.verifying import verify_index

    report = verify_index(arguments.seeds, arguments.index)
    print_record(report, verify_lines, as_json=arguments.json)
    return ExitCode.DONE if report.sound else ExitCode.NOTHING_FOUND


def evaluate(arguments: argparse.Namespace) -> int:
    """Measure retrieval, answer sentences and refusal on a data set."""
    if misuse := misuse_of_eval(arguments):
        arguments.refuse(misuse)  # ends the program as any wrong command line does
    from qa.cli.evaluation_commands import run_eval

    with progress_bar() as progress:
        result = run_eval(arguments, progress, questions_bar)
    print_result(result, as_json=arguments.json)
    return ExitCode.DONE


def calibrate(arguments: argparse.Namespace) -> int:
    """Fit the confidence to judgements on answers."""
    from qa.cli.evaluation_commands import run_calibrate

    with progress_bar() as progress:
        result = run_calibrate(arguments, progress, questions_bar)
    print_result(result, as_json=arguments.json)
    return ExitCode.DONE


def doctor(arguments: argparse.Namespace) -> int:
    """Check that everything is in order here."""
    from qa.cli.operating_commands import run_doctor

    result, sound = run_doctor(arguments)
    print_result(result, as_json=arguments.json)
    return ExitCode.DONE if sound else ExitCode.NOTHING_FOUND


def feedback(arguments: argparse.Namespace) -> int:
    """List or export what visitors left on the page."""
    from qa.cli.operating_commands import run_feedback

    print_result(run_feedback(arguments), as_json=arguments.json)
    return ExitCode.DONE


def _open(arguments: argparse.Namespace) -> KnowledgeBase:
    with progress_bar() as progress:
        opened = KnowledgeBase.open(
            arguments.seeds,
            arguments.index,
            model=arguments.model,
            refresh=not arguments.no_refresh,
            progress=progress,
            ray=arguments.ray,
        )
    if opened.stale is not None and not arguments.no_refresh:  # nobody is told what they asked for
        for line in stale_lines(opened.stale):
            print_message(line)
    return opened


def _logs(arguments: argparse.Namespace) -> LogOptions:
    from qa.web.logs import LogOptions

    return LogOptions(
        level=arguments.log_level,
        as_json=arguments.log_json,
        access=arguments.access_log,
        questions=arguments.log_questions,
    )


def _question(arguments: argparse.Namespace) -> str:
    return sys.stdin.read() if arguments.question == "-" else str(arguments.question)


def _scope(arguments: argparse.Namespace) -> Scope:
    return Scope(
        languages=tuple(arguments.language),
        documents=tuple(arguments.document),
        since=arguments.since,
        until=arguments.until,
    )


def _print_error(error: Exception) -> None:
    print_message(f"qa: {error}")
