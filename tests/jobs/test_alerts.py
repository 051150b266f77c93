"""A saved search from its confirmation to its end: each new offer is told once, none is lost, one mail for an address."""

from datetime import timedelta

import pytest
from django.test import Client

from dispatch.models import Message
from jobs import actions, emails
from jobs.models import Alert, JobOffer
from tests.factories import make_offer


@pytest.fixture
def alert(employer, now) -> Alert:
    return keep("", now)


def keep(query: str, now, *, email: str = "alix@exemple.fr", rhythm: str = "daily") -> Alert:
    actions.ask_for_alert(email=email, query=query, rhythm=rhythm, language="fr", now=now)
    made = Alert.objects.get(email=email, query=query, rhythm=rhythm)
    actions.confirm_alert(made, now=now)
    made.refresh_from_db()
    return made


def publish(title: str, at, **fields) -> JobOffer:
    made = make_offer(title, today=at.date(), **fields)
    JobOffer.objects.filter(pk=made.pk).update(published_at=at)
    return made


def told() -> list[str]:
    """The titles in the mails that wait, as they would be written now."""
    titles = []
    for message in Message.objects.filter(kind="jobs.alert", state="pending").order_by("pk"):
        mail = emails.alert(message)
        titles += [offer.title for offer in JobOffer.objects.order_by("pk") if mail and offer.title in mail.body]
    return titles


def send() -> None:
    Message.objects.filter(kind="jobs.alert", state="pending").update(state="sent")


DAY = timedelta(days=1)


def test_new_offers_are_told_once(alert, now):
    publish("Comptable", now + timedelta(hours=1))
    publish("Juriste", now - timedelta(hours=1))

    assert actions.tell_alerts("daily", now=now + DAY) == 1
    assert told() == ["Comptable"]
    send()
    publish("Graphiste", now + DAY + timedelta(hours=1))
    assert actions.tell_alerts("daily", now=now + 2 * DAY) == 1
    assert told() == ["Graphiste"]


def test_nothing_new_is_no_mail(alert, now):
    assert actions.tell_alerts("daily", now=now + DAY) == 0


def test_a_search_is_told_what_it_looks_for(employer, now):
    keep("q=paie", now)
    publish("Gestionnaire de paie", now + timedelta(hours=1))
    publish("Juriste", now + timedelta(hours=1), rome_code="K1903", description="Vous conseillez des entreprises. " * 5)

    actions.tell_alerts("daily", now=now + DAY)

    assert told() == ["Gestionnaire de paie"]


def test_one_address_gets_one_mail_for_all_its_searches(employer, now):
    keep("", now)
    keep("q=juriste", now)
    keep("", now, email="sasha@exemple.fr")
    publish("Juriste", now + timedelta(hours=1))

    assert actions.tell_alerts("daily", now=now + DAY) == 2
    assert sorted(Message.objects.filter(kind="jobs.alert").values_list("recipient", flat=True)) == [
        "alix@exemple.fr",
        "sasha@exemple.fr",
    ]


def test_each_rhythm_has_its_own_mail(employer, now):
    keep("", now)
    keep("", now, rhythm="weekly")
    publish("Juriste", now + timedelta(hours=1))

    assert (actions.tell_alerts("weekly", now=now + DAY), actions.tell_alerts("daily", now=now + DAY)) == (1, 1)


def test_running_twice_tells_once(alert, now):
    publish("Comptable", now + timedelta(hours=1))

    assert [actions.tell_alerts("daily", now=now + DAY) for _ in range(2)] == [1, 0]
    assert told() == ["Comptable"]


@pytest.mark.parametrize("state", ["pending", "retry", "sending", "uncertain", "dead"])
def test_whatever_becomes_of_a_mail_each_offer_is_told_once(alert, now, state):
    publish("Comptable", now + timedelta(hours=1))
    actions.tell_alerts("daily", now=now + DAY)
    Message.objects.filter(kind="jobs.alert").update(state=state)
    publish("Graphiste", now + DAY + timedelta(hours=1))

    assert actions.tell_alerts("daily", now=now + 2 * DAY) == 1
    Message.objects.filter(kind="jobs.alert").update(state="pending")
    assert told() == ["Comptable", "Graphiste"]


