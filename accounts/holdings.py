"""What is kept about people who sign in, in the tables of this app, of the outbox below it, and of the packages used."""

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.personal_data import Treatment, about_nobody, register

CONTRACT = _("Contract: without these data the service asked for cannot be given (article 6.1.b of the GDPR).")
LEGITIMATE = _("Legitimate interest: the safety of the portal and of its users (article 6.1.f of the GDPR).")


def declare() -> None:
    register(ACCOUNT)
    register(SESSIONS)
    register(MAILS)
    register(STAFF_ACTS)
    about_nobody(
        {
            "dispatch.Message": "kind version state due_at expires_at next_try_at attempts owner claimed_at created_at sent_at",
            "dispatch.TaskRun": "task period outcome attempts owner started_at finished_at result error",
            "auth.Permission": "*",
            "auth.Group": "*",
            "contenttypes.ContentType": "*",
            "accounts.Sheet": "key about file_name head rows expires_at",
        }
    )


ACCOUNT = Treatment(
    name="account",
    title=_("Your account, if you make one"),
    what=_(
        "E-mail address, name, language, whether you want reminders, days of sign-up and last sign-in, rights in the "
        "administration; password and second "
        "factor where you set them (the password in a form that nobody can read back)."
    ),
    why=_("To know you when you come back, and to show you your own bookings and nobody else’s."),
    basis=CONTRACT,
    kept=_("As long as you keep the account. You can end it whenever you like, on the page of your account."),
    seen_by=_("You and the administrators of the network."),
    fields={
        "accounts.User": (
            "password last_login is_superuser is_staff is_active date_joined email name language wants_reminders groups "
            "user_permissions"
        ),
        "account.EmailAddress": "*",
        "account.EmailConfirmation": "*",
        "mfa.Authenticator": "*",
    },
    at_the_end=_("Name, e-mail address, password, second factor and rights are erased. A number without a name stays."),
)

SESSIONS = Treatment(
    name="sessions",
    title=_("Your visit and your sign-in"),
    what=_(
        "A random number in a cookie and what belongs to it: who is signed in, which bookings this browser may open. Sealed "
        "codes and links of the sign-in. Your network address, where a form may be sent only so many times."
    ),
    why=_("To keep you signed in from one page to the next, and robots out."),
    basis=LEGITIMATE,
    kept=_(
        "Two weeks for the visit, a week at most for codes and links, a day at most for the network address; each night "
        "what has run out is deleted."
    ),
    seen_by=_("Nobody: only the portal itself reads them."),
    fields={"sessions.Session": "*", "accounts.Letter": "key sealed expires_at"},
    at_the_end=_("You are signed out everywhere at once; what remains runs out within two weeks and opens nothing."),
)

MAILS = Treatment(
    name="mails",
    title=_("The mails that the portal sends you"),
    what=_("Your address, the subject and the text of each mail, when it left and whether your mail server took it."),
    why=_("To send confirmations and reminders, and to answer when you say that you never got one."),
    basis=CONTRACT,
    kept=format_lazy(
        _("{days} days after the mail was due; then address and text are erased. The text of sign-in codes is never kept."),
        days=settings.DISPATCH_KEEP_MAILS.days,
    ),
    seen_by=_("The administrators of the network."),
    fields={"dispatch.Message": "key recipient message_id subject source last_error"},
    at_the_end=format_lazy(
        _("Address and text of past mails are erased. Those that tell you of the end stay {days} days, to answer if you ask."),
        days=settings.DISPATCH_KEEP_MAILS.days,
    ),
)

STAFF_ACTS = Treatment(
    name="staff_acts",
    title=_("Who changed what"),
    what=_(
        "Which account changed a booking or a record of the administration, when, at which address of the site, "
        "from what to what, and the reason given."
    ),
    why=_("To be able to say who changed a booking or looked after a centre."),
    basis=LEGITIMATE,
    kept=format_lazy(_("{years} years, then the trace is deleted."), years=settings.ACCOUNTS_KEEP_STAFF_ACTS.days // 365),
    seen_by=_("The administrators of the network; for one record, the staff who may open it."),
    fields={"admin.LogEntry": "*", "pghistory.Context": "*", "accounts.Sheet": "user"},
    at_the_end=_("The traces stay for their three years, without your name: it must be possible to say what was done."),
)
