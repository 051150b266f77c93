"""Guides, questions and model documents: what people read, what only centres read, and what is carried with the project."""

import io
import re
import zipfile
from datetime import date, timedelta
from importlib import import_module
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.db import IntegrityError, connection
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from outreach import guides as reading
from telecentres import documents, guides, prose
from telecentres.models import Guide, Need, Speciality
from tests.factories import make_event
from tests.signing_in import sign_in

LIST, SHARED = "/informations/", "/admin/telecentres/guide/shared/"
Kind, Audience = Guide.Kind, Guide.Audience


@pytest.fixture
def need(db) -> Need:
    speciality = Speciality.objects.create(name="Télétravail salarié", slug="teletravail-salarie")
    return Need.objects.create(name="Obtenir un accord", short_name="Accord", slug="negocier-un-accord", speciality=speciality)


def write(title: str, need: Need | None, **fields) -> Guide:
    return Guide.objects.create(title=title, need=need, **({"body": "Chaque jour."} | fields))


def titles(client: Client, query: str = "") -> list[str]:
    groups = client.get(LIST + query).context["groups"]
    return [guide.title for _kind, found in groups for guide in found]


# --- the list --------------------------------------------------------------------------------------------


def test_the_list_shows_what_is_public_by_kind(client, need):
    write("Une question", None, kind=Kind.QUESTION)
    write("Un modèle", need, kind=Kind.DOCUMENT)
    write("Un guide", need)
    write("Entre nous", need, audience=Audience.CENTRES)

    assert titles(client) == ["Un guide", "Une question", "Un modèle"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("demenager", ["Déménager en hiver"]),
        ("HIVER démén", ["Déménager en hiver"]),
        ("neige", ["Déménager en hiver"]),
        ("neige zeppelin", []),
        ("%", ["Déménager en hiver", "Travailler"]),
        ("", ["Déménager en hiver", "Travailler"]),
        ("%00", ["Déménager en hiver", "Travailler"]),
    ],
)
def test_words_are_looked_for_without_accents_or_capitals(client, need, typed, found):
    write("Déménager en hiver", need, body="La neige.")
    write("Travailler", need)

    assert titles(client, f"?q={typed}") == found


def test_the_list_costs_the_same_queries_however_long(client, need, django_assert_num_queries):
    write("Premier", need)
    with django_assert_num_queries(1):
        client.get(LIST)
    for number in range(10):
        write(f"Guide {number}", need)
    with django_assert_num_queries(1):
        client.get(LIST)


# --- one guide ---------------------------------------------------------------------------------------------


def test_an_address_is_made_once_and_never_changes(need):
    first, second = write("Se lancer !", need), write("Se lancer", need)

    first.title = "Autre titre"
    first.save()

    assert [one.slug for one in (first, second)] == ["se-lancer", "se-lancer-2"]


def test_a_guide_shows_headings_points_and_links_and_nothing_else(client, need):
    guide = write("Loi", need, body="## Un titre\n- <script>alert(1)</script>\nVoir https://exemple.fr/a?b=1&c=2.")

    page = client.get(guide.get_absolute_url()).content.decode()

    assert (
        '<h2>Un titre</h2><ul><li>&lt;script&gt;alert(1)&lt;/script&gt;</li></ul><p>Voir <a href="https://exemple.fr/a?b=1'
        in page
    )
    assert 'c=2" rel="noreferrer">' in page


@pytest.mark.parametrize(
    "text", ['"><b>', "https://exemple.fr/<b>", 'https://exemple.fr/" onclick="x', "## <i>", "- javascript:x"]
)
def test_nothing_typed_becomes_markup(text):
    html = prose.as_page(text)

    assert set(re.findall(r"<(\w+)", html)) <= {"p", "h2", "ul", "li", "a"}
    assert set(re.findall(r"<a ([^>]*)>", html)) <= {'href="https://exemple.fr/" rel="noreferrer"'}


def test_what_is_between_centres_has_no_public_page(client, need):
    guide = write("Entre nous", need, audience=Audience.CENTRES)

    assert client.get(f"{LIST}{guide.slug}/").status_code == 404
    assert guide.get_absolute_url() == f"{SHARED}#{guide.slug}"


def test_a_model_document_is_given_to_adapt(client, need):
    model = write("Avenant", need, kind=Kind.DOCUMENT, body="## Article 1\n- Le <mardi> & le jeudi\nFait à Murat.")
    guide = write("Guide", need)

    answer = client.get(reverse("outreach:guide_file", args=[model.slug]))

    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    written = [
        (one.tag.removeprefix(text), "".join(one.itertext()))
        for one in ElementTree.fromstring(archive.read("content.xml")).iter()
    ]
    assert (archive.namelist()[0], archive.read("mimetype").decode()) == ("mimetype", documents.TYPE)
    assert [one for one in written if one[0] in {"h", "p"}] == [
        ("h", "Avenant"),
        ("h", "Article 1"),
        ("p", "Le <mardi> & le jeudi"),
        ("p", "Fait à Murat."),
    ]
    assert answer["Content-Disposition"] == 'attachment; filename="avenant.odt"'
    assert client.get(reverse("outreach:guide_file", args=[guide.slug])).status_code == 404


