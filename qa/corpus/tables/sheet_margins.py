"""What a sheet prints above and below its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_PAGES = ("oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter")
_PLACES = ("left", "center", "right")
# Codes of fonts, sizes, colours and styles, which show nothing; and those that a program fills in:
# the page, the date, the name of the file.
_CODE = re.compile(r'&(?:"[^"]*"|[0-9]{1,3}|K[0-9A-Fa-f]{6}|[A-Za-z]|\[[A-Za-z]+\])')
_PAGE_CODE = re.compile(r"&(?:[PNpn]|\[Pages?\])")
_MAX_PAGE_LETTERS = 12  # of "Page 3 of 12", in any language


def margins_of(header_footer: Any) -> Iterator[str]:  # noqa: ANN401 (openpyxl's record, or None)
    """Yield the texts of a sheet's headers and footers, without those that number its pages."""
    for page in _PAGES:
        item = getattr(header_footer, page, None)
        for place in _PLACES if item is not None else ():
            written = getattr(item, place).text or ""
            text = _CODE.sub("", written.replace("&&", "\x00")).replace("\x00", "&").strip()
            is_number = _PAGE_CODE.search(written) and _n_letters(text) <= _MAX_PAGE_LETTERS
            if any(map(str.isalnum, text)) and not is_number:
                yield text


def _n_letters(text: str) -> int:
    return sum(map(str.isalpha, text))
