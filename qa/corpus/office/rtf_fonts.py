"""Which characters the bytes of a rich text (.rtf) are: its code page, and those of its fonts."""

from __future__ import annotations

import codecs

from qa.corpus.office.symbols import symbol, without_private_codes

_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030",
    136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    179: "cp1256", 180: "cp1256", 181: "cp1255", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp437",
}  # fmt: skip
SYMBOL_CHARSET = 2
MAX_NAME = 100
_MAC = {10000: "mac_roman", 10004: "mac_arabic", 10006: "mac_greek", 10007: "mac_cyrillic"}


def codec_of(code_page: int) -> str:
    """The codec of a code page; Western where there is none."""
    name = _MAC.get(code_page, f"cp{code_page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


class RtfFonts:
    """The fonts of a rich text, as its table of fonts is read."""

    def __init__(self) -> None:
        self.codec = "cp1252"
        self._codecs: dict[int, str] = {}
        self._symbols: set[int] = set()
        self._names: dict[int, str] = {}

    def set_default(self, code_page: int) -> None:
        """Note the code page of text in no font that has one of its own."""
        self.codec = codec_of(code_page)

    def set_charset(self, font: int, charset: int) -> None:
        """Note the character set of a font."""
        if charset == SYMBOL_CHARSET:
            self._symbols.add(font)
        elif charset == 0 and self.codec == "cp1256":
            # Programs in Arabic write Arabic under it too, and Western letters are in both.
            self._codecs[font] = self.codec
        elif charset in _CHARSETS:
            self._codecs[font] = _CHARSETS[charset]

    def set_code_page(self, font: int, code_page: int) -> None:
        """Note the code page of a font."""
        self._codecs[font] = codec_of(code_page)

    def add_name(self, font: int, name: str) -> None:
        """Note (more of) the name of a font."""
        self._names[font] = (self._names.get(font, "") + name)[:MAX_NAME]

    def decoded(self, data: bytes, font: int) -> str:
        """Bytes as text, in a font."""
        if font in self._symbols:
            name = self._names.get(font, "").split(";")[0]
            return "".join(symbol(name, byte) or chr(byte) for byte in data)
        return data.decode(self._codecs.get(font, self.codec), errors="replace")

    def unicode(self, number: int, font: int) -> str:
        """A code of Unicode as text, in a font: private codes are those of its own signs."""
        name = self._names.get(font, "").split(";")[0]
        return without_private_codes(chr(number), name)
