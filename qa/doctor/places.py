"""Checks of the folders, the disk and the port."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from qa.doctor.checks import Check, broken, doubtful, fine
from qa.settings import cache_folder

LEAST_BYTES = 100 * 2**20
"""With less room a build may stop in the middle; what is served stays as it is."""

WANTED_BYTES = 2**30
"""The prepared model has 240 MB and needs twice that while it is made; the index grows by 40 KB a
passage, and a build writes beside the old one."""

_NAMED = 3  # files that a check names


def check_places(seeds: Path, index: Path, host: str, port: int) -> Iterator[Check]:
    """Everything that the program reads from, writes to or listens on."""
    yield seeds_check(seeds)
    yield writable_check(
        "index folder", index, "It is served as it is, and never brought up to date"
    )
    yield writable_check("cache folder", cache_folder(), "Name another in SANAD_CACHE")
    yield room_check("room for the index", index)
    yield room_check("room for the model", cache_folder())
    yield port_check(host, port)


def seeds_check(seeds: Path) -> Check:
    """Whether every document can be read."""
    try:
        is_there = seeds.is_dir()
    except OSError as error:
        found = f"'{seeds}' cannot be looked at ({error.strerror})"
        return broken("documents", found, "Let this user into the folders above it.")
    if not is_there:
        advice = "Create it and put documents in it, or name another with --seeds FOLDER."
        return broken("documents", f"there is no folder '{seeds}'", advice)
    unreadable: list[str] = []
    n_files = 0

    def note(error: OSError) -> None:
        unreadable.append(str(error.filename))

    for folder, names, files in os.walk(seeds, onerror=note):
        names[:] = [name for name in names if not name.startswith(".")]
        for path in (Path(folder, name) for name in files):
            if path.is_file():  # a pipe would never be read to its end
                n_files += 1
                if not _can_be_read(path):
                    unreadable.append(str(path))
    if unreadable:
        found = f"{len(unreadable)} cannot be read: {', '.join(sorted(unreadable)[:_NAMED])}"
        return doubtful("documents", found, f"Let this user read them: chmod -R u+rX '{seeds}'")
    return fine("documents", f"{n_files:,} files in '{seeds}'")


def writable_check(name: str, folder: Path, otherwise: str) -> Check:
    """Whether a folder can be written to, or made, tried with a file that leaves nothing."""
    place = _present(folder)
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        found = f"'{place}' cannot be written to ({error.strerror})"
        return doubtful(name, found, f"{otherwise}; or let this user write there.")
    return fine(name, f"'{folder}' can be written to")


def room_check(name: str, folder: Path) -> Check:
    """How much room there is on the disk of a folder."""
    free = shutil.disk_usage(_present(folder)).free
    found = f"{free / 2**30:.1f} GB free at '{folder}'"
    if free < LEAST_BYTES:
        return broken(name, found, "Make room: less than 100 MB stops a build.")
    if free < WANTED_BYTES:
        return doubtful(name, found, "Make room: 1 GB is wanted.")
    return fine(name, found)


def port_check(host: str, port: int) -> Check:
    """Whether the chat could listen now."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as trying:
            trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trying.bind(address)
            trying.listen(1)
    except OSError as error:
        found = f"{host} port {port}: {error.strerror or error}"
        advice = "Perhaps the chat runs already; else name another with --port."
        return doubtful("port", found, advice)
    return fine("port", f"{host} port {port} is free")


def _can_be_read(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError:
        return False
    return True


def _present(folder: Path) -> Path:
    """The folder, or the first above it that is there."""
    for place in (folder.absolute(), *folder.absolute().parents):
        with suppress(OSError):
            if place.is_dir():
                return place
    return Path(folder.absolute().anchor)
