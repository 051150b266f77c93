"""All the open data there is: files, licence, how often new; as a list for the page and as a catalogue (DCAT-AP)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Max, Min
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from jobs import exports
from jobs.models import JobOffer
from observatory import figure_files
from observatory.indicators import Span
from outreach import event_exports
from outreach.models import Event
from telecentres import hours, open_data
from telecentres.downloads import LICENCE, LICENCE_URL

# The lists of values of the Publications Office, which DCAT-AP asks for.
AUTHORITY = "http://publications.europa.eu/resource/authority/"
CANTAL = "http://id.insee.fr/geo/departement/15"  # INSEE's own name for it
CONTINUOUS, MONTHLY = "CONT", "MONTHLY"
TRUE_UNTIL_ASKED = _("made when you ask for it")


class File(NamedTuple):
    """One file, by the name of its address; `kind` is a value of the authority's list of file types."""

    address: str
    name: str
    kind: str
    media_type: str
    words: Promise | str
    conforms_to: str = ""
    argument: str = ""

    @property
    def path(self) -> str:
        return reverse(self.address, args=[self.argument] if self.argument else [])

    @property
    def url(self) -> str:
        return settings.PUBLIC_URL + self.path


@dataclass(frozen=True)
class Dataset:
    """What belongs together; `covers` are the first and the last day that it tells of, None where nothing is known of one."""

    slug: str
    title: Promise | str
    words: Promise | str
    left_out: Promise | str
    keywords: tuple[Promise | str, ...]
    theme: str
    frequency: str
    files: Callable[[], list[File]]
    changed_at: Callable[[datetime], datetime]
    covers: Callable[[datetime], tuple[date, date] | None]
    question: str  # the address of the same in the interface for programs

    @property
    def frequency_words(self) -> Promise | str:
        return {CONTINUOUS: TRUE_UNTIL_ASKED, MONTHLY: _("new each month")}[self.frequency]


CSV, JSON, GEOJSON = ("CSV", "text/csv"), ("JSON", "application/json"), ("GEOJSON", "application/geo+json")
ICS, ATOM = ("ICS", "text/calendar"), ("ATOM", "application/atom+xml")


def _place_files() -> list[File]:
    return [
        File(
            "telecentres:places_csv",
            "lieux.csv",
            *CSV,
            _(
                "The table “lieux de médiation numérique” (LaMednum), which the national directory of places reads. A centre "
                "without its SIRET number or its street is left out: the table requires them."
            ),
            "https://schema.data.gouv.fr/LaMednum/standard-mediation-num/",
        ),
        File(
            "telecentres:places_json",
            "lieux.json",
            *JSON,
            _("The list “structures” of data·inclusion, version 1, of the open centres."),
            "https://data-inclusion.gitbook.io/documentation",
        ),
        File(
            "telecentres:places_geojson",
            "lieux.geojson",
            *GEOJSON,
            _(
                "Points for a map, in WGS 84, with the centres in preparation and suspended ones (“etat”). Where “precision” "
                "says “commune”, the point is that of the commune, not the door of the centre."
            ),
            "https://www.rfc-editor.org/rfc/rfc7946",
        ),
    ]


def _offer_files() -> list[File]:
    return [
        File("jobs:offers_csv", "offres.csv", *CSV, _("A line for each offer, in the field names of France Travail.")),
        File("jobs:offers_json", "offres.json", *JSON, _("The same with fields inside fields.")),
        File("jobs:atom", "offres.atom", *ATOM, _("The newest offers as a feed."), "https://www.rfc-editor.org/rfc/rfc4287"),
    ]


def _event_files() -> list[File]:
    return [
        File("outreach:events_csv", "evenements.csv", *CSV, _("A line for each event, in the columns of OpenAgenda.")),
        File(
            "outreach:events_calendar",
            "agenda.ics",
            *ICS,
            _("A calendar to follow."),
            "https://www.rfc-editor.org/rfc/rfc5545",
        ),
        File(
            "outreach:events_atom",
            "evenements.atom",
            *ATOM,
            _("The newest events as a feed."),
            "https://www.rfc-editor.org/rfc/rfc4287",
        ),
    ]


