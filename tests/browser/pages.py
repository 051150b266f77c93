"""The pages that are measured and photographed, and the demonstration's data that they and the journeys need."""

import uuid
from datetime import timedelta
from typing import NamedTuple

from django.contrib import admin
from django.utils import timezone

from accounts.demonstration import PEOPLE
from accounts.models import User
from accounts.roles import PERMISSIONS, Role
from bookings import actions, availability
from bookings.models import Booker, Booking
from dispatch import actions as dispatch
from dispatch.models import Message
from jobs.models import Application, JobOffer
from notices.models import AccessibilityDeclaration, AccessibilityPlan
from telecentres import hours
from telecentres.models import Telecentre, Workspace


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
    Page("second screen", "/reserver/murat/verifier/?{slot}"),
    Page("not open yet", "/reserver/{planned}/"),
    Page("story", "/telecentres/histoire/"),
    Page("centre", "/telecentres/murat/"),
    Page("report a fault", "/telecentres/murat/signaler/"),
    Page("open data", "/donnees/"),
    Page("centre in preparation", "/telecentres/{planned}/"),
    Page("tell me when it opens", "/telecentres/{planned}/prevenir/"),
    Page("jobs", "/emplois/"),
    Page("jobs, from a commune", "/emplois/?commune=Neussargues&souple=1"),
    Page("jobs, nothing found", "/emplois/?q=paie&court=1&atout=boucle-magnetique"),
    Page("job offer", "/emplois/{offer}/?commune=Neussargues"),
    Page("closed job offer", "/emplois/{closed_offer}/"),
    Page("saved search", "/emplois/alerte/?souple=1"),
    Page("application", "/emplois/suivi/{application}/"),
    Page("application, cover for the employer", "/emplois/transmise/{passed_on}/"),
    Page("health", "/sante/"),
    Page("offline", "/hors-ligne/"),
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
    Page("closed door", "/reservations/MUR-0000/"),
    Page("no such page", "/nulle-part/"),
    Page("gallery", "/galerie/"),
]
PRIVATE = [
    Page("my bookings", "/mes-reservations/", "remote_worker"),
    Page("my bookings in my calendar", "/mes-reservations/agenda/", "remote_worker"),
    Page("booking", "/reservations/{booking}/", "remote_worker"),
    Page("move", "/reservations/{booking}/deplacer/", "remote_worker"),
    Page("cancel", "/reservations/{booking}/annuler/", "remote_worker"),
    Page("profile", "/compte/", "remote_worker"),
    Page("end of the account", "/compte/fin/", "remote_worker"),
]
DIRECTORY = [Page("directory", "/telecentres/")]
STAFF = [
    Page("administration", "/admin/", "murat_manager"),
    Page("bookings", "/admin/bookings/booking/", "murat_manager"),
    Page("bookings in a calendar", "/admin/bookings/booking/agendas/", "murat_manager"),
    Page("the week", "/admin/bookings/booking/planning/", "murat_manager"),
    Page("day sheet", "/admin/bookings/booking/planning/murat/{working_day}/", "murat_manager"),
    Page("codes to print", "/admin/bookings/booking/planning/murat/codes/", "murat_manager"),
    Page("tablets at the door", "/admin/bookings/booking/planning/murat/kiosks/", "murat_manager"),
    Page("write to everybody of a day", "/admin/bookings/booking/planning/murat/{working_day}/write/", "murat_manager"),
    Page("the usual week", "/admin/telecentres/openinghours/week/murat/", "murat_manager"),
    Page("closure", "/admin/telecentres/closure/add/", "murat_manager"),
    Page("the agency’s start page", "/admin/", "agency_officer"),
    Page("offers", "/admin/jobs/joboffer/", "agency_officer"),
    Page("offer, form", "/admin/jobs/joboffer/{draft}/change/", "agency_officer"),
    Page("offer, check", "/admin/jobs/joboffer/{draft}/check/", "agency_officer"),
    Page("employer, form", "/admin/jobs/employer/add/", "agency_officer"),
    Page("applications", "/admin/jobs/application/", "agency_officer"),
    Page("application, answer", "/admin/jobs/application/{application_pk}/answer/", "agency_officer"),
    Page("telecentre", "/admin/telecentres/telecentre/{centre}/change/", "network_administrator"),
    Page("accessibility declaration", "/admin/notices/accessibilitydeclaration/{declaration}/change/", "network_administrator"),
    Page("accessibility plan, form", "/admin/notices/accessibilityplan/{plan}/change/", "network_administrator"),
    Page("end an access", "/admin/accounts/user/{manager}/end/", "network_administrator"),
    Page("lost second factor", "/admin/accounts/user/{manager}/second-factor/", "network_administrator"),
    Page("outbox", "/admin/dispatch/message/", "network_administrator"),
    Page("mail", "/admin/dispatch/message/{mail}/change/", "network_administrator"),
]


def administration() -> list[Page]:
    """Each list and each empty form of the administration that STAFF does not name already."""
    models = [(model._meta.app_label, model._meta.model_name, options) for model, options in admin.site._registry.items()]
    seen = {(app, name) for app, name, _options in models if f"{app}.view_{name}" in PERMISSIONS[Role.NETWORK_ADMIN]}
    lists = [Page(f"{name}, list", f"/admin/{app}/{name}/", "network_administrator") for app, name in sorted(seen)]
    forms = [
        Page(f"{name}, form", f"/admin/{app}/{name}/add/", "network_administrator")
        for app, name, options in models
        if f"{app}.add_{name}" in PERMISSIONS[Role.NETWORK_ADMIN] and "has_add_permission" not in vars(type(options))
    ]
    named = {page.path for page in STAFF}
    return [page for page in [*lists, *forms] if page.path not in named]


def addresses() -> dict[str, str | int]:
    """What the paths name; the remote worker holds a desk at Allanche in a fortnight."""
    worker = User.objects.get(email=PEOPLE["remote_worker"].email)
    held = Booking.objects.filter(booked_by=worker, workspace__telecentre__slug="allanche").upcoming(timezone.now())
    booking = held.first() or book(first_free("allanche"), Booker(worker.name, worker.email, worker))
    dispatch.send_due(timezone.now())  # no worker runs here, and only what has been sent can be read
    free = first_free("murat")
    offers, application = JobOffer.objects.order_by("pk"), Application.objects.unanswered().earliest("pk")
    return {
        "working_day": str(Booking.objects.filter(workspace__telecentre__slug="murat").upcoming(timezone.now()).first().day),
        "offer": offers.published().filter(work_mode="hybrid").first().slug,
        "closed_offer": offers.filter(state="expired").first().slug,
        "draft": offers.filter(state="draft").first().pk,
        "application": application.token,
        "application_pk": application.pk,
        "passed_on": application.employer_token,
        "booking": booking.reference,
        "slot": f"{free.query}&bureau={Workspace.objects.get(pk=free.desks[0]).code}",
        "planned": next(centre.slug for centre in Telecentre.objects.public() if centre.is_in_pipeline),
        "manager": User.objects.get(email=PEOPLE["murat_manager"].email).pk,
        "centre": Telecentre.objects.get(slug="murat").pk,
        "declaration": AccessibilityDeclaration.objects.get().pk,
        "plan": AccessibilityPlan.objects.get().pk,
        "mail": Message.objects.get(kind="bookings.confirmed", key=booking.reference).pk,
    }


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
