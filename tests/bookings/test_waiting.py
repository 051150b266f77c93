"""The waiting list: strictly in the order of asking, one offer at a time, and nobody slips in between."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from bookings import actions, invariants, links
from bookings.actions.offers import offered_until
from bookings.models import Booking, Wait
from dispatch.actions import send_due
from dispatch.models import Message
from telecentres import hours
from telecentres.models import Policy, Speciality, TelecentreSpeciality
from tests import factories
from tests.factories import make_booking

DAY = date(2026, 11, 30)


@pytest.fixture
def full(murat, now) -> list[Booking]:
    """All four desks of the day, each held by somebody."""
    return [make_booking(factories.make_user(f"p{one.code}@exemple.fr"), one, DAY, now=now) for one in murat.workspaces.all()]


def wish(person, centre=None, **changes) -> Wait:
    who = {"booked_by": person} if not isinstance(person, str) else {"visitor_name": "V", "visitor_email": person}
    return Wait(**{"telecentre": centre, "day": DAY, "part": "day", **who} | changes)


def wait_for(person, centre=None, *, now, **changes) -> Wait:
    return actions.join(wish(person, centre, **changes), now=now)


def some(number: int):
    return [factories.make_user(f"file{one}@exemple.fr", f"File {one}") for one in range(number)]


def states() -> list[str]:
    return list(Wait.objects.order_by("joined_at", "pk").values_list("state", flat=True))


def test_one_cancellation_and_five_waiting_make_one_offer(murat, full, now):
    for person in some(5):
        wait_for(person, murat, now=now)
    actions.cancel(full[1], now=now)
    assert states() == ["offered", "waiting", "waiting", "waiting", "waiting"]
    held = Booking.objects.get(state="held")
    assert (held.workspace, held.held_until) == (full[1].workspace, now + timedelta(hours=2))
    assert list(invariants.find(now)) == []


def test_nobody_books_what_is_offered(murat, full, other_worker, now):
    wait_for(some(1)[0], murat, now=now)
    actions.cancel(full[0], now=now)
    with pytest.raises(actions.Clash):
        make_booking(other_worker, full[0].workspace, DAY, now=now)


def test_declined_and_lapsed_offers_go_to_the_next_in_line(murat, full, now):
    waits = [wait_for(person, murat, now=now) for person in some(3)]
    actions.cancel(full[0], now=now)
    actions.leave_list(waits[0], now=now)
    assert states() == ["declined", "offered", "waiting"]
    later = now + timedelta(hours=2)
    assert actions.settle_waiting(now=later) == 0  # the lapse itself offers the place
    assert states() == ["declined", "lapsed", "offered"]
    assert Booking.objects.filter(state="expired").count() == 2
    booking = actions.accept_offer(Wait.objects.get(pk=waits[2].pk), now=later)
    assert (booking.state, booking.workspace) == ("confirmed", full[0].workspace)
    assert states()[-1] == "taken"
    assert {finding.rule for finding in invariants.find(later)} == {"mails_that_wait"}  # nobody sends any here


def test_an_offer_is_accepted_once_and_in_time(murat, full, now):
    [person] = some(1)
    wait = wait_for(person, murat, now=now)
    actions.cancel(full[0], now=now)
    with pytest.raises(ValidationError) as refused:
        actions.accept_offer(wait, now=now + timedelta(hours=2))
    assert refused.value.code == "offer_over"
    booking = actions.accept_offer(wait, now=now + timedelta(minutes=119))
    assert actions.accept_offer(wait, now=now + timedelta(minutes=120)) == booking
    assert Message.objects.filter(kind="bookings.confirmed", key=booking.reference).count() == 1


def test_who_cannot_take_it_is_passed_and_keeps_the_rank(murat, allanche, full, now):
    first, second = some(2)
    wait_for(first, murat, now=now)
    wait_for(second, murat, now=now)
    elsewhere = make_booking(first, allanche.workspaces.first(), DAY, now=now)
    actions.cancel(full[0], now=now)
    assert states() == ["waiting", "offered"]
    actions.cancel(elsewhere, now=now)
    actions.cancel(full[1], now=now)
    assert states() == ["offered", "offered"]


def test_features_are_required_and_forgotten_at_the_end(murat, full, now):
    desk = full[2].workspace
    desk.is_quiet = True
    desk.save()
    needs, anybody = some(2)
    wait = wait_for(needs, murat, now=now, features=["is_quiet"])
    wait_for(anybody, murat, now=now)
    actions.cancel(full[0], now=now)
    assert states() == ["waiting", "offered"]
    actions.cancel(full[2], now=now)
    assert states() == ["offered", "offered"]
    actions.accept_offer(wait, now=now)
    assert Wait.objects.get(pk=wait.pk).features == []


def test_a_speciality_waits_at_all_its_centres(murat, allanche, full, now):
    speciality = Speciality.objects.create(name="Création d’entreprise", slug="creation")
    for centre, role in ((murat, "lead"), (allanche, "support")):
        TelecentreSpeciality.objects.create(telecentre=centre, speciality=speciality, role=role, since=date(2026, 1, 1))
    theirs = [
        make_booking(factories.make_user(f"a{one.code}@exemple.fr"), one, DAY, now=now) for one in allanche.workspaces.all()
    ]
    first, second = some(2)
    wait_for(first, None, speciality=speciality, now=now)
    at_murat = wait_for(second, murat, now=now)
    assert at_murat.position() == 2
    actions.cancel(theirs[0], now=now)
    assert Booking.objects.get(state="held").telecentre == allanche
    assert at_murat.position() == 1


@pytest.mark.parametrize("way", ["move", "leave", "release", "no verb", "a new desk"])
def test_every_way_of_freeing_a_place_offers_it(murat, full, now, way, remote_worker):
    if way in ("leave", "release"):
        Policy.objects.create(telecentre=murat, grace_minutes=15)
    wait_for(some(1)[0], murat, now=now, part="afternoon" if way == "leave" else "day")
    at = full[0].starts_at
    if way == "move":
        actions.move(full[0], workspace=full[0].workspace, day=date(2026, 12, 1), part="day", now=now)
    elif way == "leave":
        actions.arrive(full[0], now=at)
        actions.leave(Booking.objects.get(pk=full[0].pk), now=at + timedelta(hours=3))
    elif way == "release":
        actions.release(full[0], now=at + timedelta(minutes=16))
    elif way == "no verb":
        Booking.objects.filter(pk=full[0].pk).update(state="cancelled")
        full[0].occupancies.update(live=False)
        assert actions.settle_waiting(now=now) == 1
    else:
        extra = factories.make_desk(murat, "9")
        assert actions.settle_waiting(now=now) == 1
        assert Booking.objects.get(state="held").workspace == extra
    assert states() == ["offered"]


def test_a_place_that_is_free_is_booked_not_waited_for(murat, remote_worker, now):
    with pytest.raises(ValidationError) as refused:
        wait_for(remote_worker, murat, now=now)
    assert refused.value.code == "free"


def test_a_day_without_hours_and_an_eleventh_list_are_refused(murat, full, remote_worker, now):
    with pytest.raises(ValidationError) as refused:
        wait_for(remote_worker, murat, now=now, day=date(2026, 11, 29))
    assert refused.value.code == "hours"
    for number in range(10):
        Wait.objects.create(
            reference=f"X{number}", telecentre=murat, day=DAY, part="morning", booked_by=remote_worker, state="waiting",
            secret="00000000-0000-0000-0000-000000000000", joined_at=now, created_at=now,
        )  # fmt: skip
    with pytest.raises(ValidationError) as refused:
        wait_for(remote_worker, murat, now=now)
    assert refused.value.code == "most"


def test_asking_twice_is_one_place_in_line(murat, full, remote_worker, now):
    assert wait_for(remote_worker, murat, now=now) == wait_for(remote_worker, murat, now=now)
    assert Wait.objects.count() == 1
    assert Message.objects.filter(kind="bookings.waiting").count() == 1
    wait_for(remote_worker, murat, now=now + timedelta(hours=1))
    assert Message.objects.filter(kind="bookings.waiting").count() == 2  # the first mail may be lost


def test_who_is_barred_waits_nowhere(murat, murat_manager, full, remote_worker, now):
    days = {"starts_on": DAY, "ends_on": DAY, "reason": "Bruit", "told": ""}
    actions.bar(telecentre=murat, email=remote_worker.email, by=murat_manager, now=now, **days)
    with pytest.raises(ValidationError) as refused:
        wait_for(remote_worker, murat, now=now)
    assert refused.value.code == "barred"


def test_a_visitor_stands_in_line_once_the_address_is_proved(client, murat, full, now):
    asked = {"jour": "30/11/2026", "creneau": "journee", "name": "Zoé Exemple", "email": "zoe@exemple.fr", "ou": ""}
    page = client.post("/reserver/murat/attente/", asked)
    assert "zoe@exemple.fr" in page.content.decode()
    wait = Wait.objects.get()
    assert wait.state == "unproved"
    actions.cancel(full[0], now=now)
    assert Wait.objects.get().state == "unproved"
    make_booking("autre@exemple.fr", full[0].workspace, DAY, now=now)
    send_due(now=now)
    assert any(links.wait_address(wait) in sent.body for sent in mail.outbox)
    path = f"/attente/{wait.reference}/lien/{links.wait_token(wait)}/"
    assert client.get(path, follow=True).status_code == 200
    assert Wait.objects.get().state == "unproved"  # opening a link changes nothing
    client.post(wait.get_absolute_url(), {"enter": "1"})
    assert Wait.objects.get().state == "waiting"
    actions.cancel(full[1], now=now)
    assert "retenue pour vous" in client.get(wait.get_absolute_url()).content.decode()
    taken = client.post(wait.get_absolute_url(), {"accept": "1"}, follow=True)
    assert "Bureau 2" in taken.content.decode()
    assert Booking.objects.get(visitor_email="zoe@exemple.fr").state == "confirmed"


def test_nobody_opens_the_place_in_line_of_others(client, murat, full, remote_worker, other_worker, now):
    wait = wait_for(remote_worker, murat, now=now)
    client.force_login(other_worker)
    assert client.get(wait.get_absolute_url()).status_code == 404
    assert client.post(wait.get_absolute_url(), {"leave": "1"}).status_code == 404
    assert client.get(f"/attente/{wait.reference}/lien/faux/").status_code == 404
    assert Wait.objects.get().state == "waiting"


def test_a_closure_takes_an_offer_back_and_keeps_the_rank(murat, full, now):
    wait = wait_for(some(1)[0], murat, now=now)
    actions.cancel(full[0], now=now)
    day = hours.whole_day(DAY)
    closed = {"telecentre": murat, "starts_at": day.starts_at, "ends_at": day.ends_at, "reason": "neige", "now": now}
    actions.close(**closed, touched=actions.Answers("cancel"))
    assert Wait.objects.get(pk=wait.pk).state == "waiting"
    assert Booking.objects.filter(state="expired").count() == 1
    assert Message.objects.filter(kind="bookings.offer_over").count() == 1
    assert list(invariants.find(now)) == []


def test_an_offer_never_lasts_beyond_the_beginning_but_leaves_half_an_hour():
    start, end = hours.instant(DAY, hours.MIDDAY), hours.instant(DAY, hours.MIDDAY) + timedelta(hours=5)
    assert offered_until(start, end, now=start - timedelta(days=1)) == start - timedelta(hours=22)
    assert offered_until(start, end, now=start - timedelta(minutes=50)) == start
    assert offered_until(start, end, now=start - timedelta(minutes=10)) == start + timedelta(minutes=20)
    assert offered_until(start, end, now=end - timedelta(minutes=10)) == end


def test_where_a_centre_grants_by_hand_an_accepted_offer_is_a_request(murat, full, now):
    wait = wait_for(some(1)[0], murat, now=now)
    Policy.objects.create(telecentre=murat, needs_approval=True)
    actions.cancel(full[0], now=now)
    assert actions.accept_offer(wait, now=now).state == "requested"
    assert list(invariants.find(now)) == []


def test_who_ends_the_account_gives_the_offer_to_the_next(murat, full, now):
    first, second = some(2)
    wait_for(first, murat, now=now)
    wait_for(second, murat, now=now)
    actions.cancel(full[0], now=now)
    actions.forget_person(first, now=now)
    assert [one.booked_by for one in Wait.objects.all()] == [second]
    assert states() == ["offered"]


def test_lists_of_the_past_are_forgotten(murat, full, remote_worker, now):
    wait_for(remote_worker, murat, now=now, features=[])
    actions.settle_waiting(now=now + timedelta(days=6))
    assert states() == ["over"]
    assert actions.forget_waits(now + timedelta(days=30)) == 0
    assert actions.forget_waits(now + timedelta(days=40)) == 1


def test_the_pages_offer_the_list_where_a_day_is_full(client, murat, full, remote_worker, now):
    client.force_login(remote_worker)
    page = client.get("/reserver/murat/?jour=2026-11-30").content.decode()
    assert "/reserver/murat/attente/?jour=2026-11-30" in page
    assert client.get("/reserver/murat/attente/?jour=2026-11-30&creneau=journee").status_code == 200
    joined = client.post("/reserver/murat/attente/", {"jour": "30/11/2026", "creneau": "journee"}, follow=True)
    assert "numéro 1" in joined.content.decode()
    assert "liste d’attente" in client.get("/mes-reservations/").content.decode()
    left = client.post(Wait.objects.get().get_absolute_url(), {"leave": "1"}, follow=True)
    assert left.status_code == 200
    assert states() == ["left"]


@pytest.mark.parametrize(
    "wrong",
    [{"jour": "hier"}, {"jour": ""}, {"creneau": "nuit"}, {"adapte": "x"}, {"jour": "29/11/2026"}, {"jour": "01/12/2026"}],
)
def test_wrong_answers_are_said(client, murat, full, remote_worker, now, wrong):
    client.force_login(remote_worker)
    answer = client.post("/reserver/murat/attente/", {"jour": "30/11/2026", "creneau": "journee"} | wrong)
    assert (answer.status_code, Wait.objects.count()) == (422, 0)


@pytest.mark.parametrize("page", ["attente", "jours-reguliers"])
@pytest.mark.parametrize(
    "query", ["jour=2026-02-31", "jour=9999-12-31", "jour=x&creneau=%00", "type=zz&ou=zz&creneau=25:00-99:00"]
)
def test_addresses_with_nonsense_open_the_page(client, murat, remote_worker, now, page, query):
    client.force_login(remote_worker)
    assert client.get(f"/reserver/murat/{page}/?{query}").status_code == 200


def test_a_wait_is_for_a_centre_or_a_speciality(remote_worker, now, db):
    with pytest.raises(IntegrityError):
        wish(remote_worker, None, state="waiting", joined_at=now, created_at=now, reference="X", secret=DAY and None).save()
