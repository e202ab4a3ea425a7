"""The argument parser: the commands and what each takes."""

from __future__ import annotations

import argparse
from pathlib import Path

from qa import __version__
from qa.cli.access_commands import make_password, make_token
from qa.cli.access_flags import add_access_flags, add_credential_flags
from qa.cli.argument_types import port_number, result_count
from qa.cli.commands import (
    Command,
    ask,
    build,
    calibrate,
    doctor,
    evaluate,
    feedback,
    mcp,
    search,
    serve,
    sources,
    verify,
    watch,
)
from qa.cli.evaluation_flags import add_calibrate_flags, add_eval_flags, add_reader_flag
from qa.cli.index_commands import (
    export,
    generations_list,
    generations_prune,
    generations_use,
    import_file,
    purge,
)
from qa.cli.index_flags import (
    add_export_flags,
    add_import_flags,
    add_prune_flags,
    add_purge_flags,
    add_use_flags,
)
from qa.cli.operating_flags import (
    add_doctor_flags,
    add_feedback_flags,
    add_log_flags,
    add_serving_log_flags,
)
from qa.settings import (
    DEFAULT_CITATIONS,
    DEFAULT_HOST,
    DEFAULT_INDEX,
    DEFAULT_PORT,
    DEFAULT_SEEDS,
    DEFAULT_TOP_K,
    EMBEDDED_MODEL,
)

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


