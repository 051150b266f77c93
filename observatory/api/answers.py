"""
The shapes of all answers, with words and examples for each field: the description of the interface is made from them.

The words of a shape stand beside its name, for those of a docstring would not be translated.
"""

from datetime import date, datetime

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from observatory.api.asked import EventKind, JobFeature, WorkMode

EXAMPLE = _("Made up for the demonstration of the portal.")


class Page(Schema, json_schema_extra={"description": _("One page of a list, always in the same order.")}):
    count: int = Field(description=_("How many records the whole list has."), examples=[7])
    page: int = Field(description=_("Which page this is, from 1."), examples=[1])
    pages: int = Field(description=_("How many pages there are; 0 for an empty list."), examples=[1])
    previous: str | None = Field(description=_("Address of the page before."))
    next: str | None = Field(description=_("Address of the page after."))


class Telecentre(
    Schema,
    json_schema_extra={
        "description": _(
            "A place where people rent a desk near home; what is not known, or made up for a demonstration, is null."
        )
    },
):
    slug: str = Field(description=_("Its address on the site, which stays."), examples=["murat"])
    name: str = Field(description=_("Name."), examples=["Télécentre de Murat"])
    state: str = Field(description=_("ouvert, suspendu or en-preparation."), examples=["ouvert"])
    address: str | None = Field(description=_("Street."))
    postal_code: str | None = Field(description=_("Postal code."), examples=["15300"])
    commune: str = Field(description=_("Commune."), examples=["Murat"])
    insee_code: str = Field(description=_("INSEE code of the commune."), examples=["15138"])
    latitude: float = Field(description=_("In degrees, WGS 84."), examples=[45.11011])
    longitude: float = Field(description=_("In degrees, WGS 84."), examples=[2.86859])
    is_at_door: bool = Field(description=_("The point is that of the door; else of the commune."))
    phone: str | None = Field(description=_("Telephone of the centre."))
    email: str | None = Field(description=_("E-mail address of the centre."))
    opening_hours: str | None = Field(
        description=_("As OpenStreetMap writes opening hours."), examples=["Mo-Fr 08:30-12:30,13:30-18:00"]
    )
    url: str = Field(description=_("Its page."))
    updated_on: date = Field(description=_("Day of the last change."))


class TelecentrePage(Page):
    results: list[Telecentre] = Field(description=_("The telecentres, by their address on the site."))


class Slot(Schema, json_schema_extra={"description": _("A part of a day that the centre offers and that can still be booked.")}):
    day: date = Field(description=_("Day."), examples=["2026-11-26"])
    part: str = Field(description=_("day, morning or afternoon."), examples=["morning"])
    starts_at: datetime = Field(description=_("When it begins."))
    ends_at: datetime = Field(description=_("When it ends; that moment is no longer part of it."))
    free: int = Field(description=_("How many workspaces are free for the whole of it; 0 where it is full."), examples=[3])


class Availability(Schema, json_schema_extra={"description": _("What is free at a telecentre, and on which days.")}):
    telecentre: str = Field(description=_("Its address on the site, which stays."), examples=["murat"])
    kind: str = Field(description=_("Kind of workspace."), examples=["desk"])
    first: date | None = Field(description=_("First day that the answer is about; null where it is about none."))
    last: date | None = Field(description=_("Last day that the answer is about, included."))
    slots: list[Slot] = Field(description=_("In order of time; days on which the centre is closed have none."))
    notes: list[str] = Field(description=_("In words, why the answer is about other days than were asked for."))
    is_example: bool = Field(description=EXAMPLE)
    url: str = Field(description=_("Where to book."))


class Offer(Schema, json_schema_extra={"description": _("A job offer that is published now.")}):
    slug: str = Field(description=_("Its address on the site, which stays."))
    title: str = Field(description=_("Name of the job."), examples=["Gestionnaire de paie"])
    employer: str = Field(description=_("Employer."))
    description: str = Field(description=_("The work, and what is asked for."))
    rome_code: str | None = Field(description=_("Code of the job in the French list ROME."), examples=["M1203"])
    contract: str = Field(description=_("Contract, in the codes of France Travail."), examples=["CDI"])
    work_mode: WorkMode = Field(description=_("Where the work is done."))
    telecentres: list[str] = Field(description=_("Open telecentres where it can be done."), examples=[["murat"]])
    commune: str | None = Field(description=_("Commune of the workplace; null where the job is fully remote."))
    features: list[JobFeature] = Field(description=_("What the job offers."))
    weekly_hours: float | None = Field(description=_("Hours a week."), examples=[35])
    pay_min: float | None = Field(description=_("Pay from, in euros."), examples=[2150])
    pay_max: float | None = Field(description=_("Pay to, in euros."), examples=[2400])
    pay_unit: str = Field(description=_("Gross, by: hour, month or year."), examples=["month"])
    positions: int = Field(description=_("Positions that are still open."), examples=[1])
    published_at: datetime = Field(description=_("When it was published."))
    last_day: date = Field(description=_("Last day, included."))
    is_example: bool = Field(description=EXAMPLE)
    url: str = Field(description=_("Its page, where one applies."))


