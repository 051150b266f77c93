"""How figures are said to everybody: names of dimensions and of their values, numbers with their unit, and how each is made."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from jobs.models import Feature
from observatory.indicators import Row, Scope, Span
from observatory.indicators.base import ALL
from outreach.models import Lead
from telecentres import words
from telecentres.models import Telecentre, Territory


class How(NamedTuple):
    """What "how is this computed" says of an indicator, in plain words; the formula only where there is one."""

    source: Promise | str
    unit: Promise | str
    population: Promise | str
    limits: Promise | str
    formula: Promise | str = ""

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Each under its name, for lists; the formula has none, and stands before them."""
        names = _("Source"), _("Unit"), _("What is counted"), _("Limits")
        return list(zip(names, map(str, self[:4]), strict=True))


DIMENSIONS: dict[str, Promise] = {
    "centre": gettext_lazy("Telecentre"),
    "month": gettext_lazy("Month"),
    "kind": pgettext_lazy("dimension", "Who"),
    "origin": pgettext_lazy("dimension", "From or to"),
    "direction": pgettext_lazy("dimension", "Direction"),
    "departement": pgettext_lazy("dimension", "Département"),
    "measure": pgettext_lazy("dimension", "What"),
    "minutes": gettext_lazy("Minutes by car"),
    "epci": gettext_lazy("Intercommunality"),
    "step": pgettext_lazy("dimension", "Step"),
    "feature": pgettext_lazy("dimension", "Feature"),
    "need": pgettext_lazy("dimension", "Need"),
    "case": pgettext_lazy("dimension", "Case"),
}

# Values that stand for themselves: a word that only one dimension has needs no dimension here.
KEYS: dict[str, Promise] = {
    "new": gettext_lazy("come for the first time in a year"),
    "returning": gettext_lazy("came before"),
    "urban": gettext_lazy("a town"),
    "rural": gettext_lazy("the country"),
    "unknown": gettext_lazy("not known"),
    "in": gettext_lazy("to the Cantal"),
    "out": gettext_lazy("away from the Cantal"),
    "given": gettext_lazy("sent to another centre"),
    "received": gettext_lazy("received from another centre"),
    "published": pgettext_lazy("positions", "published"),
    "filled": pgettext_lazy("positions", "filled"),
    "hired": pgettext_lazy("people", "hired"),
    "there_6": gettext_lazy("still there after 6 months"),
    "there_12": gettext_lazy("still there after 12 months"),
    "none": gettext_lazy("not known"),
    "low": gettext_lazy("low"),
    "central": gettext_lazy("central"),
    "high": gettext_lazy("high"),
}
# What a title says of a series that is hidden, beside one that is shown.
HIDDEN: dict[str, Promise] = {
    "in": gettext_lazy("arrivals hidden"),
    "out": gettext_lazy("departures hidden"),
    "given": gettext_lazy("people sent on hidden"),
    "received": gettext_lazy("people received hidden"),
    "hired": gettext_lazy("hirings hidden"),
    "there_6": gettext_lazy("what became of them after 6 months hidden"),
    "there_12": gettext_lazy("what became of them after 12 months hidden"),
}
EXACT_TO = 100
MOST_DECIMALS = 2


class Names:
    """Of centres and territories by the keys that figures have; read once, when the first is asked for."""

    @cached_property
    def centres(self) -> dict[str, str]:
        return dict(Telecentre.objects.values_list("slug", "name"))

    @cached_property
    def territories(self) -> dict[str, str]:
        """Intercommunalities, départements and regions; never communes, of which too few people come."""
        return dict(Territory.objects.exclude(kind=Territory.Kind.COMMUNE).values_list("code", "name"))

    def of(self, dimension: str, key: str) -> str:
        """The value of a dimension, as people say it."""
        if key == ALL:
            return _("All together")
        if dimension == "centre":
            return self.centres.get(key) or _("no centre")
        if dimension == "month" and (month := month_of(key)):
            return words.month_words(month)
        if dimension in ("epci", "departement", "territory") and key not in KEYS:
            return short_epci(self.territories.get(key, key))
        if dimension == "minutes" and key.isdecimal():
            return _("within %(number)s minutes") % {"number": key}
        if dimension == "feature" and key in Feature:
            return str(Feature(key).label)
        if dimension == "step" and key in Lead.Stage:
            return pgettext("funnel", "Settled").lower() if key == "settled" else str(Lead.Stage(key).label)
        return str(KEYS.get(key, key))

    def scope(self, scope: Scope) -> str:
        if scope.kind == "centre":
            return words.place_words(self.centres.get(scope.key, scope.key))
        if scope.kind == "territory":
            return self.territories.get(scope.key, scope.key)
        return _("The whole network")


