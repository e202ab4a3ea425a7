"""Mail (.eml) and pages saved as mail (.mhtml) to text.

The plain part is preferred to the one in HTML, for it is what was typed; quoted replies stay.
Attachments are counted. Headers are read by the standard library's older functions: the newer ones
take time that grows with the square of a header's length.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from qa.corpus.blocks import Block, Extract, clean_characters, one_line
from qa.corpus.encodings import decode
from qa.corpus.html.webpage import parse_page
from qa.errors import DocumentParseError
from qa.findings import Finding

MAX_PARTS = 2_000
"""Parts of a mail."""

MAX_DEPTH = 50
"""Mails inside mails."""

MAX_HEADER = 10_000
"""Characters of a header."""

MIN_PLAIN_SHARE = 0.3
"""Of the text of the HTML part that the plain one must hold: less is "this mail is in HTML"."""

MAX_ADDRESS = 300
"""Characters of an address; brackets in brackets are read by recursion."""

# The parameters of this one are looked for in a time that grows with the square of its length.
_CONTENT_TYPE = re.compile(rb"^content-type:[^\n]*(?:\n[ \t][^\n]*)*", re.I | re.M)
_SHOWN_HEADERS = ("From", "To", "Cc", "Date")
_ENCRYPTED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted")


@dataclass(slots=True)
class _Mail:
    """What of a mail was read so far."""

    blocks: list[Block] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    parts: int = 0


def parse_mail(data: bytes) -> Extract:
    """Parse a mail.

    Raises:
        DocumentParseError: "encrypted", "too_large" or "broken".
    """
    message = _message(data)
    mail = _Mail()
    _read_headers(message, mail)
    waiting = [(message, 0)]
    while waiting:
        part, depth = waiting.pop()
        mail.parts += 1
        if mail.parts > MAX_PARTS or depth > MAX_DEPTH:
            raise DocumentParseError("too_large", Finding.of("many_mail_parts"))
        if part.get_content_type() in _ENCRYPTED and "signed" not in str(part.get("Content-Type")):
            raise DocumentParseError("encrypted", Finding.of("encrypted_mail"))
        inner = _inner_parts(part, mail)
        waiting.extend((other, depth + 1) for other in reversed(inner))
    name, address = parseaddr(_header(message, "From")[:MAX_ADDRESS])
    return Extract(
        tuple(mail.blocks),
        _header(message, "Subject"),
        tuple(dict.fromkeys(mail.notes)),
        name or address,
        _date(message),
        mail.unread,
        # Mail is written in the order in which it is read; only pages drawn by a printer are not.
        is_logical=True,
    )


def parse_saved_page(data: bytes) -> Extract:
    """Parse a page that a browser saved with all its parts (.mhtml): the page itself.

    Raises:
        DocumentParseError: "broken": there is no page in it.
    """
    waiting, n_parts = [_message(data)], 0
    while waiting and n_parts < MAX_PARTS:
        part = waiting.pop()
        n_parts += 1
        if part.is_multipart():
            waiting.extend(reversed(_parts(part)))
        elif part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return parse_page(*_text(part))
    raise DocumentParseError("broken", Finding.of("no_web_page"))


def _message(data: bytes) -> Message:
    if any(len(header[0]) > MAX_HEADER for header in _CONTENT_TYPE.finditer(data)):
        raise DocumentParseError("too_large", Finding.of("long_mail_header"))
    try:
        message = message_from_bytes(data.lstrip())
    except Exception as error:  # the parser stumbles in many ways
        raise DocumentParseError("broken", Finding.of("broken_mail")) from error
    if not message.keys():
        raise DocumentParseError("broken", Finding.of("broken_mail_headers"))
    return message


def _inner_parts(part: Message, mail: _Mail) -> list[Message]:
    """Read a part, or return the parts inside it that are to be read."""
    kind = part.get_content_type()
    if part.get_content_disposition() == "attachment" and kind != "message/rfc822":
        mail.unread["attachment"] += 1
    elif kind == "multipart/alternative":
        return _best_alternative(_parts(part))
    elif kind == "message/rfc822":
        inner = _parts(part)[:1]
        for message in inner:
            _read_headers(message, mail)
        return inner
    elif part.is_multipart():
        return _parts(part)
    elif kind in ("text/html", "text/plain"):
        _read_text(part, mail)
    else:
        mail.unread["picture" if part.get_content_maintype() == "image" else "attachment"] += 1
    return []


def _best_alternative(parts: list[Message]) -> list[Message]:
    """The plain one of several writings of a text; another one where that says too little."""
    plain = next((part for part in parts if part.get_content_type() == "text/plain"), None)
    others = [part for part in parts if part is not plain]
    rich = next((part for part in reversed(others) if _holds_page(part)), None)
    if plain is None or rich is None:
        return [chosen for chosen in (plain, rich or next(iter(others), None)) if chosen][:1]
    page = rich if not rich.is_multipart() else next(iter(_parts(rich)), rich)
    if page.get_content_type() == "text/html":
        blocks = parse_page(*_text(page)).blocks
        said = sum(len(block.text) for block in blocks)
        if len(" ".join(_text(plain)[0].split())) < MIN_PLAIN_SHARE * said:
            return [rich]
    return [plain, *(part for part in _parts(rich)[1:] if part.get_content_disposition())]


def _holds_page(part: Message) -> bool:
    return part.get_content_type() in ("text/html", "multipart/related", "multipart/mixed")


def _read_headers(message: Message, mail: _Mail) -> None:
    """Read who wrote to whom, when and of what."""
    subject = _header(message, "Subject")
    if subject:
        mail.blocks.append(Block(subject, "heading", level=1))
    shown = ((name, _header(message, name)) for name in _SHOWN_HEADERS)
    mail.blocks.append(Block("\n".join(f"{name}: {value}" for name, value in shown if value)))


def _read_text(part: Message, mail: _Mail) -> None:
    text, notes = _text(part)
    mail.notes += notes
    if part.get_content_type() == "text/html":
        page = parse_page(text)
        mail.blocks += page.blocks
        mail.unread.update(page.unread)
        return
    if str(part.get_param("format", "")).lower() == "flowed":
        text = _unwrapped(text)
    mail.blocks += [Block(block) for block in re.split(r"\n[^\S\n]*\n", text)]


def _text(part: Message) -> tuple[str, tuple[Finding, ...]]:
    """A part's text, decoded as it says if that gives a text."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return "", ()
    decoded = decode(payload, str(part.get_param("charset", "")))
    return clean_characters(decoded.text), decoded.notes


