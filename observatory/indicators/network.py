"""What the centres do for one another, and what the network cannot do yet."""

from django.db.models import CharField, DateField, F, Value
from django.db.models.functions import Cast, Coalesce, TruncMonth
from django.utils.translation import gettext_lazy as _

from bookings.models import Referral
from observatory.indicators.base import Figure, Row, Scope, Span, indicator
from observatory.indicators.grouping import Places, cube, figure, shape
from telecentres import hours
from telecentres.models import Gap

THEME = "network"


@indicator(
    title=_("People sent on between centres"),
    unit=_("referrals"),
    theme=THEME,
    dimensions=("centre", "month", "direction"),
    is_about_people=True,
)
def referrals(scope: Scope, span: Span) -> Figure:
    """
    People whom one centre sent on to another that took them: "given" by the centre, or "received".

    Source: referrals made on the portal and accepted; those who did not come in the end count too, for both centres.
    Unit: referrals.
    Population: by the month in which they were made. Of the whole network as many are given as received.
    Limits: who is sent on by word of mouth is not known.
    """
    begins, ends = span.period
    made = Referral.objects.credited().filter(created_at__gte=begins, created_at__lt=ends).order_by()
    made = made.annotate(month=Cast(TruncMonth("created_at", tzinfo=hours.LOCAL), DateField()))
    places, rows = Places.of(scope), []
    for direction, side in (("given", "giver"), ("received", "receiver")):
        mine = made.filter(places.within(side)).values("month", centre=F(f"{side}_id"))
        counted = cube(mine, shape(scope, span), "count(*)")
        rows += [((*keys, direction), Row((), number, persons=number)) for keys, (number,) in counted]
    known = {"direction": ("given", "received")}
    return figure("referrals", places, span, rows, "direction", known=known, nought=lambda keys: Row(keys, 0, persons=0))


@indicator(
    title=_("Needs without a centre"),
    unit=_("requests"),
    theme=THEME,
    dimensions=("need",),
    is_about_people=False,
    is_public=False,
    scopes=("network",),
)
def gaps(scope: Scope, span: Span) -> Figure:
    """
    What people asked of the finder and no centre could serve, by need; "none" for what was not understood.

    Source: requests without an answer, as words alone, tied to nobody. For the staff: words may be odd, and few.
    Unit: requests, each as often as it was made since it first was.
    Population: requests that were made again in the span, or first made in it.
    Limits: a count is not kept by month: what was asked in March and in May counts in May as a whole. What nobody asks again for
    a year goes.
    """
    begins, ends = span.period
    found = Gap.objects.filter(last_asked_at__gte=begins, last_asked_at__lt=ends)
    need = Coalesce("need__slug", Value("none"), output_field=CharField())
    rows = (
        (keys, Row((), number))
        for keys, (number,) in cube(found.values("count", asked=need), ("asked",), "coalesce(sum(count), 0)")
    )
    return figure("gaps", Places.of(scope), span, rows, dimensions=("need",))
