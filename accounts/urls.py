"""The addresses of the account: French paths, and for the sign-in the names that its library reverses."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path, re_path

from accounts import data_views, views

profile_urls = (
    [
        path("", views.profile, name="profile"),
        path("fin/", views.end, name="end"),
        path("mes-donnees/", data_views.my_data, name="my_data"),
        path("mes-donnees/<slug:kind>/", data_views.my_data_file, name="my_data_file"),
        path("donnees/<str:token>/", data_views.data_by_link, name="data_by_link"),
        path("donnees/<str:token>/<slug:kind>/", data_views.data_file_by_link, name="data_file_by_link"),
    ],
    "accounts",
)

urlpatterns = [
    path("", include(profile_urls)),
    path("connexion/", account.login, name="account_login"),
    path("connexion/code/", account.request_login_code, name="account_request_login_code"),
    path("connexion/code/saisir/", account.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/confirmer/", mfa.authenticate, name="mfa_authenticate"),
    path("deconnexion/", views.sign_out, name="account_logout"),
    path("ferme/", account.account_inactive, name="account_inactive"),
    path("creer/", account.signup, name="account_signup"),
    path("adresse/", account.email, name="account_email"),
    path("adresse/confirmer/", account.email_verification_sent, name="account_email_verification_sent"),
    path("identite/", account.reauthenticate, name="account_reauthenticate"),
    path("identite/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("identite/cle/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("mot-de-passe/changer/", account.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", account.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("mot-de-passe/nouveau/fait/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("double-verification/", mfa.index, name="mfa_index"),
    path("double-verification/application/activer/", totp.activate_totp, name="mfa_activate_totp"),
    path("double-verification/application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("double-verification/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("double-verification/codes/refaire/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("double-verification/codes/telecharger/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("double-verification/cles/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("double-verification/cles/ajouter/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("double-verification/cles/<int:pk>/retirer/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("double-verification/cles/<int:pk>/renommer/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
]
