"""What may happen to a saved search: it is asked for, confirmed, answered by mail, stopped, forgotten."""

from collections import defaultdict
from datetime import datetime

from django.conf import settings
from django.db import transaction

from dispatch import actions as dispatch
from dispatch.models import Message
from jobs import alerts
from jobs.models import Alert
from telecentres import hours

Rhythm = Alert.Rhythm


def ask_for_alert(*, email: str, query: str, rhythm: str, language: str, now: datetime) -> None:
    """
    Keep a search, and ask the owner of the address whether it is theirs.

    One mail a day at most for each, and none where it is confirmed already: whoever asks again learns nothing from it.
    """
    with transaction.atomic():
        alert, _is_new = Alert.objects.get_or_create(
            email=email, query=query, rhythm=rhythm, defaults={"language": language[:2], "asked_at": now}
        )
        if alert.confirmed_at is None:
            Alert.objects.filter(pk=alert.pk).update(language=language[:2], asked_at=now)
            dispatch.post("jobs.alert_asked", str(alert.pk), version=hours.civil_day(now).toordinal(), recipient=email)


def confirm_alert(alert: Alert, *, now: datetime) -> None:
    """The owner of the address said yes; from now on new offers are told. Saying it twice changes nothing."""
    Alert.objects.filter(pk=alert.pk, confirmed_at=None).update(confirmed_at=now, told_from=now, told_until=now)


def stop_alerts(email: str) -> int:
    """No more mails: every search of the address is erased at once. Returns how many."""
    return Alert.objects.filter(email=email).delete()[0]


def stop_alerts_of(alert: Alert) -> int:
    """Every search that comes in the same mail is erased at once. Returns how many."""
    return Alert.objects.filter(email=alert.email, rhythm=alert.rhythm).delete()[0]


def stop_alert(alert: Alert) -> None:
    """This search is erased at once."""
    Alert.objects.filter(pk=alert.pk).delete()


def tell_alerts(rhythm: str, *, now: datetime) -> int:
    """
    Write one mail to each address whose searches of this rhythm have new offers; returns how many. For a periodic task.

    The window of each search moves on with the mail, in the same transaction. Where the mail before has not left yet,
    the window only grows: nothing new is lost while the relay is down, and the mail that is due meanwhile gives way.
    """
    told = 0
    by_address: dict[str, list[Alert]] = defaultdict(list)
    for alert in Alert.objects.confirmed().filter(rhythm=rhythm).order_by("email", "pk"):
        by_address[alert.email].append(alert)
    for email, some in by_address.items():
        told += _tell(email, [alert.pk for alert in some], rhythm, now)
    return told


@transaction.atomic
def _tell(email: str, keys: list[int], rhythm: str, now: datetime) -> bool:
    held = list(Alert.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    before = Message.objects.filter(kind="jobs.alert", key=rhythm, recipient=email).order_by("-pk").first()
    was_told = before is None or before.state in (Message.State.SENT, Message.State.DROPPED)
    for alert in held:
        alert.told_from = alert.told_until if was_told else alert.told_from
        alert.told_until = now
        alert.save(update_fields=["told_from", "told_until"])
    is_under_way = not was_told and before.state not in (Message.State.DEAD, Message.State.EXPIRED)
    if is_under_way or not any(alerts.news_of(alert) for alert in held):
        return False
    return dispatch.post("jobs.alert", rhythm, version=hours.civil_day(now).toordinal(), recipient=email)


def forget_alerts(*, now: datetime) -> int:
    """Delete the searches that nobody confirmed in time; returns how many. For a daily task."""
    return Alert.objects.unconfirmed_since(now - settings.JOBS_CONFIRM_ALERT).delete()[0]
