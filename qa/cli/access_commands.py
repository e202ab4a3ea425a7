"""`qa password` and `qa token`, which make the lines of the files that `qa serve` reads."""

from __future__ import annotations

import argparse
import getpass
import sys

from qa.cli.exit_codes import ExitCode
from qa.cli.printing import CommandResult, print_message, print_result
from qa.errors import AccessError


def make_password(arguments: argparse.Namespace) -> int:
    """Make a password's line: typed twice without being shown, or read from standard input."""
    from qa.web.access.credential_files import add_line
    from qa.web.access.passwords import hash_password
    from qa.web.access.roles import Role

    role, made = Role(arguments.role), hash_password(_typed_password())
    if arguments.output:
        add_line(arguments.output, role, made)
        print_message(f"Added to '{arguments.output}'. Serve with: --password-file FILE")
    else:
        _print({"line": f"{role}:{made}"}, as_json=arguments.json)
    return ExitCode.DONE


def make_token(arguments: argparse.Namespace) -> int:
    """Make a token and its line; the token itself is shown this once."""
    from qa.web.access.credential_files import add_line
    from qa.web.access.roles import Role
    from qa.web.access.tokens import new_token, token_digest

    role, token = Role(arguments.role), new_token()
    secret = f"sha256:{token_digest(token)}"
    made = {"token": token}
    if arguments.output:
        add_line(arguments.output, role, secret)
        print_message(f"Added to '{arguments.output}'; the token is kept nowhere else:")
    else:
        made["line"] = f"{role}:{secret}"
    _print(made, as_json=arguments.json)
    return ExitCode.DONE


def _print(made: dict[str, str], *, as_json: bool) -> None:
    print_result(CommandResult(made, tuple(made.values())), as_json=as_json)


def _typed_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    try:
        typed = getpass.getpass("Password: ")
        again = getpass.getpass("Again: ")
    except EOFError:
        raise AccessError("No password was typed.") from None
    if typed != again:
        raise AccessError("The two differ. Type the same password twice.")
    return typed
