"""What a mail looks like from outside: headers, parts, calendar; and what nobody can slip into it."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from dispatch import mails

ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Bureau à Murat\r\nEND:VCALENDAR\r\n".encode()


@pytest.fixture(autouse=True)
def _hello(settings) -> None:
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], Path(__file__).parent / "templates"]}]
    settings.DEFAULT_FROM_EMAIL = "Cantal Network <ne-pas-repondre@cantal-network.example>"


def hello(name: str = "Camille", *, context: dict | None = None, language: str = "fr", **options) -> mails.Mail:
    return mails.compose(
        "tests/mail/hello", {"name": name, **(context or {})}, to="camille@exemple.fr", language=language, **options
    )


def on_the_wire(mail: mails.Mail):
    return message_from_bytes(mail.message().as_bytes(linesep="\r\n"), policy=policy.default)


def test_a_mail_says_who_writes_and_where_answers_go():
    mail = on_the_wire(hello(from_name="Télécentre de Murat", reply_to="murat@cantal-network.example"))

    headers = {name: str(mail[name]) for name in ["Subject", "From", "To", "Reply-To", "Auto-Submitted"]}
    assert headers == {
        "Subject": "Oui : Camille",
        "From": "Télécentre de Murat <ne-pas-repondre@cantal-network.example>",
        "To": "camille@exemple.fr",
        "Reply-To": "murat@cantal-network.example",
        "Auto-Submitted": "auto-generated",
    }


def test_a_mail_speaks_the_language_of_its_reader():
    assert [hello(language=language).subject for language in ("fr", "en")] == ["Oui : Camille", "Yes : Camille"]


def test_the_text_is_not_escaped_and_the_page_is():
    mail = hello("<b>D'Arc & fils</b>")

    assert mail.subject == "Oui : <b>D'Arc & fils</b>"
    assert mail.body.startswith("Bonjour <b>D'Arc & fils</b>\n\nL'accueil ouvre à 8 h 30.\n\n-- \n")
    assert "&lt;b&gt;D&#x27;Arc &amp; fils&lt;/b&gt;" in mail.alternatives[0].content


def test_the_frame_shows_facts_button_and_note():
    context = {
        "facts": [("Bureau", "Bureau 2"), ("Référence", "MUR-7K4Q")],
        "button_url": "https://cantal-network.example/r/MUR-7K4Q/",
        "button_label": "Voir",
        "note": "Un empêchement ?",
    }

    mail = hello(context=context)

    assert "\n\nBureau      Bureau 2\nRéférence   MUR-7K4Q\n\n" in mail.body
    assert "https://cantal-network.example/r/MUR-7K4Q/\n\nUn empêchement ?\n\n-- \n" in mail.body
    assert mail.alternatives[0].content.count('href="https://cantal-network.example/r/MUR-7K4Q/"') == 2


@pytest.mark.parametrize("demonstration", [True, False])
def test_a_demonstration_mail_says_that_it_is_an_example(settings, demonstration):
    settings.DEMONSTRATION = demonstration

    mail = hello(language="en")

    assert ["demonstration" in part for part in (mail.body, mail.alternatives[0].content)] == [demonstration] * 2


def test_an_invitation_is_an_alternative_for_calendars_and_a_file_for_people():
    mail = on_the_wire(hello(calendar=(ICS, "REQUEST")))

    alternative, attachment = mail.iter_parts()
    text, html, calendar = alternative.iter_parts()
    assert [part.get_content_type() for part in (text, html, calendar)] == ["text/plain", "text/html", "text/calendar"]
    assert calendar["Content-Type"].params["method"] == "REQUEST"
    assert calendar.get_content().encode() == ICS
    assert (attachment.get_filename(), attachment.get_content()) == ("reservation.ics", ICS)


def test_a_mail_loads_nothing_from_anywhere():
    html = hello().alternatives[0].content

    assert [token for token in ("<img", "<script", "<link", "url(", "@import", "src=") if token in html] == []


INJECTION = "Camille\r\nBcc: victime@exemple.fr\x00\u2028\ud800Suite"
ON_ONE_LINE = "Camille Bcc: victime@exemple.fr Suite"


def test_line_breaks_never_add_a_header():
    mail = on_the_wire(hello(INJECTION.replace("\ud800", ""), from_name=INJECTION, reply_to="a@exemple.fr\nBcc: b@exemple.fr"))

    assert mail["Subject"] == f"Oui : {ON_ONE_LINE}"
    assert mail["From"].addresses[0].display_name == ON_ONE_LINE
    assert (mail["Bcc"], mail["Cc"]) == (None, None)


def test_french_spaces_survive_on_one_line():
    assert mails.one_line(" 8\u00a0h\u00a030\u202f?\t\n ") == "8\u00a0h\u00a030\u202f?"


def test_a_kept_mail_can_be_read_again():
    mail = hello("Élodie", from_name="Télécentre de Murat", calendar=(ICS, "REQUEST"))

    kept = mails.read(mails.source_of(mail))

    assert dict(kept.headers)["Subject"] == "Oui : Élodie"
    assert dict(kept.headers)["From"] == "Télécentre de Murat <ne-pas-repondre@cantal-network.example>"
    assert kept.text == mail.body
    assert kept.html.strip() == mail.alternatives[0].content.strip()
    assert kept.calendar == ICS


def test_a_mail_is_rendered_once():
    mail = hello(calendar=(ICS, "REQUEST"))

    assert mail.message().as_bytes() == mail.message().as_bytes()
