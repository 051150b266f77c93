"""The outbox in the admin: who may read mails, what they look like there, and sending again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dispatch import actions, registry
from dispatch.mails import Mail
from dispatch.models import Message, TaskRun
from tests.dispatch.test_outbox import post
from tests.factories import make_user
from tests.signing_in import sign_in

LIST = "/admin/dispatch/message/"
HOSTILE = "<p>Bonjour</p><script>alert(1)</script><img src='https://ailleurs.example/x.png'>"


@pytest.fixture
def staff(db):
    """Makes a member of staff with the given permissions of this app."""

    def with_permissions(*codenames: str):
        user = make_user("agence@exemple.fr", "Agence Exemple", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(content_type__app_label="dispatch", codename__in=codenames))
        return user

    return with_permissions


@pytest.fixture
def reader(client, staff):
    """A client signed in as somebody who may read mails and no more."""
    return sign_in(client, staff("view_message"))


@pytest.fixture
def sent(db, now, monkeypatch) -> Message:
    """A mail that has left, with an HTML part that means harm and a calendar."""

    def invitation(message: Message) -> Mail:
        mail = Mail("Réservé : Murat", "Bonjour <b>Élodie</b>\nhttps://cantal-network.example/r/1/\n", None, [message.recipient])
        mail.attach_alternative(HOSTILE, "text/html")
        mail.attach("reservation.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "application/ics")
        return mail

    monkeypatch.setitem(registry.KINDS, "tests.invitation", registry.Kind("tests.invitation", invitation, True))
    message = post(kind="tests.invitation", due_at=now)
    actions.send_due(now)
    message.refresh_from_db()
    return message


def addresses(message: Message) -> list[str]:
    return [LIST, f"{LIST}{message.pk}/change/", *(f"{LIST}{message.pk}/{part}/" for part in ("html", "calendar", "source"))]


def test_whoever_may_read_mails_reads_them(reader, sent):
    assert [reader.get(address).status_code for address in addresses(sent)] == [200] * 5


def test_staff_without_the_permission_see_no_mail(client, staff, sent):
    sign_in(client, staff("view_taskrun"))

    assert [client.get(address).status_code for address in addresses(sent)] == [403] * 5


def test_mails_are_not_for_people_without_a_desk_here(client, sent, remote_worker):
    sign_in(client, remote_worker)

    assert [client.get(address).status_code for address in addresses(sent)] == [403] * 5


def test_visitors_are_sent_to_the_sign_in(client, sent):
    assert [client.get(address).status_code for address in addresses(sent)] == [302] * 5


def test_the_detail_shows_the_mail_as_sent(reader, sent):
    page = reader.get(f"{LIST}{sent.pk}/change/").content.decode()

    assert "Réservé : Murat" in page
    assert "Bonjour &lt;b&gt;Élodie&lt;/b&gt;" in page
    assert sent.message_id.strip("<>") in page
    assert "<script>alert" not in page


def test_only_the_page_with_the_mail_may_hold_a_frame_of_ours(reader, sent):
    policies = [reader.get(address)["Content-Security-Policy"] for address in addresses(sent)[:2]]

    assert ["frame-src 'self'" in policy for policy in policies] == [False, True]


def test_the_mails_own_page_can_do_nothing(reader, sent):
    response = reader.get(f"{LIST}{sent.pk}/html/")

    assert response.content.decode().strip() == HOSTILE
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'; style-src 'unsafe-inline';")
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in response["Cache-Control"]


def test_the_calendar_and_the_whole_mail_are_downloads(reader, sent):
    calendar, source = (reader.get(f"{LIST}{sent.pk}/{part}/") for part in ("calendar", "source"))

    assert calendar.content == b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    assert calendar["Content-Disposition"] == 'attachment; filename="reservation.ics"'
    assert source.content.decode() == sent.source
    assert source["Content-Disposition"] == f'attachment; filename="mail-{sent.pk}.eml"'


def test_a_mail_that_has_not_left_has_nothing_to_show(reader, now):
    message = post(due_at=now)

    assert [reader.get(address).status_code for address in addresses(message)] == [200, 200, 404, 404, 404]


def test_mails_cannot_be_edited_added_or_deleted(client, staff, sent):
    sign_in(client, staff("view_message", "change_message", "delete_message", "add_message"))
    change = f"{LIST}{sent.pk}/change/"

    answers = [client.post(change, {"state": "pending"}), client.get(f"{LIST}add/"), client.post(f"{LIST}{sent.pk}/delete/")]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    sent.refresh_from_db()
    assert sent.state == Message.State.SENT


def test_a_given_up_mail_is_sent_again_from_the_list(client, staff, sent):
    sign_in(client, staff("view_message", "change_message"))
    Message.objects.update(state=Message.State.DEAD)

    client.post(LIST, {"action": "retry", "_selected_action": [sent.pk]})

    sent.refresh_from_db()
    assert sent.state == Message.State.RETRY


def test_a_reader_cannot_send_again(reader, sent):
    Message.objects.update(state=Message.State.DEAD)

    reader.post(LIST, {"action": "retry", "_selected_action": [sent.pk]})

    sent.refresh_from_db()
    assert sent.state == Message.State.DEAD


def test_what_cannot_be_sent_again_is_said(client, staff, sent):
    sign_in(client, staff("view_message", "change_message"))

    page = client.post(LIST, {"action": "retry", "_selected_action": [sent.pk]}, follow=True)

    sent.refresh_from_db()
    assert sent.state == Message.State.SENT
    assert len(list(page.context["messages"])) == 1


def test_the_list_costs_the_same_for_many_mails(reader, now):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            reader.get(LIST)
        return len(queries)

    post(due_at=now)
    reader.get(LIST)
    for_one = cost()
    for number in range(20):
        post(f"YDE-{number}", due_at=now)

    assert cost() == for_one


def test_task_runs_are_shown_with_their_length(client, staff, now):
    sign_in(client, staff("view_taskrun"))
    run = TaskRun.objects.create(
        task="tests.it", period=now, outcome=TaskRun.Outcome.DONE, started_at=now, finished_at=now + timedelta(seconds=1.5)
    )

    listed, detail = client.get("/admin/dispatch/taskrun/"), client.get(f"/admin/dispatch/taskrun/{run.pk}/change/")

    assert "1.5 s" in listed.content.decode()
    assert detail.status_code == 200
