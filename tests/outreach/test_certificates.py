"""Certificates of trainings, the three questions, and forgetting who came."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.urls import reverse

from dispatch.models import Message
from outreach import actions, registration_emails, registration_words
from outreach.actions.answers import ticket_of
from outreach.models import Answer, Registration
from tests.factories import make_registration

State = Registration.State


def attend(registration, *sessions) -> Registration:
    for session in sessions:
        actions.arrive(registration, session, now=session.starts_at)
    actions.settle_attendance(now=registration.event.ends_at)
    registration.refresh_from_db()
    return registration


@pytest.fixture
def certified(training, now):
    """Came to both sessions."""
    return attend(make_registration(training, "Camille", now=now), *training.sessions.all())


def test_who_came_to_everything_gets_the_hours_of_the_training(certified):
    assert registration_words.hours_attended(certified) == Decimal(7)
    assert len(certified.certificate) == 14


def test_who_came_to_a_part_gets_the_hours_of_that_part(training, now):
    registration = attend(make_registration(training, now=now), training.sessions.first())

    assert registration_words.hours_attended(registration) == Decimal(3)


def test_hours_in_words():
    assert registration_words.hours_words(Decimal("10.00")) == "10 heures"
    assert registration_words.hours_words(Decimal("3.50")) == "3,5 heures"
    assert registration_words.hours_words(Decimal("1.00")) == "1 heure"


def test_the_certificate_is_a_tagged_pdf_for_who_has_the_link(client, certified):
    answer = client.get(reverse("outreach:certificate", args=[certified.token]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"pdfuaid" in answer.content


def test_who_did_not_come_has_no_certificate(client, training, certified, now):
    absent = make_registration(training, "Absente", now=now)
    actions.settle_attendance(now=training.ends_at)
    absent.refresh_from_db()

    assert absent.state == State.NO_SHOW
    assert client.get(reverse("outreach:certificate", args=[absent.token])).status_code == 404
    with pytest.raises(ValidationError):
        actions.certify(absent, now=now)


def test_a_meeting_certifies_nothing(forum, now):
    registration = attend(make_registration(forum, now=now), forum.sessions.get())

    assert registration.state == State.ATTENDED
    assert registration.certificate == ""
    with pytest.raises(ValidationError) as refusal:
        actions.certify(registration, now=now)
    assert refusal.value.code == "no_training"


def test_the_public_page_shows_initials_and_no_name(client, certified):
    page = client.get(reverse("outreach:certificate_of", args=[certified.certificate])).content.decode()

    assert "Tenir ses comptes" in page
    assert "7 heures" in page
    assert "C. E." in page
    assert "Camille" not in page
    assert certified.reference not in page


def test_a_reference_is_understood_as_it_is_typed(client, certified):
    typed = certified.certificate.lower().replace("-", " ")

    answer = client.get(reverse("outreach:find_certificate"), {"reference": typed})

    assert answer["Location"] == reverse("outreach:certificate_of", args=[certified.certificate])


@pytest.mark.parametrize("typed", ["XXXX-XXXX-XXXX", "?", "a/b", "%"])
def test_an_unknown_reference_is_not_found(client, db, typed):
    assert client.get(reverse("outreach:find_certificate"), {"reference": typed}, follow=True).status_code in (404, 422)


def test_issued_anew_the_earlier_one_verifies_nothing(client, certified, now):
    earlier = certified.certificate

    actions.certify_anew(certified, now=now)

    assert client.get(reverse("outreach:certificate_of", args=[earlier])).status_code == 404
    certified.refresh_from_db()
    assert client.get(reverse("outreach:certificate_of", args=[certified.certificate])).status_code == 200
    assert actions.certify(certified, now=now).certificate == certified.certificate


def test_the_thanks_bring_the_questions_and_the_certificate(certified):
    sent = registration_emails.thanks(Message.objects.get(kind="outreach.registration_thanks"))

    assert reverse("outreach:answer", args=[certified.questions_token]) in sent.body
    assert certified.get_absolute_url() in sent.body


def answer(client, registration, **changes):
    fields = {"useful": 5, "organised": 4, "comment": "Plus de chaises"} | changes
    return client.post(reverse("outreach:answer", args=[registration.questions_token]), fields)


def test_an_answer_is_kept_once_and_without_its_person(client, certified):
    for useful in (5, 1):
        answer(client, certified, useful=useful)

    kept = Answer.objects.get()
    assert (kept.useful, kept.organised, kept.event) == (5, 4, certified.event)
    assert kept.ticket == ticket_of(certified)
    assert certified.key.hex not in kept.ticket
    page = client.get(reverse("outreach:answer", args=[certified.questions_token])).content.decode()
    assert "Merci de votre réponse" in page


@pytest.mark.parametrize("changes", [{"useful": 6}, {"useful": ""}, {"organised": "x"}, {"comment": "x" * 1001}])
def test_an_answer_with_mistakes_comes_back(client, certified, changes):
    assert answer(client, certified, **changes).status_code == 422
    assert not Answer.objects.exists()


def test_who_did_not_come_is_not_asked(client, training, certified, now):
    absent = make_registration(training, "Absente", now=now)

    assert answer(client, absent).status_code == 404


def test_results_show_from_five_answers_on(training, now, django_assert_max_num_queries):
    box = Template("{% load registering %}{% event_answers event %}")
    for number in range(4):
        said = {"useful": 4, "organised": 5, "comment": f"Avis {number}"}
        Answer.objects.create(event=training, answered_on=now.date(), ticket=str(number), **said)

    few = box.render(Context({"event": training}))
    Answer.objects.create(event=training, answered_on=now.date(), ticket="5", useful=5, organised=5)
    with django_assert_max_num_queries(2):
        enough = box.render(Context({"event": training}))

    assert "4 réponses" in few
    assert "Avis 1" not in few
    assert "4,2 sur 5" in enough
    assert "Avis 1" in enough


def test_needs_are_forgotten_a_week_after_the_event(forum, now):
    make_registration(forum, now=now, need="Accès en fauteuil")

    assert actions.forget_needs(now=forum.ends_at + timedelta(days=7)) == 0
    assert actions.forget_needs(now=forum.ends_at + timedelta(days=7, seconds=1)) == 1
    assert Registration.objects.get().need == ""


def test_names_are_forgotten_three_months_after_and_the_states_stay(client, forum, now):
    registration = attend(make_registration(forum, now=now), forum.sessions.get())
    address = registration.get_absolute_url()
    later = forum.ends_at + timedelta(days=91, seconds=1)

    assert actions.forget_registrations(now=later - timedelta(seconds=1)) == 0
    assert actions.forget_registrations(now=later) == 1
    assert actions.forget_registrations(now=later) == 0

    registration.refresh_from_db()
    assert (registration.name, registration.email, registration.state) == ("", "", State.ATTENDED)
    assert client.get(address).status_code == 404


def test_a_certificate_is_verifiable_for_five_years(client, certified, training, now):
    end = training.ends_at + timedelta(days=5 * 365)

    assert actions.forget_registrations(now=end) == 0
    assert actions.forget_registrations(now=end + timedelta(seconds=1)) == 1
    assert client.get(reverse("outreach:certificate_of", args=[certified.certificate])).status_code == 404


def test_forgetting_a_person_gives_back_what_is_to_come(forum, certified, now):
    places = [make_registration(forum, name, now=now) for name in ("Camille", "Lou", "Noé")]

    assert actions.forget_registrations_of("Camille@exemple.fr", now=now) == 2

    assert not Registration.objects.of("camille@exemple.fr").exists()
    states = {one.pk: str(one.state) for one in Registration.objects.filter(event=forum)}
    assert [states[one.pk] for one in places] == ["cancelled", "registered", "offered"]
    assert not Message.objects.filter(recipient="camille@exemple.fr").exists()
    certified.refresh_from_db()
    assert (certified.name, certified.certificate, certified.state) == ("", "", State.ATTENDED)
