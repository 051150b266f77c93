"""The scoped administration: a manager of Murat meets nothing of Allanche, wherever the stock admin would show it."""

import re
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path, reverse

from accounts import checks
from accounts.admin_site import PortalAdminSite
from accounts.models import User
from accounts.scoped_admin import LabelledSplitDateTime, NetworkWideAdmin, ScopedAdmin, ScopedInline
from telecentres import actions
from telecentres.models import Closure, Membership, OpeningHours, Telecentre, Territory, Workspace
from tests import factories
from tests.signing_in import sign_in


class WorkspaceInline(ScopedInline):
    model = Workspace
    fields = ["code", "name"]


class Centres(ScopedAdmin):
    fields = ["name", "phone"]
    inlines = [WorkspaceInline]
    search_fields = ["name"]


class Workspaces(ScopedAdmin):
    fields = ["telecentre", "code", "name", "kind"]
    list_filter = ["telecentre"]
    search_fields = ["name", "telecentre__name"]
    actions = ["rename"]

    @admin.action(description="rename")
    def rename(self, request, queryset):
        queryset.update(name="renamed")


class Hours(ScopedAdmin):
    fields = ["telecentre", "workspace", "weekday", "opens_at", "closes_at", "valid_from"]
    autocomplete_fields = ["workspace"]
    list_filter = ["telecentre", "workspace__telecentre"]


class Closures(ScopedAdmin):
    fields = ["telecentre", "starts_at", "ends_at", "reason"]


def make_site(name: str, *, leaky: bool) -> PortalAdminSite:
    """The same four pages, on our base classes or, for the control, on the stock ones."""
    site = PortalAdminSite(name)
    for model, options in {Telecentre: Centres, Workspace: Workspaces, OpeningHours: Hours, Closure: Closures}.items():
        if leaky:
            attributes = {key: value for key, value in vars(options).items() if key[0] != "_" and key not in ("inlines", "media")}
            options = type("Leaky", (admin.ModelAdmin,), {**attributes, "view_on_site": False})
        site.register(model, options)
    return site


