"""The fields of a record as lines, "address.city: Basra", whatever is nested in whatever.

Records come from JSON and from the fields above a Markdown text. Scalars are texts as they were
written; true, false and nothing may be Python's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa.corpus.blocks import clean_characters
from qa.corpus.dates import stated_date
from qa.corpus.tables.grid import table_lines

MAX_NAME = 80
"""Characters of a field's name with those around it. Past it the name stands once, on a line above
the fields it holds, so that what is written grows with what is read."""

MAX_FLAT_FIELDS = 12
"""Fields of a record inside a record that stand in one line."""

MAX_LINE = 240
"""Characters of a record that stands in one line."""

MAX_SPEECH_FIELDS = 6
"""Fields of a message in a dialogue; a record of more is one of something else."""

TITLE_FIELDS = (
    "title", "headline", "العنوان", "عنوان", "titre", "titel", "título", "titulo", "başlık",
    "ناونیشان", "название", "标题",
)  # fmt: skip
QUESTION_FIELDS = ("question", "query", "السؤال", "سؤال", "frage", "pregunta", "پرسش", "پرسیار")
TEXT_FIELDS = (
    "text", "content", "body", "passage", "answer", "abstract", "summary", "article",
    "النص", "نص", "المحتوى", "الجواب", "الإجابة", "جواب", "texte", "contenu", "inhalt", "texto",
    "contenido", "متن", "دەق", "metin", "текст",
)  # fmt: skip
"""Fields of a record that are prose; the first that is there is written without its name."""

AUTHOR_FIELDS = (
    "author", "authors", "byline", "creator", "writer", "المؤلف", "الكاتب", "مؤلف", "كاتب", "بقلم",
    "auteur", "auteurs", "autor", "autores", "verfasser", "نویسنده", "نووسەر", "yazar", "автор",
)  # fmt: skip
DATE_FIELDS = (
    "date", "datepublished", "publishedat", "published", "pubdate", "publicationdate",
    "publishdate", "lastmod", "datemodified", "updatedat", "updated", "createdat", "created",
    "التاريخ", "تاريخ", "تاريخالنشر", "datum", "fecha", "تاریخ", "بەروار", "ڕێکەوت", "tarih",
    "дата",
)  # fmt: skip
_OUTER_FIELDS = ("meta", "metadata", "info", "document", "article", "header")
_SPEAKER_FIELDS = ("role", "from", "speaker", "sender")
_SPEECH_FIELDS = ("content", "value", "text", "message", "utterance", "body")
_SPACES = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class Origin:
    """What a record says of the document that it is: title, author and date, each or ""."""

    title: str = ""
    author: str = ""
    date: str = ""


def field_lines(value: object, name: str = "") -> Iterator[str]:
    """Write a value and all that is in it, each field after its name. Nothing is nothing."""
    pending = [(name, value)]
    while pending:
        name, value = pending.pop()
        lines = _own_lines(name, value)
        if lines is not None:
            yield from lines
            continue
        if len(name) > MAX_NAME:
            yield f"{name}:"
            name = ""
        if isinstance(value, Mapping):
            inner = [(_joined(name, key), field) for key, field in value.items()]
        elif isinstance(value, list | tuple):
            inner = [(f"{name} {n}".strip(), field) for n, field in enumerate(value, 1)]
        else:
            inner = []
        pending += reversed(inner)


def record_lines(record: object) -> Iterator[str]:
    """Write a record: what it is called and says without names, then its other fields."""
    if not isinstance(record, Mapping):
        yield from field_lines(record)
        return
    if speech := speech_of(record):
        yield speech
        return
    text = _first(record, TEXT_FIELDS)
    bare = [_first(record, TITLE_FIELDS), _first(record, QUESTION_FIELDS), text] if text else []
    yield from (written(record[key]) for key in bare if key is not None)
    for key, value in record.items():
        if key not in bare:
            yield from field_lines(value, _joined("", key))


def record_text(record: object) -> str:
    """Write a record of a table: in one line where it is short, so that a mark holds all of it."""
    lines = list(record_lines(record))
    is_short = (
        isinstance(record, Mapping)
        and _is_flat(record)
        and _first(record, TEXT_FIELDS) is None
        and sum(map(len, lines)) <= MAX_LINE
    )
    return (" | " if is_short and not any("\n" in line for line in lines) else "\n").join(lines)


def speech_of(value: object) -> str:
    """What somebody says in a dialogue, after who it is; "" where a record is none of that."""
    if not isinstance(value, Mapping) or not 2 <= len(value) <= MAX_SPEECH_FIELDS:
        return ""
    keys = {_key(name): name for name in value}
    speaker = next((keys[key] for key in _SPEAKER_FIELDS if key in keys), None)
    speech = next((keys[key] for key in _SPEECH_FIELDS if key in keys), None)
    if speaker is None or speech is None or not isinstance(value[speaker], str):
        return ""
    said = _said(value[speech])
    rest = [key for key in value if key not in (speaker, speech)]
    if not said or not all(_is_scalar(value[key]) for key in rest):
        return ""
    lines = [f"{written(value[speaker])}: {said}"]
    lines += [f"{_joined('', key)}: {written(value[key])}" for key in rest if written(value[key])]
    return "\n".join(lines)


def _said(speech: object) -> str:
    """What a message says: a text, or a list of parts that are each a text."""
    if isinstance(speech, str):
        return written(speech)
    if not isinstance(speech, list):
        return ""
    texts = [part.get("text") if isinstance(part, Mapping) else None for part in speech]
    is_text = all(isinstance(text, str) for text in texts)
    return "\n".join(map(written, texts)) if is_text else ""


def origin_of(record: object) -> Origin:
    """Title, author and date of a document that is one record."""
    if not isinstance(record, Mapping):
        return Origin()
    outer = [record[key] for key in record if _key(key) in _OUTER_FIELDS]
    records = [record, *(inner for inner in outer if isinstance(inner, Mapping))]
    found = {"title": "", "author": "", "date": ""}
    for inner in records:
        for name, keys in (
            ("title", TITLE_FIELDS),
            ("author", AUTHOR_FIELDS),
            ("date", DATE_FIELDS),
        ):
            key = _first(inner, keys, of_any_kind=name == "author")
            if key is not None and not found[name]:
                found[name] = _names(inner[key])
    return Origin(found["title"], found["author"], stated_date(found["date"]))


def written(value: object) -> str:
    """A scalar as text without empty lines, which stand between table rows."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    lines = clean_characters(str(value)).split("\n")
    return "\n".join(line for line in lines if line.strip()).strip()


