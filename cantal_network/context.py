"""What every template may know of the site."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict:
    return {
        "demonstration": settings.DEMONSTRATION,
        "helpdesk_phone": settings.HELPDESK_PHONE,
        "public_url": settings.PUBLIC_URL,
        "site_name": settings.SITE_NAME,
    }
