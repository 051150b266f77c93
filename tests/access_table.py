"""
What each role gets at each address of the site. A new address needs one line here, or the access test fails.

Addresses of the administration's models follow from the table of rights (`accounts/roles.py`): their line only says
which records stand for "one's own" and "somebody else's".
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts import data_links, roles
from accounts.models import User
from accounts.roles import Role
from bookings import actions as booking_actions
from bookings import links
from bookings.models import Bar, Booker, Booking, MonthPlan, Referral, Series, Statement, Wait
from bookings.regular_days import Pattern
from dispatch.models import Message, TaskRun
from jobs import actions as job_actions
from jobs.models import Application, Employer, JobOffer
from notices.models import AccessibilityDeclaration, AccessibilityPlan
from observatory.models import Benefit, FactorSet, Investment, OfficialFigure, Report, Subscriber
from outreach import actions as outreach_actions
from outreach.models import Campaign, Event, Lead, Mailing, Registration
from telecentres import invitations
from telecentres.actions import appoint
from telecentres.models import (
    Closure,
    Fault,
    Gap,
    Guide,
    Invitation,
    Membership,
    Need,
    OpeningHours,
    Speciality,
    StageEvent,
    Telecentre,
)
from tests import factories

# --- what an address may answer ---------------------------------------------------------------------

OK, AWAY, REFUSED, GONE, WRONG_VERB = "200", "away", "403", "404", "405"
LOGIN, SECOND_FACTOR = "to the sign-in", "to the second factor"
# The answers that let nothing through: whatever the verb, they must stay what they are and change nothing.
CLOSED = {LOGIN, SECOND_FACTOR, REFUSED, GONE, WRONG_VERB}

# --- who asks ------------------------------------------------------------------------------------------

VISITOR, WORKER = "visitor", "remote_worker"
MANAGER, DEPUTY, FORMER = "murat_manager", "murat_deputy", "former_murat_manager"
AGENCY, NETWORK = "agency_officer", "network_administrator"
KEYLESS = "network_administrator_without_second_factor"
ROLES = [VISITOR, WORKER, MANAGER, DEPUTY, FORMER, AGENCY, NETWORK, KEYLESS]
STAFF_ROLE = {
    MANAGER: Role.CENTRE_MANAGER,
    DEPUTY: Role.CENTRE_MANAGER,
    FORMER: Role.CENTRE_MANAGER,
    AGENCY: Role.AGENCY_STAFF,
    NETWORK: Role.NETWORK_ADMIN,
    KEYLESS: Role.NETWORK_ADMIN,
}
CANARY = "canari"  # stands in everything that somebody wrote who applied for the offer
LEAD_CANARY = "serin"  # and in everything that somebody wrote who may come to live here
GUESTS = "Convive Murat", "Convive Allanche"  # stand in everything that those wrote who registered for an event there
MAY_CANCEL = {MANAGER, DEPUTY, NETWORK}
STAFF = {MANAGER, DEPUTY, FORMER, AGENCY, NETWORK}
IN_MURAT, EVERYWHERE = {MANAGER, DEPUTY}, {AGENCY, NETWORK}


@dataclass
class World:
    """Murat and Allanche, their people, and one record of each kind in both."""

    people: dict[str, User]
    murat: Telecentre
    allanche: Telecentre
    own_booking: Booking
    foreign_booking: Booking
    own_series: Series
    own_wait: Wait
    foreign_wait: Wait
    feeds: dict[str, str]
    closures: tuple[Closure, Closure]
    bars: tuple[Bar, Bar]
    stages: tuple[StageEvent, StageEvent]
    speciality: Speciality
    factors: FactorSet
    need: Need
    guides: tuple[Guide, Guide]
    gap: Gap
    faults: tuple[Fault, Fault]
    referrals: tuple[Referral, Referral]
    message: Message
    task_run: TaskRun
    declaration: AccessibilityDeclaration
    plan: AccessibilityPlan
    offer: JobOffer
    draft: JobOffer
    application: Application
    employer: Employer
    somebody: User
    invitation: Invitation
    statements: tuple[Statement, Statement]
    plans: tuple[MonthPlan, MonthPlan]
    events: tuple[Event, Event]
    draft_event: Event
    event_of_centres: Event
    lead: Lead
    mailing: Mailing
    campaign: Campaign
    registrations: tuple[Registration, Registration]
    investments: tuple[Investment, Investment]
    benefits: tuple[Benefit, Benefit]
    official: OfficialFigure
    reports: tuple[Report, Report, Report]
    subscriber: Subscriber


def build() -> World:
    """The own booking is the remote worker's, at Murat; the foreign one somebody else's, at Allanche."""
    murat, allanche = factories.make_telecentre("Murat"), factories.make_telecentre("Allanche")
    worker = factories.make_user("camille@exemple.fr", "Camille")
    somebody = factories.make_user("dominique@exemple.fr", "Dominique")
    people = {WORKER: worker}
    for key, role in STAFF_ROLE.items():
        people[key] = factories.make_user(f"{key.replace('_', '.')[:40]}@exemple.fr", key)
        roles.grant(people[key], role)
    for key, until in ((MANAGER, None), (FORMER, date(2026, 6, 30))):
        appoint(people[key], murat, role=Membership.Role.MANAGER, since=date(2026, 1, 1), until=until)
    appoint(people[DEPUTY], murat, role=Membership.Role.DEPUTY, since=date(2026, 1, 1))
    now = timezone.now()
    speciality = Speciality.objects.create(name="Comptabilité", slug="comptabilite")
    need = Need.objects.create(name="Tenir mes comptes", short_name="Comptes", slug="comptes", speciality=speciality)
    offer = factories.make_offer(today=now.date(), telecentres=[murat])
    own = factories.make_epci("200066637", "CC Hautes Terres", murat.commune)
    foreign = factories.make_epci("200066660", "CC de Saint-Flour", allanche.commune)
    return World(
        people,
        murat,
        allanche,
        own_booking=_book(worker, murat, 1),
        foreign_booking=_book(somebody, allanche, 2),
        own_series=_come_regularly(worker, murat, 4),
        own_wait=_wait(worker, murat),
        foreign_wait=_wait(somebody, allanche),
        feeds={
            WORKER: booking_actions.make_feed(worker, now=now),
            MANAGER: booking_actions.make_feed(people[MANAGER], murat, now=now),
            FORMER: booking_actions.make_feed(people[FORMER], murat, now=now),
        },
        closures=(_close(murat), _close(allanche)),
        bars=(_bar(murat), _bar(allanche)),
        stages=(_open(murat), _open(allanche)),
        speciality=speciality,
        factors=FactorSet.objects.create(version="essai", published_on=date(2026, 1, 1), source="Exemple"),
        need=need,
        guides=(_guide(murat, need), _guide(allanche, need)),
        gap=Gap.objects.create(text="reparer voiture", kind=Gap.Kind.NOT_UNDERSTOOD),
        faults=(_break(murat), _break(allanche)),
        referrals=(_send_on(allanche, murat, 4), _send_on(allanche, factories.make_telecentre("Ydes"), 5)),
        message=Message.objects.filter(recipient=worker.email).earliest("pk"),
        task_run=TaskRun.objects.create(task="dispatch.tasks.send_mails", period=now),
        declaration=AccessibilityDeclaration.objects.create(declared_on=date(2026, 11, 1)),
        plan=AccessibilityPlan.objects.create(first_year=2026, last_year=2028),
        offer=offer,
        draft=factories.make_offer("Comptable", today=now.date(), state="draft"),
        application=_apply(offer),
        employer=offer.employer,
        somebody=somebody,
        invitation=invitations.invite(
            email="nouvelle@exemple.fr", name="Nouvelle", role="manager", telecentres=[allanche], by=people[NETWORK], now=now
        ),
        statements=(_owe(worker, murat), _owe(somebody, allanche)),
        plans=(_subscribe(worker, murat), _subscribe(somebody, allanche)),
        events=(_invite("Forum de Murat", murat), _invite("Forum d’Allanche", allanche)),
        draft_event=_invite("Brouillon", murat, state="draft"),
        event_of_centres=_invite("Entre télécentres", murat, audience="centres"),
        lead=_come(),
        mailing=Mailing.objects.create(subject="Des nouvelles", text="Bonjour"),
        campaign=factories.make_campaign(),
        registrations=(
            _come_to(_invite("Rencontre de Murat", murat), GUESTS[0]),
            _come_to(_invite("Rencontre d’Allanche", allanche), GUESTS[1]),
        ),
        investments=(factories.make_investment(own), factories.make_investment(foreign)),
        benefits=(factories.make_benefit(own), factories.make_benefit(foreign)),
        official=factories.make_official(own),
        reports=(_report("centre", "centre:murat"), _report("centre", "centre:allanche"), _report("network", "network")),
        subscriber=Subscriber.objects.create(
            name="Élue Exemple", email="mairie@exemple.fr", agreed_on=date(2026, 1, 1), agreement="Au conseil"
        ),
    )


def _come() -> Lead:
    contact = outreach_actions.Contact(
        email=f"{LEAD_CANARY}@exemple.fr", name=f"Nom {LEAD_CANARY}", source=Lead.Source.FORM, message=f"Mot {LEAD_CANARY}"
    )
    return outreach_actions.take_up(contact, now=timezone.now())


def _data_link() -> str:
    return data_links.token_for("personne4@exemple.fr", until=timezone.now() + data_links.LIFE)


def _come_to(event: Event, name: str) -> Registration:
    """By somebody else than the remote worker, who knows nothing of it."""
    return factories.make_registration(event, name, now=timezone.now(), need=f"Besoin {name}")


def _bar(centre: Telecentre) -> Bar:
    day = timezone.localdate()
    said = {"reason": "Essai", "told": "Essai", "starts_on": day, "ends_on": day + timedelta(days=30)}
    return booking_actions.bar(telecentre=centre, email="barre@exemple.fr", now=timezone.now(), **said)


def _invite(title: str, centre: Telecentre, **fields) -> Event:
    return factories.make_event(title, starts_at=timezone.now() + timedelta(days=20), telecentre=centre, **fields)


def _apply(offer: JobOffer) -> Application:
    return job_actions.apply(
        offer,
        name=f"Nom {CANARY}",
        email=f"{CANARY}@exemple.fr",
        message=f"Mot {CANARY}",
        key=UUID(int=3),
        language="fr",
        now=timezone.now(),
    )


def _book(user: User, centre: Telecentre, number: int) -> Booking:
    return booking_actions.book(
        booker=Booker.of(user),
        workspace=centre.workspaces.first(),
        day=date(2026, 11, 30),
        part="day",
        key=UUID(int=number),
        language="fr",
        now=timezone.now(),
    )


def _come_regularly(user: User, centre: Telecentre, number: int) -> Series:
    day = date(2026, 12, 7)
    return booking_actions.book_series(
        booker=Booker.of(user),
        pattern=Pattern(centre, (1,), day, day, "day"),
        chosen={day: centre.workspaces.first().code},
        key=UUID(int=number),
        language="fr",
        now=timezone.now(),
    )


def _wait(user: User, centre: Telecentre) -> Wait:
    now = timezone.now()
    who = {"reference": f"{centre.code}-ATTENTE1", "booked_by": user, "secret": UUID(int=9), "created_at": now, "joined_at": now}
    return Wait.objects.create(telecentre=centre, day=date(2026, 12, 9), part="day", state=Wait.State.WAITING, **who)


def _owe(user: User, centre: Telecentre) -> Statement:
    """A plan of a month that is over, charged."""
    plan = MonthPlan.objects.create(user=user, telecentre=centre, month=date(2026, 10, 1), price=100, made_at=timezone.now())
    return booking_actions.issue(centre, plan.booker, plan.month, now=timezone.now())


def _subscribe(user: User, centre: Telecentre) -> MonthPlan:
    return MonthPlan.objects.create(user=user, telecentre=centre, month=date(2026, 12, 1), price=100, made_at=timezone.now())


def _guide(centre: Telecentre, need: Need) -> Guide:
    return Guide.objects.create(title="Tenir ses comptes", need=need, telecentre=centre, body="Chaque semaine.")


def _break(centre: Telecentre) -> Fault:
    return Fault.objects.create(telecentre=centre, text="Écran noir", reported_at=timezone.now())


def _send_on(giver: Telecentre, receiver: Telecentre, number: int) -> Referral:
    """Still to be answered by the receiver."""
    return Referral.objects.create(
        giver=giver,
        receiver=receiver,
        reason=Referral.Reason.FULL,
        name=f"Personne {number}",
        email=f"personne{number}@exemple.fr",
        agreed_at=timezone.now(),
        decide_by=timezone.now() + timedelta(days=3),
        created_at=timezone.now(),
    )


def _report(kind: str, scope: str) -> Report:
    """On October, made; it says nothing."""
    month, now = date(2026, 10, 1), timezone.now()
    said = {"figures": {"figures": [], "official": []}, "state": Report.State.MADE, "asked_at": now, "made_at": now}
    return Report.objects.create(kind=kind, scope=scope, first=month, last=month, **said)


def _open(centre: Telecentre) -> StageEvent:
    return StageEvent.objects.create(telecentre=centre, stage=Telecentre.Stage.OPEN, reached_on=date(2026, 1, 1))


def _close(centre: Telecentre) -> Closure:
    zone = timezone.get_default_timezone()
    return Closure.objects.create(
        telecentre=centre,
        reason="Neige",
        starts_at=datetime(2026, 12, 1, 8, tzinfo=zone),
        ends_at=datetime(2026, 12, 2, 8, tzinfo=zone),
    )


# --- what is expected ------------------------------------------------------------------------------------

Expected = dict[str, str]
Arguments = Callable[[World], dict[str, Any]]


@dataclass
class Visit:
    """One address with its arguments, and what each role gets."""

    expected: Expected
    arguments: Arguments = field(default=lambda world: {})
    query: str = ""
    whose: str = ""


def everybody(answer: str) -> Expected:
    return dict.fromkeys(ROLES, answer)


def signed_in(answer: str) -> Expected:
    return everybody(answer) | {VISITOR: LOGIN}


def entrance() -> Expected:
    """For who is not signed in; the others are led on."""
    return everybody(AWAY) | {VISITOR: OK}


def only(role: str, answer: str, others: str) -> Expected:
    return everybody(others) | {role: answer}


def staff(answer: str) -> Expected:
    """Whoever has passed the administration's door."""
    return everybody(answer) | {VISITOR: LOGIN, WORKER: REFUSED, KEYLESS: SECOND_FACTOR}


