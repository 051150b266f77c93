"""What a manager writes to everybody booked on a day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from telecentres.models import Telecentre


class Announcement(models.Model):
    """A few words to all who come to a centre on a day; each of them gets a mail, as long as their booking stands."""

    LONGEST = 1500

    telecentre = models.ForeignKey(Telecentre, models.CASCADE, verbose_name=_("telecentre"), related_name="announcements")
    day = models.DateField(_("day"))
    text = models.TextField(_("message"), max_length=LONGEST)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("author"), null=True, related_name="+")
    written_at = models.DateTimeField(_("written at"))
    key = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("message to everybody of a day")
        verbose_name_plural = _("messages to everybody of a day")
        default_permissions = ()
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return f"{self.telecentre}, {self.day:%Y-%m-%d}"