class OfferPage(Page):
    results: list[Offer] = Field(description=_("The offers, the newest first."))


class Session(Schema, json_schema_extra={"description": _("A part of an event.")}):
    starts_at: datetime = Field(description=_("When it begins."))
    ends_at: datetime = Field(description=_("When it ends; that moment is no longer part of it."))


class Event(
    Schema, json_schema_extra={"description": _("An event that is not over; cancelled and postponed ones stay, and say so.")}
):
    slug: str = Field(description=_("Its address on the site, which stays."))
    title: str = Field(description=_("Title."), examples=["Forum du télétravail"])
    summary: str = Field(description=_("In one sentence."))
    kind: EventKind = Field(description=_("Kind."))
    state: str = Field(description=_("published, postponed, cancelled or held."), examples=["published"])
    mode: str = Field(description=_("telecentre, place, online or mixed."), examples=["telecentre"])
    telecentre: str | None = Field(description=_("Address on the site of the telecentre where it takes place."))
    place: str | None = Field(description=_("Name of another place."))
    commune: str | None = Field(description=_("Commune of the place."))
    starts_at: datetime = Field(description=_("When the first session begins."))
    ends_at: datetime = Field(description=_("When the last session ends."))
    sessions: list[Session] = Field(description=_("Its sessions, in order of time."))
    capacity: int = Field(description=_("Places."), examples=[20])
    price: float = Field(description=_("Price in euros; 0 is free."), examples=[0])
    is_example: bool = Field(description=EXAMPLE)
    url: str = Field(description=_("Its page, where one registers."))


class EventPage(Page):
    results: list[Event] = Field(description=_("The events, in order of time."))


class Indicator(Schema, json_schema_extra={"description": _("One measure of the observatory.")}):
    name: str = Field(description=_("Its name, which stays."), examples=["occupancy"])
    title: str = Field(description=_("Title."))
    unit: str = Field(description=_("Unit of the values."))
    theme: str = Field(description=_("Theme."), examples=["usage"])
    dimensions: list[str] = Field(description=_("What the rows are told apart by."), examples=[["month"]])
    scopes: list[str] = Field(description=_("About whom it can be asked: network, centre, territory."))
    is_about_people: bool = Field(description=_("Small numbers of it are hidden."))
    source: str = Field(description=_("Where it comes from."))
    population: str = Field(description=_("Of whom or what it tells."))
    limits: str = Field(description=_("What it cannot know."))
    url: str = Field(description=_("Address of its figures."))


class IndicatorPage(Page):
    results: list[Indicator] = Field(description=_("The indicators, by theme."))


class FigureRow(Schema, json_schema_extra={"description": _("One line of a figure.")}):
    keys: dict[str, str] = Field(
        description=_("Its value for each dimension; “all” is the margin: over every value, counted by itself."),
        examples=[{"month": "2026-10"}],
    )
    value: float | int | None = Field(description=_("Null where it is not known, or hidden; 0 is nought."), examples=[42])
    low: float | int | None = Field(description=_("Lower bound, where it is a range."))
    high: float | int | None = Field(description=_("Upper bound, where it is a range."))
    answered: int | None = Field(description=_("How many gave what it is computed from."))
    attended: int | None = Field(description=_("Of how many."))
    is_hidden: bool = Field(description=_("Kept back, since it would tell of too few people."))


class Figure(Schema, json_schema_extra={"description": _("What an indicator found, with small numbers on people hidden.")}):
    indicator: str = Field(description=_("Name of the indicator."), examples=["occupancy"])
    title: str = Field(description=_("Title."))
    unit: str = Field(description=_("Unit of the values."))
    scope: str = Field(description=_("About whom it is."), examples=["network"])
    first: str | None = Field(description=_("First month that it is about; null where it is about none."), examples=["2026-10"])
    last: str | None = Field(description=_("Last month that it is about, included."), examples=["2026-10"])
    dimensions: list[str] = Field(description=_("What the rows are told apart by."))
    rows: list[FigureRow] = Field(description=_("The lines of the figure."))
    version: str = Field(description=_("Version of the formula, and of the factors where there are any."), examples=["1"])
    notes: list[str] = Field(description=_("In words, what is to know of it."))
    is_example: bool = Field(description=EXAMPLE)


class Fault(Schema, json_schema_extra={"description": _("A value that is not understood.")}):
    parameter: str = Field(description=_("Name of the value in the address."), examples=["first"])
    kind: str = Field(description=_("Kind of fault, for programs."), examples=["day"])
    detail: str = Field(description=_("What to do."))


class Problem(Schema, json_schema_extra={"description": _("Why there is no answer, as RFC 9457 has it.")}):
    type: str = Field(description=_("Address where the kind of problem is explained."))
    title: str = Field(description=_("The kind of problem."))
    status: int = Field(description=_("Status of HTTP."), examples=[422])
    detail: str = Field(description=_("What happened, and what to do now."))
    errors: list[Fault] = Field(description=_("Of values that are not understood, each with what to do."))
