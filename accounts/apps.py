"""Declares the app and the administration's own configuration; imported by Django only."""

from importlib import import_module
from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.admin.apps import SimpleAdminConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    default = True  # of the two in this module
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from allauth.account.signals import authentication_step_completed
        from allauth.mfa.signals import authenticator_added
        from django.contrib.auth.signals import user_logged_in

        from accounts import actions, contradictions, disclosures, emails, forms, holdings, personal_data, roles, saved_filters
        from accounts.checks import every_admin_is_scoped
        from accounts.saved_filters import SavedFilter
        from dispatch import invariants, registry

        emails.register()
        registry.register("accounts.contradictions", emails.contradictions, resend_uncertain=True)
        # Its link shows what is held about a person.
        registry.register("accounts.my_data", emails.my_data, resend_uncertain=True, confidential=True)
        registry.register("accounts.address_forgotten", emails.address_forgotten, resend_uncertain=True)
        invariants.register_listener(contradictions.tell)
        saved_filters.register(
            SavedFilter(_("Mails given up"), "dispatch.view_message", "dispatch_message", "state__exact=dead"),
            SavedFilter(_("Mails that wait"), "dispatch.view_message", "dispatch_message", "state__exact=pending"),
            SavedFilter(_("Tasks that failed"), "dispatch.view_taskrun", "dispatch_taskrun", "outcome__exact=failed"),
        )
        holdings.declare()
        disclosures.declare()
        personal_data.register_forgetting(
            personal_data.Forgetting("accounts", actions.forget_account, obstacles=actions.staff_roles)
        )
        forms.add_to_profile(forms.IdentityForm)
        checks.register(every_admin_is_scoped)
        post_migrate.connect(roles.sync_groups, dispatch_uid="accounts.roles")
        user_logged_in.connect(actions.stamp_session, dispatch_uid="accounts.stamp_session")
        authentication_step_completed.connect(actions.record_proved_address, dispatch_uid="accounts.proved_address")
        authenticator_added.connect(actions.record_first_second_factor, dispatch_uid="accounts.first_second_factor")


class PortalAdminConfig(SimpleAdminConfig):
    """
    The administration, with the portal's site and the admin modules of the portal's own apps alone.

    Packages that bring an admin are left out: django-leaflet's imports GeoDjango and stops every command where
    there is no GDAL, and those of the sign-in show secrets that nobody should read.
    """

    default_site = "accounts.admin_site.PortalAdminSite"

    def ready(self) -> None:
        super().ready()
        for app in apps.get_app_configs():
            if Path(app.path).parent == settings.BASE_DIR and module_has_submodule(app.module, "admin"):
                import_module(f"{app.name}.admin")
