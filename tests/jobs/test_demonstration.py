"""The offers of the demonstration: lawful, complete, labelled, in every state, loaded once and never in production."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import call_command

from accounts import demonstration as people
from bookings.models import Booking
from dispatch.models import Message
from jobs import demonstration, examples, rules
from jobs.models import Application, Employer, JobOffer
from jobs.models.offer import Feature
from telecentres import demonstration as places
from telecentres.models import Closure, Membership, Telecentre
from telecentres.models.centre import siret_number

MINIMUM_WAGE = 12.02  # euros gross an hour, from 1 January 2026
ADDRESS = re.compile(r"[\w.+-]+@([\w.-]+\w)|https?://(?:www\.)?([\w.-]+\w)")


@pytest.fixture
def network(db, now):
    places.create_places(now.date())
    return people.make_people()


@pytest.fixture
def loaded(network, now):
    demonstration.create_offers(network, now.date(), now)
    return JobOffer.objects.all()


def counted() -> list[int]:
    models = [Employer, JobOffer, JobOffer.telecentres.through, Application, Booking, Closure, Membership, Message]
    return [model.objects.count() for model in models]


def test_the_command_loads_everything_and_loading_again_adds_nothing(db, now):
    call_command("load_demonstration")
    before = counted()

    call_command("load_demonstration")

    assert all(before)
    assert counted() == before


def test_loading_again_leaves_what_was_edited(loaded, network, now):
    JobOffer.objects.filter(state="published").update(title="Comptable ou comptable adjointe")
    Employer.objects.filter(name="Laiterie Exemple").update(name="Laiterie du Puy Exemple")
    before = counted()

    demonstration.create_offers(network, now.date(), now)

    assert counted() == before
    assert Employer.objects.filter(name="Laiterie du Puy Exemple").exists()
    assert set(loaded.published().values_list("title", flat=True)) == {"Comptable ou comptable adjointe"}


def test_an_offer_that_somebody_wrote_keeps_the_examples_away(network, now):
    demonstration.create_offers(network, now.date(), now)
    Application.objects.all().delete()
    JobOffer.objects.exclude(title="Acheteur ou acheteuse").delete()

    demonstration.create_offers(network, now.date(), now)

    assert JobOffer.objects.count() == 1


def test_production_refuses(network, settings, now):
    settings.PRODUCTION = True

    with pytest.raises(ImproperlyConfigured, match="stay out of production"):
        demonstration.create_offers(network, now.date(), now)
    assert not Employer.objects.exists()


def test_every_state_is_there(loaded, now):
    published = loaded.published()
    ending = loaded.expiring(now.date(), within=timedelta(days=7))

    assert Counter(loaded.values_list("state", flat=True)) == {
        "published": 32,
        "draft": 2,
        "in_review": 1,
        "expired": 1,
        "filled": 1,
    }
    assert ending.count() == 2
    assert {(offer.valid_through - now.date()).days in range(8, 86) for offer in published.difference(ending)} == {True}
    assert all(now - timedelta(days=21) <= offer.published_at <= now for offer in published)
    assert len({offer.published_at for offer in published}) > 15
    assert all(offer.author.email == "agence@exemple.fr" for offer in loaded)


def test_every_published_offer_keeps_every_rule(loaded, now):
    for offer in loaded.published():
        assert (offer.title, rules.missing(offer, today=now.date())) == (offer.title, [])
    assert rules.missing(loaded.get(state="in_review"), today=now.date()) == []
    assert all(rules.missing(offer, today=now.date()) for offer in loaded.filter(state="draft"))


def test_no_offer_has_a_word_that_the_check_doubts(loaded):
    assert [(offer.title, found.words) for offer in loaded for found in rules.findings(offer)] == []


def test_every_offer_would_pass_its_form(loaded):
    for offer in loaded:
        offer.full_clean(exclude=["plain_title", "search", "monthly_pay"])
    for employer in Employer.objects.all():
        employer.full_clean()


def test_offers_are_told_in_enough_words(loaded):
    for offer in loaded.exclude(state="draft"):
        assert 60 <= len(re.findall(r"[\w’'-]+", offer.description)) <= 125, offer.title
        assert 20 <= len(re.findall(r"[\w’'-]+", offer.profile)) <= 50, offer.title


def test_every_way_of_working_and_every_feature_occurs(loaded):
    published = loaded.published()

    assert {feature for offer in published for feature in offer.features} == set(Feature.values)
    modes = Counter(work.mode for work in examples.OPEN_WORK)
    assert modes == {"hybrid": 10, "telecentre": 8, "fully_remote": 7, "onsite": 5}
    assert set(published.values_list("contract", flat=True)) == {"CDI", "CDD", "SAI", "MIS", "DDI"}
    assert set(published.values_list("pay_unit", flat=True)) == set(JobOffer.PayUnit.values)
    assert set(published.values_list("experience", flat=True)) == set(JobOffer.Experience.values)
    assert set(published.values_list("positions", flat=True)) == {1, 2, 3}
    assert {offer.is_part_time for offer in published} == {True, False}
    ways = Counter(published.values_list("apply_by", flat=True))
    assert (ways["link"], ways["phone"]) == (1, 1)
    assert published.filter(starts_on__gt="2026-11-25", starts_on__day=1).count() > 5


def test_offers_name_centres_that_take_bookings_where_they_are_done_there(loaded):
    for offer in loaded.published().prefetch_related("telecentres"):
        assert offer.is_at_telecentres == bool(offer.telecentres.all()), offer.title
        assert (offer.days_at_telecentre is not None) == (offer.work_mode == "hybrid"), offer.title
    assert set(Telecentre.objects.filter(offers__state="published").values_list("slug", flat=True)) == set(examples.EVERYWHERE)


def test_pay_is_clearly_above_the_minimum_wage(loaded):
    for offer in loaded.exclude(pay_min=None):
        hourly = float(offer.monthly_pay) / (float(offer.weekly_hours or 35) * 52 / 12)
        assert hourly > 1.04 * MINIMUM_WAGE, offer.title


def test_siret_numbers_are_well_formed_and_of_nobody(loaded):
    for employer in Employer.objects.all():
        siret_number(employer.siret)
        siret_number(employer.siret[:9].zfill(14))  # the first nine digits check themselves too
        assert employer.siret.startswith("0000")
    assert set(Employer.objects.values_list("naf_version", flat=True)) == {"rev2", "2025"}
    with pytest.raises(ValidationError):
        siret_number("00005402300016")


def test_every_example_says_so_and_no_address_is_of_somebody(loaded):
    written = [
        *Employer.objects.values_list("contact_email", "website", "about", "address"),
        *loaded.values_list("description", "profile", "apply_url"),
        *Application.objects.values_list("email", "message"),
    ]
    hosts = {mail or site for row in written for text in row for mail, site in ADDRESS.findall(text)}

    assert not Employer.objects.filter(is_example=False).exists()
    assert not loaded.filter(is_example=False).exists()
    assert hosts == {"exemple.fr"}
    assert all("Exemple" in name for name in Employer.objects.values_list("name", flat=True))
    assert all(phone.startswith("04 65 71 ") for phone in loaded.exclude(apply_phone="").values_list("apply_phone", flat=True))


def test_four_people_have_applied(loaded, now):
    applications = Application.objects.select_related("offer")

    assert Counter(one.state for one in applications) == dict.fromkeys(["received", "reviewing", "shortlisted", "refused"], 1)
    assert len({one.offer_id for one in applications}) == 4
    assert all(one.name.endswith(" Exemple") and not one.cv for one in applications)
    assert all(one.offer.published_at < one.received_at < now for one in applications)
    assert applications.get(state="refused").reason


def test_with_a_second_reader_somebody_else_publishes(network, settings, now):
    settings.JOBS_SECOND_READER = True

    demonstration.create_offers(network, now.date(), now)

    assert JobOffer.objects.published().count() == 32


def test_an_offer_whose_centres_are_closed_by_now_stays_a_draft(network, now):
    Telecentre.objects.update(stage="suspended")

    demonstration.create_offers(network, now.date(), now)

    assert set(JobOffer.objects.published().values_list("work_mode", flat=True)) == {"onsite", "fully_remote"}
    assert JobOffer.objects.count() == 37


def test_examples_load_on_any_day(network, now, time_machine):
    late = now.replace(year=2028, month=2, day=29, hour=23)
    time_machine.move_to(late, tick=False)

    demonstration.create_offers(network, late.date(), late)

    assert JobOffer.objects.published().count() == 32
