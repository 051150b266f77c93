"""Declares the app and what it gives to others: its mails to the outbox, its data to the registry, its closures to new desks."""

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class BookingsConfig(AppConfig):
    name = "bookings"
    verbose_name = _("Bookings")

    def ready(self) -> None:
        from accounts import saved_filters, staff
        from accounts.forms import add_to_profile
        from accounts.personal_data import Forgetting, register_forgetting
        from accounts.saved_filters import SavedFilter
        from bookings import actions, emails, invariants, mail_choices, personal_data, receivers
        from dispatch import invariants as checks
        from dispatch import registry
        from telecentres.models import Workspace

        personal_data.declare()
        saved_filters.register(
            SavedFilter(_("Bookings of today"), "bookings.view_booking", "bookings_booking", "when=today"),
            SavedFilter(_("Bookings to come"), "bookings.view_booking", "bookings_booking", "state__exact=confirmed"),
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
        checks.register(*invariants.RULES)
        register_forgetting(Forgetting("bookings", actions.forget_person, consequences=actions.bookings_to_cancel))
        add_to_profile(mail_choices.MailsForm)
        registry.register("bookings.confirmed", emails.confirmed, resend_uncertain=True)
        registry.register("bookings.moved", emails.moved, resend_uncertain=True)
        registry.register("bookings.cancelled", emails.cancelled, resend_uncertain=True)
        registry.register("bookings.released", emails.released, resend_uncertain=True)
        registry.register("bookings.reminder", emails.reminder, resend_uncertain=True)
        registry.register("bookings.announcement", emails.announcement, resend_uncertain=True)
        registry.register("bookings.day_sheet", emails.day_sheet, resend_uncertain=True)
        registry.register("bookings.refused", emails.refused, resend_uncertain=False)
        post_save.connect(receivers.close_new_workspace, sender=Workspace)
