"""A maker of reports that stops and waits where it is told to, so that a test can kill it there: "figures" or "mails"."""

import sys
import time

import django

LONG = 120


def stop_here(*_args) -> None:
    sys.stdout.write("here\n")
    sys.stdout.flush()
    time.sleep(LONG)


if __name__ == "__main__":
    django.setup()

    from django.utils import timezone

    from observatory import actions, contents, readers
    from tests.observatory import figures

    figures.register()
    if sys.argv[1] == "figures":
        contents._official = stop_here
    else:
        readers.addresses = stop_here
    actions.make_due(now=timezone.now())
