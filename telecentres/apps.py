"""Declares the app and what it gives to others: its mail to the outbox, its data to the registry; imported by Django only."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class TelecentresConfig(AppConfig):
    name = "telecentres"
    verbose_name = _("Telecentres")

    def ready(self) -> None:
        from accounts import saved_filters, staff
        from accounts.forms import add_to_profile
        from accounts.personal_data import Forgetting, register_forgetting
        from accounts.saved_filters import SavedFilter
        from dispatch import registry
        from telecentres import actions, emails, forms, personal_data, receivers
        from telecentres.models import OpeningHours

        personal_data.declare()
        saved_filters.register(SavedFilter(_("Faults to deal with"), "telecentres.view_fault", "telecentres_fault", "state=open"))
        staff.register_ending(actions.end_memberships)
        register_forgetting(Forgetting("telecentres", actions.forget_person, obstacles=actions.memberships_to_end))
        add_to_profile(forms.HabitsForm)
        # It quotes what somebody wrote: the outbox does not keep it.
        registry.register("telecentres.interest_asked", emails.interest_asked, resend_uncertain=True)
        # A second copy of a piece of news serves nobody.
        registry.register("telecentres.stage_reached", emails.stage_reached, resend_uncertain=False)
        registry.register("telecentres.fault_closed", emails.fault_closed, resend_uncertain=True, confidential=True)
        post_save.connect(receivers.mark_as_changed, sender=OpeningHours)
        post_delete.connect(receivers.mark_as_changed, sender=OpeningHours)
