"""The sign-in: by code or password, through the outbox, without telling who has an account."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.urls import reverse

from accounts import emails
from accounts.models import Letter, User
from dispatch import registry
from dispatch.models import Message
from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "une-longue-phrase-de-passe"
KNOWN, UNKNOWN = "camille@exemple.fr", "personne@exemple.fr"


def body_of(message: Message) -> str:
    return emails.build(message).body


def code_in(message: Message) -> str:
    return re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", body_of(message), re.MULTILINE).group()


def neutral(content: bytes, *addresses: str) -> str:
    """The page without what differs at each request: its tokens, and the address that the person typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", content.decode())
    for address in addresses:
        text = text.replace(address, "ADDRESS")
    return text


def test_a_code_by_mail_signs_a_person_in(client, remote_worker):
    client.post(reverse("account_login"), {"login": KNOWN})
    code = code_in(Message.objects.get())

    response = client.post(reverse("account_confirm_login_code"), {"code": code})

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(remote_worker.pk)
    assert EmailAddress.objects.get(user=remote_worker).verified


def test_a_password_signs_a_person_in(client):
    user = factories.make_user(KNOWN, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=KNOWN, primary=True, verified=True)

    client.post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_person_signs_up_and_proves_the_address(client, db):
    client.post(reverse("account_signup"), {"name": "Alix Exemple", "email": "Alix@Exemple.fr"})
    message = Message.objects.get()
    response = client.post(reverse("account_email_verification_sent"), {"code": code_in(message)})

    user = User.objects.get()
    assert response.status_code == 302
    assert (user.email, user.name, message.kind) == ("alix@exemple.fr", "Alix Exemple", "accounts.address_code")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_mail_of_the_sign_in_is_a_sealed_letter_that_lasts_as_long_as_its_code(client, remote_worker, settings):
    client.post(reverse("account_login"), {"login": KNOWN})

    message, letter = Message.objects.get(), Letter.objects.get()
    assert (message.kind, message.key, message.recipient) == ("accounts.sign_in_code", letter.key, KNOWN)
    assert message.expires_at == letter.expires_at
    assert code_in(message) not in letter.sealed


def test_the_code_is_neither_in_the_subject_nor_kept_by_the_outbox(client, remote_worker):
    client.post(reverse("account_login"), {"login": KNOWN})
    message = Message.objects.get()

    assert code_in(message) not in emails.build(message).subject
    assert registry.kind(message.kind).confidential


def test_a_letter_out_of_date_is_not_built_and_goes_with_the_next_one(client, remote_worker, other_worker, time_machine):
    client.post(reverse("account_login"), {"login": KNOWN})
    message = Message.objects.get()
    time_machine.move_to(message.expires_at)

    late = emails.build(message)
    Client().post(reverse("account_login"), {"login": other_worker.email})

    assert late is None
    assert Letter.objects.count() == 1


def test_a_letter_sealed_with_another_key_is_not_built(client, remote_worker):
    client.post(reverse("account_login"), {"login": KNOWN})

    with override_settings(SECRET_KEY="another one"):
        assert emails.build(Message.objects.get()) is None


def test_a_new_session_key_at_each_sign_in(client, remote_worker):
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": KNOWN})
    before = client.session.session_key
    client.post(reverse("account_confirm_login_code"), {"code": code_in(Message.objects.get())})

    assert client.session.session_key != before


def test_a_password_change_ends_the_other_sessions_and_says_so_by_mail(client):
    user = factories.make_user(KNOWN, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=KNOWN, primary=True, verified=True)
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD})
    new = PASSWORD + "-neuve"

    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert client.get(reverse("accounts:profile")).status_code == 200
    assert elsewhere.get(reverse("accounts:profile")).status_code == 302
    assert body_of(Message.objects.get(kind="accounts.security_notice"))


ASKS = [
    ("account_login", "login", {}),
    ("account_login", "login", {"password": "pas-le-bon-mot-de-passe"}),
    ("account_request_login_code", "email", {}),
    ("account_signup", "email", {"name": "Alix Exemple"}),
    ("account_reset_password", "email", {}),
]


def ask(page: str, field: str, more: dict, address: str) -> tuple:
    """What somebody sees who types an address: each answer up to the last page, without tokens."""
    response = Client().post(reverse(page), {field: address, **more}, follow=True)
    return response.redirect_chain, response.status_code, neutral(response.content, address), sorted(response.cookies)


@pytest.mark.parametrize(("page", "field", "more"), ASKS)
def test_the_answer_is_the_same_with_and_without_an_account(remote_worker, page, field, more):
    assert ask(page, field, more, KNOWN) == ask(page, field, more, UNKNOWN)


