"""How a mail is composed from its templates, and how one that was kept is read again."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMail
from email.message import Message as RenderedMail
from email.utils import formataddr, parseaddr
from functools import cached_property

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.context import make_context
from django.template.loader import get_template
from django.utils import translation

CALENDAR_NAME = "reservation.ics"

# Everything that could end a header, and plain spaces beside it; French no-break spaces stay as they are.
_SPACE_AND_CONTROL = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


class Mail(EmailMultiAlternatives):
    """A mail whose MIME form is made once, so that the copy we keep is, boundary for boundary, what left."""

    @cached_property
    def rendered(self) -> RenderedMail:
        return super().message()

    def message(self) -> RenderedMail:
        return self.rendered


def compose(
    template: str,
    context: dict,
    *,
    to: str,
    language: str,
    reply_to: str = "",
    from_name: str = "",
    calendar: tuple[bytes, str] | None = None,
) -> Mail:
    """
    Renders `<app>/mail/<name>_subject.txt`, `.txt` and `.html` in the language; `template` is `<app>/mail/<name>`.

    The text templates are not HTML-escaped. `from_name` goes with the network's own address (the relay would refuse
    a centre's), `reply_to` is where answers go. `calendar` is an .ics file and its METHOD: calendars look for it as an
    alternative, people as a file, so it is both. Line breaks in names, addresses or the subject become spaces.
    """
    site = {"site_name": settings.SITE_NAME, "public_url": settings.PUBLIC_URL, "demonstration": settings.DEMONSTRATION}
    with translation.override(language):
        subject = one_line(_render_text(f"{template}_subject.txt", {**site, **context}))
        context = {**site, "language": language, "subject": subject, **context}
        text = _tidy(_render_text(f"{template}.txt", context))
        html = get_template(f"{template}.html").render(context)

    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    mail = Mail(
        subject,
        text,
        formataddr((one_line(from_name) or name, address)),
        [one_line(to)],
        reply_to=[one_line(reply_to)] if reply_to else None,
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(html, "text/html")
    if calendar:
        content, method = calendar
        mail.attach_alternative(content.decode(), f"text/calendar; method={one_line(method)}")
        mail.attach(CALENDAR_NAME, content, "application/ics")
    return mail


def one_line(text: str) -> str:
    """A text made safe for a header: what a person typed must neither add a header nor make the mail fail."""
    return _SPACE_AND_CONTROL.sub(" ", str(text)).strip()


def masked(address: str) -> str:
    """ "c…@exemple.fr"."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"


def source_of(mail: EmailMultiAlternatives) -> str:
    """The mail as it goes over the wire (RFC 5322), as text with plain line ends."""
    return mail.message().as_bytes().decode("utf-8", "replace")


@dataclass(frozen=True)
class KeptMail:
    """A mail that was sent, taken apart for reading."""

    headers: list[tuple[str, str]]
    text: str
    html: str
    calendar: bytes


def read(source: str) -> KeptMail:
    """Parts that the mail does not have are empty."""
    parsed = message_from_bytes(source.encode(), policy=policy.default)
    assert isinstance(parsed, ParsedMail)
    calendars = [part.get_payload(decode=True) for part in parsed.iter_attachments() if part.get_filename() == CALENDAR_NAME]
    return KeptMail(
        headers=[(name, str(value)) for name, value in parsed.items() if not name.lower().startswith(("content-", "mime-"))],
        text=_body(parsed, "plain"),
        html=_body(parsed, "html"),
        calendar=calendars[0] if calendars else b"",
    )


def _render_text(template: str, context: dict) -> str:
    engine_template = get_template(template).template
    return engine_template.render(make_context(context, autoescape=False))


def _tidy(text: str) -> str:
    """At most one empty line in a row: tags of the template leave gaps. "-- " is what mail programs know a signature by."""
    lines = "\n".join("-- " if line == "-- " else line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def _body(parsed: ParsedMail, subtype: str) -> str:
    part = parsed.get_body((subtype,))
    return part.get_content() if part else ""