urlpatterns = [
    path("scoped/", make_site("scoped", leaky=False).urls),
    path("leaky/", make_site("leaky", leaky=True).urls),
    path("", include("cantal_network.urls")),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def manager(murat, allanche) -> Client:
    user = factories.make_user("gerance@exemple.fr", "Maxime Exemple")
    actions.appoint(user, murat, role=Membership.Role.MANAGER, since=date(2026, 1, 1))
    return sign_in(Client(), user)


def own_and_foreign(model: str, murat: Telecentre, allanche: Telecentre) -> tuple[models.Model, models.Model]:
    pick = {
        "telecentre": lambda centre: centre,
        "workspace": lambda centre: centre.workspaces.first(),
        "openinghours": lambda centre: OpeningHours.objects.filter(telecentre=centre).first(),
    }[model]
    return pick(murat), pick(allanche)


def page(site: str, model: str, name: str, *args) -> str:
    return reverse(f"admin:telecentres_{model}_{name}", args=args, current_app=site)


def says(response: HttpResponse, word: str) -> bool:
    return word in response.content.decode()


def test_a_list_shows_own_rows_only(manager, allanche):
    scoped, leaky = (manager.get(page(site, "workspace", "changelist") + "?all=") for site in ("scoped", "leaky"))

    assert (scoped.context["cl"].result_count, leaky.context["cl"].result_count) == (4, 8)


@pytest.mark.parametrize("model", ["telecentre", "workspace", "openinghours"])
@pytest.mark.parametrize("name", ["change", "history"])
def test_a_foreign_object_is_not_there(manager, murat, allanche, model, name):
    own, foreign = own_and_foreign(model, murat, allanche)

    answers = [manager.get(page("scoped", model, name, one.pk)).status_code for one in (own, foreign)]
    control = manager.get(page("leaky", model, name, foreign.pk)).status_code

    assert (answers, control) == ([200, 404], 200)


def test_a_foreign_object_and_a_missing_one_give_the_same_answer(manager, allanche):
    foreign, missing = (manager.get(page("scoped", "telecentre", "change", pk)) for pk in (allanche.pk, 999_999))

    # The hidden fields repeat the address asked for and a token that is new each time.
    said = [re.sub(rb"<input type=\"hidden\"[^>]*>", b"", answer.content) for answer in (foreign, missing)]
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert said[0] == said[1]


def test_a_foreign_object_is_neither_changed_nor_deleted(manager, allanche):
    hours = OpeningHours.objects.filter(telecentre=allanche).first()

    answers = [
        manager.post(page("scoped", "telecentre", "change", allanche.pk), {"name": "Pris"}).status_code,
        manager.post(page("scoped", "openinghours", "delete", hours.pk), {"post": "yes"}).status_code,
    ]

    assert answers == [404, 404]
    assert Telecentre.objects.get(pk=allanche.pk).name == "Allanche"
    assert OpeningHours.objects.filter(pk=hours.pk).exists()


@pytest.mark.parametrize("model", ["workspace", "openinghours"])
def test_the_choices_of_a_form_are_own_ones(manager, allanche, model):
    scoped, leaky = (manager.get(page(site, model, "add")) for site in ("scoped", "leaky"))

    assert (says(scoped, "Allanche"), says(leaky, "Allanche")) == (False, True)


def test_a_foreign_choice_posted_by_hand_is_refused(manager, murat, allanche):
    form = {"telecentre": allanche.pk, "code": "9", "name": "Intrus", "kind": "desk"}

    response = manager.post(page("scoped", "workspace", "add"), form)

    assert "telecentre" in response.context["adminform"].form.errors
    assert not Workspace.objects.filter(name="Intrus").exists()


def test_an_own_row_cannot_be_given_to_a_foreign_centre(manager, murat, allanche):
    desk = murat.workspaces.first()

    form = {"telecentre": allanche.pk, "code": "9", "name": "x", "kind": "desk"}
    manager.post(page("scoped", "workspace", "change", desk.pk), form)

    assert Workspace.objects.get(pk=desk.pk).telecentre == murat


def test_the_autocompletion_offers_own_ones(manager, allanche):
    query = {"app_label": "telecentres", "model_name": "openinghours", "field_name": "workspace", "term": ""}
    foreign = set(allanche.workspaces.values_list("pk", flat=True))

    found = {
        site: {int(one["id"]) for one in manager.get(reverse("admin:autocomplete", current_app=site), query).json()["results"]}
        for site in ("scoped", "leaky")
    }

    assert len(found["scoped"]) == 4
    assert not found["scoped"] & foreign
    assert found["leaky"] & foreign


@pytest.mark.parametrize("model", ["workspace", "openinghours"])
def test_the_filters_of_a_list_offer_own_ones(manager, allanche, model):
    scoped, leaky = (manager.get(page(site, model, "changelist")) for site in ("scoped", "leaky"))
    titles = {
        site: {choice for spec in answer.context["cl"].filter_specs for _pk, choice in spec.lookup_choices}
        for site, answer in (("scoped", scoped), ("leaky", leaky))
    }

    assert "Allanche" not in titles["scoped"]
    assert "Allanche" in titles["leaky"]


def test_an_action_touches_own_rows_only(manager, murat, allanche):
    own, foreign = murat.workspaces.first(), allanche.workspaces.first()

    manager.post(page("scoped", "workspace", "changelist"), {"action": "rename", "_selected_action": [own.pk, foreign.pk]})

    assert set(Workspace.objects.filter(name="renamed")) == {own}


def test_no_list_offers_to_delete_many_rows_at_once(manager):
    assert not says(manager.get(page("scoped", "openinghours", "changelist")), "delete_selected")


def test_an_inline_shows_the_rows_of_its_page(manager, murat):
    response = manager.get(page("scoped", "telecentre", "change", murat.pk))

    formset = response.context["inline_admin_formsets"][0].formset
    assert {form.instance.telecentre for form in formset.initial_forms} == {murat}


def test_the_recent_actions_are_ones_own(manager, allanche, network_admin):
    LogEntry.objects.create(
        user=network_admin,
        content_type=ContentType.objects.get_for_model(Telecentre),
        object_id=str(allanche.pk),
        object_repr="Allanche secret",
        action_flag=CHANGE,
        change_message="",
    )

    assert not says(manager.get(reverse("admin:index", current_app="scoped")), "Allanche secret")


def test_a_membership_over_closes_everything_the_next_day(manager, murat, time_machine):
    Membership.objects.update(until=date(2026, 11, 25))

    counts = []
    for day in (25, 26):
        time_machine.move_to(datetime(2026, 11, day, 9, tzinfo=UTC))
        user = User.objects.get(email="gerance@exemple.fr")
        counts.append(sign_in(Client(), user).get(page("scoped", "workspace", "changelist") + "?all=").context["cl"].result_count)

    assert counts == [4, 0]


def test_a_deputy_manages_like_a_manager(murat, allanche):
    user = factories.make_user("suppleance@exemple.fr")
    actions.appoint(user, murat, role=Membership.Role.DEPUTY, since=date(2026, 1, 1))
    deputy = sign_in(Client(), user)

    answers = [deputy.get(page("scoped", "telecentre", "change", centre.pk)).status_code for centre in (murat, allanche)]

    assert answers == [200, 404]


def test_both_boxes_of_a_date_and_time_have_a_name(manager, settings):
    settings.LANGUAGE_CODE = "en"

    response = manager.get(page("scoped", "closure", "add"))

    assert says(response, 'aria-label="from, date"')
    assert says(response, 'aria-label="from, time"')
    assert isinstance(response.context["adminform"].form.fields["starts_at"].widget, LabelledSplitDateTime)


class Stock(admin.ModelAdmin):
    pass


class Unscoped(ScopedAdmin):
    fields = ["name"]


class OpenChoice(ScopedAdmin):
    fields = ["commune"]


class DeclaredChoice(ScopedAdmin):
    fields = ["commune"]
    open_choices = ("commune",)


class HandWrittenForm(forms.ModelForm):
    telecentre = forms.ModelChoiceField(Telecentre.objects.all())

    class Meta:
        model = Workspace
        fields = ["telecentre"]


class HandWrittenChoice(ScopedAdmin):
    form = HandWrittenForm


class LeakyFilter(ScopedAdmin):
    fields = ["code"]
    list_filter = [("telecentre", admin.RelatedFieldListFilter)]


class StockInline(admin.TabularInline):
    model = Workspace


class LeakyInline(ScopedAdmin):
    fields = ["name"]
    inlines = [StockInline]


class Declared(NetworkWideAdmin):
    fields = ["name"]


@pytest.mark.parametrize(
    ("options", "model", "problems"),
    [
        (Stock, Telecentre, ["accounts.E001"]),
        (Unscoped, Territory, ["accounts.E002"]),
        (OpenChoice, Telecentre, ["accounts.E003"]),
        (DeclaredChoice, Telecentre, []),
        (HandWrittenChoice, Workspace, ["accounts.E003"]),
        (LeakyFilter, Workspace, ["accounts.E004"]),
        (LeakyInline, Telecentre, ["accounts.E005"]),
        (Declared, Territory, []),
    ],
)
def test_the_system_check_refuses_an_admin_that_forgets_its_scope(options, model, problems):
    found = checks.problems_of(options(model, admin.site))

    assert [problem.id for problem in found] == problems


def test_a_choice_neither_scoped_nor_declared_open_offers_nothing(network_admin, murat, rf):
    request = rf.get("/")
    request.user = network_admin
    field = Telecentre._meta.get_field("commune")

    undeclared = OpenChoice(Telecentre, admin.site).formfield_for_foreignkey(field, request).queryset
    declared = DeclaredChoice(Telecentre, admin.site).formfield_for_foreignkey(field, request).queryset

    assert (undeclared.count(), declared.count()) == (0, 1)
