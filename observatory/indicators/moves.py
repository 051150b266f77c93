"""Who came to live in the Cantal, and who left it, as far as they told the network."""

from django.conf import settings
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from observatory.indicators.base import ALL, Figure, Row, Scope, Span, indicator
from observatory.indicators.grouping import Places, cube, figure
from observatory.models import MovePledge
from telecentres.models import Territory

THEME = "moves"
Direction = MovePledge.Direction


@indicator(
    title=_("Arrivals and departures, by town and country"),
    unit=_("people"),
    theme=THEME,
    dimensions=("centre", "direction", "origin"),
    is_about_people=True,
    crossed=("origin",),
    people="movers",
)
def arrivals(scope: Scope, span: Span) -> Figure:
    """
    People who say that they moved to the Cantal ("in") or away from it ("out"), by what the place outside is.

    Source: moves declared on the portal, each with a consent of its own and confirmed by the owner of the address.
    Unit: people, those who moved with the person included.
    Population: moves whose month lies in the span; "urban", "rural" or "unknown" is the place outside the Cantal. A centre
    counts the moves that named it as what counted, a territory those to or from its communes.
    Limits: only who says so is counted, and who leaves has less reason to say it: the balance is too high. Not to be added to
    the figures of INSEE, which count everybody, three years later.
    """
    origin = Case(When(is_urban=True, then=Value("urban")), When(is_urban=False, then=Value("rural")), default=Value("unknown"))
    known = {"direction": ("in", "out"), "origin": ("urban", "rural", "unknown", ALL)}
    return _moved("arrivals", scope, span, "origin", origin, known)


@indicator(
    title=_("Arrivals and departures, by département"),
    unit=_("people"),
    theme=THEME,
    dimensions=("direction", "departement"),
    is_about_people=True,
    crossed=("departement",),
    people="movers",
    scopes=("network", "territory"),
)
def arrivals_by_departement(scope: Scope, span: Span) -> Figure:
    """
    People who say that they moved to the Cantal ("in") or away from it ("out"), by the département outside.

    Source: moves declared on the portal, each with a consent of its own and confirmed by the owner of the address.
    Unit: people, those who moved with the person included.
    Population: moves whose month lies in the span; the key is the code of the département, "none" where it is not known.
    Limits: as for arrivals and departures by town and country. A département of which nobody came has no line.
    """
    outside = Case(When(direction=Direction.IN, then=F("previous")), default=F("new"))
    pledges = _pledges(scope, span).annotate(outside=outside)
    codes = _departements(set(pledges.values_list("outside", flat=True)))
    cases = [When(outside__in=[pk for pk, one in codes.items() if one == code], then=Value(code)) for code in set(codes.values())]
    departement = Case(*cases, default=Value("none"), output_field=CharField())
    found = pledges.order_by().values("direction", "persons", departement=departement)
    dims = ("direction", "departement")
    rows = (
        (keys, Row((), people, persons=people))
        for keys, (people,) in cube(found, dims, "coalesce(sum(persons), 0)", without_margin=("direction",))
    )
    return figure("arrivals_by_departement", Places.of(scope), span, rows, dimensions=dims, known={"direction": ("in", "out")})


def _moved(name: str, scope: Scope, span: Span, own: str, key: Case, known: dict) -> Figure:
    places = Places.of(scope)
    dims = (*(("centre",) if scope.kind == "network" else ()), "direction", own)
    found = _pledges(scope, span).order_by().values("direction", "persons", centre=F("telecentre_id"), **{own: key})
    rows = (
        (keys, Row((), people, persons=people))
        for keys, (people,) in cube(found, dims, "coalesce(sum(persons), 0)", without_margin=("direction",))
    )
    return figure(name, places, span, rows, dimensions=dims, known=known, nought=lambda keys: Row(keys, 0, persons=0))


def _pledges(scope: Scope, span: Span) -> QuerySet:
    """Confirmed moves; examples are counted in a demonstration alone."""
    found = MovePledge.objects.confirmed().between(span.first, span.last)
    found = found if settings.DEMONSTRATION else found.filter(is_example=False)
    if scope.kind == "centre":
        return found.filter(telecentre__slug=scope.key)
    if scope.kind == "territory":
        inside = Territory.objects.filter(Q(code=scope.key, kind=Territory.Kind.EPCI) | _of_epci(scope.key))
        return found.filter(Q(direction=Direction.IN, new__in=inside) | Q(direction=Direction.OUT, previous__in=inside))
    return found


def _of_epci(code: str) -> Q:
    return Q(parents__code=code, parents__kind=Territory.Kind.EPCI)


def _departements(places: set[int]) -> dict[int, str]:
    """By key, the code of the département that a place is or lies in."""
    is_one = Territory.objects.filter(pk__in=places, kind=Territory.Kind.DEPARTEMENT).values_list("pk", "code")
    lies = Territory.objects.filter(pk__in=places, parents__kind=Territory.Kind.DEPARTEMENT).values_list("pk", "parents__code")
    return dict([*is_one, *lies])
