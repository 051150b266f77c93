"""The people, for network administrators."""

from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import data_admin, roles, staff
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


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("It stays in the history of the account."))


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
    change_list_template = "admin/accounts/user/change_list.html"
    change_form_template = "admin/accounts/user/change_form.html"
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

    def get_urls(self) -> list:
        own = [
            path("address/", self.admin_site.admin_view(self.address), name="accounts_user_address"),
            path("<int:pk>/end/", self.admin_site.admin_view(self.end), name="accounts_user_end"),
            path("<int:pk>/second-factor/", self.admin_site.admin_view(self.reset), name="accounts_user_reset"),
        ]
        return [*own, *super().get_urls()]

    def address(self, request: HttpRequest) -> HttpResponse:
        return data_admin.answer_an_address(request, {"opts": self.opts, **self.admin_site.each_context(request)})

    def end(self, request: HttpRequest, pk: int) -> HttpResponse:
        said = _(
            "The account is closed at once, with its roles, memberships, sessions and calendar addresses. Its history stays."
        )

        def act(person: User, reason: str) -> None:
            staff.end_access(person, by=request.user, reason=reason, now=timezone.now())

        return self._act(request, pk, act, _("End the access"), said)

    def reset(self, request: HttpRequest, pk: int) -> HttpResponse:
        said = _("Make sure by telephone who asks. The person is signed out, gets a mail, and sets up a new second factor.")

        def act(person: User, reason: str) -> None:
            staff.reset_second_factor(person, by=request.user, reason=reason)

        return self._act(request, pk, act, _("Reset the second factor"), said)

    def _act(
        self, request: HttpRequest, pk: int, act: Callable[[User, str], None], title: Promise, explanation: Promise
    ) -> HttpResponse:
        """Asks for the reason first; the form sent twice is refused by the verb, in words."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        person = self.get_object(request, str(pk))
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        form = ReasonForm(request.POST or None)
        if form.is_valid():
            try:
                act(person, form.cleaned_data["reason"])
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
            else:
                messages.success(request, gettext("Done, and noted in the history."))
            return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[pk]))
        context = {"opts": self.opts, "person": person, "form": form, "title": title, "explanation": explanation}
        return render(request, "admin/accounts/user/act.html", context | self.admin_site.each_context(request))
