"""Who is barred from a centre: barred with a reason and a last day, lifted by a button, never changed."""

from datetime import datetime, timedelta

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.scoped_admin import BROWSERS_PICKERS, ScopedAdmin, managed
from bookings import actions, rules
from bookings.admin.schedule import AsksAboutBookings, only_centre
from bookings.models import Bar, Booking
from telecentres import hours
from telecentres.models import Closure

USUAL = timedelta(days=30)


class BarForm(forms.ModelForm):
    class Meta:
        model = Bar
        fields = ["telecentre", "email", "starts_on", "ends_on", "told", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].required = True

    def clean(self) -> dict:
        """Puts the rules to what was typed, so that a refusal stands beside its field."""
        cleaned = super().clean()
        if not self.errors:
            person = User.objects.filter(email__iexact=cleaned["email"], is_active=True).first()
            rules.can_be_barred(Bar(**cleaned, person=person), now=timezone.now())
        return cleaned


class StateFilter(admin.SimpleListFilter):
    """Those in force stand first."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("now", _("in force or to come")), ("over", _("over or lifted"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        in_force = queryset.model.objects.not_over(timezone.localdate()).values("pk")
        if self.value() == "now":
            return queryset.filter(pk__in=in_force)
        return queryset.exclude(pk__in=in_force) if self.value() == "over" else queryset


@admin.register(Bar)
class BarAdmin(AsksAboutBookings, ScopedAdmin):
    """A bar that meets bookings of the person lists them before anything is saved."""

    form = BarForm
    formfield_overrides = BROWSERS_PICKERS
    list_display = ["who", "telecentre", "starts_on", "ends_on", "lifted_at"]
    list_filter = [StateFilter, "telecentre"]
    list_select_related = ["telecentre"]
    autocomplete_fields = ["telecentre"]
    search_fields = ["email"]
    actions = None
    change_form_template = "admin/bookings/bar/change_form.html"

    @admin.display(description=gettext_lazy("who"), ordering="email")
    def who(self, barred: Bar) -> str:
        return barred.who

    def get_fields(self, request: HttpRequest, obj: Bar | None = None) -> list[str]:
        made = ["made_by", "made_at", "lifted_by", "lifted_at"]
        return [*BarForm.Meta.fields, *(made if obj else [])]

    def has_change_permission(self, request: HttpRequest, obj: Bar | None = None) -> bool:
        """What somebody was told is not changed behind their back: it is lifted, and made anew."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Bar | None = None) -> bool:
        """The portal deletes them by itself, a year after their end."""
        return False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        """`?booking=` is the number of a booking of the person, so that no address stands in an address."""
        today = hours.civil_day(timezone.now())
        initial = only_centre(request) | {"starts_on": today, "ends_on": today + USUAL}
        number = request.GET.get("booking", "")
        booking = managed(Booking.objects.with_place(), request).filter(pk=number).first() if number.isdecimal() else None
        if booking:
            initial |= {"telecentre": booking.telecentre.pk, "email": booking.booker.email}
        return initial

    def _choices(self, booking: Booking, closure: Closure | None, now: datetime) -> list[tuple[str, str]]:
        """To move the person elsewhere is not what is being said."""
        return [("", _("as for all")), ("keep", _("keep")), ("cancel", _("cancel"))]

    def save_model(self, request: HttpRequest, obj: Bar, form: BarForm, change: bool) -> None:
        made = actions.bar(**form.cleaned_data, by=request.user, now=timezone.now(), touched=self.answers(request))
        obj.pk, obj._state.adding = made.pk, False

    def get_urls(self) -> list:
        lift = path("<int:pk>/lift/", self.admin_site.admin_view(self.lift), name="bookings_bar_lift")
        return [lift, *super().get_urls()]

    def lift(self, request: HttpRequest, pk: int) -> HttpResponse:
        barred = self.get_object(request, str(pk))
        if not request.user.has_perm("bookings.change_bar"):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if actions.lift_bar(barred, by=request.user, now=timezone.now()):
            self.log_change(request, barred, "lifted")
            messages.success(request, _("The person may book again; a mail says so."))
        else:
            messages.info(request, _("This is over or lifted already."))
        return HttpResponseRedirect(reverse("admin:bookings_bar_change", args=[pk]))

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None):
        barred = self.get_object(request, object_id)
        may_lift = request.user.has_perm("bookings.change_bar") and barred.is_not_over(hours.civil_day(timezone.now()))
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "may_lift": may_lift})