def _own_lines(name: str, value: object) -> Iterable[str] | None:
    """The lines of a value that needs no path to what is in it; None where it does."""
    if isinstance(value, Mapping):
        speech = speech_of(value)
        return [speech] if speech else None
    if not isinstance(value, list | tuple):
        text = written(value)
        return [f"{name}: {text}" if name else text] if text else ()
    if all(map(_is_scalar, value)):
        return _series(name, [text for text in map(written, value) if text])
    if all(map(_is_row, value)):
        return _table(name, value)
    return _records(name, value) if all(map(_is_flat, value)) else None


def _series(name: str, texts: Sequence[str]) -> Iterator[str]:
    """Write a list of scalars: in one line, or each in its own where a comma would mislead."""
    if texts and not any("," in text or "،" in text or "\n" in text for text in texts):
        yield f"{name}: {', '.join(texts)}" if name else ", ".join(texts)
    elif texts:
        if name:
            yield f"{name}:"
        yield from (f"• {text}" for text in texts)


def _table(name: str, rows: Sequence[Sequence[object]]) -> Iterator[str]:
    lines = table_lines([list(map(written, row)) for row in rows])
    if lines and name:
        yield f"{name}:"
    yield from lines


def _records(name: str, records: Sequence[object]) -> Iterator[str]:
    """Write records inside a record, a line each; what is said in a dialogue after who says it."""
    lines = []
    for record in records:
        speech = speech_of(record)
        lines.append(speech or f"• {' | '.join(record_lines(record))}")
    if name and not all(map(speech_of, records)):
        yield f"{name}:"
    yield from (line for line in lines if line != "• ")


def _is_scalar(value: object) -> bool:
    return not isinstance(value, Mapping | list | tuple)


def _is_row(value: object) -> bool:
    return isinstance(value, list | tuple) and all(map(_is_scalar, value))


def _is_flat(value: object) -> bool:
    """Whether a record is short and holds at most records of scalars: it fits a line."""
    if not isinstance(value, Mapping):
        return False
    if speech_of(value):
        return True
    inner = [field for field in value.values() if isinstance(field, Mapping)]
    fields = [*value.values(), *(field for record in inner for field in record.values())]
    return len(fields) <= MAX_FLAT_FIELDS and all(
        _is_scalar(field) or _is_row(field) or any(field is record for record in inner)
        for field in fields
    )


def _first(
    record: Mapping[object, object], names: Sequence[str], *, of_any_kind: bool = False
) -> object | None:
    """The key of the first of these fields that holds text."""
    keys = {_key(key): key for key in reversed(record)}
    for name in names:
        key = keys.get(name)
        if key is not None and (
            of_any_kind or (isinstance(record[key], str) and written(record[key]))
        ):
            return key
    return None


def _key(name: object) -> str:
    return _SPACES.sub("", str(name)).lower()


def _names(value: object) -> str:
    """Who is meant: a name, a list of names, or records that have a name."""
    several = value if isinstance(value, list | tuple) else [value]
    names = [one.get("name") if isinstance(one, Mapping) else one for one in several]
    return ", ".join(text for text in (written(name) for name in names if _is_scalar(name)) if text)


def _joined(name: str, key: object) -> str:
    inner = " ".join(clean_characters(str(key)).split())
    return f"{name}.{inner}" if name and inner else name or inner
