"""
What search engines read of an offer: schema.org JobPosting, as Google for Jobs asks for it.

Nothing is said here that the page does not show, and what is not known is left out rather than guessed.
"""

import json
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jobs import links
from jobs.codes import Contract, Nature
from jobs.models import Employer, JobOffer
from telecentres import hours, prose
from telecentres.models import Telecentre, Territory

COUNTRY = "FR"
UNIT_OF = {JobOffer.PayUnit.HOUR: "HOUR", JobOffer.PayUnit.MONTH: "MONTH", JobOffer.PayUnit.YEAR: "YEAR"}
# Inside a script element, HTML looks for its end and for comments whatever the JSON says; JSON reads these as the same text.
UNSAFE_IN_SCRIPT = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def job_posting(offer: JobOffer) -> dict[str, Any] | None:
    """
    The offer as schema.org has it, in the language of the moment; None where it is not published, so that it disappears at once.

    The offer brings its employer, commune and telecentres (see `for_pages`).
    """
    if not offer.is_shown:
        return None
    found = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": offer.title,
        "description": str(prose.as_html(offer.description) + prose.as_html(offer.profile)),
        "url": links.public_url(offer),
        "identifier": {"@type": "PropertyValue", "name": settings.SITE_NAME, "value": offer.slug},
        "datePosted": hours.civil_day(offer.published_at).isoformat(),
        "validThrough": last_moment(offer.valid_through).isoformat(),
        "hiringOrganization": _organization(offer.employer),
        "employmentType": employment_types(offer),
        "workHours": _("%(hours)s a week") % {"hours": offer.hours_words},
        "baseSalary": _salary(offer),
        "totalJobOpenings": offer.open_positions,
    }
    return found | _places(offer) | _beginning(offer) | _optional(offer)


def as_script(found: dict[str, Any]) -> SafeString:
    """
    A block of data that nothing typed can break out of.

    Browsers do not execute it, so that `script-src 'self'` does not concern it: HTML asks the policy only for scripts that run.
    """
    data = json.dumps(found, ensure_ascii=False).translate(UNSAFE_IN_SCRIPT)
    return mark_safe(f'<script type="application/ld+json">{data}</script>')  # noqa: S308, see UNSAFE_IN_SCRIPT


def last_moment(day: date) -> datetime:
    """The last second of a day by the clocks of the Cantal: the last day is included."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)), hours.LOCAL)


def employment_types(offer: JobOffer) -> list[str]:
    """Google's words for the contract. Who is self-employed has no full time; an apprenticeship has no word of its own."""
    if offer.contract in Contract.self_employed() or offer.nature == Nature.SELF_EMPLOYED:
        return ["CONTRACTOR"]
    if offer.nature == Nature.APPRENTICESHIP:
        return ["OTHER"]
    found = ["PART_TIME"] if offer.is_part_time else ["FULL_TIME"]
    if offer.is_part_time_possible and not offer.is_part_time:
        found.append("PART_TIME")
    return [*found, "TEMPORARY"] if offer.contract in Contract.for_a_time() else found


# --- the parts ---------------------------------------------------------------------------------------------------------


def _organization(employer: Employer) -> dict[str, Any]:
    found = {"@type": "Organization", "name": employer.name}
    return found | {"sameAs": employer.website} if employer.website else found


def _salary(offer: JobOffer) -> dict[str, Any]:
    """Gross, in the unit the page shows; one value where both ends are the same."""
    least, most = _number(offer.pay_min), _number(offer.pay_max)
    ends = {"value": least} if least == most else {"minValue": least, "maxValue": most}
    value = {"@type": "QuantitativeValue", **ends, "unitText": UNIT_OF[offer.pay_unit]}
    return {"@type": "MonetaryAmount", "currency": "EUR", "value": value}


def _places(offer: JobOffer) -> dict[str, Any]:
    """
    Where the work is done. TELECOMMUTE is said of jobs that are fully remote alone: Google wants it so.

    Where no telecentre of the offer is open at the moment, its commune remains: there one would work without.
    """
    if offer.is_remote:
        # A proper name of the vocabulary, not a word of the page: it is the same in every language.
        return {"jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": {"@type": "Country", "name": "France"}}
    centres = [_centre(one) for one in open_telecentres(offer)]
    if centres and offer.work_mode == JobOffer.WorkMode.TELECENTRE:
        return {"jobLocation": centres}
    found = [_workplace(offer), *centres] if offer.is_at_telecentres else [_workplace(offer)]
    return {"jobLocation": found if len(found) > 1 else found[0]}


def open_telecentres(offer: JobOffer) -> list[Telecentre]:
    """Those of the offer that take people, where the mode of work speaks of them."""
    return [one for one in offer.telecentres.all() if one.is_open] if offer.is_at_telecentres else []


def _workplace(offer: JobOffer) -> dict[str, Any]:
    """The employer's street only where the job is in the employer's commune: it may have several workplaces."""
    employer = offer.employer
    street = employer.address if offer.commune_id == employer.commune_id else ""
    return {"@type": "Place", "address": _address(offer.commune, street)}


def _centre(centre: Telecentre) -> dict[str, Any]:
    """An address that the demonstration invented is not given away."""
    street = "" if centre.has_example_details else centre.address
    return {"@type": "Place", "name": centre.full_name, "address": _address(centre.commune, street)}


def _address(place: Territory, street: str) -> dict[str, Any]:
    known = {
        "streetAddress": street,
        "postalCode": place.postal_code,
        "addressLocality": place.name if place.kind == Territory.Kind.COMMUNE else "",
        "addressRegion": _region(place),
    }
    return {"@type": "PostalAddress"} | {name: value for name, value in known.items() if value} | {"addressCountry": COUNTRY}


def _region(place: Territory) -> str:
    """The département, which the pages of this site name; of a commune outside the Cantal it is not known here."""
    if place.kind != Territory.Kind.COMMUNE:
        return place.name
    return "Cantal" if place.code.startswith("15") else ""


def _beginning(offer: JobOffer) -> dict[str, Any]:
    return {"jobStartDate": offer.starts_on.isoformat()} if offer.starts_on else {"jobImmediateStart": True}


def _optional(offer: JobOffer) -> dict[str, Any]:
    """
    What holds of some offers only.

    Of experience nothing but its absence is said: Google counts it in months, which nobody asks employers for.
    """
    known = {
        "directApply": offer.takes_applications_here,
        "industry": offer.employer.industry,
        "jobBenefits": offer.pay_note,
        "experienceRequirements": "no requirements" if offer.experience == JobOffer.Experience.BEGINNER else "",
        "occupationalCategory": _occupation(offer) if offer.rome_code else None,
    }
    return {name: value for name, value in known.items() if value}


def _occupation(offer: JobOffer) -> dict[str, Any]:
    """With its list: a bare code would be read as one of O*NET."""
    found = {"@type": "CategoryCode", "codeValue": offer.rome_code}
    named = found | {"name": offer.rome_label} if offer.rome_label else found
    return named | {"inCodeSet": {"@type": "CategoryCodeSet", "name": "ROME"}}


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral() else float(amount)
