"""The offer, its states, and the history that a trigger writes."""

import secrets
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import cos, radians
from typing import Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, SearchVectorField
from django.core import signing
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import connection, models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Least
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override

from jobs.codes import ROME, Contract, Nature
from jobs.models.employer import Employer
from telecentres import words
from telecentres.models import Telecentre, Territory
from telecentres.models.need import Plain

LONGEST_RUN = timedelta(days=90)
RENEWAL = "jobs.renewal"
CENT = Decimal("0.01")
MOST_PAY = Decimal(500_000)


class Feature(models.TextChoices):
    """What the job offers, never what the person must be: people filter by these, and declare nothing about themselves."""

    EARLY_OR_LATE = "early_or_late", _("one chooses when the day begins")
    SCHOOL_HOURS = "school_hours", _("within school hours")
    FOUR_DAYS = "four_days", _("four days a week")
    HALF_DAYS = "half_days", _("half-days possible")
    STEP_FREE = "step_free", _("step-free workplace")
    ADJUSTABLE_DESK = "adjustable_desk", _("desk of adjustable height")
    QUIET = "quiet", _("quiet workplace")
    HEARING_LOOP = "hearing_loop", _("hearing loop")
    WRITTEN_ONLY = "written_only", _("no telephone: everything in writing")
    SCREEN_READER = "screen_reader", _("tools that work with a screen reader")
    NO_CAR = "no_car", _("no car needed")
    NO_TRAVEL = "no_travel", _("no business trips")
    EQUIPMENT_LENT = "equipment_lent", _("equipment lent")
    TELECENTRE_PAID = "telecentre_paid", _("the employer pays for the telecentre")
    GUIDED_START = "guided_start", _("accompanied start")
    TRAINING = "training", _("training included")
    BUDDY = "buddy", _("a colleague to turn to")

    @classmethod
    def families(cls) -> list[tuple[str, list["Feature"]]]:
        """By what they are about, in the order of pages."""
        return [
            (_("Schedule"), [cls.EARLY_OR_LATE, cls.SCHOOL_HOURS, cls.FOUR_DAYS, cls.HALF_DAYS]),
            (
                _("The workplace"),
                [cls.STEP_FREE, cls.ADJUSTABLE_DESK, cls.QUIET, cls.HEARING_LOOP, cls.WRITTEN_ONLY, cls.SCREEN_READER],
            ),
            (_("Distance"), [cls.NO_CAR, cls.NO_TRAVEL, cls.EQUIPMENT_LENT, cls.TELECENTRE_PAID]),
            (_("Support"), [cls.GUIDED_START, cls.TRAINING, cls.BUDDY]),
        ]


