"""The people, for network administrators."""

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.exporting import Exports
from accounts.models import User
from accounts.roles import Role
from accounts.scoped_admin import NetworkWideAdmin


class RolesField(forms.ModelMultipleChoiceField):
    """The groups under the names of their roles."""

    def label_from_instance(self, group: Group) -> str:
        return str(Role(group.name).label)


class UserForm(forms.ModelForm):
    groups = RolesField(
        Group.objects.filter(name__in=Role.values),
        label=_("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A staff role opens the administration, once the person has set up a second factor."),
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return Role.choices

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User)
class UserAdmin(Exports, NetworkWideAdmin):
    form = UserForm
    open_choices = ("groups",)
    fields = ["email", "name", "language", "is_active", "groups", "last_login", "date_joined"]
    readonly_fields = ["last_login", "date_joined"]
    list_display = ["email", "name", "role_names", "is_active", "last_login"]
    list_filter = [RoleFilter, "is_active"]
    search_fields = ["email", "name"]
    ordering = ["email"]

    @admin.display(description=_("roles"))
    def role_names(self, user: User) -> str:
        names = {group.name for group in user.groups.all()}
        return ", ".join(str(role.label) for role in Role if role.value in names) or "–"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        # The address is what a person signs in with: they change it themselves, and prove the new one.
        return [*super().get_readonly_fields(request, obj), *(["email"] if obj else [])]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody changes their own rights, not even by mistake."""
        return super().has_change_permission(request, obj) and obj != request.user

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        roles.settle_staff_status(form.instance)
