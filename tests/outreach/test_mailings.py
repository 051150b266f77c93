"""Mailings: to who agreed, once each, with the consent asked for again when the mail leaves."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dispatch import registry
from dispatch.models import Message
from outreach import actions
from outreach.models import Lead, Mailing
from tests.factories import make_lead
from tests.signing_in import sign_in

KIND = "outreach.mailing"


@pytest.fixture
def leads(agency_officer, murat, now):
    """Two with consent, one who ended the news, one who never agreed, one who is forgotten."""
    yes = {"owner": agency_officer, "now": now, "news_consent_at": now}
    return [
        make_lead("a@exemple.fr", **yes, telecentre=murat),
        make_lead("b@exemple.fr", **yes, project=Lead.Project.TAKEOVER, stage=Lead.Stage.QUALIFIED, source=Lead.Source.HAND),
        make_lead("c@exemple.fr", **yes, news_ended_at=now),
        make_lead("d@exemple.fr", owner=agency_officer, now=now),
        make_lead("", **yes),
    ]


@pytest.fixture
def mailing(agency_officer):
    text = "Bonjour,\n\nVoir https://cantal.example/agenda et <b>venez</b>."
    return Mailing.objects.create(subject="Des nouvelles", text=text, author=agency_officer)


def recipients(**filters) -> list[str]:
    return [lead.email for lead in Mailing(subject="x", text="x", **filters).recipients()]


def test_only_who_agreed_is_written_to(leads):
    assert recipients() == ["a@exemple.fr", "b@exemple.fr"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"stages": ["qualified"]}, ["b@exemple.fr"]),
        ({"sources": ["form"]}, ["a@exemple.fr"]),
        ({"projects": ["takeover", "salaried"]}, ["b@exemple.fr"]),
        ({"stages": ["qualified"], "sources": ["form"]}, []),
    ],
)
def test_filters_narrow_it(leads, filters, expected):
    assert recipients(**filters) == expected


def test_a_centre_narrows_it(leads, murat):
    assert recipients(telecentre=murat) == ["a@exemple.fr"]


def test_sending_twice_writes_once(leads, mailing, now):
    first = actions.send(mailing, expected=2, now=now)
    second = actions.send(mailing, expected=2, now=now)

    assert (first.state, second.sent_at, second.recipients_count) == (Mailing.State.SENT, now, 2)
    keys = sorted(Message.objects.filter(kind=KIND).values_list("key", flat=True))
    assert keys == sorted(f"{mailing.pk}-{lead.pk}" for lead in leads[:2])


@pytest.mark.parametrize(("expected", "code"), [(3, "changed"), (0, "changed")])
def test_a_number_that_has_changed_stops_it(leads, mailing, now, expected, code):
    with pytest.raises(ValidationError) as refusal:
        actions.send(mailing, expected=expected, now=now)

    assert refusal.value.code == code
    assert not Message.objects.exists()


@pytest.mark.parametrize("ends", ["news", "consent", "address"])
def test_who_ends_it_before_the_mail_leaves_gets_nothing(leads, mailing, now, ends):
    actions.send(mailing, expected=2, now=now)
    message = Message.objects.get(kind=KIND, recipient="a@exemple.fr")
    if ends == "news":
        Lead.objects.filter(pk=leads[0].pk).update(news_ended_at=now)
    elif ends == "consent":
        Lead.objects.filter(pk=leads[0].pk).update(news_consent_at=None)
    else:
        Lead.objects.filter(pk=leads[0].pk).update(email="autre@exemple.fr")

    assert registry.kind(KIND).build(message) is None
    assert registry.kind(KIND).build(Message.objects.get(recipient="b@exemple.fr")) is not None


def test_each_mail_carries_one_click_to_end_it(client, leads, mailing, now):
    actions.send(mailing, expected=2, now=now)

    mail = registry.kind(KIND).build(Message.objects.get(kind=KIND, recipient="a@exemple.fr"))

    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail.extra_headers["List-Unsubscribe"].strip("<>").partition("/mon-projet")[2]
    assert client.post(f"/mon-projet{address}").status_code == 200
    assert not Lead.objects.get(email="a@exemple.fr").gets_news
    assert leads[0].get_absolute_url() in mail.body
    html = mail.alternatives[0][0]
    assert 'href="https://cantal.example/agenda"' in html
    assert "<b>venez" not in html


def test_ending_the_news_drops_what_waits(leads, mailing, now):
    sent = actions.send(mailing, expected=2, now=now)

    actions.end_news(leads[0], now=now)

    assert actions.figures(sent) == (2, 0, 1, 1, 0)


def test_a_test_goes_to_its_author_alone(leads, mailing, agency_officer, now):
    actions.send_test(mailing, to=agency_officer, now=now)

    message = Message.objects.get()
    mail = registry.kind(message.kind).build(message)
    assert mail.to == [agency_officer.email]
    assert "/mon-projet/exemple/" in mail.body


# --- the pages -----------------------------------------------------------------------------------------------------


def test_the_agency_writes_looks_and_sends(client, agency_officer, leads, now):
    sign_in(client, agency_officer)
    form = {"subject": "Des nouvelles", "text": "Bonjour", "stages": ["qualified"], "telecentre": ""}

    answer = client.post(reverse("admin:outreach_mailing_add"), form)
    mailing = Mailing.objects.get()
    check = reverse("admin:outreach_mailing_check", args=[mailing.pk])
    assert (answer["Location"], mailing.author) == (check, agency_officer)
    assert "L’envoi va à 1 personne" in client.get(check).content.decode()
    assert "Bonjour" in client.get(reverse("admin:outreach_mailing_html", args=[mailing.pk])).content.decode()

    client.post(check, {"test": "", "expected": "1"})
    client.post(check, {"send": "", "expected": "1"})
    client.post(check, {"send": "", "expected": "1"})

    assert sorted(Message.objects.values_list("kind", "recipient")) == [
        ("outreach.mailing", "b@exemple.fr"),
        ("outreach.mailing_test", "agence@exemple.fr"),
    ]


def test_a_damaged_number_sends_nothing(client, agency_officer, leads, mailing):
    sign_in(client, agency_officer)

    answer = client.post(reverse("admin:outreach_mailing_check", args=[mailing.pk]), {"send": "", "expected": "tous"})

    assert (answer.status_code, Message.objects.exists()) == (422, False)


def test_what_has_been_sent_stays(client, agency_officer, leads, mailing, now):
    actions.send(mailing, expected=2, now=now)
    sign_in(client, agency_officer)

    answer = client.post(reverse("admin:outreach_mailing_change", args=[mailing.pk]), {"subject": "Autre", "text": "Autre"})

    assert answer.status_code == 403
    assert Mailing.objects.get().subject == "Des nouvelles"
