"""The pages that are measured and photographed, and the demonstration's data that they and the journeys need."""

import re
import uuid
from datetime import timedelta
from typing import NamedTuple

from django.contrib import admin
from django.utils import timezone

from accounts.demonstration import PEOPLE
from accounts.models import Sheet, User
from accounts.roles import PERMISSIONS, Role
from bookings import actions, availability
from bookings.models import Bar, Booker, Booking, Referral, Statement, Wait
from dispatch import actions as dispatch
from dispatch.models import Message, TaskRun
from jobs.models import Application, JobOffer
from notices.models import AccessibilityDeclaration, AccessibilityPlan
from observatory import actions as observatory
from observatory.models import MovePledge, Report, Subscriber
from outreach import actions as outreach
from outreach.models import Event, Lead, Mailing, Registration
from telecentres import hours, invitations
from telecentres.models import Fault, Gap, Invitation, Policy, Telecentre, Territory, Workspace


class Page(NamedTuple):
    """`path` may name a {booking}, a free {slot}, and by their number a record of the administration; `person` is signed in."""

    name: str
    path: str
    person: str = ""


PUBLIC = [
    Page("home", "/"),
    Page("finder", "/besoin/?q=tenir+ma+comptabilt%C3%A9&depuis=Pierrefort"),
    Page("finder, a centre in preparation", "/besoin/?q=t%C3%A9l%C3%A9marketing&depuis=15300"),
    Page("finder, not understood", "/besoin/?q=dentiste&depuis=Clermont"),
    Page("finder, all needs", "/besoin/"),
    Page("at the door", "/presence/murat/"),
    Page("a tablet that is not known", "/borne/"),
    Page("start", "/reserver/"),
    Page("start, a day", "/reserver/?jour=lundi"),
    Page("start, a mistake", "/reserver/?jour=hier+soir"),
    Page("first screen", "/reserver/murat/"),
    Page("first screen, nothing free", "/reserver/murat/?jour=dimanche"),
    Page("first screen, sent on", "/reserver/murat/?via=allanche&motif=complet"),
    Page("second screen", "/reserver/murat/verifier/?{slot}"),
    Page("not open yet", "/reserver/{planned}/"),
    Page("story", "/telecentres/histoire/"),
    Page("centre", "/telecentres/murat/"),
    Page("report a fault", "/telecentres/murat/signaler/"),
    Page("open data", "/donnees/"),
    Page("interface for programs", "/api/"),
    Page("centre in preparation", "/telecentres/{planned}/"),
    Page("tell me when it opens", "/telecentres/{planned}/prevenir/"),
    Page("information", "/informations/"),
    Page("information, nothing found", "/informations/?q=zeppelin"),
    Page("guide", "/informations/arriver-dans-le-cantal/"),
    Page("model document", "/informations/modele-avenant-teletravail/"),
    Page("jobs", "/emplois/"),
    Page("jobs, from a commune", "/emplois/?commune=Neussargues&souple=1"),
    Page("jobs, nothing found", "/emplois/?q=paie&court=1&atout=boucle-magnetique"),
    Page("job offer", "/emplois/{offer}/?commune=Neussargues"),
    Page("closed job offer", "/emplois/{closed_offer}/"),
    Page("agenda", "/evenements/"),
    Page("agenda, nothing in a month", "/evenements/?mois=2031-01"),
    Page("event, another date", "/evenements/{event_moved}/"),
    Page("event, cancelled", "/evenements/{event_cancelled}/"),
    Page("event, several sessions", "/evenements/{event_training}/"),
    Page("events on other sites", "/evenements/integrer/"),
    Page("register for an event", "/evenements/{event}/inscription/"),
    Page("registration", "/inscriptions/{registration}/"),
    Page("verify a certificate", "/attestations/"),
    Page("no such certificate", "/attestations/XXXX-XXXX-XXXX/"),
    Page("door that is not known", "/porte/"),
    Page("saved search", "/emplois/alerte/?souple=1"),
    Page("application", "/emplois/suivi/{application}/"),
    Page("application, cover for the employer", "/emplois/transmise/{passed_on}/"),
    Page("come and live here", "/venir-vivre-ici/?centre={planned}"),
    Page("reports", "/observatoire/rapports/"),
    Page("report", "/observatoire/rapports/{report_month}/"),
    Page("report of a territory", "/observatoire/rapports/{report_month}/{report_territory}/"),
    Page("no more reports", "/observatoire/rapports/arret/{report_end}/"),
    Page("come and live here, thank you", "/venir-vivre-ici/merci/"),
    Page("my project", "/mon-projet/{project}/"),
    Page("my project, gone", "/mon-projet/rien/"),
    Page("I moved", "/observatoire/j-ai-demenage/"),
    Page("my move", "/observatoire/ma-declaration/{move}/"),
    Page("my move, gone", "/observatoire/ma-declaration/rien/"),
    Page("end the news", "/mon-projet/{news}/arret/"),
    Page("invitation to the staff", "/invitation/{invitation_token}/"),
    Page("observatory", "/observatoire/"),
    Page("observatory, access", "/observatoire/acces/"),
    Page("observatory, use", "/observatoire/usage/"),
    Page("observatory, ways", "/observatoire/trajets/?centre=murat"),
    Page("observatory, moves", "/observatoire/arrivees-et-departs/"),
    Page("observatory, jobs", "/observatoire/emplois/"),
    Page("observatory, a mistake", "/observatoire/entraide/?centre=murat&territoire=200066637"),
    Page("my way to work", "/observatoire/mon-trajet/"),
    Page("my way to work, answer", "/observatoire/mon-trajet/?domicile=Vic-sur-C%C3%A8re&travail=Clermont-Ferrand&jours=3"),
    Page("my way to work, which one", "/observatoire/mon-trajet/?domicile=Murat&travail=Zzyzx"),
    Page("health", "/sante/"),
    Page("offline", "/hors-ligne/"),
    Page("public money", "/observatoire/euros/"),
    Page("public money of a territory", "/observatoire/euros/200066637/"),
    Page("public money, an example", "/observatoire/euros/200066660/"),
    Page("sign in", "/compte/connexion/"),
    Page("sign in by code", "/compte/connexion/code/"),
    Page("new account", "/compte/creer/"),
    Page("password forgotten", "/compte/mot-de-passe/oublie/"),
    Page("accessibility", "/accessibilite/"),
    Page("accessibility plan", "/accessibilite/schema-pluriannuel/"),
    Page("legal notice", "/mentions-legales/"),
    Page("personal data", "/donnees-personnelles/"),
    Page("site map", "/plan-du-site/"),
    Page("help", "/aide/"),
    Page("write to us", "/aide/ecrire/"),
    Page("written", "/aide/ecrire/envoye/"),
    Page("eco-design", "/ecoconception/"),
    Page("waiting list", "/reserver/murat/attente/"),
    Page("closed door", "/reservations/MUR-0000/"),
    Page("closed door of a statement", "/releves/MUR-0000/"),
    Page("no such page", "/nulle-part/"),
    Page("gallery", "/galerie/"),
]
PRIVATE = [
    Page("my bookings", "/mes-reservations/", "remote_worker"),
    Page(
        "regular days, each date",
        "/reserver/murat/jours-reguliers/?jours=1&jours=2&jours=3&jours=4&jours=5&jour={working_day}&au={working_day}&creneau=journee",
        "remote_worker",
    ),
    Page("my bookings in my calendar", "/mes-reservations/agenda/", "remote_worker"),
    Page("booking", "/reservations/{booking}/", "remote_worker"),
    Page("move", "/reservations/{booking}/deplacer/", "remote_worker"),
    Page("cancel", "/reservations/{booking}/annuler/", "remote_worker"),
    Page("my registrations", "/mes-inscriptions/", "remote_worker"),
    Page("my statements", "/mes-releves/", "remote_worker"),
    Page("statement", "/releves/{statement}/", "remote_worker"),
    Page("profile", "/compte/", "remote_worker"),
    Page("end of the account", "/compte/fin/", "remote_worker"),
    Page("my data", "/compte/mes-donnees/", "remote_worker"),
]
DIRECTORY = [Page("directory", "/telecentres/"), Page("observatory, map", "/observatoire/carte/")]
STAFF = [
    Page("administration", "/admin/", "murat_manager"),
    Page("bookings", "/admin/bookings/booking/", "murat_manager"),
    Page("bookings in a calendar", "/admin/bookings/booking/agendas/", "murat_manager"),
    Page("the week", "/admin/bookings/booking/planning/", "murat_manager"),
    Page("day sheet", "/admin/bookings/booking/planning/murat/{working_day}/", "murat_manager"),
    Page("book for somebody", "/admin/bookings/booking/planning/murat/book/", "murat_manager"),
    Page("grant a request", "/admin/bookings/booking/{request}/decide/", "murat_manager"),
    Page("move for somebody", "/admin/bookings/booking/{to_come}/move/", "murat_manager"),
    Page("cancel for somebody", "/admin/bookings/booking/{request}/cancel/", "murat_manager"),
    Page("codes to print", "/admin/bookings/booking/planning/murat/codes/", "murat_manager"),
    Page("tablets at the door", "/admin/bookings/booking/planning/murat/kiosks/", "murat_manager"),
    Page("write to everybody of a day", "/admin/bookings/booking/planning/murat/{working_day}/write/", "murat_manager"),
    Page("people sent on", "/admin/bookings/referral/", "murat_manager"),
    Page("send a person on", "/admin/bookings/referral/add/", "murat_manager"),
    Page("a person sent to us", "/admin/bookings/referral/{referral}/answer/", "murat_manager"),
    Page("sent on and received", "/admin/bookings/referral/matrix/", "murat_manager"),
    Page("the usual week", "/admin/telecentres/openinghours/week/murat/", "murat_manager"),
    Page("closure", "/admin/telecentres/closure/add/", "murat_manager"),
    Page("import desks", "/admin/telecentres/workspace/import/", "murat_manager"),
    Page("import hours", "/admin/telecentres/openinghours/import/", "murat_manager"),
    Page("desks of a file", "/admin/telecentres/workspace/import/{sheet}/", "murat_manager"),
    Page("statements", "/admin/bookings/statement/", "murat_manager"),
    Page("statement, details", "/admin/bookings/statement/{statement_pk}/change/", "murat_manager"),
    Page("statement, note as paid", "/admin/bookings/statement/{statement_pk}/paid/", "murat_manager"),
    Page("statements of a month", "/admin/bookings/statement/make/", "murat_manager"),
    Page("registrations", "/admin/outreach/registration/", "murat_manager"),
    Page("register somebody", "/admin/outreach/registration/add/?event={event_pk}", "murat_manager"),
    Page("doors", "/admin/outreach/registration/doors/", "murat_manager"),
    Page("door of an event", "/admin/outreach/registration/doors/{event_pk}/", "murat_manager"),
    Page("tablets of an event", "/admin/outreach/registration/doors/{event_pk}/tablets/", "murat_manager"),
    Page("check in", "/admin/outreach/registration/check-in/{registration_reference}/", "murat_manager"),
    Page("month plan, form", "/admin/bookings/monthplan/add/", "murat_manager"),
    Page("the agency’s start page", "/admin/", "agency_officer"),
    Page("offers", "/admin/jobs/joboffer/", "agency_officer"),
    Page("offer, form", "/admin/jobs/joboffer/{draft}/change/", "agency_officer"),
    Page("offer, check", "/admin/jobs/joboffer/{draft}/check/", "agency_officer"),
    Page("employer, form", "/admin/jobs/employer/add/", "agency_officer"),
    Page("events", "/admin/outreach/event/", "agency_officer"),
    Page("event, form", "/admin/outreach/event/{event_draft}/change/", "agency_officer"),
    Page("event, check", "/admin/outreach/event/{event_draft}/check/", "agency_officer"),
    Page("event, another date to give", "/admin/outreach/event/{event_pk}/reschedule/do/", "agency_officer"),
    Page("applications", "/admin/jobs/application/", "agency_officer"),
    Page("application, answer", "/admin/jobs/application/{application_pk}/answer/", "agency_officer"),
    Page("leads", "/admin/outreach/lead/", "agency_officer"),
    Page("leads, board", "/admin/outreach/lead/board/?owner=me", "agency_officer"),
    Page("lead, form", "/admin/outreach/lead/add/", "agency_officer"),
    Page("lead", "/admin/outreach/lead/{lead}/change/?verb=move&stage=visited", "agency_officer"),
    Page("lead, trial desk", "/admin/outreach/lead/{lead}/trial/", "agency_officer"),
    Page("lead, of an application", "/admin/outreach/lead/from/application/{application_pk}/", "agency_officer"),
    Page("leads, how far they come", "/admin/outreach/lead/conversion/", "agency_officer"),
    Page("mailings", "/admin/outreach/mailing/", "agency_officer"),
    Page("mailing, form", "/admin/outreach/mailing/add/", "agency_officer"),
    Page("mailing, check", "/admin/outreach/mailing/{mailing}/check/", "agency_officer"),
    Page("mailing, sent", "/admin/outreach/mailing/{sent_mailing}/check/", "agency_officer"),
    Page("communication plan, the year", "/admin/outreach/campaign/calendar/", "agency_officer"),
    Page("communication plan, to print", "/admin/outreach/campaign/report/", "agency_officer"),
    Page("campaign, planned and done", "/admin/outreach/campaign/{outreach_campaign}/results/", "agency_officer"),
    Page("import official figures", "/admin/observatory/officialfigure/import/", "agency_officer"),
    Page("reports of the centres", "/admin/observatory/report/", "agency_officer"),
    Page("report, form", "/admin/observatory/report/add/", "murat_manager"),
    Page("report of a centre", "/admin/observatory/report/{report_centre}/change/", "murat_manager"),
    Page("when the desks are used", "/admin/observatory/utilisation/", "murat_manager"),
    Page("where to open next", "/admin/observatory/pipeline/?commune=15120", "agency_officer"),
    Page("shared know-how", "/admin/telecentres/guide/shared/", "murat_manager"),
    Page("telecentre", "/admin/telecentres/telecentre/{centre}/change/", "network_administrator"),
    Page("accessibility declaration", "/admin/notices/accessibilitydeclaration/{declaration}/change/", "network_administrator"),
    Page("accessibility plan, form", "/admin/notices/accessibilityplan/{plan}/change/", "network_administrator"),
    Page("end an access", "/admin/accounts/user/{manager}/end/", "network_administrator"),
    Page("personal data of an address", "/admin/accounts/user/address/", "network_administrator"),
    Page("lost second factor", "/admin/accounts/user/{manager}/second-factor/", "network_administrator"),
    Page("invitation", "/admin/telecentres/invitation/{invitation}/change/", "network_administrator"),
    Page("history", "/admin/telecentres/invitation/{invitation}/history/", "network_administrator"),
    Page("invitation, withdraw", "/admin/telecentres/invitation/{invitation}/withdraw/", "network_administrator"),
    Page("outbox", "/admin/dispatch/message/", "network_administrator"),
    Page("mail", "/admin/dispatch/message/{mail}/change/", "network_administrator"),
]