def short_epci(name: str) -> str:
    """Without the "CC" or "CA" that all of them have: "Hautes Terres", "Saint-Flour"."""
    for beginning in ("CC ", "CA "):
        if name.startswith(beginning):
            rest = name.removeprefix(beginning)
            for article in ("de la ", "de l'", "de l’", "du ", "des ", "de "):
                rest = rest.removeprefix(article)
            return rest[:1].upper() + rest[1:]
    return name


def month_of(key: str) -> date | None:
    """Of "2026-10"; None for anything else, such as a margin or a quarter."""
    try:
        return date.fromisoformat(f"{key}-01")
    except ValueError:
        return None


def dimension_words(name: str) -> str:
    return str(DIMENSIONS.get(name, name))


def span_words(span: Span) -> str:
    """ "octobre 2026", "2026", "de janvier 2026 à mars 2026"."""
    if span.first == span.last:
        return words.month_words(span.first)
    if span == Span.year(span.first.year):
        return str(span.first.year)
    return _("from %(first)s to %(last)s") % {"first": words.month_words(span.first), "last": words.month_words(span.last)}


def number(value: int | Decimal) -> str:
    """With the true minus; as few decimals as say something, and none from a hundred on: no figure here is as exact as that."""
    if isinstance(value, Decimal):
        value = round(value) if abs(value) >= EXACT_TO else round(value, MOST_DECIMALS)
        value = round(value) if value == round(value) else value.normalize()
    return words.number_words(value).replace("-", words.MINUS)


def signed(value: int | Decimal) -> str:
    """ "+0,32", "−0,2", "0": for what may be spared or added."""
    return f"+{number(value)}" if value > 0 else number(value)


def short_unit(unit: str) -> str:
    """What stands behind a number: of "% of the inhabitants" the sign; a unit in many words is said above."""
    first = str(unit).split()[0] if str(unit).strip() else ""
    return first if first.startswith("%") else str(unit) if len(str(unit)) <= 12 else ""


def value_words(row: Row, unit: str = "") -> str:
    """ "39 %", "866 – 1 374 kg", "hidden", "not known"."""
    if row.is_hidden:
        return _("hidden")
    if row.value is None:
        return _("not known")
    said = number(row.value)
    if row.low is not None and row.high is not None and row.low != row.high:
        said = f"{number(row.low)}{words.FIXED}– {number(row.high)}"
    unit = short_unit(unit)
    return f"{said}{words.FIXED}{unit}" if unit else said


def with_unit(unit: Promise | str) -> str:
    """The head of a column of values."""
    text = str(unit)
    return text[:1].upper() + text[1:] if text else _("Value")


def how(name: str) -> How | None:
    """How an indicator is made, in the language of the moment; None for one that nobody has put into words."""
    return HOW.get(name)


