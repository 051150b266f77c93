"""People who may come, for a trial of the portal: invented, labelled, at every stage, each brought there by the verbs."""

import uuid
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from jobs.models import JobOffer
from outreach import actions
from outreach.models import Interaction, Lead, Mailing
from telecentres import demonstration as places
from telecentres import hours
from telecentres.models import Telecentre, Territory

Stage, Source, Project, Horizon = Lead.Stage, Lead.Source, Lead.Project, Lead.Horizon
# The same key for the same person: loading twice takes up once.
NAMESPACE = uuid.UUID("c0b1a5e5-0000-4000-8000-00000000f1e7")


class Person(NamedTuple):
    """Somebody invented: first contact so many days ago, and the stages since, each so many days ago."""

    name: str
    days: int
    source: str
    project: str
    horizon: str
    home: str
    message: str
    way: list[tuple[str, int]]
    people: int = 1
    wants_news: bool = True
    lost_reason: str = ""
    centre: str = ""


PEOPLE = [
    Person(
        "Lou Exemple",
        1,
        Source.FORM,
        Project.SALARIED,
        Horizon.YEAR,
        "Rhône",
        "Mon employeur accepte trois jours à distance.",
        [],
    ),
    Person("Ali Exemple", 6, Source.FORM, Project.UNDECIDED, Horizon.LATER, "Paris", "", [], wants_news=False),
    Person(
        "Inès Exemple",
        20,
        Source.OFFER,
        Project.SALARIED,
        Horizon.SOON,
        "Puy-de-Dôme",
        "L’offre de gestionnaire de paie m’intéresse, si je peux travailler depuis Murat.",
        [(Stage.QUALIFIED, 17)],
        people=3,
    ),
    Person(
        "Paul Exemple",
        35,
        Source.HAND,
        Project.TAKEOVER,
        Horizon.YEAR,
        "Hérault",
        "Cherche une boulangerie à reprendre.",
        [(Stage.QUALIFIED, 30)],
        people=4,
    ),
    Person(
        "Maya Exemple",
        40,
        Source.FORM,
        Project.SELF_EMPLOYED,
        Horizon.SOON,
        "Loire-Atlantique",
        "Traductrice, deux enfants : quelles écoles près d’Allanche ?",
        [(Stage.QUALIFIED, 37), (Stage.VISIT_PLANNED, 12)],
        people=4,
        centre="allanche",
    ),
    Person(
        "Théo Exemple",
        55,
        Source.FORM,
        Project.SALARIED,
        Horizon.SOON,
        "Paris",
        "",
        [(Stage.QUALIFIED, 52), (Stage.VISIT_PLANNED, 30), (Stage.VISITED, 9)],
    ),
    Person(
        "Jeanne Exemple",
        80,
        Source.FORM,
        Project.SELF_EMPLOYED,
        Horizon.SOON,
        "Gironde",
        "Je voudrais essayer une semaine avant de décider.",
        [(Stage.QUALIFIED, 76), (Stage.VISIT_PLANNED, 60), (Stage.VISITED, 41), (Stage.TRIAL_BOOKED, 3)],
        people=2,
        centre="murat",
    ),
    Person(
        "Samir Exemple",
        150,
        Source.FORM,
        Project.SALARIED,
        Horizon.SOON,
        "Rhône",
        "",
        [(Stage.QUALIFIED, 147), (Stage.VISIT_PLANNED, 130), (Stage.VISITED, 110), (Stage.SETTLING, 25)],
        people=3,
    ),
    Person(
        "Claire Exemple",
        260,
        Source.FORM,
        Project.SALARIED,
        Horizon.SOON,
        "Paris",
        "",
        [(Stage.QUALIFIED, 255), (Stage.VISIT_PLANNED, 230), (Stage.VISITED, 210), (Stage.SETTLING, 160), (Stage.RESIDENT, 120)],
        people=4,
    ),
    Person(
        "Hugo Exemple",
        300,
        Source.OFFER,
        Project.SALARIED,
        Horizon.SOON,
        "Isère",
        "",
        [(Stage.QUALIFIED, 297), (Stage.VISITED, 270), (Stage.JOB_FOUND, 200)],
    ),
    Person(
        "Rose Exemple",
        420,
        Source.HAND,
        Project.TAKEOVER,
        Horizon.YEAR,
        "Nord",
        "",
        [
            (Stage.QUALIFIED, 410),
            (Stage.VISIT_PLANNED, 380),
            (Stage.VISITED, 360),
            (Stage.SETTLING, 300),
            (Stage.BUSINESS_CREATED, 240),
        ],
        people=2,
    ),
    Person(
        "Nils Exemple",
        180,
        Source.FORM,
        Project.UNDECIDED,
        Horizon.LATER,
        "Bas-Rhin",
        "",
        [(Stage.QUALIFIED, 175), (Stage.DORMANT, 150)],
    ),
    Person(
        "Ana Exemple",
        210,
        Source.FORM,
        Project.SALARIED,
        Horizon.SOON,
        "Paris",
        "",
        [(Stage.QUALIFIED, 205), (Stage.VISIT_PLANNED, 190), (Stage.VISITED, 180), (Stage.LOST, 140)],
        lost_reason=Lead.LostReason.HOUSING,
    ),
    Person(
        "Marc Exemple",
        330,
        Source.FORM,
        Project.SALARIED,
        Horizon.YEAR,
        "Haute-Garonne",
        "",
        [(Stage.QUALIFIED, 320), (Stage.LOST, 290)],
        lost_reason=Lead.LostReason.PARTNER,
        wants_news=False,
    ),
]
NEWS = (
    "Trois télécentres à essayer cet hiver",
    "Bonjour,\n\nUn bureau pour une demi-journée, c’est le moyen le plus simple de savoir si l’on travaille bien ici. Tous les "
    "télécentres ouverts se réservent en ligne, sans compte.\n\nCeci est un exemple : le portail est en démonstration.",
)


