"""People sent on from one centre to another: the list of both sides, the form, the answer, and the month in numbers."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.exporting import TYPES, Exports, as_csv, as_xlsx
from accounts.scoped_admin import ScopedAdmin, managed
from bookings import actions
from bookings import matrix as months
from bookings.models import Booking, Referral
from bookings.referral_forms import DeclineForm, ReferForm
from telecentres import words
from telecentres.models import Telecentre


class WayFilter(admin.SimpleListFilter):
    """Towards the person's centres or away from them; what waits for their answer first."""

    title = gettext_lazy("way")
    parameter_name = "way"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("waiting", _("received, to answer")), ("received", _("all received")), ("given", _("sent on"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = timezone.localdate()
        if self.value() == "given":
            return queryset.given_by(request.user, today=today)
        if self.value() in ("received", "waiting"):
            received = queryset.received_by(request.user, today=today)
            return received.undecided() if self.value() == "waiting" else received
        return queryset


@admin.register(Referral)
class ReferralAdmin(Exports, ScopedAdmin):
    """Both centres read; the receiver answers; nothing is changed by hand."""

    list_display = ["who", "both", "why", "state", "deadline", "sent_on"]
    list_display_links = ["who"]
    list_filter = [WayFilter, "state", "reason"]
    list_select_related = ["giver", "receiver", "speciality", "account", "booking__booked_by", "booking__workspace"]
    fields = readonly_fields = [
        "who",
        "address",
        "giver",
        "receiver",
        "why",
        "note",
        "state",
        "deadline",
        "decline_reason",
        "seat",
        "created_at",
        "changes",
    ]
    export_columns = ["who", "giver", "receiver", "why", "state", "decide_by", "created_at"]
    change_list_template = "admin/bookings/referral/change_list.html"
    change_form_template = "admin/bookings/referral/change_form.html"

    @admin.display(description=gettext_lazy("person"))
    def who(self, referral: Referral) -> str:
        if not referral.may_be_named:
            return _("somebody who came by your link")
        return referral.person.name or referral.person.email or _("forgotten")

    @admin.display(description=gettext_lazy("e-mail address"))
    def address(self, referral: Referral) -> str:
        return referral.person.email if referral.may_be_named else "–"

    @admin.display(description=gettext_lazy("from, to"), ordering="giver__name")
    def both(self, referral: Referral) -> str:
        return f"{referral.giver} → {referral.receiver}"

    @admin.display(description=gettext_lazy("sent on at"), ordering="created_at")
    def sent_on(self, referral: Referral) -> str:
        return words.day_words(referral.created_at)

    @admin.display(description=gettext_lazy("reason"), ordering="reason")
    def why(self, referral: Referral) -> str:
        return referral.reason_words

    @admin.display(description=gettext_lazy("answer until"), ordering="decide_by")
    def deadline(self, referral: Referral) -> str:
        if not referral.is_undecided:
            return "–"
        return words.day_words(referral.last_day)

    @admin.display(description=gettext_lazy("booking at the receiving telecentre"))
    def seat(self, referral: Referral) -> str:
        booking = referral.booking
        if booking is None:
            return "–"
        return f"{words.day_words(booking.day, year=True)}, {booking.get_state_display()}"

    @admin.display(description=gettext_lazy("what happened"))
    def changes(self, referral: Referral) -> str:
        events = referral.history.order_by("pgh_id")
        told = [f"{event.get_state_display()} ({words.day_words(event.pgh_created_at)})" for event in events]
        return " · ".join(dict.fromkeys(told))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Who only followed a link is unknown to the centre that the link named; `is_received`: the person may answer."""
        mine = Q(receiver__in=Telecentre.objects.managed_by(request.user, today=timezone.localdate()))
        known = mine | Q(agreed_at__isnull=False) | Q(origin__isnull=False)
        boolean = BooleanField()
        return (
            super()
            .get_queryset(request)
            .annotate(is_received=ExpressionWrapper(mine, boolean), may_be_named=ExpressionWrapper(known, boolean))
        )

    def has_delete_permission(self, request: HttpRequest, obj: Referral | None = None) -> bool:
        return False

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("matrix/", view(self.matrix), name="bookings_referral_matrix"),
            path("<int:pk>/answer/", view(self.answer), name="bookings_referral_answer"),
            *super().get_urls(),
        ]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Nothing to fill in, so nothing to save."""
        extra_context = (extra_context or {}) | {"show_save": False, "show_save_and_continue": False}
        return super().changeform_view(request, object_id, form_url, extra_context)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """`?booking=` fills in who it is; the button “Show who suits” draws the list of centres anew and sends nothing."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        now = timezone.now()
        booking = self._booking(request)
        furnished = managed(Telecentre.objects.furnished(), request)
        own = [booking.telecentre] if booking else sorted(furnished, key=lambda centre: centre.sorting_name)
        is_sent = request.method == "POST" and "look" not in request.POST
        form = ReferForm(request.POST if is_sent else None, own=own, now=now, booking=booking, initial=_typed(request))
        if is_sent and form.is_valid():
            try:
                referral = actions.refer(**form.answers, by=request.user, now=now, origin=booking)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                self.log_addition(request, referral, "sent on")
                told = {"centre": referral.receiver, "until": words.day_words(referral.last_day)}
                messages.success(request, _("%(centre)s has until %(until)s to answer; the person is told by mail.") % told)
                return HttpResponseRedirect(reverse("admin:bookings_referral_changelist") + "?way=given")
        context = {"title": _("Send a person on to another telecentre"), "form": form, "booking": booking}
        return self._page(request, "admin/bookings/referral/refer.html", context, status=422 if form.errors else 200)

    def answer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The receiver's yes or no; `answer` is accept or decline."""
        referral = self.get_object(request, str(pk))
        if not self.has_change_permission(request, referral) or not referral.is_received:
            raise PermissionDenied
        wanted, now = request.POST.get("answer"), timezone.now()
        form = DeclineForm(request.POST if wanted == "decline" else None)
        if request.method == "POST" and (wanted == "accept" or form.is_valid()):
            try:
                if wanted == "accept":
                    actions.accept_referral(referral, by=request.user, now=now)
                    said = _("Accepted: the person gets the link to book a desk here.")
                else:
                    actions.decline_referral(referral, by=request.user, now=now, reason=form.cleaned_data["reason"])
                    said = _("Declined: the person reads why, and where else to go.")
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
            else:
                self.log_change(request, referral, wanted)
                messages.success(request, said)
            return HttpResponseRedirect(reverse("admin:bookings_referral_change", args=[pk]))
        context = {"title": _("A person sent to you"), "referral": referral, "form": form, "reason": referral.reason_words}
        return self._page(request, "admin/bookings/referral/answer.html", context, status=422 if form.errors else 200)

    def matrix(self, request: HttpRequest) -> HttpResponse:
        """`?mois=` is a month such as 2026-11; `?_export=` gives it as a file. Numbers alone, so for all who run a centre."""
        if not request.user.has_perm("telecentres.view_telecentre"):
            raise PermissionDenied
        month = months.month_named(request.GET.get("mois", ""), timezone.localdate())
        shown = months.of_month(month)
        kind = request.GET.get("_export")
        if kind in TYPES:
            return self._matrix_file(request, shown, kind)
        context = {"title": _("Sent on and received, month by month"), "matrix": shown, "kinds": list(TYPES)}
        return self._page(request, "admin/bookings/referral/matrix.html", context)

    def _matrix_file(self, request: HttpRequest, shown: months.Matrix, kind: str) -> HttpResponse:
        head = [_("From, down; to, across"), *(str(one) for one in shown.centres), _("Total")]
        rows = [head, *([str(giver), *numbers, total] for giver, numbers, total in shown.rows)]
        rows.append([_("Total"), *shown.received, shown.total])
        self._note_export(request, kind, len(shown.rows))
        response = HttpResponse(as_csv(rows) if kind == "csv" else as_xlsx(rows), content_type=TYPES[kind])
        response["Content-Disposition"] = f'attachment; filename="orientations-{shown.month:%Y-%m}.{kind}"'
        response["Cache-Control"] = "no-store"
        return response

    def _booking(self, request: HttpRequest) -> Booking | None:
        """A booking of the person's own centre; a foreign one is not there."""
        asked = request.GET.get("booking", "")
        if not asked.isdigit() or len(asked) > 18 or not request.user.has_perm("bookings.view_booking"):
            return None
        return get_object_or_404(managed(Booking.objects.with_place(), request), pk=asked)

    def _page(self, request: HttpRequest, template: str, context: dict, status: int = 200) -> HttpResponse:
        context = {"opts": self.opts, **context, **self.admin_site.each_context(request)}
        return render(request, template, context, status=status)


def _typed(request: HttpRequest) -> dict[str, str]:
    """What stands in the form while the list of centres is drawn anew."""
    return {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
