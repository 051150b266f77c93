"""Declares the app and what it gives to others; imported by Django only."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObservatoryConfig(AppConfig):
    name = "observatory"
    verbose_name = _("Observatory")

    def ready(self) -> None:
        from observatory import disclosures, personal_data

        personal_data.declare()
        disclosures.declare()
        _forget()
        _declare_mails()


def _forget() -> None:
    from accounts.personal_data import Forgetting, register_forgetting
    from observatory import actions

    register_forgetting(
        Forgetting(
            "observatory",
            actions.forget_person,
            actions.consequences_of_the_end,
            forget_address=actions.forget_address,
        )
    )


def _declare_mails() -> None:
    from dispatch import registry
    from observatory import pledge_emails, report_emails

    # Its link opens the page of a person: the outbox does not keep it.
    registry.register("observatory.pledge", pledge_emails.pledge, resend_uncertain=True, confidential=True)
    registry.register("observatory.report_ready", report_emails.report_ready, resend_uncertain=True)
