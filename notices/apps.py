"""Declares the app and what it gives to others: its mail to the outbox, its data to the registry."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = _("Accessibility and help")

    def ready(self) -> None:
        from accounts.personal_data import Forgetting, register_forgetting
        from dispatch import registry
        from notices import actions, disclosures, emails, personal_data, standing
        from notices.models import AccessibilityDeclaration

        personal_data.declare()
        disclosures.declare()
        register_forgetting(Forgetting("notices", actions.forget_person, forget_address=actions.forget_address))
        # What people write may concern their health or a quarrel: the outbox does not keep it.
        registry.register("notices.question", emails.question, resend_uncertain=True, confidential=True)
        post_save.connect(standing.forget, sender=AccessibilityDeclaration)
        post_delete.connect(standing.forget, sender=AccessibilityDeclaration)
