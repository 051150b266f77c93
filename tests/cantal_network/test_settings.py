import os
import subprocess
import sys

import pytest

from cantal_network.embedded.layout import CHECKOUT

PRODUCTION = {
    "CANTAL_MODE": "production",
    "SECRET_KEY": "f3Zq81-xW0_rTn5LkYc7VbHs2MdGp9JuEa4QoXi6CtRyNvBzKwD",
    "DATABASE_URL": os.environ["DATABASE_URL"],
    "REDIS_URL": "redis://localhost:6379/0",
    "PUBLIC_URL": "https://cantal-network.example",
    "ALLOWED_HOSTS": "cantal-network.example",
}


def check(*options: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """`manage.py check` as in production; a variable changed to None is unset."""
    return manage("check", *options, **changes)


def manage(*command: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    variables = {name: value for name, value in (PRODUCTION | changes).items() if value is not None}
    argv = [sys.executable, "manage.py", *command]
    return subprocess.run(argv, cwd=CHECKOUT, env=inherited | variables, capture_output=True, text=True)


def test_production_passes_the_deployment_check_without_a_warning():
    done = check("--deploy", "--fail-level", "WARNING")

    assert "no issues" in done.stdout + done.stderr, done.stderr
    assert done.returncode == 0


def test_production_is_the_mode_of_a_process_that_says_nothing():
    done = check(CANTAL_MODE=None, SECRET_KEY=None)

    assert done.returncode != 0
    assert "SECRET_KEY is missing or weak" in done.stderr


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is missing or weak"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is missing or weak"),
        ({"SECRET_KEY": "abc" * 30}, "SECRET_KEY is missing or weak"),
        ({"DEBUG": "1"}, "unset it in production"),
        ({"DATABASE_URL": None}, "set DATABASE_URL"),
        ({"REDIS_URL": None}, "set DATABASE_URL"),
        ({"CANTAL_EMBEDDED": "1"}, "unset CANTAL_EMBEDDED"),
        ({"PUBLIC_URL": "http://cantal-network.example"}, "PUBLIC_URL must be the public https://"),
        ({"CANTAL_MODE": "prod"}, "it must be one of: production, demonstration, test"),
    ],
    ids=lambda value: "-".join(f"{name}={said}" for name, said in value.items()) if isinstance(value, dict) else "",
)
def test_production_refuses_to_start_when_it_would_be_unsafe(changes, sentence):
    done = check(**changes)

    assert done.returncode != 0
    assert sentence in done.stderr


@pytest.mark.parametrize(("mode", "is_there"), [("production", False), ("demonstration", True), ("test", True)])
def test_the_gallery_of_components_is_not_in_production(mode, is_there):
    code = "from django.urls import is_valid_path; print(bool(is_valid_path('/galerie/')))"

    done = manage("shell", "--no-imports", "-c", code, CANTAL_MODE=mode)

    assert done.stdout.split() == [str(is_there)], done.stderr
