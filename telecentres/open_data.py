"""
The places as open data: the national table of places (LaMednum), the format of data·inclusion, and GeoJSON.

What the demonstration invented is never given away as real: the details of a centre marked as an example stay empty, and
a centre without what a format requires is left out of it.
"""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Max, Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from telecentres import hours
from telecentres.downloads import LICENCE
from telecentres.models import OpeningHours, Telecentre
from telecentres.words import place_words, telephone_number

SOURCE = "cantal-network"
SERVICE = "Accès internet et matériel informatique"  # of the nine of the national table; the others are not ours to claim
WEEKDAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
ACCESLIBRE = "https://acceslibre.beta.gouv.fr/"


class Place(NamedTuple):
    """What is known and true of a centre, today; an empty text or None where nothing is."""

    id: str
    name: str
    siret: str
    address: str
    postal_code: str
    commune: str
    insee_code: str
    latitude: float
    longitude: float
    is_at_door: bool
    phone: str
    email: str
    summary: str
    opening_hours: str
    acceslibre_url: str
    page: str
    state: str
    fits_national_table: bool
    updated_on: date


def place(centre: Telecentre, today: date) -> Place:
    """The centre comes with its commune, and with its own hours that are valid today in `opening_hours`."""
    commune = centre.commune
    is_real = not centre.has_example_details
    with override("fr"):  # whatever the language of who asks
        name = place_words(centre.name)
    return Place(
        id=centre.slug,
        name=name,
        siret=centre.siret,
        address=centre.address if is_real else "",
        postal_code=commune.postal_code,
        commune=commune.name,
        insee_code=commune.code,
        latitude=float(centre.latitude),
        longitude=float(centre.longitude),
        is_at_door=is_real and (centre.latitude, centre.longitude) != (commune.latitude, commune.longitude),
        phone=telephone_number(centre.phone) if is_real else "",
        email=centre.email if is_real else "",
        summary=centre.summary if is_real else "",
        opening_hours=osm_hours([row for row in centre.opening_hours.all() if not row.is_example and not row.workspace_id]),
        acceslibre_url=centre.acceslibre_url if centre.acceslibre_url.startswith(ACCESLIBRE) else "",
        page=settings.PUBLIC_URL + centre.get_absolute_url(),
        state=_state(centre),
        fits_national_table=not missing_for_national_table(centre),
        updated_on=min(hours.civil_day(centre.updated_at), today),
    )


def _state(centre: Telecentre) -> str:
    """The steps of the preparation are not told apart: where they are examples, that it is in preparation stays true."""
    return "ouvert" if centre.is_open else "suspendu" if centre.is_suspended else "en-preparation"


def osm_hours(rows: list[OpeningHours]) -> str:
    """ "Mo-Th 08:30-12:30,13:30-18:00; Fr 08:30-12:30", as OpenStreetMap writes opening hours; days that are alike together."""
    by_day = {day: sorted((row.opens_at, row.closes_at) for row in rows if row.weekday == day) for day in range(1, 8)}
    runs: list[list[int]] = []
    for day, ranges in by_day.items():
        if runs and runs[-1][-1] == day - 1 and by_day[day - 1] == ranges:
            runs[-1].append(day)
        elif ranges:
            runs.append([day])
    return "; ".join(f"{_days(run)} {','.join(_range(*one) for one in by_day[run[0]])}" for run in runs)


def _days(run: list[int]) -> str:
    first, last = WEEKDAYS[run[0] - 1], WEEKDAYS[run[-1] - 1]
    return first if first == last else f"{first}-{last}"


def _range(opens_at: time, closes_at: time) -> str:
    return f"{opens_at:%H:%M}-{closes_at:%H:%M}"


def missing_for_national_table(centre: Telecentre) -> list[Promise]:
    """What keeps a centre out of the table of places, in words for staff; no query when the commune is there."""
    required = [
        (centre.siret, _("the SIRET number")),
        (centre.address and not centre.has_example_details, _("the street address, which is not an example")),
        (centre.commune.postal_code, _("the postal code of its commune")),
    ]
    return [words for value, words in required if not value]


# --- the three formats ------------------------------------------------------------------------------------------------


def as_national_table(places: list[Place]) -> str:
    """
    CSV of the schema "lieux de médiation numérique": UTF-8, comma, header; empty where a value is not known.

    `typologie`, `services` and `frais_a_charge` take their values from the package of the ANCT, which is right where the
    published schema contradicts itself. What we do not know, such as labels, is left out rather than guessed.
    """
    file = io.StringIO()
    rows = csv.DictWriter(file, TABLE, lineterminator="\r\n")
    rows.writeheader()
    rows.writerows({name: value(one) for name, value in TABLE.items()} for one in places if one.fits_national_table)
    return file.getvalue()


