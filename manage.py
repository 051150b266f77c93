#!/usr/bin/env python
"""Django's command line; `python3 run.py manage …` calls it with the environment of the demonstration."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cantal_network.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
