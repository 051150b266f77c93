"""What has become of an event, as a trigger writes it down."""

import pghistory
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outreach.models.event import Event, place_words


class EventHistory(
    pghistory.create_event_model(
        Event,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(condition=pghistory.AnyChange("state", "starts_at", "ends_at", "mode", "capacity", "version")),
        fields=[
            *("state", "starts_at", "ends_at", "mode", "capacity", "version"),
            *("telecentre", "room", "place_name", "place_address", "commune"),
        ],
        obj_field=pghistory.ObjForeignKey(related_name="history"),
    )
):
    """A state, date or place that an event had, since when and by whose hand; written by a trigger, without names of people."""

    class Meta:
        verbose_name = _("change of an event")
        verbose_name_plural = _("changes of events")
        ordering = ["pgh_id"]

    @property
    def place_words(self) -> str:
        return place_words(self)

    def words(self, before: "EventHistory | None") -> str:
        """What this change did, told from the one before it."""
        if before is None:
            return str(pgettext_lazy("event", "Written"))
        if self.state != before.state:
            return capfirst(str(Event.State(self.state).label))
        if self.state == Event.State.DRAFT:
            return str(pgettext_lazy("event", "Changed"))
        if self.mode != before.mode and self.mode == Event.Mode.ONLINE:
            return str(pgettext_lazy("event", "Moved online"))
        if (self.starts_at, self.ends_at) != (before.starts_at, before.ends_at):
            return str(pgettext_lazy("event", "Moved to another date"))
        return str(pgettext_lazy("event", "Changed"))
