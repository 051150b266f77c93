"""What is kept about people: every field declared, what the page says, and that what it promises happens."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models
from django.test.utils import isolate_apps
from pghistory.models import Context

from accounts import actions as accounts
from accounts import holdings, personal_data
from accounts.models import Letter
from bookings import actions, invariants
from bookings.models import Booking, BookingEvent
from bookings.tasks import forget_visitors
from dispatch.models import Message, TaskRun
from dispatch.schedule import scheduled_tasks
from tests import factories
from tests.signing_in import sign_in

OWN_APPS = ("accounts", "bookings", "dispatch", "notices", "telecentres")

# --- the registry ----------------------------------------------------------------------------------------


def test_every_field_of_every_table_is_declared():
    """A new field fails here until its app says whether it is about a person, why it is kept and for how long."""
    assert (personal_data.unclassified(), personal_data.unknown(), personal_data.contradictory()) == ([], [], [])


def test_our_own_tables_are_declared_field_by_field():
    """Taken whole, a table would let new fields in unseen."""
    assert [table for table in personal_data.taken_whole() if table.startswith(OWN_APPS)] == []


@isolate_apps("notices")
def test_control_a_new_field_is_seen():
    class Diary(models.Model):
        secret = models.TextField()

        class Meta:
            app_label = "notices"

        def __str__(self) -> str:
            return self.secret

    assert personal_data.unclassified([Diary]) == ["notices.Diary.secret"]


def test_control_a_field_no_longer_declared_is_seen(monkeypatch):
    declared = {table: fields for table, fields in personal_data._about_nobody.items() if table != "bookings.Occupancy"}
    monkeypatch.setattr(personal_data, "_about_nobody", declared)

    assert "bookings.Occupancy.starts_at" in personal_data.unclassified()


def test_two_treatments_cannot_share_a_name():
    other = personal_data.Treatment("account", "", "", "", "", "", "", {}, "")

    with pytest.raises(ImproperlyConfigured):
        personal_data.register(other)


# --- the page ----------------------------------------------------------------------------------------------


def test_the_page_prints_the_registry(client, db):
    page = client.get("/donnees-personnelles/").content.decode()

    for treatment in personal_data.treatments():
        texts = [treatment.title, treatment.what, treatment.why, treatment.basis, treatment.kept, treatment.seen_by]
        assert [str(text) for text in texts if str(text) not in page] == []


def test_the_page_says_the_periods_that_the_settings_hold():
    said = [settings.BOOKINGS_KEEP_VISITORS, timedelta(seconds=settings.SESSION_COOKIE_AGE)]

    assert said == [timedelta(days=365), timedelta(weeks=2)]  # "douze mois", "deux semaines"
    assert str(holdings.MAILS.kept).startswith(f"{settings.DISPATCH_KEEP_MAILS.days} ")
    assert str(holdings.STAFF_ACTS.kept).startswith("3 ")


def test_whoever_forgets_is_on_the_schedule():
    promised = ["dispatch.forget_old", "accounts.forget_traces", "bookings.forget_visitors", "notices.forget_questions"]

    assert {name.replace(".", ".tasks.") for name in promised} <= set(scheduled_tasks())


def test_no_way_through_the_site_sets_another_cookie(client, murat, remote_worker, now):
    client.get("/")
    client.post("/langue/", {"language": "en"})
    client.post("/aide/ecrire/", {"email": "camille@exemple.fr", "text": "?", "key": "7e7bb6a4-6a3c-4b2e-9d3a-2f6f0b1a4c55"})
    sign_in(client, remote_worker)
    client.post("/compte/", {"name": "Camille", "language": "fr"}, follow=True)
    client.post("/compte/deconnexion/", follow=True)

    declared = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    assert set(client.cookies) <= declared
    assert settings.LANGUAGE_COOKIE_NAME in client.cookies


# --- visitors are forgotten after a year ------------------------------------------------------------------------


def contradictions(moment: datetime) -> list[invariants.Finding]:
    """But for mails, which nobody sends here."""
    return [finding for finding in invariants.find(moment) if "mail" not in finding.rule]


@pytest.fixture
def visit(desk, thursday, now) -> Booking:
    booking = factories.make_booking("visiteur@exemple.fr", desk, thursday, now=now)
    actions.cancel(booking, now=now, as_staff=True, reason="Neige chez Camille")
    booking.refresh_from_db()
    return booking


def test_a_visitor_is_forgotten_a_year_after_the_day(visit):
    a_year = settings.BOOKINGS_KEEP_VISITORS
    early = actions.forget_visitors(visit.ends_at + a_year)
    late = actions.forget_visitors(visit.ends_at + a_year + timedelta(seconds=1))

    assert (early, late) == (0, 1)
    after = Booking.objects.get(pk=visit.pk)
    assert (after.visitor_name, after.visitor_email) == ("", f"{visit.reference}{Message.FORGOTTEN}")
    assert (after.fingerprint, after.cancel_reason) == ("", "")


def test_the_bare_day_stays_to_be_counted(visit):
    before = Booking.objects.filter(pk=visit.pk).values("workspace", "starts_at", "ends_at", "part", "state", "reference")[0]
    events = BookingEvent.objects.count()

    actions.forget_visitors(visit.ends_at + timedelta(days=400))

    assert Booking.objects.filter(pk=visit.pk).values(*before)[0] == before
    assert BookingEvent.objects.count() == events
    assert contradictions(visit.ends_at + timedelta(days=400)) == []


def test_nobody_is_forgotten_twice_and_nothing_is_left_of_them(visit):
    late = visit.ends_at + timedelta(days=400)

    counted = [actions.forget_visitors(late), actions.forget_visitors(late)]

    assert counted == [1, 0]
    row = str(Booking.objects.filter(pk=visit.pk).values_list())
    assert [secret for secret in ("visiteur@exemple.fr", "Visiteur", "Camille") if secret in row] == []


def test_the_booking_of_an_account_stays_with_the_account(remote_worker, desk, thursday, now):
    booking = factories.make_booking(remote_worker, desk, thursday, now=now)

    assert actions.forget_visitors(booking.ends_at + timedelta(days=4000)) == 0


def test_two_forgotten_visitors_are_not_taken_for_one(murat, thursday, now):
    for code in ("1", "2"):
        factories.make_booking(f"visiteur{code}@exemple.fr", murat.workspaces.get(code=code), thursday, now=now)

    actions.forget_visitors(now + timedelta(days=400))

    assert Booking.objects.values("visitor_email").distinct().count() == 2
    assert contradictions(now + timedelta(days=400)) == []


@pytest.mark.django_db(transaction=True)
def test_the_nightly_task_forgets_and_leaves_its_record(murat, thursday, now, time_machine):
    factories.make_booking("visiteur@exemple.fr", murat.workspaces.get(code="1"), thursday, now=now)
    time_machine.move_to(now + timedelta(days=400))

    counted = [forget_visitors(), forget_visitors()]

    assert counted == [1, None]
    run = TaskRun.objects.get(task="bookings.tasks.forget_visitors")
    assert (run.outcome, run.result) == (TaskRun.Outcome.DONE, 1)


# --- traces ---------------------------------------------------------------------------------------------------------


def test_sessions_letters_and_counters_go_when_they_have_run_out(db, now, time_machine):
    time_machine.move_to(now, tick=False)
    for days in (-1, 1):
        Session.objects.create(session_key=f"key{days}", session_data="", expire_date=now + timedelta(days=days))
        Letter.objects.create(key=f"letter{days}", sealed="", expires_at=now + timedelta(days=days))
    cache.set("allauth:rl:question:ip:192.0.2.1", [1.0], timeout=60)
    cache.set("allauth:rl:question:ip:192.0.2.2", [1.0], timeout=7200)

    counted = accounts.forget_traces(now + timedelta(minutes=5))

    assert counted == 3
    assert list(Session.objects.values_list("session_key", flat=True)) == ["key1"]
    assert list(Letter.objects.values_list("key", flat=True)) == ["letter1"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache WHERE cache_key LIKE '%%192.0.2.%%'")
        assert [key for (key,) in cursor.fetchall()] == [":1:allauth:rl:question:ip:192.0.2.2"]


def test_what_staff_did_is_kept_three_years(murat_manager, now):
    acts = LogEntry.objects.log_actions(murat_manager.pk, [murat_manager], CHANGE, "Nom", single_object=False)
    contexts = [Context.objects.create(metadata={"user": murat_manager.pk, "url": "/admin/"}) for _ in range(2)]
    LogEntry.objects.create(user=murat_manager, object_repr="récent", action_flag=CHANGE, action_time=now)
    LogEntry.objects.filter(pk__in=[act.pk for act in acts] if acts else []).update(action_time=now - timedelta(days=3 * 365 + 1))
    Context.objects.filter(pk=contexts[0].pk).update(created_at=now - timedelta(days=3 * 365 + 1))
    Context.objects.filter(pk=contexts[1].pk).update(created_at=now)

    accounts.forget_traces(now)

    assert list(LogEntry.objects.values_list("object_repr", flat=True)) == ["récent"]
    assert list(Context.objects.values_list("pk", flat=True)) == [contexts[1].pk]
