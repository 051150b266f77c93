"""Where somebody lives, and where they would work if there were no telecentre."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Habits(models.Model):
    """What a person with an account says of their usual ways; every answer is optional and can be emptied."""

    class Alternative(models.TextChoices):
        HOME = "home", _("at home")
        EMPLOYER = "employer", _("at my employer’s")
        ELSEWHERE = "elsewhere", _("elsewhere")

    class Mode(models.TextChoices):
        CAR = "car", _("by car, alone")
        CARPOOL = "carpool", _("by car, with others")
        ELECTRIC_CAR = "electric_car", _("by electric car")
        BUS = "bus", _("by bus or coach")
        TRAIN = "train", _("by train")
        BICYCLE = "bicycle", _("by bicycle")
        WALK = "walk", _("on foot")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="habits")
    home = models.ForeignKey("Territory", models.SET_NULL, null=True, blank=True, related_name="+")
    alternative = models.CharField(max_length=9, choices=Alternative, blank=True)
    employer_at = models.ForeignKey("Territory", models.SET_NULL, null=True, blank=True, related_name="+")
    mode = models.CharField(max_length=12, choices=Mode, blank=True)

    class Meta:
        verbose_name = _("habits")
        verbose_name_plural = _("habits")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(employer_at=None) | Q(alternative="employer"), name="telecentres_habits_employer"),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def are_empty(self) -> bool:
        return not (self.home_id or self.alternative or self.mode)