BASE = "django.contrib.admin.options"
ASKED = ("first_asked_at", "last_asked_at")


def administration() -> list[Page]:
    """Each list, each empty form and one record of each registered model that STAFF does not name already."""
    found = []
    for model, options in admin.site._registry.items():
        app, name = model._meta.app_label, model._meta.model_name
        root, person = f"/admin/{app}/{name}/", who("view", app, name)
        found.append(Page(f"{name}, list", root, person))
        if who("add", app, name) and may_be_added(options):
            found.append(Page(f"{name}, form", f"{root}add/", who("add", app, name)))
        found.append(Page(f"{name}, record", f"{root}{{{app}_{name}}}/change/", person))
    named = {page_of(page) for page in STAFF}
    return [page for page in found if page_of(page) not in named]


def page_of(page: Page) -> str:
    """Whatever the record."""
    return re.sub(r"{\w+}", "{}", page.path)


def who(verb: str, app: str, name: str) -> str:
    """The person of the demonstration with the widest view who has the permission; empty where nobody has."""
    people = {
        Role.NETWORK_ADMIN: "network_administrator",
        Role.AGENCY_STAFF: "agency_officer",
        Role.CENTRE_MANAGER: "murat_manager",
    }
    return next((person for role, person in people.items() if f"{app}.{verb}_{name}" in PERMISSIONS[role]), "")


