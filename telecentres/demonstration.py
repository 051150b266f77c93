"""Examples for a trial of the portal: desks, hours, prices and people of the real centres, each labelled as an example."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from accounts.models import User
from telecentres import actions, examples, holidays, hours, places
from telecentres.models import FreePeriod, Membership, OpeningHours, Policy, Tariff, Telecentre, Workspace

BEGINNING = date(2026, 1, 1)
MURAT_PRICES = "https://coopconnectpaca.jimdo.com/"
ROOM_PRICES = {Tariff.Unit.HOUR: 5, Tariff.Unit.HALF_DAY: 15, Tariff.Unit.DAY: 25}
PRICES = {"half_day": "10", "day": "20", "week": "80", "month": "100"}

MORNING = (time(8, 30), time(12, 30))
AFTERNOON = (time(13, 30), time(18))
WEEKDAYS = range(1, 6)


class Desk(NamedTuple):
    """A workspace of the demonstration; `fitted` names the fields of accessibility that are true of it."""

    code: str
    name: str
    row: int
    column: int
    equipment: str = ""
    fitted: tuple[str, ...] = ()
    kind: str = Workspace.Kind.DESK
    seats: int = 1
    parking_metres: int | None = None
    room: str = ""


class Week(NamedTuple):
    """Openings of some weekdays, from a day on, until another one (included) or for ever."""

    weekdays: tuple[int, ...]
    openings: tuple[tuple[time, time], ...]
    valid_from: date = BEGINNING
    valid_until: date | None = None


class Example(NamedTuple):
    """What the demonstration adds to a real centre."""

    phone: str
    address: str
    access: str
    arrival: str
    desks: list[Desk]
    weeks: list[Week]
    equipment: str = "fibre et wifi\nimprimante\ntéléphone\nboissons chaudes"


class HolidayClosure(NamedTuple):
    """A holiday on which a centre would be open: the whole day, half-open."""

    telecentre: Telecentre
    starts_at: datetime
    ends_at: datetime
    reason: str


ACCESSIBLE = ("is_step_free", "has_adjustable_height")
ROOM = {"kind": Workspace.Kind.MEETING_ROOM}
BOOTH = {"kind": Workspace.Kind.BOOTH}
TRAINING = {"kind": Workspace.Kind.TRAINING_ROOM}

CENTRES = {
    "murat": Example(
        phone="04 65 71 15 38",
        address="",
        access="Entrée de plain-pied, porte de 90 cm\nPlace de stationnement adaptée à 20 m\nToilettes accessibles, même étage\n"
        "Gare de Murat à pied",
        arrival="Entrez par la porte vitrée, côté place. La salle est à gauche de l’accueil.\n"
        "Avant 9 h, sonnez à « Télécentre » : on vous ouvre.",
        desks=[
            Desk("1", "Bureau 1", 1, 1, "fenêtre, deux écrans"),
            Desk("2", "Bureau 2", 1, 2, "fenêtre"),
            Desk("3", "Bureau 3", 1, 4, "deux écrans", ACCESSIBLE, parking_metres=20),
            Desk("4", "Bureau 4", 2, 2, "", ("is_quiet",)),
            Desk("cabine", "Cabine", 2, 1, "appels", **BOOTH),
            Desk("reunion", "Salle de réunion", 3, 3, "visioconférence", ("is_step_free", "has_hearing_loop"), seats=8, **ROOM),
        ],
        weeks=[
            Week((1, 2, 3, 4), (MORNING, AFTERNOON)),
            Week((5,), (MORNING, (time(13, 30), time(17))), valid_until=date(2026, 12, 31)),
            Week((5,), (MORNING, AFTERNOON), valid_from=date(2027, 1, 1)),
        ],
    ),
    "saint-flour": Example(
        phone="04 65 71 20 12",
        address="12 rue de l’Exemple",
        access="Entrée de plain-pied\nParking gratuit devant le centre\nArrêt de bus à 200 m",
        arrival="Le code de la porte vous est donné à l’accueil de la mairie, en face.",
        desks=[
            Desk("1", "Bureau 1", 1, 1, "deux écrans", ACCESSIBLE, parking_metres=10),
            Desk("2", "Bureau 2", 1, 2, "fenêtre"),
            Desk("3", "Bureau 3", 2, 1, "fenêtre, grand écran", room="salle"),
            Desk("4", "Bureau 4", 2, 2, "", ("is_quiet", "has_screen_reader"), room="salle"),
            Desk("reunion", "Salle de réunion", 1, 3, "visioconférence", ("is_step_free",), seats=6, **ROOM),
            Desk("salle", "Salle du fond, entière", 2, 3, "tableau, vidéoprojecteur", seats=10, **TRAINING),
        ],
        weeks=[Week(tuple(WEEKDAYS), (MORNING, AFTERNOON))],
    ),
    "chaudes-aigues": Example(
        phone="04 65 71 30 45",
        address="3 place de l’Exemple",
        access="Ascenseur jusqu’à la salle\nParking à 50 m",
        arrival="Deuxième étage, porte de droite. Sonnez, on vous ouvre.",
        desks=[
            Desk("1", "Bureau 1", 1, 1, "fenêtre", ("is_step_free",), parking_metres=50),
            Desk("2", "Bureau 2", 1, 2, "deux écrans"),
            Desk("3", "Bureau 3", 2, 1, "", ("is_quiet", "has_adjustable_height")),
            Desk("4", "Bureau 4", 2, 2, "fenêtre"),
        ],
        weeks=[Week(tuple(WEEKDAYS), (MORNING, (time(13, 30), time(17, 30))))],
    ),
    "montmurat": Example(
        phone="04 65 71 40 08",
        address="Le bourg",
        access="Une marche de 12 cm à l’entrée, rampe sur demande\nStationnement libre sur la place",
        arrival="La clé est à la mairie, de 9 h à 12 h.",
        desks=[
            Desk("1", "Bureau 1", 1, 1, "fenêtre"),
            Desk("2", "Bureau 2", 1, 2, "deux écrans"),
            Desk("3", "Bureau 3", 2, 1, "", ("is_quiet",)),
        ],
        weeks=[Week((1, 2, 4, 5), ((time(9), time(17)),))],
    ),
    "allanche": Example(
        phone="04 65 71 50 21",
        address="5 rue de l’Exemple",
        access="Entrée de plain-pied\nParking de la place à 30 m",
        arrival="Entrée par la cour. Le digicode vous est donné par le centre, au téléphone.",
        desks=[
            Desk("1", "Bureau 1", 1, 1, "fenêtre", ACCESSIBLE, parking_metres=30),
            Desk("2", "Bureau 2", 1, 2, "deux écrans"),
            Desk("3", "Bureau 3", 2, 1, "", ("is_quiet",)),
            Desk("4", "Bureau 4", 2, 2, "fenêtre"),
            Desk("cabine", "Cabine", 1, 3, "appels", **BOOTH),
        ],
        weeks=[Week((3, 4, 5), ((time(9), time(12, 30)), (time(13, 30), time(17)))), Week((6,), ((time(9), time(12)),))],
    ),
}


def require_trial() -> None:
    """Raises ImproperlyConfigured in production: examples must never stand among real centres."""
    if settings.PRODUCTION:
        raise ImproperlyConfigured(
            "The demonstration's data are examples and stay out of production. "
            "Set CANTAL_MODE=demonstration or test to load them."
        )


@transaction.atomic
def create_places(today: date) -> None:
    """The real centres with example desks, hours and prices; a centre that has any of these already keeps its own."""
    require_trial()
    places.load()
    telecentres = {telecentre.slug: telecentre for telecentre in Telecentre.objects.all()}
    for slug, example in CENTRES.items():
        _furnish(telecentres[slug], example)
    _prepare(telecentres["ydes"], stage=Telecentre.Stage.WORKS, opens_on=date(today.year + 1, 4, 1), today=today)
    _prepare(telecentres["aurillac"], stage=Telecentre.Stage.FUNDED, opens_on=None, today=today)
    examples.create(telecentres)


def appoint_people(people: dict[str, User]) -> None:
    """Manager and deputy of Murat, from the people of `accounts.demonstration`, by their key there."""
    murat = Telecentre.objects.get(slug="murat")
    actions.appoint(people["murat_manager"], murat, role=Membership.Role.MANAGER, since=BEGINNING)
    actions.appoint(people["murat_deputy"], murat, role=Membership.Role.DEPUTY, since=BEGINNING)


def holiday_closures(today: date) -> list[HolidayClosure]:
    """
    A closure for each holiday of the coming 365 days on which a centre of the demonstration would be open.

    Data only: to write it is for `bookings.actions.close`, which decides about desks. Those there already are left out.
    """
    found = []
    coming = [(holiday, hours.whole_day(holiday.day)) for holiday in holidays.coming_holidays(today)]
    for telecentre in Telecentre.objects.open().filter(slug__in=CENTRES).prefetch_related("opening_hours", "closures"):
        rows = [row.as_weekly_hours() for row in telecentre.opening_hours.all()]
        there = {(closure.starts_at, closure.ends_at) for closure in telecentre.closures.all()}
        found += [
            HolidayClosure(telecentre, *day, holiday.name)
            for holiday, day in coming
            if hours.openings_on(holiday.day, rows) and day not in there
        ]
    return found


def _furnish(telecentre: Telecentre, example: Example) -> None:
    if not telecentre.workspaces.exists():
        Workspace.objects.bulk_create(_workspace(telecentre, desk) for desk in example.desks)
        for room in {desk.room for desk in example.desks if desk.room}:
            inside = telecentre.workspaces.filter(code__in=[desk.code for desk in example.desks if desk.room == room])
            inside.update(parent=telecentre.workspaces.get(code=room))
    if not telecentre.opening_hours.exists():
        OpeningHours.objects.bulk_create(
            OpeningHours(
                telecentre=telecentre,
                weekday=weekday,
                opens_at=opens_at,
                closes_at=closes_at,
                valid_from=week.valid_from,
                valid_until=week.valid_until,
                is_example=True,
            )
            for week in example.weeks
            for weekday in week.weekdays
            for opens_at, closes_at in week.openings
        )
    if not telecentre.tariffs.exists():
        Tariff.objects.bulk_create(_tariffs(telecentre))
        if telecentre.slug == "murat":  # newcomers paid nothing at first; for how long is not known
            FreePeriod.objects.create(telecentre=telecentre, days=7, valid_from=BEGINNING, is_example=True)
    if not telecentre.policies.exists():
        Policy.objects.bulk_create(
            [
                Policy(telecentre=telecentre, kind=Workspace.Kind.DESK),
                Policy(telecentre=telecentre, kind=Workspace.Kind.MEETING_ROOM, horizon_days=180, weekly_quota=3),
            ]
        )
    if not telecentre.has_example_details:
        _describe(telecentre, example)


def _workspace(telecentre: Telecentre, desk: Desk) -> Workspace:
    given = desk._asdict()
    fitted, _room = given.pop("fitted"), given.pop("room")
    return Workspace(telecentre=telecentre, active_from=BEGINNING, is_example=True, **given, **dict.fromkeys(fitted, True))


def _tariffs(telecentre: Telecentre) -> list[Tariff]:
    """The prices of Murat were published; the other centres take them as an example."""
    is_real = telecentre.slug == "murat"
    desks = [
        Tariff(
            telecentre=telecentre,
            unit=unit,
            price=Decimal(price),
            valid_from=BEGINNING,
            source_url=MURAT_PRICES if is_real else "",
            is_example=not is_real,
        )
        for unit, price in PRICES.items()
    ]
    rooms = [
        Tariff(telecentre=telecentre, kind=kind, unit=unit, price=Decimal(price), valid_from=BEGINNING, is_example=True)
        for kind in sorted(set(telecentre.workspaces.exclude(kind=Workspace.Kind.DESK).values_list("kind", flat=True)))
        for unit, price in ROOM_PRICES.items()
    ]
    return desks + rooms


def _describe(telecentre: Telecentre, example: Example) -> None:
    """Fills what is empty only, so that the facts of Murat stay."""
    telecentre.phone = telecentre.phone or example.phone
    telecentre.email = telecentre.email or f"{telecentre.slug}@cantal-network.example"
    telecentre.address = telecentre.address or example.address
    telecentre.access = telecentre.access or example.access
    telecentre.arrival = telecentre.arrival or example.arrival
    telecentre.equipment = telecentre.equipment or example.equipment
    telecentre.has_example_details = True
    telecentre.save()


def _prepare(telecentre: Telecentre, *, stage: str, opens_on: date | None, today: date) -> None:
    """A step and a day of opening for a centre in preparation, both invented."""
    if telecentre.has_example_details:
        return
    actions.change_stage(telecentre, stage=stage, reached_on=today, note="Étape d’exemple.")
    if opens_on:
        actions.plan_stage(telecentre, stage=Telecentre.Stage.OPEN, planned_on=opens_on, note="Date d’exemple.")
    Telecentre.objects.filter(pk=telecentre.pk).update(has_example_details=True)
