"""What every list and form of the administration owes its readers; a new one cannot be forgotten here."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils.text import capfirst

from accounts.roles import PERMISSIONS, Role
from accounts.scoped_admin import MOST_CHOICES, PortalOptions, form_relations
from bookings.admin import schedule
from telecentres.models import Closure, Workspace
from tests import access_table, factories
from tests.browser import pages
from tests.signing_in import sign_in

FEW = {Group}  # the roles
READ_ONLY = {"FaultAdmin.telecentre", "FaultAdmin.workspace"}  # whatever the state of the record
ADMINS = list(admin.site._registry.items())


def name_of(model) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


def roles_that(verb: str, model) -> set[Role]:
    meta = model._meta
    return {role for role, codenames in PERMISSIONS.items() if f"{meta.app_label}.{verb}_{meta.model_name}" in codenames}


@pytest.fixture
def world(db, time_machine, now):
    time_machine.move_to(now)
    return access_table.build()


def clients(world) -> dict[Role, Client]:
    people = {Role.CENTRE_MANAGER: "MANAGER", Role.AGENCY_STAFF: "AGENCY", Role.NETWORK_ADMIN: "NETWORK"}
    return {role: sign_in(Client(), world.people[getattr(access_table, key)]) for role, key in people.items()}


def test_every_list_says_what_it_lists(world):
    browsers = clients(world)

    for model, _options in ADMINS:
        for role in roles_that("view", model):
            page = browsers[role].get(reverse(f"admin:{name_of(model)}_changelist")).content.decode()
            heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.S)
            assert heading, model
            assert heading[1].strip() == capfirst(str(model._meta.verbose_name_plural)), model


def test_every_relation_that_can_be_long_is_searched():
    """Beyond twenty choices a list becomes a search; which relations may grow so far is declared beside the form."""
    forgotten = [
        f"{type(one).__name__}.{field.name}"
        for model, options in ADMINS
        for one in (options, *(inline(model, admin.site) for inline in options.inlines))
        if isinstance(one, PortalOptions)
        for field in form_relations(one)
        if not field.many_to_many and field.remote_field.model not in FEW and field.name not in one.autocomplete_fields
    ]

    assert set(forgotten) == READ_ONLY


def test_a_long_list_of_choices_becomes_a_search_and_a_short_one_stays(client, network_admin, murat_manager, murat, allanche):
    for number in range(5, 6 + MOST_CHOICES):
        factories.make_desk(allanche, str(number))
    page = reverse("admin:telecentres_closure_add")

    short = sign_in(Client(), murat_manager).get(page).content.decode()
    long = sign_in(client, network_admin).get(page).content.decode()

    assert "Murat, Bureau 1</option>" in short
    assert "admin-autocomplete" not in short
    assert long.count('data-theme="admin-autocomplete"') == 1
    found = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "telecentres", "model_name": "closure", "field_name": "workspace", "term": "Murat"},
    ).json()
    assert found["results"][0]["text"] == "Murat, Bureau 1"


def test_a_closure_by_a_search_takes_no_foreign_desk(client, murat_manager, murat, allanche, monkeypatch):
    monkeypatch.setattr(schedule.ClosureAdmin, "_is_long", lambda *_args: True)
    form = {
        "telecentre": murat.pk,
        "workspace": Workspace.objects.filter(telecentre=allanche).first().pk,
        "starts_at_0": "2027-01-01",
        "starts_at_1": "08:00",
        "ends_at_0": "2027-01-02",
        "ends_at_1": "08:00",
        "reason": "x",
    }

    answer = sign_in(client, murat_manager).post(reverse("admin:telecentres_closure_add"), form)

    assert answer.status_code == 200
    assert "workspace" in answer.context["adminform"].form.errors
    assert not Closure.objects.exists()


def test_every_list_and_every_form_is_opened_by_the_browser_tests():
    """tests/browser measures and examines what `pages` names; each registered model has its list, form and record there."""
    named = {page.path for page in [*pages.STAFF, *pages.administration()]}

    missing = []
    for model, options in ADMINS:
        root = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        wanted = [root]
        if roles_that("add", model) and pages.may_be_added(options):
            wanted.append(f"{root}add/")
        missing += [path for path in wanted if path not in named]
        if not any(re.fullmatch(rf"{root}{{\w+}}/change/", path) for path in named):
            missing.append(f"{root}…/change/")

    assert missing == []