def may_be_added(options: admin.ModelAdmin) -> bool:
    """Some records are never made by hand, whatever the permission."""
    return not any("has_add_permission" in vars(one) for one in type(options).__mro__ if one.__module__ != BASE)


def records() -> dict[str, int]:
    """One record of each registered model; of a model without any in the demonstration, one is made."""
    Gap.objects.get_or_create(text="reparer voiture", kind=Gap.Kind.NOT_UNDERSTOOD, defaults=dict.fromkeys(ASKED, timezone.now()))
    Fault.objects.get_or_create(
        telecentre=Telecentre.objects.get(slug="murat"), text="Écran noir", defaults={"reported_at": timezone.now()}
    )
    TaskRun.objects.get_or_create(task="dispatch.tasks.send_mails", period=timezone.now())
    murat, today = Telecentre.objects.get(slug="murat"), timezone.localdate()
    about = {"telecentre": murat, "email": "exclue@exemple.fr", "reason": "Bruit", "told": "Trop de bruit"}
    days = {"starts_on": today, "ends_on": today + timedelta(days=30)}
    Bar.objects.get_or_create(**about, defaults=days | {"made_at": timezone.now()})
    line = {"telecentre": murat, "day": today, "part": "day", "visitor_email": "attente@exemple.fr", "joined_at": timezone.now()}
    more = {"secret": uuid.uuid4(), "created_at": timezone.now(), "state": Wait.State.WAITING}
    Wait.objects.get_or_create(reference="MUR-ATTENTE1", defaults=line | more)
    come(murat)
    found = {model: model._default_manager.order_by("pk").first() for model in admin.site._registry}
    return {f"{model._meta.app_label}_{model._meta.model_name}": row.pk for model, row in found.items() if row}


