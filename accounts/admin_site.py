"""The administration's door: our own sign-in, staff only, a second factor before any page."""

from collections.abc import Callable
from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts import saved_filters, second_factor

# Left out: pages that would change a password or resolve an object's address beside our own rules.
LEFT_OUT = {"password_change", "password_change_done", "view_on_site"}


class NamedChoices(AutocompleteJsonView):
    """What a search finds is called as in a plain list."""

    def serialize_result(self, obj: models.Model, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "choice_label", str)
        return {"id": str(getattr(obj, to_field_name)), "text": label(obj)}


class PortalAdminSite(AdminSite):
    site_header = _("Cantal Network")
    site_title = _("Administration of Cantal Network")
    index_title = _("Administration")
    index_template = "admin/start.html"  # not admin/index.html, which the list of one app's models extends

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # Deleting many rows behind one question is how a season of bookings disappears.
        self.disable_action("delete_selected")

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and second_factor.is_given(request)

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        guarded = super().admin_view(view, cacheable)

        def door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            return self.turn_away(request) or guarded(request, *args, **kwargs)

        return update_wrapper(door, guarded)

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        """
        To the sign-in, or to the second factor; None for who may come in.

        Raises PermissionDenied for a person who is signed in and not staff: another sign-in would only loop.
        """
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        if not super().has_permission(request):
            raise PermissionDenied
        if second_factor.is_given(request):
            return None
        return redirect_to_login(request.get_full_path(), second_factor.where_to_give_it(request))

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The administration has no sign-in form of its own: the limits and the neutral words are those of ours."""
        index = reverse("admin:index", current_app=self.name)
        if request.user.is_authenticated:
            return self.turn_away(request) or redirect(index)
        return redirect_to_login(request.GET.get("next", index), reverse("account_login"))

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The start page, named by the day; what each app puts on it is in templates/admin/start.html."""
        return super().index(
            request,
            {"today": timezone.localdate(), "saved_filters": saved_filters.links_for(request.user), **(extra_context or {})},
        )

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return NamedChoices.as_view(admin_site=self)(request)

    def logout(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return redirect("account_logout")

    def get_urls(self) -> list:
        return [url for url in super().get_urls() if getattr(url, "name", None) not in LEFT_OUT]
