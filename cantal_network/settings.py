"""
The one settings file; what differs between machines comes from environment variables.

CANTAL_MODE says what this process is for: `production` (the default, and strict), `demonstration`
(`python3 run.py`: embedded servers, mails that go nowhere) or `test` (`python3 run.py test`).
"""

import os
from datetime import timedelta
from pathlib import Path

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent

# --- what this process is for ------------------------------------------------------------------

MODES = ("production", "demonstration", "test")
MODE = os.environ.get("CANTAL_MODE", "production")
if MODE not in MODES:
    raise ImproperlyConfigured(f"CANTAL_MODE is {MODE!r}; it must be one of: {', '.join(MODES)}.")
PRODUCTION = MODE == "production"
DEMONSTRATION = MODE == "demonstration"
TESTING = MODE == "test"

DEBUG = os.environ.get("DEBUG", "") == "1"
SECRET_KEY = os.environ.get("SECRET_KEY", "")
DATABASE_URL = os.environ.get("DATABASE_URL", "")
REDIS_URL = os.environ.get("REDIS_URL", "")
PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://localhost:8000").rstrip("/")

if PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured("DEBUG=1 shows the inside of the portal to everybody: unset it in production.")
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
        raise ImproperlyConfigured(
            "SECRET_KEY is missing or weak. Set it to 50 random characters or more, for example the output of: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    if not DATABASE_URL or not REDIS_URL:
        raise ImproperlyConfigured(
            "Production needs its own servers: set DATABASE_URL (PostgreSQL 15 or newer) and REDIS_URL. "
            "To try the portal with embedded servers, run: python3 run.py"
        )
    if "CANTAL_EMBEDDED" in os.environ:
        raise ImproperlyConfigured("The embedded servers are for trials: unset CANTAL_EMBEDDED in production.")
    if not PUBLIC_URL.startswith("https://"):
        raise ImproperlyConfigured("PUBLIC_URL must be the public https:// address of the portal.")

# --- the site ------------------------------------------------------------------------------------

ALLOWED_HOSTS = (
    os.environ.get("ALLOWED_HOSTS", "").split(",") if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
ROOT_URLCONF = "cantal_network.urls"
WSGI_APPLICATION = "cantal_network.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_NAME = "Cantal Network"
HELPDESK_PHONE = os.environ.get("HELPDESK_PHONE", "04 65 71 00 15")  # a number of the range reserved for fiction
HELPDESK_EMAIL = os.environ.get("HELPDESK_EMAIL", "aide@cantal-network.example")
# What the legal notice has to say of whoever runs the portal; what is empty shows as "to be completed by the operator".
OPERATOR = {
    "name": os.environ.get("OPERATOR_NAME", ""),
    "address": os.environ.get("OPERATOR_ADDRESS", ""),
    "registration": os.environ.get("OPERATOR_REGISTRATION", ""),  # SIRET number
    "director": os.environ.get("OPERATOR_DIRECTOR", ""),  # of the publication
    "privacy_contact": os.environ.get("OPERATOR_PRIVACY_CONTACT", ""),  # the data protection officer
    "host": os.environ.get("OPERATOR_HOST", ""),
    "host_address": os.environ.get("OPERATOR_HOST_ADDRESS", ""),
    "host_phone": os.environ.get("OPERATOR_HOST_PHONE", ""),
    "server_logs": os.environ.get("OPERATOR_SERVER_LOGS", ""),  # what the proxy notes and for how long
}

INSTALLED_APPS = [
    "accounts",
    "dispatch",
    "telecentres",
    "bookings",
    "jobs",
    "outreach",
    "observatory",
    "notices",
    "accounts.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "leaflet",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages; static files are compressed beforehand
    "accounts.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.StaffSessionMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cantal_network.discretion.DiscreetHistoryMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cantal_network.context.site",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- the database ----------------------------------------------------------------------------------

# Nothing may hold a lock for long: a forgotten transaction is cut, a waiting writer is told to try again.
DATABASE_LIMITS = "-c lock_timeout=3000 -c statement_timeout=10000 -c idle_in_transaction_session_timeout=15000"
DATABASES = {
    "default": {
        **dj_database_url.parse(DATABASE_URL or "postgres://portal@localhost/cantal_network"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    },
}
DATABASES["default"].setdefault("OPTIONS", {})["options"] = DATABASE_LIMITS

# Rate limits must hold across processes, so they are counted in the database, not in each process.
# Past MAX_ENTRIES a third of the live rows goes at random, limits in force included: keep far away from it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
    # What every page shows and hardly ever changes: each process remembers it for itself, no page pays a query.
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "TIMEOUT": 60},
}

# --- people ------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the tests sign in hundreds of times
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "bookings:list"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "accounts.sign_in_forms.SignInForm", "request_login_code": "accounts.sign_in_forms.CodeRequestForm"}
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.NameForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = int(
    timedelta(minutes=15).total_seconds()
)  # the mail leaves within a minute, people read it later
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True  # two weeks by either way in; staff sessions end earlier, see STAFF_SESSION_AGE
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SIGNUP_REDIRECT_URL = LOGIN_REDIRECT_URL
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "request_login_code": "20/m/ip,3/m/key,10/h/key",
    "signup": "10/m/ip,40/h/ip",
    "reset_password": "20/m/ip,3/m/key,10/h/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/10s/key",
    "booking": "30/m/ip",  # by visitors; a family behind one line books without meeting it
    "presence": "60/m/ip",  # at the door of a centre everybody comes over one line; references are not guessed at that pace
    "question": "5/m/ip,20/h/ip",  # to the help desk, which people read by hand
    "interest": "5/m/ip,20/h/ip",  # each may send a mail to an address that somebody typed
    "invitation": "10/m/ip,60/h/ip",  # by the link of a mail; a password that is refused is tried again
    "fault": "5/m/ip,20/h/ip",  # to the manager of a centre, who reads by hand as well
    "application": "10/m/ip,40/h/ip",  # to an employer, with a file; a job centre's room shares one line
    "lead": "5/m/ip,20/h/ip",  # each may send a mail to an address that somebody typed, and people call back
    "alert": "5/m/ip,20/h/ip",  # each may send a mail to an address that somebody typed
    "registration": "10/m/ip,60/h/ip",  # the same; a class that registers shares one line
    "move": "5/m/ip,20/h/ip",  # each may send a mail to an address that somebody typed
    "api": "300/m/ip",  # reading alone: a program that walks through all lists asks some dozens of times
    "door": "120/m/ip",  # a tablet at the door sends at once what it kept while the line was down
}
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=2).total_seconds())
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # telephones whose clock is half a minute wrong
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # browsers allow http://localhost
STAFF_SESSION_AGE = timedelta(hours=12)  # counted from the sign-in, however busy the person is
# How many of our own proxies add to X-Forwarded-For: rate limits count the address that the first of them saw.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "1" if PRODUCTION else "0"))

