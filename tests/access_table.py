"""
What each role gets at each address of the site. A new address needs one line here, or the access test fails.

Addresses of the administration's models follow from the table of rights (`accounts/roles.py`): their line only says
which records stand for "one's own" and "somebody else's".
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts import roles
from accounts.models import User
from accounts.roles import Role
from bookings import actions as booking_actions
from bookings import links
from bookings.models import Booker, Booking
from dispatch.models import Message, TaskRun
from jobs import actions as job_actions
from jobs.models import Application, Employer, JobOffer
from notices.models import AccessibilityDeclaration, AccessibilityPlan
from telecentres.actions import appoint
from telecentres.models import Closure, Fault, Gap, Guide, Membership, Need, OpeningHours, Speciality, StageEvent, Telecentre
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
MAY_CANCEL = {MANAGER, DEPUTY, NETWORK}
IN_MURAT, EVERYWHERE = {MANAGER, DEPUTY}, {AGENCY, NETWORK}


@dataclass
class World:
    """Murat and Allanche, their people, and one record of each kind in both."""

    people: dict[str, User]
    murat: Telecentre
    allanche: Telecentre
    own_booking: Booking
    foreign_booking: Booking
    feeds: dict[str, str]
    closures: tuple[Closure, Closure]
    stages: tuple[StageEvent, StageEvent]
    speciality: Speciality
    need: Need
    guides: tuple[Guide, Guide]
    gap: Gap
    faults: tuple[Fault, Fault]
    message: Message
    task_run: TaskRun
    declaration: AccessibilityDeclaration
    plan: AccessibilityPlan
    offer: JobOffer
    draft: JobOffer
    application: Application
    employer: Employer
    somebody: User


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
    return World(
        people,
        murat,
        allanche,
        own_booking=_book(worker, murat, 1),
        foreign_booking=_book(somebody, allanche, 2),
        feeds={
            WORKER: booking_actions.make_feed(worker, now=now),
            MANAGER: booking_actions.make_feed(people[MANAGER], murat, now=now),
            FORMER: booking_actions.make_feed(people[FORMER], murat, now=now),
        },
        closures=(_close(murat), _close(allanche)),
        stages=(_open(murat), _open(allanche)),
        speciality=speciality,
        need=need,
        guides=(_guide(murat, need), _guide(allanche, need)),
        gap=Gap.objects.create(text="reparer voiture", kind=Gap.Kind.NOT_UNDERSTOOD),
        faults=(_break(murat), _break(allanche)),
        message=Message.objects.filter(recipient=worker.email).earliest("pk"),
        task_run=TaskRun.objects.create(task="dispatch.tasks.send_mails", period=now),
        declaration=AccessibilityDeclaration.objects.create(declared_on=date(2026, 11, 1)),
        plan=AccessibilityPlan.objects.create(first_year=2026, last_year=2028),
        offer=offer,
        draft=factories.make_offer("Comptable", today=now.date(), state="draft"),
        application=_apply(offer),
        employer=offer.employer,
        somebody=somebody,
    )


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
        booker=Booker(user.name, user.email, user),
        workspace=centre.workspaces.first(),
        day=date(2026, 11, 30),
        part="day",
        key=UUID(int=number),
        language="fr",
        now=timezone.now(),
    )


def _guide(centre: Telecentre, need: Need) -> Guide:
    return Guide.objects.create(title="Tenir ses comptes", need=need, telecentre=centre, body="Chaque semaine.")


def _break(centre: Telecentre) -> Fault:
    return Fault.objects.create(telecentre=centre, text="Écran noir", reported_at=timezone.now())


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


def of_a_centre(answer: str = OK, **more: str | int) -> list[Visit]:
    """A page of the planning: those who manage the centre, and the administrators of the network."""
    own = staff(REFUSED) | {MANAGER: answer, DEPUTY: answer, NETWORK: answer, FORMER: GONE}
    foreign = staff(GONE) | {AGENCY: REFUSED, NETWORK: answer}
    return [
        Visit(own, lambda world: {"slug": "murat", **more}, whose="own"),
        Visit(foreign, lambda world: {"slug": "allanche", **more}, whose="foreign"),
    ]


# --- the addresses that people see ---------------------------------------------------------------------------

PAGES: dict[str, list[Visit]] = {
    "bookings:home": public(),
    "bookings:find": public(),
    "bookings:start": public(),
    "bookings:pick": public(slug="murat"),
    "bookings:verify": [Visit(everybody("422"), lambda world: {"slug": "murat"})],
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
    "telecentres:interest_stop": [Visit(everybody(WRONG_VERB), lambda world: {"token": "forged"}, whose="forged")],
    "telecentres:open_data": public(),
    "telecentres:places_csv": public(),
    "telecentres:places_json": public(),
    "telecentres:places_geojson": public(),
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
    "jobs:atom": public(),
    "jobs:offers_json": public(),
    "jobs:offers_csv": public(),
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
    "admin:accounts_user_end": [Visit(staff(REFUSED) | {NETWORK: OK}, lambda world: {"pk": world.somebody.pk})],
    "admin:accounts_user_reset": [Visit(staff(REFUSED) | {NETWORK: OK}, lambda world: {"pk": world.somebody.pk})],
    "admin:bookings_booking_cancel": [
        Visit(in_scope(OK, MAY_CANCEL, own=True), lambda world: {"pk": world.own_booking.pk}, whose="own"),
        Visit(in_scope(OK, MAY_CANCEL, own=False), lambda world: {"pk": world.foreign_booking.pk}, whose="foreign"),
    ],
    "admin:bookings_booking_planning": of_a_centre(),
    "admin:bookings_booking_day": of_a_centre(day="2026-11-30"),
    "admin:bookings_booking_announce": of_a_centre(day="2026-11-30"),
    "admin:bookings_booking_codes": of_a_centre(),
    "admin:bookings_booking_kiosks": of_a_centre(),
    "admin:bookings_booking_revoke_kiosk": of_a_centre(WRONG_VERB, pk=0),
    "admin:bookings_booking_presence": of_a_centre(WRONG_VERB),
    "admin:telecentres_openinghours_week": of_a_centre(),
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
    "bookings.booking": Records(lambda world: world.own_booking, lambda world: world.foreign_booking, offers="view change"),
    "jobs.joboffer": Records(lambda world: world.draft),
    "jobs.employer": Records(lambda world: world.employer, offers="view add change"),
    "jobs.application": Records(lambda world: world.application, offers="view change"),
    "telecentres.telecentre": Records(lambda world: world.murat, lambda world: world.allanche, offers="view add change"),
    "telecentres.workspace": Records(
        lambda world: world.murat.workspaces.first(), lambda world: world.allanche.workspaces.first(), offers="view add change"
    ),
    "telecentres.stageevent": Records(lambda world: world.stages[0], lambda world: world.stages[1]),
    "telecentres.territory": Records(lambda world: world.murat.commune),
    "telecentres.speciality": Records(lambda world: world.speciality),
    "telecentres.need": Records(lambda world: world.need, offers="view add change"),
    "telecentres.guide": Records(lambda world: world.guides[0], lambda world: world.guides[1]),
    "telecentres.gap": Records(lambda world: world.gap, offers="view change delete"),
    "telecentres.openinghours": Records(lambda world: _hours(world.murat), lambda world: _hours(world.allanche)),
    "telecentres.fault": Records(lambda world: world.faults[0], lambda world: world.faults[1], offers="view change"),
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