TABLE: dict[str, Callable[[Place], str]] = {
    "id": lambda one: one.id,
    "pivot": lambda one: one.siret,
    "nom": lambda one: one.name,
    "commune": lambda one: one.commune,
    "code_postal": lambda one: one.postal_code,
    "code_insee": lambda one: one.insee_code,
    "adresse": lambda one: one.address,
    "latitude": lambda one: str(one.latitude) if one.is_at_door else "",
    "longitude": lambda one: str(one.longitude) if one.is_at_door else "",
    "typologie": lambda one: "TIERS_LIEUX",
    "telephone": lambda one: one.phone,
    "courriels": lambda one: one.email,
    "site_web": lambda one: one.page,
    "horaires": lambda one: one.opening_hours,
    "presentation_resume": lambda one: " ".join(one.summary.split())[:280],
    "source": lambda one: SOURCE,
    "date_maj": lambda one: one.updated_on.isoformat(),
    "services": lambda one: SERVICE,
    "frais_a_charge": lambda one: "Payant",
    "fiche_acces_libre": lambda one: one.acceslibre_url,
    "prise_rdv": lambda one: one.page,
}


def as_data_inclusion(places: list[Place]) -> str:
    """JSON with the list `structures` of the schema of data·inclusion, version 1; what is not known is null."""
    return _json({"licence": LICENCE, "structures": [_structure(one) for one in places]})


def _structure(one: Place) -> dict[str, Any]:
    return {
        "source": SOURCE,
        "id": f"{SOURCE}--{one.id}",
        "nom": one.name,
        "date_maj": one.updated_on.isoformat(),
        "description": one.summary if len(one.summary) >= 5 else None,
        "lien_source": one.page,
        "siret": one.siret or None,
        "commune": one.commune,
        "code_postal": one.postal_code or None,
        "code_insee": one.insee_code,
        "adresse": one.address or None,
        "longitude": one.longitude if one.is_at_door else None,
        "latitude": one.latitude if one.is_at_door else None,
        "telephone": one.phone or None,
        "courriel": one.email or None,
        "horaires_accueil": one.opening_hours or None,
        "accessibilite_lieu": one.acceslibre_url or None,
    }


def as_geojson(places: list[Place]) -> str:
    """A FeatureCollection (RFC 7946) in WGS 84; `precision` says whether the point is the door or only the commune."""
    return _json({"type": "FeatureCollection", "licence": LICENCE, "features": [_feature(one) for one in places]})


def _feature(one: Place) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": one.id,
        "geometry": {"type": "Point", "coordinates": [one.longitude, one.latitude]},
        "properties": {
            "nom": one.name,
            "commune": one.commune,
            "code_insee": one.insee_code,
            "etat": one.state,
            "precision": "lieu" if one.is_at_door else "commune",
            "adresse": one.address or None,
            "telephone": one.phone or None,
            "horaires": one.opening_hours or None,
            "page": one.page,
            "date_maj": one.updated_on.isoformat(),
        },
    }


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


# --- which places, and since when -------------------------------------------------------------------------------------


def open_places(now: datetime) -> list[Place]:
    """The centres that receive people, by their address on the site."""
    return [place(centre, hours.civil_day(now)) for centre in _centres(now) if centre.is_open]


def public_places(now: datetime) -> list[Place]:
    """With those in preparation and suspended."""
    return [place(centre, hours.civil_day(now)) for centre in _centres(now)]


def _centres(now: datetime):
    today = hours.civil_day(now)
    rows = Prefetch("opening_hours", OpeningHours.objects.valid_between(today, today))
    return Telecentre.objects.public().select_related("commune").prefetch_related(rows).order_by("slug")


def changed_at(now: datetime) -> datetime:
    """
    When the files last changed: a centre was saved, or hours began or ended to hold.

    Hours that are typed in count through `telecentres.receivers`, which marks the centre as changed.
    """
    today = hours.civil_day(now)
    begun = OpeningHours.objects.filter(valid_from__lte=today).aggregate(day=Max("valid_from"))["day"]
    ended = OpeningHours.objects.filter(valid_until__lt=today).aggregate(day=Max("valid_until"))["day"]
    moments = [hours.whole_day(begun).starts_at] if begun else []
    moments += [hours.whole_day(ended).ends_at] if ended else []
    saved = Telecentre.objects.aggregate(moment=Max("updated_at"))["moment"]
    return min(now, max([*moments, saved] if saved else [*moments, now]))