def in_scope(answer: str, allowed: set[str], *, own: bool, scoped: bool = True) -> Expected:
    """A record of Murat (own) or of Allanche: outside the scope it is not there, inside it the permission decides."""
    expected = staff(GONE)
    for key in STAFF_ROLE.keys() - {KEYLESS}:
        sees = not scoped or key in EVERYWHERE or (own and key in IN_MURAT)
        if sees:
            expected[key] = answer if key in allowed else REFUSED
    return expected


def unsent_mail() -> list[Visit]:
    """Nothing to read yet, for those who may read mails."""
    return [Visit(staff(REFUSED) | {NETWORK: GONE}, lambda world: {"pk": world.message.pk})]


def once_more(answer: str, *, with_factor: str = AWAY) -> Expected:
    """Pages of the second factor: who has one shows it again first."""
    return everybody(with_factor) | {VISITOR: LOGIN, WORKER: answer, KEYLESS: answer}


def public(**arguments: str) -> list[Visit]:
    return [Visit(everybody(OK), lambda world: arguments)]


def owner_of_booking(answer: str = OK) -> list[Visit]:
    """The reference alone opens nothing: only its owner sees a booking."""
    return [
        Visit(only(WORKER, answer, GONE), lambda world: {"reference": world.own_booking.reference}, whose="own"),
        Visit(everybody(GONE), lambda world: {"reference": world.foreign_booking.reference}, whose="foreign"),
    ]


