"""The markup of an offer: what schema.org and Google for Jobs ask for, nothing that is not so, and no way out of the script."""

import json
import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import override_settings

from jobs import markup
from jobs.models import JobOffer
from telecentres import prose
from telecentres.models import Telecentre, Territory
from tests import factories

# Google for Jobs: what must be there, what should, and what else schema.org knows of a JobPosting and we use.
REQUIRED = {"title", "description", "datePosted", "hiringOrganization", "validThrough"}
RECOMMENDED = {"baseSalary", "employmentType", "identifier", "directApply", "jobLocation", "jobLocationType"}
RECOMMENDED |= {"applicantLocationRequirements", "experienceRequirements"}
OTHERS = {"url", "workHours", "jobStartDate", "jobImmediateStart", "totalJobOpenings", "occupationalCategory"}
OTHERS |= {"industry", "jobBenefits"}
EMPLOYMENT = {"FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER"}
UNITS = {"HOUR", "DAY", "WEEK", "MONTH", "YEAR"}
TYPES = {
    "JobPosting", "Organization", "Place", "PostalAddress", "MonetaryAmount", "QuantitativeValue", "PropertyValue", "Country",
    "CategoryCode", "CategoryCodeSet",
}  # fmt: skip
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "\"'><img src=x onerror=alert(1)>",
    "&lt;b&gt; & Cie",
    "emploi 🧑🏽‍💻 à distance",
    "\u202eecnad ed\u202c",
    "a\u2028b\u2029c",
    "\\u003c/script> \\",
    "]]>",
]

Mode = JobOffer.WorkMode


def problems(found: dict) -> list[str]:
    """What Google's list says is wrong; an empty list where nothing is."""
    said = [f"lacks {name}" for name in sorted(REQUIRED - set(found))]
    said += [f"knows no {name}" for name in sorted(set(found) - REQUIRED - RECOMMENDED - OTHERS - {"@context", "@type"})]
    is_remote = found.get("jobLocationType") == "TELECOMMUTE"
    if is_remote != ("applicantLocationRequirements" in found) or is_remote == ("jobLocation" in found):
        said.append("a place, or else TELECOMMUTE with the country")
    places = found.get("jobLocation", [])
    for place in places if isinstance(places, list) else [places]:
        if place["address"].get("addressCountry") != "FR" or len(place["address"]) < 3:
            said.append("an address without what it needs")
    if not set(found.get("employmentType", [])) <= EMPLOYMENT:
        said.append("employmentType")
    if "baseSalary" in found and found["baseSalary"]["value"].get("unitText") not in UNITS:
        said.append("unitText")
    if re.sub(r"</?(p|ul|li)>", "", found.get("description", "")).count("<") or found.get("description") == found.get("title"):
        said.append("description")
    said += [f"type {one}" for one in sorted(set(types(found)) - TYPES)]
    return said


def types(found) -> list[str]:
    if isinstance(found, list):
        return [one for part in found for one in types(part)]
    return [found["@type"], *types(list(found.values()))] if isinstance(found, dict) else []


def read(offer: JobOffer) -> dict:
    """As the page brings it, out of the script, by a parser of JSON."""
    script = markup.as_script(markup.job_posting(JobOffer.objects.for_pages().get(pk=offer.pk)))
    assert re.fullmatch(r'<script type="application/ld\+json">[^<>&]*</script>', script)
    return json.loads(script.removeprefix('<script type="application/ld+json">').removesuffix("</script>"))


def make(today: date, **fields) -> dict:
    found = read(factories.make_offer(today=today, **fields))
    assert problems(found) == []
    return found


# --- the whole ------------------------------------------------------------------------------------------------------------


@override_settings(PUBLIC_URL="https://cantal-network.example")
def test_the_markup_says_what_the_page_says(today, murat):
    employer = factories.make_employer(website="https://laiterie.example", address="3 rue du Rieu")
    fields = {"pay_note": "13e mois", "positions": 3, "filled_count": 1, "profile": "- Un diplôme"}
    offer = factories.make_offer(today=today, employer=employer, telecentres=[murat], **fields)

    found = read(offer)

    assert problems(found) == []
    assert found == {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": "Gestionnaire de paie",
        "description": f"<p>{factories.WORK}</p><ul><li>Un diplôme</li></ul>",
        "url": f"https://cantal-network.example/emplois/{offer.slug}/",
        "identifier": {"@type": "PropertyValue", "name": "Cantal Network", "value": offer.slug},
        "datePosted": "2026-11-25",
        "validThrough": "2026-12-25T23:59:59+01:00",
        "hiringOrganization": {"@type": "Organization", "name": "Laiterie Exemple", "sameAs": "https://laiterie.example"},
        "employmentType": ["FULL_TIME"],
        "workHours": found["workHours"],
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": "EUR",
            "value": {"@type": "QuantitativeValue", "minValue": 2150, "maxValue": 2400, "unitText": "MONTH"},
        },
        "totalJobOpenings": 2,
        "jobLocation": [
            {"@type": "Place", "address": AURILLAC | {"streetAddress": "3 rue du Rieu"}},
            {"@type": "Place", "name": murat.full_name, "address": MURAT},
        ],
        "jobImmediateStart": True,
        "directApply": True,
        "industry": "Laiterie",
        "jobBenefits": "13e mois",
        "experienceRequirements": "no requirements",
        "occupationalCategory": {
            "@type": "CategoryCode",
            "codeValue": "M1203",
            "name": "Comptabilité",
            "inCodeSet": {"@type": "CategoryCodeSet", "name": "ROME"},
        },
    }
    assert found["workHours"].startswith("35\u00a0h")


