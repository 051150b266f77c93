"""System checks: an admin page that forgets its scope stops the portal before it starts."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.checks import CheckMessage, Error

from accounts.scoped_admin import (
    ManagedRelatedFilter,
    PortalOptions,
    ScopedAdmin,
    ScopedInline,
    choices_of_its_own,
    filtered_relations,
    form_relations,
    is_scoped,
)


def every_admin_is_scoped(app_configs, **kwargs) -> list[CheckMessage]:
    """Each admin is scoped or says that it is not; each choice it offers is scoped or declared open."""
    return [problem for options in _ours() for problem in problems_of(options)]


def _ours() -> list[admin.ModelAdmin]:
    homes = {app.label for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR}
    return [options for model, options in admin.site._registry.items() if model._meta.app_label in homes]


def problems_of(options: admin.ModelAdmin) -> list[CheckMessage]:
    """What is wrong with one admin."""
    found: list[CheckMessage] = []
    if not isinstance(options, ScopedAdmin) and not getattr(options, "network_wide", False):
        return [Error("This admin is neither a ScopedAdmin nor declared network-wide.", obj=type(options), id="accounts.E001")]
    if not isinstance(options, PortalOptions):
        return found  # of an app below this one, which declares itself without our base class
    if isinstance(options, ScopedAdmin) and not is_scoped(options.model):
        found.append(
            Error(
                f"The queryset of {options.model.__name__} has no managed_by(user, today=…).",
                hint="Write it, or declare the admin a NetworkWideAdmin.",
                obj=type(options),
                id="accounts.E002",
            )
        )
    for path, chosen in filtered_relations(options):
        if chosen is not None and not issubclass(chosen, ManagedRelatedFilter):
            found.append(Error(f"The list filter {path} would offer rows of others.", obj=type(options), id="accounts.E004"))
    found += _open_choices(options)
    for inline_class in options.inlines:
        inline = inline_class(options.model, options.admin_site)
        if not isinstance(inline, ScopedInline) or not is_scoped(inline.model):
            found.append(Error("This inline is not a ScopedInline of a scoped model.", obj=inline_class, id="accounts.E005"))
        else:
            found += _open_choices(inline)
    return found


def _open_choices(options: admin.options.BaseModelAdmin) -> list[CheckMessage]:
    unscoped = [field.name for field in form_relations(options) if not is_scoped(field.remote_field.model)]
    return [
        Error(
            f"The choices of {name} are neither scoped nor declared open.",
            hint="Give the other model a managed_by(user, today=…), or name the field in open_choices.",
            obj=type(options),
            id="accounts.E003",
        )
        for name in dict.fromkeys([*unscoped, *choices_of_its_own(options)])
        if name not in options.open_choices
    ]
