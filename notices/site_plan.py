"""Which public pages there are, in the order of the site map; a test holds this list against the map of the addresses."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Entry(NamedTuple):
    """One page, by the name of its address."""

    name: str
    title: Promise | str

    @property
    def url(self) -> str:
        return reverse(self.name)


class Group(NamedTuple):
    """Pages that serve the same purpose; `lists_centres`: the page of each telecentre follows."""

    title: Promise | str
    entries: list[Entry]
    lists_centres: bool = False


GROUPS = [
    Group(
        _("Book a desk"),
        [
            Entry("bookings:home", _("Home")),
            Entry("bookings:start", _("Choose a telecentre and a day")),
            Entry("bookings:find", _("Find a centre for what you need")),
            Entry("bookings:list", _("My bookings")),
        ],
    ),
    Group(
        _("Telecentres"),
        [
            Entry("telecentres:story", _("Twenty years of telework in the Cantal")),
            Entry("telecentres:list", _("The telecentres of the Cantal, on a map and in a list")),
            Entry("telecentres:open_data", _("Open data of the telecentres")),
        ],
        True,
    ),
    Group(
        _("Jobs"),
        [
            Entry("jobs:list", _("Job offers to be done from a telecentre")),
            Entry("jobs:ask_alert", _("Get new offers by mail")),
        ],
    ),
    Group(
        _("Your account"),
        [
            Entry("account_login", _("Sign in")),
            Entry("account_request_login_code", _("Sign in by a code")),
            Entry("account_signup", _("Create an account")),
            Entry("account_reset_password", _("Forgotten password")),
            Entry("accounts:profile", _("My account")),
        ],
    ),
    Group(
        _("Help"),
        [
            Entry("notices:help", _("Help and contact")),
            Entry("notices:write", _("Write to us")),
            Entry("dispatch:health", _("Is everything running?")),
        ],
    ),
    Group(
        _("About this site"),
        [
            Entry("notices:accessibility", _("Accessibility declaration")),
            Entry("notices:accessibility_plan", _("Accessibility plan for three years")),
            Entry("notices:eco_design", _("Eco-design")),
            Entry("notices:legal", _("Legal notice")),
            Entry("notices:privacy", _("Personal data")),
            Entry("notices:site_plan", _("Site map")),
        ],
    ),
]
