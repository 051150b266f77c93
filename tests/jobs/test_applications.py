"""An application from its arrival to its being forgotten: every state, every mail, every file."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from dispatch import registry
from dispatch.models import Message
from jobs import actions
from jobs.models import Application, JobOffer, JobOutcome, Opening
from jobs.models.application import private_files
from jobs.models.outcome import after_months
from tests.jobs.conftest import pdf, send


def files() -> list[str]:
    storage = private_files()
    return storage.listdir("cv")[1] if storage.exists("cv") else []


def mails() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("kind", "recipient"))


# --- arriving ------------------------------------------------------------------------------------------------------


def test_an_application_goes_to_the_person_and_to_the_employer(offer, now):
    application = send(offer, now=now, cv=pdf())

    assert mails() == [
        ("jobs.application_received", "alix@exemple.fr"),
        ("jobs.application_for_employer", "recrutement@exemple.fr"),
    ]
    assert (application.state, application.passed_on_at, application.cv_kind) == ("received", now, "PDF")
    assert files() == [application.cv.name.removeprefix("cv/")]
    assert "CV" not in application.cv.name


def test_the_same_form_sent_twice_is_one_application(offer, now):
    key = uuid.uuid4()

    first, second = send(offer, now=now, key=key, cv=pdf()), send(offer, now=now, key=key, cv=pdf())

    assert (first, len(mails()), len(files())) == (second, 2, 1)


def test_an_address_that_applies_again_gets_its_link_and_nothing_else_happens(offer, now):
    first = send(offer, now=now)

    assert send(offer, now=now, cv=pdf(), message="Encore.") == first
    assert (Application.objects.get().message, files()) == ("Je tiens la paie depuis six ans.", [])
    assert [kind for kind, _to in mails()][-1] == "jobs.application_again"


def test_a_form_that_somebody_else_went_back_to_is_an_application_of_its_own(offer, now):
    """On a machine of the telecentre that several people use."""
    key = uuid.uuid4()
    first = send(offer, now=now, key=key)
    second = send(offer, now=now, key=key, email="sasha@exemple.fr")
    actions.withdraw_application(first, now=now)
    third = send(offer, now=now, key=key)

    assert len({first.pk, second.pk, third.pk}) == 3
    assert third.state == "received"


def test_an_employer_without_address_takes_no_applications(offer, now):
    offer.employer.contact_email = ""
    offer.employer.save()

    with pytest.raises(ValidationError):
        send(offer, now=now)


def test_after_its_last_day_an_offer_takes_none_though_no_task_has_run(offer, now, time_machine):
    time_machine.move_to(now + timedelta(days=31), tick=False)

    with pytest.raises(ValidationError):
        send(offer, now=now + timedelta(days=31))
    assert list(JobOffer.objects.published()) == []


def test_whoever_took_it_back_may_apply_again(offer, application, now):
    actions.withdraw_application(application, now=now)

    assert send(offer, now=now).state == "received"


def test_a_file_that_is_no_document_is_refused_and_nothing_kept(offer, now):
    with pytest.raises(ValidationError):
        send(offer, now=now, cv=SimpleUploadedFile("cv.pdf", b"<html><script>alert(1)</script>"))

    assert (Application.objects.count(), files()) == (0, [])


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_only_a_published_offer_takes_applications(offer, now, state):
    JobOffer.objects.update(state=state, closed_at=now if state == "withdrawn" else None)

    with pytest.raises(ValidationError) as refusal:
        send(offer, now=now)

    assert refusal.value.code == "closed"


def test_an_offer_for_another_way_takes_none_here(offer, now):
    JobOffer.objects.update(apply_by="phone", apply_phone="04 65 71 00 15")

    with pytest.raises(ValidationError):
        send(offer, now=now)


# --- the employer --------------------------------------------------------------------------------------------------


def test_the_first_opening_is_told_to_the_person_the_next_only_noted(application, now):
    for what in ("application", "application", "cv"):
        actions.note_opening(application, what=what, now=now)

    application.refresh_from_db()
    assert (application.state, application.read_at) == ("reviewing", now)
    assert list(Opening.objects.values_list("what", flat=True)) == ["application", "application", "cv"]
    assert [kind for kind, _to in mails()].count("jobs.application_news") == 1


def test_the_employers_link_ends_after_sixty_days(application, now, time_machine):
    token = application.employer_token

    time_machine.move_to(now + timedelta(days=59), tick=False)
    assert Application.objects.of_employer_token(token) == application
    time_machine.move_to(now + timedelta(days=61), tick=False)
    assert Application.objects.of_employer_token(token) is None


def test_a_new_link_ends_the_one_before(application, now):
    before = application.employer_token
    again = actions.pass_on(application, now=now)

    assert Application.objects.of_employer_token(before) is None
    assert Application.objects.of_employer_token(again.employer_token) == application


def test_no_link_opens_another_door(application):
    assert Application.objects.of_employer_token(application.token) is None
    assert Application.objects.of_token(application.employer_token) is None
    assert Application.objects.of_token("autre") is None


# --- answers -------------------------------------------------------------------------------------------------------


def test_every_step_is_told_and_kept(application, now):
    for state, reason in [
        ("reviewing", ""),
        ("shortlisted", ""),
        ("interview", "Jeudi à 10 h."),
        ("refused", "Un autre profil."),
    ]:
        application = actions.answer(application, state=state, reason=reason, now=now)

    assert [event.state for event in application.history.all()] == [
        "received",
        "reviewing",
        "shortlisted",
        "interview",
        "refused",
    ]
    assert [kind for kind, _to in mails()].count("jobs.application_news") == 4
    assert (application.reason, application.settled_at) == ("Un autre profil.", now)


@pytest.mark.parametrize(
    ("first", "then"), [("refused", "hired"), ("interview", "received"), ("interview", "reviewing"), ("hired", "refused")]
)
def test_an_answer_is_not_taken_back(application, now, first, then):
    application = actions.answer(application, state=first, reason="Voir plus haut.", now=now)

    with pytest.raises(ValidationError) as refusal:
        actions.answer(application, state=then, reason="Voir plus haut.", now=now)

    assert refusal.value.code == "state"


def test_the_same_answer_twice_is_one(application, now):
    actions.answer(application, state="refused", reason="Non.", now=now)
    count = len(mails())

    actions.answer(application, state="refused", reason="Non.", now=now)

    assert len(mails()) == count


def test_a_refusal_says_why(application, now):
    with pytest.raises(ValidationError) as refusal:
        actions.answer(application, state="refused", reason=" ", now=now)

    assert refusal.value.code == "reason"


def test_the_pool_is_for_who_agreed(application, now):
    with pytest.raises(ValidationError) as refusal:
        actions.answer(application, state="pool", now=now)
    actions.allow_keeping(application, is_allowed=True, now=now)
    kept = actions.answer(application, state="pool", now=now)

    assert refusal.value.code == "consent"
    assert kept.state == "pool"


def test_hiring_fills_the_position_and_asks_about_the_others(offer, application, now):
    other = send(offer, now=now, email="sasha@exemple.fr")

    with pytest.raises(actions.OthersWait) as waiting:
        actions.answer(application, state="hired", now=now)
    application.refresh_from_db()
    assert (waiting.value.applications, application.state) == ([other], "received")

    actions.answer(application, state="hired", now=now, others="refuse")
    offer.refresh_from_db()
    other.refresh_from_db()
    assert (offer.state, other.state) == ("filled", "refused")
    assert other.reason
    assert JobOutcome.objects.get().hired_on == now.date()


def test_others_may_be_left_waiting(offer, application, now):
    other = send(offer, now=now, email="sasha@exemple.fr")

    actions.answer(application, state="hired", now=now, others="keep")

    other.refresh_from_db()
    assert other.state == "received"


def test_with_positions_left_nobody_is_asked(offer, application, now):
    JobOffer.objects.update(positions=2)
    send(offer, now=now, email="sasha@exemple.fr")

    actions.answer(application, state="hired", now=now)

    offer.refresh_from_db()
    assert (offer.state, offer.filled_count) == ("published", 1)


# --- reminders -----------------------------------------------------------------------------------------------------


def test_the_author_is_reminded_after_twenty_and_thirty_days(offer, application, agency_officer, now):
    JobOffer.objects.update(author=agency_officer)

    found = [actions.nudge(now=now + timedelta(days=days)) for days in (19, 20, 21, 30, 31)]

    assert found == [0, 1, 0, 1, 0]


def test_an_answered_application_reminds_nobody(offer, application, agency_officer, now):
    JobOffer.objects.update(author=agency_officer)
    actions.answer(application, state="refused", reason="Non.", now=now)

    assert actions.nudge(now=now + timedelta(days=40)) == 0


# --- forgetting ----------------------------------------------------------------------------------------------------


def erased(application: Application) -> bool:
    application.refresh_from_db()
    return (application.name, application.email, application.message, application.cv.name, application.reason) == ("",) * 5


def test_what_is_taken_back_is_erased_at_once(offer, now, django_capture_on_commit_callbacks):
    application = send(offer, now=now, cv=pdf())
    actions.note_opening(application, what="application", now=now)
    token, employers = application.token, Application.objects.get().employer_token

    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_application(application, now=now)

    assert erased(application)
    assert (application.state, files(), Opening.objects.count()) == ("withdrawn", [], 0)
    assert Application.objects.of_token(token) is None
    assert Application.objects.of_employer_token(employers) is None


@pytest.mark.parametrize(("days", "is_over"), [(91, False), (92, True)])
def test_a_refused_application_is_forgotten_after_three_months(application, now, days, is_over, settings):
    actions.answer(application, state="refused", reason="Non.", now=now)

    assert actions.forget_applications(now=now + timedelta(days=days)) == is_over
    assert erased(application) == is_over
    assert application.state == "refused"


def test_the_pool_lasts_two_years_with_notice_a_month_before(application, now, settings):
    actions.allow_keeping(application, is_allowed=True, now=now)
    actions.answer(application, state="pool", now=now)
    end = now + settings.JOBS_KEEP_POOL

    assert actions.announce_end_of_pool(now=end - timedelta(days=31)) == 0
    assert actions.announce_end_of_pool(now=end - timedelta(days=30)) == 1
    assert actions.announce_end_of_pool(now=end - timedelta(days=29)) == 0
    Message.objects.filter(kind="jobs.pool_ends").update(due_at=end - timedelta(days=30))
    assert actions.forget_applications(now=end) == 0
    assert actions.forget_applications(now=end + timedelta(days=1)) == 1
    assert erased(application)


def test_whoever_agrees_again_is_kept_two_more_years(application, now, settings):
    actions.allow_keeping(application, is_allowed=True, now=now)
    actions.answer(application, state="pool", now=now)
    near_the_end = now + settings.JOBS_KEEP_POOL - timedelta(days=10)

    actions.allow_keeping(application, is_allowed=True, now=near_the_end)

    assert actions.forget_applications(now=now + settings.JOBS_KEEP_POOL + timedelta(days=5)) == 0


def test_whoever_agrees_no_more_is_forgotten_at_once(application, now):
    actions.allow_keeping(application, is_allowed=True, now=now)
    actions.answer(application, state="pool", now=now)

    actions.allow_keeping(application, is_allowed=False, now=now)

    assert erased(application)


def test_whoever_gets_no_answer_for_a_year_is_told_and_forgotten(application, now, settings):
    year = now + settings.JOBS_KEEP_UNANSWERED + timedelta(days=1)

    assert actions.forget_applications(now=year) == 0
    assert [actions.give_up_waiting(now=year) for _ in range(2)] == [1, 0]
    assert actions.forget_applications(now=year + settings.JOBS_KEEP_REFUSED + timedelta(days=1)) == 1
    assert erased(application)


def test_whoever_went_late_into_the_pool_still_has_a_month_of_notice(application, now, settings):
    actions.allow_keeping(application, is_allowed=True, now=now)
    late = now + settings.JOBS_KEEP_POOL - timedelta(days=2)
    actions.answer(application, state="pool", now=late)
    actions.announce_end_of_pool(now=late)
    Message.objects.filter(kind="jobs.pool_ends").update(due_at=late)

    assert actions.forget_applications(now=late + timedelta(days=29)) == 0
    assert actions.forget_applications(now=late + timedelta(days=31)) == 1


def test_taken_up_again_the_thirty_days_begin_anew(application, now):
    actions.allow_keeping(application, is_allowed=True, now=now)
    actions.answer(application, state="pool", now=now)
    later = now + timedelta(days=100)
    taken_up = actions.answer(application, state="reviewing", now=later)

    assert taken_up.answer_due_at == later + timedelta(days=30)


def test_the_outbox_forgets_what_is_taken_back(application, now):
    actions.withdraw_application(application, now=now)

    assert Message.objects.filter(recipient="alix@exemple.fr").count() == 0


def test_a_change_beside_it_does_not_swallow_the_news_nor_send_it_twice(application, now):
    application = actions.answer(application, state="refused", reason="Non.", now=now)
    actions.allow_keeping(application, is_allowed=True, now=now)
    actions.pass_on(application, now=now)
    actions.note_opening(application, what="application", now=now)

    [message] = Message.objects.filter(kind="jobs.application_news")
    assert registry.kind(message.kind).build(message).subject.startswith("Pas cette fois")


def test_nothing_is_done_with_who_has_taken_it_back(application, now):
    actions.withdraw_application(application, now=now)

    for verb in (
        lambda: actions.pass_on(application, now=now),
        lambda: actions.answer(application, state="hired", now=now),
        lambda: actions.note_opening(application, what="cv", now=now),
    ):
        with pytest.raises(ValidationError):
            verb()


def test_files_without_an_application_are_swept_after_a_day(offer, now, time_machine):
    kept = send(offer, now=now, cv=pdf())
    private_files().save("cv/orphelin", pdf())

    assert actions.sweep_files(now=now + timedelta(hours=23)) == 0
    assert actions.sweep_files(now=now + timedelta(hours=25)) == 1
    assert files() == [kept.cv.name.removeprefix("cv/")]


# --- outcomes ------------------------------------------------------------------------------------------------------


def test_the_outcome_is_asked_after_six_and_twelve_months(application, now):
    actions.answer(application, state="hired", now=now)

    asked = [actions.ask_outcomes(now=now + timedelta(days=days)) for days in (180, 181, 182, 365, 366)]

    assert asked == [0, 1, 0, 1, 0]
    outcome = JobOutcome.objects.get()
    actions.note_outcome(outcome, months=6, is_there=True)
    actions.note_outcome(outcome, months=12, is_there=False)
    outcome.refresh_from_db()
    assert (outcome.is_there_after_6, outcome.is_there_after_12) == (True, False)


def test_the_figure_outlives_the_person(application, now, settings):
    actions.answer(application, state="hired", now=now)

    actions.forget_applications(now=now + settings.JOBS_KEEP_HIRED + timedelta(days=1))

    assert erased(application)
    assert JobOutcome.objects.get().application is None


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-11-25", 12, "2027-11-25"),
        ("2026-11-25", -6, "2026-05-25"),
        ("2026-03-31", -1, "2026-02-28"),
    ],
)
def test_months_are_counted_on_the_calendar(day, months, expected):
    from datetime import date

    assert after_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


# --- the database --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [{"state": "hired"}, {"state": "pool"}, {"settled_at": "2026-11-25T09:00Z"}])
def test_the_database_keeps_answers_and_consents(application, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.update(**changes)


def test_history_holds_nothing_of_the_person(application):
    assert {field.name for field in application.history.model._meta.fields} == {
        "pgh_id",
        "pgh_created_at",
        "pgh_label",
        "pgh_obj",
        "pgh_context",
        "state",
        "version",
    }