def own_wait() -> list[Visit]:
    """A place in line is seen by who asked for it, signed in or through the link of a mail."""
    return [Visit(only(WORKER, OK, GONE), lambda world: {"reference": world.own_wait.reference}, whose="own")]


def own_series() -> list[Visit]:
    """Regular days are seen by who booked them, signed in."""
    return [
        Visit(only(WORKER, OK, GONE) | {VISITOR: LOGIN}, lambda world: {"reference": world.own_series.reference}, whose="own")
    ]


def owner_of_statement() -> list[Visit]:
    """As for a booking: the reference alone opens nothing."""
    return [
        Visit(only(WORKER, OK, GONE), lambda world: {"reference": world.statements[0].reference}, whose="own"),
        Visit(everybody(GONE), lambda world: {"reference": world.statements[1].reference}, whose="foreign"),
    ]


def statement_verb() -> list[Visit]:
    """What those do who look after the centre."""
    return [
        Visit(in_scope(OK, MAY_CANCEL, own=True), lambda world: {"pk": world.statements[0].pk}, whose="own"),
        Visit(in_scope(OK, MAY_CANCEL, own=False), lambda world: {"pk": world.statements[1].pk}, whose="foreign"),
    ]


def of_a_centre(answer: str = OK, **more: str | int) -> list[Visit]:
    """A page of the planning: those who manage the centre, and the administrators of the network."""
    own = staff(REFUSED) | {MANAGER: answer, DEPUTY: answer, NETWORK: answer, FORMER: GONE}
    foreign = staff(GONE) | {AGENCY: REFUSED, NETWORK: answer}
    return [
        Visit(own, lambda world: {"slug": "murat", **more}, whose="own"),
        Visit(foreign, lambda world: {"slug": "allanche", **more}, whose="foreign"),
    ]


