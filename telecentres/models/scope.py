"""What all models that belong to a telecentre have in common: who manages the centre manages the row."""

from datetime import date
from typing import Self

from django.db import models


class OfTelecentreQuerySet(models.QuerySet):
    """For models with a foreign key `telecentre`."""

    def managed_by(self, user, *, today: date) -> Self:
        """The rows of the centres that the person manages today; all of them for who may see the whole network."""
        telecentres = self.model._meta.get_field("telecentre").related_model.objects
        return self.filter(telecentre__in=telecentres.managed_by(user, today=today))
