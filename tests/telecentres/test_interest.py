"""Telling people when a centre opens: asked, confirmed, told once, forgotten."""

import re
from datetime import date, timedelta

import pytest
from django.core import signing

from dispatch import registry
from dispatch.models import Message
from telecentres import actions
from telecentres.models import Interest, StageEvent, Telecentre, Territory
from tests import factories

Stage = Telecentre.Stage
ASK = "/telecentres/ydes/prevenir/"


@pytest.fixture
def ydes(db):
    return factories.make_telecentre("Ydes", stage=Stage.FUNDED)


@pytest.fixture
def interest(ydes, now):
    return Interest.objects.create(telecentre=ydes, email="zoe@exemple.fr", asked_at=now, confirmed_at=now)


def mail_of(message: Message):
    return registry.kind(message.kind).build(message)


def reach(centre: Telecentre, stage: str, day: date) -> StageEvent:
    event = actions.change_stage(centre, stage=stage, reached_on=day)
    centre.refresh_from_db()
    return event


# --- asking ------------------------------------------------------------------------------------------------------


def test_the_page_of_a_centre_to_come_offers_news_and_that_of_an_open_one_does_not(client, ydes, murat):
    assert ASK in client.get("/telecentres/ydes/").content.decode()
    assert "prevenir" not in client.get("/telecentres/murat/").content.decode()
    assert client.get("/telecentres/murat/prevenir/").status_code == 404


def test_asking_writes_a_mail_to_the_address_and_tells_nobody_else(client, ydes, now):
    first = client.post(ASK, {"email": "Zoe@Exemple.fr"}, follow=True).content.decode()
    again = client.post(ASK, {"email": "zoe@exemple.fr"}, follow=True).content.decode()

    said = [re.search(r'class="alert[^>]*>(.*?)<', page)[1] for page in (first, again)]
    assert said[0] == said[1]
    assert Interest.objects.values_list("email", "confirmed_at").get() == ("zoe@exemple.fr", None)
    assert Message.objects.values_list("kind", "recipient").get() == ("telecentres.interest_asked", "zoe@exemple.fr")


def test_who_has_confirmed_gets_no_second_question(client, ydes, interest, now):
    client.post(ASK, {"email": interest.email})

    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "answers", [{"email": "zoe"}, {"email": ""}, {"email": "a@exemple.fr", "commune": "Zanzibar"}, {"email": "\x00@exemple.fr"}]
)
def test_a_mistake_is_said_and_what_was_typed_is_kept(client, ydes, now, answers):
    response = client.post(ASK, answers)

    assert response.status_code == 422
    assert not Interest.objects.exists()
    assert answers.get("commune", "") in response.content.decode()


def test_an_address_is_not_asked_for_ever(client, ydes, now, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"interest": "2/m/ip"}
    answers = [client.post(ASK, {"email": f"p{number}@exemple.fr"}).status_code for number in range(3)]

    assert answers == [302, 302, 429]


def test_who_asked_in_english_reads_english(english_client, ydes, now):
    english_client.post(ASK, {"email": "zoe@exemple.fr"})

    mail = mail_of(Message.objects.get())

    assert "confirm that you want news" in mail.subject
    assert "Somebody asked that this address" in mail.body


# --- the link ----------------------------------------------------------------------------------------------------


def test_opening_the_link_changes_nothing_and_the_button_confirms(client, ydes, now):
    client.post(ASK, {"email": "zoe@exemple.fr"})
    mail = mail_of(Message.objects.get())
    path = re.search(r"/nouvelles/\S+", mail.body)[0]

    client.get(path)
    before = Interest.objects.get().confirmed_at
    client.post(path)

    assert (before, Interest.objects.get().confirmed_at) == (None, now)
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_button_of_the_page_and_that_of_the_mail_program_erase_the_address(client, ydes, interest, now):
    other = Interest.objects.create(telecentre=ydes, email="max@exemple.fr", asked_at=now)

    client.post(interest.get_absolute_url(), {"stop": ""})
    client.post(f"/nouvelles/{other.token}/arret/", {"List-Unsubscribe": "One-Click"})

    assert not Interest.objects.exists()


