"""What may stand in an address of the interface; a value that is none of these is refused with words for what is one."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from jobs.models import Feature, JobOffer
from outreach.models import Event
from telecentres.models import Workspace

MOST_PAGES = 10_000
MOST_ON_A_PAGE = 100

# The kind of fault stands in the answer, so that a program can tell them apart; the words are translated when they leave.
WORDS = {
    "day": _("Write a day as year-month-day, for example 2026-11-25."),
    "month": _("Write a month from 2000 to 2099 as year-month, for example 2026-11."),
    "slug": _("Write the address of a record as the lists give it: letters, digits, hyphens, for example murat."),
    "scope": _("Write network, centre: and the address of a telecentre, or territory: and nine digits."),
    "name": _("Write the name of an indicator as the list gives it: small letters, digits, underscores."),
}


def _told(kind: str) -> PydanticCustomError:
    return PydanticCustomError(kind, WORDS[kind])  # type: ignore[arg-type]  # pydantic asks for a literal text


def _of_pattern(kind: str, pattern: str) -> Callable[[str], str]:
    """The whole text and ASCII alone, as the schema says it."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise _told(kind)
        return text

    return check


def _iso_day(text: str | date) -> date:
    """Not pydantic's own reading, which takes "0" for the first day of 1970."""
    if isinstance(text, date):
        return text
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass  # the 31st of February
    raise _told("day")


def _text(kind: str, pattern: str, example: str, longest: int, words: str) -> type[str]:
    schema = {"type": "string", "pattern": f"^{pattern}$", "maxLength": longest, "examples": [example], "description": words}
    return Annotated[str, Field(max_length=longest), AfterValidator(_of_pattern(kind, pattern)), WithJsonSchema(schema)]  # type: ignore[return-value]


Day = Annotated[date, BeforeValidator(_iso_day), WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-11-25"]})]
Month = _text("month", "20[0-9]{2}-(0[1-9]|1[0-2])", "2026-11", 7, _("A month."))
Slug = _text("slug", "[A-Za-z0-9_-]+", "murat", 110, _("Its address on the site, as the list gives it."))
ScopeText = _text("scope", "(network|centre:[A-Za-z0-9_-]{1,50}|territory:[0-9]{9})", "centre:murat", 60, _("About whom."))
Name = _text("name", "[a-z][a-z0-9_]*", "occupancy", 40, _("Its name, as the list gives it."))
WorkMode = Literal[tuple(JobOffer.WorkMode.values)]  # type: ignore[valid-type]
JobFeature = Literal[tuple(Feature.values)]  # type: ignore[valid-type]
EventKind = Literal[tuple(Event.Kind.values)]  # type: ignore[valid-type]
PlaceKind = Literal[tuple(Workspace.Kind.values)]  # type: ignore[valid-type]


class Paging(Schema):
    page: int = Field(1, ge=1, le=MOST_PAGES, description=_("Which page of the list, from 1."))
    page_size: int = Field(50, ge=1, le=MOST_ON_A_PAGE, description=_("How many records a page has, at most 100."))


class OffersAsked(Paging):
    q: str = Field("", max_length=100, description=_("Words that stand in the offer: job, employer, place."))
    work_mode: WorkMode | None = Field(None, description=_("Where the work is done."))
    centre: Slug | None = Field(None, description=_("Only offers that can be done at this telecentre."))
    feature: list[JobFeature] = Field(
        [], max_length=len(Feature.values), description=_("What the job offers; repeat it for several, all of which are met.")
    )


class EventsAsked(Paging):
    month: Month | None = Field(None, description=_("Only events that touch this month."))
    kind: EventKind | None = Field(None, description=_("Only events of this kind."))
    centre: Slug | None = Field(None, description=_("Only events at this telecentre."))


class AvailabilityAsked(Schema):
    first: Day | None = Field(None, description=_("First day; today, if it is left out or past."))
    last: Day | None = Field(
        None,
        description=_(
            "Last day, included; six days after the first, if it is left out. At most 31 days and only as far ahead as the "
            "telecentre takes bookings: the answer says which days it is about."
        ),
    )
    kind: PlaceKind = Field(Workspace.Kind.DESK.value, description=_("Which kind of workspace."))


class FigureAsked(Schema):
    scope: ScopeText = Field(
        "network",
        description=_(
            "About whom: network, centre: and its address, or territory: and the SIREN number of the group of communes."
        ),
    )
    first: Month | None = Field(None, description=_("First month; the last one, if it is left out."))
    last: Month | None = Field(
        None,
        description=_(
            "Last month, included; the last one that is over, if it is left out or later. At most 60 months: the answer says "
            "which months it is about."
        ),
    )
