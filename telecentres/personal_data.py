"""What the places keep about people: those who run them."""

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.holdings import CONTRACT, LEGITIMATE
from accounts.personal_data import Treatment, about_nobody, register


def declare() -> None:
    register(RUNNING)
    register(FAULTS)
    register(HABITS)
    register(INTERESTS)
    register(INVITATIONS)
    about_nobody(
        {
            "telecentres.Territory": "kind code name postal_code population latitude longitude is_obsolete parents",
            "telecentres.Telecentre": (
                "name slug code commune stage stage_note address latitude longitude message message_until summary equipment "
                "access arrival acceslibre_url reminder_at siret source_url has_example_details updated_at"
            ),
            "telecentres.Workspace": (
                "telecentre code name kind seats parent row column equipment is_step_free has_adjustable_height is_quiet "
                "has_hearing_loop has_screen_reader parking_metres active_from active_until is_example"
            ),
            "telecentres.OpeningHours": "telecentre workspace weekday opens_at closes_at valid_from valid_until is_example",
            "telecentres.Closure": "telecentre workspace starts_at ends_at reason created_at",
            "telecentres.StageEvent": "telecentre stage planned_on reached_on note announced_at",
            "telecentres.Policy": (
                "telecentre kind granularity notice_minutes horizon_days longest_hours weekly_quota cancel_days_before cancel_at "
                "series_weeks needs_approval approval_hours "
                "arrival_minutes grace_minutes"
            ),
            "telecentres.Tariff": "telecentre kind unit price valid_from source_url is_example",
            "telecentres.FreePeriod": "telecentre days valid_from source_url is_example",
            "telecentres.Speciality": "name slug market description",
            "telecentres.TelecentreSpeciality": "telecentre speciality role since until note source_url is_example",
            "telecentres.Need": "name short_name slug speciality is_active is_frequent plain",
            "telecentres.NeedPhrase": "need text plain",
            "telecentres.Guide": "kind title slug need speciality telecentre audience body link source_url checked_on is_example",
            "telecentres.Fault": "telecentre workspace language key is_shown public_note closed_at outcome",
            "telecentres.Interest": "telecentre language",
            "telecentres.Invitation": "language",
            # Words without names, addresses and numbers, tied to nobody: see telecentres.finder.without_names.
            "telecentres.Gap": "text kind need count first_asked_at last_asked_at state",
        }
    )


RUNNING = Treatment(
    name="running",
    title=_("Who runs the telecentres"),
    what=_(
        "Who manages which telecentre from when to when, who wrote a closure or a step, and the centre’s telephone and e-mail."
    ),
    why=_("To give managers the rights over their own centre alone, and visitors somebody to call."),
    basis=CONTRACT,
    kept=_("As long as the account of the person, or until the centre changes its telephone or address."),
    seen_by=_("The staff concerned; the telephone and the e-mail address of a centre are public."),
    fields={
        "telecentres.Membership": "user telecentre role since until",
        "telecentres.Closure": "closed_by",
        "telecentres.StageEvent": "author",
        "telecentres.Telecentre": "phone email",
    },
    at_the_end=_("Your memberships of the past are erased, and your name on closures and steps; the closures and steps stay."),
)

FAULTS = Treatment(
    name="faults",
    title=_("What you report as broken"),
    what=_("What you wrote and when; your account, or your e-mail address if you leave one."),
    why=_("To have it repaired, and to tell you when it is."),
    basis=_("Legitimate interest: keeping the desks in order (article 6.1.f of the GDPR)."),
    kept=format_lazy(
        _("Until {days} days after the manager has dealt with it, then everything is deleted."),
        days=settings.TELECENTRES_KEEP_FAULTS.days,
    ),
    seen_by=_(
        "The managers of that telecentre, the agency and the administrators of the network. What you wrote is never published."
    ),
    fields={"telecentres.Fault": "text reported_at reporter reporter_email"},
    at_the_end=_("Your account and your address are taken off them; what is broken stays until it is repaired."),
)

HABITS = Treatment(
    name="habits",
    title=_("Where you live and work, if you say so"),
    what=_("Your commune, where you would work without the telecentre, and the commune of your employer."),
    why=_(
        "To show how far the centres are from you, and to count the kilometres that the network spares, for all people together."
    ),
    basis=_("Consent: you write it in your account, and empty it there whenever you like (article 6.1.a of the GDPR)."),
    kept=_("Until you empty it, at the latest as long as the account."),
    seen_by=_("You. The network sees sums only, never a person."),
    fields={"telecentres.Habits": "user home alternative employer_at mode"},
    at_the_end=_("Erased."),
)

INTERESTS = Treatment(
    name="interests",
    title=_("Who wants to know when a centre opens"),
    what=_("An e-mail address, the commune if you give it, and when you asked and confirmed."),
    why=_("To tell you about each step of that centre; counted, to show where a centre is wanted."),
    basis=_("Consent: you confirm by the link of a mail, and stop by the link of each mail (article 6.1.a of the GDPR)."),
    kept=format_lazy(
        _("{confirm} days if you do not confirm; else until you stop, at the latest {keep} days after the centre has opened."),
        confirm=settings.TELECENTRES_CONFIRM_INTEREST.days,
        keep=settings.TELECENTRES_KEEP_INTERESTS.days,
    ),
    seen_by=_("Nobody sees the addresses. Staff see numbers, and communes from five people on."),
    fields={"telecentres.Interest": "commune email asked_at confirmed_at"},
    at_the_end=_("Erased."),
)

INVITATIONS = Treatment(
    name="invitations",
    title=_("Who is invited to join the staff"),
    what=_("Name, e-mail address, role, telecentres and days; who wrote the invitation, when it was sent, used or withdrawn."),
    why=_("To open an account with the right role for who runs a centre or the network, and to say who let them in."),
    basis=LEGITIMATE,
    kept=format_lazy(
        _("{life} days if you do not answer; the record of it for {days} days more."),
        life=settings.TELECENTRES_INVITATION_LIFE.days,
        days=settings.TELECENTRES_KEEP_INVITATIONS.days,
    ),
    seen_by=_("The administrators of the network."),
    fields={
        "telecentres.Invitation": (
            "email name role telecentres since until invited_by created_at sent_at sendings expires_at used_at withdrawn_at user"
        )
    },
    at_the_end=_("Erased."),
)
