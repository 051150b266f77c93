"""Every state of an offer, every rule of its publication, and what the database refuses whoever writes."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from dispatch.models import Message
from jobs import actions, rules
from jobs.models import JobOffer
from jobs.models.offer import LONGEST_RUN
from telecentres.models import Telecentre
from tests.factories import make_offer
from tests.jobs.conftest import send

State = JobOffer.State


def states(offer: JobOffer) -> list[str]:
    return list(offer.history.values_list("state", flat=True))


# --- publishing ----------------------------------------------------------------------------------------------------


def test_a_complete_draft_is_published_and_its_history_tells(draft, agency_officer, now):
    offer = actions.publish(draft, by=agency_officer, now=now)

    assert (offer.state, offer.published_at, offer.runs_from) == ("published", now, now.date())
    assert states(offer) == ["draft", "published"]
    assert [words for words, _event in offer.story()] == ["Rédigée", "Publiée"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"description": "Un bon poste."}, "description"),
        ({"rome_code": ""}, "rome"),
        ({"pay_min": None, "pay_max": None}, "pay"),
        ({"weekly_hours": None}, "hours"),
        ({"contract": "CDD", "contract_months": None}, "length"),
        ({"commune": None}, "commune"),
        ({"apply_by": "link"}, "apply"),
        ({"apply_by": "phone"}, "apply"),
        ({"apply_by": "phone", "apply_phone": "08 99 10 20 30"}, "premium"),
        ({"valid_through": None}, "valid_through"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_published(draft, agency_officer, now, changes, code):
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save()

    with pytest.raises(ValidationError) as refusal:
        actions.publish(draft, by=agency_officer, now=now)

    assert refusal.value.code == code
    assert [one.code for one in rules.missing(draft, today=now.date())] == [code]
    assert JobOffer.objects.get().state == "draft"


@pytest.mark.parametrize("days", [-1, 91])
def test_the_last_day_is_within_ninety_days(draft, agency_officer, now, days):
    JobOffer.objects.update(valid_through=now.date() + timedelta(days=days))

    with pytest.raises(ValidationError) as refusal:
        actions.publish(draft, by=agency_officer, now=now)

    assert refusal.value.code == "valid_through"


@pytest.mark.parametrize("days", [0, 90])
def test_both_ends_of_the_ninety_days_are_within(draft, agency_officer, now, days):
    JobOffer.objects.update(valid_through=now.date() + timedelta(days=days))

    assert actions.publish(draft, by=agency_officer, now=now).is_published


def test_an_employer_without_address_takes_no_applications_here(draft, agency_officer, now):
    draft.employer.contact_email = ""
    draft.employer.save()

    with pytest.raises(ValidationError) as refusal:
        actions.publish(draft, by=agency_officer, now=now)

    assert refusal.value.code == "apply"


@pytest.mark.parametrize("mode", ["telecentre", "hybrid"])
def test_work_at_a_telecentre_names_an_open_one(draft, agency_officer, murat, now, mode):
    JobOffer.objects.update(work_mode=mode)
    Telecentre.objects.update(stage="suspended")

    with pytest.raises(ValidationError) as refusal:
        actions.publish(draft, by=agency_officer, now=now)

    assert refusal.value.code == "telecentres"


@pytest.mark.parametrize("mode", ["onsite", "fully_remote"])
def test_other_work_needs_no_telecentre(draft, agency_officer, now, mode):
    draft.telecentres.clear()
    JobOffer.objects.update(work_mode=mode, commune=None if mode == "fully_remote" else draft.commune)

    assert actions.publish(draft, by=agency_officer, now=now).is_published


def test_publishing_twice_is_refused(draft, agency_officer, now):
    actions.publish(draft, by=agency_officer, now=now)

    with pytest.raises(ValidationError) as refusal:
        actions.publish(draft, by=agency_officer, now=now)

    assert refusal.value.code == "state"


# --- wording -------------------------------------------------------------------------------------------------------


def test_unlawful_words_are_not_published_whatever_the_reason(draft, agency_officer, now):
    JobOffer.objects.update(title="Vendeuse H/F")

    with pytest.raises(ValidationError) as refusal:
        actions.publish(draft, by=agency_officer, now=now, wording_reason="Le client y tient.")

    assert refusal.value.code == "wording"


def test_doubtful_words_need_a_reason_that_stays(draft, agency_officer, now):
    JobOffer.objects.update(description=draft.description + " Vous rejoignez une équipe jeune et dynamique.")

    with pytest.raises(ValidationError) as refusal:
        actions.publish(draft, by=agency_officer, now=now)
    offer = actions.publish(draft, by=agency_officer, now=now, wording_reason="L’équipe a deux ans d’existence.")

    assert refusal.value.code == "doubtful"
    assert offer.wording_reason == "L’équipe a deux ans d’existence."


def test_a_reason_holds_for_the_words_it_was_given_for(draft, agency_officer, now):
    JobOffer.objects.update(description=draft.description + " Vous rejoignez une équipe jeune et dynamique.")
    offer = actions.publish(draft, by=agency_officer, now=now, wording_reason="L’équipe a deux ans d’existence.")

    offer = actions.correct(offer, by=agency_officer, now=now)
    offer.profile += " Idéal pour un étudiant."
    with pytest.raises(ValidationError) as refusal:
        actions.correct(offer, by=agency_officer, now=now)

    assert refusal.value.code == "doubtful"


# --- the second reader ---------------------------------------------------------------------------------------------


def test_an_offer_is_read_again_given_back_and_published(draft, agency_officer, network_admin, now):
    actions.ask_for_reading(draft, now=now)
    actions.return_to_author(draft, remark="Dites le nombre de jours au télécentre.", by=network_admin)
    mail = Message.objects.get(kind="jobs.offer_returned")
    actions.ask_for_reading(draft, now=now)
    offer = actions.publish(draft, by=network_admin, now=now)

    assert mail.recipient == agency_officer.email
    assert states(offer) == ["draft", "in_review", "draft", "in_review", "published"]
    assert offer.reader == network_admin


def test_an_offer_goes_back_with_a_remark_or_not_at_all(draft, network_admin, now):
    actions.ask_for_reading(draft, now=now)

    with pytest.raises(ValidationError):
        actions.return_to_author(draft, remark="  ", by=network_admin)


def test_where_two_read_nobody_publishes_their_own(draft, agency_officer, network_admin, now, settings):
    settings.JOBS_SECOND_READER = True

    with pytest.raises(ValidationError) as refusal:
        actions.publish(draft, by=agency_officer, now=now)

    assert refusal.value.code == "second_reader"
    assert actions.publish(draft, by=network_admin, now=now).is_published


# --- the end -------------------------------------------------------------------------------------------------------


def test_an_offer_expires_the_day_after_its_last(offer, now):
    last = now + timedelta(days=30)

    assert actions.expire(now=last) == 0
    assert actions.expire(now=last + timedelta(days=1)) == 1
    assert actions.expire(now=last + timedelta(days=1)) == 0
    assert states(offer) == ["published", "expired"]


def test_an_expired_offer_comes_back_with_a_new_day_only(offer, agency_officer, now):
    later = now + timedelta(days=31)
    actions.expire(now=later)

    with pytest.raises(ValidationError) as refusal:
        actions.publish(offer, by=agency_officer, now=later)
    renewed = actions.renew(offer, until=actions.renewal_day(later.date()), now=later)

    assert refusal.value.code == "valid_through"
    assert (renewed.state, renewed.valid_through, renewed.closed_at) == ("published", later.date() + LONGEST_RUN, None)
    assert renewed.published_at.date() == now.date()


def test_renewing_twice_changes_nothing(offer, now):
    until = actions.renewal_day(now.date())
    first = actions.renew(offer, until=until, now=now)

    assert actions.renew(offer, until=until, now=now).version == first.version


def test_an_offer_is_filled_with_its_last_position(offer, now):
    JobOffer.objects.update(positions=2)

    first = actions.fill(offer, now=now)
    second = actions.fill(offer, now=now)

    assert (first.state, second.state) == ("published", "filled")
    with pytest.raises(ValidationError):
        actions.fill(offer, now=now)


def test_a_withdrawn_offer_takes_no_renewal(offer, now):
    actions.withdraw(offer, now=now)

    with pytest.raises(ValidationError):
        actions.renew(offer, until=actions.renewal_day(now.date()), now=now)


def test_a_closed_offer_is_put_away_once_everybody_has_an_answer(offer, application, now, settings):
    actions.withdraw(offer, now=now)
    later = now + settings.JOBS_ARCHIVE_AFTER + timedelta(days=1)

    assert actions.archive_old(now=later) == 0
    actions.answer(application, state="refused", reason="Le poste est supprimé.", now=now)
    assert actions.archive_old(now=later) == 1
    assert JobOffer.objects.get().state == "archived"


def test_a_copy_is_a_draft_of_its_own(offer, murat, agency_officer):
    made = actions.copy(offer, by=agency_officer)

    assert (made.state, made.author, made.valid_through, made.published_at) == ("draft", agency_officer, None, None)
    assert (made.title, made.description, made.pay_max) == (offer.title, offer.description, offer.pay_max)
    assert list(made.telecentres.all()) == [murat]
    assert made.slug != offer.slug


# --- mails to the author -------------------------------------------------------------------------------------------


def test_the_author_is_told_a_week_before_the_end_once(offer, agency_officer, now):
    JobOffer.objects.update(author=agency_officer)
    week_before = now + timedelta(days=23)

    assert actions.remind_authors(now=week_before - timedelta(days=1)) == 0
    assert actions.remind_authors(now=week_before) == 1
    assert actions.remind_authors(now=week_before + timedelta(days=1)) == 0
    assert Message.objects.get().recipient == agency_officer.email


def test_where_the_author_has_left_the_help_desk_is_told(offer, now, settings):
    assert actions.remind_authors(now=now + timedelta(days=25)) == 1
    assert Message.objects.get().recipient == settings.HELPDESK_EMAIL


def test_the_link_of_the_reminder_holds_for_that_day_alone(offer, now):
    token = offer.renewal_url.split("/")[-2]

    assert JobOffer.objects.of_renewal_token(token) == offer
    actions.renew(offer, until=actions.renewal_day(now.date()), now=now)
    assert JobOffer.objects.of_renewal_token(token) is None
    assert JobOffer.objects.of_renewal_token("autre") is None


# --- a centre that is gone -----------------------------------------------------------------------------------------


def test_a_suspended_centre_puts_its_offers_on_the_desk(offer, murat, now):
    from jobs import desk

    assert desk.of_today(now).is_empty
    Telecentre.objects.update(stage="suspended")

    assert desk.of_today(now).gone_centres == [offer]


# --- the database --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"pay_min": 3000},
        {"pay_max": None},
        {"pay_min": 0, "pay_max": 0},
        {"filled_count": 2},
        {"filled_count": 1},
        {"state": "filled"},
        {"state": "expired"},
        {"published_at": None},
        {"valid_through": None},
        {"commune": None},
        {"weekly_hours": None},
        {"positions": 0},
    ],
)
def test_the_database_keeps_a_published_offer_whole(offer, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        JobOffer.objects.update(**changes)


def test_the_database_knows_the_ninety_days(offer, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        JobOffer.objects.update(valid_through=offer.runs_from + timedelta(days=91))
    JobOffer.objects.update(valid_through=offer.runs_from + timedelta(days=90))


def test_words_for_pay_and_hours(now, employer):
    made = make_offer(today=now.date(), pay_min="11.90", pay_max="12.60", pay_unit="hour", weekly_hours="17.50")
    whole = make_offer(today=now.date(), pay_min=34000, pay_max=41000, pay_unit="year")
    one = make_offer(today=now.date(), pay_min=2000, pay_max=2000)

    for offer in (made, whole, one):
        offer.refresh_from_db()
    assert (made.pay_words, made.hours_words) == ("11,90\u00a0– 12,60\u00a0€", "17,5\u00a0h")
    assert (whole.pay_words, whole.hours_words) == ("34\u202f000\u00a0– 41\u202f000\u00a0€", "35\u00a0h")
    assert one.pay_words == "2\u202f000\u00a0€"


def test_the_address_follows_the_title_until_it_is_public(draft, agency_officer, now):
    before = draft.slug
    draft.title = "Assistant ou assistante de gestion"
    draft.save()
    renamed = draft.slug
    published = actions.publish(draft, by=agency_officer, now=now)
    published.title = "Comptable"
    published.save()

    assert before.startswith("gestionnaire-de-paie-")
    assert renamed.startswith("assistant-ou-assistante-de-gestion-")
    assert published.slug == renamed


def test_somebody_who_applied_waits_for_nothing_after_a_withdrawal(offer, now):
    actions.withdraw(offer, now=now)

    with pytest.raises(ValidationError) as refusal:
        send(offer, now=now)

    assert refusal.value.code == "closed"