def page_of_event() -> list[Visit]:
    """What is between the centres is read by who runs one; a draft by nobody."""
    run = everybody(GONE) | dict.fromkeys([MANAGER, DEPUTY, AGENCY, NETWORK, KEYLESS], OK)
    return [
        Visit(everybody(OK), lambda world: {"slug": world.events[0].slug}, whose="everybody's"),
        Visit(run, lambda world: {"slug": world.event_of_centres.slug}, whose="the centres'"),
        Visit(everybody(GONE), lambda world: {"slug": world.draft_event.slug}, whose="a draft's"),
    ]


def of_an_event(answer: str = OK, *, by: str = "", **more: int) -> list[Visit]:
    """A page about an event, or with `by` about a registration: for those who manage its centre, and for the whole network."""

    def arguments(number: int) -> Arguments:
        def named(world: World) -> dict[str, Any]:
            one = world.registrations[number]
            return {by: getattr(one, by), **more} if by else {"pk": one.event_id, **more}

        return named

    allowed = IN_MURAT | EVERYWHERE
    return [
        Visit(in_scope(answer, allowed, own=True), arguments(0), whose="own"),
        Visit(in_scope(answer, allowed, own=False), arguments(1), whose="foreign"),
    ]


# --- the addresses that people see ---------------------------------------------------------------------------