AURILLAC = {
    "@type": "PostalAddress",
    "postalCode": "15000",
    "addressLocality": "Aurillac",
    "addressRegion": "Cantal",
    "addressCountry": "FR",
}
MURAT = AURILLAC | {"postalCode": "15300", "addressLocality": "Murat"}


@pytest.mark.parametrize("state", [state for state in JobOffer.State if state != "published"])
def test_what_is_not_published_has_no_markup(today, db, state):
    assert markup.job_posting(factories.make_offer(today=today, state=state)) is None


def test_it_takes_no_query_but_those_of_the_page(today, murat, django_assert_num_queries):
    factories.make_offer(today=today, telecentres=[murat])
    offer = JobOffer.objects.for_pages().get()

    with django_assert_num_queries(0):
        markup.job_posting(offer)


def test_control_the_list_finds_what_is_wrong(offer):
    right = read(offer)
    salary = right["baseSalary"] | {"value": right["baseSalary"]["value"] | {"unitText": "FORTNIGHT"}}
    wrong = right | {"jobLocationType": "TELECOMMUTE", "employmentType": ["CDI"], "salary": 1, "baseSalary": salary}
    del wrong["title"]

    assert (problems(right), len(problems(wrong))) == ([], 5)


# --- where ----------------------------------------------------------------------------------------------------------------


def towns(found: dict) -> list[str]:
    places = found.get("jobLocation", [])
    return [place["address"]["addressLocality"] for place in (places if isinstance(places, list) else [places])]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (Mode.ONSITE, ["Aurillac"]),
        (Mode.TELECENTRE, ["Allanche", "Murat"]),
        (Mode.HYBRID, ["Aurillac", "Allanche", "Murat"]),
        (Mode.FULLY_REMOTE, []),
    ],
)
def test_each_mode_of_work_says_where(today, murat, allanche, mode, expected):
    found = make(today, work_mode=mode, telecentres=[murat, allanche])

    assert towns(found) == expected
    assert ("jobLocationType" in found) == (mode == Mode.FULLY_REMOTE)


def test_a_fully_remote_job_is_open_to_who_lives_in_france(today, db):
    found = make(today, work_mode=Mode.FULLY_REMOTE, commune=None)

    assert found["applicantLocationRequirements"] == {"@type": "Country", "name": "France"}


@pytest.mark.parametrize("mode", [Mode.TELECENTRE, Mode.HYBRID])
@pytest.mark.parametrize("stage", [stage for stage in Telecentre.Stage if stage != "open"])
def test_a_centre_that_takes_nobody_is_no_workplace(today, murat, mode, stage):
    Telecentre.objects.update(stage=stage)

    assert towns(make(today, work_mode=mode, telecentres=[murat])) == ["Aurillac"]


def test_the_street_is_the_employers_only_in_its_own_commune(today, murat):
    employer = factories.make_employer(address="3 rue du Rieu")

    at_home = make(today, employer=employer, work_mode=Mode.ONSITE)
    elsewhere = make(today, employer=employer, work_mode=Mode.ONSITE, commune=murat.commune)

    assert at_home["jobLocation"]["address"]["streetAddress"] == "3 rue du Rieu"
    assert elsewhere["jobLocation"]["address"] == MURAT


def test_an_address_of_the_demonstration_is_not_given_away(today, murat):
    Telecentre.objects.update(address="1 place Inventée", has_example_details=True)

    assert make(today, work_mode=Mode.TELECENTRE, telecentres=[murat])["jobLocation"][0]["address"] == MURAT


def test_a_departement_is_no_locality(today, db):
    rhone = Territory.objects.create(kind=Territory.Kind.DEPARTEMENT, code="69", name="Rhône")

    found = make(today, work_mode=Mode.ONSITE, commune=rhone)

    assert found["jobLocation"]["address"] == {"@type": "PostalAddress", "addressRegion": "Rhône", "addressCountry": "FR"}


