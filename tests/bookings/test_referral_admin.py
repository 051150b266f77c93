"""Sending on and answering in the administration: what each side sees, and the month in numbers for everybody."""

import io
import uuid
from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from openpyxl import load_workbook

from bookings import actions, matrix, referring
from bookings.models import Referral
from telecentres.models import Speciality, TelecentreSpeciality
from tests.conftest import _manager
from tests.factories import BEGINNING, make_booking, make_telecentre
from tests.signing_in import sign_in

ADD = "/admin/bookings/referral/add/"
LIST = "/admin/bookings/referral/"
MATRIX = "/admin/bookings/referral/matrix/"
MONDAY = date(2026, 11, 30)


@pytest.fixture
def ydes(db):
    return make_telecentre("Ydes")


@pytest.fixture
def ydes_manager(ydes):
    return _manager("gerance.ydes@exemple.fr", "Noa Exemple", ydes)


@pytest.fixture
def referral(murat, allanche, murat_manager, now):
    return send_on(murat, allanche, by=murat_manager, now=now)


def send_on(giver, receiver, *, by, now, email: str = "zoe@exemple.fr", **more) -> Referral:
    answers = {"giver": giver, "receiver": receiver, "reason": "full", "name": "Zoé Exemple", "email": email, "by": by}
    return actions.refer(**answers, key=uuid.uuid4(), now=now, **more)


def filled(murat, allanche, **changes) -> dict:
    form = {"giver": murat.pk, "receiver": allanche.pk, "reason": "full", "name": "Zoé Exemple", "email": "Zoe@exemple.fr"}
    return form | {"note": "Bureau au calme", "agreed": "on", "key": str(uuid.uuid4())} | changes


# --- sending on -------------------------------------------------------------------------------------------------


def test_a_manager_sends_somebody_on(client, murat_manager, murat, allanche, now):
    sign_in(client, murat_manager)

    answer = client.post(ADD, filled(murat, allanche), follow=True)

    [referral] = Referral.objects.all()
    assert (referral.giver, referral.receiver, referral.email, referral.proposed_by) == (
        murat,
        allanche,
        "zoe@exemple.fr",
        murat_manager,
    )
    assert "Allanche a jusqu’au samedi 28" in answer.content.decode()
    assert LogEntry.objects.filter(object_id=str(referral.pk), action_flag=1).exists()


def test_the_form_sent_twice_sends_once(client, murat_manager, murat, allanche, now):
    sign_in(client, murat_manager)
    form = filled(murat, allanche)

    answers = [client.post(ADD, form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Referral.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"agreed": ""}, "sans son accord"),
        ({"name": ""}, "Écrivez le nom"),
        ({"reason": "speciality"}, "Indiquez la spécialité"),
        ({"receiver": ""}, "Choisissez le télécentre"),
        ({"receiver": "murat"}, "On n’oriente personne|on n’oriente personne"),
        ({"key": "abîmée"}, "n’est pas arrivé"),
        ({"giver": "allanche"}, "Ce choix ne fait pas partie de ceux disponibles"),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_stays(client, murat_manager, murat, allanche, now, changes, said):
    sign_in(client, murat_manager)
    keys = {"murat": murat.pk, "allanche": allanche.pk}
    changes = {name: keys.get(value, value) for name, value in changes.items()}

    answer = client.post(ADD, filled(murat, allanche, **changes))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert any(one in page for one in said.split("|"))
    assert "Bureau au calme" in page
    assert not Referral.objects.exists()


def test_the_centres_stand_in_the_order_in_which_they_suit(client, murat_manager, murat, allanche, ydes, now):
    speciality = Speciality.objects.create(name="Comptabilité", slug="comptabilite")
    TelecentreSpeciality.objects.create(telecentre=ydes, speciality=speciality, since=BEGINNING)
    sign_in(client, murat_manager)
    for desk in allanche.workspaces.all():
        desk.active_until = date(2026, 1, 2)
        desk.save()

    plain = offered(client.get(ADD))
    looked = client.post(ADD, filled(murat, allanche, reason="speciality", speciality=speciality.pk, look="1"))

    assert [label.split(" (")[0] for label in plain] == ["Ydes", "Allanche"]
    assert "aucun bureau libre" in plain[1]
    assert offered(looked)[0].startswith("Ydes (centre référent")
    assert "Zoé Exemple" in looked.content.decode()
    assert not Referral.objects.exists()


def offered(answer) -> list[str]:
    return [label for value, label in answer.context["form"].fields["receiver"].widget.choices if value]


