"""What a booking must respect: one function, one rule, each refusal with its code and what to do instead."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from bookings.models import Bar, Booker, Booking, Referral, Wait
from telecentres import hours, words
from telecentres.models import Closure, Policy, Speciality, Telecentre, TelecentreSpeciality, Workspace

UNPROVED_LIMIT = 2

# Refusals that would tell a stranger about the bookings of an address.
CODES_ABOUT_THE_PERSON = {"open_limit", "weekly_quota", "one_desk", "barred"}


def in_an_open_centre(booking: Booking, *, now: datetime) -> None:
    """Only open centres take bookings, and only with workspaces in service on that day."""
    if not booking.telecentre.is_open:
        raise ValidationError(
            _("%(place)s is not open yet. Choose another one."),
            code="not_open",
            params={"place": booking.telecentre.full_name},
        )
    if not booking.workspace.is_in_service(booking.day):
        raise ValidationError(
            _("%(desk)s is not in service that day. Choose another desk."), code="retired", params={"desk": booking.workspace}
        )


def within_hours(booking: Booking, *, now: datetime) -> None:
    """The period must be a part of the day that the weekly hours offer; closures are decided by the database."""
    if booking.workspace.part_on(booking.day, booking.part) != hours.Period(booking.starts_at, booking.ends_at):
        raise ValidationError(_("The telecentre is not open then. Choose another part of the day or another day."), code="hours")


def within_granularity(booking: Booking, *, now: datetime) -> None:
    """The centre says for each kind of workspace whether it is booked by the day, the half-day or the hour."""
    if not booking.policy.offers(booking.part):
        raise ValidationError(
            _("Here one books %(how)s. Choose such a part of the day."),
            code="granularity",
            params={"how": booking.policy.get_granularity_display()},
        )


def with_enough_seats(booking: Booking, *, now: datetime) -> None:
    """Desks are as many as people; anything else must seat them all."""
    if booking.ask.desks < booking.places > booking.workspace.seats:
        raise ValidationError(
            _("%(room)s has %(seats)s seats. Choose a larger one, or come in smaller number."),
            code="seats",
            params={"room": booking.workspace, "seats": booking.workspace.seats},
        )


def outside_closures(booking: Booking, *, now: datetime) -> None:
    """Says the reason; the closure's own occupancy is what makes it impossible."""
    closure = Closure.objects.covering(booking.workspace).overlapping(booking.starts_at, booking.ends_at).first()
    if closure:
        raise ValidationError(
            _("The telecentre is closed then: %(reason)s. Choose another day."), code="closed", params={"reason": closure.reason}
        )


def within_notice(booking: Booking, *, now: datetime) -> None:
    """The centre's notice; without one, a slot can be booked until it ends."""
    if not is_in_time(booking.starts_at, booking.ends_at, booking.policy, now=now):
        raise ValidationError(_("It is too late to book this slot. Choose a later one."), code="notice")


def is_in_time(starts_at: datetime, ends_at: datetime, policy: Policy, *, now: datetime) -> bool:
    if policy.notice_minutes:
        return starts_at >= now + timedelta(minutes=policy.notice_minutes)
    return ends_at > now


def within_horizon(booking: Booking, *, now: datetime) -> None:
    """The centre's horizon in civil days, so that nobody holds a desk for a season."""
    last_day = last_bookable_day(booking.policy, now=now)
    if booking.day > last_day:
        raise ValidationError(
            _("Bookings are open until %(day)s. Choose an earlier day."),
            code="horizon",
            params={"day": words.day_words(last_day, year=True)},
        )


def last_bookable_day(policy: Policy, *, now: datetime) -> date:
    return timezone.localdate(now) + timedelta(days=policy.horizon_days)


def last_regular_day(policy: Policy, *, now: datetime) -> date:
    """How far regular days reach: further than single ones where the centre says so, never less far."""
    return max(last_bookable_day(policy, now=now), timezone.localdate(now) + timedelta(weeks=policy.series_weeks))


def within_longest_stay(booking: Booking, *, now: datetime) -> None:
    longest = timedelta(hours=booking.policy.longest_hours)
    if booking.ends_at - booking.starts_at > longest:
        raise ValidationError(
            ngettext(
                "A booking lasts %(hours)s hour at most. Choose a shorter slot.",
                "A booking lasts %(hours)s hours at most. Choose a shorter slot.",
                booking.policy.longest_hours,
            ),
            code="longest_stay",
            params={"hours": booking.policy.longest_hours},
        )


