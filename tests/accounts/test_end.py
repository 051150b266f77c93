"""The end of an account: nothing leads to the person any more, in any app, and what stays can still be counted."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import connection
from django.test import Client
from pghistory.models import Context

from accounts import actions, personal_data
from accounts.models import User
from bookings import actions as booking_actions
from bookings import invariants, rules
from bookings.models import Booking, BookingEvent, CalendarFeed
from dispatch.models import Message
from dispatch.registry import kind
from notices.models import Question
from telecentres import actions as places
from telecentres.models import Fault, Habits, Membership
from tests.factories import make_booking
from tests.signing_in import sign_in

PAGE = "/compte/fin/"


@pytest.fixture
def life(client, remote_worker, murat, desk, thursday, now):
    """A person with a past, a booking ahead, and something in every app."""
    early = now - timedelta(days=20)
    past = make_booking(remote_worker, desk, (now - timedelta(days=7)).date(), now=early)
    visit = make_booking(remote_worker.email, murat.workspaces.get(code="2"), (now - timedelta(days=6)).date(), now=early)
    ahead = make_booking(remote_worker, desk, thursday, now=now)
    booking_actions.make_feed(remote_worker, now=now)
    Habits.objects.create(user=remote_worker, alternative="home")
    Fault.objects.create(telecentre=murat, text="Écran noir", reported_at=now, reporter=remote_worker)
    Question.objects.create(
        key="7e7bb6a4-6a3c-4b2e-9d3a-2f6f0b1a4c55", email=remote_worker.email, text="Camille demande", written_at=now
    )
    LogEntry.objects.log_actions(remote_worker.pk, [remote_worker], CHANGE, "Camille change", single_object=True)
    added = [{"added": {"name": "gérant", "object": f"{remote_worker}, gérant, Murat"}}]
    LogEntry.objects.log_actions(remote_worker.pk, [murat], CHANGE, added, single_object=True)
    sign_in(client, remote_worker)
    return {"past": past, "visit": visit, "ahead": ahead}


def end(client):
    return client.post(PAGE)


def everything() -> str:
    """All rows of all our tables, as text."""
    found = []
    for app in ("accounts", "dispatch", "telecentres", "bookings", "notices", "account", "mfa", "admin"):
        for model in apps.get_app_config(app).get_models():
            found += [f"{model._meta.label} {row}" for row in model._default_manager.values_list()]
    return "\n".join(found)


def test_the_page_says_what_will_happen(client, life):
    page = client.get(PAGE).content.decode().replace("\u00a0", " ")

    assert "Votre réservation du jeudi 26 novembre 2026 (Murat) est annulée." in page
    assert [one.name for one in personal_data.treatments() if not str(one.at_the_end).strip()] == []
    assert [one.name for one in personal_data.treatments() if str(one.at_the_end).replace("\u00a0", " ") not in page] == []


def test_opening_the_page_changes_nothing(client, life):
    before = everything()

    client.get(PAGE)

    assert everything() == before


def test_nothing_leads_to_the_person_any_more(client, life, remote_worker):
    response = end(client)

    assert (response.status_code, response["Location"]) == (302, "/")
    left = [line[:120] for line in everything().splitlines() if "camille" in line.lower()]
    assert [line for line in left if not line.startswith("dispatch.Message")] == []
    assert not Habits.objects.exists()
    assert not CalendarFeed.objects.exists()
    assert not Question.objects.exists()
    assert (Fault.objects.get().reporter, Booking.objects.filter(booked_by=remote_worker).count()) == (None, 0)


def test_only_the_mails_of_the_end_still_leave(client, life, remote_worker):
    end(client)

    waiting = Message.objects.to("camille@exemple.fr")
    assert sorted(waiting.values_list("kind", flat=True)) == ["accounts.security_notice", "bookings.cancelled"]
    assert [kind(message.kind).build(message) for message in waiting if kind(message.kind).build(message) is None] == []


def test_the_desk_ahead_is_free_and_the_days_of_the_past_still_count(client, life, now):
    events = BookingEvent.objects.count()

    end(client)

    states = dict(Booking.objects.values_list("reference", "state"))
    assert states == {
        life["past"].reference: "confirmed",
        life["visit"].reference: "confirmed",
        life["ahead"].reference: "cancelled",
    }
    assert BookingEvent.objects.count() == events + 1
    assert [finding for finding in invariants.find(now) if "mail" not in finding.rule] == []


def test_past_the_deadline_the_desk_is_freed_as_well(client, life, now, time_machine):
    moment = now + timedelta(hours=22)  # the evening before is over
    time_machine.move_to(moment, tick=False)
    sign_in(client, User.objects.get())

    end(client)

    assert Booking.objects.get(pk=life["ahead"].pk).state == Booking.State.CANCELLED


def test_the_days_no_longer_belong_together(client, life, remote_worker):
    context = Context.objects.create(metadata={"user": remote_worker.pk, "url": "/reserver/murat/verifier/"})
    BookingEvent.objects.filter(pgh_obj=life["past"].pk).update(pgh_context=context)

    end(client)

    addresses = Booking.objects.values_list("visitor_email", flat=True)
    assert len(set(addresses)) == 3
    assert not Context.objects.filter(pk=context.pk).exists()


def test_every_session_is_over(client, life, remote_worker):
    elsewhere = sign_in(Client(), remote_worker)

    end(client)

    assert [browser.get("/compte/").status_code for browser in (client, elsewhere)] == [302, 302]


def test_control_a_session_of_somebody_else_goes_on(client, life, other_worker):
    elsewhere = sign_in(Client(), other_worker)

    end(client)

    assert elsewhere.get("/compte/").status_code == 200


def test_the_address_can_be_used_anew(client, life):
    end(client)

    assert not User.objects.filter(email="camille@exemple.fr").exists()
    assert not EmailAddress.objects.filter(email="camille@exemple.fr").exists()
    User.objects.create_user("camille@exemple.fr")


def test_it_ends_once_and_doing_it_again_changes_nothing(client, life, remote_worker, now):
    end(client)
    before = everything()

    actions.end_account(User.objects.get(pk=remote_worker.pk), now=now)

    lost = set(before.splitlines()) - set(everything().splitlines())
    assert [line for line in lost if not line.startswith("accounts.User")] == []


def test_a_request_that_waited_meanwhile_books_nothing(client, life, remote_worker, murat, thursday, now):
    """The person of that request was read before the account ended."""
    end(client)

    with pytest.raises(ValidationError) as refusal:
        make_booking(remote_worker, murat.workspaces.get(code="3"), thursday, now=now)

    assert refusal.value.code == "ended"
    assert Booking.objects.filter(booked_by__isnull=False).count() == 0


def test_control_without_the_rule_the_request_would_book(client, life, remote_worker, murat, thursday, now, monkeypatch):
    end(client)
    monkeypatch.setattr(rules, "of_a_living_account", lambda booker: None)

    make_booking(remote_worker, murat.workspaces.get(code="3"), thursday, now=now)

    assert Booking.objects.filter(booked_by=remote_worker).count() == 1


def test_all_or_nothing(client, life, remote_worker, now, monkeypatch):
    """What fails in one app leaves the others as they were."""
    broken = personal_data.Forgetting("accounts", lambda user, now: 1 / 0)
    monkeypatch.setitem(personal_data._forgettings, "accounts", broken)
    before = everything()

    with pytest.raises(ZeroDivisionError):
        actions.end_account(remote_worker, now=now)

    assert everything() == before


# --- who may, and when ------------------------------------------------------------------------------------------------


def test_a_manager_is_told_to_have_the_membership_ended_first(client, murat_manager, now):
    sign_in(client, murat_manager, second_factor=False)

    response = end(client)

    assert response.status_code == 409
    assert "Télécentre de Murat" in response.content.decode()
    assert User.objects.get(pk=murat_manager.pk).is_active


def test_once_the_membership_is_over_the_account_can_end(client, murat_manager, now):
    yesterday = (now - timedelta(days=1)).date()
    places.end_membership(Membership.objects.get(), last_day=yesterday, today=now.date())
    sign_in(client, User.objects.get(pk=murat_manager.pk), second_factor=False)

    assert end(client).status_code == 302
    assert not Membership.objects.exists()


@pytest.mark.parametrize("person", ["agency_officer", "network_admin"])
def test_who_runs_the_network_has_the_role_taken_away_first(request, person, now):
    with pytest.raises(ValidationError):
        actions.end_account(request.getfixturevalue(person), now=now)


def test_whoever_signs_in_by_codes_signs_in_once_more(client, life, time_machine, now):
    time_machine.move_to(now + timedelta(minutes=16), tick=False)

    response = end(client)

    assert (response.status_code, response["Location"]) == (302, "/compte/connexion/?next=/compte/fin/")
    assert User.objects.get().is_active


def test_whoever_has_a_password_shows_it_first(client, remote_worker, now):
    remote_worker.set_password("une phrase bien longue")
    remote_worker.save()
    sign_in(client, remote_worker)

    asked, sent = client.get(PAGE), client.post(PAGE)
    proved = client.post(asked["Location"], {"password": "une phrase bien longue"})
    ended = end(client)

    assert (asked["Location"], sent["Location"]) == ("/compte/identite/?next=%2Fcompte%2Ffin%2F", PAGE)
    assert (proved["Location"], ended["Location"]) == (PAGE, "/")
    assert not User.objects.get().is_active


def test_a_visitor_is_sent_to_the_sign_in(client, db):
    assert client.post(PAGE)["Location"] == "/compte/connexion/?next=/compte/fin/"


# --- the registry ------------------------------------------------------------------------------------------------------


def test_the_higher_apps_forget_first():
    assert [one.name for one in personal_data.forgettings()] == [
        "notices",
        "observatory",
        "outreach",
        "jobs",
        "bookings",
        "telecentres",
        "accounts",
    ]


def test_two_ways_of_forgetting_cannot_share_a_name():
    with pytest.raises(ImproperlyConfigured):
        personal_data.register_forgetting(personal_data.Forgetting("bookings", lambda user, now: None))


def test_every_relation_to_a_person_is_forgotten(client, life, remote_worker):
    """A new table that points at people fails here until its app forgets them."""
    remote_worker.groups.add(Group.objects.get_or_create(name="remote_worker")[0])

    end(client)

    left = []  # but for what staff did, which stays under the number
    for relation in User._meta.related_objects:
        table, column = relation.related_model._meta.db_table, relation.field.column
        if table == "django_admin_log" or table not in connection.introspection.table_names():
            continue  # a view over events of every kind
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}" = %s', [remote_worker.pk])
            if cursor.fetchone()[0]:
                left.append(table)
    assert left == []
