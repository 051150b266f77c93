"""What people need for their telework, in their words: needs, other words for them, guides, and what nobody could answer."""

from datetime import date, datetime
from itertools import chain, count
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Now
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from telecentres.models.centre import Telecentre
from telecentres.models.scope import OfTelecentreQuerySet
from telecentres.models.speciality import Speciality, TelecentreSpeciality


class Plain(models.Func):
    """Without accents and capitals. The function comes with a migration: PostgreSQL's own `unaccent` cannot be indexed."""

    function = "telecentres_plain"
    output_field = models.TextField()


class ArrayOf(models.Func):
    """Several numbers in one column."""

    template = "ARRAY[%(expressions)s]"
    output_field = ArrayField(models.FloatField())


class WordsQuerySet(models.QuerySet):
    """For models with a column `plain`."""

    def with_likeness(self, words: list[str]) -> Self:
        """
        Brings `likeness`, one number for each plain word: how near the nearest part of the text comes to it, from 0 to 1.

        PostgreSQL's `word_similarity`, that is the share of the word's groups of three letters that the part has too.
        """
        return self.annotate(likeness=ArrayOf(*[TrigramWordSimilarity(word, "plain") for word in words]))

    def with_any(self, words: list[str]) -> Self:
        """Texts where one of the words stands, or nearly so: PostgreSQL's `%>`, likeness of 0.6 or more, served by the index."""
        return self.filter(Q(*[Q(plain__trigram_word_similar=word) for word in words], _connector=Q.OR))


class NeedQuerySet(WordsQuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def frequent(self) -> Self:
        """Those shown at once on the home page."""
        return self.active().filter(is_frequent=True)

    def without_centre(self, today: date) -> Self:
        """Needs whose speciality no centre of the network has today, open or in preparation."""
        held = TelecentreSpeciality.objects.current(today).filter(telecentre__in=Telecentre.objects.public())
        return self.exclude(speciality__in=held.values("speciality"))


class Need(models.Model):
    """A telework problem in plain French, and the speciality that answers it."""

    name = models.CharField(
        _("name"), max_length=80, unique=True, help_text=_("As people would say it: “Tenir ma comptabilité”.")
    )
    short_name = models.CharField(_("short name"), max_length=30, help_text=_("For links in a row: “Comptabilité”."))
    slug = models.SlugField(_("address on the site"), unique=True)
    speciality = models.ForeignKey(Speciality, models.PROTECT, verbose_name=_("speciality"), related_name="needs")
    is_active = models.BooleanField(_("in use"), default=True)
    is_frequent = models.BooleanField(_("on the home page"), default=False)
    plain = models.GeneratedField(expression=Plain("name"), output_field=models.TextField(), db_persist=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ["speciality__name", "plain"]  # so that É stands beside E: the database sorts bytes
        indexes = [GinIndex(fields=["plain"], opclasses=["gin_trgm_ops"], name="telecentres_need_words")]

    def __str__(self) -> str:
        return self.name


class NeedPhraseQuerySet(WordsQuerySet):
    def active(self) -> Self:
        return self.filter(need__is_active=True)

    def managed_by(self, user, *, today: date) -> Self:
        """Needs belong to the whole network, and so do the words for them: the permission alone decides."""
        return self


class NeedPhrase(models.Model):
    """Other words for a need, as people write them; accents, capitals and small slips are forgiven anyway."""

    need = models.ForeignKey(Need, models.CASCADE, verbose_name=_("need"), related_name="phrases")
    text = models.CharField(_("other words"), max_length=120)
    plain = models.GeneratedField(expression=Plain("text"), output_field=models.TextField(), db_persist=True)

    objects = NeedPhraseQuerySet.as_manager()

    class Meta:
        verbose_name = _("other words for a need")
        verbose_name_plural = _("other words for a need")
        ordering = ["text"]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "text"],
                name="telecentres_needphrase_once",
                violation_error_message=_("These words stand there already."),
            )
        ]
        indexes = [GinIndex(fields=["plain"], opclasses=["gin_trgm_ops"], name="telecentres_phrase_words")]

    def __str__(self) -> str:
        return self.text


class GuideQuerySet(OfTelecentreQuerySet):
    def public(self) -> Self:
        return self.filter(audience=Guide.Audience.PUBLIC)

    def between_centres(self) -> Self:
        return self.filter(audience=Guide.Audience.CENTRES)

    def with_words(self, words: list[str]) -> Self:
        """Where every one of these plain words stands, in the title or the text."""
        found = self.annotate(everything=Plain(Concat("title", Value(" "), "body", output_field=models.TextField())))
        return found.filter(*[Q(everything__contains=word) for word in words])

    def about_theme(self, speciality: Speciality) -> Self:
        """Those of the speciality and those of its needs."""
        return self.filter(Q(speciality=speciality) | Q(need__speciality=speciality))

    def for_pages(self) -> Self:
        """Brings what lists and pages show."""
        return self.select_related("need__speciality", "speciality", "telecentre")

    def about(self, need: Need) -> Self:
        """Those of the need itself first, then those of its whole speciality."""
        return self.filter(Q(need=need) | Q(need=None, speciality=need.speciality_id)).order_by(
            models.F("need").asc(nulls_last=True), "title"
        )

    def managed_by(self, user, *, today: date) -> Self:
        """Also those that the network wrote itself, for who may see the whole network."""
        if user.has_perm("telecentres.manage_every_telecentre"):
            return self
        return super().managed_by(user, today=today)


