"""What work keeps about people: those who apply, those who search, and who wrote an offer."""

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.holdings import CONTRACT
from accounts.personal_data import EVERY_FIELD, Treatment, about_nobody, register


def declare() -> None:
    register(APPLICATIONS)
    register(ALERTS)
    register(WRITING)
    about_nobody(
        {
            "jobs.Employer": "name siret naf_version naf_code industry commune address website about is_example",
            "jobs.JobOffer": (
                "slug employer title rome_code description profile contract nature contract_months starts_on weekly_hours "
                "is_part_time_possible has_flexible_hours experience pay_min pay_max pay_unit pay_note positions filled_count "
                "work_mode commune telecentres days_at_telecentre features apply_by apply_url valid_through state "
                "wording_reason reasoned_words created_at updated_at published_at runs_from closed_at version is_example "
                "keywords plain_title search monthly_pay"
            ),
            "jobs.JobOfferEvent": EVERY_FIELD,
            "jobs.ApplicationEvent": EVERY_FIELD,
            "jobs.Application": "offer language key",
            "jobs.Alert": "language",
            "jobs.JobOutcome": "offer",
        }
    )


APPLICATIONS = Treatment(
    name="applications",
    title=_("Your applications"),
    what=_(
        "Your name, your e-mail address, what you wrote, your CV if you send one, the states of your application and when the "
        "employer opened it; once you are hired, whether you still do that work after 6 and 12 months. "
        "Nothing about health, disability, sex, age, family or origin is asked."
    ),
    why=_("To pass your application on to the employer, and to tell you what becomes of it."),
    basis=_("Steps before a contract that you asked for; to be kept longer: consent (article 6.1.b and a of the GDPR)."),
    kept=format_lazy(
        _(
            "Taken back: erased at once. Refused: {refused} days, to be able to explain it. Kept for other offers with your "
            "consent: {pool} days, you are told 30 days before. Hired: {hired} days, for two questions about the job. "
            "Without any answer: {unanswered} days, then we tell you so. Then only numbers stay."
        ),
        refused=settings.JOBS_KEEP_REFUSED.days,
        pool=settings.JOBS_KEEP_POOL.days,
        hired=settings.JOBS_KEEP_HIRED.days,
        unanswered=settings.JOBS_KEEP_UNANSWERED.days,
    ),
    seen_by=_("The employer of that offer by a link that ends, and the agency’s staff. Nobody else, telecentres included."),
    fields={
        "jobs.Application": (
            "reference name email message cv cv_kind state reason received_at passed_on_at passed_on_count read_at settled_at "
            "waits_since pool_consent_at version moves"
        ),
        "jobs.Opening": "application what opened_at",
        "jobs.JobOutcome": ("application hired_on asked_after_6_on asked_after_12_on is_there_after_6 is_there_after_12"),
    },
    at_the_end=_("Applications made with the address of your account are taken back and erased, their CVs too."),
)

ALERTS = Treatment(
    name="alerts",
    title=_("Your searches for job offers"),
    what=_("An e-mail address and what is searched for; when you asked and confirmed, and which offers the last mail told of."),
    why=_("To send you new offers. What you search for may say much about you: only the mails use it."),
    basis=_("Consent: you confirm by the link of a mail, and stop by the link of each mail (article 6.1.a of the GDPR)."),
    kept=format_lazy(
        _("{confirm} days if you do not confirm; else until you stop it. Then search and address are erased together."),
        confirm=settings.JOBS_CONFIRM_ALERT.days,
    ),
    seen_by=_("Nobody."),
    fields={"jobs.Alert": "email query rhythm asked_at confirmed_at told_until", "jobs.AlertRound": "alert number since until"},
    at_the_end=_("Erased."),
)

WRITING = Treatment(
    name="offers",
    title=_("Who wrote an offer, and whom to call"),
    what=_("Which member of the agency wrote or read an offer; the e-mail address and the telephone number for applications."),
    why=_("To remind the author before an offer ends, and to pass applications on."),
    basis=CONTRACT,
    kept=_("As long as the offer or the account."),
    seen_by=_("The agency’s staff; a telephone number is shown with the offer where people apply by telephone."),
    fields={"jobs.JobOffer": "author reader remark apply_phone", "jobs.Employer": "contact_email"},
    at_the_end=_("Your name is taken off the offers; the offers stay."),
)
