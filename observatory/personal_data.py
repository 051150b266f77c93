"""What the observatory keeps about people: attended bookings for a time, and moves that people declared."""

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.holdings import LEGITIMATE
from accounts.personal_data import Treatment, about_nobody, register


def declare() -> None:
    register(USAGE)
    register(MOVES)
    register(ASKING)
    register(SUBSCRIBING)
    about_nobody(
        {
            "observatory.FactorSet": "version published_on source note",
            "observatory.Factor": "edition mode kg_per_km note",
            "observatory.UsageFact": "month telecentre kind places hours factors",
            "observatory.OfficialFigure": "series territory first_year last_year value source quality read_on",
            "observatory.Investment": (
                "territory telecentre kind is_monthly spent_on ends_on amount payer purpose source is_example"
            ),
            "observatory.Benefit": (
                "territory telecentre kind nature is_monthly begins_on ends_on low central high starts_at_percent "
                "full_after_months formula left_out_because source is_example"
            ),
            "observatory.Publication": "indicator scope first last figure exact digest published_at",
            "observatory.MovePledge": "language key is_example",
            "observatory.Subscriber": "territory language key",
            "observatory.Report": (
                "kind scope first last revision state progress attempts owner error is_for_all inputs inputs_digest figures "
                "figures_digest asked_at started_at made_at is_example"
            ),
        }
    )


USAGE = Treatment(
    name="usage",
    title=_("What your days at a telecentre changed"),
    what=_(
        "Of each day that you came: the centre, the hours, the intercommunality or département of your home and what you would "
        "have done instead, if you said it in your profile, and the way that was spared."
    ),
    why=_("To measure what the network does, in numbers that name nobody."),
    basis=LEGITIMATE,
    kept=format_lazy(
        _(
            "{months} months from the end of the month of the visit, with a key that tells people apart; then without it, as "
            "numbers."
        ),
        months=settings.OBSERVATORY_KEEP_PERSON.days // 30,
    ),
    seen_by=_("Nobody: only sums of five people or more are shown."),
    fields={"observatory.UsageFact": "booking person home alternative mode km minutes co2_low co2_high"},
    at_the_end=_(
        "The key is taken off at once, the tie to your booking two months after the visit; the numbers stay, without you."
    ),
)

MOVES = Treatment(
    name="moves",
    title=_("A move that you declared"),
    what=_("Your e-mail address, from where to where you moved, in which month, and with how many people."),
    why=_("To measure how many people come to the Cantal and leave it. Nothing else is done with it."),
    basis=_("Consent, given for this alone, which you can take back at any time (article 6.1.a of the GDPR)."),
    kept=format_lazy(
        _(
            "Your address: {months} months; {days} days if you do not confirm it, and all is erased. Then the numbers stay, "
            "without you."
        ),
        months=settings.OBSERVATORY_KEEP_PERSON.days // 30,
        days=settings.OBSERVATORY_CONFIRM_MOVE.days,
    ),
    seen_by=_("Nobody: only sums of eleven people or more are shown by origin."),
    fields={
        "observatory.MovePledge": (
            "email direction previous new is_urban month persons telecentre consent_text declared_at confirmed_at"
        )
    },
    at_the_end=_("The declaration is erased, and no longer counted."),
)

ASKING = Treatment(
    name="reports_asked",
    title=_("Who asked for a report"),
    what=_("Which account of the staff asked for a report."),
    why=_("To tell them when it is ready."),
    basis=LEGITIMATE,
    kept=_("As long as the report or the account."),
    seen_by=_("The agency’s staff."),
    fields={"observatory.Report": "asked_by"},
    at_the_end=_("Your name is taken off; the report stays."),
)

SUBSCRIBING = Treatment(
    name="report_recipients",
    title=_("Reports that you get by mail"),
    what=_("Your name, your e-mail address, the territory whose reports you get, and when and how you agreed."),
    why=_("To send you the reports on what the network does in your territory."),
    basis=_("Consent, which you can take back at any time by the link at the end of each mail (article 6.1.a of the GDPR)."),
    kept=_("Until you end it, or the agency takes you off the list."),
    seen_by=_("The agency’s staff."),
    fields={"observatory.Subscriber": "email name agreed_on agreement"},
    at_the_end=_("You are taken off the list at once."),
)