TOKENS = ["x", "1:2:3", signing.dumps(1, salt="other"), signing.dumps([], salt="telecentres.interest")]


@pytest.mark.parametrize("token", TOKENS, ids=["nothing", "colons", "another salt", "no number"])
def test_a_link_that_is_not_ours_opens_nothing(client, interest, token):
    assert client.get(f"/nouvelles/{token}/").status_code == 404
    client.post(f"/nouvelles/{token}/arret/")
    assert Interest.objects.count() == 1


# --- the news ----------------------------------------------------------------------------------------------------


def test_each_step_is_told_once_to_who_confirmed(ydes, interest, now):
    Interest.objects.create(telecentre=ydes, email="max@exemple.fr", asked_at=now)
    reach(ydes, Stage.WORKS, now.date())

    told = [actions.announce_stages(now=now) for _ in range(2)]

    assert told == [1, 0]
    message = Message.objects.get()
    assert (message.kind, message.recipient) == ("telecentres.stage_reached", "zoe@exemple.fr")
    assert "travaux" in mail_of(message).body.lower()


def test_the_opening_brings_the_button_to_book(ydes, interest, now):
    reach(ydes, Stage.WORKS, now.date())
    reach(ydes, Stage.OPEN, now.date())
    actions.announce_stages(now=now)

    mails = [mail_of(message) for message in Message.objects.order_by("pk")]

    assert mails[0] is None  # works are over: that piece of news is no longer true
    assert "/reserver/ydes/" in mails[1].body
    assert "/reserver/ydes/" in mails[1].alternatives[0].content


def test_a_centre_that_is_given_up_is_told_honestly(ydes, interest, now):
    reach(ydes, Stage.ABANDONED, now.date())
    actions.announce_stages(now=now)

    assert "comme prévu" in mail_of(Message.objects.get()).body


def test_who_stopped_meanwhile_gets_nothing(ydes, interest, now):
    reach(ydes, Stage.WORKS, now.date())
    actions.announce_stages(now=now)
    actions.end_news(interest)

    assert mail_of(Message.objects.get()) is None


def test_a_plan_is_no_news(ydes, interest, now):
    actions.plan_stage(ydes, stage=Stage.OPEN, planned_on=date(2027, 4, 1))

    assert actions.announce_stages(now=now) == 0


# --- how long, and who sees it -----------------------------------------------------------------------------------


def test_addresses_go_when_nobody_confirms_or_the_centre_has_opened(ydes, interest, now):
    Interest.objects.create(telecentre=ydes, email="max@exemple.fr", asked_at=now)
    week = now + timedelta(days=8)
    assert actions.forget_interests(now=week) == 1

    reach(ydes, Stage.WORKS, now.date())
    reach(ydes, Stage.OPEN, now.date())
    actions.announce_stages(now=week)
    assert actions.forget_interests(now=week + timedelta(days=29)) == 0
    assert actions.forget_interests(now=week + timedelta(days=31)) == 1


def test_staff_see_numbers_and_only_communes_of_five_or_more(ydes, now):
    communes = [
        Territory.objects.create(kind=Territory.Kind.COMMUNE, code=code, name=name, postal_code="15210")
        for code, name in (("15999", "Champs"), ("15998", "Saignes"))
    ]
    for number in range(9):
        email = f"p{number}@exemple.fr"
        Interest.objects.create(telecentre=ydes, email=email, commune=communes[number > 4], asked_at=now, confirmed_at=now)
    Interest.objects.create(telecentre=ydes, email="non@exemple.fr", commune=communes[0], asked_at=now)

    found = ydes.interests.demand()

    assert (found.people, found.communes, found.elsewhere) == (9, [("Champs", 5)], 4)
