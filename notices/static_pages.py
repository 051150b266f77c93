"""
The pages for when nothing else works: plain files, read once, with no database, session, template or translation.

`manage.py static_pages FOLDER` writes them out for the proxy, which shows them while the portal itself is down.
"""

from functools import cache
from string import Template

from django.conf import settings
from django.http import HttpResponse
from django.utils.html import escape

from telecentres.words import telephone_number

FOLDER = settings.BASE_DIR / "templates"
STATUSES = (500, 503)
RETRY_AFTER = 60  # seconds


@cache
def content(status: int) -> str:
    """The page of a status, with the operator's telephone number and the address of the stylesheet."""
    text = (FOLDER / f"{status}.html").read_text()
    phone = settings.HELPDESK_PHONE
    facts = {"phone": escape(phone), "number": telephone_number(phone), "static": settings.STATIC_URL}
    return Template(text).substitute(facts)


def response(status: int) -> HttpResponse:
    """Never kept by a cache; a 503 says when to come back."""
    answer = HttpResponse(content(status), status=status, headers={"Cache-Control": "no-store"})
    if status == 503:
        answer["Retry-After"] = str(RETRY_AFTER)
    return answer
