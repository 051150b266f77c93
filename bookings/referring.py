"""Where a person can be sent on to, in which order, and the links that say who sends them and why."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.core import validators
from django.db.models import QuerySet

from bookings import availability, rules
from bookings.choice import Choice
from bookings.models import Referral
from telecentres import geography, hours
from telecentres.models import Speciality, Telecentre, TelecentreSpeciality

Reason = Referral.Reason
FROM, WHY, SPECIALITY = "via", "motif", "specialite"
# The reasons that a page can know by itself, as they stand in addresses.
REASON_OF_SLUG = {"complet": Reason.FULL, "ferme": Reason.CLOSED, "specialite": Reason.SPECIALITY}
SLUG_OF_REASON = {reason: slug for slug, reason in REASON_OF_SLUG.items()}


class Introduction(NamedTuple):
    """Which centre sends somebody on and why, as a link carries it; nothing of the person is in it."""

    giver: Telecentre
    reason: str
    speciality: Speciality | None = None

    @property
    def fields(self) -> dict[str, str]:
        """Hidden fields of a form, by name."""
        said = {FROM: self.giver.slug, WHY: SLUG_OF_REASON[self.reason]}
        return said | ({SPECIALITY: self.speciality.slug} if self.speciality else {})

    @property
    def reason_words(self) -> str:
        return str(Reason(self.reason).label)

    @property
    def query(self) -> str:
        """The same, to stand in an address after another answer."""
        return "&" + urlencode(self.fields)

    def leads_to(self, receiver: Telecentre) -> bool:
        """Nobody is sent on to where they are."""
        return receiver.pk != self.giver.pk


def read(data: Mapping[str, str]) -> Introduction | None:
    """What a link or a form said; None for a centre or a reason that there is not: such a link still books."""
    reason = REASON_OF_SLUG.get(data.get(WHY, ""))
    giver = sender(data) if reason else None
    if giver is None:
        return None
    if reason != Reason.SPECIALITY:
        return Introduction(giver, reason)
    speciality = _named(Speciality.objects.all(), data.get(SPECIALITY, ""))
    return Introduction(giver, reason, speciality) if speciality else None


def sender(data: Mapping[str, str]) -> Telecentre | None:
    """The centre that a link names, whatever the reason."""
    return _named(Telecentre.objects.public(), data.get(FROM, ""))


def _named(found: QuerySet, slug: str):
    return found.filter(slug=slug).first() if slug and validators.slug_re.match(slug) else None


def read_for(data: Mapping[str, str], receiver: Telecentre, *, now: datetime) -> Introduction | None:
    """As `read`, and None where it does not lead there: to the same centre, or to one without the speciality."""
    found = read(data)
    if found is None or not found.leads_to(receiver):
        return None
    return found if found.speciality is None or rules.holds(receiver, found.speciality, now=now) else None


def why_not_here(centre: Telecentre, chosen: Choice, *, now: datetime) -> Introduction | None:
    """
    The introduction to other centres where nothing can be had on the chosen day: full, or closed.

    None where something is free, and for days that nobody can book yet or any more.
    """
    if any(option.free for option in chosen.parts if option.is_chosen):
        return None
    last = rules.last_bookable_day(centre.policy_for(chosen.ask.kind), now=now)
    if not hours.civil_day(now) <= chosen.day <= last:
        return None
    if centre.closures.filter(workspace=None).overlapping(*(chosen.period or hours.whole_day(chosen.day))).exists():
        return Introduction(centre, Reason.CLOSED)
    if chosen.parts:
        return Introduction(centre, Reason.FULL)
    return Introduction(centre, Reason.CLOSED) if chosen.day > hours.civil_day(now) else None


class Proposal(NamedTuple):
    """A centre that could receive somebody: its role for the need, how far it is from the sender, when a desk is free."""

    centre: Telecentre
    role: TelecentreSpeciality | None
    road: geography.Road
    slots: list[availability.Slot]


def proposals(giver: Telecentre, *, now: datetime, speciality: Speciality | None = None) -> list[Proposal]:
    """
    The other open centres: who leads the speciality, who supports it, then those with free desks, each group nearest first.

    With a speciality only the centres that hold it today. Distances are estimates from the sender.
    """
    centres = list(Telecentre.objects.open().exclude(pk=giver.pk).select_related("commune"))
    held = {}
    if speciality:
        roles = TelecentreSpeciality.objects.current(hours.civil_day(now)).filter(speciality=speciality)
        held = {role.telecentre_id: role for role in roles}
        centres = [centre for centre in centres if centre.pk in held]
    slots = availability.next_free_halves(centres, now=now)
    roads = {centre.pk: geography.road(giver.distance_to(centre)) for centre in centres}
    found = [Proposal(one, held.get(one.pk), roads[one.pk], slots.get(one.pk, [])) for one in centres]
    return sorted(found, key=_right_first)


def _right_first(one: Proposal) -> tuple:
    is_lead = bool(one.role and one.role.is_lead)
    return not is_lead, not one.slots, one.road.km, one.centre.sorting_name
