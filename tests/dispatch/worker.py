"""`manage.py` with the tests' kinds of mail registered: the worker that tests start as a process, and kill."""

import sys

import django
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    django.setup()

    from tests.dispatch import kinds

    kinds.register()
    execute_from_command_line(["manage.py", *sys.argv[1:]])
