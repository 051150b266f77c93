"""Job offers for a trial of the portal: invented employers, offers in every state and a few applications, all labelled."""

import uuid
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from jobs import actions, examples
from jobs.models import Employer, JobOffer
from telecentres import demonstration as places
from telecentres.models import Telecentre, Territory

# The same key for the same letter: loading twice applies once.
NAMESPACE = uuid.UUID("c0b1a5e5-0000-4000-8000-0000000ff2e5")
EXPIRED_SINCE, FILLED_SINCE = timedelta(days=1), timedelta(days=3)


@transaction.atomic
def create_offers(people: dict[str, User], today: date, now: datetime) -> None:
    """
    Employers that are not there yet, known by their SIRET number; offers only where there are none at all.

    `people` are those of `accounts.demonstration`, by their key there: the agency officer writes and publishes the offers.
    """
    places.require_trial()
    communes = {one.name: one for one in Territory.objects.filter(kind=Territory.Kind.COMMUNE)}
    employers = {key: _employer(key, firm, communes[firm.commune]) for key, firm in examples.FIRMS.items()}
    if JobOffer.objects.exists():
        return
    desk = _Desk(people, employers, communes, today, now)
    for work in [*examples.OPEN_WORK, *examples.ENDING_WORK]:
        desk.publish(work)
    desk.leave_drafts()
    desk.close_two()
    for letter in examples.LETTERS:
        _send(letter, now)


def _employer(key: str, firm: examples.Firm, commune: Territory) -> Employer:
    answers = {
        "name": firm.name,
        "naf_version": firm.naf_version,
        "naf_code": firm.naf,
        "industry": firm.industry,
        "commune": commune,
        "about": firm.about,
        "contact_email": f"recrutement.{key}@exemple.fr",
        "is_example": True,
    }
    return Employer.objects.get_or_create(siret=firm.siret, defaults=answers)[0]


class _Desk:
    """The agency at work on the examples."""

    def __init__(
        self, people: dict[str, User], employers: dict[str, Employer], communes: dict[str, Territory], today: date, now: datetime
    ) -> None:
        self.author = people["agency_officer"]
        self.publisher = people["network_administrator"] if settings.JOBS_SECOND_READER else self.author
        self.employers, self.communes, self.today, self.now = employers, communes, today, now
        self.telecentres = Telecentre.objects.in_bulk(field_name="slug")

    def write(self, work: examples.Work) -> JobOffer:
        """A draft, with its telecentres."""
        offer = JobOffer(author=self.author, is_example=True, **self._answers(work), **_contract(work, self.today), **_pay(work))
        offer.save()
        offer.telecentres.set(self.telecentres[slug] for slug in work.telecentres if slug in self.telecentres)
        return offer

    def publish(self, work: examples.Work) -> JobOffer:
        """On the day that the example says. It stays a draft where its telecentres take no bookings any more."""
        offer = self.write(work)
        try:
            return actions.publish(offer, by=self.publisher, now=self.now - timedelta(days=work.published))
        except ValidationError:
            return offer

    def leave_drafts(self) -> None:
        """One that waits for a second reader, and those that are not finished."""
        with suppress(ValidationError):  # it stays a draft where its telecentres take no bookings any more
            actions.ask_for_reading(self.write(examples.READ_WORK), now=self.now)
        for work in examples.UNFINISHED_WORK:
            self.write(work)

    def close_two(self) -> None:
        """One that ran out, and one whose position is filled."""
        self.publish(examples.EXPIRED_WORK)
        actions.expire(now=self.now - EXPIRED_SINCE)
        filled = self.publish(examples.FILLED_WORK)
        if filled.is_published:
            actions.fill(filled, now=self.now - FILLED_SINCE)

    def _answers(self, work: examples.Work) -> dict:
        employer = self.employers[work.firm]
        is_remote = work.mode == JobOffer.WorkMode.FULLY_REMOTE
        return {
            "employer": employer,
            "title": work.title,
            "rome_code": work.rome,
            "description": work.description,
            "profile": work.profile,
            "work_mode": work.mode,
            "commune": None if is_remote else self.communes.get(work.commune, employer.commune),
            "days_at_telecentre": work.days,
            "features": list(work.features),
            "valid_through": self.today + timedelta(days=work.ends),
            **_way_to_apply(work),
        }


def _contract(work: examples.Work, today: date) -> dict:
    return {
        "contract": work.contract,
        "nature": work.nature,
        "contract_months": work.months,
        "starts_on": _first_of_month(today, work.starts) if work.starts else None,
        "weekly_hours": Decimal(work.hours) if work.hours else None,
        "is_part_time_possible": work.part_time,
        "has_flexible_hours": work.flexible,
        "experience": work.experience,
        "positions": work.positions,
    }


def _pay(work: examples.Work) -> dict:
    low, high = work.pay or (None, None)
    return {
        "pay_min": low and Decimal(low),
        "pay_max": high and Decimal(high),
        "pay_unit": work.unit,
        "pay_note": work.pay_note,
    }


def _way_to_apply(work: examples.Work) -> dict:
    if work.url:
        return {"apply_by": JobOffer.ApplyBy.LINK, "apply_url": work.url}
    if work.phone:
        return {"apply_by": JobOffer.ApplyBy.PHONE, "apply_phone": work.phone}
    return {"apply_by": JobOffer.ApplyBy.PORTAL}


def _first_of_month(today: date, ahead: int) -> date:
    years, month = divmod(today.month - 1 + ahead, 12)
    return date(today.year + years, month + 1, 1)


def _send(letter: examples.Letter, now: datetime) -> None:
    """An application without a CV, and the answers that it has had; none where its offer is not published."""
    offer = JobOffer.objects.published().filter(title=letter.title, is_example=True).first()
    if offer is None:
        return
    received = now - timedelta(days=letter.days_ago)
    application = actions.apply(
        offer,
        name=letter.name,
        email=letter.email,
        message=letter.message,
        key=uuid.uuid5(NAMESPACE, letter.email),
        language="fr",
        now=received,
    )
    for number, state in enumerate(letter.states, start=1):
        moment = received + timedelta(days=number)
        reason = letter.reason if state == "refused" else ""
        application = actions.answer(application, state=state, now=moment, reason=reason)
