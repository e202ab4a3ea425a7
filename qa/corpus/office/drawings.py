"""What can be read of charts, diagrams and pictures in office documents."""

from __future__ import annotations

import re
from typing import Any

from qa.corpus.office.package import number_of
from qa.corpus.tables.grid import table_lines

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"

PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
    "{http://schemas.openxmlformats.org/presentationml/2006/main}pic",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
"""Elements that each are a picture."""

MAX_DESCRIBED = 2_000
"""Characters of a description that are looked at."""

MAX_CHART_SERIES = 100
MAX_CHART_VALUES = 20_000
"""Of a chart, in all its series; what is past them is not read."""

# What programs write themselves: names of files, "Picture 3", guesses at what is seen.
_NO_DESCRIPTION = re.compile(
    r"(?:(?:picture|image|graphic|diagram|chart|shape|logo|photo|text ?box|صورة|شكل|grafik|bild|"
    r"imagen|图片|図)[ \d]*)|.*\.(?:png|jpe?g|gif|bmp|emf|wmf|svg|tiff?|webp)|https?:\S*",
    re.IGNORECASE | re.DOTALL,
)
_BY_MACHINE = re.compile(
    r"description automatically generated|automatically generated description|"
    r"ai-generated content may be incorrect|تم إنشاء الوصف تلقائي|وصف تم إنشاؤه تلقائي",
    re.IGNORECASE,
)


def told_description(text: str) -> str:
    """A picture's description where an author wrote it; else ""."""
    text = " ".join(text[:MAX_DESCRIBED].split())
    return "" if _NO_DESCRIPTION.fullmatch(text) or _BY_MACHINE.search(text) else text


def chart_lines(root: Any) -> list[str]:  # noqa: ANN401 (an XML element)
    """A chart as text: its titles, then a line for each category with the value of each series."""
    titles = [_drawn_text(title) for title in root.iter(f"{_C}title")]
    names: dict[tuple[str, int], str] = {}
    rows: dict[tuple[str, int], dict[int, str]] = {}
    n_values = 0
    all_series = list(root.iter(f"{_C}ser"))[:MAX_CHART_SERIES]
    for number, series in enumerate(all_series):
        categories = _points(series, "cat") or _points(series, "xVal")
        values = _points(series, "val") or _points(series, "yVal")
        n_values += len(values)
        if n_values > MAX_CHART_VALUES:
            break
        for place, value in values.items():
            key = (categories.get(place, ""), place)
            names[key] = categories.get(place, "")
            rows.setdefault(key, {})[number] = value
    header = ["", *(" ".join(_points(s, "tx").values()) for s in all_series)]
    table = [
        [names[key], *(row.get(n, "") for n in range(len(all_series)))] for key, row in rows.items()
    ]
    return [title for title in titles if title] + table_lines([header, *table], 1)


def diagram_lines(root: Any) -> list[str]:  # noqa: ANN401
    """The texts of a diagram (SmartArt), in the order in which they were written."""
    texts = (_drawn_text(point) for point in root.iter(f"{_DGM}pt"))
    return [text for text in texts if text]


def _points(series: Any, name: str) -> dict[int, str]:  # noqa: ANN401
    """The values that a chart keeps of a series, by their place."""
    found = series.find(f"{_C}{name}")
    points: dict[int, str] = {}
    for point in found.iter(f"{_C}pt") if found is not None else ():
        value = point.find(f"{_C}v")
        if value is not None:
            points.setdefault(number_of(point.get("idx"), len(points)), value.text or "")
    if found is not None and not points:
        points = {n: v.text or "" for n, v in enumerate(found.findall(f"{_C}v"))}
    return points


def _drawn_text(element: Any) -> str:  # noqa: ANN401
    """The text of a shape as one line."""
    paragraphs = ("".join(t.text or "" for t in p.iter(f"{_A}t")) for p in element.iter(f"{_A}p"))
    return " ".join(" ".join(paragraphs).split())