class _CommandAdder:
    """Adds commands to the parser, each with the flags that all of them share."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
        self._shared = _shared_flags()

    def add(self, name: str, command: Command, text: str) -> argparse.ArgumentParser:
        """Add a command and return its parser, for the flags of its own."""
        added = self._commands.add_parser(
            name,
            help=text,
            description=text[0].upper() + text[1:] + ".",
            parents=[self._shared],
        )
        added.set_defaults(command=command)
        added.add_argument("--json", action="store_true", help="print JSON instead of text")
        return added

    def add_group(self, name: str, text: str) -> _CommandAdder:
        """Add a command that is followed by another word, and return what adds these."""
        description = text[0].upper() + text[1:] + "."
        return _CommandAdder(self._commands.add_parser(name, help=text, description=description))


def build_parser() -> argparse.ArgumentParser:
    """The parser of `qa`; what it returns has the function of the command as `command`."""
    parser = argparse.ArgumentParser(
        prog="qa",
        description="Answers found in your documents, verbatim and cited; none is written.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"sanad-qa {__version__}")
    commands = _CommandAdder(parser)
    add = commands.add
    _add_build_flags(add("build", build, "bring the index up to date with the documents"))
    ask_parser = add("ask", ask, "answer a question with cited passages")
    _add_question_flags(ask_parser, "-k", "--top-k", default=DEFAULT_CITATIONS)
    add_reader_flag(ask_parser)
    _add_answer_flags(ask_parser)
    search_parser = add("search", search, "list the passages nearest to a question")
    _add_question_flags(search_parser, "-k", "--top-k", default=DEFAULT_TOP_K)
    add_reader_flag(search_parser, default=False)
    sources_parser = add(
        "sources", sources, "show the best passage of each document for a question"
    )
    _add_question_flags(sources_parser, "-n", "--limit", default=DEFAULT_TOP_K)
    add_reader_flag(sources_parser)
    serve_parser = add("serve", serve, "open the chat in the browser, following the folder")
    _add_serve_flags(serve_parser)
    add_log_flags(serve_parser)
    add_serving_log_flags(serve_parser)
    mcp_parser = add("mcp", mcp, "serve one language model over standard input and output")
    add_reader_flag(mcp_parser)
    _add_refresh_flag(mcp_parser)
    add_log_flags(mcp_parser)
    add("watch", watch, "keep the index up to date until stopped")
    add("verify", verify, "check the index files, and the passages against the documents")
    add_eval_flags(
        add("eval", evaluate, "measure retrieval, answer sentences and refusal on a data set")
    )
    add_calibrate_flags(add("calibrate", calibrate, "fit the confidence to judgements on answers"))
    _add_index_commands(commands)
    add_credential_flags(add("password", make_password, "make a password of the log-in page"))
    add_credential_flags(add("token", make_token, "make a token for a program that asks"))
    add_doctor_flags(add("doctor", doctor, "check that everything is in order here"))
    add_feedback_flags(add("feedback", feedback, "list or export what visitors judged"))
    return parser


def _add_build_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--check",
        action="store_true",
        help="look into every file, also those that look as they did when they were last read",
    )
    _add_ray_flag(parser)


def _add_ray_flag(parser: argparse.ArgumentParser) -> None:
    """Add the cluster that does the work."""
    parser.add_argument(
        "--ray",
        default="",
        metavar="ADDRESS",
        help="a Ray cluster that does the work: 'auto' on a node of it, or HOST:PORT "
        "(needs sanad-qa[ray])",
    )


def _add_index_commands(commands: _CommandAdder) -> None:
    """Add what looks after an index."""
    add = commands.add_group("generations", "list, use and remove the builds that are kept").add
    add("list", generations_list, "list the generations, the newest first, each checked")
    add_use_flags(add("use", generations_use, "go back to a generation and stay there"))
    add_prune_flags(add("prune", generations_prune, "remove all but the newest generations"))
    add_purge_flags(commands.add("purge", purge, "forget a document wherever it is kept"))
    add_export_flags(commands.add("export", export, "write the index into one checksummed file"))
    add_import_flags(commands.add("import", import_file, "put an exported index in service"))


def _shared_flags() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--seeds",
        type=Path,
        default=Path(DEFAULT_SEEDS),
        metavar="FOLDER",
        help=f"documents [{DEFAULT_SEEDS}]",
    )
    shared.add_argument(
        "--index",
        type=Path,
        default=Path(DEFAULT_INDEX),
        metavar="FOLDER",
        help=f"the index [{DEFAULT_INDEX}]",
    )
    shared.add_argument(
        "--model",
        default=EMBEDDED_MODEL,
        metavar="NAME_OR_PATH",
        help="a SentenceTransformer: 'embedded' (the default), a folder, or a name on the hub",
    )
    return shared


def _add_question_flags(
    parser: argparse.ArgumentParser, short: str, long: str, *, default: int
) -> None:
    """Add the question, what may be found for it, and the flag that says how much of it.

    Args:
        parser: The parser of the command.
        short: The flag for the most results to show ("-k").
        long: The same in full ("--top-k").
        default: The number where the flag is not given.
    """
    parser.add_argument("question", help="in any language; - reads standard input")
    _add_ray_flag(parser)
    parser.add_argument(
        short,
        long,
        type=result_count,
        default=default,
        metavar="N",
        help=f"most to show [{default}]",
    )
    _add_refresh_flag(parser)
    parser.add_argument(
        "--language",
        action="append",
        default=[],
        metavar="CODE",
        help="find passages in this language only ('ar'); repeat it for several",
    )
    parser.add_argument(
        "--document",
        action="append",
        default=[],
        metavar="PATH",
        help="find passages of this document only, or of a folder ('reports/'); repeat it",
    )
    for flag, which in (("--since", "first"), ("--until", "last")):
        parser.add_argument(
            flag,
            default="",
            metavar="DATE",
            help=f"{which} year, month or day of the documents' dates ('2024', '2024-05')",
        )


def _add_refresh_flag(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--no-refresh", action="store_true", help="use the index as it is, without a build"
    )


def _add_answer_flags(parser: argparse.ArgumentParser) -> None:
    """Add the questions before the question, and how it is read and explained."""
    parser.add_argument(
        "--explain", action="store_true", help="tell why each passage was found, and at which rank"
    )
    parser.add_argument(
        "--as-typed",
        action="store_true",
        help="search for the words as typed, also where they look mistyped",
    )
    parser.add_argument(
        "--after",
        action="append",
        default=[],
        metavar="QUESTION",
        help="the question asked before this one, which may lean on it; repeat it for a longer "
        "conversation, oldest first",
    )


def _add_serve_flags(parser: argparse.ArgumentParser) -> None:
    """Add where the chat listens, and what its visitors may do."""
    add_reader_flag(parser)
    _add_refresh_flag(parser)
    _add_ray_flag(parser)
    parser.add_argument(
        "--host", default=DEFAULT_HOST, help=f"address to listen on [{DEFAULT_HOST}]"
    )
    parser.add_argument(
        "--port",
        type=port_number,
        default=DEFAULT_PORT,
        help=f"port to listen on [{DEFAULT_PORT}]",
    )
    add_access_flags(parser)
    parser.add_argument(
        "--mcp", action="store_true", help="serve language models at /mcp (needs sanad-qa[mcp])"
    )
