"""Prints a sign-in link for each person of the demonstration; run at each start."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.demonstration import make_links


class Command(BaseCommand):
    help = "Print one sign-in link per role. The links of the last start stop working."

    def handle(self, *args, **options) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Sign-in links exist in demonstration mode only (CANTAL_MODE=demonstration).")
        with override("fr"):
            rows = [(str(person.title), person.name, link) for person, link in make_links()]
            if not rows:
                raise CommandError(_("There is nobody to sign in as: load the demonstration's data first."))
            title_width, name_width = (max(len(row[column]) for row in rows) for column in (0, 1))
            for title, name, link in rows:
                self.stdout.write(f"{title[:1].upper() + title[1:]:<{title_width}}  {name:<{name_width}}  {link}")
