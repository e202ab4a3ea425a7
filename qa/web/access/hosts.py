"""By which host names the page may be asked for.

A name that is not the page's own is refused: a site that points its own name at this machine (DNS
rebinding) would otherwise have a browser read the page as if it were that site.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.errors import AddressError

LOOPBACK_NAMES: Final = ("127.0.0.1", "localhost", "[::1]")

_NAME = re.compile(r"(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::([0-9]{0,5}))?", re.IGNORECASE)

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def checked_hosts(texts: Iterable[str]) -> tuple[str, ...]:
    """Host names as browsers send them, without a port.

    Raises:
        AddressError: One is no name of a host.
    """
    return tuple(_checked_host(text) for text in texts)


def _checked_host(text: str) -> str:
    try:
        host = text if text.isascii() else text.encode("idna").decode()
    except UnicodeError:
        host = ""
    host = host.lower().removesuffix(".")
    if not _NAME.fullmatch(host):
        raise AddressError(
            f"{text!r} is no name of a host. Give the name alone, without 'https://', port and "
            "path, such as --allowed-host docs.example.org; '*.example.org' allows all below one."
        )
    return host


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens on a host."""
    address = address_of(host)
    return address.is_loopback if address else host.lower() == "localhost"


def is_every_address(host: str) -> bool:
    """Whether what listens on a host listens on all addresses of this machine."""
    address = address_of(host)
    return address.is_unspecified if address else host == ""


def address_of(text: str) -> _Address | None:
    """An IP address as text, an IPv6 one in brackets too; None where it is none."""
    try:
        address = ipaddress.ip_address(text.removeprefix("[").removesuffix("]").partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def host_and_port(header: str) -> tuple[str, str] | None:
    """What a Host header says, in small letters; None where it says nothing that is one."""
    found = _HOST.fullmatch(header)
    return (found[1].lower().removesuffix("."), found[2] or "") if found else None


def own_names(host: str) -> tuple[str, ...]:
    """The names that what listens on a host has by itself.

    Not its addresses where it listens on all: these change, so each request is compared with the
    one that it came in by. No name is looked up, which would ask the network.
    """
    if not is_every_address(host):
        address = address_of(host)
        return (_in_url(address) if address else host.lower(), *LOOPBACK_NAMES)
    machine = socket.gethostname().lower()
    short = machine.partition(".")[0]
    return (*LOOPBACK_NAMES, machine, short, f"{short}.local")


class AllowedHosts:
    """ASGI middleware that refuses requests by a name that is not the page's own."""

    def __init__(self, app: ASGIApp, *, host: str, others: Iterable[str]) -> None:
        """Stand before an application.

        Args:
            app: What is served.
            host: What is listened on.
            others: Further names, as `checked_hosts` gives them.
        """
        self.app = app
        self._by_address = is_every_address(host)
        names = (*own_names(host), *others)
        self._names = frozenset(name for name in names if not name.startswith("*."))
        self._endings = tuple(name[1:] for name in names if name.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 400 in place of the application, or pass the request on."""
        if scope["type"] == "http" and not self._is_allowed(scope):
            told = "This page is not known by that name. Whoever serves it can allow it with "
            await PlainTextResponse(f"{told}--allowed-host NAME.\n", 400)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_allowed(self, scope: Scope) -> bool:
        sent = Headers(scope=scope).getlist("host")
        asked = host_and_port(sent[0]) if len(sent) == 1 else None
        if asked is None:
            return False
        name = asked[0]
        if name in self._names or name.endswith(self._endings):
            return True
        server = scope.get("server")
        came_in_by = address_of(server[0]) if server else None
        return self._by_address and came_in_by is not None and address_of(name) == came_in_by


def _in_url(address: _Address) -> str:
    return f"[{address}]" if isinstance(address, ipaddress.IPv6Address) else str(address)
