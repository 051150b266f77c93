"""What the open data lacks, on the start page of the administration."""

from django import template
from django.utils import timezone

from accounts.models import User
from telecentres import hours, open_data
from telecentres.models import Telecentre

register = template.Library()


@register.inclusion_tag("telecentres/_open_data_to_complete.html")
def open_data_to_complete(user: User) -> dict:
    """The open centres that a person may complete and that the national table leaves out, with what each lacks; one query."""
    if not user.has_perm("telecentres.change_telecentre"):
        return {"left_out": []}
    today = hours.civil_day(timezone.now())
    centres = Telecentre.objects.managed_by(user, today=today).open().select_related("commune")
    found = [(centre, open_data.missing_for_national_table(centre)) for centre in centres]
    return {"left_out": [(centre, missing) for centre, missing in found if missing]}
