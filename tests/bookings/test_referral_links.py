"""The links by which a centre that cannot serve sends people on, from the page that says so to the booking elsewhere."""

import re
import uuid
from datetime import date
from html import unescape

import pytest

from bookings import actions
from bookings.models import Booking, Referral
from telecentres import hours
from telecentres.models import Need, Speciality, Telecentre, TelecentreSpeciality
from tests.factories import BEGINNING, make_booking, make_telecentre
from tests.signing_in import sign_in

MONDAY = date(2026, 11, 30)
WHOLE = f"jour={MONDAY}&creneau=journee&bureau=1"
VISITOR = {"name": "Zoé Exemple", "email": "zoe@exemple.fr"}


@pytest.fixture
def full(murat, now):
    """Murat has no desk left on Monday."""
    for number, desk in enumerate(murat.workspaces.all()):
        make_booking(f"plein{number}@exemple.fr", desk, MONDAY, now=now)
    return murat


@pytest.fixture
def comptes(murat, allanche):
    speciality = Speciality.objects.create(name="Comptabilité", slug="comptabilite")
    Need.objects.create(name="Tenir mes comptes", short_name="Comptes", slug="comptes", speciality=speciality)
    TelecentreSpeciality.objects.create(telecentre=allanche, speciality=speciality, since=BEGINNING)
    return speciality


def links(answer) -> list[str]:
    return [unescape(found) for found in re.findall(r'href="([^"]+)"', answer.content.decode())]


def to(answer, start: str) -> list[str]:
    return [link for link in links(answer) if link.startswith(start)]


def book(client, slug: str, query: str = "", **more):
    form = {"jour": str(MONDAY), "creneau": "journee", "bureau": "1", "key": str(uuid.uuid4())}
    return client.post(f"/reserver/{slug}/verifier/{query}", form | VISITOR | more)


def test_the_page_of_a_full_day_leads_to_the_other_centre(client, full, allanche, now):
    answer = client.get(f"/reserver/murat/?{WHOLE}")

    [link] = to(answer, "/reserver/allanche/")
    assert link.endswith("&via=murat&motif=complet")
    assert f"/reserver/?jour={MONDAY}&via=murat&motif=complet" in links(answer)


def test_the_page_of_a_closed_day_says_closed(client, murat, allanche, now):
    actions.close(telecentre=murat, **hours.whole_day(MONDAY)._asdict(), reason="neige", now=now)

    [link] = to(client.get(f"/reserver/murat/?{WHOLE}"), "/reserver/allanche/")

    assert link.endswith("&via=murat&motif=ferme")


def test_a_day_that_nobody_can_book_sends_nobody_on(client, murat, allanche, now):
    pages = [client.get(f"/reserver/murat/?jour={day}") for day in ("2026-11-20", "2031-01-06")]

    assert [link for page in pages for link in links(page) if "via=" in link] == []


def test_a_page_with_free_desks_sends_nobody_on(client, murat, allanche, now):
    assert "via=" not in client.get(f"/reserver/murat/?{WHOLE}").content.decode()


def test_the_refusal_leads_to_the_other_centre(client, full, allanche, now):
    answer = book(client, "murat")

    assert answer.status_code == 409
    [link] = to(answer, "/reserver/allanche/")
    assert link.endswith("&via=murat&motif=complet")


def test_a_refusal_with_another_desk_here_is_no_reason_to_go_elsewhere(client, murat, allanche, now):
    make_booking("avant@exemple.fr", murat.workspaces.get(code="1"), MONDAY, now=now)

    answer = book(client, "murat")

    assert answer.status_code == 409
    assert [link for link in to(answer, "/reserver/allanche/") if "via=" in link] == []


def test_a_suspended_centre_leads_to_those_that_are_open(client, murat, allanche, now):
    Telecentre.objects.filter(pk=murat.pk).update(stage="suspended")

    found = to(client.get("/reserver/murat/"), "/reserver/allanche/")

    assert found
    assert all(link.endswith("&via=murat&motif=ferme") for link in found)


def test_the_search_carries_the_sender_to_its_answers(client, full, allanche, now):
    answer = client.get(f"/reserver/?jour={MONDAY}&via=murat&motif=complet")

    assert all(link.endswith("&via=murat&motif=complet") for link in to(answer, "/reserver/allanche/"))
    assert '<input type="hidden" name="via" value="murat">' in answer.content.decode()


