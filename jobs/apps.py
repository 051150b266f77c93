"""Declares the app and what it gives to others; imported by Django only."""

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = _("Job offers")

    def ready(self) -> None:
        from accounts import histories
        from accounts.personal_data import Forgetting, register_forgetting
        from dispatch import invariants as checks
        from dispatch import registry
        from jobs import actions, disclosures, emails, invariants, personal_data, receivers
        from jobs.models import Application, Employer

        personal_data.declare()
        disclosures.declare()
        histories.register(
            "jobs",
            {
                **{state.value: state.label for state in Application.State},
                "publish": _("Published"),
                "ask": _("Given to a second reader"),
                "return": _("Given back to its author"),
                "renew": _("Renewed"),
                "fill": _("One more position filled"),
                "withdraw": _("Withdrawn"),
                "archive": _("Taken off the lists"),
                "copy": _("Copied from another offer"),
                "passed on": _("Passed on once more"),
            },
        )
        checks.register(*invariants.RULES)
        register_forgetting(Forgetting("jobs", actions.forget_person, forget_address=actions.forget_address))
        # They quote what people wrote, or open what they sent: the outbox does not keep them.
        for kind in (
            "application_received",
            "application_again",
            "application_news",
            "application_for_employer",
            "pool_ends",
            "still_there",
        ):
            registry.register(f"jobs.{kind}", getattr(emails, kind), resend_uncertain=True, confidential=True)
        for kind in ("alert_asked", "alert"):
            registry.register(f"jobs.{kind}", getattr(emails, kind), resend_uncertain=kind == "alert_asked", confidential=True)
        # Its link renews without a sign-in.
        registry.register("jobs.offer_expires", emails.offer_expires, resend_uncertain=True, confidential=True)
        for kind in ("offer_returned", "answer_due"):
            registry.register(f"jobs.{kind}", getattr(emails, kind), resend_uncertain=True)
        post_save.connect(receivers.mark_offers_as_changed, sender=Employer)
