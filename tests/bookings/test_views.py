"""The way to a desk over HTTP: three screens, refusals that lose nothing, doors that stay closed."""

import re
import uuid
from datetime import date, time

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings import actions, links
from bookings.models import Booking
from dispatch.models import Message
from telecentres import hours
from telecentres.models import OpeningHours, Telecentre
from tests.factories import make_booking, make_telecentre

VERIFY = "/reserver/murat/verifier/"


def answers(**changes) -> dict:
    typed = {"name": "Zoé Exemple", "email": "zoe@exemple.fr", "key": str(uuid.uuid4())}
    return {"jour": "2026-11-26", "creneau": "journee", "bureau": "1"} | typed | changes


def shown(response, reference: str) -> str:
    """The page without what differs at each request."""
    page = response.content.decode().replace(reference, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_a_visitor_books_in_three_screens(client, murat, now):
    home = client.get("/")
    first = client.get("/reserver/murat/?jour=2026-11-26&creneau=matin")
    second = client.get(VERIFY, {"jour": "2026-11-26", "creneau": "journee", "bureau": "1"})
    response = client.post(VERIFY, answers(key=second.context["form"]["key"].value()))

    booking = Booking.objects.get()
    assert (home.status_code, first.status_code, second.status_code) == (200, 200, 200)
    assert response.url == booking.get_absolute_url()
    assert client.get(response.url).status_code == 200
    assert (booking.visitor_name, booking.visitor_email, booking.proved_at) == ("Zoé Exemple", "zoe@exemple.fr", None)
    assert Message.objects.get().recipient == "zoe@exemple.fr"


def test_somebody_signed_in_types_nothing(client, remote_worker, murat, now):
    client.force_login(remote_worker)

    client.post(VERIFY, answers(name="", email=""))

    assert Booking.objects.get().booked_by == remote_worker


def test_the_first_screen_chooses_the_first_free_day_and_desk(client, murat, remote_worker, now):
    actions.close(telecentre=murat, **hours.whole_day(date(2026, 11, 25))._asdict(), reason="neige", now=now)
    make_booking(remote_worker, murat.workspaces.get(code="1"), date(2026, 11, 26), now=now)

    choice = client.get("/reserver/murat/").context["choice"]

    assert (choice.day, choice.part, choice.desk.code) == (date(2026, 11, 26), "day", "2")


def test_the_week_says_why_a_day_is_closed(client, murat, now):
    actions.close(telecentre=murat, **hours.whole_day(date(2026, 11, 27))._asdict(), reason="neige", now=now)

    week = client.get("/reserver/murat/").context["choice"].week

    assert [(day.day.day, day.is_bookable) for day in week] == [(25, True), (26, True), (27, False)]
    assert "neige" in week[-1].words


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_taken_desk_answers_409_with_another_and_keeps_what_was_typed(client, murat, remote_worker, now, method):
    make_booking(remote_worker, murat.workspaces.get(code="1"), date(2026, 11, 26), now=now)

    response = getattr(client, method)(VERIFY, answers())

    assert response.status_code == 409
    assert response.context["choice"].desk.code == "2"
    assert Booking.objects.count() == 1
    if method == "post":
        assert b'value="Zo\xc3\xa9 Exemple"' in response.content
        assert b'value="zoe@exemple.fr"' in response.content


def test_a_full_centre_offers_other_days_and_centres(client, allanche, now):
    full = make_telecentre("Murat", desks=1)
    make_booking("tot@exemple.fr", full.workspaces.get(), date(2026, 11, 26), now=now)

    response = client.post(VERIFY, answers())

    found = response.context["alternatives"]
    assert response.status_code == 409
    assert (found.same_time, [slot.day.day for slot in found.same_place], [slot.telecentre for slot in found.elsewhere]) == (
        [],
        [27, 30],
        [allanche],
    )


def test_what_was_typed_waits_on_the_next_slot(client, murat, remote_worker, now):
    make_booking(remote_worker, murat.workspaces.get(code="1"), date(2026, 11, 26), now=now)
    client.post(VERIFY, answers())

    response = client.get(VERIFY, {"jour": "2026-11-27", "creneau": "matin", "bureau": "1"})

    assert b'value="zoe@exemple.fr"' in response.content


def test_a_form_sent_twice_leads_to_the_same_page(client, murat, now):
    form = answers()

    first, second = client.post(VERIFY, form), client.post(VERIFY, form)

    assert first.url == second.url
    assert Booking.objects.count() == 1


def test_a_form_sent_twice_with_other_answers_is_explained(client, murat, now):
    form = answers()
    client.post(VERIFY, form)

    response = client.post(VERIFY, form | {"bureau": "2"})

    assert response.status_code == 409
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [("email", "zoe.exemple.fr"), ("email", ""), ("name", ""), ("name", "a" * 121), ("name", "Zo\x00é"), ("key", "nonsense")],
)
def test_a_bad_answer_keeps_the_others_and_writes_nothing(client, murat, now, field, typed):
    response = client.post(VERIFY, answers(**{field: typed}))

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Booking.objects.count() == 0


