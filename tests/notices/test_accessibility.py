"""The accessibility declaration in its official form, the plan, and the state in every footer."""

from datetime import date, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, transaction

from notices import standing
from notices.models import AccessibilityDeclaration, AccessibilityIssue, AccessibilityPlan, PlannedAction
from telecentres.words import day_words
from tests.signing_in import sign_in

State = AccessibilityDeclaration.State
Kind = AccessibilityIssue.Kind


def declaration(client) -> str:
    return client.get("/accessibilite/").content.decode()


def footer(client) -> str:
    return client.get("/aide/").content.decode().partition("<footer")[2]


@pytest.fixture
def audited(db) -> AccessibilityDeclaration:
    """Of the same day as the one that the portal begins with: the later of the two counts."""
    return AccessibilityDeclaration.objects.create(
        state=State.PARTLY_COMPLIANT,
        declared_on=date(2026, 11, 25),
        audited_on=date(2026, 11, 20),
        audited_by="Cabinet Exemple",
        met_percent=72,
    )


# --- the honest beginning ------------------------------------------------------------------------------


def test_the_portal_begins_as_not_compliant_and_unaudited(db):
    AccessibilityDeclaration.objects.all().delete()
    AccessibilityPlan.objects.all().delete()

    import_module("notices.migrations.0002_honest_beginning").begin(apps, None)

    [first] = AccessibilityDeclaration.objects.all()
    assert (first.state, first.audited_on, first.met_percent) == (State.NON_COMPLIANT, None, None)
    [plan] = AccessibilityPlan.objects.all()
    assert plan.adopted_on is None
    assert list(plan.actions_by_year()) == [2026, 2027, 2028]


def test_the_beginning_leaves_alone_what_is_there(audited):
    plan = AccessibilityPlan.objects.first() or AccessibilityPlan.objects.create(first_year=2026, last_year=2028)
    before = (AccessibilityDeclaration.objects.count(), plan.actions.count())

    import_module("notices.migrations.0002_honest_beginning").begin(apps, None)

    assert (AccessibilityDeclaration.objects.count(), plan.actions.count()) == before


def test_without_any_row_the_site_says_not_compliant(client, db):
    AccessibilityDeclaration.objects.all().delete()
    AccessibilityPlan.objects.all().delete()

    text = declaration(client)

    assert "<strong>non conforme</strong> avec le référentiel général d’amélioration de l’accessibilité (RGAA)" in text
    assert "Aucun audit de conformité n’est en cours de validité" in text
    assert client.get("/accessibilite/schema-pluriannuel/").status_code == 200


# --- the official form ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wording",
    [
        "s’engage à rendre ses sites internet, intranet, extranet et ses progiciels accessibles, conformément à l’article 47 "
        "de la loi n°\u00a02005-102 du 11 février 2005.",
        "Cette déclaration d’accessibilité s’applique à",
        "<h2>État de conformité</h2>",
        "<h2>Résultats des tests</h2>",
        "<h2>Contenus non accessibles</h2>",
        "<h3>Non-conformités</h3>",
        "<h3>Dérogations pour charge disproportionnée</h3>",
        "<h3>Contenus non soumis à l’obligation d’accessibilité</h3>",
        "<h2>Établissement de cette déclaration d’accessibilité</h2>",
        "Cette déclaration a été établie le",
        "<h3>Environnement de test</h3>",
        "<h3>Outils pour évaluer l’accessibilité</h3>",
        "<h3>Pages du site ayant fait l’objet de la vérification de conformité</h3>",
        "<h2>Retour d’information et contact</h2>",
        "<h2>Voies de recours</h2>",
        "https://formulaire.defenseurdesdroits.fr/",
        "https://www.defenseurdesdroits.fr/saisir/delegues",
        "Libre réponse 71120<br>75342 Paris CEDEX 07",
        "09 69 39 00 00",
        'href="/aide/ecrire/"',
        'href="/accessibilite/schema-pluriannuel/"',
    ],
)
def test_the_declaration_has_the_wording_of_the_law(client, db, wording):
    assert wording in declaration(client)


@pytest.mark.parametrize(
    ("state", "percent", "words"),
    [
        (State.NON_COMPLIANT, 40, "est <strong>non conforme</strong>"),
        (State.PARTLY_COMPLIANT, 72, "est en <strong>conformité partielle</strong>"),
        (State.FULLY_COMPLIANT, 100, "est en <strong>conformité totale</strong>"),
    ],
)
def test_the_state_and_the_rate_are_those_of_the_audit(client, audited, now, state, percent, words):
    AccessibilityDeclaration.objects.filter(pk=audited.pk).update(state=state, met_percent=percent)

    text = declaration(client)

    assert words in text
    assert f"L’audit de conformité réalisé par Cabinet Exemple le {day_words(date(2026, 11, 20), year=True)}" in text
    assert f"{percent}\u00a0% des critères" in text