HASHED = gettext_lazy(
    "Bookings whose arrival was noted. People are told apart by a key that gives no name, and that is dropped after 13 months."
)
OPEN_HOURS = gettext_lazy("per cent of the hours in which a desk was open; closures are taken away")
DESKS = gettext_lazy("The desks of the centres that have opened. Rooms are left out.")
PLEDGES = gettext_lazy("What people said of their own move, with an agreement for this alone, and confirmed by mail.")
NOT_EVERYBODY = gettext_lazy(
    "Not everybody who moves says so, and who says so need not have come because of a telecentre: it is no count of "
    "the inhabitants."
)
WAYS_SOURCE = gettext_lazy(
    "Attended days of people who said in their profile where they live and what they would have done without the centre."
)
WAYS_FORMULA = gettext_lazy(
    "Would have gone to work: 2 × (home–work − home–centre). Would have stayed at home: −2 × home–centre. No answer: nothing."
)
WAYS_LIMITS = gettext_lazy(
    "Days without an answer are neither guessed nor added. Ways are estimated: as the crow flies × 1.4, at 50 km/h. Coming to "
    "the centre when one would have stayed at home adds to the way: it is counted."
)
OFFERS = gettext_lazy("The job offers of this site.")
OUTCOMES = gettext_lazy("What employers answer when they are asked 6 and 12 months after the hiring.")
COVERAGE_SOURCE = gettext_lazy(
    "Population of the communes: INSEE. Points of the communes: GeoNames and IGN. The telecentres that are open today."
)
COVERAGE_LIMITS = gettext_lazy(
    "An estimate: as the crow flies × 1.4, at 50 km/h, from centre to centre of the communes. Passes and snow are not in it."
)
REFERRALS = gettext_lazy("What the centres note when they send a person on to another centre.")
BALANCES = gettext_lazy("What the agency and the network enter of public money and of what came back, each with its source.")