def test_a_strange_key_does_not_stop_a_second_try(client, murat, now):
    page = client.post(VERIFY, answers(key="nonsense"))

    client.post(VERIFY, answers(key=page.context["form"]["key"].value()))

    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    "jour", ["2026-11-24", "9999-12-31", "0001-01-01", "2026-02-30", "\x00", "hier", "2026-11-28", "2030-01-01", ""]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_day_that_cannot_be_booked_is_explained(client, murat, now, jour, method):
    response = getattr(client, method)(VERIFY, answers(jour=jour))

    assert response.status_code in (409, 422)
    assert Booking.objects.count() == 0
    assert client.get("/reserver/murat/", {"jour": jour}).status_code == 200


@pytest.mark.parametrize(
    ("creneau", "bureau"), [("soir", "1"), ("journee", "99"), ("journee", "\x00"), ("", "1"), ("journee", "")]
)
def test_a_slot_or_desk_that_does_not_exist_is_explained(client, murat, now, creneau, bureau):
    response = client.post(VERIFY, answers(creneau=creneau, bureau=bureau))

    assert response.status_code in (409, 422)
    assert Booking.objects.count() == 0


def test_another_centres_desk_is_not_booked_by_accident(client, murat, now):
    other = make_telecentre("Allanche", desks=0)
    other.workspaces.create(code="lointain", name="Bureau lointain", active_from=date(2026, 1, 1))

    response = client.post(VERIFY, answers(bureau="lointain"))

    assert response.status_code == 409
    assert Booking.objects.count() == 0


def test_a_centre_in_preparation_says_so(client, murat, now):
    make_telecentre("Ydes", stage=Telecentre.Stage.WORKS)

    responses = [
        client.get("/reserver/ydes/"),
        client.get("/reserver/ydes/verifier/"),
        client.post("/reserver/ydes/verifier/", answers()),
    ]

    assert [response.status_code for response in responses] == [200, 200, 409]
    assert all("bookings/not_open.html" in [template.name for template in response.templates] for response in responses)
    assert client.get("/reserver/nulle-part/").status_code == 404


def test_the_start_page_shows_every_centre_of_a_day(client, murat, allanche, now):
    response = client.get("/reserver/", {"jour": "jeudi"})

    assert [(one.centre.name, len(one.slots)) for one in response.context["found"]] == [("Allanche", 3), ("Murat", 3)]


def test_the_start_page_leads_to_the_centre_asked_for(client, murat, now):
    response = client.get("/reserver/", {"jour": "demain", "centre": "murat"})

    assert response.url == "/reserver/murat/?jour=2026-11-26"


@pytest.mark.parametrize("query", [{"jour": "n’importe"}, {"centre": "x"}, {"centre": "\x00", "jour": "\x00"}])
def test_the_start_page_explains_what_it_does_not_understand(client, murat, query, now):
    response = client.get("/reserver/", query)

    assert response.status_code == 200
    assert response.context["form"].errors


def test_the_reference_alone_opens_nothing(client, desk, thursday, now):
    booking = make_booking("zoe@exemple.fr", desk, thursday, now=now)

    known, unknown = client.get(booking.get_absolute_url()), client.get("/reservations/MUR-ZZZZZZ/")

    assert (known.status_code, unknown.status_code) == (404, 404)
    assert shown(known, booking.reference) == shown(unknown, "MUR-ZZZZZZ")


