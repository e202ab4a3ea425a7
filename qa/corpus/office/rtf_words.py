"""The words of rich text that stand for characters, and those of groups that are not read."""

from __future__ import annotations

LEFT_OUT = frozenset(
    (
        "colortbl", "filetbl", "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator",
        "pict", "object", "nonshppict", "shprslt", "nonesttables", "xmlnstbl", "themedata",
        "datastore", "colorschememapping", "latentstyles", "mmathPict", "mmathPr", "bkmkstart",
        "bkmkend", "datafield", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "sp",
        "private", "keywords", "subject", "category", "comment", "operator", "doccomm", "company",
        "manager", "hlinkbase", "atnid", "atnref", "atntime", "atndate", "atnparent", "pgdsctbl",
        "template", "xe", "tc", "fchars", "lchars", "userprops", "pntxta", "pntxtb", "picprop",
        "passwordhash",
    )
)  # fmt: skip
"""Groups that hold no text of the document."""

OPTIONAL = frozenset(
    (
        "shpinst", "shptxt", "annotation", "atnauthor", "ud", "moMath", "moMathPara", "shppict",
        "nesttableprops", "pntext", "listtext", "footnote", "do", "dptxbxtext", "fldinst",
    )
)  # fmt: skip
"""Groups that programs may leave out, and that are read."""

MARGINS = frozenset(
    f"{kind}{page}" for kind in ("header", "footer") for page in ("", "l", "r", "f")
)
"""Groups of headers and footers."""

CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "softline": "\n", "column": "\n", "emdash": "—",
    "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
    "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f",
    "mden": "/", "msup": "^", "msub": "_", "mrad": "√",
}  # fmt: skip
"""Words that are characters, those of formulas included."""

SIGNS = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}", "-": ""}
"""Signs after a backslash; the last is where a word may be divided."""

CODE_PAGES = {"ansi": 1252, "mac": 10000, "pc": 437, "pca": 850}
"""Words that name a code page without its number."""