class Guide(models.Model):
    """
    A guide, the answer to a question or a model document, for everybody or only between the centres.

    Its address is made of its first title and stays: links outlive words.
    """

    class Kind(models.TextChoices):
        GUIDE = "guide", _("guide")
        QUESTION = "question", _("frequent question")
        DOCUMENT = "document", _("model document")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("everybody")
        CENTRES = "centres", _("between centres")

    SHORT = 900  # characters

    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.GUIDE)
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address on the site"), max_length=130, unique=True, editable=False)
    need = models.ForeignKey(Need, models.CASCADE, verbose_name=_("need"), related_name="guides", null=True, blank=True)
    speciality = models.ForeignKey(
        Speciality,
        models.CASCADE,
        verbose_name=_("speciality"),
        related_name="guides",
        null=True,
        blank=True,
        help_text=_("When it serves all needs of a speciality."),
    )
    telecentre = models.ForeignKey(
        "Telecentre",
        models.CASCADE,
        verbose_name=_("written by"),
        related_name="guides",
        null=True,
        blank=True,
        help_text=_("Empty: by the network."),
    )
    audience = models.CharField(_("for whom"), max_length=7, choices=Audience, default=Audience.PUBLIC)
    body = models.TextField(
        _("text"),
        max_length=20_000,
        blank=True,
        help_text=_("A line that begins with ## is a heading, one that begins with - a point; addresses become links."),
    )
    link = models.URLField(_("address of the document"), max_length=300, blank=True)
    source_url = models.URLField(_("source"), max_length=300, blank=True)
    checked_on = models.DateField(
        _("last checked on"), null=True, blank=True, help_text=_("When somebody last read it against its source.")
    )
    is_example = models.BooleanField(_("is an example"), default=False)

    objects = GuideQuerySet.as_manager()

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(need__isnull=False) ^ Q(speciality__isnull=False)) | Q(kind="question", need=None, speciality=None),
                name="telecentres_guide_subject",
                violation_error_message=_(
                    "Choose the need that it is about, or a whole speciality: one of the two. A question may be about the "
                    "network as a whole."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(body="", link=""),
                name="telecentres_guide_content",
                violation_error_message=_("Write the text, or give the address of the document."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        if not self.slug:
            self.slug = self._free_slug()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Of those between centres, where all of them are read."""
        if self.is_between_centres:
            return f"{reverse('admin:telecentres_guide_shared')}#{self.slug}"
        return reverse("outreach:guide", args=[self.slug])

    @property
    def is_between_centres(self) -> bool:
        return self.audience == self.Audience.CENTRES

    @property
    def is_document(self) -> bool:
        return self.kind == self.Kind.DOCUMENT

    @property
    def is_long(self) -> bool:
        """Better read on a page of its own than unfolded in a list."""
        return len(self.body) > self.SHORT

    @property
    def theme(self) -> Speciality | None:
        """The speciality, its own or that of its need; None for a question about the network."""
        return self.need.speciality if self.need else self.speciality

    def _free_slug(self) -> str:
        wanted = slugify(self.title)[:120] or "information"
        taken = set(Guide.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
        numbered = (f"{wanted}-{number}" for number in count(2))
        return next(slug for slug in chain([wanted], numbered) if slug not in taken)


class GapQuerySet(models.QuerySet["Gap"]):
    def forgotten(self, now: datetime) -> Self:
        """Not asked for so long that they go."""
        return self.filter(last_asked_at__lt=now - settings.TELECENTRES_KEEP_GAPS)


class Gap(models.Model):
    """What people asked and the network could not answer: words only, nothing of who asked."""

    class Kind(models.TextChoices):
        NOT_UNDERSTOOD = "unknown", _("not understood")
        NO_CENTRE = "no_centre", _("no centre for this need")

    class State(models.TextChoices):
        NEW = "new", _("new")
        HANDLED = "handled", _("handled")

    LONGEST = 80

    text = models.CharField(_("what was asked"), max_length=LONGEST)
    kind = models.CharField(_("why there was no answer"), max_length=9, choices=Kind)
    need = models.ForeignKey(Need, models.CASCADE, verbose_name=_("need"), related_name="gaps", null=True, blank=True)
    count = models.PositiveIntegerField(_("how often"), default=0)
    first_asked_at = models.DateTimeField(_("first asked"), db_default=Now())
    last_asked_at = models.DateTimeField(_("last asked"), db_default=Now())
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.NEW)

    objects = GapQuerySet.as_manager()

    class Meta:
        verbose_name = _("gap")
        verbose_name_plural = _("gaps")
        ordering = ["-count", "-last_asked_at"]
        constraints = [models.UniqueConstraint(fields=["text", "kind"], name="telecentres_gap_once")]

    def __str__(self) -> str:
        return self.text