# --- language, time, French conventions ---------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Paris"

# --- static files ----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", BASE_DIR / "var" / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
PRIVATE_ROOT = Path(os.environ.get("PRIVATE_ROOT", BASE_DIR / "var" / "private"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What people send us, and no web server hands out: no address, and names that say nothing.
    "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    if TESTING
    else {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": {
            "production": "whitenoise.storage.CompressedManifestStaticFilesStorage",
            "demonstration": "cantal_network.storage.QuicklyCompressed",
            "test": "django.contrib.staticfiles.storage.StaticFilesStorage",
        }[MODE],
    },
}
WHITENOISE_USE_FINDERS = TESTING

# --- security ---------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
CSRF_FAILURE_VIEW = "notices.faults.form_expired"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # Django's default sets a cookie of its own
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- job offers ---------------------------------------------------------------------------------------------

JOBS_SECOND_READER = os.environ.get("JOBS_SECOND_READER", "") == "1"  # nobody publishes what they wrote themselves
JOBS_ARCHIVE_AFTER = timedelta(days=90)  # closed and answered that long, an offer leaves the lists of the administration

# --- the finder ---------------------------------------------------------------------------------------------

# Without a routing engine: the road is so much longer than the flight of a bird, at so many km/h on roads of the massif.
ROAD_FACTOR = 1.4
ROAD_KM_PER_HOUR = 50
TELECENTRES_KEEP_GAPS = timedelta(days=365)

