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
        ],
        True,
    ),
    Group(
        _("Information"),
        [Entry("outreach:guides", _("Guides, frequent questions and model documents"))],
    ),
    Group(
        _("Jobs"),
        [
            Entry("jobs:list", _("Job offers to be done from a telecentre")),
            Entry("jobs:ask_alert", _("Get new offers by mail")),
        ],
    ),
    Group(
        _("Come and live here"),
        [
            Entry("outreach:come", _("Tell us of your project to come and live or work here")),
        ],
    ),
    Group(
        _("Events"),
        [
            Entry("outreach:agenda", _("Events of the telecentres, month by month")),
            Entry("outreach:registrations", _("My registrations")),
            Entry("outreach:find_certificate", _("Verify a certificate")),
        ],
    ),
    Group(
        _("Observatory"),
        [
            Entry("observatory:home", _("What the network changes, in figures")),
            Entry("observatory:map", _("Who has a telecentre near home: the map")),
            Entry("observatory:my_way", _("My way to work: what would I spare?")),
            Entry("observatory:returns", _("Public money for telecentres, and what came back")),
            Entry("observatory:reports", _("Reports of the network")),
            Entry("observatory:declare_move", _("Say that you moved to the Cantal, or away from it")),
            Entry("observatory:open_data", _("Open data: places, job offers, events, indicators")),
            Entry("observatory:api", _("Interface for programs")),
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