PAGES: dict[str, list[Visit]] = {
    "bookings:home": public(),
    "bookings:find": public(),
    "bookings:start": public(),
    "bookings:pick": public(slug="murat"),
    "bookings:verify": [Visit(everybody("422"), lambda world: {"slug": "murat"})],
    "bookings:book_series": [Visit(signed_in(OK), lambda world: {"slug": "murat"})],
    "bookings:join": public(slug="murat"),
    "bookings:wait": own_wait(),
    "bookings:open_wait": [
        Visit(everybody(GONE), lambda world: {"reference": world.own_wait.reference, "token": "forged"}, whose="forged link"),
        Visit(everybody(AWAY), lambda world: {"reference": world.own_wait.reference, "token": links.wait_token(world.own_wait)}),
    ],
    "bookings:series": own_series(),
    "bookings:change_series": own_series(),
    "bookings:cancel_series": own_series(),
    "bookings:worker": public(),
    "bookings:offline": public(),
    "bookings:list": [Visit(signed_in(OK))],
    "bookings:detail": owner_of_booking(),
    "bookings:move": owner_of_booking(),
    "bookings:cancel": owner_of_booking(),
    "bookings:calendar": owner_of_booking(),
    "bookings:prove": owner_of_booking(WRONG_VERB),
    "bookings:arrive": owner_of_booking(WRONG_VERB),
    "bookings:leave": owner_of_booking(WRONG_VERB),
    "bookings:presence": public(slug="murat"),
    "bookings:kiosk": [Visit(everybody(GONE), whose="a tablet's that is not known")],
    "bookings:kiosk_note": [Visit(everybody(WRONG_VERB))],
    "bookings:open_kiosk": [Visit(everybody(GONE), lambda world: {"token": "forged"}, whose="forged")],
    "bookings:open": [
        Visit(everybody(GONE), lambda world: {"reference": world.own_booking.reference, "token": "forged"}, whose="forged link"),
        Visit(everybody(AWAY), lambda world: {"reference": world.own_booking.reference, "token": links.token(world.own_booking)}),
    ],
    "bookings:statements": [Visit(signed_in(OK))],
    "bookings:statement": owner_of_statement(),
    "bookings:statement_csv": owner_of_statement(),
    "bookings:statement_pdf": owner_of_statement(),
    "bookings:open_statement": [
        Visit(
            everybody(GONE), lambda world: {"reference": world.statements[0].reference, "token": "forged"}, whose="forged link"
        ),
        Visit(
            everybody(AWAY),
            lambda world: {"reference": world.statements[0].reference, "token": links.statement_token(world.statements[0])},
        ),
    ],
    "bookings:my_calendar": [Visit(signed_in(OK))],
    "bookings:revoke_feed": [Visit(signed_in(WRONG_VERB))],
    "bookings:feed": [
        Visit(everybody(GONE), lambda world: {"token": "forged"}, whose="forged"),
        Visit(everybody(OK), lambda world: {"token": world.feeds[WORKER]}, whose="a person's"),
        Visit(everybody(OK), lambda world: {"token": world.feeds[MANAGER]}, whose="a manager's"),
        Visit(everybody(GONE), lambda world: {"token": world.feeds[FORMER]}, whose="a former manager's"),
    ],
    "telecentres:list": public(),
    "telecentres:story": public(),
    "telecentres:detail": public(slug="murat"),
    "telecentres:report_fault": public(slug="murat"),
    "telecentres:ask_for_news": [Visit(everybody(GONE), lambda world: {"slug": "murat"}, whose="an open centre's")],
    "telecentres:interest": [Visit(everybody(GONE), lambda world: {"token": "forged"}, whose="forged")],
    "telecentres:invitation": [
        Visit(everybody(GONE), lambda world: {"token": "forged"}, whose="forged"),
        Visit(everybody(OK), lambda world: {"token": world.invitation.token}, whose="somebody's"),
    ],
    "telecentres:interest_stop": [Visit(everybody(WRONG_VERB), lambda world: {"token": "forged"}, whose="forged")],
    "observatory:open_data": public(),
    "observatory:catalogue": public(),
    "observatory:dictionary_csv": public(),
    "observatory:figures_csv": [Visit(everybody(GONE), lambda world: {"name": "nothing"}, whose="an unknown indicator's")],
    "observatory:api": public(),
    "observatory:api_openapi": public(),
    "observatory:api_telecentres": public(),
    "observatory:api_telecentre": public(slug="murat"),
    "observatory:api_availability": public(slug="murat"),
    "observatory:api_offers": public(),
    "observatory:api_events": public(),
    "observatory:api_indicators": public(),
    "observatory:api_indicator": [Visit(everybody(GONE), lambda world: {"name": "nothing"}, whose="an unknown indicator's")],
    "observatory:api_unknown": [Visit(everybody(GONE), lambda world: {"rest": "v9"}, whose="no")],
    "telecentres:places_csv": public(),
    "telecentres:places_json": public(),
    "telecentres:places_geojson": public(),
    "outreach:guides": public(),
    "outreach:guide": [Visit(everybody(OK), lambda world: {"slug": world.guides[0].slug})],
    "outreach:guide_file": [Visit(everybody(GONE), lambda world: {"slug": world.guides[0].slug})],
    "jobs:list": public(),
    "jobs:detail": [
        Visit(everybody(OK), lambda world: {"slug": world.offer.slug}),
        Visit(everybody(GONE), lambda world: {"slug": world.draft.slug}, whose="a draft's"),
    ],
    "jobs:apply": [
        Visit(everybody(AWAY), lambda world: {"slug": world.offer.slug}),
        Visit(everybody(GONE), lambda world: {"slug": world.draft.slug}, whose="a draft's"),
    ],
    "jobs:closing_date": [
        Visit(everybody(OK), lambda world: {"slug": world.offer.slug}),
        Visit(everybody(GONE), lambda world: {"slug": world.draft.slug}, whose="a draft's"),
    ],
    "jobs:ask_alert": public(),
    **{
        f"jobs:{name}": [Visit(everybody(GONE), lambda world: {"token": "forged"}, whose="forged")]
        for name in ("alert", "alert_stop", "application", "passed_on", "outcome", "renew")
    },
    "jobs:passed_on_cv": [Visit(everybody(WRONG_VERB), lambda world: {"token": "forged"}, whose="forged")],
    "outreach:register": [Visit(everybody(OK), lambda world: {"slug": world.registrations[0].event.slug})],
    "outreach:registrations": [Visit(signed_in(OK))],
    **{
        f"outreach:{name}": [Visit(everybody(GONE), lambda world: {"token": "forged"}, whose="forged")]
        for name in ("registration", "registration_calendar", "certificate", "answer", "open_door")
    },
    "outreach:find_certificate": public(),
    "outreach:certificate_of": [Visit(everybody(GONE), lambda world: {"reference": "XXXX-XXXX-XXXX"}, whose="unknown")],
    "outreach:door": [Visit(everybody(GONE), whose="a tablet's that is not known")],
    "outreach:door_note": [Visit(everybody(WRONG_VERB))],
    "jobs:atom": public(),
    "jobs:offers_json": public(),
    "jobs:offers_csv": public(),
    "observatory:returns": public(),
    "observatory:returns_of": [
        Visit(everybody(OK), lambda world: {"code": world.investments[0].territory.code}),
        Visit(everybody(GONE), lambda world: {"code": "999999999"}, whose="nobody's"),
    ],
    "observatory:returns_csv": [
        Visit(everybody(OK), lambda world: {"code": world.investments[0].territory.code}),
        Visit(everybody(GONE), lambda world: {"code": "999999999"}, whose="nobody's"),
    ],
    "outreach:agenda": public(),
    "outreach:events_calendar": public(),
    "outreach:events_atom": public(),
    "outreach:events_csv": public(),
    "outreach:embedded": public(),
    "outreach:event": page_of_event(),
    "outreach:event_calendar": page_of_event(),
    "outreach:come": public(),
    "outreach:come_thanks": public(),
    "outreach:project": [Visit(everybody(GONE), lambda world: {"token": "forged"}, whose="forged")],
    "observatory:declare_move": public(),
    "observatory:pledge": [Visit(everybody(GONE), lambda world: {"token": "forged"}, whose="forged")],
    "observatory:reports": public(),
    "observatory:report": [
        Visit(everybody(OK), lambda world: {"span": "2026-10"}),
        Visit(everybody(GONE), lambda world: {"span": "2026-09"}, whose="one that is not made"),
    ],
    "observatory:report_file": [Visit(everybody(OK), lambda world: {"span": "2026-10", "kind": "csv"})],
    "observatory:territory_report": [
        Visit(everybody(GONE), lambda world: {"span": "2026-10", "code": "200066660"}, whose="one that is not made"),
    ],
    "observatory:territory_report_file": [
        Visit(everybody(GONE), lambda world: {"span": "2026-10", "code": "200066660", "kind": "csv"}, whose="not made"),
    ],
    "observatory:end_reports": [Visit(everybody(GONE), lambda world: {"token": "forged"}, whose="forged")],
    "outreach:end_news": [Visit(everybody(GONE), lambda world: {"token": "forged"}, whose="forged")],
    "observatory:home": public(),
    "observatory:my_way": public(),
    "observatory:map": public(),
    "observatory:theme": public(slug="usage"),
    "observatory:table_csv": [
        Visit(everybody(OK), lambda world: {"name": "officiel-accueil"}),
        Visit(everybody(GONE), lambda world: {"name": "rien"}, whose="unknown"),
    ],
    "observatory:table_json": [
        Visit(everybody(OK), lambda world: {"name": "officiel-accueil"}),
        Visit(everybody(GONE), lambda world: {"name": "rien"}, whose="unknown"),
    ],
    "observatory:utilisation": [Visit(staff(OK) | {FORMER: GONE})],
    "observatory:pipeline": [Visit(staff(REFUSED) | {AGENCY: OK, NETWORK: OK})],
    "sitemap": public(),
    "notices:accessibility": public(),
    "notices:accessibility_plan": public(),
    "notices:legal": public(),
    "notices:privacy": public(),
    "notices:site_plan": public(),
    "notices:help": public(),
    "notices:write": public(),
    "notices:written": public(),
    "notices:eco_design": public(),
    "dispatch:health": [Visit(everybody("503"))],
    "gallery": public(),
    "set_language": [Visit(everybody(AWAY))],
    "telecentres:mark": public(),
    "favicon": [Visit(everybody(AWAY))],
    "robots": public(),
    "accounts:profile": [Visit(signed_in(OK))],
    "accounts:end": [Visit(once_more(OK))],
    "accounts:my_data": [Visit(once_more(OK))],
    "accounts:my_data_file": [Visit(once_more(OK), lambda world: {"kind": "csv"})],
    "accounts:data_by_link": [Visit(everybody(OK), lambda world: {"token": _data_link()})],
    "accounts:data_file_by_link": [Visit(everybody(OK), lambda world: {"token": _data_link(), "kind": "json"})],
    "account_login": [Visit(entrance())],
    "account_signup": [Visit(entrance())],
    "account_request_login_code": [Visit(entrance())],
    "account_confirm_login_code": [Visit(everybody(AWAY) | {VISITOR: LOGIN})],
    "mfa_authenticate": [Visit(everybody(AWAY) | {VISITOR: LOGIN})],
    "account_logout": [Visit(everybody(OK) | {VISITOR: LOGIN})],
    "account_inactive": public(),
    "account_email": [Visit(signed_in(OK))],
    "account_email_verification_sent": [Visit(everybody(AWAY) | {VISITOR: LOGIN})],
    "account_reauthenticate": [Visit(once_more(REFUSED))],
    "account_change_password": [Visit(signed_in(AWAY))],
    "account_set_password": [Visit(signed_in(OK))],
    "account_reset_password": public(),
    "account_reset_password_done": public(),
    "account_reset_password_from_key": public(uidb36="1", key="forged"),
    "account_reset_password_from_key_done": public(),
    "mfa_index": [Visit(signed_in(OK))],
    "mfa_list_webauthn": [Visit(signed_in(OK))],
    "mfa_activate_totp": [Visit(once_more(OK))],
    "mfa_deactivate_totp": [Visit(once_more(GONE))],
    "mfa_view_recovery_codes": [Visit(signed_in(GONE))],
    "mfa_download_recovery_codes": [Visit(signed_in(GONE))],
    "mfa_generate_recovery_codes": [Visit(once_more(OK))],
    "mfa_add_webauthn": [Visit(once_more(OK))],
    "mfa_remove_webauthn": [Visit(once_more(GONE), lambda world: {"pk": 999})],
    "mfa_edit_webauthn": [Visit(once_more(GONE), lambda world: {"pk": 999})],
    "mfa_reauthenticate": [Visit(once_more(REFUSED, with_factor=OK))],
    "mfa_reauthenticate_webauthn": [Visit(once_more(REFUSED))],
    "admin:index": [Visit(staff(OK))],
    "admin:login": [Visit(staff(AWAY))],
    "admin:logout": [Visit(staff(AWAY))],
    "admin:jsi18n": [Visit(staff(OK))],
    "admin:app_list": [Visit(staff(GONE) | {NETWORK: OK}, lambda world: {"app_label": "accounts"})],
    "admin:autocomplete": [Visit(staff(REFUSED))],
    "admin:~(?P<url>.*)$": [Visit(staff(GONE), lambda world: {"url": "nothing-there"})],
    "admin:accounts_user_address": [Visit(staff(REFUSED) | {NETWORK: OK})],
    "admin:accounts_user_end": [Visit(staff(REFUSED) | {NETWORK: OK}, lambda world: {"pk": world.somebody.pk})],
    "admin:accounts_user_reset": [Visit(staff(REFUSED) | {NETWORK: OK}, lambda world: {"pk": world.somebody.pk})],
    "admin:telecentres_guide_shared": [Visit(staff(OK))],
    "admin:telecentres_invitation_send_again": [
        Visit(staff(REFUSED) | {NETWORK: OK}, lambda world: {"pk": world.invitation.pk}),
    ],
    "admin:telecentres_invitation_withdraw": [
        Visit(staff(REFUSED) | {NETWORK: OK}, lambda world: {"pk": world.invitation.pk}),
    ],
    "admin:bookings_booking_cancel": [
        Visit(in_scope(OK, MAY_CANCEL, own=True), lambda world: {"pk": world.own_booking.pk}, whose="own"),
        Visit(in_scope(OK, MAY_CANCEL, own=False), lambda world: {"pk": world.foreign_booking.pk}, whose="foreign"),
    ],
    "admin:bookings_booking_decide": [
        Visit(in_scope(AWAY, MAY_CANCEL, own=True), lambda world: {"pk": world.own_booking.pk}, whose="own, confirmed"),
        Visit(in_scope(AWAY, MAY_CANCEL, own=False), lambda world: {"pk": world.foreign_booking.pk}, whose="foreign"),
    ],
    "admin:bookings_bar_lift": [
        Visit(in_scope(WRONG_VERB, MAY_CANCEL, own=True), lambda world: {"pk": world.bars[0].pk}, whose="own"),
        Visit(in_scope(WRONG_VERB, MAY_CANCEL, own=False), lambda world: {"pk": world.bars[1].pk}, whose="foreign"),
    ],
    **{f"admin:bookings_statement_{name}": statement_verb() for name in ("paid", "unpaid", "revise", "csv", "pdf")},
    "admin:bookings_statement_make": [Visit(staff(OK) | {AGENCY: REFUSED, FORMER: REFUSED})],
    "admin:bookings_referral_matrix": [Visit(staff(OK))],
    "admin:bookings_referral_answer": [
        Visit(in_scope(OK, MAY_CANCEL, own=True), lambda world: {"pk": world.referrals[0].pk}, whose="own"),
        Visit(in_scope(OK, MAY_CANCEL, own=False), lambda world: {"pk": world.referrals[1].pk}, whose="foreign"),
    ],
    "admin:bookings_booking_planning": of_a_centre(),
    "admin:bookings_booking_book_for": of_a_centre(),
    "admin:bookings_booking_move_for": [
        Visit(in_scope(OK, MAY_CANCEL, own=True), lambda world: {"pk": world.own_booking.pk}, whose="own"),
        Visit(in_scope(OK, MAY_CANCEL, own=False), lambda world: {"pk": world.foreign_booking.pk}, whose="foreign"),
    ],
    "admin:bookings_booking_day": of_a_centre(day="2026-11-30"),
    "admin:bookings_booking_announce": of_a_centre(day="2026-11-30"),
    "admin:bookings_booking_codes": of_a_centre(),
    "admin:bookings_booking_kiosks": of_a_centre(),
    "admin:bookings_booking_revoke_kiosk": of_a_centre(WRONG_VERB, pk=0),
    "admin:bookings_booking_presence": of_a_centre(WRONG_VERB),
    "admin:telecentres_openinghours_week": of_a_centre(),
    "admin:telecentres_openinghours_import": [Visit(staff(OK) | {AGENCY: REFUSED})],
    "admin:telecentres_openinghours_import_confirm": [
        Visit(staff(AWAY) | {AGENCY: REFUSED}, lambda world: {"key": UUID(int=9)}, whose="not there")
    ],
    "admin:telecentres_workspace_import": [Visit(staff(OK) | {AGENCY: REFUSED})],
    "admin:telecentres_workspace_import_confirm": [
        Visit(staff(AWAY) | {AGENCY: REFUSED}, lambda world: {"key": UUID(int=9)}, whose="not there")
    ],
    "admin:bookings_booking_feeds": [Visit(staff(OK) | {AGENCY: REFUSED})],
    "admin:bookings_booking_revoke_feed": [Visit(staff(WRONG_VERB) | {AGENCY: REFUSED})],
    "admin:jobs_joboffer_check": [
        Visit(staff(REFUSED) | {AGENCY: OK, NETWORK: OK}, lambda world: {"pk": world.offer.pk}),
    ],
    "admin:jobs_joboffer_closing_days": [Visit(staff(REFUSED) | {AGENCY: OK, NETWORK: OK})],
    "admin:jobs_application_answer": [
        Visit(staff(REFUSED) | {AGENCY: OK}, lambda world: {"pk": world.application.pk}),
    ],
    "admin:jobs_application_cv": [
        Visit(staff(REFUSED) | {AGENCY: GONE}, lambda world: {"pk": world.application.pk}, whose="without a file"),
    ],
    "admin:outreach_event_check": [
        Visit(in_scope(OK, STAFF, own=True), lambda world: {"pk": world.events[0].pk}, whose="own"),
        Visit(in_scope(OK, STAFF, own=False), lambda world: {"pk": world.events[1].pk}, whose="foreign"),
    ],
    "admin:outreach_event_do": [
        Visit(in_scope(OK, {AGENCY}, own=True), lambda world: {"pk": world.events[0].pk, "what": "cancel"}, whose="own"),
        Visit(in_scope(OK, {AGENCY}, own=False), lambda world: {"pk": world.events[1].pk, "what": "cancel"}, whose="foreign"),
    ],
    "admin:outreach_lead_board": [Visit(staff(REFUSED) | {AGENCY: OK})],
    "admin:outreach_lead_conversion": [Visit(staff(REFUSED) | {AGENCY: OK})],
    "admin:outreach_lead_step": [Visit(staff(REFUSED) | {AGENCY: AWAY}, lambda world: {"pk": world.lead.pk})],
    "admin:outreach_lead_trial": [Visit(staff(REFUSED) | {AGENCY: OK}, lambda world: {"pk": world.lead.pk})],
    "admin:outreach_lead_from": [
        Visit(staff(REFUSED) | {AGENCY: OK}, lambda world: {"kind": "application", "pk": world.application.pk}),
        Visit(staff(REFUSED) | {AGENCY: GONE}, lambda world: {"kind": "nothing", "pk": 1}, whose="nobody's"),
    ],
    "admin:outreach_mailing_check": [Visit(staff(REFUSED) | {AGENCY: OK}, lambda world: {"pk": world.mailing.pk})],
    "admin:outreach_mailing_html": [Visit(staff(REFUSED) | {AGENCY: OK}, lambda world: {"pk": world.mailing.pk})],
    "admin:outreach_campaign_calendar": [Visit(staff(REFUSED) | {AGENCY: OK, NETWORK: OK})],
    "admin:outreach_campaign_report": [Visit(staff(REFUSED) | {AGENCY: OK, NETWORK: OK})],
    "admin:outreach_campaign_results": [
        Visit(staff(REFUSED) | {AGENCY: OK, NETWORK: OK}, lambda world: {"pk": world.campaign.pk})
    ],
    "admin:observatory_report_restart": [Visit(staff(WRONG_VERB), lambda world: {"pk": world.reports[0].pk})],
    "admin:observatory_report_file": [
        Visit(in_scope(OK, STAFF, own=True), lambda world: {"pk": world.reports[0].pk, "kind": "csv"}, whose="own"),
        Visit(in_scope(OK, STAFF, own=False), lambda world: {"pk": world.reports[1].pk, "kind": "csv"}, whose="foreign"),
    ],
    "admin:outreach_registration_doors": [Visit(staff(OK))],
    "admin:outreach_registration_act": of_an_event(WRONG_VERB, by="pk"),
    "admin:outreach_registration_door": of_an_event(),
    "admin:outreach_registration_note": of_an_event(WRONG_VERB),
    "admin:outreach_registration_tablets": of_an_event(),
    "admin:outreach_registration_revoke": of_an_event(WRONG_VERB, door_pk=0),
    "admin:outreach_registration_check_in": of_an_event(by="reference"),
    "admin:observatory_officialfigure_import": [Visit(staff(REFUSED) | {AGENCY: OK, NETWORK: OK})],
    "admin:observatory_officialfigure_import_confirm": [
        Visit(staff(REFUSED) | {AGENCY: AWAY, NETWORK: AWAY}, lambda world: {"key": UUID(int=9)}, whose="not there")
    ],
    "admin:dispatch_message_html": unsent_mail(),
    "admin:dispatch_message_calendar": unsent_mail(),
    "admin:dispatch_message_source": unsent_mail(),
}


