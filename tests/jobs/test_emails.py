"""What each mail of work says, to whom, and when it is no longer true."""

import pytest
from django.core.mail import EmailMultiAlternatives

from accounts.models import User
from dispatch import registry
from dispatch.models import Message
from jobs import actions
from jobs.models import Application, JobOffer


def written(kind: str) -> EmailMultiAlternatives | None:
    return registry.kind(kind).build(Message.objects.filter(kind=kind).latest("pk"))


@pytest.fixture
def _by_somebody(offer, agency_officer):
    JobOffer.objects.update(author=agency_officer)


def test_the_person_is_told_that_it_arrived(application):
    mail = written("jobs.application_received")

    assert mail.subject == "Candidature reçue\u00a0: Gestionnaire de paie"
    assert mail.to == ["alix@exemple.fr"]
    assert application.get_absolute_url() in mail.body
    assert "au plus tard le vendredi 25\u00a0décembre" in mail.body


def test_the_employers_mail_tells_nothing_of_the_person(application):
    mail = written("jobs.application_for_employer")

    assert mail.to == ["recrutement@exemple.fr"]
    assert application.reference in mail.subject
    for text in (mail.body, mail.alternatives[0][0]):
        assert "Alix" not in text
        assert "alix@exemple.fr" not in text
    assert application.employer_token in mail.body


def test_a_link_replaced_by_a_newer_one_does_not_leave(application, now):
    first = Message.objects.get(kind="jobs.application_for_employer")
    actions.pass_on(application, now=now)

    assert registry.kind(first.kind).build(first) is None
    assert written("jobs.application_for_employer")


@pytest.mark.parametrize(
    ("state", "reason", "subject"),
    [
        ("reviewing", "", "Votre candidature est en lecture"),
        ("shortlisted", "", "Votre candidature est présélectionnée"),
        ("interview", "Jeudi à 10 h.", "Un entretien vous est proposé"),
        ("hired", "", "Le poste est pour vous"),
        ("refused", "Un autre profil.", "Pas cette fois"),
    ],
)
def test_each_answer_is_told_with_its_reason(application, now, state, reason, subject):
    actions.answer(application, state=state, reason=reason, now=now)

    mail = written("jobs.application_news")

    assert mail.subject == f"{subject}\u00a0: Gestionnaire de paie"
    assert reason in mail.body


def test_news_that_is_overtaken_does_not_leave(application, now):
    actions.answer(application, state="reviewing", now=now)
    first = Message.objects.get(kind="jobs.application_news")
    actions.answer(application, state="refused", reason="Non.", now=now)

    assert registry.kind(first.kind).build(first) is None


def test_once_taken_back_no_mail_about_it_leaves(application, now):
    actions.withdraw_application(application, now=now)

    for message in Message.objects.all():
        assert registry.kind(message.kind).build(message) is None


def test_the_mail_is_in_the_language_of_the_page(offer, now):
    from tests.jobs.conftest import send

    send(offer, now=now, language="en")

    assert written("jobs.application_received").subject == "Application received: Gestionnaire de paie"


@pytest.mark.usefixtures("_by_somebody")
def test_the_author_gets_the_link_that_renews(offer, now, agency_officer):
    from datetime import timedelta

    actions.remind_authors(now=now + timedelta(days=25))
    mail = written("jobs.offer_expires")
    offer = JobOffer.objects.get()

    assert mail.to == [agency_officer.email]
    assert offer.renewal_url in mail.body
    actions.renew(offer, until=actions.renewal_day(now.date()), now=now)
    assert written("jobs.offer_expires") is None


@pytest.mark.usefixtures("_by_somebody")
def test_the_author_is_told_who_waits_without_a_name(application, now):
    from datetime import timedelta

    actions.nudge(now=now + timedelta(days=20))
    mail = written("jobs.answer_due")

    assert application.reference in mail.subject
    assert "Alix" not in mail.body
    actions.answer(application, state="refused", reason="Non.", now=now)
    assert written("jobs.answer_due") is None


def test_the_author_reads_what_should_change(draft, network_admin, agency_officer, now):
    actions.ask_for_reading(draft, now=now)
    actions.return_to_author(draft, remark="Dites le salaire par mois.", by=network_admin)

    mail = written("jobs.offer_returned")

    assert mail.to == [agency_officer.email]
    assert "Dites le salaire par mois." in mail.body


def test_the_pool_and_the_outcome_are_asked_with_a_link(application, now, settings):
    from datetime import timedelta

    actions.allow_keeping(application, is_allowed=True, now=now)
    actions.answer(application, state="pool", now=now)
    actions.announce_end_of_pool(now=now + settings.JOBS_KEEP_POOL - timedelta(days=30))
    assert application.get_absolute_url() in written("jobs.pool_ends").body

    actions.answer(Application.objects.get(), state="hired", now=now)
    actions.ask_outcomes(now=now + timedelta(days=190))
    assert "6 mois" in written("jobs.still_there").body


def test_a_header_cannot_be_written_by_a_title(offer, now, application):
    JobOffer.objects.update(title="Comptable\r\nBcc: tous@exemple.fr")

    assert "\n" not in written("jobs.application_received").subject


def test_the_end_of_an_account_takes_its_applications_and_searches(application, now):
    from jobs.models import Alert

    person = User.objects.create_user("alix@exemple.fr", name="Alix Exemple")
    Alert.objects.create(email="alix@exemple.fr", asked_at=now)

    actions.forget_person(person, now=now)

    assert (Application.objects.get().email, Alert.objects.count()) == ("", 0)