# --- the contract, the pay, the dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ["FULL_TIME"]),
        ({"weekly_hours": Decimal("34.99")}, ["PART_TIME"]),
        ({"is_part_time_possible": True}, ["FULL_TIME", "PART_TIME"]),
        ({"weekly_hours": 20, "is_part_time_possible": True}, ["PART_TIME"]),
        ({"contract": "CDD", "contract_months": 6}, ["FULL_TIME", "TEMPORARY"]),
        ({"contract": "SAI", "contract_months": 3, "weekly_hours": 20}, ["PART_TIME", "TEMPORARY"]),
        ({"contract": "MIS", "contract_months": 1}, ["FULL_TIME", "TEMPORARY"]),
        ({"contract": "DIN"}, ["FULL_TIME"]),
        ({"contract": "LIB"}, ["CONTRACTOR"]),
        ({"contract": "REP"}, ["CONTRACTOR"]),
        ({"contract": "FRA"}, ["CONTRACTOR"]),
        ({"contract": "CCE", "nature": "NS"}, ["CONTRACTOR"]),
        ({"contract": "CDD", "contract_months": 24, "nature": "E2"}, ["OTHER"]),
    ],
)
def test_the_contract_in_googles_words(today, db, fields, expected):
    assert make(today, **fields)["employmentType"] == expected


@pytest.mark.parametrize(
    ("least", "most", "unit", "expected"),
    [
        ("11.90", "12.60", "hour", {"minValue": 11.9, "maxValue": 12.6, "unitText": "HOUR"}),
        ("2150", "2150", "month", {"value": 2150, "unitText": "MONTH"}),
        ("28000", "30000.50", "year", {"minValue": 28000, "maxValue": 30000.5, "unitText": "YEAR"}),
    ],
)
def test_the_pay_has_its_unit(today, db, least, most, unit, expected):
    found = make(today, pay_min=Decimal(least), pay_max=Decimal(most), pay_unit=unit)

    assert found["baseSalary"]["value"] == {"@type": "QuantitativeValue"} | expected


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2027, 1, 31), "+01:00"), (date(2027, 3, 28), "+02:00"), (date(2026, 10, 25), "+01:00")]
)
def test_the_last_day_is_included_by_the_clocks_of_the_cantal(day, expected):
    moment = markup.last_moment(day)

    assert moment.isoformat() == f"{day}T23:59:59{expected}"
    assert datetime.fromisoformat(moment.isoformat()) == moment


def test_it_is_dated_by_the_day_of_the_cantal(today, db):
    night = datetime.fromisoformat("2026-11-25T23:30:00+00:00")

    assert make(today, published_at=night)["datePosted"] == "2026-11-26"


def test_a_day_to_begin_takes_the_place_of_at_once(today, db):
    found = make(today, starts_on=date(2027, 1, 4))

    assert (found["jobStartDate"], "jobImmediateStart" in found) == ("2027-01-04", False)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"apply_by": "link", "apply_url": "https://laiterie.example/emploi"}, "directApply"),
        ({"apply_by": "phone", "apply_phone": "04 65 71 00 15"}, "directApply"),
        ({"experience": "S"}, "experienceRequirements"),
        ({"experience": "E"}, "experienceRequirements"),
        ({"rome_code": ""}, "occupationalCategory"),
        ({"pay_note": ""}, "jobBenefits"),
    ],
)
def test_what_is_not_so_is_not_said(today, db, fields, name):
    assert name not in make(today, **fields)


def test_an_employer_of_whom_little_is_known(today, db):
    found = make(today, employer=factories.make_employer(industry="", website=""))

    assert found["hiringOrganization"] == {"@type": "Organization", "name": "Laiterie Exemple"}
    assert "industry" not in found


def test_a_job_that_is_not_on_the_short_list_has_its_code_alone(today, db):
    assert make(today, rome_code="A1416")["occupationalCategory"] == {
        "@type": "CategoryCode",
        "codeValue": "A1416",
        "inCodeSet": {"@type": "CategoryCodeSet", "name": "ROME"},
    }


# --- hostile text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_typed_breaks_out_of_the_script(today, db, text):
    employer = factories.make_employer(text, industry=text, address=text)

    found = make(today, title=text[:90], employer=employer, description=text, profile=f"- {text}", pay_note=text)

    assert (found["title"], found["hiringOrganization"]["name"], found["jobBenefits"]) == (text, text, text)


@pytest.mark.parametrize("text", HOSTILE)
def test_prose_is_escaped(text):
    bare = re.sub(r"</?(p|ul|li)>", "", prose.as_html(f"{text}\n- {text}"))

    assert not set("<>\"'") & set(bare)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("\n \r\n\n", ""),
        ("Un mot.", "<p>Un mot.</p>"),
        ("Un.\nDeux.\r\n\r\nTrois.", "<p>Un.</p><p>Deux.</p><p>Trois.</p>"),
        ("Vous :\n- lisez ;\n-écrivez.\nEnfin.", "<p>Vous :</p><ul><li>lisez ;</li><li>écrivez.</li></ul><p>Enfin.</p>"),
        ("- un\n\n  - deux\n• trois\n– quatre", "<ul><li>un</li><li>deux</li><li>trois</li><li>quatre</li></ul>"),
        ("- peut-être - ou non", "<ul><li>peut-être - ou non</li></ul>"),
        ("-\n---\n•", ""),
        ("Aide-comptable", "<p>Aide-comptable</p>"),
    ],
)
def test_lines_become_paragraphs_and_points(text, html):
    assert prose.as_html(text) == html