def come(centre: Telecentre) -> Registration:
    """A registration for a training at the centre, both made if there is none."""
    begins = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=12)
    told = {"title": "Formation d’essai", "kind": Event.Kind.TRAINING, "summary": "Pour essayer.", "telecentre": centre}
    when = {"starts_at": begins, "ends_at": begins + timedelta(hours=3), "published_at": begins - timedelta(days=30)}
    event, is_new = Event.objects.get_or_create(
        slug="formation-d-essai", defaults=told | when | {"capacity": 6, "state": Event.State.PUBLISHED}
    )
    if is_new:
        event.sessions.create(starts_at=event.starts_at, ends_at=event.ends_at)
    answers = {"name": "Élodie Exemple", "email": "elodie@exemple.fr", "need": "", "language": "fr", "key": uuid.uuid4()}
    return outreach.register(event, **answers, now=timezone.now(), is_proved=True)


def moved() -> MovePledge:
    """A move that somebody declared and did not yet confirm."""
    murat, there = Telecentre.objects.get(slug="murat"), Territory.objects.get(kind="departement", code="69")
    way = {"direction": "in", "previous": there, "new": murat.commune, "is_urban": True}
    said = way | {"month": timezone.localdate().replace(day=1), "persons": 2, "telecentre": murat}
    return observatory.declare(said, email="elodie@exemple.fr", language="fr", key=uuid.UUID(int=8), now=timezone.now())


