"""Those who get reports without an account end it themselves."""

from observatory.models import Subscriber


def unsubscribe(subscriber: Subscriber) -> None:
    """No report is mailed any more, and nothing of the person is kept; twice changes nothing."""
    Subscriber.objects.filter(pk=subscriber.pk).delete()