def _figure_files() -> list[File]:
    found = [
        File("observatory:figures_csv", f"{one.name}.csv", *CSV, _with_unit(one.title, one.unit), argument=one.name)
        for one in figure_files.listed()
    ]
    words = _("What each column of these tables holds, where it comes from and what it cannot know.")
    return [*found, File("observatory:dictionary_csv", "dictionnaire.csv", *CSV, words)]


def _with_unit(title: Promise | str, unit: Promise | str) -> str:
    return gettext("%(title)s (%(unit)s)") % {"title": title, "unit": unit}


def datasets() -> list[Dataset]:
    """In the order of the page."""
    return [
        Dataset(
            "lieux",
            _("The telecentres"),
            _("Where they are, when they are open, how to reach them."),
            _("Closures on single days and bank holidays, and what the demonstration made up. Free desks are in the interface."),
            (_("telecentre"), _("coworking"), _("telework"), "Cantal"),
            "REGI",
            CONTINUOUS,
            _place_files,
            open_data.changed_at,
            lambda now: None,
            "api_telecentres",
        ),
        Dataset(
            "offres",
            _("The job offers"),
            _("The offers published now, that can be done from a telecentre, from home or in the Cantal."),
            _("Who applied, telephone numbers and e-mail addresses: one applies on the page of the offer."),
            (_("job"), _("telework"), "Cantal"),
            "SOCI",
            CONTINUOUS,
            _offer_files,
            exports.changed_at,
            _days_of_offers,
            "api_offers",
        ),
        Dataset(
            "evenements",
            _("The events"),
            _("Trainings, meetings and open days, coming ones and those of the last three months."),
            _("Who registered, and the addresses of meetings online."),
            (_("event"), _("training"), _("telework"), "Cantal"),
            "EDUC",
            CONTINUOUS,
            _event_files,
            event_exports.changed_at,
            _days_of_events,
            "api_events",
        ),
        Dataset(
            "indicateurs",
            _("The indicators of the observatory"),
            _("What the network did: a table for each indicator, month by month, of the last twelve months that are over."),
            _("Numbers on too few people: the line is there, marked as hidden (“masque”), without its value."),
            (_("indicator"), _("telework"), _("mobility"), "Cantal"),
            "REGI",
            MONTHLY,
            _figure_files,
            figure_files.changed_at,
            _months_of_figures,
            "api_indicators",
        ),
    ]


def _days_of_offers(now: datetime) -> tuple[date, date] | None:
    found = JobOffer.objects.published().aggregate(first=Min("runs_from"), last=Max("valid_through"))
    return (found["first"], found["last"]) if found["first"] else None


def _days_of_events(now: datetime) -> tuple[date, date] | None:
    in_feeds = Event.objects.filter(pk__in=event_exports.in_feeds(now).order_by().values("pk"))
    found = in_feeds.aggregate(first=Min("starts_at"), last=Max("ends_at"))
    return (hours.civil_day(found["first"]), hours.civil_day(found["last"])) if found["first"] else None


def _months_of_figures(now: datetime) -> tuple[date, date]:
    span, _notes = figure_files.months_asked(None, None, now, usual=figure_files.USUAL_MONTHS)
    span = span or Span.month(figure_files.last_month_over(now))
    return span.first, span.end - timedelta(days=1)


# --- the catalogue ------------------------------------------------------------------------------------------------------

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}


def catalogue(now: datetime) -> dict[str, Any]:
    """All of it as DCAT-AP 3 has it, in JSON-LD that needs no other file to be read; in French, whoever asks."""
    with override("fr"):
        return {
            "@context": CONTEXT,
            "@id": _here(),
            "@type": "dcat:Catalog",
            "dct:title": _french(gettext("Open data of Cantal Network")),
            "dct:description": _french(gettext("The telecentres of the Cantal, job offers, events and indicators.")),
            "dct:publisher": _publisher(),
            "dct:license": _licence(),
            "dct:language": _named("language/FRA"),
            "dct:spatial": _cantal(),
            "dct:modified": _moment(changed_at(now)),
            "foaf:homepage": {"@id": _here()},
            "dcat:themeTaxonomy": _named("data-theme"),
            "dcat:dataset": [_dataset(one, now) for one in datasets()],
            "dcat:service": [_service()],
        }


def changed_at(now: datetime) -> datetime:
    """Of any of them."""
    return max(one.changed_at(now) for one in datasets())


