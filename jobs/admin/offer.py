"""Writing an offer in two screens: the form, then a page that checks it, shows it as the public will see it, and publishes."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.scoped_admin import BROWSERS_PICKERS, NetworkWideAdmin
from jobs import actions, calendar_views, rules, wording
from jobs.codes import ROME
from jobs.models import Feature, JobOffer
from telecentres import hours
from telecentres.models import Territory

# Where the form shows what a rule refuses.
FIELD_OF_CODE = {
    "description": "description",
    "rome": "rome_code",
    "pay": "pay_min",
    "hours": "weekly_hours",
    "length": "contract_months",
    "commune": "commune",
    "telecentres": "telecentres",
    "apply": "apply_by",
    "premium": "apply_phone",
    "valid_through": "valid_through",
    "positions": "positions",
}


class OfferForm(forms.ModelForm):
    """A draft may be saved as soon as it has a title and an employer; a published offer keeps every rule."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    features = forms.MultipleChoiceField(
        label=gettext_lazy("Features of the job"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "rome_code" not in self.fields:
            return  # a closed offer is only read
        self.fields["features"].choices = [
            (str(name), [(one.value, capfirst(one.label)) for one in family]) for name, family in Feature.families()
        ]
        self.fields["rome_code"].widget.attrs |= {"list": "rome"}
        self.fields["seen_version"].initial = self.instance.version

    def clean_seen_version(self) -> int | None:
        seen = self.cleaned_data["seen_version"]
        if self.instance.pk and seen is not None:
            rules.is_as_seen(self.instance, seen)
        return seen

    def clean_commune(self) -> Territory | None:
        """An offer is about a place in the Cantal, not about a whole département."""
        commune = self.cleaned_data["commune"]
        if commune and commune.kind != Territory.Kind.COMMUNE:
            raise ValidationError(_("Choose a commune."), code="commune")
        return commune

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors or not self.instance.is_published:
            return
        self.instance.pending_telecentres = list(self.cleaned_data["telecentres"])
        for refusal in rules.missing(self.instance, today=hours.civil_day(timezone.now())):
            self.add_error(FIELD_OF_CODE.get(refusal.code, NON_FIELD_ERRORS), refusal)
        try:
            rules.is_lawfully_worded(self.instance)
        except ValidationError as refusal:
            found = [f"« {one.words} »: {one.why}" for one in rules.findings(self.instance)]
            way_out = [_("The reason is given at publication: copy the offer, and publish the copy.")]
            self.add_error(None, [*refusal.messages, *found, *(way_out if refusal.code == "doubtful" else [])])


class PublishForm(forms.Form):
    """What the check page asks beside its buttons; each button reads what it needs."""

    wording_reason = forms.CharField(
        label=gettext_lazy("Why the doubtful words stay"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark for the author"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


@admin.register(JobOffer)
class JobOfferAdmin(NetworkWideAdmin):
    form = OfferForm
    formfield_overrides = BROWSERS_PICKERS
    list_display = ["title", "employer", "state", "valid_through", "filled", "author"]
    list_filter = ["state", "work_mode", "contract"]
    list_select_related = ["employer", "author"]
    search_fields = ["title", "employer__name", "rome_code"]
    autocomplete_fields = ["employer", "commune"]
    open_choices = ("employer", "commune")
    actions = None
    change_form_template = "admin/jobs/joboffer/change_form.html"
    change_list_template = "admin/jobs/joboffer/change_list.html"
    fieldsets = [
        (gettext_lazy("1. The job"), {"fields": ["title", "employer", "rome_code", "description", "profile"]}),
        (
            gettext_lazy("2. Contract, hours and pay"),
            {
                "fields": [
                    ("contract", "nature", "contract_months"),
                    ("weekly_hours", "is_part_time_possible", "has_flexible_hours"),
                    ("pay_min", "pay_max", "pay_unit"),
                    "pay_note",
                    ("experience", "positions", "starts_on"),
                ]
            },
        ),
        (
            gettext_lazy("3. Where, and what the job offers"),
            {"fields": ["work_mode", "commune", "telecentres", "days_at_telecentre", "features"]},
        ),
        (
            gettext_lazy("4. Applying"),
            {"fields": ["valid_through", "apply_by", "apply_url", "apply_phone", "is_example", "seen_version"]},
        ),
    ]

    @admin.display(description=gettext_lazy("filled"))
    def filled(self, offer: JobOffer) -> str:
        return f"{offer.filled_count} / {offer.positions}"

    def has_change_permission(self, request: HttpRequest, obj: JobOffer | None = None) -> bool:
        """What is closed is renewed or copied, not rewritten."""
        return super().has_change_permission(request, obj) and (obj is None or not obj.is_closed)

    def has_delete_permission(self, request: HttpRequest, obj: JobOffer | None = None) -> bool:
        """Only what nobody has seen."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.published_at is None)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/check/", view(self.check_page), name="jobs_joboffer_check"),
            path("closing-days.ics", view(calendar_views.closing_dates), name="jobs_joboffer_closing_days"),
            *super().get_urls(),
        ]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        extra_context = (extra_context or {}) | {"rome": sorted(ROME.items(), key=lambda pair: pair[1])}
        if object_id is None:
            extra_context["title"] = _("Write an offer")
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:  # somebody else was quicker
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: JobOffer, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.author = request.user
        if obj.is_published:
            actions.correct(obj, by=request.user, now=timezone.now())
        else:
            actions.save_draft(obj)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        """The telecentres are among the words one may search by."""
        super().save_related(request, form, formsets, change)
        form.instance.save(update_fields=["keywords"])

    def response_add(self, request: HttpRequest, obj: JobOffer, post_url_continue: str | None = None) -> HttpResponse:
        return self._after(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: JobOffer) -> HttpResponse:
        return self._after(request, obj) or super().response_change(request, obj)

    def _after(self, request: HttpRequest, obj: JobOffer) -> HttpResponse | None:
        if "_check" not in request.POST:
            return None
        return HttpResponseRedirect(reverse("admin:jobs_joboffer_check", args=[obj.pk]))

    def check_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The second screen: what is missing, what the wording check says, the preview, and what can be done now."""
        offer = self.get_object(request, str(pk))
        if not self.has_view_permission(request, offer):
            raise PermissionDenied
        form = PublishForm(request.POST or None)
        if request.method == "POST":
            if not super().has_change_permission(request, offer):
                raise PermissionDenied
            if form.is_valid() and (done := self._do(request, offer, form.cleaned_data)):
                return done
        now = timezone.now()
        context = {
            "opts": self.opts,
            "title": _("Check: %(offer)s") % {"offer": offer},
            "offer": JobOffer.objects.for_pages().get(pk=pk),
            "missing": rules.missing(offer, today=hours.civil_day(now)) if not offer.is_closed else [],
            "findings": [(one, one.severity == wording.Severity.FORBIDDEN) for one in rules.findings(offer)],
            "form": form,
            "until": actions.renewal_day(hours.civil_day(now)),
            "waiting": offer.applications.unanswered().count(),
            "may_change": super().has_change_permission(request, offer),
            **self.admin_site.each_context(request),
        }
        return render(request, "admin/jobs/joboffer/check.html", context, status=409 if request.method == "POST" else 200)

    def _do(self, request: HttpRequest, offer: JobOffer, typed: dict) -> HttpResponse | None:
        """One button, one verb; None where it was refused, and the page says why."""
        now, by = timezone.now(), request.user
        verbs = {
            "publish": lambda: actions.publish(offer, by=by, now=now, wording_reason=typed["wording_reason"]),
            "ask": lambda: actions.ask_for_reading(offer, now=now),
            "return": lambda: actions.return_to_author(offer, remark=typed["remark"], by=by),
            "renew": lambda: actions.renew(offer, until=actions.renewal_day(hours.civil_day(now)), now=now),
            "fill": lambda: actions.fill(offer, now=now),
            "withdraw": lambda: actions.withdraw(offer, now=now),
            "archive": lambda: actions.archive(offer, now=now),
            "copy": lambda: actions.copy(offer, by=by),
        }
        said = {
            "publish": _("Published: everybody can read it now."),
            "ask": _("A second reader finds it on the start page."),
            "return": _("Given back to its author, with the remark."),
            "renew": _("The offer runs on."),
            "fill": _("Noted."),
            "withdraw": _("Withdrawn: its page says so."),
            "archive": _("Put away."),
            "copy": _("A copy to work on: give it a last day, then check it."),
        }
        name = next((name for name in verbs if name in request.POST), None)
        if name is None:
            return None
        try:
            rules.is_as_seen(offer, int(request.POST.get("version") or 0))
            result = verbs[name]()
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return None
        self.log_change(request, result, name)
        messages.success(request, said[name])
        page = "change" if name == "copy" else "check"
        return HttpResponseRedirect(reverse(f"admin:jobs_joboffer_{page}", args=[result.pk]))