def test_a_booking_fills_in_who_it_is_and_stays(client, murat_manager, remote_worker, murat, allanche, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    sign_in(client, murat_manager)
    page = client.get(f"{ADD}?booking={booking.pk}").content.decode()

    client.post(f"{ADD}?booking={booking.pk}", filled(murat, allanche, name="Camille Exemple", email=remote_worker.email))

    assert "Camille Exemple" in page
    assert booking.reference in page
    [referral] = Referral.objects.all()
    assert (referral.origin, referral.account, referral.email) == (booking, remote_worker, "")
    booking.refresh_from_db()
    assert booking.is_live


def test_a_foreign_booking_is_not_there(client, murat_manager, remote_worker, allanche, thursday, now):
    booking = make_booking(remote_worker, allanche.workspaces.first(), thursday, now=now)
    sign_in(client, murat_manager)

    statuses = [client.get(f"{ADD}?booking={asked}").status_code for asked in (booking.pk, "x", "9" * 30)]

    assert statuses == [404, 200, 200]


# --- answering --------------------------------------------------------------------------------------------------


def test_the_receiver_accepts_with_one_button(client, allanche_manager, referral):
    sign_in(client, allanche_manager)
    page = client.get(f"{LIST}{referral.pk}/answer/").content.decode()

    for _ in range(2):
        client.post(f"{LIST}{referral.pk}/answer/", {"answer": "accept"})

    assert "Zoé Exemple" in page
    referral.refresh_from_db()
    assert (referral.state, referral.decided_by) == ("accepted", allanche_manager)


def test_declining_needs_a_reason(client, allanche_manager, referral):
    sign_in(client, allanche_manager)

    without = client.post(f"{LIST}{referral.pk}/answer/", {"answer": "decline", "reason": ""})
    client.post(f"{LIST}{referral.pk}/answer/", {"answer": "decline", "reason": "travaux"})

    referral.refresh_from_db()
    assert without.status_code == 422
    assert (referral.state, referral.decline_reason) == ("declined", "travaux")


def test_a_late_answer_is_told_what_has_become_of_it(client, allanche_manager, referral):
    actions.expire_referral(referral, now=referral.decide_by)
    sign_in(client, allanche_manager)

    page = client.post(f"{LIST}{referral.pk}/answer/", {"answer": "accept"}, follow=True).content.decode()

    assert "sans réponse à temps" in page
    assert "Une réponse a été donnée entre-temps" in page


@pytest.mark.parametrize("answer", ["", "caprice"])
def test_an_answer_that_is_none_changes_nothing(client, allanche_manager, referral, answer):
    sign_in(client, allanche_manager)

    response = client.post(f"{LIST}{referral.pk}/answer/", {"answer": answer})

    assert response.status_code == 200
    assert Referral.objects.get().state == "proposed"


def test_the_giver_reads_and_does_not_answer(client, murat_manager, referral):
    sign_in(client, murat_manager)

    statuses = [
        client.get(f"{LIST}{referral.pk}/change/").status_code,
        client.post(f"{LIST}{referral.pk}/answer/", {"answer": "accept"}).status_code,
    ]

    assert statuses == [200, 403]
    assert Referral.objects.get().state == "proposed"


def test_a_third_centre_sees_nothing_but_numbers(client, ydes_manager, referral, murat, allanche_manager, now):
    actions.accept_referral(referral, by=allanche_manager, now=now)
    sign_in(client, ydes_manager)

    statuses = [client.get(f"{LIST}{referral.pk}/{page}/").status_code for page in ("change", "answer", "history")]
    seen = [client.get(address).content.decode() for address in (LIST, f"{LIST}?_export=csv", "/admin/", MATRIX)]

    assert statuses == [404, 404, 404]
    assert not any("Zoé" in page or "zoe@exemple.fr" in page for page in seen)
    assert "1 personne orientée et acceptée" in seen[3]


def test_who_came_by_a_link_has_no_name_for_the_centre_that_the_link_named(
    client, remote_worker, murat, allanche, murat_manager, allanche_manager, now
):
    desk, introduction = allanche.workspaces.first(), referring.Introduction(murat, "full")
    make_booking(remote_worker, desk, MONDAY, now=now, introduction=introduction)
    pages = {}
    for who in (murat_manager, allanche_manager):
        sign_in(client, who)
        addresses = [LIST, f"{LIST}?_export=csv", f"{LIST}{Referral.objects.get().pk}/change/"]
        pages[who] = [client.get(address).content.decode() for address in addresses]

    assert ["Camille" in page or "camille@" in page for page in pages[murat_manager]] == [False, False, False]
    assert all("une personne venue par votre lien" in page for page in pages[murat_manager])
    assert ["Camille" in page for page in pages[allanche_manager]] == [True, True, True]


def test_the_list_is_filtered_by_way(client, murat, allanche, murat_manager, allanche_manager, referral, now):
    back = send_on(allanche, murat, by=allanche_manager, now=now, email="autre@exemple.fr")
    sign_in(client, murat_manager)

    found = {way: {one.pk for one in client.get(f"{LIST}?way={way}").context["cl"].result_list} for way in ("waiting", "given")}

    assert found == {"waiting": {back.pk}, "given": {referral.pk}}


def test_the_list_asks_the_same_queries_however_long(client, murat, allanche, murat_manager, now, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    sign_in(client, murat_manager)
    counts = []
    for number in range(3):
        send_on(murat, allanche, by=murat_manager, now=now, email=f"z{number}@exemple.fr")
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        counts.append(len(asked))

    assert counts[1] == counts[2]


def test_the_start_page_says_who_waits_and_what_was_given(client, allanche_manager, murat_manager, network_admin, referral, now):
    pages = {}
    for who in (allanche_manager, murat_manager, network_admin):
        sign_in(client, who)
        pages[who] = client.get("/admin/").content.decode()

    assert "1 personne orientée vers vous attend votre réponse" in pages[allanche_manager]
    assert f"{LIST}{referral.pk}/answer/" in pages[allanche_manager]
    assert "attend votre réponse" not in pages[murat_manager]
    assert "Zoé" not in pages[network_admin]
    assert f"{LIST}?way=waiting" in pages[allanche_manager]


# --- the month --------------------------------------------------------------------------------------------------


def test_a_month_counts_what_was_accepted_by_giver_and_receiver(murat, allanche, ydes, murat_manager, now):
    for number in range(3):
        one = send_on(murat, allanche, by=murat_manager, now=now, email=f"z{number}@exemple.fr")
        actions.accept_referral(one, by=murat_manager, now=now)
    actions.decline_referral(send_on(murat, ydes, by=murat_manager, now=now), reason="non", by=murat_manager, now=now)
    actions.accept_referral(send_on(ydes, murat, by=murat_manager, now=now), by=murat_manager, now=now)

    shown = matrix.of_month(date(2026, 11, 1))

    assert [str(centre) for centre in shown.centres] == ["Allanche", "Murat", "Ydes"]
    assert [(str(giver), numbers, total) for giver, numbers, total in shown.rows] == [
        ("Allanche", [None, 0, 0], 0),
        ("Murat", [3, None, 0], 3),
        ("Ydes", [0, 1, None], 1),
    ]
    assert (shown.received, shown.total) == ([3, 1, 0], 4)
    assert dict(shown.outcomes)["décliné"] == 1


def test_a_month_begins_and_ends_at_midnight_of_the_cantal(murat, allanche, murat_manager, now):
    last = now.replace(day=30, hour=23, minute=59)
    for number, moment in enumerate([last, last + timedelta(minutes=1)]):
        one = send_on(murat, allanche, by=murat_manager, now=moment, email=f"z{number}@exemple.fr")
        actions.accept_referral(one, by=murat_manager, now=moment)

    assert [matrix.of_month(date(2026, month, 1)).total for month in (10, 11, 12)] == [0, 1, 1]


def test_months_lead_to_their_neighbours():
    shown = matrix.Matrix(date(2026, 1, 1), [], [], [], 0, [])

    assert (shown.previous, shown.next) == (date(2025, 12, 1), date(2026, 2, 1))


@pytest.mark.parametrize("typed", ["", "2026-13", "caprice", "0001-01", "9999-12", "2026-11-01", "\x00"])
def test_an_odd_month_is_this_one(client, murat_manager, now, typed):
    sign_in(client, murat_manager)

    answer = client.get(MATRIX, {"mois": typed})

    assert answer.context["matrix"].month == date(2026, 11, 1)


@pytest.mark.parametrize("person", ["murat_manager", "agency_officer", "network_admin"])
def test_everybody_who_runs_something_reads_the_numbers(client, request, person, murat, now):
    sign_in(client, request.getfixturevalue(person))

    page = client.get(MATRIX).content.decode()

    for markup in ("<caption>", '<th scope="col">Murat</th>', '<th scope="row">Murat</th>'):
        assert markup in page


def test_the_month_as_a_file(client, murat_manager, allanche_manager, referral, now):
    actions.accept_referral(referral, by=allanche_manager, now=now)
    sign_in(client, murat_manager)

    text = client.get(f"{MATRIX}?mois=2026-11&_export=csv")
    sheet = load_workbook(io.BytesIO(client.get(f"{MATRIX}?mois=2026-11&_export=xlsx").content)).active

    rows = [line.split(";") for line in text.content.decode("utf-8-sig").splitlines()]
    assert rows == [
        ["De (lignes) vers (colonnes)", "Allanche", "Murat", "Total"],
        ["Allanche", "", "0", "0"],
        ["Murat", "1", "", "1"],
        ["Total", "1", "0", "1"],
    ]
    assert [cell.value for cell in sheet[3]] == ["Murat", 1, None, 1]
    assert "orientations-2026-11.csv" in text["Content-Disposition"]
    assert LogEntry.objects.filter(user=murat_manager, change_message__startswith="export").count() == 2