@pytest.mark.parametrize("kind", [Kind.GUIDE, Kind.DOCUMENT])
def test_only_a_question_may_be_about_nothing_in_particular(db, kind):
    write("Question", None, kind=Kind.QUESTION)

    with pytest.raises(IntegrityError):
        write("Autre", None, kind=kind)


# --- elsewhere -----------------------------------------------------------------------------------------------


def test_guides_stand_beside_what_has_their_theme(need):
    write("Du besoin", need)
    Guide.objects.create(title="Du thème", speciality=need.speciality, body="…")
    write("Entre nous", need, audience=Audience.CENTRES)
    shown = Template("{% load guides %}{% guides_for theme %}")

    assert re.findall(r">(D[^<]*)</a>", shown.render(Context({"theme": need.speciality}))) == ["Du besoin", "Du thème"]
    assert shown.render(Context({"theme": None})).strip() == ""


def test_mails_may_name_the_guide_for_newcomers(need, settings):
    assert reading.for_newcomers() is None

    guide = Guide.objects.create(title="Arriver dans le Cantal", need=need, body="…")

    assert reading.for_newcomers() == (guide.title, f"{settings.PUBLIC_URL}/informations/arriver-dans-le-cantal/")


def test_search_engines_read_the_public_guides(client, need):
    write("Un guide", need)
    write("Entre nous", need, audience=Audience.CENTRES)

    found = re.findall(r"/informations/([\w-]+)/</loc>", client.get("/sitemap.xml").content.decode())

    assert found == ["un-guide"]


def test_managers_read_what_all_centres_share(client, need, murat, allanche, murat_manager, now):
    own = write("De Murat", need, audience=Audience.CENTRES, telecentre=murat)
    other = write("D’Allanche", need, audience=Audience.CENTRES, telecentre=allanche)
    write("Public", need, telecentre=murat)
    for title, audience in (("Entre centres", "centres"), ("Pour tous", "public")):
        make_event(title, starts_at=now + timedelta(days=3), audience=audience, kind="training")

    text = sign_in(client, murat_manager).get(SHARED).content.decode()

    shown = [title for title in ("De Murat", "D’Allanche", ">Public<", "Entre centres", "Pour tous") if title in text]
    assert shown == ["De Murat", "D’Allanche", "Entre centres"]
    assert [f"/admin/telecentres/guide/{guide.pk}/change/" in text for guide in (own, other)] == [True, False]


def test_shared_know_how_is_closed_to_who_runs_nothing(client, remote_worker):
    assert client.get(SHARED).status_code == 302
    assert sign_in(client, remote_worker).get(SHARED).status_code == 403


# --- what the project carries ----------------------------------------------------------------------------------


def test_the_texts_of_the_project_load_once_and_leave_changes_alone(need):
    number = guides.load()
    Guide.objects.filter(slug="demander-le-teletravail-a-son-employeur").update(body="Changé.")

    assert (guides.load(), Guide.objects.count()) == (0, number)
    assert Guide.objects.get(slug="demander-le-teletravail-a-son-employeur").body == "Changé."


def test_the_texts_of_the_project_are_whole():
    """Each has a kind, a day on which it was checked, and the law it tells of has its source."""
    heads = [path.read_text(encoding="utf-8").partition("\n\n") for path in guides.FOLDER.glob("*.txt")]
    told = [dict(line.split(": ", 1) for line in head.splitlines()) | {"body": body} for head, _line, body in heads]

    assert len([one for one in told if one["kind"] == Kind.QUESTION]) == 10
    assert [one["title"] for one in told if not (one["kind"] in Kind.values and date.fromisoformat(one["checked"]))] == []
    assert [one["title"] for one in told if "Code du travail" in one["body"] and "legifrance" not in one.get("source", "")] == []
    assert [
        one["title"] for one in told if one["kind"] == Kind.DOCUMENT and not one["body"].startswith("Modèle à adapter.")
    ] == []


def test_guides_of_before_keep_their_rows_and_get_an_address(need):
    """The step of the migration, on rows without an address."""
    first, second = write("Même titre", need), write("Même titre", need)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE telecentres_guide SET slug = 'x' || id")

    import_module("telecentres.migrations.0012_guides").give_addresses(apps, None)

    assert [Guide.objects.get(pk=one.pk).slug for one in (first, second)] == ["meme-titre", "meme-titre-2"]