def _dataset(one: Dataset, now: datetime) -> dict[str, Any]:
    described = " ".join([str(one.words), gettext("Left out:"), str(one.left_out)])
    found = {
        "@id": _id(one),
        "@type": "dcat:Dataset",
        "dct:identifier": one.slug,
        "dct:title": _french(str(one.title)),
        "dct:description": _french(described),
        "dct:publisher": {"@id": _publisher()["@id"]},
        "dct:creator": {"@id": _publisher()["@id"]},
        "dct:license": {"@id": LICENCE_URL},
        "dct:accessRights": _named("access-right/PUBLIC"),
        "dct:language": _named("language/FRA"),
        "dct:spatial": _cantal(),
        "dct:accrualPeriodicity": _named(f"frequency/{one.frequency}"),
        "dct:modified": _moment(one.changed_at(now)),
        "dcat:theme": _named(f"data-theme/{one.theme}"),
        "dcat:keyword": [_french(str(word)) for word in one.keywords],
        "dcat:landingPage": {"@id": f"{_here()}#{one.slug}"},
        "dcat:contactPoint": _contact(),
        "dcat:distribution": [_distribution(file, one, now) for file in one.files()],
    }
    days = one.covers(now)
    if days:
        found["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:date", "@value": days[0].isoformat()},
            "dcat:endDate": {"@type": "xsd:date", "@value": days[1].isoformat()},
        }
    return found


def _distribution(file: File, one: Dataset, now: datetime) -> dict[str, Any]:
    found = {
        "@id": file.url,
        "@type": "dcat:Distribution",
        "dct:title": _french(file.name),
        "dct:description": _french(str(file.words)),
        "dcat:accessURL": {"@id": file.url},
        "dcat:downloadURL": {"@id": file.url},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{file.media_type}"},
        "dct:format": _named(f"file-type/{file.kind}"),
        "dct:license": {"@id": LICENCE_URL},
        "dct:modified": _moment(one.changed_at(now)),
    }
    if file.conforms_to:
        found["dct:conformsTo"] = {"@id": file.conforms_to, "@type": "dct:Standard"}
    return found


def _service() -> dict[str, Any]:
    url = settings.PUBLIC_URL + reverse("observatory:api")
    return {
        "@id": url,
        "@type": "dcat:DataService",
        "dct:title": _french(gettext("Interface for programs")),
        "dct:publisher": {"@id": _publisher()["@id"]},
        "dct:license": {"@id": LICENCE_URL},
        "dct:accessRights": _named("access-right/PUBLIC"),
        "dcat:contactPoint": _contact(),
        "dcat:endpointURL": {"@id": f"{url}v1/"},
        "dcat:endpointDescription": {"@id": settings.PUBLIC_URL + reverse("observatory:api_openapi")},
        "dcat:servesDataset": [{"@id": _id(one)} for one in datasets()],
    }


def _here() -> str:
    return settings.PUBLIC_URL + reverse("observatory:open_data")


def _id(one: Dataset) -> str:
    return f"{_here()}#{one.slug}"


def _publisher() -> dict[str, Any]:
    """Whoever runs the portal, where they have said their name."""
    name = settings.OPERATOR["name"] or settings.SITE_NAME
    return {"@id": f"{settings.PUBLIC_URL}/#operator", "@type": "foaf:Agent", "foaf:name": name}


def _contact() -> dict[str, Any]:
    return {
        "@type": "vcard:Kind",
        "vcard:fn": settings.SITE_NAME,
        "vcard:hasEmail": {"@id": f"mailto:{settings.HELPDESK_EMAIL}"},
        "vcard:hasURL": {"@id": settings.PUBLIC_URL + reverse("notices:write")},
    }


def _licence() -> dict[str, Any]:
    return {"@id": LICENCE_URL, "@type": "dct:LicenseDocument", "dct:title": LICENCE}


def _cantal() -> dict[str, Any]:
    return {"@id": CANTAL, "@type": "dct:Location", "skos:prefLabel": _french("Cantal")}


def _named(value: str) -> dict[str, str]:
    return {"@id": AUTHORITY + value}


def _french(text: str) -> dict[str, str]:
    return {"@language": "fr", "@value": text}


def _moment(moment: datetime) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": moment.isoformat(timespec="seconds")}
