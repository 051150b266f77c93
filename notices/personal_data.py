"""What the notices keep about people: the questions they send."""

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.personal_data import Treatment, about_nobody, register


def declare() -> None:
    register(QUESTIONS)
    about_nobody(
        {
            "notices.AccessibilityDeclaration": (
                "state declared_on audited_on audited_by met_percent results technologies assistive_tools tools pages_tested"
            ),
            "notices.AccessibilityIssue": "declaration kind content criterion explanation",
            "notices.AccessibilityPlan": "first_year last_year adopted_on commitments organisation",
            "notices.PlannedAction": "plan year what state outcome",
            "notices.Question": "key language",
        }
    )


QUESTIONS = Treatment(
    name="questions",
    title=_("What you write to us"),
    what=_("Your name if you give it, your e-mail address, your message and when you sent it."),
    why=_("To answer you."),
    basis=_("Legitimate interest: answering whoever writes to us (article 6.1.f of the GDPR)."),
    kept=format_lazy(
        _("On the portal {days} days; in the help desk’s mailbox as long as the exchange lasts."),
        days=settings.NOTICES_KEEP_QUESTIONS.days,
    ),
    seen_by=_("The help desk."),
    fields={"notices.Question": "name email text written_at"},
    at_the_end=_("Messages sent from the address of your account are erased on the portal. Ask the help desk for its mailbox."),
)
