"""
The published offers as open data, in the field names of the offers API of France Travail.

What is not known is left out. Left out on purpose are `accessibleTH`, `employeurHandiEngage` and
`entreprise.entrepriseAdaptee`: nobody asks employers for them, and to mark single offers as open to people with a
disability is what the law on discrimination forbids (articles L1132-1 and L5321-2 of the Code du travail); what the job
offers is in its text. `appellationlibelle` comes from a closed list that is not held here. No telephone number and no
e-mail address is given away: whoever wants to apply opens `contact.urlPostulation`.
"""

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db.models import Max
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.spreadsheets import harmless
from jobs import links, markup
from jobs.codes import Nature
from jobs.models import Employer, JobOffer
from telecentres.downloads import LICENCE
from telecentres.models import Telecentre, Territory

Record = dict[str, Any]

FROM_A_PARTNER = "2"  # `origineOffre.origine`: "1" is France Travail itself
# In the order of the table. The last five are ours: France Travail has no word for them.
COLUMNS = [
    "id",
    "intitule",
    "description",
    "dateCreation",
    "dateActualisation",
    "lieuTravail.libelle",
    "lieuTravail.latitude",
    "lieuTravail.longitude",
    "lieuTravail.codePostal",
    "lieuTravail.commune",
    "romeCode",
    "romeLibelle",
    "entreprise.nom",
    "entreprise.description",
    "entreprise.url",
    "typeContrat",
    "typeContratLibelle",
    "natureContrat",
    "experienceExige",
    "experienceLibelle",
    "salaire.libelle",
    "salaire.commentaire",
    "dureeTravailLibelle",
    "dureeTravailLibelleConverti",
    "alternance",
    "contact.urlPostulation",
    "nombrePostes",
    "codeNAF",
    "secteurActivite",
    "secteurActiviteLibelle",
    "origineOffre.origine",
    "origineOffre.urlOrigine",
    "versionNAF",
    "modeTravail",
    "telecentres",
    "dernierJour",
    "exemple",
]


def records(offers: Iterable[JobOffer]) -> list[Record]:
    """Each offer with what is known of it; in French, whatever the language of who asks. See `JobOffer.objects.for_pages`."""
    with override("fr"):
        return [_bare(_record(offer)) for offer in offers]


def as_json(found: list[Record]) -> str:
    return json.dumps({"licence": LICENCE, "resultats": found}, ensure_ascii=False, indent=1) + "\n"


def as_csv(found: list[Record]) -> str:
    """
    UTF-8, comma, header; a name with a dot is a field inside another, several values are joined by ";".

    A text that a spreadsheet would take for a formula has an apostrophe before it; take one away, and it is as it was.
    """
    file = io.StringIO()
    rows = csv.DictWriter(file, COLUMNS, lineterminator="\r\n")
    rows.writeheader()
    rows.writerows({name: _cell(value) for name, value in _flat(one).items()} for one in found)
    return file.getvalue()


def changed_at(now: datetime) -> datetime:
    """
    When the offers last changed: one was saved, or a telecentre, whose name, address and stage they show.

    Employers count through `jobs.receivers`, which marks their offers as changed.
    """
    saved = [model.objects.aggregate(moment=Max("updated_at"))["moment"] for model in (JobOffer, Telecentre)]
    return min(now, max((moment for moment in saved if moment), default=now))


# --- one offer ---------------------------------------------------------------------------------------------------------


def _record(offer: JobOffer) -> Record:
    employer = offer.employer
    return {
        "id": offer.slug,
        "intitule": offer.title,
        "description": "\n\n".join(part for part in (offer.description, offer.profile) if part),
        "dateCreation": _moment(offer.published_at),
        "dateActualisation": _moment(offer.updated_at),
        "lieuTravail": _place(offer),
        "romeCode": offer.rome_code,
        "romeLibelle": offer.rome_label,
        "entreprise": {"nom": employer.name, "description": employer.about, "url": employer.website},
        "typeContrat": offer.contract,
        "typeContratLibelle": capfirst(offer.contract_words),
        "natureContrat": capfirst(offer.get_nature_display()),
        "experienceExige": offer.experience,
        "experienceLibelle": capfirst(offer.get_experience_display()),
        "salaire": {"libelle": f"{offer.pay_words} {offer.get_pay_unit_display()}", "commentaire": offer.pay_note},
        "dureeTravailLibelle": _("%(hours)s a week") % {"hours": offer.hours_words},
        "dureeTravailLibelleConverti": _("Part time") if offer.is_part_time else _("Full time"),
        "alternance": offer.nature in (Nature.APPRENTICESHIP, Nature.PROFESSIONAL_TRAINING),
        "contact": {"urlPostulation": _where_to_apply(offer)},
        "nombrePostes": offer.open_positions,
        **_industry(employer),
        "origineOffre": {"origine": FROM_A_PARTNER, "urlOrigine": links.public_url(offer)},
        "modeTravail": offer.work_mode,
        "telecentres": [centre.slug for centre in markup.open_telecentres(offer)],
        "dernierJour": offer.valid_through.isoformat(),
        "exemple": offer.is_example,
    }


def _place(offer: JobOffer) -> Record:
    """One place, as there is room for: the first open telecentre of a job done there, else the commune of the workplace."""
    if offer.is_remote:
        return {"libelle": "France"}
    centres = markup.open_telecentres(offer) if offer.work_mode == JobOffer.WorkMode.TELECENTRE else []
    place, point = (centres[0].commune, centres[0]) if centres else (offer.commune, offer.commune)
    if place.kind != Territory.Kind.COMMUNE:
        return {"libelle": f"{place.code} - {place.name}"}
    return {
        "libelle": f"{place.code[:2]} - {place.name}",
        "latitude": float(point.latitude) if point.latitude is not None else None,
        "longitude": float(point.longitude) if point.longitude is not None else None,
        "codePostal": place.postal_code,
        "commune": place.code,
    }


def _where_to_apply(offer: JobOffer) -> str:
    return offer.apply_url if offer.apply_by == JobOffer.ApplyBy.LINK else links.public_url(offer)


def _industry(employer: Employer) -> Record:
    """The version goes with the code, for the same code means something else in NAF 2025."""
    code = employer.naf_code
    known = {"secteurActiviteLibelle": employer.industry}
    if code:
        known |= {"codeNAF": f"{code[:2]}.{code[2:]}", "secteurActivite": code[:2], "versionNAF": employer.naf_version}
    return known


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _bare(record: Record) -> Record:
    """Without what is empty; "no" and 0 are answers and stay."""
    inner = {name: _bare(value) if isinstance(value, dict) else value for name, value in record.items()}
    return {name: value for name, value in inner.items() if value not in ("", None, [], {})}


# --- the table -----------------------------------------------------------------------------------------------------------


def _flat(record: Record, before: str = "") -> Record:
    found: Record = {}
    for name, value in record.items():
        found |= _flat(value, f"{before}{name}.") if isinstance(value, dict) else {before + name: value}
    return found


def _cell(value: Any) -> str:
    """Numbers stay numbers; a text is made harmless, from which it can be told again without doubt."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    text = ";".join(value) if isinstance(value, list) else str(value)
    return harmless(text)