def within_weekly_quota(booking: Booking, *, now: datetime) -> None:
    """At most so many bookings of a person, centre and kind in a civil week, Monday to Sunday: everybody gets a turn."""
    monday = hours.monday_of(booking.day)
    week = hours.Period(hours.whole_day(monday).starts_at, hours.whole_day(monday + timedelta(days=6)).ends_at)
    others = Booking.objects.held_by(booking.booker).live().overlapping(*week)
    here = {"workspace__telecentre": booking.telecentre, "workspace__kind": booking.workspace.kind}
    others = others.filter(**here).exclude(pk=booking.pk)
    if others.count() >= booking.policy.weekly_quota:
        raise ValidationError(
            ngettext(
                "You already have %(count)s booking at this telecentre that week, the most one person may hold. "
                "Choose another week or another telecentre.",
                "You already have %(count)s bookings at this telecentre that week, the most one person may hold. "
                "Choose another week or another telecentre.",
                booking.policy.weekly_quota,
            ),
            code="weekly_quota",
            params={"count": booking.policy.weekly_quota},
        )


def one_desk_at_a_time(booking: Booking, *, now: datetime) -> None:
    """Said in words here; for people with an account the database forbids it as well."""
    if not booking.is_personal:
        return
    others = Booking.objects.held_by(booking.booker).live().filter(is_personal=True).exclude(pk=booking.pk)
    other = others.overlapping(booking.starts_at, booking.ends_at).first()
    if other:
        raise ValidationError(
            _("You already have %(desk)s in %(centre)s at that time. Move or cancel that booking instead."),
            code="one_desk",
            params={"desk": other.workspace, "centre": other.telecentre},
        )


def few_while_unproved(booking: Booking, *, now: datetime) -> None:
    """
    An address that nobody has proved holds two open bookings, so that a stranger cannot fill a room in its name.

    What the centre booked for somebody needs no proof, and is not counted.
    """
    if booking.booked_by_id or booking.by_centre:
        return
    held = Booking.objects.held_by(booking.booker)
    if held.filter(proved_at__isnull=False).exists():
        return
    if held.exclude(pk=booking.pk).filter(by_centre=False).upcoming(now).count() >= UNPROVED_LIMIT:
        raise ValidationError(
            _(
                "This address already holds %(count)s bookings. "
                "Open one of them from its mail and confirm your address to book more."
            ),
            code="open_limit",
            params={"count": UNPROVED_LIMIT},
        )


def not_barred(booking: Booking, *, now: datetime) -> None:
    """Who is barred from a centre does not come on those days; says until when, and whom to call."""
    barred = Bar.objects.filter(telecentre=booking.telecentre).against(booking.booker).in_force_on(booking.day)
    last = barred.order_by("ends_on").last()
    if last:
        told = _("The reason: %(told)s.") % {"told": last.told} + " " if last.told else ""
        raise ValidationError(
            _("You cannot book at %(centre)s for a day until %(day)s. %(told)sTo talk about it: %(contact)s."),
            code="barred",
            params={
                "centre": booking.telecentre,
                "day": words.day_words(last.ends_on, year=True),
                "told": told,
                "contact": booking.telecentre.phone or booking.telecentre.email,
            },
        )


BOOKING = [
    in_an_open_centre,
    within_notice,
    within_horizon,
    within_hours,
    within_granularity,
    with_enough_seats,
    outside_closures,
    within_longest_stay,
    not_barred,
    one_desk_at_a_time,
    few_while_unproved,
    within_weekly_quota,
]

# What nobody can wish away: these hold for staff as well.
OF_THE_PLACE = [in_an_open_centre, within_hours, with_enough_seats, outside_closures, not_barred, one_desk_at_a_time]


def not_over(booking: Booking, *, now: datetime) -> None:
    """What is over is history: no word of a manager makes bookings in the past."""
    if booking.ends_at <= now:
        raise ValidationError(_("This time is over. Choose a time to come."), code="over")


def is_ahead(closure: Closure, *, now: datetime) -> None:
    """What is over cannot be closed any more."""
    if closure.ends_at <= now:
        raise ValidationError(_("This time is over. Close a time to come."), code="over")


def can_be_barred(made: Bar, *, now: datetime) -> None:
    """From one day to another that is not over, and once at a time."""
    if made.ends_on < made.starts_on:
        raise ValidationError({"ends_on": ValidationError(_("The last day comes after the first one."), code="order")})
    if made.ends_on < hours.civil_day(now):
        raise ValidationError({"ends_on": ValidationError(_("This day is over. Choose a day to come."), code="over")})
    barred = Bar.objects.filter(telecentre=made.telecentre).against(Booker("", made.email, made.person))
    if already := barred.meeting(made.starts_on, made.ends_on).first():
        said = _("This person is barred already, until %(day)s. Lift that first.")
        day = words.day_words(already.ends_on, year=True)
        raise ValidationError({"email": ValidationError(said, code="barred", params={"day": day})})


def still_upcoming(booking: Booking, *, now: datetime) -> None:
    """What is over, cancelled or moved away meanwhile cannot be changed; nor a booking for which somebody is there."""
    if booking.is_there(now):
        raise ValidationError(_("Somebody has arrived for this booking. Note the departure instead."), code="there")
    if booking.state == Booking.State.REQUESTED and booking.ends_at > now:
        raise ValidationError(_("Nobody has said yes to this booking yet: it can be moved after that."), code="undecided")
    if booking.state != Booking.State.CONFIRMED or booking.ends_at <= now:
        raise ValidationError(_("This booking is over or cancelled: it can no longer be changed."), code="over")