def test_each_issue_stands_in_its_group(client, audited, now):
    for kind, content in [(Kind.FAILURE, "Le plan"), (Kind.DEROGATION, "Les archives"), (Kind.EXEMPT, "La carte")]:
        AccessibilityIssue.objects.create(declaration=audited, kind=kind, content=content, criterion="1.1")

    text = declaration(client)

    places = [
        text.index(words)
        for words in (
            "Non-conformités</h3>",
            "Le plan",
            "charge disproportionnée</h3>",
            "Les archives",
            "non soumis",
            "La carte",
        )
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "claim",
    [
        {"state": State.PARTLY_COMPLIANT},
        {"state": State.PARTLY_COMPLIANT, "audited_on": date(2026, 11, 20), "met_percent": 49},
        {"state": State.FULLY_COMPLIANT, "audited_on": date(2026, 11, 20), "met_percent": 99},
        {"state": State.FULLY_COMPLIANT, "met_percent": 100},
    ],
)
def test_nobody_declares_more_than_an_audit_found(db, claim):
    with pytest.raises(IntegrityError, match="notices_declaration_state_is_audited"), transaction.atomic():
        AccessibilityDeclaration.objects.create(declared_on=date(2026, 11, 25), **claim)


# --- the footer -------------------------------------------------------------------------------------------


def test_the_footer_follows_the_declaration(client, db, now, audited):
    before = footer(client)
    audited.state, audited.met_percent = State.FULLY_COMPLIANT, 100
    audited.save()
    after = footer(client)
    audited.delete()

    assert "Accessibilité\u00a0: partiellement conforme" in before
    assert "Accessibilité\u00a0: totalement conforme" in after
    assert "Accessibilité\u00a0: non conforme" in footer(client)


def test_a_declaration_of_the_future_is_not_in_force(client, audited, now):
    AccessibilityDeclaration.objects.create(
        state=State.FULLY_COMPLIANT, declared_on=date(2026, 11, 26), audited_on=date(2026, 11, 20), met_percent=100
    )

    assert "partiellement conforme" in footer(client)


def test_the_footer_asks_once_a_minute_and_process(client, audited, now, django_assert_num_queries):
    standing.forget()

    with django_assert_num_queries(1):
        client.get("/aide/")
        client.get("/aide/")


def test_what_another_process_declared_shows_after_a_minute(client, audited, now, time_machine):
    standing.forget()
    footer(client)
    AccessibilityDeclaration.objects.filter(pk=audited.pk).update(state=State.FULLY_COMPLIANT, met_percent=100)  # no signal

    remembered = footer(client)
    time_machine.move_to(now + timedelta(seconds=61))

    assert "partiellement conforme" in remembered
    assert "totalement conforme" in footer(client)


# --- the plan -----------------------------------------------------------------------------------------------


def test_the_plan_shows_its_years_and_what_became_of_each_action(client, db):
    AccessibilityPlan.objects.all().delete()
    plan = AccessibilityPlan.objects.create(first_year=2026, last_year=2028, adopted_on=date(2026, 6, 1), commitments="Tous.")
    PlannedAction.objects.create(plan=plan, year=2027, what="Audit", state=PlannedAction.State.POSTPONED, outcome="En 2028.")

    with time_machine.travel(date(2026, 11, 25)):
        text = client.get("/accessibilite/schema-pluriannuel/").content.decode()

    assert "Schéma pluriannuel de mise en accessibilité 2026-2028" in text
    assert [words in text for words in ("Adopté le", "Tous.", 'id="annee-2027"', "Audit", "reporté", "En 2028.")] == [True] * 6


def test_a_plan_covers_three_years_at_most(db):
    with pytest.raises(IntegrityError, match="notices_plan_three_years"), transaction.atomic():
        AccessibilityPlan.objects.create(first_year=2026, last_year=2029)


# --- the administration ----------------------------------------------------------------------------------------


def test_agency_staff_declare_the_result_of_an_audit(client, agency_officer, now):
    sign_in(client, agency_officer, second_factor=True)
    inline = {
        f"issues-{name}": value
        for name, value in {
            "TOTAL_FORMS": 1,
            "INITIAL_FORMS": 0,
            "0-kind": "failure",
            "0-content": "Le plan de la salle",
            "0-criterion": "8.9",
            "0-explanation": "La liste dit la même chose.",
        }.items()
    }

    response = client.post(
        "/admin/notices/accessibilitydeclaration/add/",
        {
            "state": "partly_compliant",
            "declared_on": "25/11/2026",
            "audited_on": "20/11/2026",
            "met_percent": 72,
            **inline,
        },
    )

    assert response.status_code == 302
    assert "partiellement conforme" in footer(client)
    assert "Le plan de la salle" in declaration(client)


def test_the_administration_refuses_a_claim_without_audit(client, agency_officer, now):
    sign_in(client, agency_officer, second_factor=True)

    response = client.post(
        "/admin/notices/accessibilitydeclaration/add/",
        {
            "state": "fully_compliant",
            "declared_on": "25/11/2026",
            "issues-TOTAL_FORMS": 0,
            "issues-INITIAL_FORMS": 0,
        },
    )

    assert "suppose la date d’un audit" in response.content.decode()


def test_an_action_outside_the_years_of_its_plan_is_refused(client, agency_officer, now):
    sign_in(client, agency_officer, second_factor=True)

    response = client.post(
        "/admin/notices/accessibilityplan/add/",
        {
            "first_year": 2029,
            "last_year": 2031,
            "actions-TOTAL_FORMS": 1,
            "actions-INITIAL_FORMS": 0,
            "actions-0-year": 2032,
            "actions-0-what": "Audit",
            "actions-0-state": "planned",
        },
    )

    assert "Cette année n’est pas dans le schéma" in response.content.decode()
