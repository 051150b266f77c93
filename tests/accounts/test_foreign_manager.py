"""
Every address of the administration, tried by the manager of another centre in every way: nothing seen, nothing changed.

The addresses come from the resolver and the ways in from the table of tests/test_access.py, which fails for one that it
does not know. Murat's manager asks; everything of Allanche carries a word that no answer may hold.
"""

import hashlib
import io
import zipfile

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from accounts import scoped_admin
from accounts.exporting import Exports
from accounts.models import User
from bookings.models import Booking
from telecentres.models import Closure, Fault, Guide, OpeningHours, StageEvent, Telecentre, Workspace
from tests import access_table
from tests.signing_in import sign_in

SECRET = "Zibeline"
OWN_APPS = ("accounts", "dispatch", "telecentres", "bookings", "jobs", "notices", "account", "mfa", "auth")


@pytest.fixture
def world(db, time_machine, now):
    time_machine.move_to(now)
    world = access_table.build()
    mark(world.allanche)
    User.objects.filter(pk=world.somebody.pk).update(name=f"Nom {SECRET}")
    for model, pk in ((Telecentre, world.allanche.pk), (Booking, world.foreign_booking.pk)):
        LogEntry.objects.create(
            user=world.somebody,
            content_type=ContentType.objects.get_for_model(model),
            object_id=str(pk),
            object_repr=f"{SECRET}",
            action_flag=2,
            change_message=f"{SECRET}",
        )
    return world


def mark(centre: Telecentre) -> None:
    """The word stands in everything of the centre that somebody wrote and that is not on public pages."""
    Workspace.objects.filter(telecentre=centre).update(name=SECRET, equipment=SECRET)
    Closure.objects.filter(telecentre=centre).update(reason=SECRET)
    Fault.objects.filter(telecentre=centre).update(text=SECRET)
    Guide.objects.filter(telecentre=centre).update(title=SECRET)
    StageEvent.objects.filter(telecentre=centre).update(note=SECRET)


@pytest.fixture
def manager(world) -> Client:
    return sign_in(Client(raise_request_exception=False), world.people[access_table.MANAGER])


def fingerprint() -> str:
    """Of all rows of all our tables, the accounts' last sign-in aside."""
    digest = hashlib.sha256()
    for app in OWN_APPS:
        for model in apps.get_app_config(app).get_models():
            left_out = {"last_login"} if model is User else set()
            fields = [field.attname for field in model._meta.concrete_fields if field.attname not in left_out]
            for row in model._default_manager.order_by("pk").values_list(*fields):
                digest.update(repr(row).encode())
    return digest.hexdigest()


def foreign_addresses(world) -> list[str]:
    """Each address of the administration with the foreign record, its arguments as the access table gives them."""
    found = []
    for name, visits in access_table.all_visits().items():
        for visit in visits:
            if name.startswith("admin:") and not name.startswith("admin:~") and visit.whose != "own":
                found.append(reverse(name, kwargs=visit.arguments(world)) + visit.query)
    return found


def foreign_rows(world) -> dict[type, list[int]]:
    centre = world.allanche
    return {
        Telecentre: [centre.pk],
        Workspace: list(centre.workspaces.values_list("pk", flat=True)),
        OpeningHours: list(centre.opening_hours.values_list("pk", flat=True)),
        Closure: list(centre.closures.values_list("pk", flat=True)),
        Fault: list(centre.faults.values_list("pk", flat=True)),
        Booking: [world.foreign_booking.pk],
    }


