"""The flags that say who may reach the page, and how."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_access_flags(parser: argparse.ArgumentParser) -> None:
    """Add the names the page has, and whom it lets in."""
    parser.add_argument(
        "--allowed-host",
        action="append",
        default=[],
        metavar="NAME",
        help="another host name the page may be asked for by, as behind a proxy; repeat it",
    )
    parser.add_argument(
        "--root-path",
        default="",
        metavar="PATH",
        help="path prefix that a reverse proxy serves the page under ('/sanad')",
    )
    parser.add_argument(
        "--trusted-proxy",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="a proxy, or network of them, whose X-Forwarded-… are believed ('127.0.0.1')",
    )
    parser.add_argument(
        "--allow-editing",
        action="store_true",
        help="let editors, or everybody where nobody logs in, add and remove documents from other "
        "machines too",
    )
    _add_login_flags(parser)
    for flag, what in (("--certfile", "certificate"), ("--keyfile", "private key of the former")):
        parser.add_argument(
            flag, type=Path, metavar="FILE", help=f"{what}, in PEM, to serve by https"
        )


def _add_login_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help="passwords of the log-in page; needed with another --host (made by 'qa password')",
    )
    parser.add_argument(
        "--token-file",
        type=Path,
        metavar="FILE",
        help="tokens that programs may come with (made by 'qa token')",
    )
    parser.add_argument(
        "--no-login",
        action="store_true",
        help="let everybody in who reaches the page, from other machines too",
    )


def add_credential_flags(parser: argparse.ArgumentParser) -> None:
    """Add whom a password or token is for, and where it goes."""
    parser.add_argument("role", choices=("viewer", "editor"), help="what its owner may do")
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="add the line to this file; else it is printed"
    )
