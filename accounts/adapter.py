"""Where the sign-in library meets the portal: its mails go to the outbox, its pages speak the person's language."""

import re
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts import emails
from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing speaks SMTP inside a request: the mail becomes a row of the outbox."""
        emails.write(template_prefix, email, context)

    def post_login(self, request: HttpRequest, user: User, **kwargs) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "accounts:profile"


class SecondFactorAdapter(DefaultMFAAdapter):
    def build_totp_svg(self, url: str) -> str:
        """On white, whatever the colours of the page: dark squares on a dark page cannot be scanned."""
        return re.sub(r"<svg[^>]*>", r'\g<0><rect width="100%" height="100%" fill="#fff"/>', super().build_totp_svg(url), count=1)
