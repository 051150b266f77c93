"""The finder's answers: which centres help with a need, how far they are, and when a desk is free there."""

from datetime import datetime
from typing import NamedTuple

from bookings import availability
from telecentres import geography, hours
from telecentres.models import Need, Telecentre, TelecentreSpeciality, Territory


class Answer(NamedTuple):
    """A centre with what it does for the need; `road` is an estimate, None where the start is not known."""

    centre: Telecentre
    part: TelecentreSpeciality | None
    road: geography.Road | None
    slots: list[availability.Slot]


class Answers(NamedTuple):
    """The lead centre, open or not, and the centres in support, the nearest first."""

    lead: Answer | None
    supports: list[Answer]

    def __bool__(self) -> bool:
        return bool(self.lead or self.supports)

    @property
    def count(self) -> int:
        return len(self.supports) + bool(self.lead)


def for_need(need: Need, start: Territory | None, *, now: datetime) -> Answers:
    """The centres of the need's speciality today; those closed for good are left out."""
    parts = TelecentreSpeciality.objects.current(hours.civil_day(now)).filter(
        speciality=need.speciality, telecentre__in=Telecentre.objects.public()
    )
    parts = list(parts.select_related("telecentre__commune").prefetch_related("telecentre__stage_events").order_by("-since"))
    slots = availability.next_free_halves([part.telecentre for part in parts if part.telecentre.is_open], now=now)
    found = [_answer(part.telecentre, part, start, slots) for part in parts]
    lead = next((answer for answer in found if answer.part.is_lead), None)
    return Answers(lead, sorted((answer for answer in found if not answer.part.is_lead), key=_nearest))


def everywhere(start: Territory | None, *, now: datetime) -> list[Answer]:
    """All open centres, the nearest first: a need without an answer still finds a desk."""
    centres = list(Telecentre.objects.open().select_related("commune"))
    slots = availability.next_free_halves(centres, now=now)
    return sorted((_answer(centre, None, start, slots) for centre in centres), key=_nearest)


def _answer(
    centre: Telecentre, part: TelecentreSpeciality | None, start: Territory | None, slots: dict[int, list[availability.Slot]]
) -> Answer:
    return Answer(centre, part, centre.road_from(start) if start else None, slots.get(centre.pk, []))


def _nearest(answer: Answer) -> tuple:
    """Open centres before those to come; without a start, by name."""
    return not answer.centre.is_open, answer.road.km if answer.road else 0, answer.centre.sorting_name
