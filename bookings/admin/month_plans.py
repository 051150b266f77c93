"""Who pays by the month: entered and deleted here; a plan is not changed, its price was agreed."""

from datetime import date

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.exporting import Exports
from accounts.scoped_admin import ScopedAdmin, managed
from bookings import actions
from bookings.models import MonthPlan, Statement
from telecentres import hours, words
from telecentres.models import Telecentre

MONTHS_AHEAD = 12


def months_from(first: date, count: int) -> list[tuple[str, str]]:
    """Choices for a form, the first one first."""
    found = []
    for _number in range(count):
        found.append((first.isoformat(), words.month_words(first)))
        first = hours.month_after(first)
    return found


class MonthPlanForm(forms.Form):
    telecentre = forms.ModelChoiceField(Telecentre.objects.none(), label=gettext_lazy("Telecentre"))
    email = forms.EmailField(
        label=gettext_lazy("E-mail address of the person"),
        help_text=gettext_lazy("The one they book with: of their account, or confirmed by the link in a mail."),
    )
    month = forms.TypedChoiceField(label=gettext_lazy("Month"), coerce=date.fromisoformat)
    price = forms.DecimalField(
        label=gettext_lazy("Price in euros"),
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=2,
        localize=True,
        help_text=gettext_lazy("Empty: the price of the telecentre for a month."),
    )

    def __init__(self, *args, request: HttpRequest, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        this_month = hours.month_of(hours.civil_day(timezone.now()))
        self.fields["telecentre"].queryset = managed(Telecentre.objects.order_by("name"), request)
        self.fields["month"].choices = months_from(hours.month_before(this_month), MONTHS_AHEAD + 2)
        self.fields["month"].initial = this_month.isoformat()
        if self.fields["telecentre"].queryset.count() == 1:
            self.fields["telecentre"].initial = self.fields["telecentre"].queryset.get()


@admin.register(MonthPlan)
class MonthPlanAdmin(Exports, ScopedAdmin):
    list_display = ["who", "month_said", "telecentre", "price_said"]
    list_display_links = ["who"]
    list_filter = ["telecentre"]
    list_select_related = ["telecentre", "user"]
    search_fields = ["name", "email", "user__name", "user__email"]
    fields = readonly_fields = ["who", "address", "month_said", "telecentre", "price_said", "made_by", "made_at"]
    export_columns = ["who", "address", "month", "telecentre", "price"]

    @admin.display(description=gettext_lazy("for"))
    def who(self, plan: MonthPlan) -> str:
        return plan.booker.name or plan.booker.email

    @admin.display(description=gettext_lazy("e-mail address"))
    def address(self, plan: MonthPlan) -> str:
        return plan.booker.email

    @admin.display(description=gettext_lazy("month"), ordering="month")
    def month_said(self, plan: MonthPlan) -> str:
        return words.month_words(plan.month)

    @admin.display(description=gettext_lazy("price"), ordering="price")
    def price_said(self, plan: MonthPlan) -> str:
        return words.euros(plan.price)

    def has_change_permission(self, request: HttpRequest, obj: MonthPlan | None = None) -> bool:
        return False

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = MonthPlanForm(request.POST or None, request=request)
        if form.is_valid():
            try:
                plan = actions.subscribe(**form.cleaned_data, by=request.user, now=timezone.now())
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                self.log_addition(request, plan, "month plan")
                said = {"who": self.who(plan), "month": words.month_words(plan.month), "price": words.euros(plan.price)}
                messages.success(request, _("%(who)s has a plan for %(month)s, at %(price)s.") % said)
                if Statement.objects.live().of(plan.booker).filter(telecentre=plan.telecentre, month=plan.month).exists():
                    messages.warning(request, _("The statement of that month is made already: have it reckoned again."))
                return HttpResponseRedirect(reverse("admin:bookings_monthplan_changelist"))
        context = {"opts": self.opts, "form": form, "title": _("Enter a month plan"), "button": _("Enter the plan")}
        context["intro"] = _("In that month the person pays this price, and nothing more for a desk for themselves.")
        context |= self.admin_site.each_context(request)
        return render(request, "admin/bookings/statement/act.html", context, status=422 if form.errors else 200)