@pytest.mark.parametrize(("page", "field", "more"), ASKS)
def test_a_mail_leaves_with_and_without_an_account(remote_worker, page, field, more):
    for address in (KNOWN, UNKNOWN):
        ask(page, field, more, address)

    expected = 0 if "password" in more else 1
    assert [Message.objects.filter(recipient=address).count() for address in (KNOWN, UNKNOWN)] == [expected, expected]


@override_settings(ACCOUNT_PREVENT_ENUMERATION=False)
def test_control_without_the_protection_the_answers_differ(remote_worker):
    assert ask("account_request_login_code", "email", {}, KNOWN) != ask("account_request_login_code", "email", {}, UNKNOWN)


def test_a_wrong_code_and_a_code_for_nobody_get_the_same_answer(remote_worker):
    answers = []
    for address in (KNOWN, UNKNOWN):
        browser = Client()
        browser.post(reverse("account_login"), {"login": address})
        response = browser.post(reverse("account_confirm_login_code"), {"code": "FAUX-00"})
        answers.append((response.status_code, neutral(response.content, address)))

    assert answers[0] == answers[1]


ELSEWHERE = ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "https:evil.example"]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_the_sign_in_leads_nowhere_else(client, target):
    user = factories.make_user(KNOWN, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=KNOWN, primary=True, verified=True)

    response = client.post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD, "next": target})

    assert response.status_code == 302
    assert "evil" not in response["Location"]
    assert response["Location"].startswith("/")


def test_control_the_sign_in_leads_where_a_page_of_ours_asked(client):
    user = factories.make_user(KNOWN, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=KNOWN, primary=True, verified=True)

    response = client.post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD, "next": "/compte/"})

    assert response["Location"] == "/compte/"


def wrong_passwords(address: str, tries: int, remote_addr: str = "192.0.2.1") -> list[bool]:
    """Whether each try got as far as the password: a new client each time, as from another process."""
    pages = [
        Client(REMOTE_ADDR=remote_addr).post(reverse("account_login"), {"login": address, "password": f"faux-{number}"})
        for number in range(tries)
    ]
    return [
        page.status_code == 200
        and "login_too_many" not in page.context["form"].errors.as_json()
        and "Too many" not in str(page.context["form"].errors)
        for page in pages
    ]


@pytest.fixture
def in_english(settings):
    settings.LANGUAGE_CODE = "en"


def test_five_wrong_passwords_close_an_account_for_a_while_and_no_other(remote_worker, other_worker, in_english):
    tries = wrong_passwords(KNOWN, 7)
    elsewhere = wrong_passwords(other_worker.email, 1, "192.0.2.2")

    assert tries == [True] * 5 + [False] * 2
    assert elsewhere == [True]


def test_the_owner_of_a_closed_account_still_signs_in_by_code(client, remote_worker):
    wrong_passwords(KNOWN, 7)
    client.post(reverse("account_login"), {"login": KNOWN})

    client.post(reverse("account_confirm_login_code"), {"code": code_in(Message.objects.get())})

    assert client.session["_auth_user_id"] == str(remote_worker.pk)


def test_ten_wrong_passwords_a_minute_from_one_address(db, in_english):
    tries = [wrong_passwords(f"personne{number}@exemple.fr", 1)[0] for number in range(12)]

    assert tries == [True] * 10 + [False] * 2


@override_settings(ACCOUNT_RATE_LIMITS=False)
def test_control_without_limits_all_tries_pass(remote_worker, in_english):
    assert wrong_passwords(KNOWN, 12) == [True] * 12


def test_a_flood_of_codes_to_one_address_stops(remote_worker):
    for _number in range(6):
        Client().post(reverse("account_login"), {"login": KNOWN})

    assert Message.objects.filter(recipient=KNOWN).count() == 3


def test_behind_a_proxy_the_limit_counts_the_visitor_and_not_what_the_visitor_claims(db, settings):
    from allauth.core.internal.httpkit import get_client_ip
    from django.test import RequestFactory

    request = RequestFactory().get("/", headers={"x-forwarded-for": "203.0.113.9, 198.51.100.7"}, REMOTE_ADDR="10.0.0.1")

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    behind_one = get_client_ip(request)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    direct = get_client_ip(request)

    assert (behind_one, direct) == ("198.51.100.7", "10.0.0.1")


def test_a_picture_asked_for_with_the_session_of_before_does_not_sign_out(client, remote_worker):
    """The tab asks for its icon while the sign-in gives the session a new key."""
    client.force_login(remote_worker)
    Session.objects.filter(pk=client.cookies["sessionid"].value).delete()

    response = client.get("/marque.svg")

    assert "sessionid" not in response.cookies


def test_signing_out_takes_the_cookie_away(client, remote_worker):
    client.force_login(remote_worker)
    before = client.cookies["sessionid"].value

    client.post("/compte/deconnexion/")
    response = client.get("/mes-reservations/")

    assert client.cookies["sessionid"].value != before
    assert response.status_code == 302
