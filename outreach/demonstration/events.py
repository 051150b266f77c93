"""Events for the demonstration, one of each kind and state. The forum of Murat is held each year; these dates are invented."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from accounts.models import User
from outreach import actions
from outreach.models import Event, EventSession
from telecentres import demonstration as places
from telecentres import hours
from telecentres.models import Speciality, Telecentre, Territory, Workspace

Kind, Mode = Event.Kind, Event.Mode
EDITED = timedelta(days=21)  # before today, they were published
ONLINE = "https://visio.exemple.fr/"

FORUM = """Une journée pour voir comment on travaille d’ici, pour qui télétravaille, recrute ou pense à s’installer.
- 9 h : accueil, visites du télécentre par petits groupes
- 9 h 45 : travailler ici pour un employeur d’ailleurs, témoignages et questions
- 11 h 15 : l’accord de télétravail, ligne par ligne
- 13 h 30 : ateliers au choix, poste de travail, comptabilité, recrutement à distance
- 15 h 30 : les offres à faire d’ici, entretiens de dix minutes avec les employeurs"""
TRAINING = """Trois matinées pour tenir ses comptes quand on travaille à son compte et à distance, sans connaissances préalables.
- les obligations de la première année
- factures, devis et relances
- préparer sa déclaration"""
BETWEEN = (
    "Pour les personnes qui gèrent un télécentre : accueillir, installer une salle, répondre aux "
    "besoins, orienter vers un autre centre."
)
QUESTIONS = (
    "Une heure en ligne pour qui pense à venir vivre dans le Cantal : logement, écoles, débit, emploi du "
    "conjoint, bureaux partagés."
)
OPEN_DOORS = (
    "Le télécentre ouvre ses portes toute la journée : visite des bureaux, essai d’un poste, café avec "
    "les personnes qui y travaillent."
)
STAY = (
    "Trois jours pour essayer : un bureau au télécentre, des rencontres avec des habitants et des "
    "employeurs, la visite de deux villages."
)
RECRUITING = (
    "Pour les employeurs qui recrutent à distance pour la première fois : rédiger l’offre, mener "
    "l’entretien, accueillir, rester en règle."
)
MEETING = (
    "Réunion ouverte aux habitants et aux entreprises : à quoi servirait un télécentre ici, avec quels "
    "horaires, et pour quels métiers."
)
ACCESSIBLE = "De plain-pied, boucle magnétique dans la salle, deux places de stationnement réservées devant l’entrée."


def create_events(people: dict[str, User], today: date, now: datetime) -> None:
    """
    Where there are no events at all; what the agency would do after publication is done by the same verbs.

    `people` are those of `accounts.demonstration`, by their key there.
    """
    places.require_trial()
    if Event.objects.exists():
        return
    stage = _Agency(people["agency_officer"], today, now)
    stage.forum()
    stage.training_with_sessions()
    stage.training_between_centres()
    stage.moved()
    stage.others()
    stage.past()
    stage.drafts()


class _Agency:
    """At work on the examples."""

    def __init__(self, author: User, today: date, now: datetime) -> None:
        self.author, self.today, self.now = author, today, now
        self.centres = Telecentre.objects.in_bulk(field_name="slug")
        self.days = _open_days(today)

    def forum(self) -> None:
        """In the hall of the town, on a date that is not the first one announced."""
        day = _workday(self.today + timedelta(days=31))
        forum = self.publish(
            self.draft(
                [(day, 9, 8)],
                kind=Kind.CONVENTION,
                title="Forum du télétravail de Murat",
                summary="Tables rondes le matin, ateliers et offres d’emploi l’après-midi, visite du télécentre à toute heure.",
                description=FORUM,
                capacity=120,
                waiting_capacity=40,
                accessibility=ACCESSIBLE,
                **self.in_town("Murat", "Halle de Murat"),
            )
        )
        if forum:
            starts = {session.pk: session.starts_at + timedelta(days=7) for session in forum.sessions.all()}
            actions.reschedule(
                forum, starts=starts, reason="La halle est prise par le marché ce jour-là.", by=self.author, now=self.now
            )

    def training_with_sessions(self) -> None:
        """Three mornings, each with the room booked."""
        room, centre = self.room("murat"), self.centres["murat"]
        mornings = [next(self.days) for _number in range(3)]
        self.publish(
            self.draft(
                [(day, 9, 3) for day in mornings],
                kind=Kind.TRAINING,
                title="Comptabilité : tenir ses comptes d’ici",
                summary="Trois matinées pour tenir ses comptes quand on travaille à son compte.",
                description=TRAINING,
                telecentre=centre,
                room=room,
                theme=Speciality.objects.filter(slug__startswith="compta").first(),
                capacity=min(12, room.seats),
                hours_certified=Decimal(9),
                price=Decimal(30),
            )
        )

    def training_between_centres(self) -> None:
        self.publish(
            self.draft(
                [(next(self.days), 14, 3)],
                kind=Kind.TRAINING,
                audience=Event.Audience.CENTRES,
                title="Entre télécentres : accueillir et orienter",
                summary="Une demi-journée entre personnes qui gèrent un télécentre, pour orienter juste.",
                description=BETWEEN,
                mode=Mode.MIXED,
                telecentre=self.centres["murat"],
                online_url=f"{ONLINE}entre-telecentres",
                capacity=14,
            )
        )

    def moved(self) -> None:
        """Postponed, cancelled, moved online."""
        by = {"by": self.author, "now": self.now}
        if recruiting := self.publish(self.at_centre(Kind.INFORMATION, "Recruter à distance sans se tromper", RECRUITING)):
            actions.cancel_event(recruiting, reason="L’intervenante est souffrante.", **by)
        if meeting := self.publish(self.at_centre(Kind.MEETING, "Un télécentre pour notre vallée ?", MEETING)):
            actions.postpone(meeting, reason="La salle communale est en travaux.", **by)
        if talk := self.publish(self.at_centre(Kind.INFORMATION, "Télétravailler quand on est indépendant", RECRUITING)):
            actions.move_online(talk, url=f"{ONLINE}independants", reason="Neige annoncée sur les routes.", **by)

    def others(self) -> None:
        """As announced: online, open doors, a stay."""
        self.publish(
            self.draft(
                [(next(self.days), 18, 1)],
                kind=Kind.INFORMATION,
                title="Venir vivre dans le Cantal : vos questions",
                summary="Une heure en ligne avec des personnes qui ont fait le pas.",
                description=QUESTIONS,
                mode=Mode.ONLINE,
                online_url=f"{ONLINE}venir-vivre",
                capacity=60,
            )
        )
        self.publish(self.at_centre(Kind.OPEN_DAY, "Portes ouvertes du télécentre", OPEN_DOORS, slug="allanche", length=8))
        first = _workday(self.today + timedelta(days=70))
        self.publish(
            self.draft(
                [(first + timedelta(days=number), 9, 8) for number in range(3)],
                kind=Kind.IMMERSION_STAY,
                title="Séjour d’immersion : trois jours à Murat",
                summary="Trois jours pour essayer d’y travailler et d’y vivre.",
                description=STAY,
                telecentre=self.centres["murat"],
                capacity=6,
                waiting_capacity=6,
            )
        )

    def past(self) -> None:
        """One that has taken place, written and published in its time; it is closed once people have registered for it."""
        day = _workday(self.today - timedelta(days=18))
        held = self.draft(
            [(day, 9, 3)],
            kind=Kind.TRAINING,
            title="Régler son poste de travail",
            summary="Une matinée pour travailler sans avoir mal au dos.",
            description="Régler son siège, son écran et sa lumière, avec une personne qui conseille chaque poste.",
            telecentre=self.centres["murat"],
            capacity=12,
        )
        actions.publish(held, by=self.author, now=self.now - timedelta(days=40))

    def drafts(self) -> None:
        """One that lacks most things, one that only waits to be published."""
        self.draft([], kind=Kind.MEETING, title="Rencontre des employeurs du haut pays")
        self.at_centre(Kind.TRAINING, "Parler devant une caméra", RECRUITING)

    def draft(self, times: list[tuple[date, int, float]], **told) -> Event:
        """Sessions as day, hour of the beginning and length in hours."""
        sessions = []
        for number, (day, hour, length) in enumerate(times, start=1):
            starts_at = hours.instant(day, time(hour))
            title = f"Séance {number}" if len(times) > 1 else ""
            sessions.append(EventSession(title=title, starts_at=starts_at, ends_at=starts_at + timedelta(hours=length)))
        event = Event(**{"capacity": 20, "author": self.author, "is_example": True} | told)
        return actions.save_draft(event, changed=sessions)

    def publish(self, draft: Event) -> Event:
        return actions.publish(draft, by=self.author, now=self.now, room_reason="Exemple de la démonstration")

    def at_centre(self, kind: str, title: str, description: str, *, slug: str = "murat", length: float = 2) -> Event:
        start = 9 if length > 4 else 14
        return self.draft(
            [(next(self.days), start, length)],
            kind=kind,
            title=title,
            summary=description.partition(":")[0].strip() + ".",
            description=description,
            telecentre=self.centres[slug],
        )

    def in_town(self, name: str, hall: str) -> dict:
        commune = Territory.objects.communes().get(name=name)
        return {"mode": Mode.PLACE, "place_name": hall, "place_address": "Place du marché", "commune": commune}

    def room(self, slug: str) -> Workspace:
        """The meeting room of the centre."""
        return self.centres[slug].workspaces.get(kind=Workspace.Kind.MEETING_ROOM)


def _workday(day: date) -> date:
    """The day itself, or the Tuesday after a weekend."""
    return day + timedelta(days=8 - day.weekday()) if day.weekday() > 4 else day


def _open_days(today: date) -> Iterator[date]:
    """Tuesdays and Thursdays from a fortnight on, so that the agenda has events in several months."""
    for number in range(14, 120):
        day = today + timedelta(days=number)
        if day.weekday() in (1, 3):
            yield day
