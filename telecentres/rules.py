"""What the verbs of the places refuse, one reason each; forms of the administration call the same functions."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from telecentres.models import Telecentre


def can_become(telecentre: Telecentre, stage: str) -> None:
    """Nothing comes after closed or abandoned, and only a centre that was open is suspended, reopened or closed."""
    if stage not in _ways_from(telecentre.stage):
        raise ValidationError(
            _("A centre that is “%(present)s” cannot become “%(wanted)s”."),
            code="stage",
            params={"present": telecentre.get_stage_display(), "wanted": Telecentre.Stage(stage).label},
        )


def _ways_from(stage: str) -> list[str]:
    every = Telecentre.Stage
    if stage in every.pipeline():
        return [one for one in [*every.pipeline(), every.OPEN, every.ABANDONED] if one != stage]
    return {every.OPEN: [every.SUSPENDED, every.CLOSED], every.SUSPENDED: [every.OPEN, every.CLOSED]}.get(stage, [])
