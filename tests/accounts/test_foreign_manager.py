"""
Every address of the administration, tried by the manager of another centre in every way: nothing seen, nothing changed.

The addresses come from the resolver and the ways in from the table of tests/test_access.py, which fails for one that it
does not know. Murat's manager asks; everything of Allanche carries a word that no answer may hold.
"""

import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import scoped_admin
from accounts.exporting import Exports
from accounts.models import Sheet, User
from bookings.models import Booking, MonthPlan, Referral, Statement
from telecentres.models import (
    Closure,
    Fault,
    FreePeriod,
    Guide,
    Invitation,
    Membership,
    OpeningHours,
    Policy,
    StageEvent,
    Tariff,
    Telecentre,
    TelecentreSpeciality,
    Workspace,
)
from tests import access_table
from tests.signing_in import sign_in
from tests.telecentres.test_admin import form_of

SECRET = "Zibeline"
OWN_APPS = ("accounts", "dispatch", "telecentres", "bookings", "jobs", "notices", "account", "mfa", "auth", "admin")


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
    Invitation.objects.filter(telecentres=centre).update(name=SECRET)
    Statement.objects.filter(telecentre=centre).update(name=SECRET, issuer=SECRET)
    Referral.objects.exclude(receiver__slug="murat").update(name=SECRET, email=f"{SECRET.lower()}@exemple.fr", note=SECRET)


@pytest.fixture
def manager(world) -> Client:
    return sign_in(Client(raise_request_exception=False), world.people[access_table.MANAGER])


def fingerprint() -> str:
    """Of all rows of all our tables and of the administration's log, the accounts' last sign-in aside."""
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
        Statement: [world.statements[1].pk],
        MonthPlan: [world.plans[1].pk],
        Referral: [world.referrals[1].pk],
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


INLINES = [
    (model, inline) for model, options in admin.site._registry.items() for inline in options.inlines if model is Telecentre
]


@pytest.fixture
def rows_of_both(world) -> None:
    """One row of each inline of a centre, in both."""
    for centre in (world.murat, world.allanche):
        Tariff.objects.create(telecentre=centre, kind="desk", unit="day", price=20, valid_from="2026-01-01")
        Policy.objects.create(telecentre=centre, kind="desk")
        FreePeriod.objects.create(telecentre=centre, days=7, valid_from="2026-01-01")
        TelecentreSpeciality.objects.create(telecentre=centre, speciality=world.speciality, role="support", since="2026-01-01")
    Membership.objects.create(user=world.somebody, telecentre=world.allanche, since="2026-01-01")


def of_allanche(world) -> list[tuple]:
    """All rows of all models that stand as inlines on the page of a centre."""
    models = {inline.model for _model, inline in INLINES}
    return [row for model in models for row in model.objects.filter(telecentre=world.allanche).order_by("pk").values_list()]


def prefix_of(client: Client, page: str, model) -> str | None:
    sets = [one.formset for one in client.get(page).context["inline_admin_formsets"]]
    return next((one.prefix for one in sets if one.model is model), None)


def test_every_inline_of_a_centre_is_tried_and_no_other_page_has_any_for_managers(world, manager):
    """Inlines of the network's own records are for those who look after the network."""
    others = [model for model, options in admin.site._registry.items() if options.inlines and model is not Telecentre]

    assert len(INLINES) >= 5
    assert [model for model in others if manager.get(changelist(model) + "add/").status_code == 200] == []


