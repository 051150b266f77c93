"""What may happen to a saved search: it is asked for, confirmed, answered by mail, stopped, forgotten."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from dispatch import actions as dispatch
from jobs import alerts
from jobs.models import Alert, AlertRound
from telecentres import hours

NOT_YET = timedelta(minutes=1)


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
    Alert.objects.filter(pk=alert.pk, confirmed_at=None).update(confirmed_at=now, told_until=now)


@transaction.atomic
def stop_alerts(email: str, rhythm: str = "") -> int:
    """No more mails: every search of the address, or those of one rhythm, are erased, from the outbox too. Returns how many."""
    found = Alert.objects.filter(email__iexact=email, **({"rhythm": rhythm} if rhythm else {}))
    stopped = found.count()
    found.delete()
    if not Alert.objects.filter(email__iexact=email).exists():
        dispatch.forget_mails(["jobs.alert", "jobs.alert_asked"], recipient=email)
    return stopped


def stop_alert(alert: Alert) -> None:
    """This search is erased at once; with the last one of an address, its mails are as well."""
    with transaction.atomic():
        Alert.objects.filter(pk=alert.pk).delete()
        if not Alert.objects.filter(email__iexact=alert.email).exists():
            dispatch.forget_mails(["jobs.alert", "jobs.alert_asked"], recipient=alert.email)


def tell_alerts(rhythm: str, *, now: datetime) -> int:
    """
    Write one mail to each address whose searches of this rhythm have new offers; returns how many. For a periodic task.

    What a mail tells is frozen with it (`AlertRound`), in one transaction: whenever it leaves, however often it is tried,
    each offer is told once and none is lost. Offers of the last minute wait for the next mail: their publication may not
    be committed yet.
    """
    by_address: dict[str, list[int]] = defaultdict(list)
    for email, key in Alert.objects.confirmed().filter(rhythm=rhythm).order_by("pk").values_list("email", "pk"):
        by_address[email].append(key)
    return sum(_tell(email, keys, rhythm, now - NOT_YET) for email, keys in by_address.items())


@transaction.atomic
def _tell(email: str, keys: list[int], rhythm: str, until: datetime) -> bool:
    held = Alert.objects.select_for_update().filter(pk__in=keys, told_until__lt=until).order_by("pk")
    telling = [alert for alert in held if alerts.published_between(alert, alert.told_until, until).exists()]
    if not telling:
        return False
    last = AlertRound.objects.filter(alert__email=email, alert__rhythm=rhythm).aggregate(last=Max("number"))["last"] or 0
    number = max(last, int(until.timestamp())) + 1  # greater than those of searches that are stopped since
    AlertRound.objects.bulk_create(
        AlertRound(alert=alert, number=number, since=alert.told_until, until=until) for alert in telling
    )
    Alert.objects.filter(pk__in=[alert.pk for alert in telling]).update(told_until=until)
    return dispatch.post("jobs.alert", rhythm, version=number, recipient=email)


def forget_alerts(*, now: datetime) -> int:
    """Delete the searches that nobody confirmed in time, and what mails told that are forgotten; returns how many searches."""
    AlertRound.objects.filter(until__lt=now - settings.DISPATCH_KEEP_MAILS).delete()
    return Alert.objects.unconfirmed_since(now - settings.JOBS_CONFIRM_ALERT).delete()[0]