class JobOfferQuerySet(models.QuerySet["JobOffer"]):
    def published(self) -> Self:
        """Also where the nightly task that closes them is late: after its last day an offer is shown to nobody."""
        return self.filter(state=JobOffer.State.PUBLISHED, valid_through__gte=timezone.localdate())

    def once_public(self) -> Self:
        """Published, or over: their page says which."""
        return self.exclude(state__in=JobOffer.State.unpublished()).filter(published_at__isnull=False)

    def for_pages(self) -> Self:
        """Brings what cards and pages show."""
        centres = Telecentre.objects.public().select_related("commune").order_by("name")
        return self.select_related("employer__commune", "commune").prefetch_related(models.Prefetch("telecentres", centres))

    def doable_at(self, telecentre: Telecentre) -> Self:
        return self.filter(telecentres=telecentre)

    def with_words(self, typed: str) -> Self:
        """
        Offers in which what somebody typed stands, with `fit`, the best first.

        French words by their stem, without accents, as PostgreSQL's full-text search has them; beside it, titles and jobs
        in which a word stands that is nearly one of those typed (likeness of three-letter groups, see `Plain`).
        """
        plain = Plain(Value(typed))
        query = SearchQuery(plain, config="french", search_type="websearch")
        near = [Q(plain_title__trigram_word_similar=word) for word in typed.lower().split() if len(word) > 3][:8]
        if not _says_something(typed):
            return self.annotate(fit=Value(0.0))  # "de la": words that every text has
        exact = self.filter(search=query)
        # A slip of the pen is looked for only where the words as they stand find nothing: it costs more, and finds strangers.
        found = exact if exact.exists() or not near else self.filter(Q(*near, _connector=Q.OR))
        return found.annotate(fit=SearchRank(F("search"), query))

    def with_distance(self, start: Territory) -> Self:
        """
        Brings `flight`, the square of the way from a commune to the nearest place of the job, in degrees of latitude.

        On a flat map that is true enough within a region. Without a place (fully remote) it is nought.
        """
        narrow = cos(radians(start.latitude)) ** 2

        def squared(prefix: str) -> models.Expression:
            north, east = F(f"{prefix}latitude") - start.latitude, F(f"{prefix}longitude") - start.longitude
            return Cast(north * north + east * east * narrow, models.FloatField())

        centres = (
            Telecentre.objects.open().filter(offers=OuterRef("pk")).order_by().annotate(flight=squared("")).order_by("flight")
        ).values("flight")[:1]
        remote = Q(work_mode=JobOffer.WorkMode.FULLY_REMOTE)
        return self.annotate(
            flight=Case(
                When(remote, then=Value(0.0)),
                When(Q(work_mode=JobOffer.WorkMode.ONSITE), then=squared("commune__")),
                default=Least(squared("commune__"), Subquery(centres)),
                output_field=models.FloatField(),
            )
        )

    def of_renewal_token(self, token: str) -> "JobOffer | None":
        """Which offer the link of a reminder renews; None once its last day is another one, or for a token that is not ours."""
        try:
            key, day = signing.loads(token, salt=RENEWAL)
        except (signing.BadSignature, TypeError, ValueError):
            return None
        states = [JobOffer.State.PUBLISHED, JobOffer.State.EXPIRED]
        return self.select_related("employer", "commune").filter(pk=key, valid_through=day, state__in=states).first()

    def expired(self, today: date) -> Self:
        """Published, and their last day is over."""
        return self.filter(state=JobOffer.State.PUBLISHED, valid_through__lt=today)

    def expiring(self, today: date, *, within: timedelta) -> Self:
        return self.published().filter(valid_through__gte=today, valid_through__lte=today + within)

    def to_read(self) -> Self:
        return self.filter(state=JobOffer.State.IN_REVIEW)

    def at_suspended_centres(self) -> Self:
        """Published, and one of their centres takes no bookings any more: somebody has to look at them."""
        gone = Telecentre.objects.filter(offers=OuterRef("pk"), stage__in=["suspended", "closed", "abandoned"])
        return self.published().exclude(work_mode=JobOffer.WorkMode.ONSITE).filter(Exists(gone))

    def closed_before(self, moment: datetime) -> Self:
        return self.filter(state__in=JobOffer.State.closed(), closed_at__lt=moment)


