"""Registering for an event: the address is proved first, places are never more than there are, nobody learns who comes."""

import re
import uuid
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from dispatch.models import Message
from outreach import actions, registration_emails
from outreach.models import Registration
from tests.factories import make_event, make_registration

State = Registration.State


def mail(kind: str, recipient: str = "") -> list[Message]:
    found = Message.objects.filter(kind=f"outreach.registration_{kind}").order_by("pk")
    return list(found.filter(recipient=recipient) if recipient else found)


def ask(client, event, **changes):
    fields = {"name": "Lou Exemple", "email": "lou@exemple.fr", "need": "", "key": uuid.uuid4()} | changes
    return client.post(reverse("outreach:register", args=[event.slug]), fields)


def words_of(response) -> str:
    """The page without the secrets of its forms, which are never twice the same."""
    return re.sub(r'name="(csrfmiddlewaretoken|key)" value="[^"]+"', "", response.content.decode())


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as refusal:
        call(*args, **kwargs)
    return refusal.value.code


def test_a_visitor_registers_in_two_screens_and_confirms_by_the_mail(client, forum, now):
    assert ask(client, forum, need="Une place devant").status_code == 200
    registration = Registration.objects.get()
    assert (registration.state, registration.need) == (State.PENDING, "Une place devant")
    assert not forum.registrations.holding().exists()

    opened = client.get(registration.get_absolute_url())
    assert Registration.objects.get().state == State.PENDING
    assert b'name="confirm"' in opened.content

    client.post(registration.get_absolute_url(), {"confirm": "1"})

    registration.refresh_from_db()
    assert (registration.state, registration.confirmed_at) == (State.REGISTERED, now)
    assert [one.recipient for one in mail("registered")] == ["lou@exemple.fr"]


def test_the_confirmation_has_the_dates_for_the_calendar(forum, now):
    registration = make_registration(forum, now=now)

    sent = registration_emails.registered(mail("registered")[0])

    calendar = next(one.content for one in sent.alternatives if one.mimetype.startswith("text/calendar"))
    assert "METHOD:REQUEST" in calendar
    assert f"UID:{registration.reference}-" in calendar
    assert registration.get_absolute_url() in sent.body
    assert "Forum du télétravail" in sent.subject


def test_a_mail_that_is_no_longer_true_does_not_leave(forum, now):
    registration = make_registration(forum, now=now)
    actions.cancel(registration, now=now)

    assert registration_emails.registered(mail("registered")[0]) is None
    cancelled = registration_emails.cancelled(mail("cancelled")[0])
    assert any("METHOD:CANCEL" in one.content for one in cancelled.alternatives)


def test_mails_are_in_the_language_of_the_person(forum, now):
    make_registration(forum, now=now, language="en")

    assert registration_emails.registered(mail("registered")[0]).subject == "Registration confirmed: Forum du télétravail"


def test_an_address_that_is_registered_learns_it_by_mail_and_nobody_else_does(client, forum, now):
    fresh = words_of(ask(client, forum, email="nouvelle@exemple.fr", name="Nouvelle"))
    make_registration(forum, now=now)

    known = ask(client, forum, email="Lou@exemple.fr", name="Nouvelle")

    assert words_of(known).replace("Lou@exemple.fr", "nouvelle@exemple.fr") == fresh
    assert Registration.objects.of("lou@exemple.fr").count() == 1
    assert len(mail("already", "lou@exemple.fr")) == 1


def test_asking_again_and_again_sends_one_mail_a_day(client, forum, now):
    for _ in range(3):
        ask(client, forum)

    assert Registration.objects.count() == 1
    assert len(mail("ask")) == 1


def test_the_same_form_sent_twice_is_one_registration_even_when_signed_in(client, forum, remote_worker, now):
    EmailAddress.objects.create(user=remote_worker, email=remote_worker.email, verified=True, primary=True)
    client.force_login(remote_worker)
    key = uuid.uuid4()

    first, second = (ask(client, forum, key=key, email="") for _ in range(2))

    registration = Registration.objects.get()
    assert (first.status_code, first["Location"]) == (302, registration.get_absolute_url())
    assert second["Location"] == first["Location"]
    assert (registration.state, registration.email) == (State.REGISTERED, remote_worker.email)


def test_an_account_whose_address_is_not_proved_confirms_by_mail(client, forum, remote_worker, now):
    client.force_login(remote_worker)

    ask(client, forum, email=remote_worker.email)

    assert Registration.objects.get().state == State.PENDING


