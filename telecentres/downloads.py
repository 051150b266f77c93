"""Open data as a file: with its licence, for any site to read, and nothing twice for who has it already."""

from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

LICENCE = "Licence Ouverte / Open Licence 2.0"
LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"


def answer(request: HttpRequest, content: str, *, content_type: str, changed_at: datetime) -> HttpResponse:
    """The file, or 304 where the one asking has it."""
    body = content.encode()
    etag = quote_etag(sha256(body).hexdigest()[:32])
    moment = int(changed_at.timestamp())
    response = HttpResponse(body, content_type=content_type)
    response["Link"] = f'<{LICENCE_URL}>; rel="license"'
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=3600"
    response["Content-Language"] = "fr"  # whatever the language of who asks
    response["ETag"] = etag
    response["Last-Modified"] = http_date(moment)
    return get_conditional_response(request, etag=etag, last_modified=moment, response=response)