HOW: dict[str, How] = {
    "occupancy": How(
        gettext_lazy("Bookings whose arrival was noted, the opening hours and the closures of the centres."),
        OPEN_HOURS,
        DESKS,
        gettext_lazy("Where arrivals are not noted, the figure is too low."),
        gettext_lazy("hours attended ÷ hours open"),
    ),
    "booked": How(
        gettext_lazy("Bookings that held when their time came, whether or not somebody came; opening hours and closures."),
        OPEN_HOURS,
        DESKS,
        gettext_lazy("What was cancelled in time is left out; who leaves early gives back the rest."),
        gettext_lazy("hours booked ÷ hours open"),
    ),
    "no_shows": How(
        gettext_lazy("Bookings released because nobody came, and bookings whose arrival was noted."),
        gettext_lazy("per cent of the bookings"),
        gettext_lazy("Bookings of desks and rooms whose time is over."),
        gettext_lazy("Only centres that release desks know who did not come."),
        gettext_lazy("released ÷ (released + arrived)"),
    ),
    "people": How(
        HASHED,
        gettext_lazy("people, each once"),
        gettext_lazy("Who came at least once. Who comes to two centres counts once in the sum."),
        gettext_lazy("A group counts as the one person who booked. Older than 13 months the number is not known."),
    ),
    "new_and_returning": How(
        HASHED,
        gettext_lazy("people, each once"),
        gettext_lazy("New is who was not seen anywhere in the network in the 12 months before."),
        gettext_lazy("Where the key of the months before is dropped, everybody would be new: such a number is not shown."),
    ),
    "commute_km": How(
        WAYS_SOURCE,
        gettext_lazy("kilometres, there and back"),
        gettext_lazy("Attended days with an answer; their number stands beside that of all attended days."),
        WAYS_LIMITS,
        WAYS_FORMULA,
    ),
    "commute_minutes": How(
        WAYS_SOURCE,
        gettext_lazy("minutes, there and back"),
        gettext_lazy("Attended days with an answer; their number stands beside that of all attended days."),
        WAYS_LIMITS,
        WAYS_FORMULA,
    ),
    "commute_co2": How(
        gettext_lazy("The kilometres, and the factor of the means of transport in the edition that is named here (ADEME)."),
        gettext_lazy("kg of CO₂e, as a range"),
        gettext_lazy("Attended days with an answer that also says the means of transport."),
        gettext_lazy(
            "An order of magnitude. The low end takes away 31 % of what is spared: other trips take its place (ADEME, 2020). "
            "A loss is never made smaller."
        ),
        gettext_lazy("from 0.69 × kilometres × factor to kilometres × factor"),
    ),
    "arrivals": How(
        PLEDGES,
        gettext_lazy("people"),
        gettext_lazy("People of the households that told of their move. Below 5 people nothing is shown."),
        NOT_EVERYBODY,
    ),
    "arrivals_by_departement": How(
        PLEDGES,
        gettext_lazy("people"),
        gettext_lazy("By département of before. Below 11 people nothing is shown."),
        NOT_EVERYBODY,
    ),
    "jobs": How(
        OFFERS,
        gettext_lazy("job offers"),
        gettext_lazy("Offers published in the period, and those filled in it."),
        gettext_lazy("Filled is what the employer or the agency noted; an offer may be filled without their saying so."),
    ),
    "jobs_by_feature": How(
        OFFERS,
        gettext_lazy("job offers"),
        gettext_lazy("Offers published in the period; one offer may have several features."),
        gettext_lazy("It is what the offer says; nobody has checked it at the place of work."),
    ),
    "job_outcomes": How(
        OUTCOMES,
        gettext_lazy("people hired"),
        gettext_lazy("Hirings for which an answer was due; the number of answers stands beside it."),
        gettext_lazy("Who does not answer is not counted, neither as stayed nor as gone."),
    ),
    "funnel": How(
        gettext_lazy("The steps that the agency notes for each person who made contact."),
        gettext_lazy("people"),
        gettext_lazy("Who made first contact in the period, and how far they have come since."),
        gettext_lazy("Those who came lately are still on their way: their last steps are too low."),
    ),
    "referrals": How(
        REFERRALS,
        gettext_lazy("people sent on"),
        gettext_lazy("Referrals made in the period, by the centre that gave and the one that received."),
        gettext_lazy("Advice given by telephone is not noted."),
    ),
    "demand": How(
        gettext_lazy("Addresses that asked to be told when a centre opens, confirmed by mail."),
        gettext_lazy("people"),
        gettext_lazy("Of each centre in preparation. Below 5 people nothing is shown."),
        gettext_lazy("To want news of a centre is not yet to use it."),
    ),
    "coverage": How(
        COVERAGE_SOURCE,
        gettext_lazy("per cent of the inhabitants"),
        gettext_lazy("All inhabitants of the communes of the Cantal."),
        COVERAGE_LIMITS,
        gettext_lazy("minutes = 60 × 1.4 × km as the crow flies ÷ 50"),
    ),
    "coverage_inhabitants": How(
        COVERAGE_SOURCE,
        gettext_lazy("inhabitants"),
        gettext_lazy("All inhabitants of the communes of the Cantal."),
        COVERAGE_LIMITS,
    ),
    "coverage_by_territory": How(
        COVERAGE_SOURCE,
        gettext_lazy("per cent of the inhabitants"),
        gettext_lazy("The inhabitants of the communes of each intercommunality in the Cantal."),
        COVERAGE_LIMITS,
    ),
    "return_on_investment": How(
        BALANCES,
        gettext_lazy("euros back for one public euro, as a range"),
        gettext_lazy("Each intercommunality for which something real was entered, to the end of the last month."),
        gettext_lazy(
            "Rent, local spending and building works alone: jobs, pupils and people are not turned into money. No territory "
            "without a telecentre is compared, so nothing proves that the telecentre is the reason."
        ),
        gettext_lazy("benefits in euros ÷ public cost"),
    ),
    "cost_per_person": How(
        BALANCES,
        gettext_lazy("euros for one person settled"),
        gettext_lazy("Each intercommunality for which people who settled were counted, children included."),
        gettext_lazy("It says nothing of why they came. With few people it is hidden, for it would tell how many they are."),
        gettext_lazy("public cost ÷ people settled"),
    ),
    "payback_month": How(
        BALANCES,
        gettext_lazy("months; the first is that of the first benefit"),
        gettext_lazy("Each intercommunality for which the month of every sum is known: a low, a central and a high case."),
        gettext_lazy("What goes on is taken to go on for 72 months as entered: it is a projection."),
        gettext_lazy("the first month at whose end the benefits are at least the public cost"),
    ),
    "gaps": How(
        gettext_lazy("What people look for on this site without finding it: words alone, tied to nobody."),
        gettext_lazy("requests"),
        gettext_lazy("What was asked in the period, each as often as it was asked since the first time."),
        gettext_lazy("For the staff alone: words may be odd, and few. No count is kept by month."),
    ),
}
