"""The work that was offered through the network, and what became of it."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import DateField, F, Func, Q, QuerySet
from django.db.models.functions import Cast, TruncMonth
from django.utils.translation import gettext_lazy as _

from jobs.models import JobOffer, JobOutcome
from jobs.models.offer import Feature
from observatory.indicators.base import ALL, Figure, Row, Scope, Span, Total, indicator
from observatory.indicators.grouping import Places, cube, figure, months_dimension
from telecentres import hours

THEME = "work"


@indicator(
    title=_("Jobs published and filled"),
    unit=_("positions"),
    theme=THEME,
    dimensions=("centre", "month", "measure"),
    is_about_people=False,
)
def jobs(scope: Scope, span: Span) -> Figure:
    """
    Positions of the offers published in the span, and how many of these are filled by now.

    Source: job offers of the portal; their employers say what is filled.
    Unit: positions, "published" and "filled".
    Population: offers by the month of their first publication; of a centre, those that can be done there. An offer for two
    centres counts at both, and once in the sum.
    Limits: "filled" grows for months after the publication; a position filled without the portal counts if the employer says so.
    """
    offers = _offers(span)
    measures = "coalesce(sum(positions), 0), coalesce(sum(filled_count), 0)"
    found = _by_centre(offers, scope, span, ("positions", "filled_count"), (), measures)
    rows = (
        ((*keys, name), Row((), number))
        for keys, numbers in found
        for name, number in zip(("published", "filled"), numbers, strict=True)
    )
    known = {"measure": ("published", "filled")}
    return figure("jobs", Places.of(scope), span, rows, "measure", known=known, nought=lambda keys: Row(keys, 0))


@indicator(title=_("Jobs by features"), unit=_("positions"), theme=THEME, dimensions=("centre", "feature"), is_about_people=False)
def jobs_by_feature(scope: Scope, span: Span) -> Figure:
    """
    Positions of the offers published in the span, by what the job offers: flexible hours, step-free access…

    Source: job offers of the portal, as their authors wrote them.
    Unit: positions.
    Population: offers by the month of their first publication; one offer has several features: they do not add up to the
    positions, which stand at "all".
    Limits: what is not written may be so all the same. Features are of the job; nothing is known of who applies.
    """
    whole = Span(span.first, span.first)  # no dimension of months: features are counted over the whole span
    centres = Places.of(scope)
    dims = (*centres.dimension, "feature")
    every = _by_centre(_offers(span), scope, whole, ("positions",), (), "coalesce(sum(positions), 0)")
    some = _offers(span).annotate(feature=Func("features", function="unnest"))
    by_feature = _by_centre(some, scope, whole, ("positions", "feature"), ("feature",), "coalesce(sum(positions), 0)")
    rows = [
        *(((*keys, ALL), Row((), number)) for keys, (number,) in every),
        *((keys, Row((), number)) for keys, (number,) in by_feature),
    ]
    known = {"feature": (*(str(one) for one in Feature), ALL)}
    return figure("jobs_by_feature", centres, span, rows, dimensions=dims, known=known, nought=lambda keys: Row(keys, 0))


@indicator(
    title=_("Hired, and still there"),
    unit=_("people"),
    theme=THEME,
    dimensions=("centre", "measure"),
    is_about_people=True,
    total=Total.DISTINCT,
)
def job_outcomes(scope: Scope, span: Span) -> Figure:
    """
    People hired in the span through an offer of the portal, and of these who were still there after 6 and 12 months.

    Source: hires that employers note on applications; the person or the employer is asked once after 6 and once after 12 months.
    Unit: people: "hired", "there_6", "there_12"; "answered" of the "attended" hires have an answer.
    Population: hires by the day on which they began.
    Limits: no answer is not "gone": it is left out. Hires of applications that did not pass through the portal are not known.
    """
    found = JobOutcome.objects.filter(hired_on__gte=span.first, hired_on__lt=span.end)
    if not settings.DEMONSTRATION:
        found = found.filter(offer__is_example=False)
    measures = (
        "count(*), count(*) FILTER (WHERE is_there_after_6), count(is_there_after_6), "
        "count(*) FILTER (WHERE is_there_after_12), count(is_there_after_12)"
    )
    places, month = Places.of(scope), Span(span.first, span.first)
    fields = ("is_there_after_6", "is_there_after_12")
    rows = []
    for keys, (hired, there_6, known_6, there_12, known_12) in _by_centre(found, scope, month, fields, (), measures, "offer__"):
        rows.append(((*keys, "hired"), Row((), hired, persons=hired)))
        for name, there, known in (("there_6", there_6, known_6), ("there_12", there_12, known_12)):
            value = there if known or not hired else None
            # Those who are there, or those who are gone: whichever are fewer stand behind the number.
            fewest = min((side for side in (there, known - there) if side), default=0)
            rows.append(((*keys, name), Row((), value, persons=fewest, answered=known, attended=hired)))
    return figure(
        "job_outcomes",
        places,
        span,
        rows,
        dimensions=(*places.dimension, "measure"),
        known={"measure": ("hired", "there_6", "there_12")},
        nought=lambda keys: Row(keys, 0, persons=0),
    )


def _offers(span: Span) -> QuerySet:
    """Published for the first time in the span, examples in a demonstration alone."""
    begins, ends = span.period
    found = JobOffer.objects.filter(published_at__gte=begins, published_at__lt=ends)
    found = found if settings.DEMONSTRATION else found.filter(is_example=False)
    return found.annotate(month=Cast(TruncMonth("published_at", tzinfo=hours.LOCAL), DateField()))


def _by_centre(
    found: QuerySet, scope: Scope, span: Span, fields: Sequence[str], own: Sequence[str], measures: str, path: str = ""
) -> list[tuple[tuple, tuple]]:
    """
    By centre and in all: what can be done at two centres stands under both, and once in the sum.

    `own` are further dimensions without a margin; the months have one.
    """
    months = months_dimension(span)
    columns = [*fields, *months]
    through = f"{path}telecentres"
    everywhere = scope.kind == "network"
    within = Q(**{f"{through}__isnull": False}) if everywhere else Places.of(scope).within(through)
    joined = found.order_by().filter(within)
    once = found if everywhere else found.filter(pk__in=joined.values("pk"))
    every = list(cube(once.order_by().values("pk", *columns), (*months, *own), measures, without_margin=own))
    if scope.kind == "centre":
        return every
    by_centre = cube(
        joined.values("pk", *columns, centre=F(through)),
        ("centre", *months, *own),
        measures,
        without_margin=("centre", *own),
    )
    return [*by_centre, *(((ALL, *keys), numbers) for keys, numbers in every)]