def test_the_link_of_the_mail_opens_and_proves_only_by_the_button(client, desk, thursday, now):
    booking = make_booking("zoe@exemple.fr", desk, thursday, now=now)

    response = client.get(reverse("bookings:open", args=[booking.reference, links.token(booking)]), follow=True)
    assert response.context["may_prove"]
    assert Booking.objects.get().proved_at is None

    client.post(reverse("bookings:prove", args=[booking.reference]))
    assert Booking.objects.get().proved_at == now


def test_the_browser_that_booked_cannot_prove_the_address(client, murat, now):
    url = client.post(VERIFY, answers()).url

    client.post(f"{url}adresse/")

    assert Booking.objects.get().proved_at is None


@pytest.mark.parametrize("token", ["0" * 40, "x", "a-b_c"])
def test_a_tampered_link_is_explained(client, desk, thursday, now, token):
    booking = make_booking("zoe@exemple.fr", desk, thursday, now=now)

    response = client.get(reverse("bookings:open", args=[booking.reference, token]))

    assert response.status_code == 404
    assert client.get(booking.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["detail", "move", "cancel", "calendar", "prove"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_touches_the_booking_of_another(client, remote_worker, other_worker, desk, thursday, now, name, method):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    client.force_login(other_worker)

    response = getattr(client, method)(reverse(f"bookings:{name}", args=[booking.reference]), answers(bureau="2"))

    assert response.status_code == 404
    booking.refresh_from_db()
    assert (booking.state, booking.version) == (Booking.State.CONFIRMED, 1)


def test_an_account_sees_what_its_address_booked_before(client, remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker.email, desk, thursday, now=now)
    client.force_login(remote_worker)

    assert list(client.get("/mes-reservations/").context["upcoming"]) == [booking]


def test_opening_the_cancel_page_cancels_nothing(client, remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    client.force_login(remote_worker)

    client.get(reverse("bookings:cancel", args=[booking.reference]))
    assert Booking.objects.get().state == Booking.State.CONFIRMED

    client.post(reverse("bookings:cancel", args=[booking.reference]))
    assert Booking.objects.get().state == Booking.State.CANCELLED


def test_a_booking_moves_to_another_centre(client, remote_worker, desk, allanche, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    client.force_login(remote_worker)
    page = reverse("bookings:move", args=[booking.reference])

    assert client.get(page, {"centre": "allanche"}).context["choice"].telecentre == allanche
    client.post(page, {"centre": "allanche", "jour": "2026-11-27", "creneau": "matin", "bureau": "3"})

    booking.refresh_from_db()
    assert (booking.telecentre, booking.day, booking.part, booking.workspace.code) == (
        allanche,
        date(2026, 11, 27),
        "morning",
        "3",
    )


def test_a_move_to_a_desk_just_taken_changes_nothing_and_offers_another(
    client, remote_worker, other_worker, desk, murat, thursday, now
):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    make_booking(other_worker, murat.workspaces.get(code="2"), thursday, now=now)
    client.force_login(remote_worker)

    response = client.post(
        reverse("bookings:move", args=[booking.reference]),
        {"centre": "murat", "jour": "2026-11-26", "creneau": "journee", "bureau": "2"},
    )

    assert response.status_code == 409
    assert [free.code for free in response.context["alternatives"].same_time] == ["1", "3", "4"]
    booking.refresh_from_db()
    assert booking.workspace == desk


@pytest.mark.parametrize("query", ["jour=9999-12-31", "centre=%00", "jour=%00&creneau=x&bureau=%00", "centre=ydes"])
def test_a_strange_address_of_the_move_page_is_harmless(client, remote_worker, desk, thursday, now, query):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    client.force_login(remote_worker)

    assert client.get(f"{reverse('bookings:move', args=[booking.reference])}?{query}").status_code in (200, 409)


def test_a_refusal_about_an_address_is_told_by_mail_only(client, murat, now):
    make_booking("zoe@exemple.fr", murat.workspaces.get(code="1"), date(2026, 11, 26), now=now)

    response = client.post(VERIFY, answers(bureau="2"))

    assert response.templates[0].name == "bookings/look_in_mail.html"
    assert Message.objects.get(kind="bookings.refused").recipient == "zoe@exemple.fr"
    assert Booking.objects.count() == 1


def test_a_refusal_about_a_person_signed_in_is_said_on_the_page(client, remote_worker, murat, now):
    make_booking(remote_worker, murat.workspaces.get(code="1"), date(2026, 11, 26), now=now)
    client.force_login(remote_worker)

    response = client.post(VERIFY, answers(bureau="2"))

    assert response.status_code == 409
    assert "Bureau 1" in response.context["refusal"][0]


def test_visitors_book_only_so_often_from_one_address(client, murat, now, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "booking": "2/m/ip"}

    statuses = [client.post(VERIFY, answers(email="")).status_code for _try in range(3)]

    assert statuses == [422, 422, 429]


def test_the_calendar_file_is_for_every_calendar(client, remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    client.force_login(remote_worker)

    response = client.get(reverse("bookings:calendar", args=[booking.reference]))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"METHOD:PUBLISH" in response.content


def test_personal_pages_are_kept_by_no_cache(client, remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    client.force_login(remote_worker)

    for page in (booking.get_absolute_url(), "/mes-reservations/"):
        assert "no-store" in client.get(page)["Cache-Control"]


def test_the_home_page_asks_the_same_queries_however_many_desks(client, murat, allanche, now, django_assert_num_queries):
    for number in range(20):
        murat.workspaces.create(code=f"x{number}", name=f"Bureau x{number}", active_from=date(2026, 1, 1))

    with django_assert_num_queries(9):  # one of them for the frequent needs, one for the latest job offers
        client.get("/")


def test_the_first_screen_asks_the_same_queries_however_many_desks(client, murat, now, django_assert_num_queries):
    for number in range(20):
        murat.workspaces.create(code=f"x{number}", name=f"Bureau x{number}", active_from=date(2026, 1, 1))

    with django_assert_num_queries(10):
        client.get("/reserver/murat/?jour=2026-11-26")


def test_my_bookings_asks_the_same_queries_however_many(client, remote_worker, murat, now, django_assert_num_queries):
    for day in (26, 27, 30):
        make_booking(remote_worker, murat.workspaces.get(code="1"), date(2026, 11, 30 if day == 30 else day), now=now)
    client.force_login(remote_worker)

    with django_assert_num_queries(8):
        client.get("/mes-reservations/")


def test_going_back_after_booking_leads_to_the_booking(client, murat, now):
    form = answers()
    made = client.post(VERIFY, form)

    again = client.get(VERIFY, {"jour": "2026-11-26", "creneau": "journee", "bureau": "1"})

    assert again.url == made.url


def test_a_link_to_a_taken_desk_chooses_another(client, remote_worker, murat, now):
    make_booking(remote_worker, murat.workspaces.get(code="1"), date(2026, 11, 26), now=now)

    response = client.get("/reserver/murat/", {"jour": "2026-11-26", "creneau": "journee", "bureau": "1"})

    assert response.context["choice"].desk.code == "2"
    assert response.context["is_replaced"]


def test_a_closed_day_says_why_it_cannot_be_booked(client, murat, now):
    actions.close(telecentre=murat, **hours.whole_day(date(2026, 11, 26))._asdict(), reason="neige", now=now)

    response = client.get("/reserver/murat/verifier/", {"jour": "2026-11-28", "creneau": "journee", "bureau": "1"})

    assert response.status_code == 409
    assert response.context["why_not"]


def test_a_desk_with_a_week_of_its_own_is_booked_for_its_own_hours(client, murat, now):
    desk = murat.workspaces.get(code="4")
    for opens, closes in ((9, 12), (14, 17)):
        OpeningHours.objects.create(
            telecentre=murat, workspace=desk, weekday=4, opens_at=time(opens), closes_at=time(closes), valid_from=date(2026, 1, 1)
        )

    client.post(VERIFY, answers(bureau="4"))

    booking = Booking.objects.get()
    assert (hour_of(booking.starts_at), hour_of(booking.ends_at)) == (9, 17)


def hour_of(moment) -> int:
    return timezone.localtime(moment).hour


@pytest.mark.parametrize("name", ["move", "cancel"])
def test_a_cancelled_booking_offers_no_more_changes(client, remote_worker, desk, thursday, now, name):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    actions.cancel(booking, now=now)
    client.force_login(remote_worker)

    response = client.get(reverse(f"bookings:{name}", args=[booking.reference]))

    assert response.url == booking.get_absolute_url()