def may_arrive(booking: Booking, *, now: datetime) -> None:
    """From some minutes before the start until the end, as long as the desk is still the person's."""
    if booking.state == Booking.State.RELEASED:
        raise ValidationError(
            _("Nobody had arrived, so this desk was released for others. Book a free one."),
            code="released",
        )
    if booking.state != Booking.State.CONFIRMED or now >= booking.ends_at:
        raise ValidationError(_("This booking is over or cancelled: there is no arrival to note."), code="over")
    if now < booking.arrival_from:
        raise ValidationError(
            _("It is too early: an arrival is noted from %(day)s at %(hour)s on."),
            code="early",
            params={"day": words.day_words(booking.arrival_from), "hour": words.hour_words(booking.arrival_from)},
        )


def still_to_give_up(booking: Booking, *, now: datetime) -> None:
    """As `still_upcoming`, for a request as well: it holds a desk, so it can be given back before anybody decides."""
    if booking.state != Booking.State.REQUESTED or booking.ends_at <= now:
        still_upcoming(booking, now=now)


def to_where_nobody_grants(booking: Booking, workspace: Workspace) -> None:
    """A confirmed booking does not turn into a request by a move: whoever was refused would have lost both."""
    is_elsewhere = (workspace.telecentre_id, workspace.kind) != (booking.workspace.telecentre_id, booking.workspace.kind)
    if is_elsewhere and workspace.telecentre.policy_for(workspace.kind).needs_approval:
        raise ValidationError(
            _("%(centre)s grants each booking by hand. Ask for a new one there, then cancel this one."),
            code="approval",
            params={"centre": workspace.telecentre},
        )


def may_wait(wish: Wait, centres: list[Telecentre]) -> None:
    """Who is barred from all the centres would wait for nothing; a visitor learns it by mail alone, when they book."""
    if wish.booked_by is None:
        return
    bars = Bar.objects.filter(telecentre__in=centres).against(wish.booker).in_force_on(wish.day)
    if centres and len(set(bars.values_list("telecentre", flat=True))) == len(centres):
        raise ValidationError(_("You cannot book there on that day: call the telecentre."), code="barred")


def still_offered(wait: Wait, *, now: datetime) -> None:
    """The time to answer has not run out, and the place is still held."""
    if not wait.has_offer(now):
        raise ValidationError(_("This offer is over: the place has gone to the next in line."), code="offer_over")


def of_a_living_account(booker: Booker) -> None:
    """Asked once the person's lock is held: an account may have ended while its last request waited."""
    if booker.user and not User.objects.filter(pk=booker.user.pk, is_active=True).exists():
        raise ValidationError(_("This account has ended. Book without an account, or make a new one."), code="ended")


def before_the_deadline(booking: Booking, *, now: datetime) -> None:
    """The centre's deadline for a person's own changes; staff may change until the end."""
    if now > booking.cancellable_until:
        raise ValidationError(
            _("The deadline was %(day)s at %(hour)s. Call the telecentre: it can still cancel for you."),
            code="deadline",
            params={"day": words.day_words(booking.cancellable_until), "hour": words.hour_words(booking.cancellable_until)},
        )


def can_receive(referral: Referral, *, now: datetime) -> None:
    """Another centre, open, that has the speciality where this is the reason."""
    receiver = referral.receiver
    if receiver == referral.giver:
        raise ValidationError(_("Choose another telecentre: nobody is sent on to where they are."), code="same")
    if not receiver.is_open:
        raise ValidationError(
            _("%(place)s takes no bookings for now. Choose another one."), code="not_open", params={"place": receiver.full_name}
        )
    if referral.reason == Referral.Reason.SPECIALITY:
        if referral.speciality is None:
            raise ValidationError(_("Name the speciality that the person needs."), code="no_speciality")
        if not holds(receiver, referral.speciality, now=now):
            raise ValidationError(
                _("%(place)s does not have this speciality. Choose a telecentre that leads or supports it."),
                code="speciality",
                params={"place": receiver.full_name},
            )


def holds(centre: Telecentre, speciality: Speciality, *, now: datetime) -> bool:
    """Whether the centre leads or supports the speciality today."""
    roles = TelecentreSpeciality.objects.current(hours.civil_day(now))
    return roles.filter(telecentre=centre, speciality=speciality).exists()


def not_on_the_way(referral: Referral) -> None:
    """The same person is sent once from one centre to another, until that is over."""
    same_way = Referral.objects.still_open().filter(giver=referral.giver, receiver=referral.receiver, booking=None)
    if same_way.of_person(referral.person.email, referral.account).exists():
        raise ValidationError(
            _("This person has been sent on to %(place)s already: see the list."),
            code="on_the_way",
            params={"place": referral.receiver.full_name},
        )
