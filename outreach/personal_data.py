"""What outreach keeps about people: who registers for events, who may come to live here, and who wrote and noted what."""

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.holdings import CONTRACT, LEGITIMATE
from accounts.personal_data import EVERY_FIELD, Treatment, about_nobody, register

CONSENT = _("Consent, which you can take back at any time (article 6.1.a of the GDPR).")


def declare() -> None:
    register(REGISTRATIONS)
    register(LEADS)
    register(WRITING)
    about_nobody(
        {
            "outreach.Campaign": (
                "title objective audience territory begins_on ends_on budget_planned budget_spent outcome is_example"
            ),
            "outreach.Indicator": "campaign kind name planned counted",
            "outreach.Event": (
                "slug campaign kind audience title summary description theme language mode telecentre room place_name "
                "place_address commune online_url moved_online_at accessibility starts_at ends_at previous_starts capacity "
                "waiting_capacity registration_opens_at registration_closes_at price hours_certified state reason created_at "
                "updated_at published_at version entries is_example"
            ),
            "outreach.EventSession": "event title starts_at ends_at booking",
            "outreach.EventHistory": EVERY_FIELD,
            "outreach.RegistrationHistory": EVERY_FIELD,
            "outreach.LeadHistory": EVERY_FIELD,
            "outreach.Registration": "event language key version",
            "outreach.Door": "event name token_hash made_at revoked_at",
            "outreach.DoorNote": "key door",
            "outreach.Answer": "event useful organised comment answered_on ticket",
            "outreach.Lead": "language key version is_example",
            "outreach.Interaction": "key",
            "outreach.Mailing": (
                "campaign subject text stages sources projects telecentre state created_at sent_at recipients_count is_example"
            ),
        }
    )


REGISTRATIONS = Treatment(
    name="registrations",
    title=_("Your registrations for events"),
    what=_(
        "Your name, your e-mail address, what you need to take part if you say it, the states of your registration, at which "
        "sessions you were, and the reference of your certificate. What you say of the event afterwards is tied to nobody."
    ),
    why=_("To keep your place, to tell you what changes, and to certify that you came."),
    basis=CONTRACT,
    kept=format_lazy(
        _(
            "What you need to take part: {need} days after the event. Your name and address: {registration} days after it; after "
            "a training {training} days, for your certificate. Then only numbers stay."
        ),
        need=settings.OUTREACH_KEEP_NEEDS.days,
        registration=settings.OUTREACH_KEEP_REGISTRATIONS.days,
        training=settings.OUTREACH_KEEP_CERTIFICATES.days,
    ),
    seen_by=_("The agency’s staff, and who runs the telecentre where the event takes place."),
    fields={
        "outreach.Registration": (
            "reference name email need source state asked_at confirmed_at waiting_since entry offered_until cancelled_at "
            "certificate certified_at"
        ),
        "outreach.Attendance": "registration session arrived_at",
        "outreach.DoorNote": "registration session received_at",
    },
    at_the_end=_("Your places at coming events are given back; name, address and needs are erased, certificates with them."),
)

LEADS = Treatment(
    name="leads",
    title=_("Your project to come and live or work here"),
    what=_(
        "Name, e-mail address, telephone if you give it; where you live, your project, the number of people in your household, "
        "when you mean to come, whether your partner looks for work; where you heard of us, what was said, the steps reached."
    ),
    why=_("To accompany you until you have a desk, work or a home here; with your consent, to send you news."),
    basis=CONSENT,
    kept=format_lazy(
        _("{years} years after your own last contact; you are told {days} days before. Then only numbers stay."),
        years=settings.OUTREACH_KEEP_LEADS.days // 365,
        days=settings.OUTREACH_WARN_LEADS.days,
    ),
    seen_by=_("The agency’s staff. No telecentre, unless you book there."),
    fields={
        "outreach.Lead": (
            "reference name email phone source event offer telecentre campaign home project household_size horizon "
            "partner_needs_job message stage stage_since owner next_action next_action_on lost_reason job_found trial visit_on "
            "settled_on here_at_3_months here_at_12_months created_at last_contact_at consent_text consent_at "
            "news_asked_at news_consent_at news_ended_at warned_at"
        ),
        "outreach.Interaction": "lead kind direction happened_on text noted_at by",
    },
    at_the_end=_("Your project is erased, with all that was said. The steps it reached stay as numbers, without you."),
)

WRITING = Treatment(
    name="outreach_writing",
    title=_("Who wrote events and mailings"),
    what=_("Which account of the staff wrote an event or a mailing, or set up the tablet at a door."),
    why=_("To know whom to ask."),
    basis=LEGITIMATE,
    kept=_("As long as the event, the mailing or the account."),
    seen_by=_("The agency’s staff."),
    fields={"outreach.Event": "author", "outreach.Mailing": "author", "outreach.Door": "made_by"},
    at_the_end=_("Your name is taken off; events and mailings stay."),
)