def test_the_search_for_one_centre_keeps_the_sender(client, murat, allanche, now):
    answer = client.get(f"/reserver/?jour={MONDAY}&centre=allanche&via=murat&motif=complet")

    assert answer["Location"].endswith("&via=murat&motif=complet")


def test_both_screens_carry_the_sender_and_the_booking_records_it(client, murat, allanche, now):
    first = client.get(f"/reserver/allanche/?{WHOLE}&via=murat&motif=complet").content.decode()
    second = client.get(f"/reserver/allanche/verifier/?{WHOLE}&via=murat&motif=complet").content.decode()
    answer = book(client, "allanche", via="murat", motif="complet")

    for page in (first, second):
        assert '<input type="hidden" name="via" value="murat"><input type="hidden" name="motif" value="complet">' in page
        assert "Murat (complet) vous envoie ici" in page
    booking = Booking.objects.get()
    assert answer["Location"] == booking.get_absolute_url()
    [referral] = Referral.objects.all()
    assert (referral.giver, referral.receiver, referral.reason, referral.booking) == (murat, allanche, "full", booking)


def test_the_same_form_twice_is_one_booking_and_one_referral(client, murat, allanche, now):
    key = str(uuid.uuid4())

    answers = [book(client, "allanche", via="murat", motif="complet", key=key) for _ in range(2)]

    assert len({answer["Location"] for answer in answers}) == 1
    assert (Booking.objects.count(), Referral.objects.count()) == (1, 1)


def test_who_sends_is_no_answer_of_the_form(client, murat, allanche, now):
    """The same key with and without the sender is the same booking, not another form."""
    key = str(uuid.uuid4())
    book(client, "allanche", key=key)

    again = book(client, "allanche", key=key, via="murat", motif="complet")

    assert again.status_code == 302
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"via": "nulle-part", "motif": "complet"},
        {"via": "murat", "motif": "caprice"},
        {"via": "murat"},
        {"motif": "complet"},
        {"via": "allanche", "motif": "complet"},
        {"via": "murat", "motif": "specialite"},
        {"via": "murat", "motif": "specialite", "specialite": "inconnue"},
        {"via": "mur\x00at", "motif": "complet"},
        {"via": "m" * 5000, "motif": "complet"},
        {"via": "murat", "motif": "distance"},
    ],
)
def test_a_link_that_makes_no_sense_books_all_the_same(client, murat, allanche, comptes, now, sent):
    pages = [client.get("/reserver/allanche/", {"jour": str(MONDAY)} | sent), client.get("/reserver/", sent)]
    answer = book(client, "allanche", **sent)

    assert [page.status_code for page in pages] == [200, 200]
    assert answer.status_code == 302
    assert not Referral.objects.exists()


def test_the_speciality_counts_only_where_the_centre_has_it(client, murat, allanche, comptes, now):
    make_telecentre("Ydes")
    sent = {"via": "murat", "motif": "specialite", "specialite": "comptabilite"}

    book(client, "ydes", **sent)
    book(client, "allanche", **sent, jour="2026-12-01")

    [referral] = Referral.objects.all()
    assert (referral.receiver, referral.reason, referral.speciality) == (allanche, "speciality", comptes)


def test_the_page_of_a_centre_sends_on_by_speciality(client, murat, allanche, comptes, now):
    page = client.get("/telecentres/murat/")
    answer = client.get("/besoin/?q=tenir+mes+comptes&via=murat")

    assert "/besoin/?via=murat" in links(page)
    found = to(answer, "/reserver/allanche/")
    assert found
    assert all(link.endswith("&via=murat&motif=specialite&specialite=comptabilite") for link in found)


def test_a_full_lead_centre_sends_on_to_those_in_support(client, murat, allanche, comptes, now):
    TelecentreSpeciality.objects.create(telecentre=murat, speciality=comptes, role="support", since=BEGINNING)
    before = client.get("/besoin/?q=tenir+mes+comptes")
    Telecentre.objects.filter(pk=allanche.pk).update(stage="suspended")

    after = to(client.get("/besoin/?q=tenir+mes+comptes"), "/reserver/murat/")

    assert "via=" not in before.content.decode()
    assert after
    assert all(link.endswith("&via=allanche&motif=ferme") for link in after)


def test_who_is_signed_in_is_recorded_by_the_booking_alone(client, remote_worker, murat, allanche, now):
    sign_in(client, remote_worker)

    book(client, "allanche", via="murat", motif="ferme")

    [referral] = Referral.objects.all()
    assert (referral.name, referral.email, referral.account) == ("", "", None)
    assert referral.person.user == remote_worker