# --- the addresses of the administration's models: from the table of rights --------------------------------------


@dataclass
class Records:
    """What stands for one's own record and for somebody else's; `offers`: the verbs that its admin has at all."""

    own: Callable[[World], Any]
    foreign: Callable[[World], Any] | None = None
    offers: str = "view add change delete"


MODELS: dict[str, Records] = {
    "accounts.user": Records(lambda world: world.somebody),
    "dispatch.message": Records(lambda world: world.message, offers="view"),
    "dispatch.taskrun": Records(lambda world: world.task_run, offers="view"),
    "notices.accessibilitydeclaration": Records(lambda world: world.declaration),
    "notices.accessibilityplan": Records(lambda world: world.plan),
    "bookings.wait": Records(lambda world: world.own_wait, lambda world: world.foreign_wait, offers="view"),
    "bookings.booking": Records(lambda world: world.own_booking, lambda world: world.foreign_booking, offers="view change"),
    "bookings.statement": Records(lambda world: world.statements[0], lambda world: world.statements[1], offers="view change"),
    "bookings.monthplan": Records(lambda world: world.plans[0], lambda world: world.plans[1], offers="view add delete"),
    "bookings.referral": Records(lambda world: world.referrals[0], lambda world: world.referrals[1], offers="view add change"),
    "jobs.joboffer": Records(lambda world: world.draft),
    "jobs.employer": Records(lambda world: world.employer, offers="view add change"),
    "jobs.application": Records(lambda world: world.application, offers="view change"),
    "outreach.event": Records(lambda world: world.events[0], lambda world: world.events[1], offers="view add change"),
    "outreach.lead": Records(lambda world: world.lead, offers="view add change"),
    "outreach.mailing": Records(lambda world: world.mailing),
    "outreach.campaign": Records(lambda world: world.campaign),
    "outreach.registration": Records(
        lambda world: world.registrations[0], lambda world: world.registrations[1], offers="view add change"
    ),
    "observatory.investment": Records(lambda world: world.investments[0], lambda world: world.investments[1]),
    "observatory.benefit": Records(lambda world: world.benefits[0], lambda world: world.benefits[1]),
    "observatory.officialfigure": Records(lambda world: world.official),
    "observatory.report": Records(lambda world: world.reports[0], lambda world: world.reports[1], offers="view add"),
    "observatory.subscriber": Records(lambda world: world.subscriber),
    "telecentres.telecentre": Records(lambda world: world.murat, lambda world: world.allanche, offers="view add change"),
    "telecentres.workspace": Records(
        lambda world: world.murat.workspaces.first(), lambda world: world.allanche.workspaces.first(), offers="view add change"
    ),
    "telecentres.invitation": Records(lambda world: world.invitation, offers="view add"),
    "telecentres.stageevent": Records(lambda world: world.stages[0], lambda world: world.stages[1]),
    "telecentres.territory": Records(lambda world: world.murat.commune),
    "telecentres.speciality": Records(lambda world: world.speciality),
    "observatory.factorset": Records(lambda world: world.factors, offers="view add"),
    "telecentres.need": Records(lambda world: world.need, offers="view add change"),
    "telecentres.guide": Records(lambda world: world.guides[0], lambda world: world.guides[1]),
    "telecentres.gap": Records(lambda world: world.gap, offers="view change delete"),
    "telecentres.openinghours": Records(lambda world: _hours(world.murat), lambda world: _hours(world.allanche)),
    "telecentres.fault": Records(lambda world: world.faults[0], lambda world: world.faults[1], offers="view change"),
    "bookings.bar": Records(lambda world: world.bars[0], lambda world: world.bars[1], offers="view add"),
    "telecentres.closure": Records(lambda world: world.closures[0], lambda world: world.closures[1], offers="view add delete"),
}


