"""The administration's door: staff only, and no page before a second factor."""

import time
from pathlib import Path

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.test import override_settings
from django.urls import reverse

from accounts import roles, second_factor
from accounts.actions import record_first_second_factor
from accounts.roles import Role
from tests.signing_in import sign_in


def code_of(secret: str) -> str:
    """What the person's telephone shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def admin_pages() -> list[str]:
    pages = [reverse(f"admin:{name}") for name in ("index", "autocomplete", "jsi18n")]
    pages += [reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in admin.site._registry]
    pages += [reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add") for model in admin.site._registry]
    return [*pages, "/admin/accounts/user/1/change/", "/admin/nothing-there/"]


def test_a_visitor_is_led_to_the_one_sign_in(client, db):
    response = client.get("/admin/accounts/user/", follow=True)

    assert response.request["PATH_INFO"] == reverse("account_login")
    assert "next=/admin/accounts/user/" in response.redirect_chain[-1][0]


def test_a_person_who_is_not_staff_is_refused_and_not_sent_round(client, remote_worker):
    sign_in(client, remote_worker)

    assert {client.get(page).status_code for page in [*admin_pages(), "/admin/login/"]} == {403}


def test_staff_without_a_second_factor_see_no_page_of_the_administration(client, network_admin):
    sign_in(client, network_admin, second_factor=False)

    answers = {client.get(page)["Location"].split("?")[0] for page in admin_pages()}

    assert answers == {reverse("mfa_activate_totp")}


def test_control_with_a_second_factor_the_same_pages_open(admin_client_with_key):
    assert admin_client_with_key.get("/admin/").status_code == 200
    assert admin_client_with_key.get("/admin/accounts/user/").status_code == 200


def test_the_page_that_sets_the_factor_up_says_why(client, network_admin, settings):
    settings.LANGUAGE_CODE = "en"
    sign_in(client, network_admin, second_factor=False)

    response = client.get("/admin/", follow=True)

    assert "asks each member of staff for a second factor" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_administration_in_that_session(client, network_admin):
    sign_in(client, network_admin, second_factor=False)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert Authenticator.objects.filter(user=network_admin, type=Authenticator.Type.TOTP).exists()
    assert client.get("/admin/").status_code == 200


def test_a_session_older_than_the_factor_has_to_show_it(client, network_admin):
    sign_in(client, network_admin, second_factor=False)
    TOTP.activate(network_admin, generate_totp_secret())

    response = client.get("/admin/")

    assert response["Location"].split("?")[0] == reverse("mfa_reauthenticate")


def test_an_app_added_from_a_session_that_showed_none_does_not_open(client, network_admin):
    """Somebody with a stolen session adds a factor of their own beside the one that exists."""
    Authenticator.objects.create(user=network_admin, type=Authenticator.Type.WEBAUTHN, data={"name": "clé", "credential": {}})
    sign_in(client, network_admin, second_factor=False)

    request = HttpRequest()
    request.session, request.user = client.session, network_admin
    added = TOTP.activate(network_admin, generate_totp_secret()).instance
    record_first_second_factor(Authenticator, request=request, user=network_admin, authenticator=added)

    assert not second_factor.is_given(request)


def test_a_factor_taken_away_closes_the_administration(admin_client_with_key, network_admin):
    Authenticator.objects.filter(user=network_admin).delete()

    assert admin_client_with_key.get("/admin/")["Location"].split("?")[0] == reverse("mfa_activate_totp")


def test_a_staff_session_ends_twelve_hours_after_the_sign_in(admin_client_with_key, time_machine):
    signed_in_at = admin_client_with_key.session["signed_in_at"]

    time_machine.move_to(signed_in_at + 12 * 3600 - 60)
    still = admin_client_with_key.get("/admin/").status_code
    time_machine.move_to(signed_in_at + 12 * 3600 + 60)
    after = admin_client_with_key.get("/admin/").status_code

    assert (still, after) == (200, 302)
    assert "_auth_user_id" not in admin_client_with_key.session


def test_other_sessions_last_longer(client, remote_worker, time_machine):
    sign_in(client, remote_worker)
    time_machine.move_to(time.time() + 13 * 3600)

    assert client.get(reverse("accounts:profile")).status_code == 200


def test_a_person_deactivated_is_out_at_once(admin_client_with_key, network_admin):
    network_admin.is_active = False
    network_admin.save()

    assert admin_client_with_key.get("/admin/").status_code == 302


def test_the_last_staff_role_taken_away_closes_the_administration(client, agency_officer):
    sign_in(client, agency_officer)
    before = client.get("/admin/").status_code

    roles.revoke(agency_officer, Role.AGENCY_STAFF)

    assert (before, client.get("/admin/").status_code) == (200, 403)


def test_the_administration_has_no_password_form_and_no_redirect_to_any_object(admin_client_with_key, network_admin):
    answers = [admin_client_with_key.get(path).status_code for path in ("/admin/password_change/", "/admin/r/1/1/")]

    assert answers == [404, 404]


def test_the_administration_sends_the_sign_out_to_ours(admin_client_with_key):
    assert admin_client_with_key.post("/admin/logout/")["Location"] == reverse("account_logout")


@override_settings(DEMONSTRATION=False)
def test_a_demonstration_sign_in_counts_for_nothing_elsewhere(client, network_admin):
    client.force_login(network_admin)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, network_admin, method=second_factor.DEMONSTRATION)
    request.session.save()

    closed = client.get("/admin/").status_code
    with override_settings(DEMONSTRATION=True):
        opened = client.get("/admin/").status_code

    assert (closed, opened) == (302, 200)


def test_no_admin_page_is_cached_by_the_browser(admin_client_with_key):
    assert "no-store" in admin_client_with_key.get("/admin/")["Cache-Control"]


def test_only_admin_pages_of_our_own_apps_are_registered(db):
    ours = {app.label for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR}

    assert {model._meta.app_label for model in admin.site._registry} <= ours
