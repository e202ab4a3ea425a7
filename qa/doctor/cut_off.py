"""The program without a network: it builds, asks and loads the page, and counts who calls out.

    python -P cut_off.py counted|watched FOLDER MODEL

Run by `offline`, which reads the JSON that it prints. "counted" is run in a network namespace of
its own, where the kernel counts every packet without a route, whoever sends it. "watched" is run
elsewhere: Python tells of every connection that it is asked for, and those that lead out are
refused. What is imported is imported when the counting has begun.
"""

from __future__ import annotations

import errno
import ipaddress
import json
import os
import re
import socket
import struct
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

ELSEWHERE: Final = ("192.0.2.1", 9)
"""An address that is nobody's (RFC 5737): it proves that attempts are counted."""

QUESTION, ANSWER = "When was the library founded?", "The library was founded in 1998."
PAGES = ("/", "/documents", "/map", "/sources?q=library", "/api")
PAGE_SECONDS = 60

_NAMING = frozenset(("socket.getaddrinfo", "socket.gethostbyname"))
_REACHING = frozenset(("socket.connect", "socket.sendto", "socket.sendmsg"))
_SHOW_INTERFACE, _UP = 0x8914, 1  # SIOCSIFFLAGS, IFF_UP
_PART: Final = re.compile(r"\.(js|css|svg|woff2?|png|ico)$")
_REFERENCE: Final = re.compile(
    rb"""\ssrc\s*=\s*["']([^"'#]+)|\shref\s*=\s*["']([^"'#]+)|url\(["']?([^"')#]+)"""
)


def main() -> None:
    """Do all of it, and print what came of it."""
    how, folder, model = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    named: list[str] = []
    sys.addaudithook(_noting(named, refuse=how == "watched"))
    counted = _packets_out if how == "counted" else lambda: len(named)
    if how == "counted":
        _bring_up_loopback()
    problems = _proof_of_counting(counted)
    named.clear()
    before = counted()
    if not problems:
        problems = _tried(folder, model)
    attempts = max(counted() - before, len(named))  # a name may be looked for in files alone
    told = {"attempts": attempts, "named": sorted(set(named)), "problems": problems}
    sys.stdout.write(f"\n{json.dumps(told)}\n")
    sys.stdout.flush()
    os._exit(0)  # Gradio's threads are not waited for


def _noting(named: list[str], *, refuse: bool) -> Callable[[str, tuple[object, ...]], None]:
    """An audit hook that notes what would leave this machine."""

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in _NAMING:
            host = arguments[0]
        elif event in _REACHING:
            address = arguments[1]
            host = address[0] if isinstance(address, tuple) and address else None
        else:
            return
        if _is_here(host):
            return
        named.append(f"{event.removeprefix('socket.')} {host!r}")
        if refuse:
            raise OSError(errno.ENETUNREACH, "there is no network for this check")

    return hook


def _is_here(host: object) -> bool:
    """Whether a host is this machine; sockets of files have none."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if not isinstance(host, str) or host in {"", "localhost", "0.0.0.0", "::"}:  # noqa: S104
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _bring_up_loopback() -> None:
    """In a new namespace the loopback is down."""
    import fcntl  # noqa: PLC0415 (not on every system)

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, _SHOW_INTERFACE, struct.pack("16sh14x", b"lo", _UP))


def _packets_out() -> int:
    """Packets that had no route, and datagrams: a name server may be on this machine."""
    table = Path("/proc/net/snmp").read_text(encoding="ascii")
    packets = _counters(table, "Ip")["OutNoRoutes"] + _counters(table, "Udp")["OutDatagrams"]
    six = Path("/proc/net/snmp6")
    if six.exists():  # where there is IPv6
        counters = dict(line.split() for line in six.read_text(encoding="ascii").splitlines())
        packets += int(counters["Ip6OutNoRoutes"]) + int(counters["Udp6OutDatagrams"])
    return packets


def _counters(table: str, kind: str) -> Mapping[str, int]:
    names, values = (line.split()[1:] for line in table.splitlines() if line.startswith(f"{kind}:"))
    return dict(zip(names, map(int, values), strict=True))


def _proof_of_counting(counted: Callable[[], int]) -> list[str]:
    """What is wrong with the counting: nothing, where an attempt fails and is counted."""
    before = counted()
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as calling:
        calling.settimeout(2)
        try:
            calling.connect(ELSEWHERE)
        except OSError as error:
            if error.errno == errno.ENETUNREACH and counted() > before:
                return []
            return [f"an attempt to reach another machine was not counted ({error})"]
    return ["this machine could still be left"]


def _tried(folder: Path, model: str) -> list[str]:
    """What did not work without a network."""
    from qa.errors import QAError  # noqa: PLC0415

    try:
        return _built_asked_and_loaded(folder, model)
    except (QAError, OSError) as error:
        return [f"{type(error).__name__}: {error}"]


def _built_asked_and_loaded(folder: Path, model: str) -> list[str]:
    from qa.knowledge_base import KnowledgeBase  # noqa: PLC0415
    from qa.web.gradio_stubs import skip_stubs  # noqa: PLC0415

    seeds = folder / "seeds"
    seeds.mkdir()
    (seeds / "library.txt").write_text(f"On the library\n\n{ANSWER}\n", encoding="utf-8")
    (seeds / "garden.html").write_text("<p>The garden is open in summer.</p>", encoding="utf-8")
    with KnowledgeBase.open(seeds, folder / "index", model=model) as knowledge_base:
        answer = knowledge_base.ask(QUESTION)
        if not answer.citations or ANSWER not in answer.citations[0].passage.text:
            return [f"'{QUESTION}' did not find what answers it"]
        skip_stubs()
        from qa.web.application import create_app  # noqa: PLC0415

        return _loaded(create_app(knowledge_base, seeds=seeds))


def _loaded(app: object) -> list[str]:
    """What the page, and all that it is made of, could not load or would load elsewhere."""
    import uvicorn  # noqa: PLC0415

    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))  # type: ignore[arg-type]
    threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True).start()
    until = time.monotonic() + PAGE_SECONDS
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    own = f"http://127.0.0.1:{listener.getsockname()[1]}"
    problems: list[str] = []
    seen: set[str] = set()
    waiting = [urljoin(own, page) for page in PAGES]
    while waiting and time.monotonic() < until:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        if urlsplit(address).netloc != urlsplit(own).netloc:
            problems.append(f"the page would load {address}")
            continue
        try:
            with urllib.request.urlopen(address, timeout=PAGE_SECONDS) as got:  # noqa: S310
                body, kind = got.read(), got.headers.get_content_type()
        except OSError as error:
            problems.append(f"{urlsplit(address).path}: {error}")
            continue
        if kind in {"text/html", "text/css"}:
            waiting += _made_of(body, address)
    server.should_exit = True
    problems += [f"{len(waiting)} parts of the page did not come in time"] if waiting else []
    return problems


def _made_of(body: bytes, address: str) -> list[str]:
    """The scripts, styles, fonts and pictures that a page or a style names."""
    named = []
    for source, link, file in _REFERENCE.findall(body):
        if not link or _PART.search(urlsplit(link.decode()).path):  # others lead to other pages
            named.append(unescape((source or link or file).decode()))
    return [urljoin(address, name) for name in named if not name.startswith("data:")]


if __name__ == "__main__":
    main()
