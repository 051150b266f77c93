"""Declares the app and what it gives to others: its mails to the outbox, its data to the registry, its closures to new desks."""

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class BookingsConfig(AppConfig):
    name = "bookings"
    verbose_name = _("Bookings")

    def ready(self) -> None:
        from accounts import histories, saved_filters, staff
        from accounts.forms import add_to_profile
        from accounts.personal_data import Forgetting, register_forgetting
        from accounts.saved_filters import SavedFilter
        from bookings import (
            actions,
            disclosures,
            emails,
            invariants,
            mail_choices,
            personal_data,
            receivers,
            referral_emails,
            statement_checks,
        )
        from dispatch import invariants as checks
        from dispatch import registry
        from telecentres.models import Workspace

        personal_data.declare()
        disclosures.declare()
        histories.register(
            "bookings",
            {
                "cancelled": _("Cancelled"),
                "arrive": _("Arrival noted"),
                "leave": _("Departure noted"),
                "take_back": _("Arrival taken back"),
            },
        )
        saved_filters.register(
            SavedFilter(_("Bookings of today"), "bookings.view_booking", "bookings_booking", "when=today"),
            SavedFilter(_("Requests to answer"), "bookings.view_booking", "bookings_booking", "state__exact=requested"),
            SavedFilter(_("Bookings to come"), "bookings.view_booking", "bookings_booking", "state__exact=confirmed"),
            SavedFilter(_("Statements to be paid"), "bookings.view_statement", "bookings_statement", "state__exact=issued"),
            SavedFilter(_("People sent to us, to answer"), "bookings.view_referral", "bookings_referral", "way=waiting"),
            SavedFilter(_("People we sent on"), "bookings.view_referral", "bookings_referral", "way=given"),
            SavedFilter(
                _("Closures to come"),
                "telecentres.view_closure",
                "telecentres_closure",
                lambda today: f"ends_at__date__gte={today.isoformat()}",
            ),
            SavedFilter(
                _("Desks soon out of service"),
                "telecentres.view_workspace",
                "telecentres_workspace",
                lambda today: f"active_until__gte={today.isoformat()}",
            ),
        )
        staff.register_ending(actions.revoke_feeds)
        checks.register(*invariants.RULES, *statement_checks.RULES)
        register_forgetting(
            Forgetting(
                "bookings",
                actions.forget_person,
                consequences=actions.consequences_of_the_end,
                forget_address=actions.forget_address,
            )
        )
        add_to_profile(mail_choices.MailsForm)
        registry.register("bookings.confirmed", emails.confirmed, resend_uncertain=True)
        registry.register("bookings.requested", emails.requested, resend_uncertain=True)
        registry.register("bookings.to_decide", emails.to_decide, resend_uncertain=True)
        registry.register("bookings.rejected", emails.rejected, resend_uncertain=True)
        registry.register("bookings.unanswered", emails.unanswered, resend_uncertain=True)
        registry.register("bookings.waiting", emails.waiting, resend_uncertain=True)
        registry.register("bookings.offered", emails.offered, resend_uncertain=True)
        registry.register("bookings.offer_over", emails.offer_over, resend_uncertain=True)
        registry.register("bookings.moved", emails.moved, resend_uncertain=True)
        registry.register("bookings.cancelled", emails.cancelled, resend_uncertain=True)
        registry.register("bookings.released", emails.released, resend_uncertain=True)
        for act in ("booked", "changed", "cancelled"):
            registry.register(f"bookings.series_{act}", emails.series, resend_uncertain=True)
        registry.register("bookings.reminder", emails.reminder, resend_uncertain=True)
        registry.register("bookings.announcement", emails.announcement, resend_uncertain=True)
        registry.register("bookings.day_sheet", emails.day_sheet, resend_uncertain=True)
        registry.register("bookings.bar", emails.barred, resend_uncertain=False)
        registry.register("bookings.statement", emails.statement, resend_uncertain=True)
        registry.register("bookings.refused", emails.refused, resend_uncertain=False)
        for kind, builder in referral_emails.KINDS.items():
            registry.register(f"bookings.{kind}", builder, resend_uncertain=True)
        post_save.connect(receivers.close_new_workspace, sender=Workspace)
