"""What the places keep about people: those who run them."""

from django.utils.translation import gettext_lazy as _

from accounts.holdings import CONTRACT
from accounts.personal_data import Treatment, about_nobody, register


def declare() -> None:
    register(RUNNING)
    about_nobody(
        {
            "telecentres.Territory": "kind code name postal_code population latitude longitude is_obsolete parents",
            "telecentres.Telecentre": (
                "name slug code commune stage stage_note address latitude longitude summary equipment access arrival "
                "acceslibre_url reminder_at source_url has_example_details"
            ),
            "telecentres.Workspace": (
                "telecentre code name kind seats parent row column equipment is_step_free has_adjustable_height is_quiet "
                "has_hearing_loop has_screen_reader parking_metres active_from active_until is_example"
            ),
            "telecentres.OpeningHours": "telecentre workspace weekday opens_at closes_at valid_from valid_until is_example",
            "telecentres.Closure": "telecentre workspace starts_at ends_at reason created_at",
            "telecentres.StageEvent": "telecentre stage planned_on reached_on note",
            "telecentres.Policy": (
                "telecentre kind granularity notice_minutes horizon_days longest_hours weekly_quota cancel_days_before cancel_at"
            ),
            "telecentres.Tariff": "telecentre kind unit price valid_from source_url is_example",
            "telecentres.Speciality": "name slug market description",
            "telecentres.TelecentreSpeciality": "telecentre speciality role since until note source_url is_example",
            "telecentres.Need": "name short_name slug speciality is_active is_frequent plain",
            "telecentres.NeedPhrase": "need text plain",
            "telecentres.Guide": "title need speciality telecentre audience body link source_url is_example",
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
)
