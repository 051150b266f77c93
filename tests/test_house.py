"""The rules of the house that a machine can keep."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from io import StringIO
from pathlib import Path

import pytest
from babel.messages import Message
from django.core.management import CommandError, call_command
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext as _
from django.utils.translation import override

from tests import catalogue
from tests.catalogue import CHECKOUT, OUR_PYTHON

TEMPLATES = CHECKOUT / "templates"
ERROR_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
REMAKE = ".venv/bin/python -m tests.catalogue"

# Pages that open without signing in. What is missing here must be closed, what is here must be open.
PUBLIC = {
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "admin:login",
    "bookings:calendar",
    "bookings:cancel",
    "bookings:detail",
    "bookings:home",
    "bookings:move",
    "bookings:open",
    "bookings:pick",
    "bookings:prove",
    "bookings:start",
    "bookings:verify",
    "dispatch:health",
    "mfa_authenticate",
    "set_language",
    "telecentres:detail",
    "telecentres:list",
}
CLOSED = {
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "account_set_password",
    "accounts:profile",
    "bookings:list",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
}


# --- imports and migrations ------------------------------------------------------------------------


def test_imports_point_downwards():
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]

    result = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, f"An import points upwards, or a new module has no layer in pyproject.toml:\n{result.stdout}"


@pytest.mark.django_db
def test_no_model_waits_for_a_migration():
    said = StringIO()

    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except (CommandError, SystemExit):
        pytest.fail(f"Run `python3 run.py manage makemigrations`:\n{said.getvalue()}")


# --- the French text ---------------------------------------------------------------------------------


def test_every_string_has_its_french_and_no_french_is_left_over():
    in_code, in_french = catalogue.names(catalogue.extracted()), catalogue.names(catalogue.committed())

    missing = [catalogue.english(message) for message in french() if not all(catalogue.forms(message))]

    assert (missing, sorted(in_code - in_french, key=str), sorted(in_french - in_code, key=str)) == ([], [], []), REMAKE


def test_no_french_string_is_fuzzy_or_obsolete():
    fuzzy = [catalogue.english(message) for message in french() if message.fuzzy]

    assert (fuzzy, list(catalogue.committed().obsolete)) == ([], [])


def test_french_keeps_every_placeholder():
    lost = [
        catalogue.english(message)
        for message in french()
        if any(form and placeholders(form) != placeholders(catalogue.english(message)) for form in catalogue.forms(message))
    ]

    assert lost == []


def test_french_is_typeset_as_french():
    """’ rather than ', a no-break space before : ; ? ! », and nothing done “avec succès”."""
    careless = re.compile(r"'|[^\u00a0\u202f] ?[;?!»]|\w ?:(?!//)(?!\w)|«[^\u00a0\u202f]|(?i:avec succès)")
    markup = re.compile(r"<[^>]+>|https?://\S+")

    faults = [form for message in french() for form in catalogue.forms(message) if careless.search(markup.sub("", form))]

    assert faults == []


def test_compiled_french_is_fresh():
    assert catalogue.MO.read_bytes() == catalogue.compiled(catalogue.committed()), f"Compile it: {REMAKE}"


def test_packages_speak_french_in_our_words():
    with override("fr"):
        said = [_("Enter a valid email address."), _("This field is required."), _("Incorrect code.")]

    assert said == ["Saisissez une adresse électronique complète, par exemple vous@exemple.fr.", "Ce champ est obligatoire.", "Code incorrect."]


# --- templates -----------------------------------------------------------------------------------------


def test_every_template_is_used():
    """Named by Python or by another template, the page of an error, or standing in for the template of a package."""
    named = set(re.findall(r"[\"']([\w./-]+\.(?:html|txt|svg))[\"']", "\n".join(text for _path, text in own_text())))
    packaged = packaged_templates()
    mails = {f"{app}/mail/{name}" for app in OUR_PYTHON for name in names_of_mails(app)}

    unused = [
        name
        for name in template_names()
        if name not in named | packaged | ERROR_PAGES and re.sub(r"(_subject)?\.(txt|html)$", "", name) not in mails
    ]

    assert unused == []


def test_no_page_needs_what_the_content_security_policy_forbids():
    forbidden = re.compile(r"\sstyle=|<style|<script(?![^>]*\s(?:src=|type=\"application/json\"))|\son[a-z]+=[\"']")

    pages = [name for name in template_names() if "/mail/" not in name and forbidden.search((TEMPLATES / name).read_text())]

    assert pages == []


# --- addresses -----------------------------------------------------------------------------------------


def test_every_address_is_declared_public_or_closed():
    inside_admin = {name for name in views() if name.startswith("admin:") and name not in PUBLIC}
    found = views()

    open_to_all = {name for name, is_closed in found.items() if not is_closed}

    assert open_to_all == PUBLIC & found.keys()
    assert found.keys() - inside_admin == PUBLIC | CLOSED


# --- leftovers -----------------------------------------------------------------------------------------


def test_no_leftover_of_work_in_progress():
    """run.py and the embedded servers speak to a terminal; everybody else logs, answers or writes to the command's stdout."""
    mark = re.compile(r"\bTO" r"DO\b|\bFIX" r"ME\b|\bbreakpoint\(")

    marked = [name(path) for path, text in own_text() if mark.search(text)]
    printing = [name(path) for path, text in own_text() if path.suffix == ".py" and "embedded" not in path.parts and prints(text)]

    assert (marked, printing) == ([], [])


# --- how the house is read --------------------------------------------------------------------------------


def french() -> list[Message]:
    return [message for message in catalogue.committed() if message.id]


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)\w|%%", text))


def template_names() -> list[str]:
    return [str(path.relative_to(TEMPLATES)) for path in sorted(TEMPLATES.rglob("*.*"))]


def own_text() -> Iterator[tuple[Path, str]]:
    for folder in [*OUR_PYTHON, "templates", "tests"]:
        for path in sorted((CHECKOUT / folder).rglob("*.*")):
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
                yield path, path.read_text()


def name(path: Path) -> str:
    return str(path.relative_to(CHECKOUT))


def prints(python: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == "print" for node in ast.walk(ast.parse(python)))


def names_of_mails(app: str) -> set[str]:
    """The words that the functions of an app's emails.py may put behind `<app>/mail/`."""
    emails = CHECKOUT / app / "emails.py"
    return set(re.findall(r"[\"'](?:\w+/mail/)?(\w+)[\"']", emails.read_text())) if emails.exists() else set()


def packaged_templates() -> set[str]:
    """The templates that Django's applications and the packages bring, and that ours of the same name replace."""
    names = set()
    for package in distributions():
        for file in package.files or []:
            if "templates" in file.parts and file.suffix in {".html", ".txt"}:
                names.add("/".join(file.parts[file.parts.index("templates") + 1 :]))
    return names


def views() -> dict[str, bool]:
    """Each address by name, and whether the middleware closes it to people who have not signed in."""

    def walk(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, bool]]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLPattern):
                name = entry.name or str(entry.pattern)
                yield (f"{namespace}:{name}" if namespace else name), getattr(entry.callback, "login_required", True)
            else:
                yield from walk(entry, entry.namespace or namespace)

    return dict(walk(get_resolver(), ""))