def test_a_form_with_mistakes_keeps_what_was_typed(client, forum):
    answer = ask(client, forum, email="lou@", name="Lou Exemple")

    assert answer.status_code == 422
    assert "Lou Exemple" in answer.content.decode()
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"state": "cancelled"}, "not_taking_place"),
        ({"state": "postponed"}, "not_taking_place"),
        ({"registration_closes_at": -1}, "closed"),
        ({"registration_opens_at": 1}, "too_early"),
    ],
)
def test_outside_the_window_nobody_registers(client, now, db, changes, code):
    moments = {name: now + timedelta(hours=value) for name, value in changes.items() if name.startswith("registration")}
    event = make_event(starts_at=now + timedelta(days=3), **changes | moments)

    assert refused(make_registration, event, now=now) == code
    assert ask(client, event).status_code == 422
    assert client.get(reverse("outreach:register", args=[event.slug])).status_code == 200


def test_registration_closes_at_the_very_moment_the_event_begins(now, db):
    event = make_event(starts_at=now)

    assert refused(make_registration, event, now=now) == "closed"


def test_a_draft_has_no_registration(client, now, db):
    event = make_event(starts_at=now + timedelta(days=3), state="draft")

    assert ask(client, event).status_code == 404


def test_a_training_between_centres_is_for_those_who_run_them(client, now, db, murat_manager):
    event = make_event(starts_at=now + timedelta(days=3), audience="centres")

    assert ask(client, event).status_code == 422
    client.force_login(murat_manager)
    assert ask(client, event, email=murat_manager.email).status_code == 200


def test_a_full_event_and_a_full_line_refuse_everybody_in_the_same_words(client, forum, now):
    for number in range(5):
        make_registration(forum, f"p{number}", now=now)

    stranger, known = ask(client, forum), ask(client, forum, email="p0@exemple.fr")

    assert stranger.status_code == 422
    assert "la liste d’attente est complète" in stranger.content.decode()
    assert known.status_code == 422
    assert words_of(known).replace("p0@exemple.fr", "lou@exemple.fr") == words_of(stranger)
    assert forum.registrations.holding().count() == forum.capacity


def test_the_last_place_taken_between_mail_and_button_leads_to_the_line(forum, now):
    late = make_registration(forum, "tard", now=now, is_proved=False)
    for name in ("un", "deux"):
        make_registration(forum, name, now=now)

    assert actions.confirm(late, now=now).state == State.WAITING
    assert actions.confirm(late, now=now).state == State.WAITING
    assert Registration.objects.get(pk=late.pk).entry == 1


def test_confirming_after_the_end_of_registration_says_so(client, forum, now, time_machine):
    registration = make_registration(forum, now=now, is_proved=False)
    time_machine.move_to(forum.starts_at)

    answer = client.post(registration.get_absolute_url(), {"confirm": "1"}, follow=True)

    assert "closes" in answer.content.decode()
    assert Registration.objects.get().state == State.PENDING


def test_whoever_was_never_proved_and_says_no_is_forgotten_at_once(client, forum, now):
    registration = make_registration(forum, now=now, is_proved=False)

    client.post(registration.get_absolute_url(), {"cancel": "1"})

    assert not Registration.objects.exists()


def test_pending_registrations_are_forgotten_after_a_week(forum, now):
    make_registration(forum, now=now, is_proved=False)

    assert actions.forget_pending(now=now + timedelta(days=7)) == 0
    assert actions.forget_pending(now=now + timedelta(days=7, seconds=1)) == 1
    assert not Registration.objects.exists()
    assert not Message.objects.filter(recipient="lou@exemple.fr").exists()


def test_who_cancelled_may_register_again(forum, now):
    first = make_registration(forum, now=now)
    actions.cancel(first, now=now)

    again = make_registration(forum, now=now)

    assert again.pk != first.pk
    assert again.state == State.REGISTERED


def test_nothing_is_cancelled_once_it_has_begun(forum, now):
    registration = make_registration(forum, now=now)

    assert refused(actions.cancel, registration, now=forum.starts_at) == "begun"


@pytest.mark.parametrize("token", ["forged", "0" * 32 + ".x", "a.b.c", "%00"])
def test_a_forged_link_opens_nothing(client, db, token):
    for name in ("registration", "registration_calendar", "certificate"):
        assert client.get(reverse(f"outreach:{name}", args=[token])).status_code == 404
    assert client.get(reverse("outreach:answer", args=[token])).status_code == 404