def _hours(centre: Telecentre) -> OpeningHours:
    return OpeningHours.objects.filter(telecentre=centre).first()


def visits_of_model(label: str) -> dict[str, list[Visit]]:
    """The six addresses that the administration gives to a model."""
    records = MODELS[label]
    app, model = label.split(".")
    look = _holders(label, records, "view") | _holders(label, records, "change")
    remove = _holders(label, records, "delete")

    def one(allowed: set[str], answer: str = OK) -> list[Visit]:
        visits = [Visit(in_scope(answer, allowed, own=True, scoped=records.foreign is not None), _pk(records.own), whose="own")]
        if records.foreign:
            visits.append(Visit(in_scope(answer, allowed, own=False), _pk(records.foreign), whose="foreign"))
        return visits

    prefix = f"admin:{app}_{model}_"
    return {
        f"{prefix}changelist": [Visit(staff(REFUSED) | dict.fromkeys(look - {KEYLESS}, OK))],
        f"{prefix}add": [Visit(staff(REFUSED) | dict.fromkeys(_holders(label, records, "add") - {KEYLESS}, OK))],
        f"{prefix}change": one(look),
        f"{prefix}history": one(look),
        f"{prefix}delete": one(remove),
    }


def _pk(pick: Callable[[World], Any]) -> Arguments:
    return lambda world: {"object_id": pick(world).pk}


def _holders(label: str, records: Records, verb: str) -> set[str]:
    """Who has the verb by the table, where the admin offers it."""
    if verb not in records.offers.split():
        return set()
    app, model = label.split(".")
    return {key for key, role in STAFF_ROLE.items() if f"{app}.{verb}_{model}" in roles.PERMISSIONS[role]}


def all_visits() -> dict[str, list[Visit]]:
    found = dict(PAGES)
    for label in MODELS:
        found |= visits_of_model(label)
    return found