def addresses() -> dict[str, str | int]:
    """What the paths name; the remote worker holds a desk at Allanche in a fortnight."""
    worker = User.objects.get(email=PEOPLE["remote_worker"].email)
    held = Booking.objects.filter(booked_by=worker, workspace__telecentre__slug="allanche").upcoming(timezone.now())
    booking = held.first() or book(first_free("allanche"), Booker.of(worker))
    dispatch.send_due(timezone.now())  # no worker runs here, and only what has been sent can be read
    free = first_free("murat")
    statement = Statement.objects.filter(user=worker).earliest("pk")
    offers, application = JobOffer.objects.order_by("pk"), Application.objects.unanswered().earliest("pk")
    invitation = open_invitation()
    registration = come(Telecentre.objects.get(slug="murat"))
    return records() | {
        "invitation": invitation.pk,
        "invitation_token": invitation.token,
        "statement": statement.reference,
        "statement_pk": statement.pk,
        "working_day": str(Booking.objects.filter(workspace__telecentre__slug="murat").upcoming(timezone.now()).first().day),
        "offer": offers.published().filter(work_mode="hybrid").first().slug,
        "closed_offer": offers.filter(state="expired").first().slug,
        "draft": offers.filter(state="draft").first().pk,
        "event_moved": Event.objects.taking_place().exclude(previous_starts=[]).first().slug,
        "event_moved_pk": Event.objects.taking_place().exclude(previous_starts=[]).first().pk,
        "event_cancelled": Event.objects.filter(state="cancelled").first().slug,
        "event_training": Event.objects.taking_place().filter(kind="training", room__isnull=False).first().slug,
        "event_draft": Event.objects.filter(state="draft").first().pk,
        "event_pk": Event.objects.taking_place().coming(timezone.now()).first().pk,
        "application": application.token,
        "application_pk": application.pk,
        "passed_on": application.employer_token,
        "lead": Lead.objects.open().filter(stage="qualified").earliest("pk").pk,
        "project": Lead.objects.reachable().earliest("pk").token,
        "move": moved().token,
        "news": Lead.objects.reachable().earliest("pk").news_token,
        "mailing": Mailing.objects.filter(state="draft").earliest("pk").pk,
        "sent_mailing": Mailing.objects.filter(state="sent").earliest("pk").pk,
        "report_month": Report.objects.made().filter(kind="network").first().span_name,
        "report_territory": Report.objects.made().filter(kind="territory").first().key,
        "report_centre": Report.objects.made().get(scope="centre:murat").pk,
        "report_end": Subscriber.objects.earliest("pk").token,
        "booking": booking.reference,
        "request": request_to_decide().pk,
        "to_come": confirmed_to_come().pk,
        "slot": f"{free.query}&bureau={Workspace.objects.get(pk=free.desks[0]).code}",
        "event": registration.event.slug,
        "registration": registration.token,
        "registration_reference": registration.reference,
        "planned": next(centre.slug for centre in Telecentre.objects.public() if centre.is_in_pipeline),
        "sheet": import_to_come().key,
        "manager": User.objects.get(email=PEOPLE["murat_manager"].email).pk,
        "centre": Telecentre.objects.get(slug="murat").pk,
        "referral": Referral.objects.undecided().filter(receiver__slug="murat").first().pk,
        "declaration": AccessibilityDeclaration.objects.get().pk,
        "plan": AccessibilityPlan.objects.get().pk,
        "mail": Message.objects.get(kind="bookings.confirmed", key=booking.reference).pk,
    }