def test_the_link_of_the_questions_does_not_open_the_page(client, forum, now):
    registration = make_registration(forum, now=now)

    assert client.get(reverse("outreach:registration", args=[registration.questions_token])).status_code == 404


def test_an_unknown_button_changes_nothing(client, forum, now):
    registration = make_registration(forum, now=now)

    client.post(registration.get_absolute_url(), {"explode": "1"})

    assert Registration.objects.get().state == State.REGISTERED


def test_the_calendar_file_is_for_who_has_a_place(client, forum, now):
    registration = make_registration(forum, now=now)
    address = reverse("outreach:registration_calendar", args=[registration.token])

    assert b"BEGIN:VEVENT" in client.get(address).content
    actions.cancel(registration, now=now)
    assert client.get(address).status_code == 404


def test_my_registrations_are_those_of_my_proved_address(client, forum, remote_worker, now, django_assert_num_queries):
    address = reverse("outreach:registrations")
    for name in ("camille", "lou"):
        make_registration(forum, name, now=now)
    client.force_login(remote_worker)

    assert "Forum" not in client.get(address).content.decode()
    EmailAddress.objects.create(user=remote_worker, email=remote_worker.email, verified=True, primary=True)
    page = client.get(address).content.decode()

    assert page.count("Forum du télétravail") == 1
    assert Registration.objects.of("camille@exemple.fr").get().token in page
    with django_assert_num_queries(5):
        client.get(address)


def test_staff_enter_somebody_without_an_address_only_where_a_place_is_free(forum, now):
    said = {"name": "Voix Exemple", "email": "", "now": now}
    for _ in range(2):
        assert actions.add_by_staff(forum, **said, key=uuid.uuid4()).state == State.REGISTERED

    assert refused(actions.add_by_staff, forum, **said, key=uuid.uuid4()) == "full"
    waiting = actions.add_by_staff(forum, **said | {"email": "voix@exemple.fr"}, key=uuid.uuid4())
    assert waiting.state == State.WAITING
    assert refused(actions.add_by_staff, forum, **said | {"email": "voix@exemple.fr"}, key=uuid.uuid4()) == "twice"


def test_reminders_leave_once_a_week_and_a_day_before_at_six(forum, now, time_machine):
    make_registration(forum, now=now)
    actions.cancel(make_registration(forum, "parti", now=now), now=now)
    evening = forum.starts_at.replace(hour=18) - timedelta(days=7)

    assert actions.remind(now=evening - timedelta(minutes=1)) == 0
    assert actions.remind(now=evening) == 1
    assert actions.remind(now=evening + timedelta(hours=1)) == 0
    assert actions.remind(now=evening + timedelta(days=5)) == 0
    assert actions.remind(now=evening + timedelta(days=6)) == 1
    time_machine.move_to(evening + timedelta(days=6))
    last = mail("reminder")[-1]
    assert registration_emails.reminder(last).subject == "Rappel, demain : Forum du télétravail".replace(" :", "\u00a0:")
    forum.state = "cancelled"
    forum.save(update_fields=["state"])
    assert registration_emails.reminder(last) is None


def test_a_reminder_of_an_event_that_has_moved_is_dropped_and_written_anew(forum, now):
    make_registration(forum, now=now)
    evening = forum.starts_at.replace(hour=18) - timedelta(days=1)
    actions.remind(now=evening)
    forum.starts_at += timedelta(days=10)
    forum.ends_at += timedelta(days=10)
    forum.save()

    assert registration_emails.reminder(mail("reminder")[0]) is None
    assert actions.remind(now=evening + timedelta(days=10)) == 1


def test_a_reminder_comes_at_six_on_the_wall_across_the_change_of_the_hour(db, now):
    """On 28 March 2027 at two the clocks go to three."""
    zone = timezone.get_default_timezone()
    begins = timezone.datetime(2027, 4, 2, 10, 0, tzinfo=zone)
    event = make_event(starts_at=begins)
    make_registration(event, now=now)
    wall = timezone.datetime(2027, 3, 26, 18, 0, tzinfo=zone)

    assert actions.remind(now=wall - timedelta(minutes=1)) == 0
    assert actions.remind(now=wall) == 1
