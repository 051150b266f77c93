"""Declares the app and what it gives to others: its mail to the outbox, its data to the registry; imported by Django only."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class TelecentresConfig(AppConfig):
    name = "telecentres"
    verbose_name = _("Telecentres")

    def ready(self) -> None:
        from accounts import histories, saved_filters, staff
        from accounts.forms import add_to_profile
        from accounts.personal_data import Forgetting, register_forgetting
        from accounts.saved_filters import SavedFilter
        from dispatch import registry
        from telecentres import actions, disclosures, emails, forms, invitations, personal_data, receivers
        from telecentres.models import OpeningHours

        def forget_person(user, *, now) -> None:
            actions.forget_person(user, now=now)
            invitations.forget_person(user, now=now)

        def forget_address(email, *, now) -> None:
            actions.forget_address(email, now=now)
            invitations.forget_address(email, now=now)

        personal_data.declare()
        disclosures.declare()
        histories.register(
            "telecentres",
            {
                "import": _("Imported from the file %(rest)s"),
                "invited": _("Invited"),
                "sent again": _("Sent again"),
                "withdrawn": _("Withdrawn"),
                "used": _("Used: the role is given"),
                "week": _("The usual week was replaced"),
            },
        )
        saved_filters.register(
            SavedFilter(_("Faults to deal with"), "telecentres.view_fault", "telecentres_fault", "state=open"),
            SavedFilter(
                _("Invitations without an answer"), "telecentres.view_invitation", "telecentres_invitation", "state=sent"
            ),
        )
        staff.register_ending(actions.end_memberships)
        staff.register_ending(invitations.withdraw_of)
        register_forgetting(
            Forgetting("telecentres", forget_person, obstacles=actions.memberships_to_end, forget_address=forget_address)
        )
        add_to_profile(forms.HabitsForm)
        # It quotes what somebody wrote: the outbox does not keep it.
        registry.register("telecentres.interest_asked", emails.interest_asked, resend_uncertain=True)
        # A second copy of a piece of news serves nobody.
        registry.register("telecentres.stage_reached", emails.stage_reached, resend_uncertain=False)
        registry.register("telecentres.fault_closed", emails.fault_closed, resend_uncertain=True, confidential=True)
        # The link opens an account.
        registry.register("telecentres.invited", emails.invited, resend_uncertain=True, confidential=True)
        registry.register("telecentres.role_given", emails.role_given, resend_uncertain=True)
        post_save.connect(receivers.mark_as_changed, sender=OpeningHours)
        post_delete.connect(receivers.mark_as_changed, sender=OpeningHours)