# --- the map ------------------------------------------------------------------------------------------------

LEAFLET_CONFIG = {"TILES": [], "RESET_VIEW": False}  # by default the package asks an outside host for tiles

# --- mail ---------------------------------------------------------------------------------------------------

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend" if DEMONSTRATION else "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "") == "1"
EMAIL_TIMEOUT = 10  # Django's default waits for ever on a silent relay
# "I never got it" is asked within weeks; after a quarter the content and the address of a mail serve nobody.
DISPATCH_KEEP_MAILS = timedelta(days=90)
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Cantal Network <ne-pas-repondre@cantal-network.example>")

# --- how long people stay known: said on the page on personal data, kept by nightly tasks -----------------------

# Long enough to show what was held, paid or disputed in a season; then the day counts, and the person no longer does.
BOOKINGS_KEEP_VISITORS = timedelta(days=365)
BOOKINGS_ANSWER_REFERRALS = timedelta(days=3)  # until the end of that day: a weekend and a day, for somebody waits for the word
BOOKINGS_AWAIT_REFERRED = timedelta(days=30)  # for a booking at the centre that accepted; then the person is not coming
NOTICES_KEEP_QUESTIONS = timedelta(days=90)
# Long enough to see what breaks again at the same desk.
TELECENTRES_KEEP_FAULTS = timedelta(days=365)
# Who wanted to know when a centre opens: how long to say that the address is theirs, and how long after the last news.
TELECENTRES_CONFIRM_INTEREST = timedelta(days=7)
TELECENTRES_INVITATION_LIFE = timedelta(days=7)
TELECENTRES_KEEP_INVITATIONS = timedelta(days=365)
TELECENTRES_KEEP_INTERESTS = timedelta(days=30)
# Job offers. A refusal can be asked about for three months; a pool is for two years and with consent (CNIL, recruitment, 2023).
JOBS_KEEP_REFUSED = timedelta(days=91)
JOBS_KEEP_POOL = timedelta(days=730)
JOBS_KEEP_UNANSWERED = timedelta(days=365)  # then the silence is an answer, and told as one
JOBS_KEEP_HIRED = timedelta(days=13 * 30)  # the second question comes after a year
JOBS_CONFIRM_ALERT = timedelta(days=7)
# Events. A question after the event is answered within days; a proof of training is asked for when one applies for work.
OUTREACH_KEEP_NEEDS = timedelta(days=7)
OUTREACH_KEEP_REGISTRATIONS = timedelta(days=91)
OUTREACH_KEEP_CERTIFICATES = timedelta(days=5 * 365)
# Leads: three years from the last contact by the person (CNIL, management of commercial activities, 2022).
OUTREACH_KEEP_LEADS = timedelta(days=3 * 365)
OUTREACH_WARN_LEADS = timedelta(days=30)
# The observatory: with a month to spare, so that a year can be compared with the same people a year before.
OBSERVATORY_KEEP_PERSON = timedelta(days=396)
OBSERVATORY_CONFIRM_MOVE = timedelta(days=7)
# What staff did to records of others: as long as an internal inquiry may go back.
ACCOUNTS_KEEP_STAFF_ACTS = timedelta(days=3 * 365)

# --- logs: on the standard error of each process, where the service manager keeps them ---------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"without_secrets": {"()": "cantal_network.discretion.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}

