"""A person is barred from a centre for a time: what becomes of their bookings, who is told what, and what is forgotten when."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.actions import end_account
from bookings import actions, invariants
from bookings.models import Bar, Booking, Override
from dispatch.actions import send_due
from dispatch.models import Message
from tests.factories import make_booking, make_user
from tests.signing_in import sign_in

LAST = date(2026, 12, 31)
FORM = {"starts_on": "2026-11-25", "ends_on": "2026-12-31", "told": "factures impayées", "reason": "trois relances"}


def bar(centre, email: str, now, **changes) -> Bar:
    said = {"starts_on": date(2026, 11, 25), "ends_on": LAST, "reason": "trois relances", "told": "factures impayées"}
    return actions.bar(telecentre=centre, email=email, now=now, **said | changes)


@pytest.fixture
def manager_client(client, murat_manager):
    return sign_in(client, murat_manager)


def code_of(refused) -> str:
    return refused.value.code or next(iter(refused.value.error_dict.values()))[0].code


# --- the rule ------------------------------------------------------------------------------------------


def test_who_is_barred_books_there_neither_signed_in_nor_as_a_visitor(murat, desk, remote_worker, thursday, now):
    bar(murat, "CAMILLE@exemple.fr", now)

    for booker in (remote_worker, "Camille@Exemple.FR".lower()):
        with pytest.raises(ValidationError) as refused:
            make_booking(booker, desk, thursday, now=now)
        assert refused.value.code == "barred"


def test_an_account_stays_barred_under_another_address(murat, desk, remote_worker, thursday, now):
    bar(murat, remote_worker.email, now)
    remote_worker.email = "autre@exemple.fr"
    remote_worker.save()

    with pytest.raises(ValidationError) as refused:
        make_booking(remote_worker, desk, thursday, now=now)

    assert refused.value.code == "barred"


def test_a_visitor_who_makes_an_account_stays_barred(murat, desk, thursday, now):
    bar(murat, "a@exemple.fr", now)

    with pytest.raises(ValidationError) as refused:
        make_booking(make_user("a@exemple.fr", "A"), desk, thursday, now=now)

    assert refused.value.code == "barred"


def test_the_day_after_the_last_one_and_other_centres_are_open(murat, allanche, desk, remote_worker, thursday, now):
    bar(murat, remote_worker.email, now, ends_on=thursday)

    assert make_booking(remote_worker, allanche.workspaces.first(), thursday, now=now).is_live
    assert make_booking(remote_worker, desk, thursday + timedelta(days=1), now=now).is_live


def test_nobody_moves_into_the_days_of_a_bar(murat, desk, remote_worker, thursday, now):
    booking = make_booking(remote_worker, desk, date(2026, 12, 3), now=now)
    bar(murat, remote_worker.email, now, ends_on=thursday)

    with pytest.raises(ValidationError) as refused:
        actions.move(booking, workspace=desk, day=thursday, part="day", now=now)

    assert refused.value.code == "barred"


def test_the_person_reads_until_when_why_and_whom_to_call(client, murat, desk, remote_worker, now):
    murat.phone = "04 71 00 00 00"
    murat.save()
    bar(murat, remote_worker.email, now)
    page = reverse("bookings:verify", args=["murat"])
    answers = {"jour": "2026-11-26", "creneau": "matin", "bureau": "1", "key": "00000000-0000-4000-8000-000000000001"}

    answer = sign_in(client, remote_worker).post(page, answers)

    text = answer.content.decode().replace("\xa0", " ")
    assert answer.status_code == 409
    assert all(said in text for said in ("31 décembre 2026", "factures impayées", "04 71 00 00 00"))
    assert "trois relances" not in text


def test_a_stranger_learns_nothing_and_the_owner_gets_a_mail(client, murat, desk, now):
    bar(murat, "a@exemple.fr", now)
    page = reverse("bookings:verify", args=["murat"])
    answers = {"jour": "2026-11-26", "creneau": "matin", "bureau": "1", "key": "00000000-0000-4000-8000-000000000001"}

    answer = client.post(page, answers | {"name": "Quelqu’un", "email": "A@exemple.fr"})

    assert (answer.status_code, answer.templates[0].name) == (200, "bookings/look_in_mail.html")
    assert "factures" not in answer.content.decode()
    refusal = Message.objects.get(kind="bookings.refused")
    assert refusal.recipient == "a@exemple.fr"
    send_due(now)
    sent = next(one for one in mail.outbox if one.subject.startswith("Pas de réservation") or "Non réservé" in one.subject)
    assert "factures impayées" in sent.body
    assert "trois relances" not in sent.body


# --- barring and lifting -------------------------------------------------------------------------------


def test_barring_lists_the_bookings_first_and_keeps_or_cancels_each(manager_client, murat, remote_worker, thursday, now):
    kept = make_booking(remote_worker, murat.workspaces.get(code="1"), thursday, now=now)
    dropped = make_booking(remote_worker.email, murat.workspaces.get(code="2"), date(2026, 12, 1), now=now)
    make_booking("b@exemple.fr", murat.workspaces.get(code="3"), thursday, now=now)
    page, form = reverse("admin:bookings_bar_add"), FORM | {"telecentre": murat.pk, "email": remote_worker.email}

    listed = manager_client.post(page, form)
    assert (listed.status_code, set(listed.context["bookings"]), Bar.objects.count()) == (409, {kept, dropped}, 0)

    answers = {"touched": "cancel", f"choice-{kept.reference}": "keep", "listed": f"{kept.reference} {dropped.reference}"}
    assert manager_client.post(page, dict(listed.context["typed"]) | answers).status_code == 302

    kept.refresh_from_db()
    dropped.refresh_from_db()
    assert (kept.state, dropped.state, dropped.cancel_reason) == ("confirmed", "cancelled", "factures impayées")
    assert Override.objects.get(booking=kept).rule == Override.Rule.BARRED
    assert Message.objects.filter(kind="bookings.cancelled", key=dropped.reference).exists()
    made = Bar.objects.get()
    assert (made.person, made.made_by.email, made.told) == (remote_worker, "gerance.murat@exemple.fr", "factures impayées")
    assert list(invariants.find(now)) == []


def test_the_person_is_told_of_the_bar_and_of_its_end(murat, murat_manager, now):
    barred = bar(murat, "a@exemple.fr", now)
    send_due(now)
    assert "factures impayées" in mail.outbox[0].body
    assert "trois relances" not in mail.outbox[0].body

    assert actions.lift_bar(barred, now=now, by=murat_manager)
    assert not actions.lift_bar(barred, now=now, by=murat_manager)
    send_due(now)

    assert [message.to for message in mail.outbox] == [["a@exemple.fr"]] * 2
    assert "factures" not in mail.outbox[1].body


def test_a_bar_that_is_lifted_before_its_mail_leaves_is_told_once(murat, now):
    actions.lift_bar(bar(murat, "a@exemple.fr", now), now=now)

    send_due(now)

    assert len(mail.outbox) == 1


def test_a_form_sent_twice_bars_once(manager_client, murat, now):
    page, form = reverse("admin:bookings_bar_add"), FORM | {"telecentre": murat.pk, "email": "A@exemple.fr"}

    assert [manager_client.post(page, form).status_code for _ in range(2)] == [302, 200]

    assert Bar.objects.get().email == "a@exemple.fr"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "pas une adresse"}, "email"),
        ({"reason": ""}, "reason"),
        ({"told": ""}, "told"),
        ({"ends_on": ""}, "ends_on"),
        ({"ends_on": "2026-11-24"}, "ends_on"),
        ({"starts_on": "2026-11-01", "ends_on": "2026-11-02"}, "ends_on"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(manager_client, murat, now, changes, field):
    form = FORM | {"telecentre": murat.pk, "email": "a@exemple.fr"} | changes

    answer = manager_client.post(reverse("admin:bookings_bar_add"), form)

    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == [field]
    assert Bar.objects.count() == 0


def test_a_manager_bars_from_no_other_centre_and_lifts_nothing_there(manager_client, allanche, now):
    form = FORM | {"telecentre": allanche.pk, "email": "a@exemple.fr"}
    assert manager_client.post(reverse("admin:bookings_bar_add"), form).status_code == 200
    assert Bar.objects.count() == 0

    foreign = bar(allanche, "a@exemple.fr", now)
    assert manager_client.post(reverse("admin:bookings_bar_lift", args=[foreign.pk])).status_code == 404
    assert manager_client.get(reverse("admin:bookings_bar_change", args=[foreign.pk])).status_code == 404
    foreign.refresh_from_db()
    assert foreign.lifted_at is None


def test_the_button_lifts_and_is_recorded(manager_client, murat, murat_manager, desk, thursday, now):
    barred = bar(murat, "a@exemple.fr", now)
    assert "lift/" in manager_client.get(reverse("admin:bookings_bar_change", args=[barred.pk])).content.decode()

    manager_client.post(reverse("admin:bookings_bar_lift", args=[barred.pk]))

    barred.refresh_from_db()
    assert (barred.lifted_by, barred.lifted_at) == (murat_manager, now)
    assert make_booking("a@exemple.fr", desk, thursday, now=now).is_live
    assert "lift/" not in manager_client.get(reverse("admin:bookings_bar_change", args=[barred.pk])).content.decode()


def test_the_form_begins_with_the_person_of_a_booking_of_the_centre(manager_client, murat, allanche, thursday, now):
    own = make_booking("a@exemple.fr", murat.workspaces.first(), thursday, now=now)
    foreign = make_booking("b@exemple.fr", allanche.workspaces.first(), thursday, now=now)
    page = reverse("admin:bookings_bar_add")

    assert manager_client.get(f"{page}?booking={own.pk}").context["adminform"].form.initial["email"] == "a@exemple.fr"
    for number in (foreign.pk, "x", "99999999999999999999"):
        assert "email" not in manager_client.get(f"{page}?booking={number}").context["adminform"].form.initial


# --- forgetting ------------------------------------------------------------------------------------------


def test_bars_are_deleted_a_year_after_their_end(murat, now):
    lapsed, lifted, running = (bar(murat, f"{name}@exemple.fr", now) for name in ("a", "b", "c"))
    Bar.objects.filter(pk=lapsed.pk).update(starts_on=date(2025, 1, 1), ends_on=now.date() - timedelta(days=366))
    Bar.objects.filter(pk=lifted.pk).update(lifted_at=now - timedelta(days=300))

    assert actions.forget_bars(now) == 1
    assert set(Bar.objects.all()) == {lifted, running}
    assert actions.forget_bars(now + timedelta(days=70)) == 1
    assert set(Bar.objects.all()) == {running}


def test_of_a_bar_in_force_only_days_and_mark_outlive_the_account(murat, desk, remote_worker, thursday, now):
    email = remote_worker.email
    barred = bar(murat, email, now)

    end_account(remote_worker, now=now)

    barred.refresh_from_db()
    assert (barred.person, barred.email, barred.reason, barred.told) == (None, "", "", "")
    with pytest.raises(ValidationError) as refused:
        make_booking(email, desk, thursday, now=now)
    assert refused.value.code == "barred"
    assert actions.forget_bars(now + timedelta(days=38)) == 1
    assert make_booking(email, desk, date(2027, 1, 4), now=now).is_live


def test_a_bar_that_is_over_goes_with_the_account(murat, remote_worker, now):
    actions.lift_bar(bar(murat, remote_worker.email, now), now=now)
    later = now + timedelta(days=1)

    end_account(remote_worker, now=later)

    assert Bar.objects.count() == 0


def test_whoever_barred_is_forgotten_too(murat, murat_manager, now):
    barred = bar(murat, "a@exemple.fr", now, by=murat_manager)

    actions.forget_person(murat_manager, now=now)

    barred.refresh_from_db()
    assert (barred.made_by, barred.email) == (None, "a@exemple.fr")
    assert Booking.objects.count() == 0
