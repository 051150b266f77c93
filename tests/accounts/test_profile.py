"""What a person says of themselves: name, language, ways, mails; every answer can be emptied, every mistake is said."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from accounts import emails
from bookings import actions
from bookings.tasks import send_due_reminders
from dispatch.models import Message
from dispatch.registry import kind
from telecentres import finder
from telecentres import places as data
from telecentres.models import Habits, Territory
from tests.factories import make_booking
from tests.signing_in import sign_in


@pytest.fixture
def communes(db) -> None:
    data.load()


@pytest.fixture
def own(client, remote_worker):
    return sign_in(client, remote_worker)


def answers(**changes) -> dict:
    given = {
        "name": "Camille",
        "language": "fr",
        "home": "",
        "alternative": "",
        "employer_at": "",
        "mode": "",
        "wants_reminders": "on",
    }
    return given | changes


def text_of(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_everything_is_kept_together(own, remote_worker, communes):
    response = own.post("/compte/", answers(home="st-flour", alternative="employer", employer_at="Puy de dome"))

    remote_worker.refresh_from_db()
    habits = Habits.objects.get()
    assert (response.status_code, remote_worker.name) == (302, "Camille")
    assert (habits.home.name, habits.alternative, habits.employer_at.name) == ("Saint-Flour", "employer", "Puy-de-Dôme")


def test_what_is_emptied_is_gone(own, remote_worker, communes):
    own.post("/compte/", answers(home="Murat", alternative="home"))
    own.post("/compte/", answers())

    assert not Habits.objects.exists()


def test_the_page_shows_what_was_said(own, communes):
    own.post("/compte/", answers(home="murat", alternative="elsewhere"))

    page = text_of(own.get("/compte/"))

    assert 'value="Murat"' in page
    assert '<option value="elsewhere" selected>' in page
    assert '<option value="Saint-Flour">' in page  # among the suggestions


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"home": "Sant Flour"}, "« Saint-Flour »"),
        ({"home": "Zzyzx"}, "Vérifiez l’orthographe"),
        ({"home": "15300"}, "« Murat »"),  # several communes share it
        ({"home": "a\x00b"}, "id_home"),
        ({"home": "x" * 81}, "id_home"),
        ({"employer_at": "Murat"}, "choisissez cette réponse"),
        ({"alternative": "nowhere"}, "id_alternative"),
        ({"language": "de"}, "id_language"),
        ({"name": "\x00"}, "id_name"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_kept(own, remote_worker, communes, wrong, said):
    response = own.post("/compte/", answers(name="Autre") | wrong)

    remote_worker.refresh_from_db()
    assert (response.status_code, remote_worker.name) == (422, "Camille Exemple")
    assert said in text_of(response)
    assert not Habits.objects.exists()


def test_what_was_typed_stands_there_again(own, communes):
    page = text_of(own.post("/compte/", answers(home="Sant Flour", alternative="home")))

    assert 'value="Sant Flour"' in page
    assert '<option value="home" selected>' in page


def test_the_finder_sets_out_from_home(own, communes, now):
    own.post("/compte/", answers(home="Pierrefort"))

    assert 'value="Pierrefort"' in text_of(own.get("/besoin/"))


def test_a_visitor_sets_out_from_nowhere(client, communes, now):
    assert 'id="id_depuis" name="depuis" value=""' in text_of(client.get("/besoin/"))


def test_the_finder_leaves_a_departement_alone(own, communes, now):
    """It measures from communes of the Cantal."""
    own.post("/compte/", answers(home="Lozère"))

    assert 'id="id_depuis" name="depuis" value=""' in text_of(own.get("/besoin/"))


def test_every_answer_finds_its_commune(communes):
    """No commune of the Cantal is refused under its own name."""

    lost = [one.name for one in Territory.objects.communes() if finder.place_named(one.name) != one]

    assert lost == []


# --- mails ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("wants", "count"), [("on", 1), ("", 0)])
def test_the_reminder_comes_to_who_wants_it(own, remote_worker, desk, thursday, now, time_machine, wants, count):
    make_booking(remote_worker, desk, thursday, now=now - timedelta(days=1))
    own.post(
        "/compte/", answers(wants_reminders=wants) if wants else {k: v for k, v in answers().items() if k != "wants_reminders"}
    )
    time_machine.move_to(now.replace(hour=18, minute=5), tick=False)

    send_due_reminders()

    assert Message.objects.filter(kind="bookings.reminder").count() == count


def test_switched_off_before_it_leaves_the_reminder_is_dropped(own, remote_worker, desk, thursday, now):

    booking = make_booking(remote_worker, desk, thursday, now=now)
    actions.remind(booking, now=now)
    reminder = Message.objects.get(kind="bookings.reminder")
    before = kind(reminder.kind).build(reminder)

    own.post("/compte/", {k: v for k, v in answers().items() if k != "wants_reminders"})

    assert before is not None
    assert kind(reminder.kind).build(reminder) is None


def test_the_confirmation_comes_whatever_one_wants(own, remote_worker, desk, thursday, now):
    own.post("/compte/", {k: v for k, v in answers().items() if k != "wants_reminders"})
    booking = make_booking(remote_worker, desk, thursday, now=now)

    message = Message.objects.get(key=booking.reference)
    assert kind(message.kind).build(message).to == [remote_worker.email]


# --- the address --------------------------------------------------------------------------------------------------


def test_the_address_changes_once_its_code_is_typed(own, remote_worker, now):
    own.post("/compte/adresse/", {"email": "nouvelle@exemple.fr", "action_add": ""})
    message = Message.objects.get(recipient="nouvelle@exemple.fr")
    before = type(remote_worker).objects.get().email
    code = next(word for word in emails.build(message).body.split() if "-" in word and word.isupper())

    own.post("/compte/adresse/confirmer/", {"code": code})

    remote_worker.refresh_from_db()
    assert (before, remote_worker.email) == ("camille@exemple.fr", "nouvelle@exemple.fr")
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("nouvelle@exemple.fr", True)]
