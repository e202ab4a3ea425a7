"""What reading a file may find: a code, the values that go with it, and its words in English.

A finding is a note of what was mended or left out, or the reason why a file gives no text. Programs
and reports are told in English; the page has words of its own in each of its languages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

Value = str | int | float
"""A name as it stands, a count, or a measure with one decimal."""

UNREAD = "unread_"
"""What the code of something that was left out begins with."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that reading a file found.

    Attributes:
        code: Which, in one word for programs: a key of `ENGLISH`.
        values: What is filled into its words, in the order of their numbers.
        text: Its words in English.
    """

    code: str
    values: tuple[Value, ...] = ()
    text: str = ""

    def __str__(self) -> str:
        return self.text

    @classmethod
    def of(cls, code: str, *values: Value) -> Finding:
        """A finding with its words in English."""
        return cls(code, values, filled(ENGLISH[code], values, english_number))

    @classmethod
    def unread(cls, kind: str, count: int) -> Finding:
        """Parts of a file that were left out on purpose: a singular noun, and how many."""
        return cls.of(UNREAD + kind.replace(" ", "_").replace("-", "_"), count)


def filled(
    template: str, values: tuple[Value, ...], write_number: Callable[[int | float], str]
) -> str:
    """The words of a finding with its values in them, which are never read as templates."""
    written = (value if isinstance(value, str) else write_number(value) for value in values)
    return template.format(*written)


def english_number(number: int | float) -> str:
    """A count with commas, or a measure with one decimal."""
    return f"{number:,}" if isinstance(number, int) else f"{number:,.1f}"


ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        # What was mended, or is to be known
        "decoded": "decoded as {0}",
        "damaged_characters": "decoded as {0}; damaged characters: {1}",
        "arabic_shapes": "Arabic presentation forms folded to letters",
        "arabic_turned": "Arabic in visual order (written backwards) turned round",
        "arabic_uncertain": "some Arabic lines may be in visual order (written backwards) and were "
        "left as they are",
        "painted_backwards": "right-to-left text that is painted backwards read as it was typed",
        "page_furniture": "page numbers and repeated running headers left out: {0}",
        "pages_without_text": "pages that hold no text and may be scanned: {0} of {1}",
        "pages_recognised": "pages recognised by Tesseract from pictures: {0} of {1}",
        "picture_recognised": "text recognised in a picture by Tesseract, which may misread it",
        "broken_markup": "the page's markup is broken: read as text without its tags",
        "web_leftovers": "lines of web-page leftovers left out: {0} ({1})",
        "long_markdown": "the file has too many lines or cells for Markdown: read as plain text",
        "long_paragraphs": "paragraphs too long for Markdown, read as plain text: {0}",
        "irregular_quotes": "the table's quotation marks are irregular: check its cells",
        "lines_not_json": "lines left out that are not JSON: {0} (line {1})",
        # What is in a file and is not read
        "unread_attached_file": "attached files not read: {0}",
        "unread_attachment": "attachments not read: {0}",
        "unread_chart": "charts not read: {0}",
        "unread_chart_sheet": "chart sheets not read: {0}",
        "unread_choice": "choices not read: {0}",
        "unread_contents_page": "contents pages not read: {0}",
        "unread_damaged_part": "damaged parts not read: {0}",
        "unread_diagram": "diagrams not read: {0}",
        "unread_drawing": "drawings not read: {0}",
        "unread_dynamic_form": "dynamic forms not read: {0}",
        "unread_embedded_document": "embedded documents not read: {0}",
        "unread_embedded_object": "embedded objects not read: {0}",
        "unread_frame": "frames not read: {0}",
        "unread_hidden_part": "hidden parts not read: {0}",
        "unread_hidden_text": "hidden texts not read: {0}",
        "unread_menu": "menus not read: {0}",
        "unread_missing_chapter": "missing chapters: {0}",
        "unread_page": "pages not read: {0}",
        "unread_picture": "pictures not read: {0}",
        "unread_recording": "recordings not read: {0}",
        "unread_side_part": "side parts not read: {0}",
        "unread_signature": "signatures not read: {0}",
        "unread_slide": "slides not read: {0}",
        "unread_struck_out_part": "struck-out parts not read: {0}",
        "unread_symbol": "symbols not read: {0}",
        "unread_uncalculated_formula": "formulas without a result: {0}",
        "unread_video": "videos not read: {0}",
        # Why a file gives no text
        "empty_file": "The file is empty; put text in it or remove it.",
        "no_text": "No text was found in the file; check it, or remove it.",
        "empty_table": "The table has no row; fill it or remove it.",
        "scanned_unreadable": "The pages hold no text, and none can be recognised; check the file, "
        "or scan anew.",
        "scanned": "The pages hold no text and look scanned; to have them read, install Tesseract "
        "(Debian's tesseract-ocr, and tesseract-ocr-ara for Arabic) and sanad-qa[ocr].",
        "picture": "It is a picture; to have its text read, install Tesseract (Debian's "
        "tesseract-ocr, and tesseract-ocr-ara for Arabic) and sanad-qa[ocr], and build again.",
        "binary_data": "The file holds binary data, not text; convert it to text, or give it the "
        "ending of its real format.",
        "binary_program": "The file holds a program, not text; convert it to text, or give it the "
        "ending of its real format.",
        "binary_picture": "The file holds a picture, not text; convert it to text, or give it the "
        "ending of its real format.",
        "binary_zip": "The file holds a zip archive or an office document, not text; convert it to "
        "text, or give it the ending of its real format.",
        "binary_archive": "The file holds a compressed archive, not text; convert it to text, or "
        "give it the ending of its real format.",
        "binary_office": "The file holds an old office document, not text; convert it to text, or "
        "give it the ending of its real format.",
        "binary_pdf": "The file holds a PDF, not text; convert it to text, or give it the ending "
        "of its real format.",
        "binary_database": "The file holds a database, not text; convert it to text, or give it "
        "the ending of its real format.",
        "unknown_encoding": "The text is in an unknown encoding; save it as UTF-8.",
        "unreadable": "The file cannot be read ({0}); check that it is there and readable.",
        "unopened_file": "The file cannot be opened ({0}); check that you may read it.",
        "unopened_folder": "The folder cannot be opened ({0}); check that you may read it.",
        "changed_meanwhile": "The file changed while it was being read; build again when it is at "
        "rest.",
        "no_regular_file": "It is a pipe, a socket or a device, not a file; remove it from the "
        "folder.",
        "link": "It is a link to a folder, to nothing, or to a place outside the documents folder, "
        "and such links are not followed; put a copy of the document here instead.",
        "file_name": "The name of the file holds control characters or is not valid UTF-8; rename "
        "the file.",
        "folder_name": "The name of the folder holds control characters or is not valid UTF-8; "
        "rename the folder.",
        "no_ending": "Files without an ending cannot be read; convert it to one of: {0}, or move "
        "it out of the folder.",
        "ending": "Files ending in {0} cannot be read; convert it to one of: {1}, or move it out "
        "of the folder.",
        "ending_saved_as": "Files ending in {0} cannot be read; open it in its program and save it "
        "as {1}.",
        "file_too_large": "It has {0} MB and the limit is {1} MB; split it into smaller files.",
        "too_much_memory": "Reading the file takes too much memory; split it, or save it as plain "
        "text.",
        "too_much_text": "It holds more text than one document may; split the file.",
        "too_slow": "Reading it took more than {0} seconds and was ended; split the file, or save "
        "it in a simpler format.",
        "broke_the_reader": "The library that reads this format broke down over the file, or "
        "asked for too much memory; save it anew, or in another format.",
        "nested": "The file is nested too deeply to be read; simplify it, or save it as plain "
        "text.",
        "fault": "Reading it failed by a fault of the program ({0}); save it in another format, "
        "and report the fault with the file if you can.",
        "broken_epub": "The file is not a sound book (.epub); open it in a reader for books and "
        "save it again.",
        "broken_json": "The file is not valid JSON; correct it, or write one record on each line "
        "(.jsonl).",
        "broken_json_lines": "No line of the file is a JSON record; write one record on each line.",
        "broken_mail": "The file is not a sound mail; save it again as .eml.",
        "broken_mail_headers": "The file does not begin with a mail's headers; save it as .txt if "
        "it is a text.",
        "broken_office": "The file is not a sound {0} document; open it in the program that made "
        "it and save it again.",
        "broken_pdf": "The file is not a sound PDF; open it and save or print it as PDF again.",
        "broken_pdf_page": "A page of the PDF is damaged; open it and save or print it as PDF "
        "again.",
        "broken_picture": "The file is not a sound picture; save it again, as PNG or JPEG.",
        "broken_rtf": "The file is not sound rich text (.rtf); open it in a word processor and "
        "save it again.",
        "broken_spreadsheet": "The file is not a sound spreadsheet (.xlsx); open it in Excel and "
        "save it again.",
        "no_subtitle": "No subtitle with its time was found; check that the file is .srt or .vtt.",
        "no_web_page": "The file holds no web page; save it as .html.",
        "unrecognised_picture": "The picture cannot be read by Tesseract; save it anew, or in "
        "another format.",
        "slow_picture": "Recognising its text took more than {0} seconds; make it smaller.",
        "encrypted_epub": "The book is encrypted; use a copy without protection.",
        "encrypted_mail": "The mail is encrypted; save its text instead.",
        "encrypted_office": "The {0} document is protected by a password; open it, remove the "
        "password and save it.",
        "encrypted_pdf": "The PDF is encrypted; save a copy without a password.",
        "encrypted_spreadsheet": "The spreadsheet has a password or is in the old .xls format; "
        "save it as an .xlsx without a password.",
        "old_office": "The file is in an old format of Office; open it and save it as {0}.",
        "many_book_files": "The book has more than {0} files; split it.",
        "many_book_tags": "The book has more than {0} tags; split it.",
        "many_cells": "The spreadsheet has more than {0} cells, or pictures; split it.",
        "many_mail_parts": "The mail has too many parts; save them apart.",
        "long_mail_header": "A header of the mail is too long; save its text.",
        "many_page_tags": "The page has more than {0} tags; split it into several pages.",
        "many_paragraphs": "The document has more than {0} paragraphs; split it.",
        "many_pdf_pages": "The PDF has more than {0} pages; split it.",
        "many_pixels": "The picture has more than {0} million pixels; make it smaller.",
        "many_subtitles": "The file has more than {0} subtitles; split it.",
        "large_book": "The book's text unpacks to more than {0} MB; split it.",
        "large_office": "The {0} document unpacks to more than {1} MB of text or {2} elements; "
        "split it.",
    }
)