def _unwrapped(text: str) -> str:
    """Join the lines that a mail program broke: they end with a space (RFC 3676)."""
    lines: list[list[str]] = [[]]
    for line in text.split("\n"):
        lines[-1].append(line.removeprefix(" ") if not lines[-1] else line.lstrip("> "))
        if not line.endswith(" ") or line == "-- ":
            lines.append([])
    return "\n".join("".join(parts) for parts in lines)


def _parts(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [p for p in payload if isinstance(p, Message)] if isinstance(payload, list) else []


def _header(message: Message, name: str) -> str:
    """A header as a reader sees it."""
    raw = str(message.get(name, ""))[:MAX_HEADER]
    try:
        parts = list(_decoded(raw))
    except (HeaderParseError, ValueError, LookupError):
        parts = [raw]
    return one_line("".join(parts))


def _decoded(raw: str) -> Iterator[str]:
    """Yield the parts of a header, each from its own encoding."""
    for value, charset in decode_header(raw):
        if isinstance(value, str):
            value = value.encode("utf-8", "surrogateescape")  # noqa: PLW2901
        try:
            yield value.decode(charset or "utf-8")
        except (LookupError, UnicodeDecodeError):
            yield decode(value).text if value.strip() else ""


def _date(message: Message) -> str:
    """The day on which a mail was written."""
    try:
        return parsedate_to_datetime(_header(message, "Date")).date().isoformat()
    except (ValueError, TypeError, OverflowError):
        return ""