@transaction.atomic
def create_leads(people: dict[str, User], today: date, now: datetime) -> None:
    """
    People and mailings only where there are none at all; `people` are those of `accounts.demonstration`, by their key there.

    A person whose step the portal refuses, because a centre is full or closed, stays at the step before.
    """
    places.require_trial()
    if Lead.objects.exists():
        return
    officer = people["agency_officer"]
    for one in PEOPLE:
        _bring(one, officer, today, now)
    _write_mailings(officer, now)


def _bring(one: Person, officer: User, today: date, now: datetime) -> None:
    began = now - timedelta(days=one.days)
    key = uuid.uuid5(NAMESPACE, one.name)
    lead = actions.take_up(
        actions.Contact(
            email=f"{one.name.split()[0].lower().replace('è', 'e').replace('é', 'e')}.projet@exemple.fr",
            name=one.name,
            source=one.source,
            project=one.project,
            horizon=one.horizon,
            home=Territory.objects.filter(kind=Territory.Kind.DEPARTEMENT, name=one.home).first(),
            household_size=one.people,
            partner_needs_job=one.lost_reason == Lead.LostReason.PARTNER,
            message=one.message,
            wants_news=one.wants_news,
            telecentre=Telecentre.objects.filter(slug=one.centre).first(),
            offer=JobOffer.objects.published().order_by("pk").first() if one.source == Source.OFFER else None,
            key=key,
            is_example=True,
        ),
        now=began,
        owner=officer,
    )
    if one.wants_news:
        actions.ask_for_news(lead, now=began)
    with suppress(ValidationError):
        for stage, days in one.way:
            lead = _step(lead, stage, one, officer, now - timedelta(days=days), today)
    _look_after(lead, one, officer, now)


def _look_after(lead: Lead, one: Person, officer: User, now: datetime) -> None:
    """What the officer has done lately: questions answered, days noted; two or three are late, as in life."""
    today = hours.civil_day(now)
    if actions.due_follow_up(lead, today):
        actions.answer_follow_up(lead, months=3, is_here=True, by=officer, now=now)
    elif lead.is_open and one.days > 30 and lead.next_action_on < today:
        action, day = "Prendre des nouvelles", today + timedelta(days=one.people * 3)
        actions.plan_next_action(lead, next_action=action, next_action_on=day, by=officer, now=now)


def _step(lead: Lead, stage: str, one: Person, officer: User, at: datetime, today: date) -> Lead:
    day = at.date()
    if stage == Stage.TRIAL_BOOKED:
        return _try_out(lead, officer, at, today)
    if stage == Stage.QUALIFIED:
        said = "Le projet est clair : calendrier, travail, famille. Envoyé la liste des télécentres."
        actions.note_interaction(lead, kind=Interaction.Kind.CALL, direction="person", text=said, by=officer, now=at)
    reasons = {Stage.JOB_FOUND: "Embauche directe, sans essai.", Stage.SETTLING: "Sans essai : télétravaille déjà."}
    return actions.move_to(
        lead,
        stage,
        by=officer,
        now=at,
        reason=reasons.get(stage, "Venue sans rendez-vous." if stage == Stage.VISITED and lead.visit_on is None else ""),
        visit_on=day + timedelta(days=16) if stage == Stage.VISIT_PLANNED else None,
        settled_on=day if stage in Stage.settled() else None,
        lost_reason=one.lost_reason if stage == Stage.LOST else "",
        wake_on=today + timedelta(days=45) if stage == Stage.DORMANT else None,
    )


def _try_out(lead: Lead, officer: User, at: datetime, today: date) -> Lead:
    """The first free morning of the coming fortnight at the centre they asked about."""
    for ahead in range(3, 17):
        day = today + timedelta(days=ahead)
        desk = actions.free_desk(lead.telecentre, day, "morning", now=at)
        if desk is not None:
            key = uuid.uuid5(NAMESPACE, lead.name + " essai")
            return actions.book_trial(lead, desk=desk, day=day, part="morning", key=key, by=officer, now=at)
    return lead


def _write_mailings(officer: User, now: datetime) -> None:
    """One that was sent a fortnight ago, and a draft."""
    subject, text = NEWS
    sent = Mailing.objects.create(subject=subject, text=text, author=officer, is_example=True)
    actions.send(sent, expected=sent.recipients().count(), now=now - timedelta(days=14))
    Mailing.objects.create(
        subject="Portes ouvertes au printemps",
        text="Bonjour,\n\nLe programme est en cours d’écriture.",
        stages=[Stage.QUALIFIED, Stage.VISIT_PLANNED],
        author=officer,
        is_example=True,
    )
