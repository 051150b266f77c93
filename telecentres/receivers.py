"""What a centre learns when something that belongs to it changes."""

from django.utils import timezone

from telecentres.models import OpeningHours, Telecentre


def mark_as_changed(sender, instance: OpeningHours, **kwargs) -> None:
    """Its weekly hours stand in the open data: the day of their change is that of the centre."""
    Telecentre.objects.filter(pk=instance.telecentre_id).update(updated_at=timezone.now())