# --- Celery: wake-ups only, every fact is a row in PostgreSQL -------------------------------------------------

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 2, "visibility_timeout": 600}
# Each task runs once per period, whoever calls it (dispatch/runs.py); hours are local wall time.
CELERY_BEAT_SCHEDULE = {
    # A confirmation is awaited in front of the screen: a quarter of a minute is not felt as a wait.
    "send-mails": {"task": "dispatch.tasks.send_mails", "schedule": timedelta(seconds=15)},
    # Each centre has its own hour, by default 18:00 on the day before: a reminder is at most five minutes late.
    "send-due-reminders": {"task": "bookings.tasks.send_due_reminders", "schedule": timedelta(minutes=5)},
    # A desk is released at most five minutes after its time of grace, in every centre that has set one.
    "settle-presence": {"task": "bookings.tasks.settle_presence", "schedule": timedelta(minutes=5)},
    # An offer that nobody takes goes to the next in line within a minute; a place freed by hand is offered at once.
    "settle-waiting": {"task": "bookings.tasks.settle_waiting", "schedule": timedelta(minutes=1)},
    # A request lapses at most five minutes after the centre's delay.
    "lapse-requests": {"task": "bookings.tasks.lapse_requests", "schedule": timedelta(minutes=5)},
    # Whoever was sent on waits for a word: an unanswered referral ends at most a quarter of an hour late.
    "settle-referrals": {"task": "bookings.tasks.settle_referrals", "schedule": timedelta(minutes=15)},
    # Before the doors open; whoever closes for snow at seven knows then whom it meets.
    "mail-days": {"task": "bookings.tasks.mail_days", "schedule": crontab(hour=6, minute=15)},
    # Takes up what an outage of beat or of a worker left undone; five minutes late is still the same morning.
    "catch-up": {"task": "dispatch.tasks.catch_up", "schedule": timedelta(minutes=5)},
    # Just after midnight: a membership ends with its last day.
    "withdraw-lapsed-rights": {"task": "telecentres.tasks.withdraw_lapsed_rights", "schedule": crontab(hour=0, minute=5)},
    # At night as well: what was asked in vain and not again for a year.
    "forget-gaps": {"task": "telecentres.tasks.forget_gaps", "schedule": crontab(hour=3, minute=40)},
    # At night, when nobody waits; 3:30 exists exactly once on the nights when the clocks change.
    "forget-old": {"task": "dispatch.tasks.forget_old", "schedule": crontab(hour=3, minute=30)},
    # The page on personal data promises these four; one after the other, so that each finds the disk free.
    "forget-traces": {"task": "accounts.tasks.forget_traces", "schedule": crontab(hour=3, minute=35)},
    "forget-visitors": {"task": "bookings.tasks.forget_visitors", "schedule": crontab(hour=3, minute=40)},
    "forget-questions": {"task": "notices.tasks.forget_questions", "schedule": crontab(hour=3, minute=45)},
    # A step of a centre to come is news, not an alarm.
    "announce-stages": {"task": "telecentres.tasks.announce_stages", "schedule": timedelta(minutes=10)},
    "forget-interests": {"task": "telecentres.tasks.forget_interests", "schedule": crontab(hour=3, minute=55)},
    # Job offers: an offer ends with its last day; mornings for what people answer, nights for what is forgotten.
    "expire-offers": {"task": "jobs.tasks.expire_offers", "schedule": crontab(hour=0, minute=10)},
    "remind-authors": {"task": "jobs.tasks.remind_authors", "schedule": crontab(hour=7, minute=30)},
    "nudge-answers": {"task": "jobs.tasks.nudge_answers", "schedule": crontab(hour=7, minute=35)},
    "tell-daily-alerts": {"task": "jobs.tasks.tell_daily_alerts", "schedule": crontab(hour=7, minute=0)},
    "tell-weekly-alerts": {"task": "jobs.tasks.tell_weekly_alerts", "schedule": crontab(day_of_week="mon", hour=7, minute=5)},
    "ask-outcomes": {"task": "jobs.tasks.ask_outcomes", "schedule": crontab(hour=9, minute=0)},
    "announce-end-of-pool": {"task": "jobs.tasks.announce_end_of_pool", "schedule": crontab(hour=9, minute=5)},
    "archive-offers": {"task": "jobs.tasks.archive_offers", "schedule": crontab(hour=4, minute=0)},
    "give-up-waiting": {"task": "jobs.tasks.give_up_waiting", "schedule": crontab(hour=9, minute=10)},
    "forget-applications": {"task": "jobs.tasks.forget_applications", "schedule": crontab(hour=4, minute=5)},
    "forget-alerts": {"task": "jobs.tasks.forget_alerts", "schedule": crontab(hour=4, minute=10)},
    "sweep-files": {"task": "jobs.tasks.sweep_files", "schedule": crontab(hour=4, minute=15)},
    # Leads: at night they get somebody who is there, and the dormant wake; people are written to by day.
    "reassign-leads": {"task": "outreach.tasks.reassign_leads", "schedule": crontab(hour=0, minute=15)},
    "wake-leads": {"task": "outreach.tasks.wake_leads", "schedule": crontab(hour=0, minute=20)},
    "tell-owners": {"task": "outreach.tasks.tell_owners", "schedule": crontab(day_of_week="mon", hour=7, minute=20)},
    "warn-leads": {"task": "outreach.tasks.warn_leads", "schedule": crontab(hour=9, minute=15)},
    "forget-leads": {"task": "outreach.tasks.forget_leads", "schedule": crontab(hour=4, minute=5)},
    # After the sweep of files and before anybody books: whoever runs the network reads in the morning what contradicts itself.
    "check-invariants": {"task": "dispatch.tasks.check_invariants", "schedule": crontab(hour=4, minute=30)},
    "forget-invitations": {"task": "telecentres.tasks.forget_invitations", "schedule": crontab(hour=3, minute=50)},
    # On the first, once the last evening of the month is over, and before the night looks for contradictions.
    "make-statements": {"task": "bookings.tasks.make_statements", "schedule": crontab(day_of_month="1", hour=4, minute=20)},
    # Events: what ended yesterday was held; a room is noted as used before a centre may release it, a quarter of an hour
    # after the start at the earliest; a closure for snow in the morning leaves the day to find another room.
    "close-events": {"task": "outreach.tasks.close_events", "schedule": crontab(hour=0, minute=20)},
    "note-arrivals": {"task": "outreach.tasks.note_arrivals", "schedule": timedelta(minutes=5)},
    "tell-of-lost-rooms": {"task": "outreach.tasks.tell_of_lost_rooms", "schedule": timedelta(minutes=10)},
    # Registrations: a place offered goes on within minutes, for the next in line have a time of their own to answer; reminders
    # from six in the evening, when people read; the night settles who came and forgets.
    "lapse-offers": {"task": "outreach.tasks.lapse_offers", "schedule": timedelta(minutes=5)},
    "remind-of-events": {"task": "outreach.tasks.remind_of_events", "schedule": timedelta(minutes=10)},
    "settle-attendance": {"task": "outreach.tasks.settle_attendance", "schedule": crontab(hour=3, minute=30)},
    "forget-registrations": {"task": "outreach.tasks.forget_registrations", "schedule": crontab(hour=4, minute=25)},
    # The observatory: the night of the first still notes who came on the last day of the month; by the second all is settled,
    # and what is then written down of the month is what everybody will ever read of it.
    "publish-month": {"task": "observatory.tasks.publish_month", "schedule": crontab(day_of_month="2", hour=5, minute=0)},
    "forget-moves": {"task": "observatory.tasks.forget_moves", "schedule": crontab(hour=4, minute=15)},
    "forget-faults": {"task": "telecentres.tasks.forget_faults", "schedule": crontab(hour=3, minute=50)},
    # The observatory: once the day is over and its arrivals are settled; 2:30 does not exist on one night of the year.
    "note-usage": {"task": "observatory.tasks.note_usage", "schedule": crontab(hour=1, minute=30)},
    "drop-person-keys": {"task": "observatory.tasks.drop_person_keys", "schedule": crontab(hour=3, minute=15)},
    # Reports: on the third, when centres have noted who came and the figures of the month are published; of the year two days
    # later. Asking writes rows; who asks by hand waits before the screen, so the makers look for rows every quarter of a minute.
    "ask-monthly-reports": {
        "task": "observatory.tasks.ask_monthly_reports",
        "schedule": crontab(day_of_month="3", hour=5, minute=30),
    },
    "ask-yearly-report": {
        "task": "observatory.tasks.ask_yearly_report",
        "schedule": crontab(month_of_year="1", day_of_month="5", hour=5, minute=30),
    },
    "make-reports": {"task": "observatory.tasks.make_reports", "schedule": timedelta(seconds=15)},
}
DISPATCH_KEEP_RUNS = timedelta(days=400)  # a year and a little, to compare with the same month of last year
