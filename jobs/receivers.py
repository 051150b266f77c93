"""What offers learn when something that they show changes."""

from jobs.models import Employer


def mark_offers_as_changed(sender, instance: Employer, created: bool, **kwargs) -> None:
    """
    The employer's name and industry are among the words one may search offers by, and stand in files and feeds.

    Saved one by one, for `JobOffer.save` makes those words; nothing is written into the history.
    """
    if created:
        return
    for offer in instance.offers.select_related("employer"):
        offer.save(update_fields=["keywords", "updated_at"])