def test_two_runs_on_a_day_tell_what_came_between(alert, now):
    publish("Comptable", now + timedelta(hours=1))
    publish("Graphiste", now + timedelta(hours=3))

    assert [actions.tell_alerts("daily", now=now + timedelta(hours=hour)) for hour in (2, 4, 5)] == [1, 1, 0]
    assert told() == ["Comptable", "Graphiste"]


def test_more_than_a_mail_holds_is_counted_with_a_link(alert, now):
    for number in range(23):
        publish(f"Comptable {number}", now + timedelta(hours=1))

    actions.tell_alerts("daily", now=now + DAY)
    mail = emails.alert(Message.objects.get(kind="jobs.alert"))

    assert mail.subject == "23 nouvelles offres d’emploi"
    assert "Et 3 autres" in mail.body


def test_what_is_published_in_this_minute_waits_for_the_next_mail(alert, now):
    publish("Comptable", now + DAY - timedelta(seconds=20))

    assert actions.tell_alerts("daily", now=now + DAY) == 0
    assert actions.tell_alerts("daily", now=now + 2 * DAY) == 1


def test_an_offer_closed_meanwhile_is_not_told(alert, now):
    offer = publish("Comptable", now + timedelta(hours=1))
    actions.tell_alerts("daily", now=now + DAY)
    actions.withdraw(offer, now=now + DAY)

    assert emails.alert(Message.objects.get(kind="jobs.alert")) is None


def test_a_search_stopped_meanwhile_is_not_told(alert, now):
    publish("Comptable", now + timedelta(hours=1))
    actions.tell_alerts("daily", now=now + DAY)
    actions.stop_alert(alert)

    assert emails.alert(Message.objects.get(kind="jobs.alert")) is None


def test_nobody_who_did_not_confirm_is_told(employer, now):
    actions.ask_for_alert(email="alix@exemple.fr", query="", rhythm="daily", language="fr", now=now)
    publish("Comptable", now + timedelta(hours=1))

    assert actions.tell_alerts("daily", now=now + DAY) == 0


def test_asking_again_sends_one_mail_a_day(employer, now):
    for moment in (now, now + timedelta(hours=1), now + DAY):
        actions.ask_for_alert(email="alix@exemple.fr", query="", rhythm="daily", language="fr", now=moment)

    assert Message.objects.filter(kind="jobs.alert_asked").count() == 2
    assert Alert.objects.count() == 1


@pytest.mark.parametrize(("days", "is_over"), [(7, False), (8, True)])
def test_what_nobody_confirms_is_erased_after_a_week(employer, now, days, is_over):
    actions.ask_for_alert(email="alix@exemple.fr", query="", rhythm="daily", language="fr", now=now)

    assert actions.forget_alerts(now=now + timedelta(days=days)) == is_over


def test_one_click_stops_every_search_of_these_mails(alert, now, settings):
    """Also when the search that the mail began with is stopped already."""
    keep("q=paie", now)
    keep("", now, rhythm="weekly")
    publish("Comptable", now + timedelta(hours=1))
    actions.tell_alerts("daily", now=now + DAY)

    mail = emails.alert(Message.objects.get(kind="jobs.alert"))
    actions.stop_alert(alert)

    address = mail.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(settings.PUBLIC_URL)
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "alix" not in address
    browser = Client(enforce_csrf_checks=True)
    assert (browser.get(address).status_code, Alert.objects.count()) == (200, 2)
    assert browser.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert [one.rhythm for one in Alert.objects.all()] == ["weekly"]


def test_with_the_last_search_the_outbox_forgets_the_address(alert, now):
    actions.stop_alert(alert)

    assert Message.objects.filter(recipient="alix@exemple.fr").count() == 0