def changelist(model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def leaks(client: Client, address: str) -> bool:
    answer = client.get(address)
    return not answer.streaming and SECRET.encode() in answer.content


def test_no_page_shows_anything_of_the_other_centre(world, manager):
    before = fingerprint()

    assert [address for address in foreign_addresses(world) if leaks(manager, address)] == []
    assert fingerprint() == before


def test_no_list_file_search_or_filter_shows_anything_of_the_other_centre(world, manager):
    queries = ["", "all=", f"q={SECRET}", "e=1", "telecentre__id__exact=%s", "workspace__telecentre__id__exact=%s", "when=all"]
    files = ["", "_export=csv", "_export=xlsx"]

    found = [
        f"{changelist(model)}?{query}&{file}"
        for model, options in admin.site._registry.items()
        for query in queries
        for file in (files if isinstance(options, Exports) else [""])
        if options.search_fields or not query.startswith("q=")
        if shows(manager, f"{changelist(model)}?{query.replace('%s', str(world.allanche.pk))}&{file}", query)
    ]

    assert found == []


def shows(client: Client, address: str, query: str) -> bool:
    """What was searched for stands in the search box; the rows are looked at then."""
    answer = client.get(address)
    if "q=" in query and answer.context is not None and "cl" in answer.context:
        return answer.context["cl"].result_count > 0
    said = unpacked(answer)
    return SECRET.encode() in said.replace(f"q={SECRET}".encode(), b"")  # a refusal repeats the address


def unpacked(answer) -> bytes:
    """The rows of a spreadsheet lie compressed in it."""
    if not answer.content.startswith(b"PK"):
        return answer.content
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        return b"".join(file.read(name) for name in file.namelist())


def test_no_verb_changes_anything_of_the_other_centre(world, manager):
    before = fingerprint()
    form = {"post": "yes", "name": "pris", "reason": "pris", "_save": "1", "telecentre": world.allanche.pk, "touched": "cancel"}

    for address in foreign_addresses(world):
        for verb in ("post", "put", "patch", "delete"):
            getattr(manager, verb)(address, form if verb == "post" else None)

    assert fingerprint() == before


def test_no_action_touches_foreign_rows(world, manager):
    before = fingerprint()
    rows = foreign_rows(world)

    for model, options in admin.site._registry.items():
        chosen = rows.get(model, [1, 2, 3])
        names = {"delete_selected", *(getattr(one, "__name__", one) for one in options.actions or [])}
        for name in names:
            answer = manager.post(changelist(model), {"action": name, "_selected_action": chosen, "post": "yes"})
            assert SECRET.encode() not in answer.content

    assert fingerprint() == before


def test_no_autocompletion_offers_foreign_rows(world, manager):
    for model, options in admin.site._registry.items():
        for one in (options, *(inline for inline in options.inlines)):
            for field in one.autocomplete_fields:
                query = {
                    "app_label": model._meta.app_label,
                    "model_name": model._meta.model_name,
                    "field_name": field,
                    "term": "e",
                }
                assert SECRET.encode() not in manager.get(reverse("admin:autocomplete"), query).content


def test_no_inline_takes_foreign_rows(world, manager):
    """The rows of another centre, written into the form of one's own."""
    murat, foreign = world.murat, world.allanche.workspaces.first()
    before = list(Workspace.objects.filter(telecentre=world.allanche).order_by("pk").values_list())
    page = reverse("admin:telecentres_telecentre_change", args=[murat.pk])
    form = {"name": murat.name, "_save": "1"}
    for prefix in ("workspaces", "tariffs", "policies", "specialities", "memberships"):
        form |= {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 1, f"{prefix}-0-id": foreign.pk}
        form |= {f"{prefix}-0-telecentre": murat.pk, f"{prefix}-0-name": "pris", f"{prefix}-0-code": "99"}

    manager.post(page, form)

    assert list(Workspace.objects.filter(telecentre=world.allanche).order_by("pk").values_list()) == before


def test_control_without_the_scope_this_test_sees_the_leaks(world, manager, monkeypatch):
    monkeypatch.setattr(scoped_admin, "managed", lambda queryset, request: queryset)

    assert any(leaks(manager, address) for address in foreign_addresses(world))
    assert shows(manager, changelist(Workspace) + "?_export=xlsx", "")