def _says_something(typed: str) -> bool:
    """Whether anything is left of some words once PostgreSQL has taken out those that every French text has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT numnode(websearch_to_tsquery('french', telecentres_plain(%s)))", [typed])
        return cursor.fetchone()[0] > 0


class JobOffer(models.Model):
    """Work that somebody offers, described by what the job is, published by the agency for ninety days at most."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("to be read again")
        PUBLISHED = "published", _("published")
        FILLED = "filled", _("filled")
        EXPIRED = "expired", _("expired")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ARCHIVED = "archived", _("archived")

        @classmethod
        def unpublished(cls) -> list["JobOffer.State"]:
            return [cls.DRAFT, cls.IN_REVIEW]

        @classmethod
        def closed(cls) -> list["JobOffer.State"]:
            """Over, and not yet put away."""
            return [cls.FILLED, cls.EXPIRED, cls.WITHDRAWN]

    class WorkMode(models.TextChoices):
        ONSITE = "onsite", _("at the employer’s")
        TELECENTRE = "telecentre", _("at a telecentre")
        HYBRID = "hybrid", _("partly at a telecentre")
        FULLY_REMOTE = "fully_remote", _("fully remote")

        @classmethod
        def at_telecentres(cls) -> list["JobOffer.WorkMode"]:
            """These name the centres where the work is done."""
            return [cls.TELECENTRE, cls.HYBRID]

    class PayUnit(models.TextChoices):
        HOUR = "hour", _("gross per hour")
        MONTH = "month", _("gross per month")
        YEAR = "year", _("gross per year")

    class Experience(models.TextChoices):
        """`experienceExige` of France Travail."""

        BEGINNER = "D", _("beginners welcome")
        WISHED = "S", _("experience wished")
        REQUIRED = "E", _("experience required")

    class ApplyBy(models.TextChoices):
        PORTAL = "portal", _("by the form of this portal")
        LINK = "link", _("at an address of the employer")
        PHONE = "phone", _("by telephone")

    slug = models.SlugField(_("address on the site"), max_length=110, unique=True, editable=False)
    employer = models.ForeignKey(Employer, models.PROTECT, verbose_name=_("employer"), related_name="offers")
    title = models.CharField(
        _("title"),
        max_length=90,
        help_text=_("The name of the job alone, in both forms: “Développeur ou développeuse web”. No salary, no place."),
    )
    rome_code = models.CharField(
        _("ROME code"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^[A-N]\d{4}$", _("A letter from A to N and four digits: M1203."), code="rome")],
        help_text=_("Of the French list of jobs; type a word, the list proposes."),
    )
    description = models.TextField(
        _("the work"),
        blank=True,
        max_length=6000,
        help_text=_("Who one works for and what one does. A line that begins with - is a point."),
    )
    profile = models.TextField(
        _("what is asked for"), blank=True, max_length=3000, help_text=_("Skills and experience, never what somebody is.")
    )

    contract = models.CharField(_("contract"), max_length=3, choices=Contract, default=Contract.CDI)
    nature = models.CharField(_("nature of the contract"), max_length=2, choices=Nature, default=Nature.WORK)
    contract_months = models.PositiveSmallIntegerField(
        _("length in months"), null=True, blank=True, help_text=_("Of a contract that ends by itself.")
    )
    starts_on = models.DateField(_("begins on"), null=True, blank=True, help_text=_("Empty: as soon as possible."))
    weekly_hours = models.DecimalField(
        _("hours a week"),
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(1)), MaxValueValidator(Decimal(48))],
    )
    is_part_time_possible = models.BooleanField(_("part time possible"), default=False)
    has_flexible_hours = models.BooleanField(_("flexible hours"), default=False)
    experience = models.CharField(_("experience"), max_length=1, choices=Experience, default=Experience.BEGINNER)
    pay_min = models.DecimalField(
        _("pay from, in euros"), max_digits=9, decimal_places=2, null=True, blank=True, validators=[MaxValueValidator(MOST_PAY)]
    )
    pay_max = models.DecimalField(
        _("to, in euros"), max_digits=9, decimal_places=2, null=True, blank=True, validators=[MaxValueValidator(MOST_PAY)]
    )
    pay_unit = models.CharField(_("unit of the pay"), max_length=5, choices=PayUnit, default=PayUnit.MONTH)
    pay_note = models.CharField(
        _("beside the pay"), max_length=120, blank=True, help_text=_("For example: 13th month, meal vouchers.")
    )
    positions = models.PositiveSmallIntegerField(_("positions"), default=1, validators=[MinValueValidator(1)])
    filled_count = models.PositiveSmallIntegerField(_("of these filled"), default=0)

    work_mode = models.CharField(_("where the work is done"), max_length=12, choices=WorkMode, default=WorkMode.TELECENTRE)
    commune = models.ForeignKey(
        Territory,
        models.PROTECT,
        verbose_name=_("commune of the workplace"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Where one would work without the telecentre. Empty only where the job is fully remote."),
    )
    telecentres = models.ManyToManyField(
        Telecentre, verbose_name=_("telecentres where it can be done"), related_name="offers", blank=True
    )
    days_at_telecentre = models.PositiveSmallIntegerField(
        _("days a week at the telecentre"), null=True, blank=True, validators=[MaxValueValidator(6)]
    )
    features = ArrayField(
        models.CharField(max_length=20, choices=Feature), verbose_name=_("features of the job"), default=list, blank=True
    )

    apply_by = models.CharField(_("how to apply"), max_length=6, choices=ApplyBy, default=ApplyBy.PORTAL)
    apply_url = models.URLField(_("address for applications"), blank=True)
    apply_phone = models.CharField(_("telephone for applications"), max_length=20, blank=True)
    valid_through = models.DateField(_("last day"), null=True, blank=True, help_text=_("At most 90 days from publication."))

    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("author"),
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("second reader"),
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    remark = models.CharField(_("remark of the reader"), max_length=300, blank=True, editable=False)
    wording_reason = models.CharField(
        _("why a doubtful wording stays"), max_length=300, blank=True, editable=False, help_text=_("Written at publication.")
    )
    # The words that the reason was given for: it says nothing of those that come in later.
    reasoned_words = ArrayField(models.TextField(), default=list, blank=True, editable=False)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed at"), auto_now=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    runs_from = models.DateField(_("runs from"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    is_example = models.BooleanField(_("is an example"), default=False)

    keywords = models.TextField(editable=False, default="", blank=True)
    plain_title = models.GeneratedField(expression=Plain("title"), output_field=models.TextField(), db_persist=True)
    search = models.GeneratedField(
        expression=SearchVector(Plain("title"), weight="A", config="french")
        + SearchVector(Plain("keywords"), weight="B", config="french")
        + SearchVector(Plain("description"), Plain("profile"), weight="C", config="french"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    monthly_pay = models.GeneratedField(
        expression=Case(
            When(pay_unit="hour", then=F("pay_min") * F("weekly_hours") * 52 / 12),
            When(pay_unit="year", then=F("pay_min") / 12),
            default=F("pay_min"),
        ),
        output_field=models.DecimalField(max_digits=11, decimal_places=2),
        db_persist=True,
    )

    objects = JobOfferQuerySet.as_manager()
    pending_telecentres: "list[Telecentre] | None" = None  # chosen in a form that is not saved yet

    class Meta:
        verbose_name = _("job offer")
        verbose_name_plural = _("job offers")
        ordering = ["-created_at"]
        indexes = [
            GinIndex(fields=["search"], name="jobs_offer_search"),
            GinIndex(fields=["plain_title"], opclasses=["gin_trgm_ops"], name="jobs_offer_title"),
            models.Index(fields=["-published_at"], condition=Q(state="published"), name="jobs_offer_latest"),
            models.Index(fields=["valid_through"], condition=Q(state="published"), name="jobs_offer_ends"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(pay_min__isnull=True, pay_max__isnull=True)
                | Q(pay_min__isnull=False, pay_max__isnull=False, pay_min__gt=0, pay_max__gte=F("pay_min")),
                name="jobs_offer_pay",
                violation_error_message=_("Give both ends of the pay, the lower one first."),
            ),
            models.CheckConstraint(
                condition=Q(positions__gte=1, filled_count__lte=F("positions")),
                name="jobs_offer_positions",
                violation_error_message=_("No more positions can be filled than there are."),
            ),
            models.CheckConstraint(condition=~Q(state="filled") | Q(filled_count=F("positions")), name="jobs_offer_filled"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(filled_count__lt=F("positions")), name="jobs_offer_still_open"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_review"])
                | Q(state__in=["withdrawn", "archived"], published_at=None)
                | Q(
                    published_at__isnull=False,
                    valid_through__isnull=False,
                    runs_from__isnull=False,
                    pay_min__isnull=False,
                    weekly_hours__isnull=False,
                ),
                name="jobs_offer_complete",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_review"])
                | Q(runs_from=None)
                | Q(valid_through__gte=F("runs_from"), valid_through__lte=F("runs_from") + LONGEST_RUN),
                name="jobs_offer_run",
                violation_error_message=_("An offer runs for ninety days at most."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_review"]) | Q(work_mode="fully_remote") | Q(commune__isnull=False),
                name="jobs_offer_place",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, state__in=["draft", "in_review", "published"])
                | Q(closed_at__isnull=False, state__in=["filled", "expired", "withdrawn", "archived"]),
                name="jobs_offer_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("jobs:detail", args=[self.slug])

    def save(self, *args, **kwargs) -> None:
        """The address follows the title until somebody may have kept it; the words one may search by follow the rest."""
        stem = slugify(self.title)[:100]
        if not self.slug or (self.published_at is None and self.slug.rpartition("-")[0] != stem):
            self.slug = f"{stem}-{secrets.token_hex(3)}"
        self.keywords = self._keywords()
        super().save(*args, **kwargs)

    def _keywords(self) -> str:
        """In French, the language of the search: job, employer, places, contract and way of working."""
        centres = self.telecentres.values_list("name", flat=True) if self.pk else []
        with override("fr"):
            said = [self.rome_label, self.employer.name, self.employer.industry, self.employer.commune.name]
            said += [self.commune.name if self.commune else "", *centres, Contract(self.contract).short]
            said += [self.get_contract_display(), self.get_work_mode_display()]
            said += ["télétravail"] if self.work_mode != self.WorkMode.ONSITE else []
            return " ".join(map(str, said))

    @property
    def renewal_url(self) -> str:
        """Lets the author's mail renew the offer without a sign-in; it holds for this last day alone."""
        return reverse("jobs:renew", args=[signing.dumps([self.pk, str(self.valid_through)], salt=RENEWAL)])

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_over(self) -> bool:
        """Its last day has passed, whether or not the nightly task has said so."""
        return self.valid_through is not None and self.valid_through < timezone.localdate()

    @property
    def is_shown(self) -> bool:
        return self.is_published and not self.is_over

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_filled(self) -> bool:
        return self.open_positions < 1

    @property
    def open_telecentres(self) -> list[Telecentre]:
        """Where the work can be done now; nowhere but at the employer's for work on site. Those that `for_pages` brought."""
        return [] if self.work_mode == self.WorkMode.ONSITE else [one for one in self.telecentres.all() if one.is_open]

    @property
    def rome_label(self) -> str:
        """In French, as the list has it; empty for a code that is not on the short list."""
        return ROME.get(self.rome_code, "")

    @property
    def open_positions(self) -> int:
        return self.positions - self.filled_count

    @property
    def is_remote(self) -> bool:
        return self.work_mode == self.WorkMode.FULLY_REMOTE

    @property
    def is_at_telecentres(self) -> bool:
        return self.work_mode in self.WorkMode.at_telecentres()

    @property
    def is_part_time(self) -> bool:
        """Below the legal week of 35 hours."""
        return self.weekly_hours is not None and self.weekly_hours < 35

    @property
    def has_open_telecentre(self) -> bool:
        """Among those chosen, saved or not."""
        chosen = self.telecentres.all() if self.pending_telecentres is None else self.pending_telecentres
        return any(centre.is_open for centre in chosen)

    @property
    def takes_applications_here(self) -> bool:
        return self.is_shown and self.apply_by == self.ApplyBy.PORTAL

    @property
    def pay_words(self) -> str:
        """ "2 150 – 2 400 €", "11,90 – 12,60 €"; one number where both ends are the same."""
        if self.pay_min is None or self.pay_max is None:
            return ""
        ends = [self.pay_min, self.pay_max] if self.pay_min != self.pay_max else [self.pay_min]
        are_whole = all(end == end.to_integral() for end in ends)
        numbers = [words.number_words(_bare(end) if are_whole else end.quantize(CENT)) for end in ends]
        return f"{words.FIXED}– ".join(numbers) + f"{words.FIXED}€"

    @property
    def hours_words(self) -> str:
        """ "35 h", "17,5 h"; empty where it is not said yet."""
        return f"{words.number_words(_bare(self.weekly_hours))}{words.FIXED}h" if self.weekly_hours is not None else ""

    @property
    def mode_words(self) -> str:
        """Where one works, with the number of days where it is known: "3 days a week at the telecentre"."""
        if self.work_mode == self.WorkMode.HYBRID and self.days_at_telecentre:
            said = ngettext(
                "%(count)s day a week at the telecentre", "%(count)s days a week at the telecentre", self.days_at_telecentre
            )
            return said % {"count": self.days_at_telecentre}
        return str(self.get_work_mode_display())

    @property
    def contract_words(self) -> str:
        """ "CDI", "CDD, 9 mois"."""
        short = Contract(self.contract).short
        if not self.contract_months:
            return short
        months = ngettext("%(count)s month", "%(count)s months", self.contract_months) % {"count": self.contract_months}
        return f"{short}, {months}"

    @property
    def traits(self) -> list[str]:
        """What the card says in a few words each, after contract, hours and place."""
        found = [self.contract_words, self.hours_words]
        if self.has_flexible_hours:
            found.append(_("flexible hours"))
        if self.is_part_time_possible:
            found.append(_("part time possible"))
        found.append(self.mode_words)
        return [str(one) for one in found if one]

    @property
    def feature_labels(self) -> list[str]:
        """In the order of the list; a code that the list does not know any more is left out."""
        return [str(one.label) for one in Feature if one.value in self.features]

    @property
    def feature_groups(self) -> list[tuple[str, list[str]]]:
        groups = [(name, [str(one.label) for one in some if one.value in self.features]) for name, some in Feature.families()]
        return [(name, labels) for name, labels in groups if labels]

    def story(self) -> list[tuple[str, "JobOfferEvent"]]:
        """What happened to the offer, in words, in order of time."""
        events = list(self.history.all())
        return [(event.words(before), event) for before, event in zip([None, *events], events, strict=False)]


def _bare(number: Decimal) -> Decimal:
    """Without noughts after the point, and never in powers of ten."""
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()


class JobOfferEvent(
    pghistory.create_event_model(
        JobOffer,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        fields=["state", "valid_through", "filled_count", "version"],
        obj_field=pghistory.ObjForeignKey(related_name="history"),
    )
):
    """
    A state that an offer had, since when and by whose hand.

    Written by a trigger, so that bulk writes leave their trace too. It holds no name and no free text.
    """

    class Meta:
        verbose_name = _("change of an offer")
        verbose_name_plural = _("changes of offers")
        ordering = ["pgh_id"]

    def words(self, before: "JobOfferEvent | None") -> str:
        """What this change did, told from the one before it."""
        if before is None:
            return _("Written")
        if self.state != before.state:
            return capfirst(JobOffer.State(self.state).label)
        if self.filled_count != before.filled_count:
            return _("One more position filled")
        if self.valid_through != before.valid_through and self.state == JobOffer.State.PUBLISHED:
            return _("Renewed")
        return _("Changed")
