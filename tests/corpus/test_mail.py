"""Mail: who wrote to whom, when, of what and what; attachments are counted."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.corpus.blocks import assemble, finish
from qa.corpus.mail import parse_mail, parse_saved_page
from qa.errors import DocumentParseError


def mail(text="The office opens at nine.", subject="Hours", sender='"Hiba Najm" <h@x.iq>'):
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, sender, "a@x.iq"
    message["Date"] = "Thu, 02 May 2024 23:30:00 +0300"
    if text is not None:
        message.set_content(text)
    return message


def read(message):
    return finish(parse_mail(bytes(message)))


def test_a_mail_is_read_with_its_headers_and_quotations():
    text = "نفتح في التاسعة.\n\nOn Monday Ali wrote:\n> When do you open?"
    found = read(mail(text, "ساعات المكتبة"))
    assert (found.title, found.author, found.date) == ("ساعات المكتبة", "Hiba Najm", "2024-05-02")
    assert assemble(found.blocks)[0] == (
        'ساعات المكتبة\n\nFrom: "Hiba Najm" <h@x.iq>\nTo: a@x.iq\n'
        f"Date: Thu, 02 May 2024 23:30:00 +0300\n\n{text}"
    )


def test_of_two_writings_the_plain_one_is_read_once():
    message = mail()
    message.add_alternative("<p>The office opens at <b>nine</b>.</p>", subtype="html")
    assert assemble(read(message).blocks)[0].count("opens at nine") == 1


def test_a_plain_part_that_says_nothing_gives_way_to_the_page():
    message = mail("View in a browser")
    rows = "<tr><th>Day<th>Hours<tr><td>Mon<td>nine to three<tr><td>Tue<td>nine to noon"
    message.add_alternative(f"<h2>Opening hours</h2><table>{rows}</table>", subtype="html")
    assert "Day: Tue | Hours: nine to noon" in assemble(read(message).blocks)[0]


def test_attachments_are_counted_and_forwarded_mails_read():
    message = mail()
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    message.add_attachment(b"PNG", maintype="image", subtype="png", disposition="inline")
    message.add_attachment(mail("It is closed on Friday.", "Forwarded"))
    found = read(message)
    assert "It is closed on Friday." in assemble(found.blocks)[0]
    assert tuple(map(str, found.notes)) == ("attachments not read: 1", "pictures not read: 1")


def test_lines_that_the_program_broke_are_joined():
    data = (
        b"From: a@x\nContent-Type: text/plain; format=flowed\n\nThe office \nopens at nine.\nBye.\n"
    )
    assert assemble(parse_mail(data).blocks)[0].endswith("The office opens at nine.\nBye.")


def test_old_encodings_of_headers_and_text():
    data = (
        b"Subject: =?windows-1256?B?x+HI0e3P?=\nFrom: a@x\n"
        b"Content-Type: text/plain; charset=windows-1256\n\n"
        + "مرحبا بكم في المكتبة".encode("cp1256")
    )
    found = parse_mail(data)
    assert found.title == "البريد"
    assert found.blocks[-1].text == "مرحبا بكم في المكتبة"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"no headers here\n\nhello", "broken"),
        (b"From: a\nContent-Type: application/pkcs7-mime\n\nMIAG", "encrypted"),
        (b"From: a\nContent-Type: text/plain" + b"; a=b" * 100_000 + b"\n\nhi", "too_large"),
        (
            b"From: a\nContent-Type: multipart/mixed; boundary=b\n\n"
            + b"--b\nContent-Type: text/plain\n\nhi\n\n" * 5_000,
            "too_large",
        ),
    ],
)
def test_mails_that_give_no_text(data, kind):
    with pytest.raises(DocumentParseError) as caught:
        parse_mail(data)
    assert caught.value.kind == kind


def test_an_address_of_brackets_is_no_danger():
    assert parse_mail(b"From: " + b"(" * 100_000 + b"\n\nhi").blocks[-1].text == "hi"


def test_a_saved_page_is_read_as_a_page():
    message = EmailMessage()
    message["Subject"] = "River"
    message.set_content("<title>River</title><h1>River</h1><p>نهر طويل</p>", subtype="html")
    message.add_related(b"PNG", maintype="image", subtype="png")
    assert assemble(parse_saved_page(bytes(message)).blocks)[0] == "River\n\nنهر طويل"
    with pytest.raises(DocumentParseError, match="no web page"):
        parse_saved_page(bytes(mail()))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text("abc ةب<>\n:-", min_size=1, max_size=60), max_size=5), st.booleans())
def test_every_word_of_every_part_is_read(texts, is_nested):
    message = mail(None)
    message.make_mixed()
    for text in texts:
        message.add_attachment(mail(text) if is_nested else text, disposition="inline")
    words = assemble(finish(parse_mail(bytes(message))).blocks)[0].split()
    assert all(word in words for text in texts for word in text.split())
