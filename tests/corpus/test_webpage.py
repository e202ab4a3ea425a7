"""Web pages: all that can be read on them comes in, in order; what surrounds the text does not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.corpus.blocks import assemble, finish
from qa.corpus.html.webpage import parse_webpage
from qa.errors import DocumentParseError

ENGLISH = (
    "The office of water said on Monday that the river had risen by thirty centimetres after rain.",
    "The gates of the dam will be opened on Sunday, and the villages below it were told of that.",
    "The province has set aside four billion dinars for the old canals, which nobody had cleaned.",
)
ARABIC = (
    "أعلنت دائرة المياه يوم الاثنين أن منسوب النهر ارتفع ثلاثين سنتيمترا بعد أمطار الأسبوع الماضي.",
    "تفتح بوابات السد يوم الأحد المقبل، وقد أبلغ سكان القرى القريبة من المجرى بذلك قبل ثلاثة أيام.",
    "خصصت المحافظة أربعة مليارات دينار لصيانة القنوات القديمة التي لم ينظفها أحد منذ عشر سنوات.",
)


def extract(body, head=""):
    source = (
        f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    )
    return finish(parse_webpage(source.encode()))


def text_of(body, head=""):
    return assemble(extract(body, head).blocks)[0]


def article(inside):
    paragraphs = "".join(f"<p>{text}</p>" for text in ENGLISH)
    return text_of(f"<article><h1>Title</h1>{paragraphs}{inside}<p>{ENGLISH[0]}</p></article>")


def inner(inside):
    """What comes of markup in the middle of an article."""
    text = article(inside)
    return text.split(ENGLISH[2], 1)[1].rsplit(ENGLISH[0], 1)[0].strip()


PARTS = {
    "caption": (
        "<figure><img src=a alt=Map><figcaption>The <b>border</b> of 2023.</figcaption></figure>",
        "The border of 2023.",
    ),
    "description of a picture": ("<p><img src=a alt='A map of hills'></p>", "A map of hills"),
    "summary": (
        "<details><summary>Who mends it?</summary>The smith.</details>",
        "Who mends it?\n\nThe smith.",
    ),
    "question on a button": (
        "<h3><button aria-expanded=false>What is the fee?</button></h3><div hidden>None.</div>",
        "What is the fee?\n\nNone.",
    ),
    "question in a division": (
        "<div role=button>كم الرسم؟</div><div style='display:none'>عشرة.</div>",
        "كم الرسم؟\n\nعشرة.",
    ),
    "answer that a link opens": (
        "<a class=toggle href='javascript:void(0)'>Fees</a><div style='display: none'>None.</div>",
        "Fees\n\nNone.",
    ),
    "tabs": (
        "<div role=tablist><button role=tab aria-controls=t1>Private</button></div>"
        "<div role=tabpanel id=t1 hidden>20 dinars</div>",
        "Private\n\n20 dinars",
    ),
    "title on a button of a card": (
        "<div class=card><div class=card-header><button class='btn btn-link'>Fees</button></div>"
        "<div class=collapse>None.</div></div>",
        "Fees\n\nNone.",
    ),
    "box to tick that opens": (
        "<input type=checkbox id=c hidden><label for=c>When?</label><p style='display:none'>At 8.",
        "When?\n\nAt 8.",
    ),
    "heading with a sign": ("<h2>Fees<a class=headerlink href='#f'>¶</a></h2>", "Fees"),
    "references": (
        "<ol><li><a href='#r'>^</a> <cite><a href=http://x>Report on dams</a>, 2003.</cite></ol>",
        "1. Report on dams, 2003.",
    ),
    "a menu of dishes": (
        "<div class=menu><h2>Menu</h2><ul class=menu-items><li>Soup 3<li>Fish 9</ul></div>",
        "Menu\n\n• Soup 3\n• Fish 9",
    ),
    "aside": ("<aside><h2>In short</h2><p>The cellar.</p></aside>", "In short\n\nThe cellar."),
    "nested list": (
        "<ul><li>Tea<ul><li>Black</ul><li><p>Milk</p><p>cold</p></ul>",
        "• Tea\n  • Black\n• Milk\n  cold",
    ),
    "numbered list": (
        "<ol start=3><li>c<ol type=a><li>x<li>y</ol><li value=9>i</ol>",
        "3. c\n  a. x\n  b. y\n9. i",
    ),
    "terms": (
        "<dl><dt>A<dt>B<dd>both<dd>more<dt>How long?<dd>Two days.<dt>Z<dd><ul><li>z</ul></dl>",
        "A\nB: both\n  more\nHow long?\nTwo days.\nZ\n• z",
    ),
    "code": ("<pre><code>if x:\n    y = 1\n\n\n</code></pre>", "if x:\n    y = 1"),
    "line breaks": ("<p>one<br>two</p>", "one\ntwo"),
    "ruby": (
        "<p><ruby>東京<rp>[</rp><rt>とうきょう</rt><rp>]</rp></ruby>で</p>",
        "東京(とうきょう)で",
    ),
    "soft hyphens": (
        "<p>Donau&shy;dampf&#173;schiff, Auto<wbr>bahn</p>",
        "Donaudampfschiff, Autobahn",
    ),
    "raised signs": (
        "<p>10<sup>6</sup> m<sup>2</sup> CO<sub>2</sub> 4<sup>th</sup></p>",
        "10⁶ m² CO₂ 4th",
    ),
    "TeX": (
        "<p>So <span class=katex><math><mi>E</mi><annotation encoding='application/x-tex'>E=mc^2"
        "</annotation></math><span class=katex-html aria-hidden=true>E</span></span>.</p>",
        "So E=mc^2.",
    ),
    "MathML": (
        "<p><math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac></math></p>",
        "(a+b)/c",
    ),
    "form": (
        "<form><label>Pump</label> <input value='No. 9'><label><input type=checkbox checked> Dry"
        "</label><label><input type=radio> Wet</label><textarea>One.\nTwo.</textarea>"
        "<select><option>on<option selected>off</select><input type=hidden value=secret></form>",
        "Pump: No. 9\n☑ Dry\n☐ Wet\nOne.\nTwo.\noff",
    ),
    "files to load": (
        "<ul><li><a href=/a.pdf>Form A: damage to fields</a></ul>",
        "• Form A: damage to fields",
    ),
    "deleted words": ("<p>The fee is <del>100</del> <ins>80</ins>.</p>", "The fee is 80."),
    "shadow root": ("<x-y><template shadowrootmode=open><p>Shade</p></template></x-y>", "Shade"),
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_each_part_of_a_page_is_read(name):
    markup, expected = PARTS[name]
    assert inner(markup) == expected


def test_the_footer_of_an_article_is_read_with_its_author():
    text = text_of(
        f"<article><p>{ENGLISH[0]}</p><footer>By <a rel=author href=/h>Hiba</a></footer></article>"
    )
    assert text.endswith("By Hiba")


TABLES = {
    "empty cells": (
        "<tr><th>Line<th>Noon<th>Night<tr><td>Red<td><td>18:40",
        ["Line | Noon | Night", "Line: Red | Night: 18:40"],
    ),
    "spans": (
        "<tr><th rowspan=2>Class<th colspan=2>Fee<tr><th>Old<th>New"
        "<tr><td rowspan=2>Boat<td>1<td>2<tr><td colspan=2>none",
        ["Class: Boat | Fee Old: 1 | Fee New: 2", "Class: Boat | Fee Old: none | Fee New: none"],
    ),
    "names of rows": (
        "<thead><tr><td><td>2022<td>2023</thead><tr><th scope=row>Mosul<td>1<td>2",
        ["Mosul | 2022: 1 | 2023: 2"],
    ),
    "terms": ("<tr><th>Name<td>Ali<tr><th>Age<td>30", ["Name: Ali", "Age: 30"]),
    "sections": (
        "<tr><th>Item<th>Price<tr><th colspan=2>Fruit<tr><td>Fig<td>3<tfoot><tr><td>Sum<td>3",
        ["Fruit | Item: Fig | Price: 3", "Item: Sum | Price: 3"],
    ),
    "a title above": (
        "<caption>Prices</caption><tr><th colspan=2>In dinars<tr><th>Item<th>Price<tr><td>Fig<td>3",
        ["Prices", "In dinars", "Item: Fig | Price: 3"],
    ),
    "words without names": ("<tr><td>South<td>Ali<td>x<tr><td>North<td>Zaid<td>y",
                            ["South | Ali | x", "North | Zaid | y"]),
    "bold names": ("<tr><td><b>Day</b><td><b>Who</b><td><b>At</b><tr><td>Mon<td>Ali<td>door",
                   ["Day: Mon | Who: Ali | At: door"]),
    "lists in cells": (
        "<tr><th>Day<th>Hours<tr><td>Mon<td><ul><li>10 to 14<li>16 to 20</ul>",
        ["Day: Mon | Hours: 10 to 14; 16 to 20"],
    ),
    "a table in a cell": (
        "<tr><th>Region<th>Clinics<th>Doctor<tr><td>South<td><table><tr><td>Basra<td>12 beds"
        "<tr><td>Amara<td>9 beds</table><td>Rana",
        ["Region: South | Clinics: Basra, 12 beds; Amara, 9 beds | Doctor: Rana"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_cells_stay_with_their_names(name):
    markup, lines = TABLES[name]
    assert inner(f"<table>{markup}</table>").split("\n") == lines


def test_a_table_of_divisions():
    row = "<div role=row><span role={0}>{1}</span><span role={0}>{2}</span></div>"
    rows = row.format("columnheader", "Day", "Night") + row.format("cell", "Fri", "18:00")
    assert inner(f"<div role=table>{rows}</div>") == "Day: Fri | Night: 18:00"


def test_a_table_that_arranges_a_page_is_text():
    text = text_of(
        f"<table><tr><td><a href=/a>Home</a><br><a href=/b>X</a><td><h2>Canals</h2><p>{ENGLISH[0]}"
        f"<table><tr><th>Year<th>Depth<tr><td>1990<td>2 m</table><p>{ENGLISH[1]}</table>"
    )
    assert text == f"Canals\n\n{ENGLISH[0]}\n\nYear: 1990 | Depth: 2 m\n\n{ENGLISH[1]}"


HIDDEN = [
    "<p hidden>Secret fee.</p>",
    "<p style='color: red; display : none'>Secret fee.</p>",
    "<div aria-hidden=true>Secret fee.</div>",
    "<p class='draft old'>Secret fee.</p>",
    "<dialog>Secret fee.</dialog>",
]


@pytest.mark.parametrize("markup", HIDDEN)
def test_what_is_hidden_is_left_out_and_counted(markup):
    style = "<style>@media print{.menu{display:none}} .draft{margin:0;display:none}</style>"
    body = f"<article><p>{ENGLISH[0]}</p>{markup}<p class=menu>{ENGLISH[1]}</p></article>"
    found = extract(body, style)
    assert assemble(found.blocks)[0] == f"{ENGLISH[0]}\n\n{ENGLISH[1]}"
    assert tuple(map(str, found.notes)) == ("hidden parts not read: 1",)


def test_a_page_that_a_script_unveils_is_read():
    assert text_of(f"<div id=app style='display:none'><p>{ENGLISH[0]}</p></div>") == ENGLISH[0]


def test_what_is_no_text_is_counted():
    things = (
        "<iframe src=x></iframe><video>no</video><img src=a><img src=b alt=''><object></object>"
    )
    found = extract(f"<article><p>{ENGLISH[0]}</p>{things}</article>")
    assert tuple(map(str, found.notes)) == (
        "frames not read: 1",
        "videos not read: 1",
        "pictures not read: 1",
        "embedded objects not read: 1",
    )


NEWS = """
<a href="#main">Skip to content</a>
<div id="topbar"><ul><li><a href="/about">{menu}</a></li></ul></div>
<header><a href="/">Daily</a><nav><a href="/w">{menu}</a></nav><form action="/search"><input name=q>
<button>{menu}</button></form></header>
<div id="content"><div class="post with-sidebar"><div class="breadcrumbs"><a href="/">{menu}</a>
</div>
<h1>{title}</h1><div class="meta"><span>5 March 2024</span> <span>277 views</span></div>
<div class="share-buttons"><a href="https://x.com">{menu}</a></div>
<div class="entry"><p>{0}</p><p>{read}: <a href="/o">{menu} a headline of another article</a></p>
<p>{1}</p><aside><p>{box}</p></aside><p>{2}</p><p>{share}</p></div>
<div class="post-tags"><a href="/t">{menu}</a></div>
<div class="related"><h3>{related}</h3><ul><li><a href="/r">{menu} and more</a></li></ul></div>
<div class="cards"><div><h4><a href="/r1">{menu}</a></h4><p>{teaser}</p></div>
<div><h4><a href="/r2">{menu}</a></h4><p>{teaser}</p></div></div>
<div id="comments"><h3>{menu}</h3><form id="commentform"><label>{menu}</label><textarea></textarea>
<input type="submit"></form></div></div>
<div class="sidebar"><h3>{menu}</h3><ul><li><a href="/m">{menu}</a></li></ul></div></div>
<div id="cookie-notice"><p>{menu}</p><button>OK</button></div>
<footer><p>© 2024 {menu}</p><a href="/p">{menu}</a></footer>
"""
TEASER = (
    "Another article tells of something else at some length, and none of it belongs to this page."
)


@pytest.mark.parametrize(
    ("paragraphs", "words"),
    [
        (ENGLISH, {"read": "Read also", "share": "Share this article", "related": "Related posts"}),
        (ARABIC, {"read": "اقرأ أيضا", "share": "شارك الخبر", "related": "مقالات ذات صلة"}),
    ],
)
def test_an_article_comes_without_what_surrounds_it(paragraphs, words):
    title, box = "River rises", "The dam is 113 metres high."
    body = NEWS.format(*paragraphs, menu="MENU", title=title, box=box, teaser=TEASER, **words)
    expected = [title, "5 March 2024 277 views", paragraphs[0], paragraphs[1], box, paragraphs[2]]
    assert [b for b in text_of(body).split("\n\n") if b not in expected] == []
    assert [b for b in expected if b not in text_of(body)] == []


def test_an_index_of_links_is_read():
    items = "".join(f"<li><a href=/{n}>Page number {n}</a>" for n in range(20))
    assert "• Page number 7" in text_of(f"<h1>All pages</h1><ul>{items}</ul>")


EXAM = [
    "<p>Reading time: 15 minutes</p><p>Writing time: 3 hours</p>",
    "<p>Reading time: 15 minutes. Nothing is written in it.</p>",
    "<ul><li>Reading time: 15 minutes<li>Writing time: 3 hours</ul>",
    "<dl><dt>Time<dd>Reading time: 15 minutes</dl>",
    "<table><tr><th>Time<td>Reading time: 15 minutes<tr><th>Place<td>Hall 2</table>",
    "<pre>Reading time: 15 minutes</pre>",
]


@pytest.mark.parametrize("markup", EXAM)
def test_leftovers_in_the_text_are_text(markup):
    assert "Reading time: 15 minutes" in inner(markup)
    text = text_of(f"<article><h1>Exam</h1>{markup}<p>{ENGLISH[0]}</p></article>")
    assert "Reading time: 15 minutes" in text


@pytest.mark.parametrize(
    "markup",
    [
        "<h1>T</h1><p>3 min read</p><p>{0}</p>",
        "<h1>T</h1><p>{0}</p><p>Share on WhatsApp</p>",
        "<h1>T</h1><p>{0}</p><div class=share>Share on WhatsApp</div><p>{0}</p>",
        "<h1>T</h1><p>{0}</p><p>Read also: <a href=/x>Another article</a></p><p>{0}</p>",
        "<h1>T</h1><p>{0}</p><h2>Related articles</h2><ul><li><a href=/x>Another one</a></ul>",
    ],
)
def test_leftovers_go_where_the_page_confirms_them(markup):
    text = text_of(f"<article>{markup.format(ENGLISH[0])}</article>")
    assert set(text.split("\n\n")) == {"T", ENGLISH[0]}


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>River rises - Daily</title>", "River rises"),
        ("<title>Daily | The river - Daily</title>", "River rises"),
        ("<meta property=og:title content='River rises | Daily'>", "River rises"),
        (
            "<meta property=og:site_name content=Daily>"
            "<meta property=og:title content='Flood - Daily'>",
            "Flood",
        ),
    ],
)
def test_the_title_is_without_the_name_of_the_site(head, title):
    assert extract(f"<h1>River rises</h1><p>{ENGLISH[0]}</p>", head).title == title


@pytest.mark.parametrize(
    ("head", "author", "date"),
    [
        ("<meta name=author content='Hiba'><meta name=date content=2024-05>", "Hiba", "2024-05"),
        ("<meta property=article:published_time content=2024-05-02T10:00:00Z>", "", "2024-05-02"),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","datePublished":'
            '"2024-05-02T08:00Z","author":[{"name":"هبة نجم"}]}]}</script>',
            "هبة نجم",
            "2024-05-02",
        ),
        ("<meta name=author content='https://x.org/hiba'><meta name=date content='soon'>", "", ""),
        ("<meta name=date content=2024-13-45>", "", ""),
    ],
)  # fmt: skip
def test_author_and_date_are_those_that_the_page_states(head, author, date):
    found = extract(f"<p>{ENGLISH[0]}</p>", head)
    assert (found.author, found.date) == (author, date)


def test_a_time_in_the_head_of_an_article_is_its_date():
    body = f"<article><header><time datetime=2023-02-02>2 Feb</time></header>{ENGLISH[0]}</article>"
    assert extract(body).date == "2023-02-02"


def test_self_closed_elements_of_xhtml_close():
    source = (
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title/><script/>"
        "</head><body><p>One<a id='x'/> two.</p></body></html>"
    )
    assert assemble(parse_webpage(source.encode()).blocks)[0] == "One two."


def test_too_many_elements_are_refused():
    with pytest.raises(DocumentParseError, match="split it") as caught:
        parse_webpage(b"<p>" * 600_000 + b"x")
    assert caught.value.kind == "too_large"


# Nothing is lost, whatever is nested in whatever.

WORDS = st.integers(0, 10**6).map(lambda n: f"word{n}")
WRAPPERS = [
    "<div>{}</div>", "<p>{}</p>", "<ul><li>{}</li></ul>", "<ol><li>{}<li>{}</ol>",
    "<table><tr><td>{}<td>{}<tr><td>{}</table>", "<table><tr><th>{}<th>{}<tr><td>{}<td>{}</table>",
    "<table><tr><td rowspan=2>{}<td colspan=2>{}<tr><td>{}</table>", "<pre>{}\n{}</pre>",
    "<dl><dt>{}<dd>{}</dl>", "<details><summary>{}</summary>{}</details>", "<aside>{}</aside>",
    "<blockquote>{}</blockquote>", "<figure>{}<figcaption>{}</figcaption></figure>",
    "<h3>{}</h3>{}", "<span><b>{}</b> {}</span>", "<ruby>{}<rt>{}</rt></ruby>",
    "<section>{}</section>",
    "<fieldset><legend>{}</legend>{}</fieldset>", "{}<br>{}", "<article>{}</article>",
]  # fmt: skip


def _nested(inside):
    def fill(wrapper):
        return st.tuples(*[inside] * wrapper.count("{}")).map(lambda parts: wrapper.format(*parts))

    return st.sampled_from(WRAPPERS).flatmap(fill)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.recursive(WORDS, _nested, max_leaves=12), min_size=1, max_size=5))
def test_every_word_is_read_whatever_it_stands_in(parts):
    import re

    body = " ".join(parts)
    text = text_of(f"<main>{body}</main>")
    assert set(re.findall(r"word\d+", text)) == set(re.findall(r"word\d+", body))