def open_invitation() -> Invitation:
    """Of somebody who has not answered yet."""
    by, address = User.objects.get(email=PEOPLE["network_administrator"].email), "nouvelle@exemple.fr"
    return Invitation.objects.open().filter(email=address).first() or invitations.invite(
        email=address,
        name="Nour Exemple",
        role="deputy",
        telecentres=[Telecentre.objects.get(slug="murat")],
        by=by,
        now=timezone.now(),
    )


def request_to_decide() -> Booking:
    """At Murat, for once with approval: the demonstration asks for none."""
    policies = Policy.objects.filter(telecentre__slug="murat")
    asked = Booking.objects.filter(workspace__telecentre__slug="murat", state=Booking.State.REQUESTED).first()
    if asked is None:
        policies.update(needs_approval=True)
        asked = book(first_free("murat", weeks=3), Booker("Andrea Exemple", "demande@exemple.fr"))
        policies.update(needs_approval=False)
    return asked


def confirmed_to_come() -> Booking:
    return Booking.objects.filter(workspace__telecentre__slug="murat", state=Booking.State.CONFIRMED).upcoming(timezone.now())[0]


def import_to_come() -> Sheet:
    """A file with a line of each sort, read and not yet confirmed."""
    return Sheet.objects.get_or_create(
        user=User.objects.get(email=PEOPLE["murat_manager"].email),
        about="telecentres.workspace",
        file_name="places.csv",
        defaults={
            "head": ["code", "name", "seats", "active_from"],
            "rows": [[2, ["1", "Bureau de la fenêtre", "1", "2026-01-01"]], [3, ["77", "Nouveau", "x", ""]]],
            "expires_at": timezone.now() + timedelta(hours=1),
        },
    )[0]


def first_free(slug: str, *, weeks: int = 2, desks: int = 1) -> availability.Slot:
    """The first half-day of a centre with so many free desks, so many weeks from today."""
    now = timezone.now()
    centre = Telecentre.objects.get(slug=slug)
    first = hours.civil_day(now) + timedelta(weeks=weeks)
    halves = availability.Calendar.load([centre], first, first + timedelta(days=6), now=now).free_halves(centre)
    return next(slot for slot in halves if slot.free >= desks)


def book(slot: availability.Slot, booker: Booker) -> Booking:
    """The first free desk, without a browser."""
    desk = Workspace.objects.select_related("telecentre").get(pk=slot.desks[0])
    return actions.book(
        booker=booker, workspace=desk, day=slot.day, part=slot.part, key=uuid.uuid4(), language="fr", now=timezone.now()
    )