@pytest.mark.parametrize("inline", [inline for _model, inline in INLINES], ids=lambda inline: inline.model.__name__)
def test_no_inline_takes_foreign_rows(world, rows_of_both, manager, inline):
    """A row of another centre, written into a form of one’s own that is right in all else; and one that names that centre."""
    page = reverse("admin:telecentres_telecentre_change", args=[world.murat.pk])
    before = of_allanche(world)
    prefix = prefix_of(manager, page, inline.model) or inline.model._meta.get_field("telecentre").remote_field.related_name
    foreign = inline.model.objects.filter(telecentre=world.allanche).first()
    form = form_of(manager, page) | {"reason": "pris"}

    taken = {f"{prefix}-0-id": foreign.pk, f"{prefix}-0-telecentre": world.murat.pk, f"{prefix}-0-DELETE": "on"}
    counted = {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 1}
    pushed = {f"{prefix}-0-telecentre": world.allanche.pk}
    changes = {f"{prefix}-0-{name}": value for name, value in (("name", "pris"), ("price", "1"), ("horizon_days", "1"))}
    answers = [
        manager.post(page, form | one | changes) for one in (counted | taken, counted | pushed, taken | pushed, pushed, {})
    ]

    assert answers[-1].status_code == 302  # right in all else
    assert of_allanche(world) == before
    assert not any(SECRET.encode() in answer.content for answer in answers)


def test_control_the_same_form_changes_ones_own_rows(world, rows_of_both, manager):
    page = reverse("admin:telecentres_telecentre_change", args=[world.murat.pk])

    assert manager.post(page, form_of(manager, page) | {"policies-0-horizon_days": "1", "reason": "oui"}).status_code == 302

    assert Policy.objects.get(telecentre=world.murat).horizon_days == 1


FILES = {
    Workspace: "Code;Nom;Télécentre;Équipement\n1;pris;Allanche;pris\n77;pris;Allanche;pris\n",
    OpeningHours: "telecentre;weekday;opens_at;closes_at;valid_from\nAllanche;1;09:00;12:00;2026-12-01\n",
}


@pytest.mark.parametrize("model", FILES, ids=lambda model: model.__name__)
def test_no_file_reaches_the_other_centre(world, manager, model):
    address = changelist(model) + "import/"
    sent = manager.post(address, {"file": SimpleUploadedFile("liste.csv", FILES[model].encode())})
    before = fingerprint()

    shown = manager.get(sent["Location"])
    saved = manager.post(sent["Location"], {"digest": shown.context["digest"], "confirm": "1"})

    assert {line.state for line in shown.context["outcome"].lines} == {"wrong"}
    assert SECRET.encode() not in shown.content + saved.content
    assert fingerprint() == before


@pytest.mark.parametrize("model", FILES, ids=lambda model: model.__name__)
def test_no_file_of_somebody_else_is_opened_or_confirmed(world, manager, model):
    theirs = world.people[access_table.NETWORK]
    sheet = Sheet.objects.create(
        user=theirs,
        about=model._meta.label_lower,
        file_name=SECRET,
        head=["code", "name", "telecentre"],
        rows=[[2, ["1", SECRET, "Allanche"]]],
        expires_at=timezone.now() + timedelta(hours=1),
    )
    address = f"{changelist(model)}import/{sheet.key}/"
    before = fingerprint()

    for answer in (manager.get(address), manager.post(address, {"confirm": "1"}), manager.post(address, {"give_up": "1"})):
        assert answer.status_code == 302
        assert SECRET.encode() not in answer.content
    assert fingerprint() == before


def test_invitations_are_not_for_managers(world, manager):
    root = changelist(Invitation)
    form = {"email": "x@exemple.fr", "name": "x", "language": "fr", "role": "network_admin", "reason": "x"}
    own = [root, f"{root}add/", f"{root}?_export=csv"]
    one = [f"{root}{world.invitation.pk}/{page}/" for page in ("change", "history", "delete", "send-again", "withdraw")]
    before = fingerprint()

    answers = [ask(address, *data) for address in own + one for ask, data in ((manager.get, ()), (manager.post, (form,)))]

    assert {answer.status_code for answer in answers} == {403}
    assert not any(SECRET.encode() in answer.content for answer in answers)
    assert fingerprint() == before


def test_control_without_the_scope_this_test_sees_the_leaks(world, manager, monkeypatch):
    monkeypatch.setattr(scoped_admin, "managed", lambda queryset, request: queryset)

    assert any(leaks(manager, address) for address in foreign_addresses(world))
    assert shows(manager, changelist(Workspace) + "?_export=xlsx", "")
