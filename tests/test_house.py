"""The rules of the house that a machine can keep; who may open which address is in tests/test_access.py."""

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
from django.utils.translation import gettext as _
from django.utils.translation import override

from tests import catalogue
from tests.catalogue import CHECKOUT, OUR_PYTHON

TEMPLATES = CHECKOUT / "templates"
ERROR_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html", "503.html"}
REMAKE = ".venv/bin/python -m tests.catalogue"


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


def test_no_string_hides_from_the_catalogue():
    """Babel does not look into f-strings: what is translated there stays English."""
    assert [f"{name(path)}: {said}" for path, text in own_text() if path.suffix == ".py" for said in hidden_strings(text)] == []


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

    assert said == [
        "Saisissez une adresse électronique complète, par exemple vous@exemple.fr.",
        "Ce champ est obligatoire.",
        "Code incorrect.",
    ]


# --- templates -----------------------------------------------------------------------------------------


def test_every_template_is_used():
    """Named by Python or by another template, the page of an error, or standing in for the template of a package."""
    named = set(re.findall(r"[\"']([\w./-]+\.(?:html|txt|svg|js))[\"']", "\n".join(text for _path, text in own_text())))
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
            if path.suffix in {".py", ".html", ".txt", ".svg"} and "migrations" not in path.parts:
                yield path, path.read_text()


def hidden_strings(python: str) -> list[str]:
    """Calls of gettext inside f-strings."""
    inside = [node for whole in ast.walk(ast.parse(python)) if isinstance(whole, ast.JoinedStr) for node in ast.walk(whole)]
    names = {"_", "gettext", "ngettext", "pgettext", "gettext_lazy"}
    calls = [node for node in inside if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return [ast.unparse(call) for call in calls if call.func.id in names]


def name(path: Path) -> str:
    return str(path.relative_to(CHECKOUT))


def prints(python: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == "print" for node in ast.walk(ast.parse(python)))


def names_of_mails(app: str) -> set[str]:
    """The words that the functions of an app's emails.py, or of another such module, may put behind `<app>/mail/`."""
    text = "\n".join(path.read_text() for path in (CHECKOUT / app).glob("*emails.py"))
    return set(re.findall(r"[\"'](?:\w+/mail/)?(\w+)[\"']", text))


def packaged_templates() -> set[str]:
    """The templates that Django's applications and the packages bring, and that ours of the same name replace."""
    names = set()
    for package in distributions():
        for file in package.files or []:
            if "templates" in file.parts and file.suffix in {".html", ".txt", ".xml"}:
                names.add("/".join(file.parts[file.parts.index("templates") + 1 :]))
    return names
